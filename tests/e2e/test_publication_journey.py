"""A publication's way from its writer over an editor to its readers."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from PIL import Image
from playwright.sync_api import FilePayload, expect

from cms_pages.publications import PublicationIndexPage, PublicationPage
from cms_pages.services import WRITERS
from izin.accounts.enums import Role
from izin.accounts.models import User
from tests.e2e.applicant import log_in
from tests.e2e.visitor import DESK, Visitor
from tests.factories.accounts import PASSWORD, UserFactory

# Wagtail does not close the temporary file in which it makes a picture of another size.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")

TITLE, SUMMARY, WORDS = "Loket baru di lantai satu", "Loket pelayanan pindah.", "Ruang tunggu dengan loket"


def picture() -> FilePayload:
    """Return a picture as a telephone takes it."""
    out = io.BytesIO()
    Image.new("RGB", (1600, 1000), (40, 120, 100)).save(out, "JPEG")
    return {"name": "loket.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_writer_submits_editor_approves_and_everybody_reads(
    visit: Callable[..., Visitor], officers: dict[Role, User], settings: Any
) -> None:
    # It answers with an error to whatever is not complete yet, and would race with the buttons pressed here.
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    user = UserFactory.create(is_staff=True)
    user.groups.add(Group.objects.get(name=WRITERS))
    writer = visit(DESK)
    log_in(writer, user.nik, PASSWORD)
    write(writer)
    page = PublicationPage.objects.get(title=TITLE)
    preview(writer, page)
    with writer.page.expect_navigation():
        writer.page.locator("footer .w-dropdown__toggle").click()
        writer.page.locator("[name=action-submit]").click()

    reader = visit()
    reader.open("/publikasi/")
    reader.is_at("wagtail_serve")
    expect(reader.page.get_by_text(TITLE)).to_have_count(0)

    editor = visit(DESK)
    log_in(editor, officers[Role.CONTENT_EDITOR].nik, PASSWORD)
    expect(editor.page.get_by_role("link", name=TITLE).first).to_be_visible()
    editor.open(f"/cms/pages/{page.pk}/edit/")
    editor.page.locator("footer .w-dropdown__toggle").click()
    with editor.page.expect_navigation():
        editor.page.locator("[data-workflow-action-name=approve]").first.click()

    read(reader)


def write(writer: Visitor) -> None:
    """Write a publication with a picture, and keep it as a draft."""
    writer.open(f"/cms/pages/add/cms_pages/publicationpage/{PublicationIndexPage.objects.get().pk}/")
    # Wagtail's own words are not all translated, so its names of parts are used.
    writer.page.locator("[name=title]").fill(TITLE)
    writer.page.locator("[name=summary]").fill(SUMMARY)
    writer.page.locator("#id_image-chooser .unchosen [data-chooser-action-choose]").click()
    writer.page.locator("#tab-label-upload").click()
    writer.page.locator("#id_image-chooser-upload-file").set_input_files(picture())
    writer.page.locator("#id_image-chooser-upload-title").fill("Loket")  # its script is slower than this test
    writer.page.locator("#tab-upload [type=submit]").click()
    expect(writer.page.locator("#id_image-chooser img")).to_be_visible(timeout=20_000)
    writer.page.locator("[name=image_alt]").fill(WORDS)
    expect(writer.page.locator("[name=action-publish]")).to_have_count(0)
    with writer.page.expect_navigation():
        writer.page.locator("footer [type=submit]").first.click()


def preview(writer: Visitor, page: PublicationPage) -> None:
    """See the draft as its readers will."""
    address = writer.page.url
    writer.open(f"/cms/pages/{page.pk}/view_draft/")
    writer.reads(TITLE, SUMMARY)
    expect(writer.page.get_by_alt_text(WORDS)).to_be_visible()
    writer.open(address)


def read(reader: Visitor) -> None:
    """Find the publication on the first page, in the list, by its words, and in the feed."""
    reader.open("/")
    reader.is_at("wagtail_serve")
    reader.reads(SUMMARY)
    reader.follow(TITLE)
    reader.is_at("wagtail_serve")
    expect(reader.page.get_by_alt_text(WORDS)).to_be_visible()
    reader.page.get_by_label("Lokasi halaman").get_by_role("link", name="Publikasi").click()
    reader.fill("Kata kunci", "loket")
    reader.field("Kategori").select_option("news")
    reader.press("Cari")
    reader.is_at("wagtail_serve")
    reader.reads("1 publikasi", TITLE)
    _kind, rss = reader.fetch(reader.page.get_by_role("link", name="RSS"))
    assert TITLE in rss.decode()
    reader.open("/dokumen/")
    reader.is_at("wagtail_serve")
    reader.reads("Belum ada dokumen")
