from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def positions_copy(apps, schema_editor):
    """Give numbered applications the position their signer holds: it is what their letters would have said."""
    issuances = apps.get_model("izin_permits", "Issuance").objects
    officers = apps.get_model("izin_accounts", "Officer").objects.filter(user=OuterRef("signer"))
    issuances.update(signer_position=Subquery(officers.values("position")[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ("izin_permits", "0001_initial"),
        ("izin_accounts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="issuance",
            name="signer_position",
            field=models.CharField(default="", max_length=250, verbose_name="jabatan"),
            preserve_default=False,
        ),
        migrations.RunPython(positions_copy, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="permit",
            name="signer_position",
            field=models.CharField(max_length=250, verbose_name="jabatan"),
        ),
    ]
