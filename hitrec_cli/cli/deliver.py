"""`hitrec deliver`: hand an episode over to its receiver."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hitrec_cli.cli import options as shared


def command(
    manifest: shared.Manifest,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", show_default=False, help="The receiver's folder.")],
    profile: shared.ProfileName = None,
    cut: shared.Cut = None,
    name: Annotated[
        str, typer.Option("--name", metavar="TEMPLATE", help="What files are called: {series} S{season:02} {title} …")
    ] = "{id}.{profile}",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would be delivered.")] = False,
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
    """Render what is missing, and hand file, sidecars and check sums over. Not before the version's first day."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.engine.executor import default_workers
    from hitrec_cli.pipeline import deliver as station

    with Screen(as_json=as_json, quiet=quiet, verbose=verbose) as screen:
        answer = station.deliver(
            manifest,
            shared.options(source_root, columns),
            profile=profile,
            version=cut,
            to=to,
            name=name,
            dry_run=dry_run,
            locked=locked,
            offline=offline,
            workers=workers or default_workers(),
            out=out,
            events=screen.event,
            note=screen.note,
        )
        screen.answer(answer.data, answer.lines)
