"""The texts of messages: tokens, what editors may write, and that a wrong text stops nothing."""

import re
from collections import Counter
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from izin.accounts.enums import PasswordReason
from izin.messaging import services
from izin.messaging.models import MessageText
from izin.messaging.receivers import TEXTS
from izin.messaging.rendering import message_render
from izin.messaging.selectors import message_definition
from izin.messaging.texts import TOKEN, message_definitions, text_problems, text_render
from tests.factories.accounts import OfficerFactory
from tests.threads import run_together

KEYS = [*message_definitions()]
PASSWORD = "account_registered"
# Answers by WhatsApp, to which people may answer again.
CONVERSATION = {"chat_reply", "whatsapp_contacts", "whatsapp_status", "whatsapp_status_unknown", "whatsapp_unknown"}
KNOWN = "Penanda yang tersedia: {kantor}, {telepon}, {situs}."
BRACES = "Ada kurung kurawal yang tidak berpasangan atau penanda yang salah tulis."


def words_for(key: str, **changes) -> dict[str, str]:
    """A word for every token of a message, told by its name."""
    return {name: f"<{name}>" for name in message_definition(key).tokens} | changes


def editors_text(key: str = PASSWORD, **changes) -> MessageText:
    definition = message_definition(key)
    return MessageText(**{"key": key, "subject": definition.subject, "body": definition.body, **changes})


def faults_of(text: MessageText) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        text.full_clean()
    return refused.value.message_dict


def render(body: str, subject: str = "Perihal", **values) -> tuple[str, str]:
    """Fill a text of a message whose tokens are all that `values` has."""
    definition = replace(
        message_definition(PASSWORD), tokens=dict.fromkeys(values, ""), subject_tokens=frozenset({"nomor"})
    )
    return text_render(definition, subject=subject, body=body, values=values)


# What we ship


@pytest.mark.parametrize("key", KEYS)
def test_shipped_text_passes_the_rules_of_editors(key):
    definition = message_definition(key)
    assert text_problems(definition, subject=definition.subject, body=definition.body) == {}
    assert definition.purpose.endswith(".")
    assert all(definition.tokens.values())
    assert set(definition.tokens) >= definition.subject_tokens | definition.required
    assert "{kata_sandi}" not in definition.subject


@pytest.mark.parametrize("key", KEYS)
def test_shipped_text_says_who_writes_and_has_no_holes(key, settings):
    definition = message_definition(key)
    subject, body = text_render(definition, subject=definition.subject, body=definition.body, values=words_for(key))
    assert subject == subject.strip() != ""
    assert not re.search(r"[{}]|\n\n\n| \n", body)
    answered = key in CONVERSATION
    assert body.endswith("Pesan ini dikirim otomatis, mohon tidak dibalas.\n") != answered
    for part in (settings.OFFICE["short_name"], settings.OFFICE_CONTACT_PHONE, settings.BASE_URL):
        assert part in body
    if key != "permit_copy" and not answered:
        assert body.startswith("Yth. Bapak/Ibu <nama>,\n")


@pytest.mark.parametrize("key", KEYS)
def test_every_token_that_is_explained_is_used(key):
    definition = message_definition(key)
    assert set(definition.tokens) <= set(TOKEN.findall(definition.subject + definition.body))


def test_every_reason_for_a_password_has_a_text_that_needs_it():
    assert TEXTS.keys() == set(PasswordReason)
    for key in TEXTS.values():
        assert "kata_sandi" in message_definition(key).required
        assert "kata_sandi" not in message_definition(key).subject_choices


@pytest.mark.parametrize("key", KEYS)
def test_nobody_s_name_may_stand_in_a_subject(key):
    """Subjects are neither encrypted nor erased."""
    personal = {"nama", "nik_tersamar", "kata_sandi", "catatan", "daftar_perbaikan", "pemegang", "tautan"}
    assert not personal & message_definition(key).subject_choices.keys()


def test_a_message_nobody_knows_has_no_definition():
    with pytest.raises(KeyError):
        message_definition("lain")


# Filling


def test_what_a_token_stands_for_is_never_filled_itself():
    _subject, body = render("{catatan}\n{kata_sandi}", catatan="{kata_sandi} {{ 7|add:7 }} {situs}", kata_sandi="abc")
    assert body == "{kata_sandi} {{ 7|add:7 }} {situs}\nabc\n"


def test_a_note_with_blank_lines_stays_as_typed():
    _subject, body = render("Catatan:\n{catatan}", catatan="satu\n\n\ndua\r\n  tiga")
    assert body == "Catatan:\nsatu\n\n\ndua\r\n  tiga\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A\n\n{kosong}\n\nB", "A\n\nB\n"),
        ("A\n{kosong}\nB", "A\nB\n"),
        ("A\n\n{kosong} {kosong}\nB", "A\n\nB\n"),
        ("{kosong}\n\nA\n\n\n\nB\n\n", "A\n\nB\n"),
        ("A {kosong}\nB", "A\nB\n"),
        ("A\r\n\r\n{kosong}\r\n\r\nB", "A\n\nB\n"),
        ("{kosong}", "\n"),
    ],
)
def test_an_empty_token_leaves_no_hole(text, shown):
    assert render(text, kosong="")[1] == shown


