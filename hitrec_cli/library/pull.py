"""Bring the picks of an episode into the store, look at each once, and say in the lock what became of them."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from hitrec_cli.attribution.rights import withheld
from hitrec_cli.base.errors import MediaError
from hitrec_cli.base.text import one_line
from hitrec_cli.library import metadata
from hitrec_cli.library.metadata import Judged
from hitrec_cli.library.sources.crew import Job, work
from hitrec_cli.library.sources.drift import Drift, drift, remedy
from hitrec_cli.library.store import Store, StoredObject
from hitrec_cli.library.workspace import Workspace
from hitrec_cli.model.contribution import Contribution
from hitrec_cli.model.lock import Lock, LockedPick
from hitrec_cli.model.media import MediaFacts

if TYPE_CHECKING:
    from hitrec_cli.library.sources.fetch import Fetcher

Note = Callable[[str], None]
"""Takes one line of progress."""

_DAY = 86_400
"""Seconds; how often it is noted that something is still used."""


class Watch(Protocol):
    """Is told how far a pull is, from several threads."""

    def planned(self, picks: Collection[str]) -> None:
        """So many picks are to be brought in."""

    def moved(self, pick: str, done: int, total: int) -> None:
        """Bytes of a pick that are there, of how many (0: nobody knows)."""

    def ended(self, pick: str, reason: str) -> None:
        """A pick is in the store; with a `reason`, it is not."""


@dataclass(frozen=True, slots=True)
class _Brought:
    """What became of a pick: its bytes in the store, else why not. `offered`: other bytes, which are not the locked."""

    stored: StoredObject | None = None
    reason: str = ""
    offered: StoredObject | None = None


def pull(
    episode: str,
    picks: Iterable[Contribution],
    store: Store,
    workspace: Workspace,
    *,
    previous: Lock | None = None,
    update: Callable[[str], bool] = lambda pick: False,
    note: Note = lambda line: None,
    drifted: Callable[[Drift], None] | None = None,
    watch: Watch | None = None,
) -> Lock:
    """The lock of the picks, each with its state and, where that is not "ok", why and what to do about it.

    Unchanged picks cost a few looks at the disk; no file is read, nobody is asked and no process runs. A pick that the
    `previous` lock has keeps those bytes: while the store has them they need be nowhere else, and other ones in their
    place are told as drift (as a `note` unless `drifted` takes it), but taken only where `update(id)` says so.
    Raises RenderError for a full disk, MediaError where nothing can be probed at all.
    """
    wanted = {pick.id: pick for pick in picks}
    pinned = {
        name: before
        for name in wanted
        if previous is not None and (before := previous.picks.get(name)) is not None
        and before.digest and before.state != "broken" and not update(name)
    }  # fmt: skip
    brought = _bring_all(wanted, pinned, store, workspace, note, watch)
    stored = {each.digest: name for name, one in brought.items() for each in (one.stored, one.offered) if each}
    judged = _judge(stored, store, note)
    locked = {}
    for name in sorted(wanted):
        one = brought[name]
        if one.offered is not None:
            told = drift(pinned[name], one.offered.digest, one.offered.size, judged[one.offered.digest].facts,
                         kept=one.stored is not None)  # fmt: skip
            (drifted or (lambda each: note(str(each))))(told)
        if one.stored is not None:
            locked[name] = _locked(wanted[name], one.stored, judged[one.stored.digest])
        else:  # what was locked is not forgotten: it may come back
            former = pinned.get(name) or LockedPick(name, "missing")
            locked[name] = _with_rights(replace(former, state="missing", reason=one.reason), wanted[name])
    _used(store, workspace.root, [one.stored.digest for one in brought.values() if one.stored])
    return Lock(episode, locked)


def _bring_all(
    wanted: Mapping[str, Contribution],
    pinned: Mapping[str, LockedPick],
    store: Store,
    workspace: Workspace,
    note: Note,
    watch: Watch | None,
) -> dict[str, _Brought]:
    """Every pick's bytes; only what is not known to be there costs work."""
    brought: dict[str, _Brought] = {}
    bringer = _Bringer(store, workspace, brought, pinned, note, watch)
    jobs = [job for pick in wanted.values() if (job := bringer.job(pick)) is not None]
    if watch is not None and jobs:
        watch.planned([name for name in wanted if name not in brought])
    try:
        work(jobs, bringer.stop)
    finally:
        bringer.close()
    return brought


