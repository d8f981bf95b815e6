"""`hitrec rights`: whether a show may use what it uses."""

from __future__ import annotations

from typing import Annotated

import typer

from hitrec_cli.cli import options as shared

Use = Annotated[
    str | None,
    typer.Option("--for", metavar="USE", help="broadcast, online, or a profile; otherwise all that the manifest has."),
]
Day = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day of use; otherwise the manifest's, else today.")
]
Places = Annotated[
    list[str] | None,
    typer.Option("--territory", metavar="CODES", help="US,CA or worldwide; otherwise the manifest's, else worldwide."),
]


def command(
    manifest: shared.Manifest,
    use: Use = None,
    day: Day = None,
    territory: Places = None,
    source_root: shared.SourceRoots = None,
    columns: shared.Columns = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a table for a spreadsheet.")] = False,
    as_json: shared.AsJson = False,
    quiet: shared.Quiet = False,
) -> None:
    """List every work with its license and whether it may be used. Exit code 4 if one may not."""
    from hitrec_cli.base.errors import ManifestError, MediaError, UsageError
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import rights as station

    if as_csv and as_json:
        raise UsageError("--csv and --json exclude each other; keep one")
    found = station.rights(
        manifest, shared.options(source_root, columns), use=use, day=day, places=territory or ()
    )  # fmt: skip
    with Screen(as_json=as_json, quiet=quiet) as screen:
        screen.table(found.answer.data, found.answer.lines, found.csv if as_csv else None, found.errors)
    if not found.cleared:
        raise typer.Exit(MediaError.exit_code)
    if found.errors:
        raise typer.Exit(ManifestError.exit_code)
