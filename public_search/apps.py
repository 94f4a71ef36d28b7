from django.apps import AppConfig


class PublicSearchConfig(AppConfig):
    name = "public_search"
    verbose_name = "Pencarian publik"

    def ready(self) -> None:
        """Connect the receivers."""
        from . import receivers  # noqa: F401
