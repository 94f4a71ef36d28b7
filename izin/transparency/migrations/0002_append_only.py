"""The database itself refuses to change or remove a leaf of the transparency log."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION izin_transparency_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'izin_transparency_logleaf is append-only';
END $$;
CREATE TRIGGER izin_transparency_append_only BEFORE UPDATE OR DELETE ON izin_transparency_logleaf
    FOR EACH ROW EXECUTE FUNCTION izin_transparency_refuse_change();
"""
REVERSE = """
DROP TRIGGER izin_transparency_append_only ON izin_transparency_logleaf;
DROP FUNCTION izin_transparency_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("izin_transparency", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, REVERSE)]
