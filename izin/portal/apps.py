from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "izin.portal"
    label = "izin_portal"
    verbose_name = "Halaman pemohon"
