"""All commands under one roof. Their files import nothing heavy; what they do, they import when they do it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Final

import typer

COMMANDS: Final = (
    "init", "new", "catalog", "validate", "pull", "rundown", "plan", "preview", "render", "frame", "credits", "schema",
    "doctor", "cache",
)  # fmt: skip
"""In the order of the help. Each is a module here, with a `command` of its own or an `app` of several."""


def app(arguments: Sequence[str] = ()) -> typer.Typer:
    """The command line. Where its first argument names a command, only that one is made: the others cost time."""
    made = typer.Typer(
        name="hitrec",
        help="Make a television show from its community's contributions: from a manifest to broadcast files.",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback()(_root)
    for name in arguments[:1] if arguments and arguments[0] in COMMANDS else COMMANDS:
        module = import_module(f"hitrec_cli.cli.{name}")
        if hasattr(module, "app"):
            made.add_typer(module.app, name=name)
        else:
            made.command(name)(module.command)
    return made


def _version(wanted: bool) -> None:
    if wanted:
        from hitrec_cli.cli.version import version

        sys.stdout.write(f"hitrec {version()}\n")
        raise typer.Exit


def _root(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass
