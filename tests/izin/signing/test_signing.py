"""Opening a signer, signing a letter, and what must never be published."""

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ImproperlyConfigured

from izin.signing.backends.base import Signer
from izin.signing.backends.pkcs12 import FIELD_NAME
from izin.signing.devca import DEV_PASSPHRASE, dev_ca_ensure
from izin.signing.enums import Integrity, TimeSource, Verdict
from izin.signing.errors import SigningError
from izin.signing.services import document_assert_publishable, document_check, signer_open
from tests.izin.signing.tamper import replace_content
from tests.pki import Pki

PASSPHRASE = "kata-sandi-rahasia-7"


@pytest.fixture
def open_as(settings: Any, pki: Pki, office: Path) -> Any:
    """Open the office's signer with the certificate of this label."""

    def open_signer(label: str) -> Signer:
        path = office / f"{label}.p12"
        path.write_bytes(pki.pkcs12(label, PASSPHRASE))
        settings.SIGNING_PKCS12 = str(path)
        return signer_open(passphrase=PASSPHRASE)

    return open_signer


def test_signed_letter_begins_with_the_letter_and_passes_our_verifier(letter: bytes, signed: bytes) -> None:
    report = document_check(signed)
    assert signed.startswith(letter)
    assert (report.verdict, report.integrity) == (Verdict.VALID_NO_TSA, Integrity.OK)
    (signature,) = report.signatures
    assert (signature.intact, signature.trusted, signature.is_test) == (True, True, True)
    assert (signature.field, signature.signer) == (FIELD_NAME, "Kepala Dinas (UJI - TIDAK SAH)")
    assert (signature.time_source, signature.issuer) == (
        TimeSource.CLAIMED,
        "CA Penerbit Pengembangan (UJI - TIDAK SAH)",
    )
    assert signature.signed_at is not None
    assert signature.signed_at.tzinfo is not None


def test_pdfsig_finds_a_valid_signature_over_the_whole_file(signed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)
    told = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in told
    assert "Total document signed" in told
    assert told.count("Signature #") == 1
    assert "ETSI.CAdES.detached" in told


def test_pyhanko_tool_trusts_it_over_the_whole_file(signed: bytes, tmp_path: Path, dev_ca_dir: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)
    (anchor,) = dev_ca_ensure(dev_ca_dir).anchors
    command = [sys.executable, "-W", "ignore", "-m", "pyhanko", "sign", "validate", "--no-revocation-check"]
    told = subprocess.run(
        [*command, "--trust", str(anchor), "--trust-replace", str(path)], capture_output=True, text=True, check=True
    ).stdout
    assert "INTACT:TRUSTED,UNTOUCHED" in told


def test_signature_forbids_changes_and_brings_its_revocation_data(signed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)
    with pikepdf.open(path) as pdf:
        assert int(pdf.Root.Perms.DocMDP.Reference[0].TransformParams.P) == 1
        assert len(pdf.Root.DSS.CRLs) == 2
        assert len(pdf.Root.AcroForm.Fields) == 1
        assert str(pdf.Root.get("/Version", "/1.7")) == "/1.7"  # PDF/A-3 is a PDF 1.7
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "3A"


def test_one_signer_signs_many_letters(dev_signer: Signer, letter: bytes) -> None:
    for _ in range(3):
        assert document_check(dev_signer.sign(letter, reason="a", location="b")).verdict.is_valid


@pytest.mark.parametrize("label", ["signer", "rsa"])
def test_office_certificate_signs_and_is_not_a_test(open_as: Any, letter: bytes, label: str) -> None:
    signer = open_as(label)
    signed = signer.sign(letter, reason="Disetujui", location="Arosuka")
    assert not signer.identity.is_test
    (signature,) = document_check(signed).signatures
    assert (signature.verdict, signature.is_test, signature.organization) == (
        Verdict.VALID_NO_TSA,
        False,
        "Pemerintah Kabupaten Contoh",
    )
    document_assert_publishable(signed, letter=letter)


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("expired", "habis masa berlakunya"),
        ("future", "belum mulai berlaku"),
        ("revoked", "dicabut"),
        ("tls", "bukan sertifikat untuk menandatangani"),
        ("fake-signer", "tidak diterbitkan oleh penyelenggara yang dipercaya"),
    ],
)
def test_certificate_that_may_not_sign_is_refused_with_its_reason(open_as: Any, label: str, sentence: str) -> None:
    with pytest.raises(SigningError, match=sentence):
        open_as(label)


