"""Letters, authorities and signers. Nothing here needs the database."""

import copy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import override_settings

from izin.signing.backends.base import Signer
from izin.signing.devca import DEV_PASSPHRASE
from izin.signing.rendering import letter_render
from izin.signing.services import signer_open
from izin.signing.trust import Trust
from tests.izin.signing.letters import letter_context
from tests.pki import Pki, pki_make

TEMPLATES = Path(__file__).with_name("templates")


def _templates_with_ours() -> list[dict[str, Any]]:
    ours: dict[str, Any] = copy.deepcopy(django_settings.TEMPLATES[0])
    return [{**ours, "DIRS": [*ours["DIRS"], TEMPLATES]}]


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    """The test PKI; its root is the office's trust anchor."""
    return pki_make(tmp_path_factory.mktemp("pki"))


@pytest.fixture(scope="session")
def trust(pki: Pki) -> Trust:
    """Trust in the test PKI."""
    return pki.trust()


@pytest.fixture
def sample_templates() -> Any:
    """Django finds the sample letter beside ours."""
    with override_settings(TEMPLATES=_templates_with_ours()):
        yield


@pytest.fixture(scope="session")
def letter() -> bytes:
    """An unsigned letter."""
    with override_settings(TEMPLATES=_templates_with_ours()):
        return letter_render(template_name="letter_sample.html", context=letter_context())


@pytest.fixture(scope="session")
def dev_ca_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the development CA of the test session is."""
    return tmp_path_factory.mktemp("data") / "dev-ca"


@pytest.fixture(autouse=True)
def development(settings: Any, dev_ca_dir: Path) -> None:
    """By default nothing of signing is configured: the development CA is used."""
    settings.SIGNING_PKCS12 = ""
    settings.SIGNING_TRUST_ANCHORS = []
    settings.SIGNING_CRLS = []
    settings.SIGNING_DEV_CA_DIR = dev_ca_dir


@pytest.fixture(scope="session")
def dev_signer(dev_ca_dir: Path) -> Signer:
    """An opened development signer."""
    with override_settings(SIGNING_PKCS12="", SIGNING_TRUST_ANCHORS=[], SIGNING_CRLS=[], SIGNING_DEV_CA_DIR=dev_ca_dir):
        return signer_open(passphrase=DEV_PASSPHRASE)


@pytest.fixture(scope="session")
def signed(dev_signer: Signer, letter: bytes) -> bytes:
    """The letter, signed with the development signer."""
    return dev_signer.sign(letter, reason="Dokumen telah disetujui", location="Arosuka")


@pytest.fixture
def office(settings: Any, pki: Pki, tmp_path: Path) -> Path:
    """The test PKI is the office's own: returns a folder for PKCS#12 files."""
    settings.SIGNING_TRUST_ANCHORS, settings.SIGNING_CRLS = pki.write_trust(tmp_path / "trust")
    return tmp_path
