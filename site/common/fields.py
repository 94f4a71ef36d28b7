"""Model fields for personal data: encrypted text, and the keyed index beside it that makes it unique and findable."""

from typing import Any

from django.core.exceptions import FieldError
from django.db import models

from common.crypto import blind_index, decrypt, encrypt


class EncryptedTextField(models.TextField):
    """Text that the database sees only encrypted.

    It can not be searched: equal texts have different ciphertexts. Filter on a `BlindIndexField` instead.
    The empty text and NULL are stored as they are.
    """

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt on the way to the database."""
        text = super().get_prep_value(value)
        return encrypt(text) if text else text

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        """Decrypt on the way from the database."""
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Allow `isnull` alone; a filter on ciphertext would silently find nothing."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and can not be filtered ({lookup_name}); use its blind index.")
        return super().get_lookup(lookup_name)


class BlindIndexField(models.CharField):
    """The blind index of another field of the same row, kept up to date whenever both are saved.

    Args:
        of: the name of the indexed field.
    """

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        self.of = of
        kwargs["max_length"] = 64
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Tell migrations which field is indexed."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Compute the index from the field it stands for."""
        value = blind_index(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, value)
        return value
