from django.apps import AppConfig


class TutorialsConfig(AppConfig):
    name = "tutorials"
    label = "tutorials"
    verbose_name = "Tutorial"

    def ready(self) -> None:
        """Connect the receivers."""
        from . import receivers  # noqa: F401
