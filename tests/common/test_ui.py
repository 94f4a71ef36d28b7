"""The components of every page, and what every template must keep to."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError, loader
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import mark_safe

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SPRITE = ROOT / "static" / "vendor" / "bootstrap-icons" / "icons.svg"
# Letters and e-mails are no pages of the site: no style sheet reaches them.
PAGES = [path for path in TEMPLATES if not {"pdf", "emails", "letters"} & set(path.parts)]


def render(source: str, **context: Any) -> str:
    """Return the template rendered, with runs of white space made one."""
    return re.sub(r"\s+", " ", Template(source).render(Context(context)))


class Elements(HTMLParser):
    """Collects the start tags of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def one(self, **attributes: str) -> dict[str, str | None]:
        """Return the attributes of the only element that has these."""
        [element] = [
            attrs for _tag, attrs in self.found if all(attrs.get(key) == value for key, value in attributes.items())
        ]
        return element


class AccountForm(forms.Form):
    """Every kind of field our forms have."""

    nik = forms.CharField(label="NIK", help_text="16 angka.")
    nickname = forms.CharField(label="Panggilan", required=False)
    sex = forms.ChoiceField(
        label="Jenis kelamin", choices=[("L", "Laki-laki"), ("P", "Perempuan")], widget=forms.RadioSelect
    )
    scan = forms.FileField(label="Scan KTP", help_text="JPG, paling besar 512 KB.")
    correct = forms.BooleanField(label="Data sudah benar")

    def clean(self) -> None:
        raise forms.ValidationError("NIK dan tanggal lahir tidak cocok.")


@pytest.fixture
def bad_form() -> AccountForm:
    return AccountForm({}, MultiValueDict())


