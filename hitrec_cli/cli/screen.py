"""The one place that writes to the screen: progress on stderr, results on stdout."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING

from hitrec_cli.base.digest import Json
from hitrec_cli.base.problems import Problem
from hitrec_cli.cli.boundary import UNHEARD, hush
from hitrec_cli.cli.fetching import Fetching, portion
from hitrec_cli.cli.plain import SCHEMA_VERSION, one_line, problem_json
from hitrec_cli.cli.progress import Tally, name
from hitrec_cli.engine.events import Event, Finished, Planned, Started

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.live import Live


class Screen:
    """What a command shows. A live display where a person looks on, plain lines in a log; it ends with the `with`."""

    def __init__(self, *, as_json: bool = False, quiet: bool = False, verbose: bool = False) -> None:
        self._as_json = as_json
        self._quiet = quiet
        self._verbose = verbose
        self._tally = Tally()
        self._live: Live | None = None

    def event(self, event: Event) -> None:
        """Show what the engine tells."""
        self._tally.add(event)
        if self._quiet:
            return
        if isinstance(event, Planned) and event.missing and self._live is None and _person():
            self._live = _live(_Board(self._tally))
            self._live.start()
        text = self._tally.line(event)
        often = isinstance(event, Started) or (isinstance(event, Finished) and self._live is not None)
        if text and (self._verbose or not often):
            self._write(text)

    def note(self, text: str) -> None:
        """One line about what goes on; not with --quiet."""
        if not self._quiet:
            self._write(one_line(text))

    def fetching(self) -> Fetching:
        """What is told how far files are that come in: bars where a person looks on, lines in a log."""
        return Fetching(self.note, begin=self._bars)

    def _bars(self, fetching: Fetching) -> bool:
        if self._live is None and not self._quiet and _person():
            self._live = _live(_Files(fetching))
            self._live.start()
        return self._live is not None

    def answer(self, data: Mapping[str, Json], lines: Iterable[str]) -> None:
        """The command's result: with --json one object with its `schema_version`, otherwise lines of text."""
        self._end()
        if self._as_json:
            _out(json.dumps({"schema_version": SCHEMA_VERSION, **data}, ensure_ascii=False, indent=2, sort_keys=True))
        else:
            for line in lines:
                _out(one_line(line))

    def table(self, data: Mapping[str, Json], lines: Iterable[str], csv: str | None, errors: Iterable[Problem]) -> None:
        """A list as the result: as CSV where it is given, else as `answer` does; what is wrong besides goes along."""
        errors = tuple(errors)
        for problem in errors if not self._as_json else ():
            self.note(str(problem))
        if csv is None:
            self.answer({**data, "errors": [problem_json(problem) for problem in errors]}, lines)
        else:
            self._end()
            sys.stdout.write(csv)

    def __enter__(self) -> Screen:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _write(self, text: str) -> None:
        if self._live is None:
            sys.stderr.write(text + "\n")
            sys.stderr.flush()
        else:
            self._live.console.print(text, markup=False, highlight=False, emoji=False, soft_wrap=True)

    def _end(self) -> None:
        live, self._live = self._live, None
        if live is not None:
            live.stop()


class _Board:
    """The live display: a bar over all frames, below it the steps that run."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally

    def __rich__(self) -> RenderableType:
        from rich.console import Group
        from rich.progress_bar import ProgressBar
        from rich.table import Table
        from rich.text import Text

        tally = self._tally
        head = Table.grid(padding=(0, 1))
        head.add_row(
            ProgressBar(total=1.0, completed=tally.share, width=40),
            Text(f"{tally.share:4.0%}  {tally.done}/{tally.missing} steps  {tally.left}"),
        )
        running = [Text(f"  {name(step)}", no_wrap=True, overflow="ellipsis") for step in list(tally.running.values())]
        return Group(head, *running[:12])


class _Files:
    """The live display of a pull: a bar over all files, below it those that come in."""

    def __init__(self, fetching: Fetching) -> None:
        self._fetching = fetching

    def __rich__(self) -> RenderableType:
        from rich.progress_bar import ProgressBar
        from rich.table import Table
        from rich.text import Text

        grid = Table.grid(padding=(0, 1))
        grid.add_row(ProgressBar(total=1.0, completed=self._fetching.share, width=40), Text(self._fetching.whole))
        for name_, done, total in self._fetching.running():
            bar = ProgressBar(total=total or None, completed=done, width=40, pulse=not total)
            shown = f"{portion(done, total):>6}  {one_line(name_)}"
            grid.add_row(bar, Text(shown, no_wrap=True, overflow="ellipsis"))
        return grid


def _live(board: RenderableType) -> Live:
    from rich.console import Console
    from rich.live import Live

    return Live(
        board, console=Console(stderr=True), refresh_per_second=4, transient=True,
        redirect_stdout=False, redirect_stderr=False,
    )  # fmt: skip


def _person() -> bool:
    """Whether somebody looks on: a terminal that can move its cursor, not a log."""
    environ = os.environ
    return sys.stderr.isatty() and not (
        environ.get("CI") or environ.get("NO_COLOR") or environ.get("TERM", "dumb") == "dumb"
    )


def _out(line: str) -> None:
    try:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        hush()
        raise SystemExit(UNHEARD) from None
