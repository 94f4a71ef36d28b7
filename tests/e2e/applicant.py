"""What an applicant does, step by step; the journeys put the steps together."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import FilePayload, expect

from izin.catalog.models import PermitType
from tests.e2e import files
from tests.e2e.visitor import Visitor

NIK = "1302105503980001"
NAME = "Siti Ma'rifah"
EMAIL = "siti.marifah@contoh.id"
PASSWORD = "gunung-talang-berkabut"
CAMPUS = "akademik@kampus.contoh.id"
SUBJECT = "Hubungan dukungan keluarga dengan kepatuhan minum obat penderita hipertensi"
LISTED_PLACE = "Puskesmas Talang, Kec. Gunung Talang"
TYPED_PLACE = "Rumah warga di Jorong Simpang, Nagari Koto Baru"

PROPOSAL = "Proposal penelitian"
RECOMMENDATION = "Surat rekomendasi"


def log_in(person: Visitor, nik: str, password: str) -> None:
    """Log in at the one page for everybody."""
    person.open("/akun/masuk/")
    person.is_at("login")
    person.fill("NIK", nik)
    person.fill("Kata sandi", password)
    person.press("Masuk")


def register(person: Visitor) -> None:
    """Open an account, coming from the first page."""
    person.open("/")
    person.is_at("wagtail_serve")
    person.open("/akun/daftar/")
    person.is_at("register")
    for label, text in {
        "NIK": NIK,
        "Nama lengkap": NAME,
        "Gelar belakang": "S.Kep",
        "Tempat lahir": "Solok",
        "Tanggal lahir": "15/03/1998",
        "Pekerjaan": "Mahasiswa",
        "Jalan/Jorong, RT/RW": "Jorong Simpang, RT 02/RW 01",
        "Nomor WhatsApp": "0812 3456 7890",
        "E-mail": EMAIL,
    }.items():
        person.fill(label, text)
    person.tick("Perempuan")
    choose_village(person)
    person.attach("Scan KTP", files.ktp())
    person.tick("Data yang saya masukkan sudah benar.")
    person.tick("Saya telah membaca pemberitahuan pelindungan data pribadi di atas dan menyetujuinya.")
    person.press("Daftar")
    person.is_at("register_done")
    person.reads("si•••••@contoh.id")


def choose_village(person: Visitor) -> None:
    """Choose from four lists, each of which depends on the one above; without scripts a button brings the next."""
    for label, name, button in (
        ("Provinsi", "Sumatera Barat", "Tampilkan kabupaten/kota"),
        ("Kabupaten/Kota", "Kabupaten Solok", "Tampilkan kecamatan"),
        ("Kecamatan", "Kubung", "Tampilkan nagari/desa/kelurahan"),
        ("Nagari/Desa/Kelurahan", "Koto Baru", ""),
    ):
        expect(person.field(label).get_by_role("option", name=name, exact=True)).to_have_count(1)
        person.field(label).select_option(name)
        if button and not person.scripts:
            person.press(button)
            person.is_at("register")


def log_in_first(person: Visitor, first_password: str) -> None:
    """Log in with the password that was sent, and choose one; before that there is no other page."""
    log_in(person, NIK, first_password)
    person.is_at("password_change")
    person.open("/portal/")
    person.is_at("password_change")
    person.fill("Kata sandi sekarang", first_password)
    person.fill("Kata sandi baru", PASSWORD)
    person.fill("Ulangi kata sandi baru", PASSWORD)
    person.press("Simpan kata sandi")
    person.is_at("portal:dashboard")
    person.reads("Kata sandi Anda sudah diganti.", f"Selamat datang, {NAME}")


def apply(person: Visitor) -> None:
    """Fill in an application with two places, one of the office's list and one typed by hand."""
    today = timezone.localdate()
    person.follow("Buat permohonan")
    person.is_at("portal:application_choose")
    person.follow("Izin Penelitian")
    person.is_at("portal:application_create")
    person.tick("Permohonan baru")
    person.field("Jenis kegiatan").select_option("Penelitian")
    for label, text in {
        "Rekomendasi dari": "Dekan Fakultas Keperawatan Universitas Contoh",
        "Nomor rekomendasi": "166/FKep/XI-2026",
        "Tanggal rekomendasi": (today - timedelta(days=7)).isoformat(),
        "Judul penelitian": SUBJECT,
        "Dari tanggal": today.isoformat(),
        "Sampai tanggal": (today + timedelta(days=90)).isoformat(),
        "Email kampus atau instansi": CAMPUS,
        "Lokasi 1": LISTED_PLACE,
    }.items():
        person.fill(label, text)
    expect(person.page.locator(f'datalist option[value="{LISTED_PLACE}"]')).to_have_count(1)
    if person.scripts:
        # The draft keeps itself, and the page goes on as the page of that draft.
        expect(person.page.get_by_text("Tersimpan")).to_be_visible()
        person.page.get_by_role("button", name="Tambah lokasi").click()
        person.is_at("portal:application_edit")
    else:
        person.press("Tambah lokasi")
        person.is_at("portal:application_create")
    expect(person.field("Judul penelitian")).to_have_value(SUBJECT)
    expect(person.field("Lokasi 1")).to_have_value(LISTED_PLACE)
    expect(person.field("Lokasi 2")).to_be_in_viewport()
    if person.scripts:
        person.page.get_by_role("button", name="Ketik sendiri (Manual)").last.click()
    person.fill("Lokasi 2", TYPED_PLACE)
    person.press("Simpan dan lanjut ke dokumen")
    person.is_at("portal:document_list")
    person.reads("Data tersimpan.", "Masih perlu dilengkapi:")


