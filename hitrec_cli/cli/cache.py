"""`hitrec cache`: the store's results, checked and counted."""

from __future__ import annotations

from typing import Annotated

import typer

from hitrec_cli.cli import options as shared

app = typer.Typer(help="Check the store, or see how large it is.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def verify(
    repair: Annotated[
        bool, typer.Option("--repair", help="Remove what is wrong; it is made anew when needed.")
    ] = False,
    as_json: shared.AsJson = False,
) -> None:
    """Read all that the store holds. Exit code 5 if something is not what it was."""
    from hitrec_cli.base.errors import RenderError
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import upkeep as station

    wrong = list(station.cache_verify(repair))
    with Screen(as_json=as_json) as screen:
        screen.answer(
            {"repaired": repair, "wrong": [{"key": key, "what": what} for key, what in wrong]},
            [f"{key}: {what}{'; removed' if repair else ''}" for key, what in wrong] or ["all is as it was stored"],
        )
    if wrong and not repair:
        raise typer.Exit(RenderError.exit_code)


@app.command()
def du(as_json: shared.AsJson = False) -> None:
    """Print how many bytes the store holds, by kind."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import upkeep as station

    totals = dict(station.cache_du())
    whole = sum(totals.values())
    with Screen(as_json=as_json) as screen:
        screen.answer(
            {"bytes": totals, "total": whole},
            [f"{size:>16,} {kind}" for kind, size in [*totals.items(), ("in all", whole)]],
        )