def crispy(form: forms.Form) -> str:
    """Return the form as crispy renders it."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return render_crispy_form(form, helper)


# --- Filters -------------------------------------------------------------------------------------------------------


def test_filters_write_values_for_people() -> None:
    html = render(
        "{{ day|tanggal }} / {{ moment|tanggal_jam }} / {{ nik|nik_masked }} / {{ size|ukuran }}",
        day=date(2022, 6, 23),
        moment=datetime(2022, 6, 23, 7, 5, tzinfo=UTC),
        nik="1302104502910003",
        size=524_288,
    )
    assert html == "23 Juni 2022 / 23 Juni 2022 14.05 WIB / 1302********0003 / 512 KB"


def test_long_names_may_break_after_a_slash() -> None:
    assert render("{{ name|breakable }}", name="Data/<b>") == "Data/<wbr>&lt;b&gt;"


# --- Small parts ---------------------------------------------------------------------------------------------------


def test_icon_is_hidden_from_screen_readers_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in render('{% icon "house" %}')
    labelled = render('{% icon "house" label="Beranda" %}')
    assert 'role="img" aria-label="Beranda"' in labelled
    assert "aria-hidden" not in labelled


def test_status_is_always_a_word() -> None:
    assert render('{% status_badge "Diproses" "info" %}').strip() == (
        '<span class="status-badge tone-info">Diproses</span>'
    )


def test_unknown_tone_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="Unknown tone 'pink'"):
        render('{% status_badge "Diproses" "pink" %}')


def test_notice_escapes_its_text() -> None:
    html = render('{% notice text "danger" "Gagal" role="alert" %}', text="<script>")
    assert "&lt;script&gt;" in html
    assert 'class="notice tone-danger" role="alert"' in html


def test_noticeblock_takes_html() -> None:
    html = render('{% noticeblock "warning" "Perhatian" %}<p>Satu <b>hal</b></p>{% endnoticeblock %}')
    assert "<p>Satu <b>hal</b></p>" in html
    assert '<p class="notice-title">Perhatian</p>' in html


def test_summary_list_shows_a_dash_for_nothing_but_keeps_zero() -> None:
    html = render(
        "{% summary_list rows %}",
        rows=[("A", ""), ("B", 0), ("C", "<i>"), ("D", mark_safe("<b>x</b>"))],
    )
    assert re.findall(r"<dd>(.*?)</dd>", html) == ["-", "0", "&lt;i&gt;", "<b>x</b>"]


def test_empty_state_offers_the_next_step() -> None:
    html = render('{% empty_state "Kosong" "Belum ada." "/buat/" "Buat" %}')
    assert '<a class="btn btn-primary" href="/buat/">Buat</a>' in html
    assert "<a" not in render('{% empty_state "Kosong" %}')


# --- Navigation ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "exact", "current"),
    [("/syarat/", "False", "page"), ("/syarat/kesehatan/", "False", "true"), ("/syarat/kesehatan/", "True", None)],
)
def test_menu_link_knows_where_the_reader_is(path: str, exact: str, current: str | None) -> None:
    html = render(f'{{% nav_link "/syarat/" "Syarat" exact={exact} %}}', request=RequestFactory().get(path))
    assert Elements(html).one(href="/syarat/").get("aria-current") == current


def test_breadcrumb_ends_with_this_page_as_text() -> None:
    html = render("{% breadcrumb items %}", items=[("Beranda", "/"), ("Syarat", "/syarat/")])
    assert '<a href="/">Beranda</a>' in html
    assert '<span aria-current="page">Syarat</span>' in html


def test_tabs_mark_the_current_part() -> None:
    html = render('{% tabs items "b" %}', items=[("a", "Detail", "?a"), ("b", "Proses", "?b")])
    assert '<a href="?b" aria-current="page">Proses</a>' in html
    assert '<a href="?a">Detail</a>' in html


def test_pagination_keeps_the_query_string() -> None:
    request = RequestFactory().get("/izin-terbit/", {"q": "bidan a", "page": "2"})
    html = render("{% pagination page %}", request=request, page=Paginator(range(30), 10).page(2))
    assert 'href="?q=bidan+a&amp;page=1" rel="prev"' in html
    assert 'href="?q=bidan+a&amp;page=3" rel="next"' in html
    assert html.count('aria-current="page"') == 1


def test_pagination_of_one_page_is_nothing() -> None:
    request = RequestFactory().get("/")
    assert render("{% pagination page %}", request=request, page=Paginator([1], 10).page(1)).strip() == ""


# --- Progress ------------------------------------------------------------------------------------------------------


def test_timeline_says_each_state_in_words() -> None:
    steps = [
        {"label": "Berkas", "state": "done", "when": date(2022, 6, 23), "who": "Petugas"},
        {"label": "BPJS", "state": "returned", "note": "Kurang jelas"},
        {"label": "Kasi", "state": "current"},
        {"label": "Kabid", "state": "rejected"},
        {"label": "Sekretaris", "state": "withdrawn"},
        {"label": "Kadis", "state": "waiting", "status": "Belum sampai"},
    ]
    html = render("{% timeline steps %}", steps=steps)
    assert re.findall(r'timeline-status">(.*?)<', html) == [
        "Selesai",
        "Dikembalikan",
        "Sedang berjalan",
        "Ditolak",
        "Dibatalkan pemohon",
        "Belum sampai",
    ]
    assert "23 Juni 2022" in html
    assert "oleh Petugas" in html
    assert "Kurang jelas" in html
    assert html.count('aria-current="step"') == 2


def test_task_list_says_what_is_left() -> None:
    items = [
        {"label": "KTP", "done": True, "url": "/ktp/"},
        {"label": "STR", "done": False, "hint": "PDF"},
        {"label": "Foto", "done": False, "status": "Tidak wajib"},
    ]
    html = render("{% task_list items %}", items=items)
    assert '<a class="task-link" href="/ktp/">KTP</a>' in html
    assert re.findall(r"</svg>([\w ]+)</span>", html) == ["Sudah", "Belum", "Tidak wajib"]


# --- Forms ---------------------------------------------------------------------------------------------------------


def test_error_summary_links_every_error_to_its_field(bad_form: AccountForm) -> None:
    html = render("{% error_summary form %}", form=bad_form)
    assert Elements(html).one(role="alert")["tabindex"] == "-1"
    assert re.findall(r'href="#(.*?)"', html) == ["id_nik", "id_sex_0", "id_scan", "id_correct"]
    assert "<li>NIK dan tanggal lahir tidak cocok.</li>" in html


def test_form_without_errors_has_no_summary() -> None:
    assert render("{% error_summary form %}", form=AccountForm()).strip() == ""


def test_summary_targets_exist_in_the_form(bad_form: AccountForm) -> None:
    targets = re.findall(r'href="#(.*?)"', render("{% error_summary form %}", form=bad_form))
    html = crispy(bad_form)
    for target in targets:
        Elements(html).one(id=target)


def test_crispy_shows_the_summary_once(bad_form: AccountForm) -> None:
    assert crispy(bad_form).count('role="alert"') == 1
    shown_above = AccountForm({}, MultiValueDict())
    render("{% error_summary form %}", form=shown_above)
    assert 'role="alert"' not in crispy(shown_above)


def test_fields_name_their_help_and_errors(bad_form: AccountForm) -> None:
    elements = Elements(crispy(bad_form))
    ids = [attrs["id"] for _tag, attrs in elements.found if "id" in attrs]
    assert len(ids) == len(set(ids))
    described = [attrs["aria-describedby"] for _tag, attrs in elements.found if "aria-describedby" in attrs]
    assert described == [
        "id_nik_helptext id_nik_error",
        "id_sex_error",
        "id_scan_helptext id_scan_error",
        "id_correct_error",
    ]
    assert {name for text in described for name in str(text).split()} <= set(ids)
    assert elements.one(id="id_nik")["aria-invalid"] == "true"
    assert "aria-invalid" not in elements.one(id="id_nickname")


def test_required_is_said_in_words() -> None:
    html = re.sub(r"\s+", " ", crispy(AccountForm()))
    assert 'NIK <span class="field-mark">(wajib)</span>' in html
    assert re.search(r">Panggilan\s*</label>", html)
    assert "asteriskField" not in html


def test_help_and_errors_stand_before_the_input(bad_form: AccountForm) -> None:
    html = crispy(bad_form)
    assert html.index("id_nik_helptext") < html.index("id_nik_error") < html.index('name="nik"')


# --- All templates -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_icons_named_in_templates_are_in_the_sprite(path: Path) -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text()))
    named = re.findall(r'{% icon "([^"]+)"', path.read_text())
    named += re.findall(r'{% nav_link [^%]*?\) "([^"]+)"', path.read_text())
    assert set(named) <= sprite


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_have_no_inline_script_or_style(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=\"|javascript:", source, re.IGNORECASE)


# --- Error pages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["500.html", "400.html", "403_csrf.html"])
def test_standalone_error_page_needs_no_database_and_no_request(name: str) -> None:
    # No database mark: a query would fail the test.
    html = loader.get_template(name).render({})
    assert '<html lang="id">' in html
    assert html.count("<h1>") == 1
    assert '<a class="button" href="/">' in html
    [stylesheet] = re.findall(r'href="/static/([^"]+)"', html)
    assert (ROOT / "static" / stylesheet).is_file()
