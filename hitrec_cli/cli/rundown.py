"""`hitrec rundown`: what comes when, and what is still missing."""

from __future__ import annotations

from typing import Annotated

import typer

from hitrec_cli.cli import options as shared

Cut = Annotated[
    str | None,
    typer.Option("--cut", "--version", metavar="VERSION", help="broadcast, online, or the manifest's own version."),
]


def command(
    manifest: shared.Manifest,
    cut: Cut = None,
    source_root: shared.SourceRoots = None,
    columns: shared.Columns = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a table for a spreadsheet.")] = False,
    as_json: shared.AsJson = False,
    quiet: shared.Quiet = False,
) -> None:
    """List the segments with timecode, length, and what is missing. Exit code 3 if mistakes may change it."""
    from hitrec_cli.base.errors import ManifestError, UsageError
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import rundown as station

    if as_csv and as_json:
        raise UsageError("--csv and --json exclude each other; keep one")
    listing = station.rundown(manifest, shared.options(source_root, columns), version=cut)
    with Screen(as_json=as_json, quiet=quiet) as screen:
        screen.table(listing.answer.data, listing.answer.lines, listing.csv if as_csv else None, listing.errors)
    if listing.draft:
        raise typer.Exit(ManifestError.exit_code)
