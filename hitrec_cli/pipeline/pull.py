"""The lock: picks brought into the store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hitrec_cli.pipeline.opening import open_manifest
from hitrec_cli.pipeline.options import Note, Options, home

if TYPE_CHECKING:
    from hitrec_cli.model.lock import Lock


def pull(manifest: Path, options: Options, *, locked: bool, offline: bool, note: Note) -> Lock:
    """Bring the picks into the store and write the lock."""
    from hitrec_cli.library.desk import bring_in
    from hitrec_cli.library.store import Store

    desk = open_manifest(manifest, options)
    return bring_in(desk, Store(home()), locked=locked, offline=offline, note=note)
