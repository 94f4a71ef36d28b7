from django.apps import AppConfig


class TransparencyConfig(AppConfig):
    name = "izin.transparency"
    label = "izin_transparency"
    verbose_name = "Log transparansi"
