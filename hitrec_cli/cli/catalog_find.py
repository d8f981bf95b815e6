"""`hitrec catalog`, what everybody needs: import, search, show, stats, export. The curator's: `catalog_curate`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from hitrec_cli.cli import catalog_curate
from hitrec_cli.cli import options as shared

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Catalog = catalog_curate.Catalog
Kind = catalog_curate.Kind
Theme = catalog_curate.Theme


@app.command("import")
def import_(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE|FOLDER|URL…", show_default=False, help="Lists, folders of media, addresses of lists."
        ),
    ],
    catalog: Catalog = None,
    columns: shared.Columns = None,
    largest: shared.Largest = "",
    as_json: shared.AsJson = False,
    quiet: shared.Quiet = False,
) -> None:
    """Take lists (CSV, TSV, JSON, JSON Lines, YAML) and tagged media into the catalog. Exit code 3 if rows stay out."""
    from hitrec_cli.base.errors import ManifestError
    from hitrec_cli.cli.plain import problem_json
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import catalog as station

    with Screen(as_json=as_json, quiet=quiet) as screen:
        given = shared.options(None, columns).columns
        done = station.import_(
            files, station.place(catalog), given, screen.note, largest=largest, watch=screen.fetching()
        )  # fmt: skip
        for problem in done.problems if not as_json else ():
            screen.note(str(problem))
        data = {**done.answer.data, "problems": [problem_json(problem) for problem in done.problems]}
        screen.answer(data, done.answer.lines)
    if not done.clean:
        raise typer.Exit(ManifestError.exit_code)


@app.command()
def search(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="WORDS…", show_default=False, help='All must occur; "a phrase", or begin* of a word.'),
    ] = None,
    kind: Kind = None,
    theme: Theme = None,
    license_: Annotated[
        str | None, typer.Option("--license", metavar="SPDX", help="Exactly, or with *: CC-BY*.")
    ] = None,
    artist: Annotated[str | None, typer.Option("--artist", metavar="NAME", help="Words of the name.")] = None,
    min_duration: Annotated[
        str | None, typer.Option("--min-duration", metavar="TIME", help="At least so long: 12, 1.5s, 00:01:30.")
    ] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Offered on that day or later.")] = None,
    unused: Annotated[bool, typer.Option("--unused", help="In no episode of this workspace.")] = False,
    newcomers: Annotated[bool, typer.Option("--newcomers", help="By artists who have just begun.")] = False,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=10_000, help="How many at most.")] = 20,
    catalog: Catalog = None,
    as_json: shared.AsJson = False,
) -> None:
    """Find contributions by words and facts, the best first. Accents and case do not matter."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import catalog as station

    with Screen(as_json=as_json) as screen:
        where = station.place(catalog)
        query = station.query(
            where, words=_joined(words), kind=kind, theme=theme, license=license_, artist=artist,
            min_duration=min_duration, since=since, unused=unused, newcomers=newcomers,
        )  # fmt: skip
        answer = station.search(where, query, limit)
        screen.answer(answer.data, answer.lines)


@app.command()
def show(name: catalog_curate.Name, catalog: Catalog = None, as_json: shared.AsJson = False) -> None:
    """Print all facts of a contribution, what it was made from, and what was made from it."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import catalog as station

    with Screen(as_json=as_json) as screen:
        answer = station.show(station.place(catalog), name)
        screen.answer(answer.data, answer.lines)


@app.command()
def stats(catalog: Catalog = None, as_json: shared.AsJson = False) -> None:
    """Count contributions by kind, theme, license, month and artist."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import catalog as station

    with Screen(as_json=as_json) as screen:
        answer = station.stats(station.place(catalog))
        screen.answer(answer.data, answer.lines)


@app.command()
def export(
    format_: Annotated[str | None, typer.Option("--format", metavar="NAME", help="csv, tsv, json or jsonl.")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write there; otherwise print it.")] = None,
    catalog: Catalog = None,
) -> None:
    """Print the catalog, with all columns that were ever imported. JSON Lines keeps every kind of value."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import catalog as station

    with Screen() as screen:
        for piece in station.export(station.place(catalog), format_, out, screen.note):
            sys.stdout.write(piece)
    if out is not None:
        sys.stdout.write(f"{out}\n")


catalog_curate.add_to(app)


def _joined(words: list[str] | None) -> str:
    """Words as one query: one that the shell has kept together is a phrase, unless it says otherwise itself."""
    return " ".join(
        f'"{word}"' if " " in word and '"' not in word and "*" not in word else word for word in words or ()
    )
