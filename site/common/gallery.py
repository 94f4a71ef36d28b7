"""The gallery: every component of the pages with an example, for who builds pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from inspect import getdoc
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Context, Template
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.templatetags import ui

# How each tag and filter of `ui` is written; test_gallery.py wants one for every one there is.
EXAMPLES = {
    "icon": '{% icon "house" %} {% icon "award" %} {% icon "qr-code" "Kode QR" %}',
    "status_badge": (
        '{% for tone in tones %}{% status_badge tone tone %} {% endfor %}{% status_badge "Menunggu" "warning" %}'
    ),
    "notice": '{% for tone in tones %}{% notice "Permohonan diproses pada hari kerja." tone "Judul" %}{% endfor %}',
    "noticeblock": '{% noticeblock "warning" "Perbaiki" %}<p>Proposal belum <b>disahkan</b>.</p>{% endnoticeblock %}',
    "empty_state": '{% empty_state "Belum ada permohonan" "Mulai dari sini." "#empty_state" "Buat permohonan" %}',
    "summary_list": "{% summary_list rows %}",
    "card": '<ul class="tiles">{% card "Tutorial" "#card" "Langkah demi langkah." "book" "Bantuan" %}</ul>',
    "nav_link": '<ul class="menu-list"><li>{% nav_link "/" "Beranda" "house" True %}</li></ul>',
    "breadcrumb": "{% breadcrumb trail %}",
    "tabs": '{% tabs parts "dokumen" "Bagian contoh" %}',
    "pagination": '{% pagination page_obj "halaman" %}',
    "timeline": "{% timeline stages %}",
    "task_list": "{% task_list tasks %}",
    "error_summary": "{% error_summary form %}",
    "tanggal": "{{ moment|tanggal }}",
    "tanggal_jam": "{{ moment|tanggal_jam }}",
    "nik_masked": '{{ "1302104502910003"|nik_masked }}',
    "ukuran": "{{ 524288|ukuran }}",
    "breakable": '{{ "Izin Penelitian/Pengambilan Data/Survey"|breakable }}',
    "message_tone": '{{ "error"|message_tone }}',
}
# What has no tag of its own: a class of the style sheets, or crispy's form.
PATTERNS = {
    "Tombol": (
        '<p class="actions"><a class="btn btn-primary" href="#">Utama</a> <a class="btn btn-outline-primary" href="#">'
        'Kedua</a> <a class="btn btn-gold" href="#">Emas</a> <a class="btn btn-danger" href="#">Berbahaya</a></p>'
    ),
    "Formulir": "{% load crispy_forms_tags %}{{ form|crispy }}",
    "Daftar tautan": '<ul class="link-list"><li><a href="#">Izin Praktik Bidan{% icon "chevron-right" %}</a></li></ul>',
    "Panel": '<div class="panel"><h3>Judul</h3><p>Isi panel.</p></div>',
    "Rincian yang dibuka": '<details class="disclosure"><summary>Pertanyaan</summary><p>Jawaban.</p></details>',
    "Tabel": (
        '<div class="table-region" tabindex="0" role="region" aria-label="Contoh"><table class="table table-cards">'
        '<thead><tr><th scope="col">Nomor</th><th scope="col">Nama</th></tr></thead><tbody><tr><td data-label="Nomor">1'
        '</td><td data-label="Nama">Nurul Hidayah</td></tr></tbody></table></div>'
    ),
}
COLOURS = [
    "green-900",
    "green-800",
    "green-700",
    "green-100",
    "green-50",
    "gold-500",
    "gold-700",
    "gold-100",
    "red-700",
    "red-100",
    "blue-800",
    "blue-100",
    "ink",
    "ink-soft",
    "line",
    "line-strong",
    "paper-warm",
]


class ExampleForm(forms.Form):
    """Every kind of field, one of them wrong."""

    name = forms.CharField(label="Nama lengkap", help_text="Tanpa gelar.")
    note = forms.CharField(label="Catatan", required=False, widget=forms.Textarea({"rows": 2}))
    kind = forms.ChoiceField(label="Jenis", choices=[("a", "Penelitian"), ("b", "Survei")])
    sex = forms.ChoiceField(
        label="Jenis kelamin", choices=[("f", "Perempuan"), ("m", "Laki-laki")], widget=forms.RadioSelect
    )
    scan = forms.FileField(label="Scan KTP", required=False, help_text="JPG, paling besar 512 KB.")
    correct = forms.BooleanField(label="Data sudah benar")


@dataclass(frozen=True)
class Shown:
    """A component: its name, what its docstring says, how it is written, and what that makes."""

    name: str
    words: str
    source: str
    html: str


def components(request: HttpRequest) -> Iterator[Shown]:
    """Yield every tag and filter of `ui`, in the order they stand there, with its example."""
    for name, function in {**ui.register.tags, **ui.register.filters}.items():
        yield Shown(name, getdoc(function) or "", EXAMPLES[name], _made(EXAMPLES[name], request))


@never_cache
@require_safe
def component_gallery(request: HttpRequest) -> HttpResponse:
    """Show all components: on a development machine to anybody, elsewhere to superusers; else there is no such page."""
    if not settings.DEBUG and not request.user.is_superuser:
        raise Http404
    patterns = [Shown(name, "", source, _made(source, request)) for name, source in PATTERNS.items()]
    context = {"components": list(components(request)), "patterns": patterns, "colours": COLOURS}
    return render(request, "common/component_gallery.html", context)


def _made(source: str, request: HttpRequest) -> str:
    """Return what an example makes; each with data of its own, because a form tells its errors once."""
    form = ExampleForm({"kind": "a", "sex": "f", "correct": "on"})
    data: dict[str, Any] = {
        "request": request,
        "tones": ui.TONES,
        "moment": datetime(2026, 6, 23, 7, 5, tzinfo=UTC),
        "rows": [("Nomor registrasi", "9/KES/SISFO/VIII/2021"), ("Lokasi", ["Puskesmas Talang", "Nagari Koto Baru"])],
        "trail": [("Beranda", "/"), ("Syarat izin", "/syarat/"), ("Izin Penelitian", None)],
        "parts": [("detail", "Detail", "#tabs"), ("dokumen", "Dokumen", "#tabs"), ("catatan", "Catatan", "#tabs")],
        "page_obj": Paginator(range(100), 10).page(4),
        "stages": [
            {"label": "Menerima dan memeriksa berkas", "state": "done", "when": "23 Juni 2026", "who": "Rina Marlina"},
            {"label": "Verifikasi Kasi", "state": "returned", "note": "Proposal belum disahkan."},
            {"label": "Sekretaris", "state": "current"},
            {"label": "Kepala Dinas", "state": "waiting"},
        ],
        "tasks": [
            {"label": "Isi data", "done": True, "url": "#task_list"},
            {"label": "Unggah dokumen", "done": False, "hint": "Dua dokumen belum ada."},
        ],
        "form": form,
    }
    return Template(source).render(Context(data))
