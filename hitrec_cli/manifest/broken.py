"""Which parts of a partial episode are broken: what else is wrong with those follows from that, and is no news."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from hitrec_cli.base.problems import Mark, Problem, errors_of
from hitrec_cli.manifest import rules
from hitrec_cli.model.episode import Episode
from hitrec_cli.model.segment import PictureItem, Segment, SoundItem, Super


def broken_marks(episode: Episode, problems: Iterable[Problem]) -> frozenset[Mark]:
    """The marks of the segments, picture items, sounds and supers in which an error lies.

    For each error that is the innermost of these, and the segment that holds it. They are found by place alone: an
    object reaches from its mark to the next object's, as far as lines are not indented less than it is.
    """
    owners = _owners(episode)
    places = sorted(owners)
    broken: set[Mark] = set()
    for problem in errors_of(problems):
        if problem.rule == rules.PARAMETER and problem.mark.file == episode.mark.file:
            broken.update(_used_after(episode, problem.mark))
            continue
        for place in reversed(places[: bisect_right(places, problem.mark)]):
            if place.file != problem.mark.file:
                break
            if place.line == problem.mark.line or place.column <= problem.mark.column:
                broken |= {place, *owners[place]}
                break
    return frozenset(broken)


def _owners(episode: Episode) -> dict[Mark, set[Mark]]:
    """Each object's mark, and those of the segments that hold it: a file that is used twice gives one mark to two."""
    owners: dict[Mark, set[Mark]] = {}
    for segment in episode.segments:
        for part in (segment, *_items(segment)):
            owners.setdefault(part.mark, set()).add(segment.mark)
    return owners


def _items(segment: Segment) -> Iterator[PictureItem | SoundItem | Super]:
    yield from segment.picture
    yield from segment.sound
    yield from segment.supers


def _used_after(episode: Episode, place: Mark) -> list[Mark]:
    """The segments of other files that are used between the last segment before the place and the next one.

    What `with:` gives is written in the manifest, but the segment has its mark in its own file.
    """
    used: list[Mark] = []
    for segment in episode.segments:
        if segment.mark.file != place.file:
            used.append(segment.mark)
        elif segment.mark > place:
            break
        else:
            used = []
    return used
