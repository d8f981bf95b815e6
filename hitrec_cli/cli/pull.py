"""`hitrec pull`: the manifest's picks into the store, and the lock."""

from __future__ import annotations

import typer

from hitrec_cli.cli import options as shared


def command(
    manifest: shared.Manifest,
    source_root: shared.SourceRoots = None,
    columns: shared.Columns = None,
    locked: shared.Locked = False,
    offline: shared.Offline = False,
    as_json: shared.AsJson = False,
    quiet: shared.Quiet = False,
) -> None:
    """Fetch and check the picks of a manifest, write its lock. Exit code 4 if a pick is not usable."""
    from hitrec_cli.base.errors import MediaError
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import pull as station

    with Screen(as_json=as_json, quiet=quiet) as screen:
        lock = station.pull(
            manifest, shared.options(source_root, columns), locked=locked, offline=offline, note=screen.note
        )
        picks = [lock.picks[name] for name in sorted(lock.picks)]
        screen.answer(
            {
                "episode": lock.episode,
                "picks": [
                    {
                        "id": pick.id,
                        "state": pick.state,
                        "digest": pick.digest,
                        "size": pick.size,
                        "reason": pick.reason,
                    }
                    for pick in picks
                ],
            },
            [f"{pick.id} {pick.state}" + (f": {pick.reason}" if pick.reason else "") for pick in picks],
        )
    if any(pick.state != "ok" for pick in picks):
        raise typer.Exit(MediaError.exit_code)
