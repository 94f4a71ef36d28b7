from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "izin.privacy"
    label = "izin_privacy"
    verbose_name = "Hak atas data pribadi"
