"""The database itself refuses to change or remove an entry of the audit log."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION izin_audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'izin_audit_auditentry is append-only';
END $$;
CREATE TRIGGER izin_audit_append_only BEFORE UPDATE OR DELETE ON izin_audit_auditentry
    FOR EACH ROW EXECUTE FUNCTION izin_audit_refuse_change();
"""
REVERSE = """
DROP TRIGGER izin_audit_append_only ON izin_audit_auditentry;
DROP FUNCTION izin_audit_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("izin_audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, REVERSE)]
