"""Turning a picture that lies on its side (F7)."""

import io

import pytest
from PIL import Image, ImageChops, ImageStat

from common.content_store import content_read, content_save
from common.errors import DomainError, NotAllowed
from izin.applications.enums import Verdict
from izin.applications.models import Application, Document
from izin.applications.services.rotating import document_rotate
from izin.audit.models import AuditEntry
from tests.factories.accounts import ApplicantFactory
from tests.factories.applications import ApplicationFactory
from tests.threads import run_together

pytestmark = pytest.mark.django_db


def picture():
    """A picture that shows which way it lies: red above, blue below, a bright corner."""
    image = Image.new("RGB", (320, 160), (180, 30, 30))
    image.paste((30, 30, 180), (0, 80, 320, 160))
    image.paste((250, 250, 120), (0, 0, 32, 32))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def ktp_of(application):
    document = application.documents.get(requirement_key="ktp", current=True)
    data = picture()
    Document.objects.filter(pk=document.pk).update(sha256=content_save("private", data), size=len(data))
    document.refresh_from_db()
    return document


def turn(document, actor=None):
    return document_rotate(
        application_id=document.application_id,
        actor=actor or document.application.applicant,
        document_id=document.pk,
    )


def opened(document):
    return Image.open(io.BytesIO(content_read("private", document.sha256)))


def test_a_picture_is_turned_to_the_right_and_the_one_before_stays():
    old = ktp_of(ApplicationFactory())
    new = turn(old)
    old.refresh_from_db()
    assert (old.current, new.current, new.original_name) == (False, True, old.original_name)
    assert opened(new).size == (160, 320)
    red, green, blue = opened(new).convert("RGB").getpixel((150, 10))
    assert min(red, green) > 200 > blue
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.data["document"]) == ("document.rotated", new.pk)


def test_four_turns_lose_hardly_anything():
    document = first = ktp_of(ApplicationFactory())
    for _turn in range(4):
        document = turn(document)
    difference = ImageChops.difference(opened(first).convert("RGB"), opened(document).convert("RGB"))
    assert max(ImageStat.Stat(difference).mean) < 3  # of 255; sharp edges lose most
    assert document.size < first.size * 1.2


def test_what_was_found_in_a_picture_stays_with_it():
    document = ktp_of(ApplicationFactory())
    Document.objects.filter(pk=document.pk).update(qr_text="STR 1", warning="Latar", pages=1)
    new = turn(document)
    assert (new.qr_text, new.warning, new.pages) == ("STR 1", "Latar", 1)


def test_a_pdf_is_not_turned():
    document = ApplicationFactory().documents.get(requirement_key="proposal")
    with pytest.raises(DomainError, match="Hanya gambar"):
        turn(document)


def test_a_refused_picture_that_is_turned_counts_as_replaced_and_an_accepted_one_is_not_turned():
    application = ApplicationFactory(at="returned:terima", verdict=Verdict.ACCEPTED)
    document = ktp_of(application)
    with pytest.raises(NotAllowed):
        turn(document)
    Document.objects.filter(pk=document.pk).update(verdict=Verdict.REFUSED, verdict_note="Miring")
    assert turn(document).verdict == ""


@pytest.mark.parametrize("at", ["terima", "issued"])
def test_nothing_is_turned_while_the_office_has_it(at):
    document = ktp_of(ApplicationFactory(at=at, verdict=""))
    with pytest.raises(NotAllowed):
        turn(document)
    assert not Document.objects.filter(pk__gt=document.pk, requirement_key="ktp").exists()


def test_nobody_turns_somebody_else_s():
    document = ktp_of(ApplicationFactory())
    with pytest.raises((Document.DoesNotExist, Application.DoesNotExist)):
        turn(document, actor=ApplicantFactory())


@pytest.mark.django_db(transaction=True)
def test_a_button_pressed_twice_turns_once():
    document = ktp_of(ApplicationFactory())
    results = run_together([lambda: turn(document), lambda: turn(document)])
    assert sorted(type(result).__name__ for result in results) == ["Document", "DomainError"]
    assert opened(Document.objects.get(requirement_key="ktp", current=True)).size == (160, 320)
