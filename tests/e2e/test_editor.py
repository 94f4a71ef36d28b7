"""An editor's way to a changed public page."""

from collections.abc import Callable

from playwright.sync_api import expect

from cms_pages.models import StandardPage
from izin.accounts.enums import Role
from izin.accounts.models import User
from tests.e2e.applicant import log_in
from tests.e2e.visitor import DESK, Visitor
from tests.factories.accounts import PASSWORD


def test_content_editor_changes_a_page(visit: Callable[..., Visitor], officers: dict[Role, User]) -> None:
    editor, page = visit(DESK), StandardPage.objects.live().first()
    assert page
    log_in(editor, officers[Role.CONTENT_EDITOR].nik, PASSWORD)
    expect(editor.page.get_by_role("heading", level=1)).to_be_visible()
    editor.open(f"/cms/pages/{page.pk}/edit/")
    editor.page.locator("[name=title]").fill("Judul dari editor")
    editor.page.locator("footer .w-dropdown__toggle").click()
    with editor.page.expect_navigation():
        editor.page.locator("[name=action-publish]").click()

    editor.open(page.url)
    editor.is_at("wagtail_serve")
    editor.reads("Judul dari editor")