def test_numbers_are_words_too():
    assert render("{jumlah} hari", jumlah=7)[1] == "7 hari\n"


def test_callers_can_not_take_the_office_s_tokens(settings):
    assert render("{kantor}", kantor="Kantor lain")[1] == f"{settings.OFFICE['short_name']}\n"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028"])
def test_a_subject_is_one_line_whatever_it_is_filled_with(end):
    subject, _body = render("Isi", "Izin {nomor}", nomor=f"1{end}Bcc: lain@contoh.id")
    assert subject == "Izin 1 Bcc: lain@contoh.id"


def test_a_subject_fits_into_its_column():
    assert len(render("Isi", "Izin {nomor}", nomor="9" * 500)[0]) == 200


def test_a_secret_put_into_the_subject_is_left_out(caplog):
    subject, _body = render("Isi", "Sandi {kata_sandi}!", kata_sandi="abc234")
    assert subject == "Sandi !"
    assert "left out kata_sandi" in caplog.text
    assert "abc234" not in caplog.text


@given(st.text(max_size=200), st.dictionaries(st.sampled_from(["nomor", "nama", "catatan"]), st.text(max_size=50)))
def test_no_text_and_no_value_make_filling_fail(text, values):
    subject, body = render(text, text, **values)
    assert len(subject.splitlines()) <= 1
    assert len(subject) <= 200
    assert body.endswith("\n")


# What editors may write


def test_shipped_text_can_be_stored_and_sent_back_by_a_browser(db):
    text = editors_text(body=message_definition(PASSWORD).body.replace("\n", "\r\n"))
    text.full_clean()
    text.save()
    assert services.message_texts_load()["unchanged"] == 1


@pytest.mark.django_db
def test_unknown_token_is_refused_where_it_stands_and_the_known_ones_are_told():
    faults = faults_of(
        editors_text(subject="Akun {nama}", body="{nama} {kata_sandi} {tautan_masuk} {nomor_izin} {Nama}")
    )
    assert faults["subject"] == [f"Tidak dapat digunakan di sini: {{nama}}. {KNOWN}"]
    assert faults["body"] == [
        "Tidak dapat digunakan di sini: {Nama}, {nomor_izin}. Penanda yang tersedia: {nama}, {nik_tersamar}, "
        "{kata_sandi}, {tautan_masuk}, {kantor}, {telepon}, {situs}."
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"body": "Halo {nama}"}, {"body": ["Pesan ini harus memuat {kata_sandi}, {tautan_masuk}."]}),
        ({"subject": "A\nBcc: lain@contoh.id"}, {"subject": ["Perihal hanya boleh satu baris."]}),
        ({"subject": "{kata_sandi}"}, {"subject": [f"Tidak dapat digunakan di sini: {{kata_sandi}}. {KNOWN}"]}),
        ({"subject": "Akun {kantor"}, {"subject": [BRACES]}),
        ({"subject": ""}, {"subject": ["Field ini tidak boleh kosong."]}),
    ],
)
def test_text_that_would_be_of_no_use_is_refused(changes, faults):
    told = faults_of(editors_text(**changes))
    assert {field: told[field] for field in faults} == faults


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", ["{{ user.password }}", "{ kata_sandi }", "{% include 'x' %}", "{kata_sandi.x}", "{0!r}"]
)
def test_code_of_any_template_language_is_refused_and_never_run(wrong):
    body = f"{message_definition(PASSWORD).body}\n{wrong}"
    assert set(faults_of(editors_text(body=body))) == {"body"}
    editors_text(body=body).save()
    _subject, sent = message_render(PASSWORD, words_for(PASSWORD))
    assert sent.splitlines()[-1] == wrong


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"subject": ""}, "izin_message_text_subject_one_line"),
        ({"subject": "A\nBcc: b"}, "izin_message_text_subject_one_line"),
        ({"subject": "A\rBcc: b"}, "izin_message_text_subject_one_line"),
        ({"body": ""}, "izin_message_text_body_not_empty"),
    ],
)
def test_database_holds_the_rules_itself(change, constraint):
    editors_text().save()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        MessageText.objects.update(**change)


def test_a_text_of_no_message_is_refused(db):
    assert faults_of(MessageText(key="lain", subject="A", body="B")) == {"key": ["Pesan ini tidak dikenal."]}


def test_a_text_is_called_by_its_purpose():
    assert str(editors_text()) == "Dikirim kepada pemohon yang baru mendaftar, berisi kata sandi pertamanya."
    assert str(MessageText(key="lama")) == "lama"


