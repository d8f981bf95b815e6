"""The captions that an episode names, read once: what a file says is kept in the store by its digest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress

from hitrec_cli.library.desk import Desk, text_bytes
from hitrec_cli.library.store import Store
from hitrec_cli.model.captions import CaptionFile, file_from, file_json
from hitrec_cli.model.episode import caption_picks
from hitrec_cli.model.lock import Lock
from hitrec_cli.tools.own_sources import reader


def caption_files(desk: Desk, lock: Lock, store: Store) -> Mapping[str, CaptionFile]:
    """What every file of captions says, by its pick's id, where its bytes are those that the lock names."""
    found: dict[str, CaptionFile] = {}
    for pick in (pick for segment in desk.episode.segments for pick in caption_picks(segment)):
        locked = lock.get(pick.id)
        if pick.id not in found and (data := text_bytes(desk, locked, store)) is not None:
            found[pick.id] = _read(data, locked.digest, store)
    return found


def _read(data: bytes, name: str, store: Store) -> CaptionFile:
    from hitrec_cli.tools.captions.read import read_captions

    by = reader("hitrec_cli.tools.captions.child", "ttconv")
    note = store.home / "captions" / f"{name}.json"
    with suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads(note.read_bytes())
        if kept["reader"] == by:
            return file_from(kept)
    file = read_captions(data)
    if not file.fault:  # which may be this machine's: too slow, too little memory
        store.write(note, json.dumps({"reader": by, **file_json(file)}))
    return file
