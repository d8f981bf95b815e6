"""The way in: what the command `hitrec` calls."""

from __future__ import annotations

import sys
from typing import NoReturn


def run() -> NoReturn:
    """Run the command line and end the process with its exit code (boundary.py has the table)."""
    from hitrec_cli.cli.boundary import guarded

    sys.exit(guarded(_command))


def _command() -> None:
    if sys.argv[1:] == ["--version"]:
        from hitrec_cli.cli.version import version

        sys.stdout.write(f"hitrec {version()}\n")
        return
    import gc
    import os

    gc.set_threshold(100_000)  # modules and manifests are kept to the end: looking for cycles in them takes a while
    from hitrec_cli.cli.app import app

    completing = "_HITREC_COMPLETE" in os.environ  # the shell asks for the options of any command
    app(None if completing else sys.argv[1:])(prog_name="hitrec")
