"""The development CA: made once, whoever asks first, and never mistaken for a real one."""

import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import crl, pem, x509
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from izin.signing.devca import DEV_PASSPHRASE, dev_ca_ensure
from izin.signing.enums import TEST_MARK
from izin.signing.services import signer_open

ROOT = Path(__file__).parents[3]


def _content(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def test_it_is_made_once_and_then_kept(tmp_path: Path) -> None:
    first = _content(dev_ca_ensure(tmp_path / "new" / "ca").directory)
    assert _content(dev_ca_ensure(tmp_path / "new" / "ca").directory) == first
    assert set(first) == {"root.pem", "issuing.pem", "root.crl", "issuing.crl", "signer.p12"}


def test_every_name_says_that_it_is_worth_nothing(tmp_path: Path) -> None:
    authority = dev_ca_ensure(tmp_path / "ca")
    for name in ("root.pem", "issuing.pem"):
        _, _, der = pem.unarmor((authority.directory / name).read_bytes())
        certificate = x509.Certificate.load(der)
        for names in (certificate.subject, certificate.issuer):
            assert TEST_MARK in names.native["common_name"]
            assert TEST_MARK in names.native["organization_name"]


def test_only_the_owner_may_read_the_files(tmp_path: Path) -> None:
    directory = dev_ca_ensure(tmp_path / "ca").directory
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in directory.iterdir()} == {0o600}


def test_revocation_lists_outlive_any_development(tmp_path: Path) -> None:
    for path in dev_ca_ensure(tmp_path / "ca").crls:
        until = crl.CertificateList.load(path.read_bytes())["tbs_cert_list"]["next_update"].native
        assert until > datetime.now(UTC) + timedelta(days=3650)


def test_processes_that_start_together_end_with_one_ca(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from izin.signing.devca import dev_ca_ensure; "
        "print(dev_ca_ensure(Path(sys.argv[1])).pkcs12.read_bytes().hex())"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "ca")]
    started = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    answers = {process.communicate(timeout=60)[0] for process in started}
    assert answers == {(tmp_path / "ca" / "signer.p12").read_bytes().hex() + "\n"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ca", "ca.lock"]


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(ImproperlyConfigured):
        dev_ca_ensure(tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_command_makes_it_and_may_run_again(settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings.SIGNING_DEV_CA_DIR = tmp_path / "ca"
    call_command("ensure_dev_ca")
    call_command("ensure_dev_ca")
    assert str(tmp_path / "ca") in capsys.readouterr().out
    assert signer_open(passphrase=DEV_PASSPHRASE).identity.is_test
