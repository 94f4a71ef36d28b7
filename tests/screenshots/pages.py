"""Pictures of every page there is: found by their URL names, so that a new page needs no line here."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from playwright.sync_api import BrowserContext, Error
from wagtail.models import Page

from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.applications.models import Application
from izin.catalog.models import PermitType
from izin.chat.models import Thread
from izin.permits.models import Permit
from izin.workflow.enums import Status

HTML, OK = "text/html", 200
PUBLIC_NAMES = ("register_list", "document_verify", "tracking", "site_search")
ACCOUNT_NAMES = ("register", "login", "password_forgotten", "first_password")


@dataclass(frozen=True)
class Subject:
    """A page to take: the name of its picture, its address, and who looks at it (None for anybody)."""

    name: str
    path: str
    user: User | None = None
    status: int = OK


def public_subjects() -> Iterator[Subject]:
    """Yield the public pages: one of each type of the editors' pages, all plain pages, and the services."""
    seen: dict[str, int] = {}
    for page in Page.objects.live().public().filter(depth__gt=1).order_by("path").specific():
        kind = type(page).__name__
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] == 1 or kind in ("StandardPage", "TutorialPage"):
            yield Subject(f"public-{page.slug}", page.get_url() or "/")
    kind = PermitType.objects.filter(live=True, slug="izin-praktik-perawat").select_related("sector").first()
    if kind:
        path = f"/syarat/{kind.sector.code}/{kind.slug}/"
        yield Subject("public-syarat-sektor", f"/syarat/{kind.sector.code}/")
        yield Subject("public-syarat-jenis", path)
        yield Subject("public-syarat-cetak", f"{path}?cetak=1")
    for name in (*PUBLIC_NAMES, *ACCOUNT_NAMES):
        yield Subject(f"public-{name}", reverse(name))
    yield Subject("public-search-found", f"{reverse('site_search')}?q={quote('perawat')}")
    yield Subject("public-search-nothing", f"{reverse('site_search')}?q=qwxyz")
    permit = Permit.objects.order_by("pk").first()
    if permit:
        yield Subject("public-permit", permit.get_absolute_url())
        yield Subject("public-permit-verify", reverse("permit_verify", args=[permit.code]))
    yield Subject("public-permit-unknown", reverse("permit_verify", args=["tidakada"]), status=404)
    yield Subject("public-not-found", "/tidak-ada/", status=404)


def family_subjects(namespace: str, user: User, label: str) -> Iterator[Subject]:
    """Yield every page of applicants or officers that this person can open; what only takes a POST is left out."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    for name, parameters in sorted(_patterns(namespace)):
        for number, values in enumerate(_values(name, parameters, user)):
            path = reverse(f"{namespace}:{name}", kwargs=values)
            answer = client.get(path)
            if answer.status_code == OK and answer.headers["Content-Type"].startswith(HTML):
                yield Subject(f"{namespace}-{label}-{name}{f'-{number}' if number else ''}", path, user)


def _patterns(namespace: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield name and parameters of each address of a namespace."""
    todo: list[Any] = [get_resolver()]
    while todo:
        resolver = todo.pop()
        parts = resolver.url_patterns
        todo += [part for part in parts if isinstance(part, URLResolver)]
        if resolver.namespace == namespace:
            for part in parts:
                if isinstance(part, URLPattern) and part.name:
                    yield part.name, frozenset(part.pattern.converters)


def _values(name: str, parameters: frozenset[str], user: User) -> list[dict[str, Any]]:
    """Return what may stand in an address: an application in every state, a message thread, a type."""
    if not parameters:
        return [{}]
    if parameters == {"slug"}:
        return [{"slug": "izin-penelitian"}, {"slug": "izin-praktik-perawat"}]
    if parameters != {"pk"}:
        return []
    if name.startswith("chat"):
        return [{"pk": pk} for pk in Thread.objects.order_by("pk").values_list("pk", flat=True)[:1]]
    if name.startswith("permit"):
        return [{"pk": pk} for pk in Permit.objects.order_by("pk").values_list("pk", flat=True)[:2]]
    cases = Application.objects.order_by("pk")
    if not user.groups.exists():
        cases = cases.filter(applicant=user)
    first = {status: cases.filter(status=status).values_list("pk", flat=True).first() for status in Status}
    return [{"pk": pk} for pk in first.values() if pk]


def officer(role: Role) -> User:
    """Return the demo's officer of a role."""
    return User.objects.filter(groups__name=role.label).order_by("pk")[0]


def all_subjects() -> Iterator[Subject]:
    """Yield every page, of everybody."""
    yield from public_subjects()
    returned = Application.objects.filter(status=Status.RETURNED).order_by("pk").select_related("applicant").first()
    if returned:
        yield from family_subjects("portal", returned.applicant, "applicant")
    for role in (Role.FRONT_DESK, Role.AGENCY_HEAD, Role.ADMIN):
        yield from family_subjects("backoffice", officer(role), role.value)
    yield Subject("components", reverse("component_gallery"), officer(Role.ADMIN))
    yield Subject("cms-home", "/cms/", officer(Role.CONTENT_EDITOR))


def sign_in(context: BrowserContext, address: str, user: User) -> None:
    """Give a browser the login of somebody, without his password."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": address}])


def pages_take(browser: Any, address: str, folder: Path, windows: Mapping[str, Any]) -> int:
    """Take every page in each window; return how many could not be taken, which stderr names."""
    missed = 0
    subjects = list(all_subjects())
    for label, window in windows.items():
        contexts: dict[int | None, BrowserContext] = {}
        for subject in subjects:
            key = subject.user.pk if subject.user else None
            if key not in contexts:
                contexts[key] = browser.new_context(viewport=window, reduced_motion="reduce")
                if subject.user:
                    sign_in(contexts[key], address, subject.user)
            problem = _taken(contexts[key], address, subject, folder / f"{subject.name}-{label}.png")
            if problem:
                missed += 1
                print(f"{subject.name} ({label}): {problem}", file=sys.stderr)  # noqa: T201
        for context in contexts.values():
            context.close()
    return missed


def _taken(context: BrowserContext, address: str, subject: Subject, file: Path) -> str:
    """Take one page whole; return what is wrong with it, nothing when it is fine."""
    page = context.new_page()
    try:
        answer = page.goto(address + subject.path, wait_until="load")
        # Pictures below the window wait for a reader to come.
        page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(image => { image.loading = 'eager' })")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=file, full_page=True, animations="disabled")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if answer is None or answer.status != subject.status:
            return f"answered {answer and answer.status}"
        return f"{wide} pixels too wide" if wide > 0 else ""
    except Error as error:
        return error.message
    finally:
        page.close()
