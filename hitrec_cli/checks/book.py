"""All rules by id, and what a show breaks of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import ModuleType

from hitrec_cli.base.problems import Problem, in_order
from hitrec_cli.checks import (
    catalog,
    episode,
    ignores,
    includes,
    lettering,
    references,
    rights,
    syntax,
    timing,
    values,
)
from hitrec_cli.checks.rule import Rule
from hitrec_cli.checks.show import Show

FAMILIES: tuple[ModuleType, ...] = (
    syntax,
    values,
    includes,
    episode,
    ignores,
    catalog,
    timing,
    lettering,
    references,
    rights,
)
"""One module a family, in the order of their ids."""

RULES: Mapping[str, Rule] = {
    rule.id: rule for family in FAMILIES for rule in vars(family).values() if isinstance(rule, Rule)
}


def problems_of(show: Show) -> tuple[Problem, ...]:
    """What was told of a show and what its rules find, in order of place.

    What counts on lengths is not asked of things that are known to be broken: that would follow from their errors.
    """
    told = (one for one in show.told if not (_is_timed(one.rule) and one.mark in show.broken))
    return in_order((*told, *_found(show)))


def _found(show: Show) -> Iterator[Problem]:
    for rule in RULES.values():
        for breach in rule.check(show) if rule.check is not None else ():
            if not (rule.timed and breach.mark in show.broken):
                yield Problem(rule.id, breach.mark, breach.message, breach.hint, rule.severity)


def _is_timed(identifier: str) -> bool:
    found = RULES.get(identifier)
    return found is not None and found.timed
