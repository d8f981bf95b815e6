"""From an address into the store."""

from __future__ import annotations

import errno
import json
import shutil
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from hitrec_cli.base.errors import MediaError
from hitrec_cli.library.sources.part import Part, held
from hitrec_cli.library.sources.rules import OBJECT_STORES, PORTS, Rules, scheme_of, shown
from hitrec_cli.library.sources.source import Mark, Moved, Source, Stopped, source_for
from hitrec_cli.library.store import Store, StoredObject
from hitrec_cli.library.store_files import clear_errors, no_room, stamp

_SPARE = 64 << 20
"""Bytes that stay free on the store's disk."""


@dataclass(frozen=True, slots=True)
class _Fetched:
    stored: StoredObject
    mark: Mark


class Fetcher:
    """Fetches for one pull, in several threads; `stop` ends all of it."""

    def __init__(self, store: Store, rules: Rules, stop: threading.Event) -> None:
        self._store = store
        self._rules = rules
        self._stop = stop
        self._sources: dict[str, Source] = {}
        self._making = threading.Lock()

    def close(self) -> None:
        """Drop all connections."""
        for source in self._sources.values():
            source.close()

    def fetch(self, location: str, moved: Moved, expected: str = "") -> StoredObject:
        """The object that is at an address now; unchanged since it was last fetched it costs one short answer.

        `expected`: the digest that it should have; a part of an earlier process that leads to another one is not
        trusted. Raises MediaError, Stopped, RenderError for a full disk.
        """
        source = self._source(location)
        folder = self._store.home / "incoming"
        with clear_errors(Path(shown(location))), held(folder, location, self._heed) as part:
            before = self._before(location)

            asked = False

            def counted(done: int, total: int) -> None:
                nonlocal asked
                self._heed()
                if total and not asked and shutil.disk_usage(folder).free < total - done + _SPARE:
                    raise no_room(Path(shown(location)).name, errno.ENOSPC)
                asked = asked or total > 0
                moved(done, total)

            if not source.fetch(location, part, counted, before.mark if before else None):
                assert before is not None
                part.discard()
                return before.stored
            if expected and part.resumed and part.digest != expected:
                part.restart()
                source.fetch(location, part, counted)
            return self._take(location, part)

    def media_type(self, location: str) -> str:
        """What the server called the bytes that were last fetched from an address, '' where it said nothing."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            return str(json.loads(self._note(location).read_bytes())["kind"])
        return ""

    def _take(self, location: str, part: Part) -> StoredObject:
        stored, mark = StoredObject(part.digest, part.size), Mark(part.etag, part.modified)
        part.sync()
        self._store.keep(part.path, stored)
        part.discard()
        note = {
            "digest": stored.digest, "size": stored.size, "etag": mark.etag, "modified": mark.modified,
            "kind": part.kind, "object": stamp(self._store.path(stored.digest).stat()), "address": shown(location),
        }  # fmt: skip
        self._store.write(self._note(location), json.dumps(note))
        self._store.vouch(stored.digest)
        return stored

    def _before(self, location: str) -> _Fetched | None:
        """What an address was when it was last fetched, if its object is as it was then."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            note = json.loads(self._note(location).read_bytes())
            stored = StoredObject(str(note["digest"]), int(note["size"]))
            mark = Mark(str(note["etag"]), str(note["modified"]))
            if (mark.etag or mark.modified) and self._store.intact(stored.digest, note["object"], self._note(location)):
                return _Fetched(stored, mark)
        return None

    def _note(self, location: str) -> Path:
        return self._store.note(f"address:{location}")

    def _source(self, location: str) -> Source:
        scheme = scheme_of(location)
        kind = "web" if scheme in PORTS else scheme
        with self._making:
            if kind not in self._sources:
                source = source_for(scheme, self._rules, self._stop)
                if source is None:
                    known = ", ".join(f"{name}://" for name in ("https", *OBJECT_STORES))
                    raise MediaError(
                        f"{shown(location)}: nothing is fetched from there; hitrec knows {known} and files"
                    )
                self._sources[kind] = source
            return self._sources[kind]

    def _heed(self) -> None:
        if self._stop.is_set():
            raise Stopped


def host_of(location: str) -> str:
    """Whom an address asks: scheme and host."""
    with suppress(ValueError):
        parts = urlsplit(location)
        return f"{parts.scheme.lower()}://{parts.hostname or ''}"
    return location
