"""The pictures of the tutorials: an applicant's whole way on a phone, and what the public does.

The steps are those of the browser tests (`tests/e2e/applicant.py`), so they change with the pages. ALBUM says at which
moments of the way a picture is taken and what is pointed at in it.
"""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import BrowserContext, Error, Locator, expect

from izin.accounts.enums import Role
from izin.accounts.models import User
from izin.applications.enums import Verdict
from izin.applications.models import Application
from izin.applications.selectors import case_get, requirement_lines
from izin.applications.services.deciding import application_approve, application_return
from izin.applications.services.documents import documents_review
from izin.messaging.models import OutboxMessage
from izin.permits.models import Permit
from izin.permits.services.issuing import permit_issue
from izin.signing.devca import DEV_PASSPHRASE
from izin.workflow.enums import Status
from tests.e2e import applicant, files
from tests.e2e.visitor import Visitor
from tests.screenshots.pages import officer
from tests.threads import run_together

WINDOW = {"width": 360, "height": 600}
SIZE = (600, 1000)  # sharp on a phone, and small
ABOVE = 14  # pixels left above what a picture begins with
END = 460  # that many, where a picture ends with what it is about
PATIENCE = 30_000  # milliseconds; a busy machine is no reason to miss a picture
MARK = "element => Object.assign(element.style, {outline: '3px solid #d4541b', outlineOffset: '3px'})"
UNMARK = "element => Object.assign(element.style, {outline: '', outlineOffset: ''})"
BEGIN = "(element, above) => window.scrollTo(0, element.getBoundingClientRect().top + window.scrollY - above)"
UNSETTLED = ".htmx-request, .htmx-swapping, .htmx-added, .htmx-settling"
REASON = "Halaman pengesahan belum ditandatangani pembimbing."
NOTE = "Ganti proposal dengan yang sudah disahkan."


@dataclass(frozen=True)
class Picture:
    """A picture: its name, what it begins with (the top of the page if empty), what it points at, what is above it."""

    name: str
    begin: str = ""
    mark: str = ""
    above: int = ABOVE


def field(label: str) -> str:
    """Return the selector of the part of a form around a label."""
    return f".form-field:has(:text-is('{label}')), .form-field:has-text('{label}')"


# Moments are arrivals at a page ("at login") and presses of a button, each with the pictures of its first, second, ...
# time. What a page no longer has is not pointed at, and told on stderr.
ALBUM: dict[str, Sequence[Sequence[Picture]]] = {
    "at register": [[Picture("daftar-buka")]],
    "press Daftar": [
        [
            Picture("daftar-isi", field("NIK"), field("NIK")),
            Picture("daftar-alamat", field("Provinsi")),
            Picture("daftar-ktp", field("Scan KTP")),
            Picture("daftar-kirim", "main button:has-text('Daftar')", "main button:has-text('Daftar')", END),
        ]
    ],
    "at register_done": [[Picture("daftar-selesai")]],
    "press Masuk": [[Picture("masuk", "h1", "button:has-text('Masuk')")]],
    "press Simpan kata sandi": [[Picture("sandi-baru", "h1", "button:has-text('Simpan kata sandi')")]],
    "at portal:dashboard": [[Picture("dasbor")]],
    "at portal:application_choose": [[Picture("pilih-izin", "h1")]],
    "press Simpan dan lanjut ke dokumen": [
        [
            Picture("penelitian-isi", field("Rekomendasi dari")),
            Picture("penelitian-lokasi", ".locations-field", "button:has-text('Tambah lokasi')", 120),
        ]
    ],
    "at portal:document_list": [
        [Picture("dokumen-daftar", "h1")],
        [Picture("dokumen-unggah", "section:has-text('Proposal penelitian'), li:has-text('Proposal penelitian')")],
    ],
    "at portal:application_review": [[Picture("periksa", "h2:has-text('Periksa jawaban')")]],
    "press Kirim permohonan": [
        [Picture("kirim", ".form-field:has-text('Saya menyatakan')", "button:has-text('Kirim permohonan')")]
    ],
    "at portal:application_process": [[Picture("terkirim"), Picture("tahap", ".timeline")]],
    "at portal:application_correct": [[Picture("perbaikan", "h2:has-text('Yang harus diperbaiki')")]],
    "at portal:application_notes": [[Picture("catatan", "h2:has-text('Catatan')")]],
    "press Sudah lengkap, kirim kembali": [
        [Picture("kirim-kembali", "button:has-text('kirim kembali')", "button:has-text('kirim kembali')", END)]
    ],
    "at portal:permit_list": [[Picture("izin-terbit", "a:has-text('Isi Kuesioner')", above=END)]],
    "press Kirim jawaban": [[Picture("poling", "h1")], [Picture("testimoni", "h1")], [Picture("kuesioner", "h1")]],
}


