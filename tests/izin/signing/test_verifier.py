"""The rule of acceptance against a battery of touched files (site/docs/verification.md).

Each case says which verdict a file must get. The cases test our rule; they are no recipes against a library.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from types import SimpleNamespace

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.sign.fields import MDPPerm

from izin.signing.enums import Integrity, TimeSource, Verdict
from izin.signing.trust import Trust
from izin.signing.verifier import rule
from izin.signing.verifier.report import SignatureReport, VerificationReport
from izin.signing.verifier.rule import document_judge
from izin.signing.verifier.structure import gap_is_exact
from tests.izin.signing import tamper
from tests.pki import Pki


class Files:
    """Signed letters to start from, each made once in a test session."""

    def __init__(self, pki: Pki, letter: bytes) -> None:
        self.pki = pki
        self.letter = letter

    @cached_property
    def b(self) -> bytes:
        return self.pki.sign(self.letter)

    @cached_property
    def t(self) -> bytes:
        return self.pki.sign(self.letter, "T")

    @cached_property
    def lt(self) -> bytes:
        return self.pki.sign(self.letter, "LT")

    @cached_property
    def lta(self) -> bytes:
        return self.pki.sign(self.letter, "LTA")

    @cached_property
    def approved(self) -> bytes:
        """Signed without saying which later changes are allowed."""
        return self.pki.sign(self.letter, certify=False)

    @cached_property
    def form(self) -> bytes:
        return tamper.with_form_field(self.letter)

    @cached_property
    def approved_form(self) -> bytes:
        return self.pki.sign(self.form, certify=False)

    def signed_by(self, signer: str, *, tsa: str | None = None, at: datetime | None = None) -> bytes:
        level = "T" if tsa or at else "B"
        return self.pki.sign(self.letter, level, signer=signer, tsa=tsa, stamped_at=at)

    def second(self, first: bytes, signer: str = "second") -> bytes:
        return self.pki.sign(first, signer=signer, certify=False, field="KEDUA")


@pytest.fixture(scope="session")
def files(pki: Pki, letter: bytes) -> Files:
    return Files(pki, letter)


def _day(year: int, month: int) -> datetime:
    return datetime(year, month, 1, tzinfo=UTC)


def _content_offset(f: Files) -> int:
    return f.b.index(b"stream") + 40


Case = tuple[str, Callable[[Files], bytes], Verdict]
STRUCTURE, BROKEN, MODIFIED = Verdict.STRUCTURE_SUSPICIOUS, Verdict.INTEGRITY_FAILED, Verdict.MODIFIED
UNTRUSTED, EXPIRED, UNSURE = Verdict.UNTRUSTED_SIGNER, Verdict.EXPIRED_AT_SIGNING, Verdict.INDETERMINATE
UNREADABLE, NO_TSA, VALID = Verdict.UNREADABLE, Verdict.VALID_NO_TSA, Verdict.VALID

CASES: list[Case] = [
    # As signed
    ("00 B-LTA", lambda f: f.lta, VALID),
    ("01 B-B", lambda f: f.b, NO_TSA),
    ("02 B-LT", lambda f: f.lt, VALID),
    ("03 B-T", lambda f: f.t, VALID),
    ("04 RSA", lambda f: f.signed_by("rsa"), NO_TSA),
    ("05 approval signature", lambda f: f.approved, NO_TSA),
    ("06 unsigned", lambda f: f.letter, Verdict.NO_SIGNATURE),
    # Bits
    ("10 bit of the content", lambda f: tamper.flipped(f.b, _content_offset(f)), BROKEN),
    ("10 bit of the content, B-LTA", lambda f: tamper.flipped(f.lta, _content_offset(f)), BROKEN),
    ("11 bit of the reason", lambda f: tamper.flipped_in(f.b, b"/Reason (", 3), BROKEN),
    ("12 unused room of the signature under a time-stamp", lambda f: _unused_room(f.lta), UNSURE),
    # Updates after signing
    ("20 annotation", lambda f: tamper.updated(f.b, tamper.add_annotation), MODIFIED),
    ("20 content", lambda f: tamper.updated(f.b, tamper.replace_content), MODIFIED),
    ("20 rotation", lambda f: tamper.updated(f.b, tamper.rotate), MODIFIED),
    ("20 crop box", lambda f: tamper.updated(f.b, tamper.crop), MODIFIED),
    ("20 open action", lambda f: tamper.updated(f.b, tamper.add_open_action), MODIFIED),
    ("20 blank page", lambda f: tamper.updated(f.b, tamper.add_blank_page), MODIFIED),
    ("21 annotation, approval", lambda f: tamper.updated(f.approved, tamper.add_annotation), MODIFIED),
    ("21 content, approval", lambda f: tamper.updated(f.approved, tamper.replace_content), MODIFIED),
    ("21 rotation, approval", lambda f: tamper.updated(f.approved, tamper.rotate), MODIFIED),
    ("21 crop box, approval", lambda f: tamper.updated(f.approved, tamper.crop), MODIFIED),
    ("21 open action, approval", lambda f: tamper.updated(f.approved, tamper.add_open_action), MODIFIED),
    ("21 blank page, approval", lambda f: tamper.updated(f.approved, tamper.add_blank_page), MODIFIED),
    ("22 empty update", lambda f: tamper.updated(f.b, tamper.nothing), NO_TSA),
    ("23 title in the metadata", lambda f: tamper.updated(f.b, tamper.change_title), NO_TSA),
    ("24 saved anew", lambda f: tamper.saved_anew(f.b), STRUCTURE),
    ("25 two cross-reference tables", lambda f: tamper.with_hybrid_table(f.b), STRUCTURE),
    # Bytes around
    ("30 line feed after", lambda f: f.b + b"\n", NO_TSA),
    ("31 comment after", lambda f: f.b + b"% komentar\n", NO_TSA),
    ("32 junk after", lambda f: f.b + b"\x00" * 1024, UNREADABLE),
    ("33 junk before", lambda f: b"\x00" * 1024 + f.b, UNREADABLE),
    ("34 cut back to the signed revision", lambda f: f.lta[: tamper.revisions(f.lta)[1]], VALID),
    ("35 cut back to the letter", lambda f: f.b[: len(f.letter)], Verdict.NO_SIGNATURE),
    ("36 cut in the middle", lambda f: f.b[: len(f.b) // 2], UNREADABLE),
    # Ranges and value
    ("40 first range shorter", lambda f: _shrunk(f.b), STRUCTURE),
    ("41 second range longer than the file", lambda f: _ranges(f.b, c=10**6), STRUCTURE),
    ("42 second range absurdly long", lambda f: _ranges(f.b, c=10**15), STRUCTURE),
    ("43 negative", lambda f: _ranges(f.b, c=-5), STRUCTURE),
    ("44 zeros", lambda f: tamper.with_byte_range(f.b, "0 0 0 0"), STRUCTURE),
    ("45 value zeroed", lambda f: tamper.with_contents(f.b, b""), UNREADABLE),
    ("48 signature renamed away", lambda f: f.b.replace(b"/FT /Sig", b"/FT /Six"), Verdict.NO_SIGNATURE),
    ("50 signature of another letter", lambda f: tamper.with_contents(f.b, tamper.contents(f.approved)), BROKEN),
    # Signers
    ("60 look-alike authority", lambda f: f.signed_by("fake-signer"), UNTRUSTED),
    ("61 look-alike authority, trusted time", lambda f: f.signed_by("fake-signer", tsa="tsa"), UNTRUSTED),
    ("62 expired", lambda f: f.signed_by("expired"), EXPIRED),
    ("63 expired, stamped after the end", lambda f: f.signed_by("expired", at=_day(2024, 3)), EXPIRED),
    ("63 stamped before the certificate began", lambda f: f.signed_by("signer", at=_day(2023, 3)), EXPIRED),
    ("64 revoked", lambda f: f.signed_by("revoked"), Verdict.REVOKED),
    ("65 revoked, stamped after", lambda f: f.signed_by("revoked", at=_day(2025, 7)), Verdict.REVOKED),
    ("65 revoked, stamped before, no archive", lambda f: f.signed_by("revoked", at=_day(2025, 3)), UNSURE),
    ("66 certificate of a web server", lambda f: f.signed_by("tls"), UNTRUSTED),
    ("67 self-signed", lambda f: f.signed_by("self"), UNTRUSTED),
    ("68 untrusted time", lambda f: f.signed_by("signer", tsa="fake-tsa"), UNSURE),
    ("69 expired now, stamped in its time, no archive", lambda f: f.signed_by("short", at=_day(2025, 6)), UNSURE),
    ("69 certificate of the future", lambda f: f.signed_by("future"), UNSURE),
    # More than one
    ("70 second signer", lambda f: f.second(f.approved), NO_TSA),
    ("71 second signer changed after", lambda f: tamper.updated(f.second(f.approved), tamper.rotate), MODIFIED),
    ("72 second signer of a look-alike authority", lambda f: f.second(f.approved, "fake-signer"), UNTRUSTED),
    ("73 field given an appearance", lambda f: tamper.updated(f.b, tamper.give_field_an_appearance), MODIFIED),
    ("74 form filled, certified", lambda f: tamper.updated(f.pki.sign(f.form), tamper.fill_form), MODIFIED),
    (
        "74 form filled, approval",
        lambda f: tamper.updated(f.approved_form, tamper.fill_form),
        Verdict.CHANGED_AFTER_SIGNING,
    ),
    (
        "74 form filled where certification allows it",
        lambda f: tamper.updated(f.pki.sign(f.form, permissions=MDPPerm.FILL_FORMS), tamper.fill_form),
        Verdict.CHANGED_AFTER_SIGNING,
    ),
    (
        "75 form filled, then signed by a second",
        lambda f: f.second(tamper.updated(f.approved_form, tamper.fill_form)),
        NO_TSA,
    ),
    (
        "76 second signer, then form filled",
        lambda f: tamper.updated(f.second(f.approved_form), tamper.fill_form),
        Verdict.CHANGED_AFTER_SIGNING,
    ),
    ("80 encrypted", lambda f: tamper.encrypted(f.b), Verdict.ENCRYPTED),
    ("81 nothing", lambda f: b"", UNREADABLE),
    ("82 not a PDF", lambda f: b"PK\x03\x04" + b"a" * 4096, UNREADABLE),
]
INTACT = {VALID, NO_TSA, Verdict.VALID_ARCHIVAL}
SILENT = {Verdict.NO_SIGNATURE, UNREADABLE, Verdict.ENCRYPTED}
TOUCHED = {STRUCTURE, BROKEN, MODIFIED, Verdict.CHANGED_AFTER_SIGNING}


def _unused_room(data: bytes) -> bytes:
    """Write into the zeros that pad the first signature's value."""
    _, second, _ = tamper.signed_ranges(data)
    return data[: second - 3] + b"11" + data[second - 1 :]


