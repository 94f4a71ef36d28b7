from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "izin.catalog"
    label = "izin_catalog"
    verbose_name = "Katalog perizinan"
