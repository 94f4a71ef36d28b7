"""Files under the SHA-256 of their bytes: written once, durable before the database speaks of them, never changed."""

import hashlib
import logging
import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.utils.translation import gettext as _

from common.errors import StorageFailed

logger = logging.getLogger(__name__)


class DurableFileSystemStorage(FileSystemStorage):
    """Writes to a temporary file, syncs it, then moves it into place: a crash leaves the whole file or none.

    Saving a name that exists is a no-op, which is right for names that are digests of the content.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return the name unchanged: the same name means the same bytes."""
        return name

    def _save(self, name: str, content: ContentFile) -> str:
        target = Path(self.path(name))
        try:
            os.utime(target)  # so `content_discard` knows that somebody wants it again
        except FileNotFoundError:
            pass
        else:
            return name
        _folder_make(target.parent)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _folder_sync(target.parent)
        return name


def _folder_make(folder: Path) -> None:
    """Make a folder and those above it, each durably: its name stands in the folder above."""
    if folder.is_dir():
        return
    _folder_make(folder.parent)
    folder.mkdir(exist_ok=True)
    _folder_sync(folder.parent)


def _folder_sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _name(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def content_save(alias: str, data: bytes) -> str:
    """Store the bytes in the storage `alias` and return their SHA-256 as 64 hexadecimal digits.

    When it returns the bytes are on the disk; storing the same bytes again changes nothing.

    Raises:
        StorageFailed: the disk is full, or does not answer; nothing was stored.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        storages[alias].save(_name(sha256), ContentFile(data))
    except OSError as error:
        logger.exception("A file of %s bytes could not be stored in %s", len(data), alias)
        raise StorageFailed(
            _("Berkas belum dapat disimpan karena gangguan di tempat kami. Coba kirim lagi beberapa menit lagi.")
        ) from error
    return sha256


def content_open(alias: str, sha256: str) -> BinaryIO:
    """Open stored bytes for reading. Raises FileNotFoundError without any, StorageFailed when they stay shut."""
    try:
        return storages[alias].open(_name(sha256))  # type: ignore[return-value]
    except FileNotFoundError:
        raise
    except OSError as error:
        logger.exception("A file could not be opened in %s", alias)
        raise StorageFailed(_("Berkas sedang tidak dapat dibuka. Coba lagi beberapa menit lagi.")) from error


def content_read(alias: str, sha256: str) -> bytes:
    """Return stored bytes. Raises FileNotFoundError when there are none."""
    with content_open(alias, sha256) as file:
        return file.read()


def content_exists(alias: str, sha256: str) -> bool:
    """Say whether bytes with this digest are stored."""
    return storages[alias].exists(_name(sha256))


def content_discard(alias: str, sha256: str, *, unused_since: datetime) -> bool:
    """Remove stored bytes that nobody stored since that moment; say whether they are gone.

    The caller has made sure that nothing refers to them. Who stores the same bytes at the same time either makes them
    young enough to stay or finds nothing and writes them anew.
    """
    path = Path(storages[alias].path(_name(sha256)))
    aside = path.with_name(f".discard-{sha256}")
    try:
        if path.stat().st_mtime >= unused_since.timestamp():
            return False
        os.replace(path, aside)
    except FileNotFoundError:
        return False
    # Looked at once more, now that nobody can find the file to touch it any more.
    if aside.stat().st_mtime >= unused_since.timestamp():
        os.replace(aside, path)
        return False
    aside.unlink()
    return True
