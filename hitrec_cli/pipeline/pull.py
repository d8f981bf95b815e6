"""The lock: picks brought into the store."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hitrec_cli.base.errors import ManifestError, UsageError
from hitrec_cli.pipeline.opening import open_manifest
from hitrec_cli.pipeline.options import Note, Options, home

if TYPE_CHECKING:
    from hitrec_cli.library.pull import Watch
    from hitrec_cli.library.sources.drift import Drift
    from hitrec_cli.library.sources.rules import Rules
    from hitrec_cli.model.lock import Lock


def pull(
    manifest: Path,
    options: Options,
    *,
    locked: bool,
    offline: bool,
    note: Note,
    update: Collection[str] | None = None,
    largest: str = "",
    drifted: Callable[[Drift], None] | None = None,
    watch: Watch | None = None,
) -> Lock:
    """Bring the picks into the store and write the lock.

    `update`: ids whose changed bytes are taken; empty means all, None none. `largest`: a size such as "2 GB" that goes
    before that of hitrec.toml. Raises UsageError for ids that the manifest does not pick.
    """
    from hitrec_cli.library.desk import bring_in
    from hitrec_cli.library.store import Store

    desk = open_manifest(manifest, options)
    wanted = frozenset(update or ())
    for name in sorted(wanted - {pick.id for pick in desk.picks()}) if wanted else ():
        raise UsageError(f"--update {name}: the manifest picks no {name}; name ids of its picks, or none for all")
    desk = replace(desk, workspace=replace(desk.workspace, rules=limited(desk.workspace.rules, largest)))
    return bring_in(
        desk, Store(home()), locked=locked, offline=offline, note=note, drifted=drifted, watch=watch,
        update=lambda pick: update is not None and (not wanted or pick in wanted),
    )  # fmt: skip


def limited(rules: Rules, largest: str) -> Rules:
    """Rules with what --largest says, if anything. Raises UsageError for what is no size."""
    from hitrec_cli.library.sources.rules import size_of

    try:
        return replace(rules, largest=size_of(largest, "--largest")) if largest else rules
    except ManifestError as error:
        raise UsageError(error.message) from error
