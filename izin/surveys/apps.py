from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "izin.surveys"
    label = "izin_surveys"
    verbose_name = "Survei kepuasan"