class Photographer(Visitor):
    """An applicant who takes a picture wherever the album has one."""

    def __init__(self, context: BrowserContext, base_url: str, folder: Path) -> None:
        super().__init__(context, base_url, scripts=True)
        self.folder = folder
        self.album = {moment: list(times) for moment, times in ALBUM.items()}

    def field(self, label: str) -> Locator:
        """Return the field of this label, once what htmx brought listens to its reader."""
        expect(self.page.locator(UNSETTLED)).to_have_count(0)
        return super().field(label)

    def is_at(self, name: str) -> None:
        """Arrive; whether the page is sound is what the browser tests ask."""
        self._moment(f"at {name}")

    def press(self, name: str) -> None:
        """Take the picture before the button is clicked."""
        self._moment(f"press {name}")
        super().press(name)

    def take(self, picture: Picture) -> None:
        """Take a picture and write it as WebP."""
        begin, mark = self._found(picture, picture.begin), self._found(picture, picture.mark)
        self.page.evaluate("window.scrollTo(0, 0)")
        if begin:
            begin.evaluate(BEGIN, picture.above)
        if mark:
            mark.evaluate(MARK)
        self.page.wait_for_timeout(150)
        image = Image.open(BytesIO(self.page.screenshot(animations="disabled")))
        image.convert("RGB").resize(SIZE, Image.Resampling.LANCZOS).save(
            self.folder / f"{picture.name}.webp", quality=55, method=6
        )
        if mark:
            mark.evaluate(UNMARK)

    def _found(self, picture: Picture, selector: str) -> Any:
        if not selector:
            return None
        found = self.page.locator(selector).locator("visible=true")
        if found.count():
            return found.first
        print(f"{picture.name}: no {selector}", file=sys.stderr)  # noqa: T201
        return None

    def _moment(self, moment: str) -> None:
        times = self.album.get(moment)
        for picture in times.pop(0) if times else ():
            self.take(picture)


def guide_take(browser: Any, address: str, folder: Path) -> None:
    """Take every picture of the tutorials into a folder."""
    expect.set_options(timeout=PATIENCE)
    context = browser.new_context(viewport=WINDOW, device_scale_factor=2, reduced_motion="reduce", locale="id-ID")
    siti = Photographer(context, address, folder)
    applicant.register(siti)
    applicant.log_in_first(siti, _first_password())
    _look_at_menu(siti)
    applicant.apply(siti)
    applicant.upload_documents(siti)
    applicant.send(siti)
    _look(siti, Picture("permohonan-daftar", "h1"), "/portal/permohonan/")
    _correct(siti)
    _start_health_permit(siti)
    _let_office_issue()
    _take_permit(siti)
    _write_to_office(siti)
    context.close()
    _look_as_anybody(browser, address, folder)


def _first_password() -> str:
    """Return what the message after the registration says; its text is encrypted, so no query can look for it."""
    for message in OutboxMessage.objects.filter(channel="email").order_by("-pk")[:20]:
        found = re.search(r"Kata sandi pertama Anda: (\S+)", message.body)
        if found and applicant.NAME in message.body:
            return found[1]
    raise LookupError("no message with a first password")


def _look(person: Photographer, picture: Picture, path: str) -> None:
    person.open(path)
    person.take(picture)


def _look_at_menu(siti: Photographer) -> None:
    siti.open("/portal/")
    siti.page.locator("summary:has-text('Menu')").locator("visible=true").first.click()
    siti.take(Picture("menu"))
    siti.open("/portal/")


