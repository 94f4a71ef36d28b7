"""Accounts: who may log in, as what."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "izin.accounts"
    label = "izin_accounts"
    verbose_name = "Akun"

    def ready(self) -> None:
        """Listen to logins."""
        from izin.accounts.receivers import connect

        connect()
