"""`hitrec new`: an episode, a segment or a look to go on with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hitrec_cli.cli import options as shared

app = typer.Typer(help="Begin an episode, a segment, or the show's look.", no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[
    str, typer.Argument(metavar="ID", show_default=False, help="Lower case letters, digits and '-'; its file's name.")
]
Title = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Its title; otherwise the id in words.")]


@app.command()
def episode(name: Name, title: Title = None, as_json: shared.AsJson = False) -> None:
    """Write episodes/ID.yaml in the show around you: valid at once, with comments."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import start as station

    with Screen(as_json=as_json) as screen:
        answer = station.new_episode(name, title, Path())
        screen.answer(answer.data, answer.lines)


@app.command()
def segment(
    name: Name,
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", show_default=False, help="host, short-film, music, story, …")
    ],
    title: Title = None,
    as_json: shared.AsJson = False,
) -> None:
    """Write segments/ID.yaml in the show around you, for any episode to use."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import start as station

    with Screen(as_json=as_json) as screen:
        answer = station.new_segment(name, kind, title, Path())
        screen.answer(answer.data, answer.lines)


@app.command()
def look(as_json: shared.AsJson = False) -> None:
    """Write assets/look.yaml in the show around you: the house's own look, every key with its comment."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import start as station

    with Screen(as_json=as_json) as screen:
        answer = station.new_look(Path())
        screen.answer(answer.data, answer.lines)