def _correct(siti: Photographer) -> None:
    """Let the front desk return the application, and send it again."""
    case = _case()
    desk = officer(Role.FRONT_DESK)
    given = {line.requirement.key: line.document for line in requirement_lines(case) if line.document}
    reviews = {document.pk: (Verdict.ACCEPTED, "") for document in given.values()}
    reviews[given["proposal"].pk] = (Verdict.REFUSED, REASON)
    documents_review(application_id=case.pk, actor=desk, turn=case.turn, reviews=reviews)
    application_return(application_id=case.pk, actor=desk, turn=case.turn, note=NOTE)
    siti.open("/portal/")
    siti.take(Picture("dikembalikan", "h1", "main a:has-text('Perbaiki')"))
    siti.follow("Perbaiki")
    siti.is_at("portal:application_correct")
    siti.follow("Catatan")
    siti.is_at("portal:application_notes")
    siti.follow("Perbaikan")
    applicant.upload(siti, applicant.PROPOSAL, files.proposal(approved=True))
    siti.press("Sudah lengkap, kirim kembali")


def _start_health_permit(siti: Photographer) -> None:
    _look(siti, Picture("praktik-syarat"), "/syarat/kesehatan/izin-praktik-perawat/")
    siti.open("/portal/permohonan/baru/izin-praktik-perawat/")
    siti.take(Picture("praktik-buka", "h1"))
    siti.take(Picture("praktik-isi", field("Nomor STR")))
    siti.take(Picture("praktik-rekomendasi", field("Nomor rekomendasi Dinas Kesehatan")))


def _case() -> Application:
    mine = Application.objects.filter(permit_type__slug="izin-penelitian", answers__judul=applicant.SUBJECT)
    return case_get(mine.latest("pk").pk)


def _let_office_issue() -> None:
    """Do the officers' part without a browser."""
    while (case := _case()).status != Status.AWAITING_SIGNATURE:
        decision: dict[str, Any] = {"application_id": case.pk, "actor": _turn_of(case), "turn": case.turn}
        given = [line.document for line in requirement_lines(case) if line.document]
        documents_review(**decision, reviews={document.pk: (Verdict.ACCEPTED, "") for document in given})
        application_approve(**decision)
    signing: dict[str, Any] = {"application_id": case.pk, "actor": _turn_of(case), "turn": case.turn}
    # In a thread of its own: this one has Playwright's event loop, and signing starts one.
    (permit,) = run_together([lambda: permit_issue(**signing, passphrase=DEV_PASSPHRASE)])
    if isinstance(permit, Exception):
        raise permit
    # Who follows the guide never meets the mark of the development certificate.
    Permit.objects.filter(application_id=case.pk).update(is_test=False)


def _turn_of(case: Application) -> User:
    return officer(Role(case.waiting_role))


def _take_permit(siti: Photographer) -> None:
    applicant.answer_survey(siti)
    siti.take(Picture("unduh", "a:has-text('Unduh')", "a:has-text('Unduh')", END))


def _write_to_office(siti: Photographer) -> None:
    siti.open("/portal/pesan/")
    box = siti.page.locator("main textarea").first
    box.fill("Selamat pagi. Bolehkah saya menambah satu lokasi penelitian?")
    siti.take(Picture("pesan", "#tulis", "main form button:has-text('Kirim')"))


def _look_as_anybody(browser: Any, address: str, folder: Path) -> None:
    context = browser.new_context(viewport=WINDOW, device_scale_factor=2, reduced_motion="reduce", locale="id-ID")
    anybody = Photographer(context, address, folder)
    permit = Permit.objects.filter(application=_case()).get()
    _look(anybody, Picture("syarat", "h1"), "/syarat/penelitian/izin-penelitian/")
    _look(anybody, Picture("verifikasi", "h1"), "/verifikasi/")
    _look(anybody, Picture("verifikasi-hasil", "h1"), f"/v/{permit.code}/")
    _look(
        anybody,
        Picture("cari-izin", "main button:has-text('Cari')", above=80),
        f"/izin-terbit/?q={applicant.NAME.split()[0]}",
    )
    _look(anybody, Picture("kontak", "h1"), "/kontak/")
    anybody.open("/tracking/")
    try:
        anybody.page.locator("main [name=code]").fill(_case().receipt_code or "")
        anybody.page.locator("main [name=nik_end]").fill(applicant.NIK[-4:])
        anybody.take(Picture("lacak", "h1", "main button:has-text('Lihat proses')"))
        anybody.page.locator("main form button").first.click()
        anybody.take(Picture("lacak-hasil", "h1"))
    except Error as error:
        print(f"lacak: {error.message}", file=sys.stderr)  # noqa: T201
    context.close()
