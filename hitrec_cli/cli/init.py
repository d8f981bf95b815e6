"""`hitrec init`: a show to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hitrec_cli.cli import options as shared


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", show_default=False, help="A new or empty folder.")],
    as_json: shared.AsJson = False,
) -> None:
    """Make an example show that renders at once. Nothing that is there is overwritten."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import start as station

    with Screen(as_json=as_json) as screen:
        answer = station.init(folder)
        screen.answer(answer.data, answer.lines)
