"""The first pages: added once, never changed again."""

from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import GroupPagePermission, Page, Site

from cms_pages.models import HomePage, RequirementsPage, StandardPage
from cms_pages.services import content_load
from izin.accounts.enums import Role
from izin.accounts.services import roles_load
from tests.factories.accounts import OfficerFactory
from tutorials.models import TutorialIndexPage, TutorialPage

pytestmark = pytest.mark.django_db


def test_home_takes_the_place_of_the_welcome_page() -> None:
    content_load()
    assert isinstance(Site.objects.get(is_default_site=True).root_page.specific, HomePage)
    assert not Page.objects.filter(title__startswith="Welcome").exists()


def test_every_first_page_is_published() -> None:
    content_load()
    assert list(StandardPage.objects.live().values_list("slug", flat=True).order_by("slug")) == [
        "aksesibilitas",
        "kebijakan-privasi",
        "layanan",
        "maklumat-pelayanan",
        "standar-pelayanan",
        "tentang",
    ]
    assert RequirementsPage.objects.live().get().slug == "syarat"
    assert TutorialIndexPage.objects.live().get().slug == "tutorial"
    assert TutorialPage.objects.live().count() == 13
    assert Page.find_problems() == ([], [], [], [], [])


def test_second_run_adds_nothing() -> None:
    first = content_load()
    before = Page.objects.count()
    assert len(first) == 28
    assert content_load() == []
    assert Page.objects.count() == before


def test_edited_page_is_not_overwritten() -> None:
    content_load()
    page = StandardPage.objects.get(slug="tentang")
    page.title = "Tentang kantor kami"
    page.save_revision().publish()
    content_load()
    assert StandardPage.objects.get(slug="tentang").title == "Tentang kantor kami"


def test_renamed_page_does_not_come_back() -> None:
    content_load()
    page = TutorialPage.objects.get(slug="mengunduh-izin")
    page.slug = "unduh"
    page.save_revision().publish()
    assert content_load() == []


def test_removed_page_does_not_come_back() -> None:
    content_load()
    StandardPage.objects.get(slug="tentang").delete()
    TutorialPage.objects.get(slug="mengunduh-izin").delete()
    assert content_load() == []
    assert not StandardPage.objects.filter(slug="tentang").exists()


def test_welcome_page_with_pages_below_is_kept() -> None:
    welcome = Site.objects.get(is_default_site=True).root_page
    welcome.add_child(instance=StandardPage(title="Lama", slug="lama", body=[]))
    content_load()
    assert Page.objects.filter(slug="lama").exists()
    assert isinstance(Site.objects.get(is_default_site=True).root_page.specific, HomePage)


def test_command_tells_what_it_added() -> None:
    first, second = StringIO(), StringIO()
    call_command("load_content", stdout=first)
    call_command("load_content", stdout=second)
    assert "Kebijakan privasi" in first.getvalue()
    assert second.getvalue() == "Semua halaman sudah ada.\n"


def test_content_editors_may_edit_pages_and_an_arrangement_of_rights_stays() -> None:
    roles_load()
    content_load()
    editor = OfficerFactory(role=Role.CONTENT_EDITOR)
    page = StandardPage.objects.first()
    assert page.permissions_for_user(editor).can_edit()
    assert page.permissions_for_user(editor).can_publish()
    assert not page.permissions_for_user(OfficerFactory(role=Role.SECRETARY)).can_edit()
    rights = GroupPagePermission.objects.filter(group__name=Role.CONTENT_EDITOR.label)
    rights.exclude(permission__codename="change_page").delete()
    content_load()
    assert rights.count() == 1
