"""All rules by id, and what a show breaks of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import ModuleType

from hitrec_cli.base.problems import Mark, Problem, in_order
from hitrec_cli.checks import (
    breaks,
    captions,
    captions_carried,
    catalog,
    clearance,
    delivery,
    episode,
    ignores,
    includes,
    joins,
    lettering,
    levels,
    picks,
    publishing,
    reading,
    references,
    rights,
    sounds,
    structure,
    supers,
    syntax,
    timing,
    transitions,
    values,
    wording,
)
from hitrec_cli.checks.rule import Rule
from hitrec_cli.checks.show import Show
from hitrec_cli.model.segment import ClipSource, PictureItem, StillSource, TextSource

FAMILIES: tuple[ModuleType, ...] = (
    syntax,
    values,
    includes,
    episode,
    ignores,
    catalog,
    timing,
    joins,
    lettering,
    sounds,
    levels,
    transitions,
    supers,
    reading,
    wording,
    references,
    picks,
    rights,
    clearance,
    structure,
    breaks,
    delivery,
    publishing,
    captions,
    captions_carried,
)
"""One module a family, in the order of their ids."""

RULES: Mapping[str, Rule] = {
    rule.id: rule for family in FAMILIES for rule in vars(family).values() if isinstance(rule, Rule)
}


_UNUSABLE = ("HR112", "HR130", "HR131")
"""Where a whole segment is missing."""


def problems_of(show: Show) -> tuple[Problem, ...]:
    """What was told of a show and what its rules find, in order of place.

    What counts on lengths is not asked of things that are known to be broken: that would follow from their errors.
    """
    show = replace(show, broken=show.broken | _unsure(show))
    told = (one for one in show.told if not (_is_timed(one.rule) and one.mark in show.broken))
    return in_order((*told, *_found(show)))


def _found(show: Show) -> Iterator[Problem]:
    for rule in RULES.values():
        for breach in rule.check(show) if rule.check is not None else ():
            if not (rule.timed and breach.mark in show.broken):
                yield Problem(rule.id, breach.mark, breach.message, breach.hint, rule.severity)


def _unsure(show: Show) -> frozenset[Mark]:
    """What is placed in segments whose length nobody knows, because their picture has errors; the episode with them.

    It cannot be said to end too late.
    """
    wrong = {one.mark for one in show.told if one.severity == "error" and one.rule != "HR301"}
    unsure: set[Mark] = set()
    for segment in show.segments:
        picture = (mark for item in segment.picture for mark in (item.mark, *_picks(item)))
        if segment.mark in show.broken or any(mark in wrong for mark in picture):
            unsure.update(sound.mark for sound in segment.sound)
            unsure.update(item.mark for item in segment.supers)
            unsure.add(show.episode.mark)
    if any(one.rule in _UNUSABLE for one in show.told):
        unsure.add(show.episode.mark)
    return frozenset(unsure)


def _picks(item: PictureItem) -> tuple[Mark, ...]:
    return (item.source.pick.mark,) if isinstance(item.source, ClipSource | StillSource | TextSource) else ()


def _is_timed(identifier: str) -> bool:
    found = RULES.get(identifier)
    return found is not None and found.timed
