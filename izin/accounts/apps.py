"""Accounts: who may log in, as what."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "izin.accounts"
    label = "izin_accounts"
    verbose_name = "Akun"
