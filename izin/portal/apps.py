from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "izin.portal"
    label = "izin_portal"
    verbose_name = "Halaman pemohon"

    def ready(self) -> None:
        """Listen to logins."""
        from izin.portal.receivers import connect

        connect()
