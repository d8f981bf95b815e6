"""`hitrec pull`: the manifest's picks into the store, and the lock."""

from __future__ import annotations

from typing import Annotated

import typer

from hitrec_cli.cli import options as shared


def command(
    manifest: shared.Manifest,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", show_default=False, help="With --update: only these picks.")
    ] = None,
    update: Annotated[
        bool,
        typer.Option("--update", help="Take changed files instead of the locked ones: of all picks, or of the IDs."),
    ] = False,
    largest: shared.Largest = "",
    source_root: shared.SourceRoots = None,
    columns: shared.Columns = None,
    locked: shared.Locked = False,
    offline: shared.Offline = False,
    as_json: shared.AsJson = False,
    quiet: shared.Quiet = False,
) -> None:
    """Fetch and check the picks of a manifest, write its lock. Exit code 4 if a pick is not usable."""
    from hitrec_cli.base.errors import MediaError, UsageError
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.library.sources.drift import Drift
    from hitrec_cli.pipeline import pull as station

    if ids and not update:
        raise UsageError(f"{ids[0]}: ids are named with --update only; add it, or take them out")
    if update and (locked or offline):
        raise UsageError("--update changes the lock and asks where the files are; take out --locked and --offline")
    drifts: list[Drift] = []
    with Screen(as_json=as_json, quiet=quiet) as screen:
        lock = station.pull(
            manifest, shared.options(source_root, columns), locked=locked, offline=offline, note=screen.note,
            update=(ids or ()) if update else None, largest=largest, drifted=drifts.append,
            watch=screen.fetching(),
        )  # fmt: skip
        for drift in drifts:
            screen.note(f"warning: {drift}")
        picks = [lock.picks[name] for name in sorted(lock.picks)]
        screen.answer(
            {
                "episode": lock.episode,
                "picks": [
                    {"id": one.id, "state": one.state, "digest": one.digest, "size": one.size, "reason": one.reason}
                    for one in picks
                ],
                "drift": [
                    {"id": one.pick, "kept": one.kept,
                     "changes": [{"field": name, "locked": before, "now": now} for name, before, now in one.changes]}
                    for one in drifts
                ],
            },
            [f"{pick.id} {pick.state}" + (f": {pick.reason}" if pick.reason else "") for pick in picks],
        )  # fmt: skip
    if any(pick.state != "ok" for pick in picks):
        raise typer.Exit(MediaError.exit_code)
