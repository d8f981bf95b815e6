"""All commands under one roof. Their files import nothing heavy; what they do, they import when they do it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Final

import typer

COMMANDS: Final = (
    "init", "new", "catalog", "validate", "pull", "rundown", "rights", "plan", "preview", "render", "frame", "credits",
    "captions", "deliver", "profiles", "schema", "doctor", "cache",
)  # fmt: skip
"""In the order of the help. Each is a module here, with a `command` of its own or an `app` of several."""


def app(arguments: Sequence[str] | None = None) -> typer.Typer:
    """The command line. Of what its arguments cannot reach only names and helps are made: the rest costs time."""
    made = typer.Typer(
        name="hitrec",
        help="Make a television show from its community's contributions: from a manifest to broadcast files.",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback()(_root)
    named = arguments[0] if arguments and arguments[0] in COMMANDS else None
    for name in COMMANDS if named is None else (named,):
        module = import_module(f"hitrec_cli.cli.{name}")
        whole = arguments is None or named is not None
        if hasattr(module, "app"):
            if whole:
                made.add_typer(module.app, name=name)
            else:
                made.command(name, help=module.app.info.help)(_nothing)
        else:
            made.command(name, help=module.command.__doc__)(module.command if whole else _nothing)
    return made


def _nothing() -> None:
    """Stands for a command that is only listed."""


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