def test_preview_shows_what_each_token_stands_for(rf):
    response = editors_text(subject="Akun baru", body="{nama}: <b>{kata_sandi}</b>").serve_preview(rf.get("/"), "")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        "Akun baru\n\n[nama lengkap pemilik akun]: <b>[kata sandi yang dibuat sistem]</b>\n"
    )


# Which text is sent


@pytest.mark.django_db
def test_without_a_row_the_shipped_text_is_sent():
    assert "<kata_sandi>" in message_render(PASSWORD, words_for(PASSWORD))[1]


@pytest.mark.django_db
def test_the_editors_text_is_sent_when_there_is_one(django_assert_num_queries):
    editors_text(subject="Halo", body="{kata_sandi} di {tautan_masuk}").save()
    with django_assert_num_queries(1):
        assert message_render(PASSWORD, words_for(PASSWORD)) == ("Halo", "<kata_sandi> di <tautan_masuk>\n")


@pytest.mark.django_db
def test_a_draft_is_not_sent_until_it_is_published():
    text = editors_text(subject="Lama")
    text.save()
    text.subject = "Baru"
    draft = text.save_revision()
    assert message_render(PASSWORD, words_for(PASSWORD))[0] == "Lama"
    draft.publish()
    assert message_render(PASSWORD, words_for(PASSWORD))[0] == "Baru"
    MessageText.objects.get().unpublish()
    assert message_render(PASSWORD, words_for(PASSWORD))[0] == message_definition(PASSWORD).subject


@pytest.mark.django_db
def test_a_text_that_lost_its_password_is_not_sent(caplog):
    editors_text(subject="Halo", body="Selamat datang, {nama}.").save()
    subject, body = message_render(PASSWORD, words_for(PASSWORD))
    assert subject == message_definition(PASSWORD).subject
    assert "<kata_sandi>" in body
    assert "lacks kata_sandi, tautan_masuk" in caplog.text
    assert "<nama>" not in caplog.text


@pytest.mark.django_db
def test_an_unknown_token_in_a_stored_text_is_left_out_and_logged(caplog):
    editors_text(body="{kata_sandi} {tautan_masuk} {nomor_lama}.").save()
    assert message_render(PASSWORD, words_for(PASSWORD))[1] == "<kata_sandi> <tautan_masuk> .\n"
    assert "Message text account_registered: left out nomor_lama" in caplog.text
    assert "<kata_sandi>" not in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"lain": "x"}, {"nama": None}])
def test_code_that_gives_other_tokens_is_told_at_once(change):
    words = {name: word for name, word in {**words_for(PASSWORD), **change}.items() if word is not None}
    with pytest.raises(ValueError, match="account_registered takes"):
        message_render(PASSWORD, words)


def test_a_message_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        message_render("lain", {})


# Bringing the texts in


def counts(**changes: int) -> Counter[str]:
    return Counter(changes)


@pytest.mark.django_db
def test_texts_are_loaded_once_and_an_editor_s_change_is_kept():
    assert services.message_texts_load() == counts(new=len(KEYS))
    assert services.message_texts_load() == counts(unchanged=len(KEYS))
    assert services.message_texts_load(force=True) == counts(unchanged=len(KEYS))
    text = MessageText.objects.get(key=PASSWORD)
    text.subject = "Kata kami"
    text.save_revision(user=OfficerFactory()).publish()
    assert services.message_texts_load() == counts(unchanged=len(KEYS) - 1, kept=1)
    assert MessageText.objects.get(key=PASSWORD).subject == "Kata kami"


@pytest.mark.django_db
def test_force_brings_the_shipped_text_back_and_keeps_the_history():
    services.message_texts_load()
    text = MessageText.objects.get(key=PASSWORD)
    text.subject = "Kata kami"
    text.save_revision(user=OfficerFactory()).publish()
    text.subject = "Rancangan"
    text.save_revision()
    assert services.message_texts_load(force=True) == counts(unchanged=len(KEYS) - 1, overwritten=1)
    text.refresh_from_db()
    shipped = message_definition(PASSWORD).subject
    assert (text.subject, text.live, text.has_unpublished_changes) == (shipped, True, False)
    assert text.get_latest_revision_as_object().subject == shipped
    history = [revision.content["subject"] for revision in text.revisions.order_by("pk")]
    assert history == [shipped, "Kata kami", "Rancangan", shipped]


@pytest.mark.django_db
def test_a_text_taken_off_by_an_editor_stays_off():
    services.message_texts_load()
    MessageText.objects.get(key=PASSWORD).unpublish()
    assert services.message_texts_load() == counts(unchanged=len(KEYS) - 1, kept=1)
    assert services.message_texts_load(force=True) == counts(unchanged=len(KEYS) - 1, overwritten=1)
    assert MessageText.objects.get(key=PASSWORD).live


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_bring_each_text_in_once():
    first, second = run_together([services.message_texts_load] * 2)
    assert first["new"] + second["new"] == len(KEYS)
    assert MessageText.objects.count() == len(KEYS)
