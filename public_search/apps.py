from django.apps import AppConfig


class PublicSearchConfig(AppConfig):
    name = "public_search"
    verbose_name = "Pencarian publik"
