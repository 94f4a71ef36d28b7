"""Editors open and preview every kind of page in the Wagtail admin."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms_pages.models import HomePage, RequirementsPage, StandardPage
from cms_pages.services import content_load
from tests.factories.accounts import UserFactory
from tutorials.models import TutorialIndexPage, TutorialPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    """Return a browser in which an administrator is logged in, with the first pages loaded."""
    content_load()
    client.force_login(UserFactory.create(superuser=True))
    return client


def test_every_kind_of_page_can_be_edited(editor: Client) -> None:
    for model in (HomePage, RequirementsPage, StandardPage, TutorialIndexPage, TutorialPage):
        page = model.objects.first()
        response = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert response.status_code == HTTPStatus.OK, model


def test_editor_adds_only_what_fits_below_a_page(editor: Client) -> None:
    def kinds(model: type[Page]) -> set[str]:
        return {kind.__name__ for kind in model.creatable_subpage_models()}

    # One home page, one list of requirements and one list of tutorials are there already.
    assert kinds(StandardPage) == {"StandardPage"}
    assert kinds(TutorialIndexPage) == {"TutorialPage"}
    assert kinds(RequirementsPage) == kinds(TutorialPage) == set()


def test_requirements_page_can_be_previewed(editor: Client) -> None:
    page = RequirementsPage.objects.get()
    response = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert response.status_code == HTTPStatus.OK
    assert "Syarat izin" in response.content.decode()
