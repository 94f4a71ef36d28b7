"""The components of every page. A builtin library: templates use it without `{% load %}`.

Each tag renders `templates/components/<tag>.html`; its look is the section of that name in
`static/css/components.css`. Text arguments are escaped unless they are already marked safe.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from common import formats

register = template.Library()

TONES = ("neutral", "info", "success", "warning", "danger")
TONE_ICONS = {
    "neutral": "info-circle",
    "info": "info-circle-fill",
    "success": "check-circle-fill",
    "warning": "exclamation-triangle-fill",
    "danger": "x-circle-fill",
}
TIMELINE_STATES = {
    "done": (_("Selesai"), "check-lg"),
    "current": (_("Sedang berjalan"), "dot"),
    "waiting": (_("Menunggu"), "circle"),
    "returned": (_("Dikembalikan"), "arrow-return-left"),
    "rejected": (_("Ditolak"), "x-lg"),
    "withdrawn": (_("Dibatalkan pemohon"), "x-lg"),
}
# Django's message levels, as tones of a notice.
MESSAGE_TONES = {"debug": "neutral", "info": "info", "success": "success", "warning": "warning", "error": "danger"}


def _tone(tone: str) -> str:
    """Return the tone, or raise for a name the style sheet does not know."""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"Unknown tone {tone!r}; use one of {', '.join(TONES)}.")
    return tone


# --- Filters -------------------------------------------------------------------------------------------------------


@register.filter
def tanggal(value: date | None) -> str:
    """`{{ value|tanggal }}`: a date or datetime as `23 Juni 2022`."""
    return formats.date_long(value)


@register.filter
def tanggal_jam(value: date | None) -> str:
    """`{{ value|tanggal_jam }}`: a datetime as `23 Juni 2022 14.05 WIB`."""
    return formats.datetime_long(value)


@register.filter
def nik_masked(value: str | None) -> str:
    """`{{ value|nik_masked }}`: a NIK as `1302********0003`."""
    return formats.nik_masked(value)


@register.filter
def ukuran(value: int | None) -> str:
    """`{{ value|ukuran }}`: a number of bytes as `512 KB`."""
    return formats.file_size(value)


@register.filter
def breakable(value: str) -> SafeString:
    """`{{ value|breakable }}`: a name that a narrow screen may break after each slash."""
    return mark_safe(conditional_escape(value).replace("/", "/<wbr>"))  # noqa: S308 - escaped just before


@register.filter
def message_tone(level_tag: str) -> str:
    """`{{ message.level_tag|message_tone }}`: the tone of a Django message."""
    return MESSAGE_TONES.get(level_tag, "neutral")


# --- Small parts ---------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "", classname: str = "") -> SafeString:
    """`{% icon "house" %}`: an icon of the sprite, hidden from screen readers unless it has a label.

    Arguments: `name` (a symbol of static/vendor/bootstrap-icons/icons.svg), `label` (text for screen readers,
    only when no visible text says the same), `classname` (further CSS classes).
    """
    href = f"{static('vendor/bootstrap-icons/icons.svg')}#{name}"
    classes = f"icon {classname}".strip()
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}" focusable="false"><use href="{}"></use></svg>',
            classes,
            label,
            href,
        )
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', classes, href
    )


@register.inclusion_tag("components/status_badge.html")
def status_badge(label: str, tone: str = "neutral") -> dict[str, Any]:
    """`{% status_badge application.get_status_display "warning" %}`: a status in words on a coloured ground.

    Arguments: `label` (always visible), `tone` (neutral, info, success, warning, danger).
    """
    return {"label": label, "tone": _tone(tone)}


@register.inclusion_tag("components/notice.html")
def notice(text: str, tone: str = "info", title: str = "", role: str = "") -> dict[str, Any]:
    """`{% notice "text" "warning" "title" %}`: a boxed remark.

    Arguments: `text`, `tone`, `title` (optional bold first line), `role` (optional: `alert` or `status`, only for
    what appears as an answer to something the reader did). For longer content use `{% noticeblock %}`.
    """
    return {"text": text, "tone": _tone(tone), "title": title, "role": role, "icon_name": TONE_ICONS[tone]}


@register.simple_block_tag
def noticeblock(content: str, tone: str = "info", title: str = "", role: str = "") -> str:
    """`{% noticeblock "warning" "title" %}<p>..</p>{% endnoticeblock %}`: a notice with HTML content.

    Arguments: `tone`, `title`, `role` as for `notice`.
    """
    return render_to_string("components/notice.html", notice(content, tone, title, role))


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: str, text: str = "", url: str = "", label: str = "", icon_name: str = "inbox") -> dict[str, Any]:
    """`{% empty_state "Belum ada permohonan" "text" url "Buat permohonan" %}`: says why a list is empty and what now.

    Arguments: `title`, `text`, `url` and `label` of the one next step (optional), `icon_name`.
    """
    return {"title": title, "text": text, "url": url, "label": label, "icon_name": icon_name}


@register.inclusion_tag("components/summary_list.html")
def summary_list(rows: Iterable[tuple[str, Any]], classname: str = "") -> dict[str, Any]:
    """`{% summary_list rows %}`: labels with their values as a description list.

    Arguments: `rows` (list of (label, value); an empty value is shown as "-", several in a list below each other;
    mark a value safe to show HTML), `classname`.
    """
    return {"rows": [(label, value, isinstance(value, list)) for label, value in rows], "classname": classname}


@register.inclusion_tag("components/card.html")
def card(title: str, url: str, text: str = "", icon_name: str = "", topic: str = "") -> dict[str, Any]:
    """`{% card "Tutorial" "/tutorial/" "text" "book" %}`: a way to a page, in a `<ul class="tiles">`.

    Arguments: `title`, `url`, `text` (optional line below), `icon_name` and `topic` (optional, above the title).
    """
    return {"title": title, "url": url, "text": text, "icon_name": icon_name, "topic": topic}


# --- Navigation ----------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/nav_link.html", takes_context=True)
def nav_link(context: Context, target: str, label: str, icon_name: str = "", exact: bool = False) -> dict[str, Any]:
    """`{% nav_link "portal:dashboard" "Dasbor" "house" True %}`: a menu link that knows whether it is current.

    Arguments: `target` (a URL name, or a path starting with `/`), `label`, `icon_name` (optional), `exact` (current
    only on this very page; otherwise on the pages below it too).
    """
    url = target if target.startswith("/") else reverse(target)
    request = context.get("request")
    path = request.path if request else ""
    current = "page" if path == url else "true" if not exact and path.startswith(url) else ""
    return {"url": url, "label": label, "icon_name": icon_name, "current": current}


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(items: Sequence[tuple[str, str | None]]) -> dict[str, Any]:
    """`{% breadcrumb items %}`: where the reader is.

    Arguments: `items` (list of (title, url); the last one is this page, its url is ignored and may be None).
    """
    return {"items": [(title, "" if n == len(items) else url) for n, (title, url) in enumerate(items, 1)]}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[tuple[str, str, str]], current: str, label: str = "") -> dict[str, Any]:
    """`{% tabs items "dokumen" %}`: the parts of one thing, as plain links.

    Arguments: `items` (list of (key, label, url)), `current` (key of the shown part), `label` (name of the set for
    screen readers).
    """
    return {"items": items, "current": current, "label": label or _("Bagian halaman")}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page_obj: Page, param: str = "page") -> dict[str, Any]:
    """`{% pagination page_obj %}`: links to the other pages of a list; the rest of the query string is kept.

    Arguments: `page_obj` (Django's Page), `param` (name of the query parameter). Needs `request` in the context.
    """
    query = context["request"].GET.copy()

    def url(number: int) -> str:
        query[param] = str(number)
        return f"?{query.urlencode()}"

    numbers = page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    return {
        "page_obj": page_obj,
        "links": [(n, url(n) if isinstance(n, int) else "", n == page_obj.number) for n in numbers],
        "previous_url": url(page_obj.previous_page_number()) if page_obj.has_previous() else "",
        "next_url": url(page_obj.next_page_number()) if page_obj.has_next() else "",
    }


# --- Progress ------------------------------------------------------------------------------------------------------


def _moment(value: date | str | None) -> str:
    """Return a moment in words; text stays as it is."""
    if isinstance(value, datetime):
        return formats.datetime_long(value)
    return formats.date_long(value) if isinstance(value, date) else value or ""


@register.inclusion_tag("components/timeline.html")
def timeline(steps: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """`{% timeline steps %}`: the stages of an application, each with its state in words.

    Arguments: `steps` (list of dict: `label`; `state`: a key of TIMELINE_STATES; optional `when` (date,
    datetime or text), `who`, `note`, and `status` to replace the word of the state).
    """
    shown = []
    for step in steps:
        word, icon_name = TIMELINE_STATES[step["state"]]
        shown.append(
            {**step, "status": step.get("status") or word, "icon_name": icon_name, "when": _moment(step.get("when"))}
        )
    return {"steps": shown}


@register.inclusion_tag("components/task_list.html")
def task_list(items: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """`{% task_list items %}`: what is done and what is left to do.

    Arguments: `items` (list of dict: `label`, `done`, optional `url`, `hint`, and `status` to replace the words
    "Sudah" and "Belum").
    """
    return {"items": items}


# --- Forms ---------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm, title: str = "") -> dict[str, Any]:
    """`{% error_summary form %}`: all errors of a form, each a link to its field; nothing when there are none.

    Arguments: `form`, `title` (optional). crispy shows it above the fields by itself; a page that puts it elsewhere
    (above the heading, say) calls the tag before the form and crispy then leaves it out.
    """
    if not form.errors or getattr(form, "error_summary_shown", False):
        return {}
    form.error_summary_shown = True  # type: ignore[attr-defined]
    errors = [("", error) for error in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else field.id_for_label or f"{field.auto_id}_0"
        errors += [(target, f"{field.label}: {error}" if field.label else error) for error in field.errors]
    return {"errors": errors, "title": title or _("Ada isian yang perlu diperbaiki")}
