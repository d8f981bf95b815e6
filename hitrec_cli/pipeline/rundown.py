"""What comes when, and what is still missing: from manifest, catalog and lock alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hitrec_cli.base.errors import ManifestError, UsageError
from hitrec_cli.base.problems import Mark, Problem, errors_of, in_order
from hitrec_cli.pipeline.options import Answer, Options, home

if TYPE_CHECKING:
    from hitrec_cli.library.desk import Desk
    from hitrec_cli.model.lock import Lock

_SHOWN = ("HR301", "HR403")
"""Rules about picks that are not there: the rows tell."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A rundown as data, text and CSV. `errors`: what is wrong besides; `draft`: some of it may change the rundown."""

    answer: Answer
    csv: str
    errors: tuple[Problem, ...]
    draft: bool


def rundown(manifest: Path, options: Options, *, version: str | None) -> Listing:
    """The rundown of one version, as good as the manifest's mistakes allow. Nothing is pulled.

    Raises ManifestError where there is no episode to be read, UsageError for a version that nothing is made in.
    """
    from hitrec_cli.account.rundown import rundown, rundown_json
    from hitrec_cli.account.rundown_table import rundown_csv, rundown_text
    from hitrec_cli.attribution.rights_rules import RIGHTS
    from hitrec_cli.library.desk import draft_desk
    from hitrec_cli.library.sheet import lay
    from hitrec_cli.library.store import Store
    from hitrec_cli.manifest.broken import broken_marks
    from hitrec_cli.model.lock import Lock

    desk = draft_desk(manifest, options.source_roots, options.columns)
    lock, damaged = _lock(desk)
    empty = Lock(desk.episode.id)
    sheet = lay(desk, lock or empty, _version(desk, version), Store(home()), placeholders=True)
    errors = in_order(problem for problem in (*errors_of(sheet.problems), *damaged) if problem.rule not in _SHOWN)
    grave = [problem for problem in errors if problem.rule not in RIGHTS]  # rights change no length
    one = rundown(desk.episode, sheet.draft, lock, desk.get, broken_marks(desk.episode, grave))
    data = {**rundown_json(one), "pulled": lock is not None, "draft": bool(grave)}
    return Listing(Answer(data, tuple(rundown_text(one))), rundown_csv(one), errors, bool(grave))


def _lock(desk: Desk) -> tuple[Lock | None, tuple[Problem, ...]]:
    """The lock; one that is damaged counts as none, and is told."""
    from hitrec_cli.library.lockfile import read_lock

    try:
        return read_lock(desk.lock_file), ()
    except ManifestError as error:
        return None, (Problem("HR100", Mark(str(desk.lock_file)), error.message),)


def _version(desk: Desk, wanted: str | None) -> str:
    """The version asked for, else that of the first profile of the manifest that is known, else online."""
    episode, profiles = desk.episode, desk.shelf.profiles
    if wanted is None:
        return next((profiles[name].version for name in episode.deliver if name in profiles), profiles["web"].version)
    own = (*episode.publish, *(name for segment in episode.segments for name in segment.only))
    known = sorted({"broadcast", "online", *own})
    if wanted not in known:
        raise UsageError(f"{desk.manifest} has no version {wanted!r}; it has {', '.join(known)}")
    return wanted