def test_wrong_passphrase_is_refused_and_stays_secret(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(SigningError, match="tidak cocok") as refused:
        signer_open(passphrase="salah-sekali")
    error: BaseException | None = refused.value
    while error is not None:
        assert "salah-sekali" not in f"{error!s}{error!r}{error.args}"
        error = error.__cause__
    assert "salah-sekali" not in caplog.text


def test_open_signer_does_not_show_secrets(dev_signer: Signer) -> None:
    shown = repr(dev_signer)
    assert DEV_PASSPHRASE not in shown
    assert "key" not in shown.lower()


def test_missing_certificate_file_is_told(settings: Any, office: Path) -> None:
    settings.SIGNING_PKCS12 = str(office / "none.p12")
    with pytest.raises(SigningError, match="tidak ditemukan"):
        signer_open(passphrase=PASSPHRASE)


@pytest.mark.parametrize("content", [b"", b"not a certificate", b"0\x82\x00\x01", b"\x30\x03\x02\x01\x03"])
def test_damaged_certificate_file_is_told(settings: Any, office: Path, content: bytes) -> None:
    path = office / "damaged.p12"
    path.write_bytes(content)
    settings.SIGNING_PKCS12 = str(path)
    with pytest.raises(SigningError, match="rusak"):
        signer_open(passphrase=PASSPHRASE)


def test_signer_without_trust_anchors_is_a_mistake_of_the_installation(settings: Any, office: Path) -> None:
    settings.SIGNING_PKCS12 = str(office / "any.p12")
    settings.SIGNING_TRUST_ANCHORS = []
    with pytest.raises(ImproperlyConfigured, match="SIGNING_TRUST_ANCHORS"):
        signer_open(passphrase=PASSPHRASE)


def test_office_does_not_trust_the_development_ca(office: Path, signed: bytes) -> None:
    (signature,) = document_check(signed).signatures
    assert (signature.verdict, signature.is_test, signature.trusted) == (Verdict.UNTRUSTED_SIGNER, True, False)


def test_what_is_not_a_pdf_can_not_be_signed(dev_signer: Signer) -> None:
    with pytest.raises(SigningError):
        dev_signer.sign(b"hello", reason="a", location="b")


def test_sound_letter_is_publishable(letter: bytes, signed: bytes) -> None:
    document_assert_publishable(signed, letter=letter)


def test_unsigned_letter_is_not_publishable(letter: bytes) -> None:
    with pytest.raises(SigningError):
        document_assert_publishable(letter, letter=letter)


def test_signature_on_another_letter_is_not_publishable(letter: bytes, signed: bytes) -> None:
    with pytest.raises(SigningError, match="bukan surat yang dikirim"):
        document_assert_publishable(signed, letter=letter + b" ")


def test_letter_with_a_broken_signature_is_not_publishable(letter: bytes, signed: bytes) -> None:
    broken = signed.replace(b"Dokumen telah disetujui", b"Dokumen telah diserahi!")
    with pytest.raises(SigningError, match="tidak lolos pemeriksaan"):
        document_assert_publishable(broken, letter=letter)


def test_letter_with_two_signatures_is_not_publishable(pki: Pki, office: Path, letter: bytes) -> None:
    once = pki.sign(letter, certify=False)
    twice = pki.sign(once, signer="second", certify=False, field="KEDUA")
    document_assert_publishable(once, letter=letter)
    with pytest.raises(SigningError, match="tepat satu"):
        document_assert_publishable(twice, letter=letter)


def test_letter_of_a_revoked_signer_is_not_publishable(pki: Pki, office: Path, letter: bytes) -> None:
    with pytest.raises(SigningError, match="REVOKED"):
        document_assert_publishable(pki.sign(letter, signer="revoked"), letter=letter)


def test_letter_whose_page_was_replaced_while_signing_is_not_publishable(pki: Pki, office: Path, letter: bytes) -> None:
    forged = pki.sign(letter, prepare=replace_content)
    assert forged.startswith(letter)
    with pytest.raises(SigningError, match="mengubah isi"):
        document_assert_publishable(forged, letter=letter)


def test_report_survives_its_json_form(signed: bytes) -> None:
    report = document_check(signed)
    assert type(report).from_dict(json.loads(json.dumps(report.to_dict()))) == report
