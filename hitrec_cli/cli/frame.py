"""`hitrec frame`: one picture of an episode."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hitrec_cli.cli import options as shared


def command(
    manifest: shared.Manifest,
    timecode: Annotated[
        str, typer.Argument(metavar="TIMECODE", show_default=False, help="Of the programme, as in 01:00:04;12.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The PNG file to write.")] = Path("frame.png"),
    profile: shared.ProfileName = None,
    source_root: shared.SourceRoots = None,
    columns: shared.Columns = None,
    as_json: shared.AsJson = False,
) -> None:
    """Write the picture at one timecode, as a render would show it."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import frame as station

    with Screen(as_json=as_json) as screen:
        file = station.frame(manifest, timecode, out, profile, shared.options(source_root, columns))
        screen.answer({"timecode": timecode, "file": str(file)}, [str(file)])
