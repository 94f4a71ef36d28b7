"""What the log says in words."""

import pytest

from izin.audit.words import ACTION_WORDS, action_words, area_actions, detail_words


def test_a_known_action_is_a_sentence_and_an_unknown_one_is_named():
    assert action_words("application.approve") == "Menyetujui permohonan"
    assert action_words("lama.sekali") == "Tindakan lain (lama.sekali)"


@pytest.mark.parametrize("words", ACTION_WORDS.values(), ids=str)
def test_sentences_begin_large_and_end_without_a_stop(words):
    assert str(words)[0].isupper()
    assert not str(words).endswith(".")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, ""),
        (
            {"stage": "kabid", "registration": "9/KES/SISFO/VIII/2021"},
            "nomor registrasi: 9/KES/SISFO/VIII/2021; tahap: kabid",
        ),
        ({"document": 9, "sha256": "ab"}, ""),
        ({"roles": ["front_desk", "admin"], "round": 0}, "pengiriman ke: 0; peran: front_desk, admin"),
        ({"stage": None, "fields": []}, ""),
    ],
)
def test_details_tell_what_a_reader_can_use(data, told):
    assert detail_words(data) == told


def test_an_area_has_its_actions_and_no_others():
    assert {"document.viewed", "documents.reviewed"} <= set(area_actions("document"))
    assert all(action.startswith("document") for action in area_actions("document"))
    assert area_actions("") == area_actions("tidak-ada") == []
