from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "izin.applications"
    label = "izin_applications"
    verbose_name = "Permohonan"