def _ranges(data: bytes, *, c: int) -> bytes:
    first, second, _ = tamper.signed_ranges(data)
    return tamper.with_byte_range(data, f"0 {first} {second} {c}")


def _shrunk(data: bytes) -> bytes:
    first, second, third = tamper.signed_ranges(data)
    return tamper.with_byte_range(data, f"0 {first - 5} {second} {third}")


@pytest.mark.parametrize(("make", "verdict"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_battery(files: Files, trust: Trust, make: Callable[[Files], bytes], verdict: Verdict) -> None:
    report = document_judge(make(files), trust)
    assert report.verdict == verdict
    if verdict in INTACT:
        assert report.integrity == Integrity.OK
    if verdict in SILENT:
        assert (report.integrity, report.signatures) == (Integrity.NONE, ())
    if verdict in TOUCHED:
        assert report.integrity == Integrity.NOT_OK


def test_an_untrusted_signer_is_told_apart_from_a_broken_file(files: Files, trust: Trust) -> None:
    report = document_judge(files.signed_by("fake-signer"), trust)
    assert (report.integrity, report.signatures[0].intact, report.signatures[0].trusted) == (Integrity.OK, True, False)


def test_the_signer_of_a_changed_file_is_still_named(files: Files, trust: Trust) -> None:
    (signature,) = document_judge(tamper.updated(files.t, tamper.rotate), trust).signatures
    assert (signature.intact, signature.trusted, signature.signer) == (False, True, "Kepala Dinas Contoh")


def test_proven_time_is_told_apart_from_claimed_time(files: Files, trust: Trust) -> None:
    (stamped,) = document_judge(files.signed_by("signer", at=_day(2025, 2)), trust).signatures
    (claimed,) = document_judge(files.b, trust).signatures
    assert (stamped.signed_at, stamped.time_source) == (_day(2025, 2), TimeSource.TSA)
    assert claimed.time_source == TimeSource.CLAIMED


def _archived(pki: Pki, letter: bytes, signer: str, at: datetime) -> bytes:
    with time_machine.travel(at, tick=True):
        return pki.sign(letter, "LTA", signer=signer)


def test_archived_signature_outlives_its_certificate(pki: Pki, letter: bytes, trust: Trust) -> None:
    report = document_judge(_archived(pki, letter, "short", _day(2025, 6)), trust)
    assert (report.verdict, report.integrity) == (Verdict.VALID_ARCHIVAL, Integrity.OK)
    assert report.signatures[0].signed_at is not None
    assert report.signatures[0].signed_at.date() == _day(2025, 6).date()


def test_archived_signature_of_a_signer_revoked_later_stays_undecided(pki: Pki, letter: bytes, trust: Trust) -> None:
    # No list proves the certificate's standing right up to the revocation: the library does not decide, nor do we.
    assert document_judge(_archived(pki, letter, "revoked", _day(2025, 3)), trust).verdict == UNSURE


def test_archive_does_not_help_a_signature_made_after_revocation(pki: Pki, letter: bytes, trust: Trust) -> None:
    signed = pki.sign(letter, "T", signer="revoked", stamped_at=_day(2025, 7))
    with time_machine.travel(_day(2025, 8), tick=True):
        archived = pki.archive(signed)
    assert document_judge(archived, trust).verdict == Verdict.REVOKED


def test_archive_with_a_broken_time_stamp_proves_nothing(pki: Pki, letter: bytes, trust: Trust) -> None:
    report = document_judge(_unused_room(_archived(pki, letter, "short", _day(2025, 6))), trust)
    assert (report.verdict, report.integrity) == (UNSURE, Integrity.NOT_OK)


def test_revocation_that_can_not_be_known_is_not_trusted(pki: Pki, files: Files) -> None:
    without_lists = Trust(anchors=(pki.cert("root"),))
    assert document_judge(files.t, without_lists).verdict == UNSURE
    assert document_judge(files.lt, without_lists).verdict == VALID  # it brings them along


def test_no_anchors_means_no_trust(files: Files) -> None:
    assert not document_judge(files.lta, Trust(anchors=())).verdict.is_valid


def test_very_many_signatures_are_not_looked_at(monkeypatch: pytest.MonkeyPatch, files: Files, trust: Trust) -> None:
    twice = files.second(files.approved)
    monkeypatch.setattr(rule, "MAX_SIGNATURES", 1)
    assert document_judge(twice, trust) == VerificationReport(UNSURE, Integrity.NONE)


def test_running_out_of_memory_is_not_a_verdict(monkeypatch: pytest.MonkeyPatch, files: Files, trust: Trust) -> None:
    def exhausted(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(rule, "gap_is_exact", exhausted)
    with pytest.raises(MemoryError):
        document_judge(files.b, trust)


GAP = b"%PDF<30820aFF0000>tail"


def _signature(ranges: object, value: bytes = bytes.fromhex("30820aFF0000")) -> SimpleNamespace:
    return SimpleNamespace(byte_range=ranges, pkcs7_content=value)


def test_gap_that_is_exactly_the_value_is_accepted() -> None:
    assert gap_is_exact(GAP, _signature([0, 4, 18, 4]))  # type: ignore[arg-type]
    assert gap_is_exact(GAP + b" more", _signature([0, 4, 18, 4]))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "ranges", "value"),
    [
        (GAP, [0, 3, 18, 4], "30820aFF0000"),  # one byte more before
        (GAP, [0, 4, 19, 3], "30820aFF0000"),  # one byte more after
        (GAP, [0, 5, 18, 4], "30820aFF0000"),  # opening sign inside the range
        (GAP, [0, 4, 17, 5], "30820aFF0000"),
        (GAP, [1, 4, 18, 4], "30820aFF0000"),
        (GAP, [0, 0, 18, 4], "30820aFF0000"),
        (GAP, [0, 18, 4, 4], "30820aFF0000"),
        (GAP, [0, 4, 18, 5], "30820aFF0000"),
        (GAP, [0, 4, 18, -1], "30820aFF0000"),
        (GAP, [0, 4, 18], "30820aFF0000"),
        (GAP, [0, 4, 18, 2, 20, 2], "30820aFF0000"),
        (GAP, ["a", "b", "c", "d"], "30820aFF0000"),
        (GAP, None, "30820aFF0000"),
        (GAP, [0, 4, 18, 4], "30820aFF0001"),  # another signature's value
        (GAP, [0, 4, 18, 4], "30820aFF"),  # a shorter one
        (b"%PDF<30820aFF00 0>tail", [0, 4, 18, 4], "30820aFF0000"),
        (b"%PDF<3082>/X <00>>tail", [0, 4, 18, 4], "3082"),
        (b"%PDF<30820aFF000>>tail", [0, 4, 18, 4], "30820aFF0000"),
        (b"%PDF<>tail", [0, 4, 6, 4], ""),
    ],
)
def test_gap_with_anything_else_is_refused(data: bytes, ranges: object, value: str) -> None:
    assert not gap_is_exact(data, _signature(ranges, bytes.fromhex(value)))  # type: ignore[arg-type]


QUIET = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@settings(QUIET, max_examples=60)
@given(data=st.data())
def test_no_single_changed_byte_inside_the_signed_ranges_is_ever_accepted(
    files: Files, trust: Trust, data: st.DataObject
) -> None:
    first, second, length = tamper.signed_ranges(files.lt)
    position = data.draw(st.integers(0, first - 1) | st.integers(second, second + length - 1))
    mask = data.draw(st.integers(1, 255))
    report = document_judge(tamper.flipped(files.lt, position, mask), trust)
    assert not report.verdict.is_valid
    assert report.integrity != Integrity.OK


@settings(QUIET, max_examples=60)
@given(start=st.sampled_from([b"", b"%PDF-1.7\n", b"%PDF-1.7\n1 0 obj\n<<"]), rest=st.binary(max_size=400))
def test_garbage_never_raises_and_is_never_accepted(trust: Trust, start: bytes, rest: bytes) -> None:
    assert document_judge(start + rest, trust).verdict in {UNREADABLE, Verdict.NO_SIGNATURE, Verdict.ENCRYPTED}


@settings(QUIET, max_examples=30)
@given(data=st.data())
def test_chopped_and_spliced_files_never_raise(files: Files, trust: Trust, data: st.DataObject) -> None:
    whole = files.lta
    cut = data.draw(st.integers(0, len(whole)))
    length = data.draw(st.integers(1, 2000))
    insert = data.draw(st.binary(max_size=50))
    report = document_judge(whole[:cut] + insert + whole[cut + length :], trust)
    assert isinstance(report, VerificationReport)


def test_json_form_keeps_everything() -> None:
    signature = SignatureReport(
        field="TTE",
        signer="A",
        organization="B",
        issuer="C",
        signed_at=_day(2026, 1),
        time_source=TimeSource.TSA,
        intact=True,
        trusted=False,
        is_test=True,
        verdict=UNTRUSTED,
    )
    report = VerificationReport(UNTRUSTED, Integrity.OK, (signature,), "Pesan")
    assert report.to_dict()["signatures"][0]["signed_at"] == "2026-01-01T00:00:00+00:00"
    assert VerificationReport.from_dict(report.to_dict()) == report
