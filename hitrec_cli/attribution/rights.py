"""Whether an episode may use a contribution: what its license asks and what the catalog says, against the rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from textwrap import shorten
from typing import Any

from hitrec_cli.attribution.credits import CreditedWork
from hitrec_cli.attribution.resources import Get, chain
from hitrec_cli.attribution.rights_rules import BARE, COMMERCIAL, REFUSALS, RULES, TERMS, RuleName, terms_of
from hitrec_cli.base.problems import Problem, in_order
from hitrec_cli.base.text import one_line
from hitrec_cli.model.contribution import Contribution
from hitrec_cli.model.territories import WORLDWIDE, outside

_LONGEST = 500
_REFERENCE = re.compile(r"\bLicenseRef-[A-Za-z0-9.-]+")
_GUARDIAN = RULES["guardian"][0]
_CREATIVE_COMMONS = ("", "-SA", "-NC", "-ND", "-NC-SA", "-NC-ND")
_COMMON = {*TERMS, *(f"CC-BY{kind}-{number}" for kind in _CREATIVE_COMMONS for number in ("2.0", "2.5", "3.0", "4.0"))}
"""Identifiers that need no parser: the library takes 80 ms to start."""


class LicenseError(ValueError):
    """Text that is no SPDX license expression."""


@dataclass(frozen=True, slots=True)
class License:
    """An expression in normal form: alternatives (OR), each a tuple of SPDX identifiers that all hold (AND)."""

    alternatives: tuple[tuple[str, ...], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every identifier once, in order."""
        return tuple(dict.fromkeys(name for names in self.alternatives for name in names))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a version may use a contribution, and what there is to say about it.

    `terms`: what its license asks for (NC, ND, SA; ? for what is not known here).
    """

    contribution: str
    license: str
    version: str
    allowed: bool
    problems: tuple[Problem, ...]
    terms: tuple[str, ...] = ()


def verdict(
    contribution: Contribution, version: str, day: str = "", today: str = "", shown_in: tuple[str, ...] = ()
) -> Verdict:
    """Judge one contribution for a version; of several licenses joined by OR the one with the fewest demands counts.

    `day`: when the version is first shown, ISO 8601; without it, and after it, `today` counts. '' asks for no date.
    `shown_in`: the version's territories; () asks for no place.
    """
    problems = [] if any(map(one_line, contribution.artists)) else [_problem("artists", contribution, version)]
    terms: tuple[str, ...] = ()
    if not contribution.license.strip():
        problems.append(_problem("missing", contribution, version))
    else:
        try:
            alternatives = parse_license(contribution.license).alternatives
        except LicenseError as error:
            problems.append(_problem("unknown", contribution, version, str(error)))
        else:
            judged = [(_judge(names, contribution, version), names) for names in alternatives]
            found, names = min(judged, key=lambda one: _weight(one[0]))
            problems += found
            terms = _terms(names)
    problems += _granted(contribution, version)
    problems += _in_time(contribution, version, day, today)
    problems += _in_place(contribution, version, shown_in)
    allowed = not any(problem.severity == "error" for problem in problems)
    return Verdict(contribution.id, contribution.license, version, allowed, tuple(problems), terms)


def verdicts(
    works: Iterable[CreditedWork],
    get: Get,
    version: str,
    day: str = "",
    today: str = "",
    shown_in: tuple[str, ...] = (),
) -> Iterator[Verdict]:
    """The verdict on each work of a version; what is wrong with a resource tells what was made from it."""
    for work in works:
        piece = get(work.contribution)
        if piece is not None:
            found = verdict(piece, version, day, today, shown_in)
            user = get(work.via[0]) if work.via and found.problems else None
            if user is not None:
                way = chain(user, piece.id, get)
                found = replace(found, problems=tuple(_through(one, way, len(work.via)) for one in found.problems))
            yield found


def rights_problems(
    works: Iterable[CreditedWork],
    get: Get,
    version: str,
    day: str = "",
    today: str = "",
    shown_in: tuple[str, ...] = (),
) -> tuple[Problem, ...]:
    """What stands against using these works (used pieces and their resources alike) in a version."""
    return in_order(problem for one in verdicts(works, get, version, day, today, shown_in) for problem in one.problems)


def withheld(contribution: Contribution) -> str:
    """Why nobody may use a contribution in any version at any time; '' where the catalog does not say so."""
    if not contribution.license.strip():
        return "the catalog names no license; ask its artists and add one"
    found = _granted(contribution, "")
    told = next((f"{one.message}; {one.hint}" for one in found if one.rule != _GUARDIAN), "")
    # A lock is published, and who is under age is nobody's business.
    return told or (f"{contribution.id} lacks a release; hitrec rights tells which" if found else "")


@cache
def parse_license(text: str) -> License:
    """Read an SPDX license expression. Raises LicenseError, whose text says what is wrong."""
    text = text.strip()
    if text in _COMMON:
        return License(((text,),))
    if len(text) > _LONGEST:
        raise LicenseError(f"longer than {_LONGEST} characters")
    try:
        tree = _licensing(tuple(sorted(set(_REFERENCE.findall(text))))).parse(text, validate=True)
        return License(_alternatives(tree.simplify()))
    except Exception as error:  # on odd input the library also asserts, indexes and recurses
        raise LicenseError(one_line(str(error)) or "cannot be read") from error


@cache
def _licensing(references: tuple[str, ...]) -> Any:
    """The SPDX list, and the LicenseRef-… identifiers of this expression, which the library takes for errors."""
    from license_expression import LicenseSymbol, Licensing, get_spdx_licensing

    spdx = get_spdx_licensing()
    known = {str(key).lower() for key in spdx.known_symbols}
    aliases = {alias.lower() for symbol in spdx.known_symbols.values() for alias in symbol.aliases}
    new = [LicenseSymbol(name) for name in references if name.lower() not in known | aliases]
    return Licensing([*spdx.known_symbols.values(), *new]) if new else spdx


def _alternatives(tree: Any) -> tuple[tuple[str, ...], ...]:
    """Disjunctive normal form of a parsed expression; `A WITH exception` counts as A, which asks for no less."""
    if type(tree).__name__ == "OR":
        return tuple(names for part in tree.args for names in _alternatives(part))
    if type(tree).__name__ == "AND":
        sums: tuple[tuple[str, ...], ...] = ((),)
        for part in tree.args:
            sums = tuple((*left, *right) for left in sums for right in _alternatives(part))
            if len(sums) > _LONGEST:
                raise LicenseError("too many alternatives")
        return sums
    return ((str(getattr(tree, "license_symbol", tree).key),),)


def _judge(names: tuple[str, ...], contribution: Contribution, version: str) -> list[Problem]:
    terms = [terms_of(name) for name in names]
    demands = [known for known in terms if known]
    asked: list[RuleName] = []
    if any(known.non_commercial for known in demands) and COMMERCIAL.get(version, True):
        asked.append("non_commercial")
    if any(known.no_derivatives for known in demands):
        asked.append("no_derivatives")
    if any(known.share_alike for known in demands):
        asked.append("share_alike")
    problems = [_problem(rule, contribution, version) for rule in asked]
    unknown = [name for name, known in zip(names, terms, strict=True) if known is None]
    return problems + [_problem("unchecked", contribution, version, name) for name in dict.fromkeys(unknown)]


def _terms(names: Iterable[str]) -> tuple[str, ...]:
    """What identifiers that hold together ask for, in short."""
    known = [terms_of(name) for name in names]
    asked = {
        "NC": any(one is not None and one.non_commercial for one in known),
        "ND": any(one is not None and one.no_derivatives for one in known),
        "SA": any(one is not None and one.share_alike for one in known),
        "?": None in known,
    }
    return tuple(word for word, holds in asked.items() if holds)


def _granted(contribution: Contribution, version: str) -> list[Problem]:
    """What the catalog says of withdrawal and releases."""
    problems = []
    if contribution.withdrawn:
        reason = one_line(contribution.withdrawn)
        told = f": {shorten(reason, 120)}" if reason.casefold() not in BARE else ""
        day = f" on {contribution.withdrawn_on}" if contribution.withdrawn_on else ""
        problems.append(_problem("withdrawn", contribution, version, day + told))
    paper = one_line(contribution.agreement)
    refused = paper.casefold() in REFUSALS
    if contribution.release == "pending":
        named = f" ({shorten(paper, 80)})" if paper else ""
        problems.append(_problem("unreleased", contribution, version, f"its release is pending{named}"))
    elif refused:
        problems.append(_problem("unreleased", contribution, version, f"its agreement is {paper.casefold()!r}"))
    if contribution.guardian == "pending" or (contribution.minor not in ("", "no") and not contribution.guardian):
        state = "has come yet" if contribution.guardian else "is stated"
        problems.append(_problem("guardian", contribution, version, state))
    return problems


def _in_time(contribution: Contribution, version: str, day: str, today: str) -> list[Problem]:
    """Whether it may be used on the day of a version, and still today."""
    ends = contribution.expires
    if ends and ends < (day or today):
        return [_problem("expired", contribution, version, day or today)]
    if ends and day and ends < today:
        return [_problem("lapsed", contribution, version, day)]
    return []


def _in_place(contribution: Contribution, version: str, shown_in: tuple[str, ...]) -> list[Problem]:
    """Whether it may be shown wherever a version is."""
    missing = outside(shown_in, contribution.territories)
    if not missing:
        return []
    where = "worldwide" if WORLDWIDE in missing else f"in {shorten(', '.join(missing), 60)} too"
    return [_problem("elsewhere", contribution, version, where)]


def _through(problem: Problem, way: tuple[str, ...], users: int) -> Problem:
    """A problem of a resource, with the way from what the episode uses down to it."""
    if len(way) < 2:
        return problem
    between = f" by way of {', '.join(reversed(way[1:-1]))}" if way[2:] else ""
    others = f", and {users - 1} more of the picks" if users > 1 else ""
    return replace(problem, message=f"{problem.message} ({way[0]} was made from it{between}{others})")


def _weight(problems: Iterable[Problem]) -> tuple[int, ...]:
    severities = [problem.severity for problem in problems]
    return tuple(severities.count(severity) for severity in ("error", "warning", "note"))


def _problem(rule: RuleName, contribution: Contribution, version: str, detail: str = "") -> Problem:
    code, severity, message, remedy = RULES[rule]
    words = {
        "id": contribution.id,
        "license": shorten(one_line(contribution.license), 80),
        "version": version,
        "detail": detail,
        "expires": contribution.expires,
        "territories": shorten(", ".join(contribution.territories), 60),
        "artists": ", ".join(filter(None, map(one_line, contribution.artists))) or "its artists",
    }
    return Problem(code, contribution.mark, message.format(**words), remedy.format(**words), severity)
