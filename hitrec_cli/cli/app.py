"""All commands under one roof. Their files import nothing heavy; what they do, they import when they do it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from hitrec_cli.cli import (
    cache,
    catalog,
    doctor,
    frame,
    init,
    new,
    plan,
    preview,
    pull,
    render,
    rundown,
    schema,
    validate,
)
from hitrec_cli.cli import credits as credits_

app = typer.Typer(
    name="hitrec",
    help="Make a television show from its community's contributions: from a manifest to broadcast files.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from hitrec_cli.cli.version import version

        sys.stdout.write(f"hitrec {version()}\n")
        raise typer.Exit


@app.callback()
def _root(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


app.command("init")(init.command)
app.add_typer(new.app, name="new")
app.add_typer(catalog.app, name="catalog")
app.command("validate")(validate.command)
app.command("pull")(pull.command)
app.command("rundown")(rundown.command)
app.command("plan")(plan.command)
app.command("preview")(preview.command)
app.command("render")(render.command)
app.command("frame")(frame.command)
app.command("credits")(credits_.command)
app.command("schema")(schema.command)
app.command("doctor")(doctor.command)
app.add_typer(cache.app, name="cache")
