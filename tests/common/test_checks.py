"""System checks that keep a production installation from starting unsafely."""

import pytest
from django.core.checks import run_checks
from django.test import override_settings

from common.checks import check_no_development_defaults, check_required_settings

SAFE = {
    "REFUSE_DEVELOPMENT_DEFAULTS": True,
    "BASE_URL": "https://izin.contoh.go.id",
    "SIGNING_PKCS12": "/etc/izin/kepala.p12",
    "SIGNING_TRUST_ANCHORS": ["/etc/izin/root.pem"],
    "SECOND_FACTOR_OBLIGATORY": True,
}


def ids(messages):
    return [message.id for message in messages]


def test_the_tests_own_settings_are_complete():
    assert run_checks(tags=["izin"]) == []


@pytest.mark.parametrize(
    ("name", "empty", "check_id"),
    [
        ("SECRET_KEY", "", "izin.E001"),
        ("PERSONAL_DATA_KEYS", [], "izin.E002"),
        ("BLIND_INDEX_KEY", "", "izin.E003"),
        ("ALLOWED_HOSTS", [], "izin.E004"),
    ],
)
def test_every_missing_secret_is_named_with_how_to_make_it(name, empty, check_id):
    with override_settings(**{name: empty}):
        (message,) = check_required_settings(None)
    assert (message.id, message.msg) == (check_id, f"{name} is not set in the environment.")
    assert message.hint
    assert message.is_serious()


def test_all_missing_secrets_are_named_at_once():
    with override_settings(SECRET_KEY="", PERSONAL_DATA_KEYS=[], BLIND_INDEX_KEY="", ALLOWED_HOSTS=[]):
        assert ids(check_required_settings(None)) == ["izin.E001", "izin.E002", "izin.E003", "izin.E004"]


def test_a_development_machine_may_lack_what_production_needs():
    with override_settings(BASE_URL="http://localhost:8000", SIGNING_PKCS12="", SIGNING_TRUST_ANCHORS=[]):
        assert check_no_development_defaults(None) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"BASE_URL": "http://izin.contoh.go.id"}, ["izin.E006"]),
        ({"BASE_URL": ""}, ["izin.E006"]),
        ({"SIGNING_PKCS12": ""}, ["izin.E007"]),
        ({"SIGNING_TRUST_ANCHORS": []}, ["izin.E007"]),
        ({"SECOND_FACTOR_OBLIGATORY": False}, ["izin.E008"]),
        ({"BASE_URL": "", "SIGNING_PKCS12": ""}, ["izin.E006", "izin.E007"]),
    ],
)
def test_production_refuses_what_only_development_may_lack(changes, found):
    with override_settings(**{**SAFE, **changes}):
        assert ids(check_no_development_defaults(None)) == found


def test_production_refuses_to_start_without_a_database(settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "MISSING", True)
    with override_settings(**SAFE):
        assert ids(check_no_development_defaults(None)) == ["izin.E005"]
