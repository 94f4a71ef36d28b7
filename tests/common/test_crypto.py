"""Personal data at rest."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from common.crypto import DecryptionError, blind_index, decrypt, encrypt
from izin.accounts.models import User
from tests.factories.accounts import UserFactory

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@given(st.text())
def test_what_is_encrypted_comes_back(text):
    assert decrypt(encrypt(text)) == text


def test_equal_texts_have_different_ciphertexts_without_the_text():
    first, second = encrypt("1302100503910003"), encrypt("1302100503910003")
    assert first != second
    assert "1302100503910003" not in first


def test_newest_key_writes_and_older_keys_still_read(settings):
    settings.PERSONAL_DATA_KEYS = [OLD]
    old_text = encrypt("lama")
    settings.PERSONAL_DATA_KEYS = f"{NEW}, {OLD}"
    new_text = encrypt("baru")
    assert decrypt(old_text) == "lama"
    settings.PERSONAL_DATA_KEYS = [NEW]
    assert decrypt(new_text) == "baru"
    with pytest.raises(DecryptionError):
        decrypt(old_text)


@pytest.mark.parametrize("damage", [lambda text: text[:-4] + "AAAA", lambda text: "", lambda text: "bukan sandi"])
def test_damaged_ciphertext_is_refused_without_telling_it(damage):
    with pytest.raises(DecryptionError) as caught:
        decrypt(damage(encrypt("rahasia")))
    assert "rahasia" not in str(caught.value)


@pytest.mark.parametrize("keys", [[], "", ["terlalu-pendek"]])
def test_missing_or_wrong_keys_are_named(settings, keys):
    settings.PERSONAL_DATA_KEYS = keys
    with pytest.raises(ImproperlyConfigured, match="PERSONAL_DATA_KEYS"):
        encrypt("x")


@given(st.text(), st.text())
def test_blind_index_is_equal_only_for_equal_values(first, second):
    assert (blind_index(first) == blind_index(second)) is (first == second)
    assert len(blind_index(first)) == 64


def test_blind_index_depends_on_the_key(settings):
    before = blind_index("1302100503910003")
    settings.BLIND_INDEX_KEY = "another"
    assert blind_index("1302100503910003") != before
    settings.BLIND_INDEX_KEY = ""
    with pytest.raises(ImproperlyConfigured, match="BLIND_INDEX_KEY"):
        blind_index("1302100503910003")


@pytest.mark.django_db
def test_encrypted_field_is_ciphertext_in_the_database_and_text_in_python():
    user = UserFactory(nik="1302100503910003")
    with connection.cursor() as cursor:
        cursor.execute("SELECT nik FROM izin_accounts_user WHERE id = %s", [user.pk])
        stored = cursor.fetchone()[0]
    assert "1302100503910003" not in stored
    assert decrypt(stored) == "1302100503910003"
    assert User.objects.get(pk=user.pk).nik == "1302100503910003"


@pytest.mark.django_db
@pytest.mark.parametrize("lookup", ["nik", "nik__contains", "nik__in", "nik__startswith"])
def test_encrypted_field_refuses_filters_that_would_silently_find_nothing(lookup):
    value = ["1302100503910003"] if lookup.endswith("in") and "__in" in lookup else "1302100503910003"
    with pytest.raises(FieldError, match="blind index"):
        User.objects.filter(**{lookup: value}).exists()


@pytest.mark.django_db
def test_encrypted_field_can_be_asked_whether_it_is_there():
    UserFactory()
    assert not User.objects.filter(nik__isnull=True).exists()
    assert User.objects.filter(nik__isnull=False).count() == 1


@pytest.mark.django_db
def test_blind_index_follows_the_field_it_stands_for():
    user = UserFactory(nik="1302100503910003")
    user.nik = "1302100503910004"
    user.save()
    assert User.objects.get(nik_index=blind_index("1302100503910004")).pk == user.pk
