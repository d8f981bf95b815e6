"""The clearance table: every work that a version uses, and all that those were made from, with its rights.

Pure: works, verdicts and contributions come as data.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from hitrec_cli.account.rundown_table import fitted, fitted_widths, line, plain, wrapped
from hitrec_cli.attribution.credits import Credits
from hitrec_cli.attribution.resources import chain
from hitrec_cli.attribution.rights import Verdict
from hitrec_cli.base.digest import Json
from hitrec_cli.base.problems import Problem
from hitrec_cli.base.text import one_line
from hitrec_cli.model.contribution import Contribution
from hitrec_cli.model.episode import Episode, picks_of

Get = Callable[[str], Contribution | None]

State = Literal["cleared", "check", "not cleared"]
"""Nothing stands against it; somebody has to look; it may not be used."""

COLUMNS = (
    "version", "day", "id", "title", "artists", "license", "terms", "release", "agreement", "expires", "territories",
    "minor", "guardian", "state", "via", "why",
)  # fmt: skip
"""Of the CSV."""

_LONGEST = 16
"""Characters of an id or license in the table for a terminal; --json and --csv have them whole."""


@dataclass(frozen=True, slots=True)
class Work:
    """One row. `terms`: NC, ND, SA, or ? for what is not known. `via`: ids of the picks that were made from it.

    `why`: what there is to say, gravest first; of a work that no catalog has, only that. `barred`: ids of what it was
    made from that is not cleared.
    """

    id: str
    title: str = ""
    artists: tuple[str, ...] = ()
    license: str = ""
    terms: tuple[str, ...] = ()
    release: str = ""
    agreement: str = ""
    expires: str = ""
    territories: tuple[str, ...] = ()
    minor: str = ""
    guardian: str = ""
    via: tuple[str, ...] = ()
    why: tuple[Problem, ...] = ()
    barred: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        """What `why` and `barred` come to."""
        found = {problem.severity for problem in self.why}
        return "not cleared" if self.barred or "error" in found else "check" if "warning" in found else "cleared"


@dataclass(frozen=True, slots=True)
class Clearance:
    """All works of one version, used ones first, in order of first use.

    `day`: what dates are compared with; `shown_in`: what territories are compared with.
    """

    episode: str
    title: str
    version: str
    day: str
    works: tuple[Work, ...]
    shown_in: tuple[str, ...] = ()

    @property
    def cleared(self) -> bool:
        """Whether the version may be made."""
        return all(work.state != "not cleared" for work in self.works)

    def count(self, state: State) -> int:
        """How many works are in a state."""
        return sum(work.state == state for work in self.works)


def clearance(
    episode: Episode,
    version: str,
    day: str,
    credits_: Credits,
    verdicts: Collection[Verdict],
    get: Get,
    ignored: Collection[Problem] = (),
    shown_in: tuple[str, ...] = (),
) -> Clearance:
    """The clearance of one version. `ignored`: problems that a comment of the manifest has settled."""
    judged = {one.contribution: one for one in verdicts}
    known = [
        _work(piece, judged[work.contribution], work.via, ignored)
        for work in credits_.works
        if work.contribution in judged and (piece := get(work.contribution)) is not None
    ]
    title = ": ".join(filter(None, map(one_line, (episode.series, episode.title))))
    works = (*known, *_unknown(episode, version, credits_, get))
    return Clearance(episode.id, title, version, day, tuple(_barred(works, get)), shown_in)


def _barred(works: Sequence[Work], get: Get) -> Iterator[Work]:
    """What was made from something that is not cleared is not cleared either, all the way up to the picks."""
    found: dict[str, dict[str, None]] = {}
    for work in works:
        for user in work.via if work.state == "not cleared" else ():
            piece = get(user)
            for maker in chain(piece, work.id, get)[:-1] if piece is not None else ():
                found.setdefault(maker, {})[work.id] = None
    for work in works:
        yield replace(work, barred=tuple(found[work.id])) if work.id in found else work


def _work(piece: Contribution, verdict: Verdict, via: tuple[str, ...], ignored: Collection[Problem]) -> Work:
    order = ("error", "warning", "note")
    why = sorted((one for one in verdict.problems if one not in ignored), key=lambda one: order.index(one.severity))
    return Work(
        id=piece.id,
        title=one_line(piece.title),
        artists=tuple(filter(None, map(one_line, piece.artists))),
        license=one_line(piece.license),
        terms=verdict.terms,
        release=piece.release,
        agreement=one_line(piece.agreement),
        expires=piece.expires,
        territories=piece.territories,
        minor=piece.minor,
        guardian=piece.guardian,
        via=via,
        why=tuple(why),
    )


def _unknown(episode: Episode, version: str, credits_: Credits, get: Get) -> Iterator[Work]:
    """What no catalog has: picks, and what known works were made from. Nobody knows its rights."""
    lost: dict[str, tuple[str, ...]] = {
        pick.id: ()
        for segment in episode.in_version(version)
        for pick in picks_of(segment)
        if get(pick.id) is None
    }  # fmt: skip
    rules = dict.fromkeys(lost, "HR403")
    for work in credits_.works:
        piece = get(work.contribution)
        for name in piece.resources if piece is not None else ():
            if name not in rules and get(name) is None:
                lost[name] = tuple(dict.fromkeys((*lost.get(name, ()), *(work.via or (work.contribution,)))))
    for name, via in lost.items():
        message, hint = "no catalog has it, so nobody knows its rights", "add it to a catalog, or take it out"
        mark = episode.place("catalog")
        yield Work(name, via=via, why=(Problem(rules.get(name, "HR401"), mark, message, hint),))


def clearance_text(one: Clearance) -> Iterator[str]:
    """A table for a terminal of 100 columns, and under each row what stands against it."""
    head: tuple[str, ...] = ("id", "title", "artists", "license", "terms", "release", "expires", "where", "state")
    table = [head, *map(_cells, one.works)]
    # Columns that this show does not need leave their room to the names.
    shown = [at for at, cells in enumerate(zip(*table, strict=True)) if at not in (4, 5, 6, 7) or any(cells[1:])]
    table = [tuple(row[at] for at in shown) for row in table]
    widths = fitted_widths(table, (1, 2))
    use = ", ".join((f"{one.version} version", f"for {one.day}", *one.shown_in))
    yield from wrapped(f"{one.title or one.episode} ({one.episode}), {use}", "")
    yield line(table[0], widths)
    for cells, work in zip(table[1:], one.works, strict=True):
        yield line(cells, widths)
        for problem in work.why:
            if problem.severity != "note":
                hint = f"; {problem.hint}" if problem.hint else ""
                yield from wrapped(one_line(f"! {problem.rule}: {problem.message}{hint}"), "  ")
        if work.barred:
            yield from wrapped(one_line(f"! made from what is not cleared: {', '.join(work.barred)}"), "  ")
    parts = (f"{one.count('not cleared')} not cleared", f"{one.count('check')} to check")
    told = ", ".join(part for part in parts if not part.startswith("0 ")) or "all cleared"
    yield f"{len(one.works)} work{'s' if len(one.works) != 1 else ''}: {told}"


def _cells(work: Work) -> tuple[str, ...]:
    return (
        fitted(one_line(work.id), _LONGEST),
        work.title,
        ", ".join(work.artists),
        fitted(work.license, _LONGEST) or ("none" if work.title else ""),
        " ".join(work.terms),
        work.release,
        work.expires,
        fitted(", ".join(work.territories), _LONGEST),
        work.state,
    )


def _reasons(work: Work) -> Iterator[str]:
    for problem in work.why:
        yield problem.message
    if work.barred:
        yield f"made from what is not cleared: {', '.join(work.barred)}"


def clearance_csv(versions: Sequence[Clearance]) -> str:
    """As CSV (RFC 4180) with a header; no cell is a formula to a spreadsheet."""
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in versions:
        for work in one.works:
            row = (
                one.version, one.day, work.id, work.title, "; ".join(work.artists), work.license, " ".join(work.terms),
                work.release, work.agreement, work.expires, "; ".join(work.territories), work.minor, work.guardian,
                work.state, "; ".join(work.via),
                one_line("; ".join(_reasons(work))),
            )  # fmt: skip
            writer.writerow(map(plain, row))
    return table.getvalue()


def clearance_json(one: Clearance) -> Mapping[str, Json]:
    """As data."""
    return {
        "version": one.version,
        "day": one.day,
        "shown_in": list(one.shown_in),
        "cleared": one.cleared,
        "not_cleared": one.count("not cleared"),
        "check": one.count("check"),
        "works": [
            {
                "id": work.id,
                "title": work.title,
                "artists": list(work.artists),
                "license": work.license,
                "terms": list(work.terms),
                "release": work.release,
                "agreement": work.agreement,
                "expires": work.expires,
                "territories": list(work.territories),
                "minor": work.minor,
                "guardian": work.guardian,
                "state": work.state,
                "via": list(work.via),
                "barred_by": list(work.barred),
                "why": [
                    {"rule": each.rule, "severity": each.severity, "message": each.message, "hint": each.hint}
                    for each in work.why
                ],
            }
            for work in one.works
        ],
    }
