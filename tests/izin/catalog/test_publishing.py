"""What keeps a permit type from being published, each problem in its own words."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from izin.accounts.services.scans import KTP_MAX_BYTES
from izin.catalog import publishing
from izin.catalog.answers.kinds import KINDS
from izin.catalog.enums import FieldKind, FieldMeaning
from izin.catalog.exchange import permit_type_fill
from izin.catalog.models import FormField, PermitType, Requirement, Stage
from izin.catalog.publishing import ACCOUNT_KTP_KB, publish_problems
from tests.factories.catalog import TYPE_CODES, PermitTypeFactory, SectorFactory, type_data

# Every problem of one type but the clash with another: those are asked of the database, the rest is pure.
STAGES = (("periksa", "front_desk", False), ("kadis", "agency_head", True))


@pytest.fixture
def alone(monkeypatch):
    """Let the type be the only one, without a database."""
    monkeypatch.setattr(publishing, "_other_types", lambda permit_type: [])


def field(key: str, kind: str = "text", **values: Any) -> FormField:
    return FormField(**{"key": key, "label": key.capitalize(), "kind": kind, **values})


def requirement(key: str, file_kind: str = "pdf", **values: Any) -> Requirement:
    return Requirement(**{"key": key, "name": key.capitalize(), "file_kind": file_kind, "max_kb": 1024, **values})


def sound_type(fields=(), requirements=(), stages=STAGES, **values: Any) -> PermitType:
    made = PermitType(
        **{
            "code": "uji",
            "slug": "izin-uji",
            "name": "Izin Uji",
            "letter_title": "SURAT IZIN UJI",
            "service_days": 3,
            "fee_label": "Gratis",
            "validity_note": "Satu tahun",
            "validity_years_max": 1,
            "registration_pattern": "{urut}/UJI/{bulan_romawi}/{tahun}",
            "number_pattern": "{klasifikasi}/{urut:03d}/{kode}/{tahun}",
            "number_classification": "070",
            "number_code": "UJI",
            "letter_opening": "<p>Memberikan izin kepada {pemegang}</p>",
            **values,
        }
    )
    made.fields.set([*fields])
    made.requirements.set([*requirements])
    made.stages.set([Stage(key=key, label=key.capitalize(), role=role, signs=signs) for key, role, signs in stages])
    return made


@pytest.mark.parametrize(
    ("made", "problem"),
    [
        (lambda: sound_type(name=""), "nama: Field ini tidak boleh kosong."),
        (lambda: sound_type(slug=""), "alamat halaman: Field ini tidak boleh kosong."),
        (lambda: sound_type(letter_title=""), "judul surat: Field ini tidak boleh kosong."),
        (
            lambda: sound_type(number_pattern="{urut}/{kode}"),
            "pola nomor izin: Pola nomor memerlukan penanda {urut} dan {tahun}.",
        ),
        (
            lambda: sound_type([field("a", "sihir")]),
            "Isian “A”, jenis isian: Nilai 'sihir' bukan pilihan yang valid.",
        ),
        (
            lambda: sound_type(stages=[("raja", "king", False), *STAGES]),
            "Tahap “Raja”, dikerjakan oleh: Nilai 'king' bukan pilihan yang valid.",
        ),
        (
            lambda: sound_type([field("Besar")]),
            "Isian “Besar”, kunci: Gunakan huruf kecil, angka, dan satu garis bawah.",
        ),
        (lambda: sound_type(stages=[]), "Alur belum memiliki tahap."),
        (
            lambda: sound_type(stages=STAGES[:1] * 1 + (("b", "secretary", False),)),
            "Tahap terakhir harus tahap tanda tangan.",
        ),
        (lambda: sound_type([field("a"), field("a")]), "Kunci isian “a” dipakai lebih dari satu kali."),
        (
            lambda: sound_type(requirements=[requirement("a"), requirement("a")]),
            "Kunci syarat “a” dipakai lebih dari satu kali.",
        ),
        (
            lambda: sound_type([field("permohonan")]),
            "Isian “Permohonan”: kunci “permohonan” sudah dipakai layanan ini, pilih kunci lain.",
        ),
        (
            lambda: sound_type([field("tambah_lokasi")]),
            "Isian “Tambah_lokasi”: kunci “tambah_lokasi” sudah dipakai layanan ini, pilih kunci lain.",
        ),
        (
            lambda: sound_type([field("csrfmiddlewaretoken")]),
            "Isian “Csrfmiddlewaretoken”: kunci “csrfmiddlewaretoken” sudah dipakai layanan ini, pilih kunci lain.",
        ),
        (
            lambda: sound_type([field("pemegang")]),
            "Isian “Pemegang”: kunci “pemegang” juga nama penanda surat yang dipakai dalam surat ini, "
            "pilih kunci lain.",
        ),
        (
            lambda: sound_type([field("a", applies_to="renewal")]),
            "Isian “A”: hanya untuk perpanjangan, tetapi jenis izin ini tidak dapat diperpanjang.",
        ),
        (
            lambda: sound_type(requirements=[requirement("a", applies_to="renewal")]),
            "Syarat “A”: hanya untuk perpanjangan, tetapi jenis izin ini tidak dapat diperpanjang.",
        ),
        (lambda: sound_type([field("a", show_if_field="b")]), "Isian “A”: bergantung pada isian “b” yang tidak ada."),
        (lambda: sound_type([field("a", show_if_field="a")]), "Isian “A”: bergantung pada dirinya sendiri."),
        (
            lambda: sound_type([field("a", show_if_field="b", show_if_value="ya"), field("b", "boolean")]),
            "Isian “A”: bergantung pada isian “b” yang baru ditanyakan sesudahnya.",
        ),
        (
            lambda: sound_type([field("b"), field("a", show_if_field="b", show_if_value="x")]),
            "Isian “A”: bergantung pada isian “b” yang bukan pilihan atau ya/tidak.",
        ),
        (
            lambda: sound_type([field("b", "boolean"), field("a", show_if_field="b")]),
            "Isian “A”: kolom “bernilai” belum diisi.",
        ),
        (
            lambda: sound_type([field("b", "boolean"), field("a", show_if_field="b", show_if_value="Ya")]),
            "Isian “A”: “Ya” bukan pilihan isian “b”.",
        ),
        (
            lambda: sound_type(
                [field("b", "choice", options="x\ny"), field("a", show_if_field="b", show_if_value="z")]
            ),
            "Isian “A”: “z” bukan pilihan isian “b”.",
        ),
        (
            lambda: sound_type([field("a", show_if_value="ya")]),
            "Isian “A”: kolom “bernilai” terisi, tetapi kunci isian yang menentukannya kosong.",
        ),
        (
            lambda: sound_type(
                [
                    field("b", "boolean", applies_to="renewal"),
                    field("a", show_if_field="b", show_if_value="ya", applies_to="new"),
                ],
                renewable=True,
            ),
            "Isian “A”: tidak pernah ditanyakan: isian “b” untuk jenis permohonan yang lain.",
        ),
        (lambda: sound_type([field("a", "choice", options=" \n ")]), "Isian “A”: belum ada pilihannya."),
        (
            lambda: sound_type([field("a", "choice", options="x\ny\nx")]),
            "Isian “A”: pilihan “x” tertulis lebih dari satu kali.",
        ),
        (
            lambda: sound_type([field("a", "number", meaning="period")]),
            "Isian “A”: makna “Izin berlaku dalam rentang ini” tidak cocok untuk jenis isian “Angka”.",
        ),
        (
            lambda: sound_type([field("a", meaning="subject"), field("b", "long_text", meaning="subject")]),
            "Makna “Judul atau perihal izin” diberikan kepada lebih dari satu isian.",
        ),
        (
            lambda: sound_type([field("a", "date", meaning="expiry", date_limit="not_future")]),
            "Isian “A”: tanggal berakhirnya izin tidak boleh dibatasi sampai hari ini.",
        ),
        (
            lambda: sound_type([field("a", "locations"), field("b", "locations")]),
            "Hanya satu isian yang boleh berjenis lokasi penelitian.",
        ),
        (
            lambda: sound_type([field("a", "phone", is_public=True)]),
            "Isian “A”: memuat data pribadi dan tidak dapat tampil di Izin Terbit.",
        ),
        (
            lambda: sound_type([field("a", pattern="(", pattern_hint="Salah")]),
            "Isian “A”: pola “(” bukan ekspresi RE2 yang benar.",
        ),
        (
            lambda: sound_type([field("a", pattern=r"(?=x)x", pattern_hint="Salah")]),
            "Isian “A”: pola “(?=x)x” bukan ekspresi RE2 yang benar.",
        ),
        (lambda: sound_type([field("a", pattern="x")]), "Isian “A”: tulis juga pesan bila jawaban tidak sesuai pola."),
        (
            lambda: sound_type([field("a", "long_text", pattern="x", pattern_hint="Salah")]),
            "Isian “A”: pola hanya untuk isian teks.",
        ),
        (
            lambda: sound_type([field("a", "number", min_value=5, max_value=4)]),
            "Isian “A”: batas paling kecil (5) lebih besar daripada batas paling besar (4).",
        ),
        (
            lambda: sound_type([field("a", "number", max_value=-1)]),
            "Isian “A”: batas paling kecil (0) lebih besar daripada batas paling besar (-1).",
        ),
        (
            lambda: sound_type([field("a", min_value=300)]),
            "Isian “A”: batas paling kecil (300) lebih besar daripada batas paling besar (200).",
        ),
        (lambda: sound_type([field("a", max_value=0)]), "Isian “A”: banyaknya huruf tidak boleh kurang dari satu."),
        (
            lambda: sound_type([field("a", "date", max_value=3)]),
            "Isian “A”: batas paling kecil dan paling besar hanya untuk angka dan teks.",
        ),
        (
            lambda: sound_type([field("a", date_limit="not_past")]),
            "Isian “A”: batas tanggal hanya untuk isian tanggal.",
        ),
        (
            lambda: sound_type(requirements=[requirement("a", from_account=True)]),
            "Syarat “A”: KTP akun memerlukan gambar JPG.",
        ),
        (
            lambda: sound_type(requirements=[requirement("a", from_permit=True)]),
            "Syarat “A”: surat izin lama adalah berkas PDF yang hanya diminta saat perpanjangan.",
        ),
        (
            lambda: sound_type(requirements=[requirement("a", on_letter=True, content_check="photo_background")]),
            "Syarat “A”: pas foto pada surat dan pemeriksaan latar foto memerlukan gambar JPG.",
        ),
        (
            lambda: sound_type(requirements=[requirement(key, "jpeg", from_account=True) for key in "ab"]),
            "Hanya satu syarat yang boleh memakai KTP akun pemohon.",
        ),
        (
            lambda: sound_type(requirements=[requirement(key, "jpeg", on_letter=True) for key in "ab"]),
            "Hanya satu pas foto yang dapat dicetak pada surat.",
        ),
        (
            lambda: sound_type(requirements=[requirement("a", "jpeg", from_account=True, max_kb=511)]),
            "Syarat “A”: KTP akun berukuran sampai 512 KB, jadi ukuran paling besar tidak boleh kurang dari itu.",
        ),
        (
            lambda: sound_type(requirements=[requirement("a", max_kb=10241)]),
            "Syarat “A”: ukuran paling besar 10240 KB.",
        ),
        (lambda: sound_type(letter_opening="<p>{entah}</p>"), "Pembuka surat: penanda {entah} tidak dikenal."),
        (lambda: sound_type(letter_copies="<p>{entah}</p>"), "Tembusan: penanda {entah} tidak dikenal."),
        (
            lambda: sound_type(letter_conditions="<p>{nomor</p>"),
            "Ketentuan: ada kurung kurawal yang tidak berpasangan atau penanda yang salah tulis.",
        ),
        (
            lambda: sound_type(letter_conditions="<p>{no<b>mor</b>}</p>"),
            "Ketentuan: ada kurung kurawal yang tidak berpasangan atau penanda yang salah tulis.",
        ),
        (
            lambda: sound_type(renewable=True, renewal_days=0),
            "Isi berapa hari sebelum izin berakhir perpanjangan dapat diajukan.",
        ),
        (lambda: sound_type(number_pattern="{urut}/{tahun}"), "Pola nomor izin memerlukan penanda {kode}."),
        (
            lambda: sound_type(registration_pattern="{urut}/{kode}/{tahun}"),
            "Pola nomor registrasi tidak dapat memakai penanda {kode}.",
        ),
    ],
)
def test_each_problem_is_told_alone_and_in_its_words(alone, made, problem):
    assert publish_problems(made()) == [problem]


def test_two_stages_of_one_key_are_named(alone):
    twice = [STAGES[0], STAGES[0], STAGES[1]]
    assert "Kunci tahap “periksa” dipakai lebih dari satu kali." in publish_problems(sound_type(stages=twice))


def test_a_layout_without_a_template_is_told(alone, monkeypatch):
    monkeypatch.setattr(publishing, "get_template", _no_template)
    assert publish_problems(sound_type()) == ["Tata letak surat “general” belum tersedia."]


def _no_template(name):
    raise publishing.TemplateDoesNotExist(name)


def test_all_problems_are_told_at_once(alone):
    made = sound_type([field("a", "choice")], [requirement("b", from_account=True)], letter_opening="<p>{entah}</p>")
    assert len(publish_problems(made)) == 3


def test_the_ktp_of_an_account_always_fits():
    assert ACCOUNT_KTP_KB * 1024 == KTP_MAX_BYTES


@pytest.mark.django_db
@pytest.mark.parametrize("code", TYPE_CODES)
def test_every_shipped_type_can_be_published(code):
    data = type_data(code)
    SectorFactory(code=data["sector"], name=data["sector"])
    assert publish_problems(permit_type_fill(PermitType(live=False), data)) == []


# Fields that are sound whatever stands beside them, by kind.
def _sound_field(kind: FieldKind, number: int, meaning: str) -> FormField:
    options = "satu\ndua" if kind == FieldKind.CHOICE else ""
    return field(f"isian{number}", kind, options=options, meaning=meaning, is_public=KINDS[kind].public is not None)


@st.composite
def sound_fields(draw: st.DrawFn) -> list[FormField]:
    kinds = draw(st.lists(st.sampled_from(list(FieldKind)), min_size=1, max_size=8))
    made: list[FormField] = []
    free = set(FieldMeaning)
    for number, kind in enumerate(kinds):
        if kind == FieldKind.LOCATIONS and any(row.kind == kind for row in made):
            continue
        fitting = sorted(free & KINDS[kind].meanings)
        meaning = draw(st.sampled_from(["", *fitting]))
        free.discard(meaning)
        made.append(_sound_field(kind, number, meaning))
    return made


MUTATIONS = [
    (lambda row: setattr(row, "show_if_field", "tidak_ada"), "bergantung pada isian “tidak_ada” yang tidak ada"),
    (lambda row: setattr(row, "show_if_field", row.key), "bergantung pada dirinya sendiri"),
    (lambda row: setattr(row, "applies_to", "renewal"), "hanya untuk perpanjangan"),
    (lambda row: setattr(row, "kind", "sihir"), "bukan pilihan yang valid"),
    (lambda row: setattr(row, "label", ""), "tidak boleh kosong"),
    (lambda row: setattr(row, "key", "permohonan"), "sudah dipakai layanan ini"),
]


@given(rows=sound_fields(), which=st.integers(0, 7), mutation=st.sampled_from(MUTATIONS))
@settings(max_examples=60, deadline=None)
def test_a_sound_type_has_no_problem_and_one_mutation_exactly_one(rows, which, mutation):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publishing, "_other_types", lambda permit_type: [])
        assert publish_problems(sound_type(rows)) == []
        spoil, problem = mutation
        spoil(rows[which % len(rows)])
        problems = publish_problems(sound_type(rows))
    assert len(problems) == 1
    assert re.search(problem, problems[0])


@given(st.text(alphabet="{}abnomr<b>/ ", max_size=40))
@settings(max_examples=200, deadline=None)
def test_whatever_a_letter_holds_is_judged_and_never_breaks(text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publishing, "_other_types", lambda permit_type: [])
        problems = publish_problems(sound_type(letter_opening=text))
    assert all(problem.startswith("Pembuka surat: ") for problem in problems)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"number_code": "ip"}, "Kode izin sama dengan kode “IP” pada Izin Lain."),
        (
            {"number_code": "P", "number_pattern": "{klasifikasi}/{urut:03d}/I{kode}/{tahun}"},
            "Nomor izin akan sama dengan nomor pada Izin Lain. Ubah kode izin atau polanya.",
        ),
        (
            # The address of a permit knows no dots.
            {"number_code": "I.P"},
            "Nomor izin akan sama dengan nomor pada Izin Lain. Ubah kode izin atau polanya.",
        ),
        (
            {"registration_pattern": "{urut:03d}/lain/{tahun}"},
            "Nomor registrasi akan sama dengan nomor pada Izin Lain. Samakan polanya atau bedakan isinya.",
        ),
        ({"registration_pattern": "{urut}/LAIN/{tahun}"}, None),
        ({"number_code": "IPP"}, None),
    ],
)
def test_numbers_of_two_types_never_meet(values, problem):
    PermitTypeFactory(
        name="Izin Lain",
        number_code="IP",
        number_pattern="{klasifikasi}/{urut:03d}/{kode}/{tahun}",
        registration_pattern="{urut}/LAIN/{tahun}",
    )
    made = sound_type(**{"number_code": "UJI", **values})
    assert publish_problems(made) == ([problem] if problem else [])


@pytest.mark.django_db
def test_a_type_that_was_never_published_has_given_no_numbers():
    PermitTypeFactory(number_code="IP", published=False)
    assert publish_problems(sound_type(number_code="ip")) == []


@pytest.mark.django_db
def test_a_type_that_was_withdrawn_has_given_numbers():
    PermitTypeFactory(number_code="IP", name="Izin Lama").unpublish()
    assert publish_problems(sound_type(number_code="ip")) == ["Kode izin sama dengan kode “IP” pada Izin Lama."]


@pytest.mark.django_db
@pytest.mark.parametrize("types", [1, 8])
def test_other_types_cost_one_query(django_assert_num_queries, types):
    PermitTypeFactory.create_batch(types)
    with django_assert_num_queries(1):
        assert publish_problems(sound_type()) == []


@pytest.mark.django_db
def test_no_way_leads_around_the_check():
    made = PermitTypeFactory(published=False)
    made.stages.set([])
    revision = made.save_revision()
    with pytest.raises(ValidationError, match="Alur belum memiliki tahap."):
        revision.publish()
    made.refresh_from_db()
    assert not made.live