def upload(person: Visitor, requirement: str, file: FilePayload) -> None:
    """Give the file for one requirement."""
    part = person.region(requirement)
    field = part.locator("input[type=file]").first
    if person.scripts:
        # Chosen is sent; the answer takes the place of the card.
        with person.page.expect_response(lambda answer: answer.request.method == "POST"):
            field.set_input_files(file)
        expect(person.page.locator("[aria-busy=true]")).to_have_count(0)
        expect(part.locator(".notice.tone-success, .field-error").first).to_be_visible()
        return
    field.set_input_files(file)
    with person.page.expect_navigation():
        part.get_by_role("button", name="Unggah").click()


def upload_to(person: Visitor, key: str, file: FilePayload) -> None:
    """Give the file for the requirement of this key and wait until it is kept."""
    card = person.page.locator(f"#syarat-{key}")
    with person.page.expect_response(lambda answer: answer.request.method == "POST"):
        card.locator("input[type=file]").first.set_input_files(file)
    expect(person.page.locator("[aria-busy=true]")).to_have_count(0)
    expect(card.get_by_role("link", name="LIHAT")).to_be_visible()


def type_of(code: str) -> PermitType:
    """Return a permit type of the catalogue."""
    return PermitType.objects.get(code=code)


def upload_documents(person: Visitor) -> None:
    """Give both documents; the scan of the identity card came with the account."""
    expect(person.region("KTP").get_by_text("Sudah diunggah")).to_be_visible()
    upload(person, PROPOSAL, files.proposal())
    person.is_at("portal:document_list")
    person.reads("Berkas tersimpan (3 halaman).")
    upload(person, RECOMMENDATION, files.recommendation())
    person.is_at("portal:document_list")


def send(person: Visitor) -> None:
    """Read everything once more, declare that it is true, and send the application to the office."""
    person.follow("Periksa dan kirim")
    person.is_at("portal:application_review")
    person.reads("Periksa jawaban Anda")
    person.tick("Saya menyatakan bahwa data dan dokumen dalam permohonan ini benar dan milik saya")
    person.press("Kirim permohonan")
    person.is_at("portal:application_process")
    person.reads("Permohonan terkirim. Kode tanda terima Anda:", "Belum diproses")


def answer_survey(person: Visitor) -> None:
    """Answer all three parts, which stand before the download."""
    person.open("/portal/")
    person.is_at("portal:dashboard")
    person.follow("Isi survei")
    person.is_at("portal:permit_list")
    expect(person.page.get_by_role("link", name="Unduh")).to_have_count(0)

    person.follow("Isi Poling")
    person.is_at("portal:permit_poll")
    person.open(person.page.url.replace("/poling/", "/unduh/"))
    person.is_at("portal:permit_list")
    person.reads("Isi poling, testimoni, dan kuesioner dahulu.")

    person.follow("Isi Poling")
    person.tick("Sangat Puas")
    person.press("Kirim jawaban")
    person.is_at("portal:permit_list")
    person.follow("Isi Testimoni")
    person.is_at("portal:permit_testimonial")
    person.fill("Pendapat Anda tentang layanan kami", "Cepat, jelas, dan tidak dipungut biaya.")
    person.press("Kirim jawaban")
    person.follow("Isi Kuesioner")
    person.is_at("portal:permit_questionnaire")
    for question in person.page.get_by_role("main").get_by_role("group").all():
        question.get_by_role("radio").nth(2).check()
    person.press("Kirim jawaban")
    person.is_at("portal:permit_list")
    person.reads("Terima kasih. Izin dapat diunduh.")
