"""`hitrec profiles`: what an episode may be delivered as."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hitrec_cli.cli import options as shared


def command(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="One profile, shown whole.")] = None,
    folder: Annotated[
        Path, typer.Option("--in", metavar="DIR", help="A folder of the show whose own profiles are listed too.")
    ] = Path(),
    as_json: shared.AsJson = False,
) -> None:
    """List delivery profiles: hitrec's own, and those in the folder `profiles` of the show."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import profiles as station

    answer = station.profiles(name, folder)
    with Screen(as_json=as_json) as screen:
        screen.answer(answer.data, answer.lines)
