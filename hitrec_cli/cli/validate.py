"""`hitrec validate`: every mistake in manifests, each with its place and a remedy."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hitrec_cli.cli import options as shared

if TYPE_CHECKING:
    from hitrec_cli.cli.formats.outcome import Outcome
    from hitrec_cli.pipeline.mending import Mended
    from hitrec_cli.pipeline.options import Options
    from hitrec_cli.pipeline.validate import Review


class Format(StrEnum):
    """How problems are told."""

    text = "text"
    json = "json"
    github = "github"
    sarif = "sarif"
    junit = "junit"


Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[PATH]...", show_default=False,
        help="Manifests, segment files, folders of manifests, - for stdin; without any, the workspace's episodes.",
    ),
]  # fmt: skip
As = Annotated[Format, typer.Option("--format", "-f", help="How problems are told.")]
Concise = Annotated[bool, typer.Option("--concise", "--no-context", help="One line for each problem.")]
Strict = Annotated[bool, typer.Option("--strict", help="Warnings fail too.")]
Fix = Annotated[bool, typer.Option("--fix", help="Mend in place what has one right answer.")]
Diff = Annotated[bool, typer.Option("--diff", help="Only show what --fix would change.")]
Explain = Annotated[
    str | None, typer.Option("--explain", metavar="RULE", help="Print the page of a rule, or of all, and exit.")
]
Rules = Annotated[bool, typer.Option("--rules", help="List all rules and exit.")]
StdinName = Annotated[
    Path | None,
    typer.Option("--stdin-filename", metavar="FILE", help="What stdin is called; paths in it count from there."),
]


def command(
    paths: Paths = None,
    form: As = Format.text,
    concise: Concise = False,
    strict: Strict = False,
    fix: Fix = False,
    diff: Diff = False,
    explain: Explain = None,
    rules: Rules = False,
    stdin_filename: StdinName = None,
    source_root: shared.SourceRoots = None,
    columns: shared.Columns = None,
    as_json: shared.AsJson = False,
    quiet: shared.Quiet = False,
) -> None:
    """Say what is wrong with manifests, and where. Exit code 3 if anything is."""
    from hitrec_cli.base.errors import ManifestError, UsageError

    form = Format.json if as_json else form
    if explain is not None or rules:
        _say(_rules(explain or "all", whole=explain is not None, as_json=form is Format.json))
        return
    if fix and not diff and Path("-") in (paths or ()):
        raise UsageError("--fix writes files, and stdin is none; --diff shows what it would change")
    options = shared.options(source_root, columns)
    if diff:
        outcome = _shown_diff(paths or (), options, stdin_filename, quiet)
    else:
        outcome = _outcome(paths or (), options, stdin_filename, strict, fix)
        if form is Format.sarif:
            outcome = _with_version(outcome)
        _say(_formatted(outcome, form, concise=concise, quiet=quiet))
    if outcome.failed:
        raise typer.Exit(ManifestError.exit_code)


def _outcome(paths: Sequence[Path], options: Options, stdin_filename: Path | None, strict: bool, fix: bool) -> Outcome:
    from hitrec_cli.cli.formats.outcome import Outcome

    files, given = _files(paths), _given(paths, stdin_filename)
    reviews = _reviews(files, given, options)
    mended = _mended(files, given, reviews, options)
    can, done = sum(one.count for one in mended), 0
    if fix and mended:
        from hitrec_cli.pipeline.mending import write

        for one in mended:
            write(one)
        reviews, can, done = _reviews(files, given, options), 0, can
    return Outcome(reviews, str(Path.cwd()), strict=strict, mendable=can, mended=done)


def _with_version(outcome: Outcome) -> Outcome:
    """The outcome that says which hitrec it is from; to find that out takes a while."""
    from dataclasses import replace

    from hitrec_cli.cli.version import version

    return replace(outcome, version=version())


def _shown_diff(paths: Sequence[Path], options: Options, stdin_filename: Path | None, quiet: bool) -> Outcome:
    from hitrec_cli.cli.formats.diff import diff
    from hitrec_cli.cli.formats.outcome import Outcome
    from hitrec_cli.cli.plain import one_line

    files, given = _files(paths), _given(paths, stdin_filename)
    reviews = _reviews(files, given, options)
    mended = _mended(files, given, reviews, options)
    outcome = Outcome(reviews, str(Path.cwd()), mendable=sum(one.count for one in mended))
    _say(diff(outcome, mended))
    if not quiet:
        sys.stderr.write(f"{one_line(outcome.summary())}\n")
    return outcome


def _mended(
    files: Sequence[Path], given: tuple[Path, bytes] | None, reviews: Sequence[Review], options: Options
) -> tuple[Mended, ...]:
    """What --fix would make of those that have something to mend."""
    if not any(review.problems for review in reviews):
        return ()
    from hitrec_cli.checks.mend import mendable

    can = [bool(mendable(review.problems, review.files)) for review in reviews]
    if not any(can):
        return ()
    from hitrec_cli.pipeline.mending import mended

    made = mended([file for file, wanted in zip(files, can, strict=False) if wanted], options)
    return made + mended([given[0]], options, given[1]) if given is not None and can[-1] else made


def _files(paths: Sequence[Path]) -> tuple[Path, ...]:
    from hitrec_cli.pipeline.gather import manifests

    files = [path for path in paths if path != Path("-")]
    return manifests(files) if files or not paths else ()


def _given(paths: Sequence[Path], name: Path | None) -> tuple[Path, bytes] | None:
    """The manifest on stdin, under its name."""
    from hitrec_cli.library.desk import LARGEST_MANIFEST

    if Path("-") not in paths:
        return None
    return name or Path("<stdin>"), sys.stdin.buffer.read(LARGEST_MANIFEST + 1)


def _reviews(files: Sequence[Path], given: tuple[Path, bytes] | None, options: Options) -> tuple[Review, ...]:
    from hitrec_cli.pipeline import validate as station

    found: tuple[Review, ...] = station.review(files, options) if files else ()
    return found if given is None else (*found, *station.review([given[0]], options, given[1]))


def _formatted(outcome: Outcome, form: Format, *, concise: bool, quiet: bool) -> str:
    """The outcome in a format; only that format's module is loaded."""
    if form is Format.json:
        from hitrec_cli.cli.formats.json_ import as_json

        return as_json(outcome)
    if form is Format.github:
        from hitrec_cli.cli.formats.github import github

        return github(outcome)
    if form is Format.sarif:
        from hitrec_cli.cli.formats.sarif import sarif

        return sarif(outcome)
    if form is Format.junit:
        from hitrec_cli.cli.formats.junit import junit

        return junit(outcome)
    import os

    from hitrec_cli.cli.formats.paint import Paint, wanted
    from hitrec_cli.cli.formats.text import text

    paint = Paint(wanted(os.environ, sys.stdout.isatty()))
    return text(outcome, paint, concise=concise, quiet=quiet)


def _rules(written: str, *, whole: bool, as_json: bool) -> str:
    from hitrec_cli.cli.formats import rules

    found = rules.find(written)
    if as_json:
        return rules.rules_json(found, whole=whole)
    return rules.pages(found) if whole else rules.listed(found)


def _say(text: str) -> None:
    """Write to stdout whatever its encoding can show; a closed pipe is told by the boundary."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
    sys.stdout.flush()
