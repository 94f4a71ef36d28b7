from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    name = "izin.backoffice"
    label = "izin_backoffice"
    verbose_name = "Halaman petugas"
