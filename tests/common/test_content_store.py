"""Files under the SHA-256 of their bytes."""

import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation

from common import content_store
from common.content_store import content_exists, content_open, content_read, content_save
from common.errors import StorageFailed
from tests.threads import run_together

ROOT = Path(__file__).resolve().parents[2]
DATA = b"isi berkas"
DIGEST = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def folder(tmp_path, settings):
    """The folder of the store "private" of this test."""
    store = {"BACKEND": "common.content_store.DurableFileSystemStorage", "OPTIONS": {"location": tmp_path / "store"}}
    settings.STORAGES = {**settings.STORAGES, "private": store}
    return tmp_path / "store"


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


PLACE = f"{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}"


def test_bytes_are_stored_under_their_digest_and_read_back(folder):
    assert not content_exists("private", DIGEST)
    assert content_save("private", DATA) == DIGEST
    assert content_exists("private", DIGEST)
    assert content_read("private", DIGEST) == DATA
    with content_open("private", DIGEST) as file:
        assert file.read(3) == b"isi"
    assert files(folder) == [PLACE]


def test_nothing_is_also_something(folder):
    digest = content_save("private", b"")
    assert content_read("private", digest) == b""


def test_the_same_bytes_again_leave_the_file_alone(folder):
    content_save("private", DATA)
    before = (folder / PLACE).stat()
    content_save("private", DATA)
    after = (folder / PLACE).stat()
    assert after.st_ino == before.st_ino
    assert after.st_mtime_ns > before.st_mtime_ns  # `content_discard` sees that it is wanted
    assert files(folder) == [PLACE]


@pytest.mark.parametrize("digest", [DIGEST, "0" * 64])
def test_what_is_not_there_is_told(folder, digest):
    assert not content_exists("private", digest)
    with pytest.raises(FileNotFoundError):
        content_read("private", digest)


@pytest.mark.parametrize("digest", ["", "../../../../etc/passwd"])
def test_a_name_that_leads_out_of_the_store_is_refused(folder, digest):
    with pytest.raises(SuspiciousFileOperation):
        content_read("private", digest)


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_fault_while_writing_leaves_nothing(folder, monkeypatch, step):
    content_save("private", b"makes the folders")
    content_save("private", DATA[:-1])
    before = files(folder)

    def fail(*args, **kwargs):
        raise OSError("disk full")

    (folder / PLACE).parent.mkdir(parents=True, exist_ok=True)
    with monkeypatch.context() as patch:
        patch.setattr(content_store.os, step, fail)
        with pytest.raises(StorageFailed, match="belum dapat disimpan"):
            content_save("private", DATA)
    assert not content_exists("private", DIGEST)
    assert files(folder) == before
    assert content_save("private", DATA) == DIGEST
    assert content_read("private", DIGEST) == DATA


KILLED_WHILE_WRITING = """
import os, signal, sys
from django.conf import settings
settings.configure()
from common import content_store
from django.core.files.base import ContentFile
def die(*args): os.kill(os.getpid(), signal.SIGKILL)
setattr(content_store.os, sys.argv[2], die)
content_store.DurableFileSystemStorage(location=sys.argv[1]).save(sys.argv[3], ContentFile(b"isi berkas"))
"""


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_process_killed_while_writing_leaves_no_half_file(folder, step):
    (folder / PLACE).parent.mkdir(parents=True)
    ended = subprocess.run(
        [sys.executable, "-c", KILLED_WHILE_WRITING, folder, step, PLACE],
        env={**os.environ, "PYTHONPATH": str(ROOT / "site")},
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    assert not content_exists("private", DIGEST)
    assert content_save("private", DATA) == DIGEST
    assert content_read("private", DIGEST) == DATA


def test_file_and_folders_are_synced_before_it_returns(folder, monkeypatch):
    synced = []
    real = os.fsync

    def fsync(handle):
        synced.append(Path(os.readlink(f"/proc/self/fd/{handle}")))
        real(handle)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("only Linux tells the name of an open file")
    monkeypatch.setattr(content_store.os, "fsync", fsync)
    content_save("private", DATA)
    *folders, file, last = synced
    assert folders == [folder.parent, folder, folder / DIGEST[:2]]
    assert file.name.startswith(".part-")
    assert (file.parent, last) == (folder / DIGEST[:2] / DIGEST[2:4],) * 2


def test_threads_that_store_the_same_bytes_do_not_disturb_each_other(folder):
    assert run_together([lambda: content_save("private", DATA)] * 8) == [DIGEST] * 8
    assert files(folder) == [PLACE]
    assert content_read("private", DIGEST) == DATA