class _Bringer:
    """Brings picks in, one job each."""

    def __init__(
        self,
        store: Store,
        workspace: Workspace,
        brought: dict[str, _Brought],
        pinned: Mapping[str, LockedPick],
        note: Note,
        watch: Watch | None,
    ) -> None:
        self.stop = threading.Event()
        self._store = store
        self._workspace = workspace
        self._brought = brought
        self._pinned = pinned
        self._note = note
        self._watch = watch
        self._fetching = threading.Lock()
        self._fetcher: Fetcher | None = None

    def close(self) -> None:
        """Drop connections."""
        if self._fetcher is not None:
            self._fetcher.close()

    def job(self, pick: Contribution) -> Job | None:
        """What is to be done for a pick; None where a look at the disk was enough."""
        pinned = self._pinned.get(pick.id)
        if "://" in pick.location:
            if pinned is not None and self._store.intact(pinned.digest):
                self._brought[pick.id] = _Brought(StoredObject(pinned.digest, pinned.size))
                return None
            from hitrec_cli.library.sources.fetch import host_of

            return Job(host_of(pick.location), lambda: self._run(pick))
        try:
            if not pick.location:
                raise MediaError("the catalog names no file for it; add one")
            known = self._store.known(self._workspace.confine(Path(pick.location)))
        except MediaError as error:
            self._brought[pick.id] = self._settle(pick, None, error)
            return None
        if known is not None:
            self._brought[pick.id] = self._settle(pick, known, None)
            return None
        return Job("", lambda: self._run(pick))

    def _run(self, pick: Contribution) -> None:
        if self._watch is None:
            self._note(f"bringing in {pick.id}")
        error: MediaError | None = None
        found: StoredObject | None = None
        try:
            found = self._bring(pick)
        except MediaError as refused:
            error = refused
        self._brought[pick.id] = one = self._settle(pick, found, error)
        if self._watch is not None:
            self._watch.ended(pick.id, one.reason)

    def _bring(self, pick: Contribution) -> StoredObject:
        def moved(done: int, total: int) -> None:
            if self.stop.is_set():
                from hitrec_cli.library.sources.source import Stopped

                raise Stopped
            if self._watch is not None:
                self._watch.moved(pick.id, done, total)

        if "://" not in pick.location:
            return self._store.add(self._workspace.confine(Path(pick.location)), moved)
        with self._fetching:
            if self._fetcher is None:
                from hitrec_cli.library.sources.fetch import Fetcher

                self._fetcher = Fetcher(self._store, self._workspace.rules, self.stop)
        pinned = self._pinned.get(pick.id)
        return self._fetcher.fetch(pick.location, moved, pinned.digest if pinned is not None else "")

    def _settle(self, pick: Contribution, found: StoredObject | None, error: MediaError | None) -> _Brought:
        """What a pick's bytes are: the locked ones if they are to be had, else what was found, else nothing."""
        pinned = self._pinned.get(pick.id)
        if found is not None and (pinned is None or pinned.digest == found.digest):
            return _Brought(found)
        if pinned is not None and self._store.intact(pinned.digest):
            return _Brought(StoredObject(pinned.digest, pinned.size), offered=found)
        if found is not None:
            return _Brought(
                None, f"it has changed since it was locked; put the former back, or {remedy(pick.id)}", found
            )
        # The lock is shared: it says nothing of where somebody's workspace is.
        reason = error.message if error is not None else ""
        return _Brought(None, one_line(reason.replace(f"{self._workspace.root}/", "")))


def _judge(names: Mapping[str, str], store: Store, note: Note) -> dict[str, Judged]:
    """What is known about each digest; what is not yet known is probed."""
    judged = {digest: metadata.judged(store, digest) for digest in names}
    unknown = [digest for digest, found in judged.items() if found is None]
    known = {digest: found for digest, found in judged.items() if found is not None}
    if unknown:
        from hitrec_cli.tools.probe import probe

        for digest, probed in zip(unknown, probe([store.path(digest) for digest in unknown]), strict=True):
            known[digest] = metadata.note(store, digest, probed.found, probed.broken)
            note(f"probed {names[digest]}")
    return known


def _used(store: Store, workspace: Path, digests: Iterable[str]) -> None:
    """Note, about once a day, what is used and by whom, so that cleaning up keeps it."""
    now = time.time()
    for path in (store.home / "meta" / f"{digest}.json" for digest in digests):
        with suppress(OSError):
            if now - path.stat().st_mtime > _DAY:
                os.utime(path)
    mark = store.ref(workspace)
    with suppress(OSError):
        if mark.exists() and now - mark.stat().st_mtime < _DAY:
            return
    with suppress(MediaError):  # a store that may only be read is not cleaned up either
        store.write(mark, json.dumps({"workspace": str(workspace)}))


def _locked(pick: Contribution, stored: StoredObject, judged: Judged) -> LockedPick:
    def locked(state: Literal["ok", "broken", "uncleared"], reason: str = "") -> LockedPick:
        one = LockedPick(pick.id, state, stored.digest, stored.size, facts=judged.facts, reason=one_line(reason))
        return _with_rights(one, pick)

    if judged.facts is None:
        return locked("broken", judged.broken)
    if not _fits(pick, judged.facts):
        seen = "silent " * (judged.facts.kind == "video" and judged.facts.sound is None) + judged.facts.kind
        reason = f"the catalog calls it {pick.kind}, but it is {seen} ({judged.facts.format}); correct its kind"
        return locked("broken", reason)
    why = withheld(pick)
    return locked("uncleared", why) if why else locked("ok")


def _with_rights(locked: LockedPick, pick: Contribution) -> LockedPick:
    """With what the catalog says of its rights. Whether they have run out is not asked: a lock knows no day."""
    return replace(
        locked, license=pick.license, release=pick.release, expires=pick.expires, withdrawn=one_line(pick.withdrawn),
        territories="; ".join(map(one_line, pick.territories)),
    )  # fmt: skip


def _fits(pick: Contribution, facts: MediaFacts) -> bool:
    if pick.kind in ("video", "animation"):
        return facts.kind in ("video", "animation")
    if pick.kind in ("music", "voice", "effect"):
        return facts.sound is not None
    return facts.kind == pick.kind
