"""Whole episodes' objects as one tar file: to keep, or to carry to a machine that is offline.

    hitrec-store.json             version of the form
    objects/<64 hex>              the bytes, sorted by digest
    meta/<64 hex>.json            what probing found out about them

The same objects give the same tar file. A tar file is a stranger's: what is in it is named by its bytes, so nothing in
it can become another object; anything that is not exactly of this form is refused.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from hitrec_cli.base.errors import MediaError
from hitrec_cli.base.text import one_line
from hitrec_cli.library import metadata
from hitrec_cli.library.store import Store, StoredObject
from hitrec_cli.library.store_files import clear_errors
from hitrec_cli.tools.probe_sniff import HEAD, Refused, sniff

_FORM = b'{"hitrec-store": 1}\n'
_FORM_NAME = "hitrec-store.json"
_OBJECT = re.compile(r"objects/([0-9a-f]{64})")
_META = re.compile(r"meta/([0-9a-f]{64})\.json")
_LARGEST_META = 64 << 20
_CHUNK = 1 << 20


def export(store: Store, digests: Iterable[str], target: Path) -> int:
    """Write objects and their metadata into a tar file, whole or not at all; how many objects.

    Raises MediaError where one is not in the store or is damaged, RenderError for a full disk.
    """
    wanted = sorted(set(digests))
    lacking = [digest[:12] for digest in wanted if not store.has(digest)]
    if lacking:
        raise MediaError(f"the store has no {', '.join(lacking[:5])}; run hitrec pull first")
    aside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with clear_errors(target), aside.open("xb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                _add(tar, _FORM_NAME, len(_FORM), io.BytesIO(_FORM))
                for digest in wanted:
                    with store.path(digest).open("rb") as data:
                        reading = _Hashing(data)
                        _add(tar, f"objects/{digest}", os.fstat(data.fileno()).st_size, reading)
                    if reading.hash.hexdigest() != digest:
                        raise MediaError(f"the stored bytes of {digest[:12]} are damaged; run hitrec cache verify "
                                         "--repair, then hitrec pull")  # fmt: skip
                for digest in wanted:
                    with suppress(FileNotFoundError):
                        meta = (store.home / "meta" / f"{digest}.json").read_bytes()
                        _add(tar, f"meta/{digest}.json", len(meta), io.BytesIO(meta))
            file.flush()
            os.fsync(file.fileno())
            aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    return len(wanted)


def bring_back(store: Store, source: Path, largest: int) -> int:
    """Take the objects of a tar file into the store, each verified; how many. `largest`: bytes of one at most.

    Raises MediaError at the first entry that is not what it should be; what came before it stays.
    """
    taken = 0
    with clear_errors(source), _opened(source) as tar:
        entries = iter(tar)
        first = next(entries, None)
        if first is None or first.name != _FORM_NAME or not first.isreg() or first.size != len(_FORM):
            raise MediaError(f"{source} was not written by hitrec cache export; name such a file")
        for entry in entries:
            found = _OBJECT.fullmatch(entry.name) or _META.fullmatch(entry.name)
            limit = largest if found is not None and found.re is _OBJECT else _LARGEST_META
            if found is None or not entry.isreg() or entry.issparse() or entry.size > limit:
                raise _refused(source, entry.name, "is no object of a store, or too large")
            data = tar.extractfile(entry)
            if data is None:
                raise _refused(source, entry.name, "has no bytes")
            if found.re is _OBJECT:
                _take(store, source, found[1], data, entry.size)
                taken += 1
            else:
                _take_meta(store, found[1], data.read(_LARGEST_META))
    return taken


def _take(store: Store, source: Path, digest: str, data: IO[bytes], size: int) -> None:
    with store.writing(digest[:12]) as aside:
        reading = _Hashing(data)
        with aside.open("xb") as out:
            while chunk := reading.read(_CHUNK):
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        if reading.hash.hexdigest() != digest:
            raise _refused(source, f"objects/{digest[:12]}…", "has other bytes than its name says")
        store.keep(aside, StoredObject(digest, size))
        store.vouch(digest)


def _take_meta(store: Store, digest: str, text: bytes) -> None:
    """Metadata spare a probe, and decide how bytes are read: only those that fit what the bytes are seen to be."""
    if not store.has(digest) or metadata.judged(store, digest) is not None:
        return
    path = store.home / "meta" / f"{digest}.json"
    with suppress(UnicodeDecodeError):
        store.write(path, text.decode("ascii"))
    judged = metadata.judged(store, digest)
    if judged is None or judged.facts is None or not _fits(store.path(digest), judged.facts.kind, judged.facts.format):
        path.unlink(missing_ok=True)


def _fits(path: Path, kind: str, demuxer: str) -> bool:
    with path.open("rb") as file:
        head = file.read(HEAD)
    try:
        seen = sniff(head, path.stat().st_size)
    except Refused:
        return False
    return kind == "text" if seen == "text" else seen == demuxer


class _Hashing(io.RawIOBase):
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.hash.update(data)
        return data


def _add(tar: tarfile.TarFile, name: str, size: int, data: IO[bytes] | io.RawIOBase) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o444
    tar.addfile(entry, data)


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source, "r|") as tar:
            yield tar
    except (tarfile.TarError, EOFError) as error:
        raise MediaError(f"{source} is damaged, or no tar file ({one_line(str(error))}); fetch it again") from error


def _refused(source: Path, name: str, why: str) -> MediaError:
    return MediaError(f"{source}: the entry {one_line(name)[:100]!r} {why}; do not trust this file")
