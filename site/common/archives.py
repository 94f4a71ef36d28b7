"""ZIP archives that are sent while they are written: whatever is in them, no more than a piece is in memory."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo


class _Sink:
    """What ZipFile writes into; it can not go back, so ZipFile writes sizes after the files."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Remember the bytes until they are taken."""
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: who sends takes."""

    def take(self) -> bytes:
        """Return what was written since the last time."""
        taken = b"".join(self._written)
        self._written.clear()
        return taken


def zip_chunks(entries: Iterable[tuple[str, Iterable[bytes], bool]], *, at: datetime) -> Iterator[bytes]:
    """Yield the bytes of an archive of `entries`: name, content in pieces, and whether it is worth compressing.

    `at` is the date every entry bears.
    """
    sink = _Sink()
    with ZipFile(sink, "w") as archive:  # type: ignore[call-overload]
        for name, chunks, compress in entries:
            info = ZipInfo(name, at.timetuple()[:6])
            info.compress_type = ZIP_DEFLATED if compress else ZIP_STORED
            with archive.open(info, "w", force_zip64=True) as entry:
                for chunk in chunks:
                    entry.write(chunk)
                    if ready := sink.take():
                        yield ready
            yield sink.take()
    yield sink.take()
