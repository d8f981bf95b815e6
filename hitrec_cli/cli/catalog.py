"""`hitrec catalog`: its commands are loaded when one is asked for, as they have more options than all others."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup


class _WhenAsked(TyperGroup):
    """A group that knows its commands only when it needs them."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """One command."""
        self._load()
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: Any) -> list[str]:
        """Their names."""
        self._load()
        return super().list_commands(ctx)

    def _load(self) -> None:
        if not self.commands:
            from typer.main import get_group

            from hitrec_cli.cli import catalog_find

            self.commands.update(get_group(catalog_find.app).commands)


app = typer.Typer(
    cls=_WhenAsked, help="Search, and choose from, all that was offered.", no_args_is_help=True, rich_markup_mode=None
)


@app.callback()
def _group() -> None:
    """Search, and choose from, all that was offered."""
