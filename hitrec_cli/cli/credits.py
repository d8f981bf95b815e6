"""`hitrec credits`: everybody whose work is in an episode."""

from __future__ import annotations

from hitrec_cli.cli import options as shared


def command(
    manifest: shared.Manifest,
    cut: shared.Cut = None,
    source_root: shared.SourceRoots = None,
    columns: shared.Columns = None,
    locked: shared.Locked = False,
    offline: shared.Offline = False,
    as_json: shared.AsJson = False,
) -> None:
    """Print whose work is in an episode. Seen, heard, and what that was made from."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import credits as station

    with Screen(as_json=as_json) as screen:
        answer = station.credits(
            manifest, shared.options(source_root, columns), version=cut, locked=locked, offline=offline
        )
        screen.answer(answer.data, answer.lines)
