"""Floors that import-linter can not see: foreign keys written as strings, templates, managers."""

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
LAYERS = next(contract["layers"] for contract in CONTRACTS if contract["name"] == "Floors of the permit module")
# The higher the number, the higher the floor; parentheses mark what need not exist.
FLOORS = {name.strip(" ()"): -number for number, layer in enumerate(LAYERS) for name in layer.split("|")}
IZIN_MODELS = [model for model in apps.get_models() if model.__module__.startswith("izin.")]
TEMPLATES = sorted(str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.*"))
VIEW_FOLDERS = ["izin/portal", "izin/backoffice", "public_search"]
# What the public pages read of several apps at once.
SELECTORS = {"figures.py", "site_search.py"}
VIEW_FILES = [path for folder in VIEW_FOLDERS for path in (ROOT / folder).rglob("*.py") if path.name not in SELECTORS]
VIEW_FILES += (ROOT / "cms_pages").rglob("views*.py")


def package(model: type[Model]) -> str:
    return model.__module__.split(".")[1]


@pytest.mark.parametrize("model", IZIN_MODELS, ids=lambda model: model.__name__)
def test_foreign_keys_point_down(model: type[Model]):
    for field in model._meta.get_fields():
        target = field.related_model
        if field.auto_created or not isinstance(target, type) or target not in IZIN_MODELS:
            continue
        if target._meta.label == settings.AUTH_USER_MODEL:
            continue  # written as settings.AUTH_USER_MODEL: whoever acts, on every floor
        same_app = package(target) == package(model)
        lower = FLOORS[package(target)] < FLOORS[package(model)]
        assert same_app or lower, f"{model.__name__}.{field.name} points to {target.__name__}"


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_compiles(name: str):
    get_template(name)


@pytest.mark.parametrize("path", VIEW_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pages_read_and_write_through_selectors_and_services(path: Path):
    managers = re.findall(r"\b[A-Z]\w*\.(?:objects|_default_manager)\b", path.read_text())

    assert not managers, f"use a selector or a service instead of {managers}"
