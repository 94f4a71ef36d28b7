from django.apps import AppConfig


class CmsPagesConfig(AppConfig):
    name = "cms_pages"
    label = "cms_pages"
    verbose_name = "Halaman publik"

    def ready(self) -> None:
        """Connect the receivers."""
        from . import receivers  # noqa: F401
