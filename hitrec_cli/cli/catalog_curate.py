"""`hitrec catalog`, the curator's commands: themes, requests, shortlist, withdraw, affected."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from hitrec_cli.cli import options as shared

Catalog = Annotated[
    Path | None,
    typer.Option("--catalog", metavar="FILE", help="The database; otherwise the workspace's, assets/catalog.db."),
]
Kind = Annotated[
    str | None, typer.Option("--kind", metavar="KIND", help="video, animation, still, music, voice, effect or text.")
]
Theme = Annotated[str | None, typer.Option("--theme", metavar="TEXT", help="Of this theme.")]
Name = Annotated[str, typer.Argument(metavar="ID", show_default=False, help="A contribution's id.")]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000, help="How many at most.")]
Day = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day it was decided; otherwise today.")]


def add_to(app: typer.Typer) -> None:
    """The commands of this file, under `hitrec catalog`."""
    for command in (themes, requests, shortlist, withdraw, affected):
        app.command()(command)


def themes(theme: Theme = None, limit: Limit = 20, catalog: Catalog = None, as_json: shared.AsJson = False) -> None:
    """Count what people suggest in text contributions, clustered by words."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import catalog as place
    from hitrec_cli.pipeline import catalog_curate as station

    with Screen(as_json=as_json) as screen:
        answer = station.themes(place.place(catalog), theme or "", limit)
        screen.answer(answer.data, answer.lines)


def requests(
    manifest: shared.Manifest,
    source_root: shared.SourceRoots = None,
    columns: shared.Columns = None,
    catalog: Catalog = None,
    as_json: shared.AsJson = False,
) -> None:
    """List what an episode still needs: kinds, lengths, missing picks, and what the catalog has for them."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import catalog as place
    from hitrec_cli.pipeline import catalog_requests as station

    with Screen(as_json=as_json) as screen:
        answer = station.requests(place.place(catalog), manifest, shared.options(source_root, columns))
        screen.answer(answer.data, answer.lines)


def shortlist(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="ID…", show_default=False, help="What --mark is about.")
    ] = None,
    theme: Theme = None,
    kind: Kind = None,
    limit: Limit = 30,
    seed: Annotated[str, typer.Option("--seed", metavar="TEXT", help="Decides what chance decides.")] = "1",
    mark: Annotated[
        str | None, typer.Option("--mark", metavar="MARK", show_default=False, help="pick, maybe or no.")
    ] = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Why.")] = "",
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who decided; otherwise the user.")] = "",
    on: Day = None,
    snippet: Annotated[bool, typer.Option("--snippet", help="Print manifest lines for what was picked.")] = False,
    catalog: Catalog = None,
    as_json: shared.AsJson = False,
) -> None:
    """Show what is worth looking at, and why; taste, not votes. With --mark, keep a decision about it."""
    from hitrec_cli.base.errors import UsageError
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import catalog as place
    from hitrec_cli.pipeline import catalog_curate as station

    with Screen(as_json=as_json) as screen:
        where = place.place(catalog, on)
        if mark is not None:
            answer = station.mark(where, names or (), mark, note, by)
        elif names:
            raise UsageError("contributions are named together with --mark only")
        elif snippet:
            answer = station.snippet(where, theme=theme or "", kind=kind or "")
            if not as_json:  # it is pasted into a manifest, so its indentation counts
                sys.stdout.write("".join(f"{line}\n" for line in answer.lines))
                return
        else:
            answer = station.shortlist(where, theme=theme or "", kind=kind or "", limit=limit, seed=seed)
        screen.answer(answer.data, answer.lines)


def withdraw(
    name: Name,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it is told whoever uses it.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Take the withdrawal back.")] = False,
    on: Day = None,
    catalog: Catalog = None,
    as_json: shared.AsJson = False,
) -> None:
    """Note that a contribution may not be used any more. Importing it again does not bring it back."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import catalog as place
    from hitrec_cli.pipeline import catalog_curate as station

    with Screen(as_json=as_json) as screen:
        answer = station.withdraw(place.place(catalog, on), name, reason, undo=undo)
        screen.answer(answer.data, answer.lines)


def affected(
    name: Name,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where deliverables are; otherwise out/.")
    ] = None,
    catalog: Catalog = None,
    as_json: shared.AsJson = False,
) -> None:
    """List every episode and deliverable that has a contribution, or something made from it."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import catalog as place
    from hitrec_cli.pipeline import catalog_uses as station

    with Screen(as_json=as_json) as screen:
        answer = station.affected(place.place(catalog), name, out)
        screen.answer(answer.data, answer.lines)
