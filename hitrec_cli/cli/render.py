"""`hitrec render`: the deliverables of an episode."""

from __future__ import annotations

from pathlib import Path

from hitrec_cli.cli import options as shared


def command(
    manifest: shared.Manifest,
    profile: shared.ProfileName = None,
    cut: shared.Cut = None,
    out: shared.Out = Path("out"),
    workers: shared.Workers = None,
    source_root: shared.SourceRoots = None,
    columns: shared.Columns = None,
    locked: shared.Locked = False,
    offline: shared.Offline = False,
    as_json: shared.AsJson = False,
    quiet: shared.Quiet = False,
    verbose: shared.Verbose = False,
) -> None:
    """Make an episode's deliverables. Only what changed since the last time is rendered."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.engine.executor import default_workers
    from hitrec_cli.pipeline import render as station

    with Screen(as_json=as_json, quiet=quiet, verbose=verbose) as screen:
        answer = station.render(
            manifest,
            shared.options(source_root, columns),
            profile=profile,
            version=cut,
            locked=locked,
            offline=offline,
            workers=workers or default_workers(),
            out=out,
            events=screen.event,
            note=screen.note,
        )
        screen.answer(answer.data, answer.lines)
