from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "izin.audit"
    label = "izin_audit"
    verbose_name = "Jejak audit"
