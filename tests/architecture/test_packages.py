"""Rules about packages and their imports."""

import site
from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
IZIN_APPS = [app for app in apps.get_app_configs() if app.name.startswith("izin.")]


def test_site_folder_is_not_a_package():
    """With an `__init__.py` it would take the place of Python's own `site` module (decision D3)."""
    assert not (ROOT / "site" / "__init__.py").exists()
    assert site.getsitepackages()


@pytest.mark.parametrize("app", IZIN_APPS, ids=lambda app: app.name)
def test_nested_apps_are_labelled_after_the_service(app: AppConfig):
    """The label is the prefix of the tables; a bare "surveys" could meet another package's."""
    assert app.label == f"izin_{app.name.removeprefix('izin.')}"


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
