"""`hitrec cache`: the store, checked, counted, cleaned up, and carried to other machines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hitrec_cli.cli import options as shared

app = typer.Typer(
    help="Check the store, see how large it is, clean it up, or carry it elsewhere.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


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


@app.command()
def gc(
    workspaces: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FOLDER]...", show_default=False, help="Shows whose locks count too."),
    ] = None,
    keep_days: Annotated[
        float, typer.Option("--keep-days", metavar="N", min=0, help="Keep what was used in the last N days.")
    ] = 30,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    as_json: shared.AsJson = False,
) -> None:
    """Remove what no lock names and nobody has used lately. It is fetched or made again when it is needed."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import upkeep as station

    freed = station.cache_gc(workspaces or [], keep_days, dry_run)
    verb = "would be freed" if dry_run else "freed"
    whole, files = sum(freed.bytes.values()), sum(freed.files.values())
    with Screen(as_json=as_json) as screen:
        screen.answer(
            {"dry_run": dry_run, "locks": freed.locks, "files": dict(freed.files), "bytes": dict(freed.bytes),
             "total": whole},
            [*(f"{freed.bytes[kind]:>16,} {kind} ({count} files)" for kind, count in sorted(freed.files.items())),
             f"{whole:>16,} bytes in {files} files {verb}; {freed.locks} locks were looked at"],
        )  # fmt: skip


@app.command("export")
def export_(
    target: Annotated[Path, typer.Argument(metavar="FILE.tar", show_default=False, help="The file to write.")],
    episodes: Annotated[
        list[Path], typer.Argument(metavar="EPISODE...", show_default=False, help="Manifests, or their locks.")
    ],
    source_root: shared.SourceRoots = None,
    columns: shared.Columns = None,
    as_json: shared.AsJson = False,
) -> None:
    """Write all that the locks of episodes name into one file, for a machine without network or for good."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import upkeep as station

    count = station.cache_export(target, episodes, shared.options(source_root, columns))
    size = target.stat().st_size
    with Screen(as_json=as_json) as screen:
        screen.answer(
            {"file": str(target), "objects": count, "bytes": size}, [f"{target}: {count} objects, {size:,} bytes"]
        )


@app.command("import")
def import_(
    source: Annotated[Path, typer.Argument(metavar="FILE.tar", show_default=False, help="What export has written.")],
    as_json: shared.AsJson = False,
) -> None:
    """Take what export has written into the store, each object verified."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import upkeep as station

    count = station.cache_import(source)
    with Screen(as_json=as_json) as screen:
        screen.answer({"file": str(source), "objects": count}, [f"{source}: {count} objects"])
