from django.apps import AppConfig


class PermitsConfig(AppConfig):
    name = "izin.permits"
    label = "izin_permits"
    verbose_name = "Izin terbit"
