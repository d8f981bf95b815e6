"""`hitrec preview`: a quick look at an episode, with slates where something is missing."""

from __future__ import annotations

from pathlib import Path

from hitrec_cli.cli import options as shared


def command(
    manifest: shared.Manifest,
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
    """Make a quick, small rendering. With timecode in the picture, and slates for what is missing."""
    from hitrec_cli.cli.render import command as render

    render(
        manifest, "preview", cut, out, workers, source_root, columns, locked, offline, as_json, quiet, verbose
    )  # fmt: skip
