"""Bring the picks of an episode into the store, look at each once, and say in the lock what became of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

from hitrec_cli.base.errors import MediaError
from hitrec_cli.base.text import one_line
from hitrec_cli.library import metadata
from hitrec_cli.library.metadata import Judged
from hitrec_cli.library.store import Store, StoredObject
from hitrec_cli.library.workspace import Workspace
from hitrec_cli.model.contribution import Contribution
from hitrec_cli.model.lock import Lock, LockedPick
from hitrec_cli.model.media import MediaFacts

Note = Callable[[str], None]
"""Takes one line of progress."""


def pull(
    episode: str,
    picks: Iterable[Contribution],
    store: Store,
    workspace: Workspace,
    *,
    previous: Lock | None = None,
    note: Note = lambda _: None,
) -> Lock:
    """The lock of the picks, each with its state and, where that is not "ok", why and what to do about it.

    Unchanged picks cost a few looks at the disk; no file is read and no process runs. A pick whose file is gone is
    still ok while the store has the bytes that the `previous` lock names.
    Raises RenderError for a full disk, MediaError where nothing can be probed at all.
    """
    wanted = {pick.id: pick for pick in picks}
    stored: dict[str, StoredObject] = {}
    lacking: dict[str, str] = {}
    for pick in wanted.values():
        try:
            stored[pick.id] = _bring(pick, store, workspace, note)
        except MediaError as error:
            kept = previous.picks.get(pick.id) if previous is not None else None
            if kept is not None and kept.digest and store.has(kept.digest):
                stored[pick.id] = StoredObject(kept.digest, kept.size)
            else:
                # The lock is shared: it says nothing of where somebody's workspace is.
                lacking[pick.id] = one_line(error.message.replace(f"{workspace.root}/", ""))
    judged = _judge({each.digest: name for name, each in stored.items()}, store, note)
    locked = {}
    for name in sorted(wanted):
        if name in lacking:
            locked[name] = LockedPick(name, "missing", license=wanted[name].license, reason=lacking[name])
        else:
            locked[name] = _locked(wanted[name], stored[name], judged[stored[name].digest])
    return Lock(episode, locked)


def _bring(pick: Contribution, store: Store, workspace: Workspace, note: Note) -> StoredObject:
    if not pick.location:
        raise MediaError("the catalog names no file for it; add one")
    if "://" in pick.location:
        raise MediaError(f"{pick.location} is an address; download it and name the file")
    path = workspace.confine(Path(pick.location))
    known = store.known(path)
    if known is not None:
        return known
    note(f"bringing in {pick.id}")
    return store.add(path)


def _judge(names: dict[str, str], store: Store, note: Note) -> dict[str, Judged]:
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


def _locked(pick: Contribution, stored: StoredObject, judged: Judged) -> LockedPick:
    def locked(state: Literal["ok", "broken", "uncleared"], reason: str = "") -> LockedPick:
        return LockedPick(pick.id, state, stored.digest, stored.size, pick.license, judged.facts, one_line(reason))

    if judged.facts is None:
        return locked("broken", judged.broken)
    if not _fits(pick, judged.facts):
        seen = "silent " * (judged.facts.kind == "video" and judged.facts.sound is None) + judged.facts.kind
        reason = f"the catalog calls it {pick.kind}, but it is {seen} ({judged.facts.format}); correct its kind"
        return locked("broken", reason)
    if not pick.license:
        return locked("uncleared", "the catalog names no license; ask its artists and add one")
    return locked("ok")


def _fits(pick: Contribution, facts: MediaFacts) -> bool:
    if pick.kind in ("video", "animation"):
        return facts.kind in ("video", "animation")
    if pick.kind in ("music", "voice", "effect"):
        return facts.sound is not None
    return facts.kind == pick.kind
