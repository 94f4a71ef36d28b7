"""What editors see of a permit type before it is published."""

import base64
import io

import pikepdf
import pytest
from PIL import Image

from izin.catalog.enums import FieldKind
from izin.catalog.models import PermitType
from izin.catalog.previewing import MAX_PAGES, pages_draw, preview_response
from izin.signing.errors import RenderingError
from tests.factories.accounts import UserFactory
from tests.factories.catalog import TYPE_CODES, PermitTypeFactory, shipped_type
from tests.factories.files import pdf_bytes
from tests.izin.catalog.type_form import address, form_of

pytestmark = pytest.mark.django_db

ALL_KINDS = [
    {
        "key": f"isian{number}",
        "label": str(kind.label),
        "kind": kind.value,
        "options": "satu\ndua" if kind == "choice" else "",
    }
    for number, kind in enumerate(FieldKind)
]


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(superuser=True))
    return client


def preview(permit_type, mode, rf):
    response = preview_response(rf.get("/"), permit_type, mode)
    return response.render().content.decode()


def test_the_form_asks_what_the_applicant_will_be_asked(rf):
    page = preview(PermitTypeFactory(), "form", rf)
    for label in ("Judul penelitian", "Waktu penelitian", "Lokasi penelitian"):
        assert label in page
    assert 'type="date"' in page
    # Questions that do not apply are hidden as they will be; nothing can be sent from here.
    assert "js/conditions.js" in page
    assert "method=" not in page


def test_every_kind_of_field_has_a_preview_in_form_and_letter(rf):
    made = PermitTypeFactory(
        fields=ALL_KINDS, letter_opening="", letter_conditions="", letter_copies="", published=False
    )
    form = preview(made, "form", rf)
    assert all(str(kind.label) in form for kind in FieldKind)
    assert "data:image/png" in preview(made, "letter", rf)


@pytest.mark.parametrize("code", TYPE_CODES[::6])
def test_the_letter_of_shipped_types_is_drawn(rf, code):
    page = preview(shipped_type(code), "letter", rf)
    assert "Jenis izin ini belum dapat diterbitkan" not in page
    pdf = base64.b64decode(page.split("data:application/pdf;base64,")[1].split('"')[0])
    with pikepdf.open(io.BytesIO(pdf)) as letter:
        pages = len(letter.pages)
    assert page.count('<img class="img-fluid border mb-4" src="data:image/png;base64,') == pages >= 1
    picture = base64.b64decode(page.split("data:image/png;base64,")[1].split('"')[0])
    with Image.open(io.BytesIO(picture)) as image:
        assert image.width > 800


@pytest.mark.parametrize("mode", ["form", "letter"])
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"letter_opening": "<p>{entah}</p>"}, "Pembuka surat: penanda {entah} tidak dikenal."),
        ({"number_pattern": "{urut"}, "Ada kurung kurawal yang tidak berpasangan"),
        ({"registration_pattern": "tanpa nomor"}, "Pola nomor memerlukan penanda {urut} dan {tahun}."),
        ({"stages": []}, "Alur belum memiliki tahap."),
        ({"letter_layout": "tidak-ada"}, "bukan pilihan yang valid"),
    ],
)
def test_what_is_wrong_with_a_draft_is_said_and_never_breaks(rf, mode, values, words):
    made = PermitTypeFactory(published=False)
    for name, value in values.items():
        if name == "stages":
            made.stages.set(value)
        else:
            setattr(made, name, value)
    page = preview(made, mode, rf)
    assert "Jenis izin ini belum dapat diterbitkan" in page
    assert words in page


def test_a_kind_of_field_that_is_no_longer_there_is_said(rf):
    made = PermitTypeFactory(published=False)
    fields = list(made.fields.all())
    fields[0].kind = "sihir"
    made.fields.set(fields)
    assert "Formulir belum dapat ditampilkan" in preview(made, "form", rf)
    assert "Surat belum dapat digambar" in preview(made, "letter", rf)


def test_a_letter_that_asks_for_something_outside_is_said(rf, monkeypatch):
    def refuse(*_args):
        raise RenderingError("Templat surat meminta berkas dari luar.")

    monkeypatch.setattr("izin.catalog.previewing.letter_draw", refuse)
    assert "Surat belum dapat digambar" in preview(PermitTypeFactory(), "letter", rf)


def test_hostile_words_stay_words(rf):
    script = "<script>alert(1)</script>"
    made = PermitTypeFactory(
        name=f"Izin {script}",
        letter_title=script,
        letter_opening=f"<p>{script}<img src=x onerror=alert(1)></p>",
        fields=[{"key": "a", "label": script, "kind": "choice", "options": script, "help_text": script}],
        letter_copies="",
        letter_conditions="",
        published=False,
    )
    for mode in ("form", "letter"):
        assert script not in preview(made, mode, rf)


def test_the_admin_shows_both_in_its_panel(editor):
    made = PermitTypeFactory()
    page = editor.get(address("edit", made.pk)).content.decode()
    for mode in ("Formulir pemohon", "Surat izin"):
        assert mode in page
    preview_page = address("preview_on_edit", made.pk)
    sent = editor.post(preview_page, form_of(made, name="Izin yang Baru Diketik"))
    assert sent.json() == {"is_valid": True, "is_available": True}
    for mode, words in (("form", "Izin yang Baru Diketik"), ("letter", "Pratinjau surat")):
        response = editor.get(preview_page, {"mode": mode})
        assert response.status_code == 200
        assert words in response.content.decode()
        # The page frame of the admin holds the preview; pictures are data: addresses.
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        assert "img-src 'self' data:" in response["Content-Security-Policy"]


def test_a_revision_of_the_past_can_be_looked_at(editor):
    made = PermitTypeFactory(name="Izin Semula")
    old = made.latest_revision
    made.name = "Izin Baru"
    made.save_revision().publish()
    page = editor.get(address("revisions_view", made.pk, old.pk)).content.decode()
    assert "Izin Semula" in page
    assert PermitType.objects.get().name == "Izin Baru"


def test_strangers_see_no_preview(client):
    made = PermitTypeFactory()
    client.force_login(UserFactory())
    assert client.get(address("preview_on_edit", made.pk), {"mode": "letter"}).status_code in {302, 403}


def test_a_letter_of_very_many_pages_is_shown_in_part():
    assert len(pages_draw(pdf_bytes(pages=MAX_PAGES + 5))) == MAX_PAGES
