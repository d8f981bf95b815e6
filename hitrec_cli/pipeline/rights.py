"""Whether a show may use what it uses: from manifest and catalog alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hitrec_cli.base.digest import Json
from hitrec_cli.base.errors import UsageError
from hitrec_cli.base.problems import Problem, errors_of, in_order
from hitrec_cli.pipeline.options import Answer, Options

if TYPE_CHECKING:
    from hitrec_cli.account.clearance import Clearance
    from hitrec_cli.library.desk import Desk


@dataclass(frozen=True, slots=True)
class Cleared:
    """The clearance as data, text and CSV. `errors`: mistakes besides, which may hide works."""

    answer: Answer
    csv: str
    errors: tuple[Problem, ...]
    cleared: bool


def rights(
    manifest: Path, options: Options, *, use: str | None, day: str | None = None, places: Sequence[str] = ()
) -> Cleared:
    """The rights of every work in each version that the manifest is delivered in, or in that of one `use`.

    `use`: a profile or a version. `day`: the day of use, ISO 8601, instead of the date that the manifest gives the
    version, else of today. `places`: the territories of use instead of those that the manifest gives the version, else
    everywhere. Nothing is pulled. Raises ManifestError where there is no episode to be read, UsageError for a use, day
    or place that is none.
    """
    from hitrec_cli.account.clearance import clearance_csv, clearance_json, clearance_text
    from hitrec_cli.library.desk import draft_desk
    from hitrec_cli.library.today import today

    asked, now, shown_in = _day(day), today(), _places(places)
    desk = draft_desk(manifest, options.source_roots, options.columns)
    made = [_clearance(desk, version, asked, now, shown_in) for version in _versions(desk, use)]
    lines: list[str] = []
    for one in made:
        lines += [*([""] if lines else []), *clearance_text(one)]
    cleared = all(one.cleared for one in made)
    data: dict[str, Json] = {
        "episode": desk.episode.id,
        "title": made[0].title,
        "cleared": cleared,
        "versions": [clearance_json(one) for one in made],
    }
    return Cleared(Answer(data, lines), clearance_csv(made), in_order(errors_of(desk.problems)), cleared)


def _clearance(desk: Desk, version: str, asked: str, now: str, shown_in: tuple[str, ...]) -> Clearance:
    from hitrec_cli.account.clearance import clearance
    from hitrec_cli.attribution.credits import collect
    from hitrec_cli.attribution.rights import verdicts
    from hitrec_cli.pipeline.validate import not_ignored

    episode = desk.episode
    credited = collect(episode.in_version(version), desk.get)
    day, shown_in = asked or episode.publish.get(version, ""), shown_in or episode.shown_in(version)
    judged = tuple(verdicts(credited.works, desk.get, version, day, asked or now, shown_in))
    found = {problem for one in judged for problem in one.problems}
    settled = found - set(not_ignored(desk, in_order(found)))
    return clearance(episode, version, day or now, credited, judged, desk.get, settled, shown_in)


def _versions(desk: Desk, use: str | None) -> tuple[str, ...]:
    """The versions that are meant, each once."""
    episode, profiles = desk.episode, desk.shelf.profiles
    if use is None:
        known = [profiles[name].version for name in episode.deliver if name in profiles]
        return tuple(dict.fromkeys(known or [profiles["web"].version]))
    if use in profiles:
        return (profiles[use].version,)
    versions = {"broadcast", "online", *episode.publish, *(name for one in episode.segments for name in one.only)}
    if use not in versions:
        raise UsageError(f"--for {use}: there is neither such a profile nor such a version; "
                         f"there are {', '.join((*profiles, *sorted(versions)))}")  # fmt: skip
    return (use,)


def _places(words: Sequence[str]) -> tuple[str, ...]:
    from hitrec_cli.model.territories import TerritoryError, territories

    try:
        return territories(word for text in words for word in text.replace(",", " ").split())
    except TerritoryError as error:
        raise UsageError(f"--territory: {error}; {error.hint}") from None


def _day(text: str | None) -> str:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise UsageError(f"--on {text}: this is no date; write it as 2015-06-05") from None
