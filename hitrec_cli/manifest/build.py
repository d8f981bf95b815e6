"""Manifest text to Episode: nodes, schema, model, and every problem on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hitrec_cli.base.problems import Mark, Problem, in_order
from hitrec_cli.manifest import rules
from hitrec_cli.manifest.collector import collector_at_rest
from hitrec_cli.manifest.includes import PARAMETER, Found, Includes, Read
from hitrec_cli.manifest.nodes import Mapping, Node, Scalar, Sequence
from hitrec_cli.manifest.picks import Picks
from hitrec_cli.manifest.reader import read_nodes
from hitrec_cli.manifest.segments import SegmentBuilder
from hitrec_cli.manifest.times import Clock
from hitrec_cli.manifest.values import LEVEL, Written, name_of, time
from hitrec_cli.model.episode import CatalogReference, Episode, Format, Slot
from hitrec_cli.model.leader import LEADERS, Leader
from hitrec_cli.model.segment import Segment

if TYPE_CHECKING:
    from hitrec_cli.manifest import schema

MAX_PROBLEMS: Final = 500
"""So many problems, and no further segment is looked at."""

MAX_MESSAGE: Final = 400
"""Most characters of a problem's message."""


def read_episode(text: bytes, file: str, read: Read) -> tuple[Episode | None, tuple[Problem, ...]]:
    """The episode that a manifest describes, and all its problems in order of place.

    `file` is the manifest's name, as marks show it. `read` gives the bytes of a segment file by its path, counted from
    where `file` counts, and raises OSError or ValueError for what it refuses. What is wrong is left out of the episode,
    so that the rest can be looked at; it is None only where the document cannot be read or is no mapping. Never raises
    for what is in the text.
    """
    node, problems = read_nodes(text, file)
    if node is None:
        return None, problems
    if not isinstance(node, Mapping):
        message = f"a manifest is a mapping, not {name_of(node)}"
        return None, in_order((*problems, Problem(rules.SHAPE, node.mark, message, "it begins with `hitrec: 1`")))
    with collector_at_rest():
        episode, found = _episode(node, file, read)
    stray = _parameters(node) if b"${" in text else ()
    return episode, in_order(map(_shortened, (*problems, *found, *stray)))


def _parameters(node: Node) -> Iterator[Problem]:
    """Every text with `${name}` in the manifest itself, where nothing fills it in."""
    waiting: list[Node] = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            if found := PARAMETER.search(node.text):
                message = f"nothing fills in {found[0]!r} here: only segment files have parameters"
                yield Problem(rules.PARAMETER, node.mark, message, "write the text itself")
        else:
            waiting.extend(node.values if isinstance(node, Mapping) else node.items)


def _episode(node: Mapping, file: str, read: Read) -> tuple[Episode, list[Problem]]:
    from hitrec_cli.manifest import schema

    problems: list[Problem] = []
    shape = schema.Episode.read(node, problems)
    form = _format(shape)
    clock = Clock(form.rate, problems)
    picks = Picks(problems)
    builder = SegmentBuilder(clock, picks, shape.defaults)
    includes = Includes(file, read, tuple(schema.Segment.keys), problems)
    segments = _segments(node, shape.segments, includes, builder)
    start = shape.start or _one_hour(shape, form)
    slot = None
    if shape.slot is not None:
        slot = Slot(clock.running_time(shape.slot.duration), clock.frames(shape.slot.tolerance))
    episode = Episode(
        id=shape.id,
        series=shape.series or "",
        season=shape.season,
        number=shape.episode,
        title=shape.title or "",
        theme=shape.theme or "",
        language=shape.language or "",
        format=form,
        start=clock.frames(start),
        drop=start.time.timecode is not None and start.time.timecode.drop,
        slot=slot,
        leader=_leader(shape),
        publish=shape.publish or {},
        territories=shape.territories or {},
        catalogs=_catalogs(shape, node),
        deliver=shape.deliver or (),
        look=shape.look or "",
        level=shape.defaults.level if shape.defaults else LEVEL,
        segments=segments,
        inline=picks.inline,
        mark=shape.mark,
        places={key.text: key.mark for key in node.keys},
        deliver_marks=tuple(item.mark for item in getattr(node.get("deliver"), "items", ())),
    )
    return episode, problems


def _one_hour(shape: schema.Episode, form: Format) -> Written:
    node = shape.node
    return time(
        Scalar(("01:00:00;00" if form.rate.can_drop else "01:00:00:00", node.file, node.line, node.column, True))
    )


def _format(shape: schema.Episode) -> Format:
    if shape.format is None or isinstance(shape.format, Format):
        return shape.format or Format()
    return Format(shape.format.width, shape.format.height, shape.format.rate)


def _leader(shape: schema.Episode) -> Leader | None:
    found = shape.leader
    if found is None or isinstance(found, str):
        return LEADERS.get(found or "")
    lengths = found.bars, found.slate, found.black, found.tail
    return Leader(*lengths, found.colors, found.tone, found.count, found.mark)


def _catalogs(shape: schema.Episode, node: Mapping) -> tuple[CatalogReference, ...]:
    written = node.get("catalog")
    places = [item.mark for item in getattr(written, "items", ())]
    columns = [
        (entry, ()) if isinstance(entry, str) else (entry.path, entry.columns or ()) for entry in shape.catalog or ()
    ]
    return tuple(CatalogReference(*entry, mark) for entry, mark in zip(columns, places, strict=False))


def _segments(
    node: Mapping, written: tuple[Node, ...], includes: Includes, builder: SegmentBuilder
) -> tuple[Segment, ...]:
    """All segments, each by itself; those without an id get their kind and its number."""
    problems = includes.problems
    if not written:
        value = node.get("segments")
        if value is not None and isinstance(value, Sequence):
            problems.append(Problem(rules.NO_SEGMENTS, value.mark, "the episode has no segments", "write at least one"))
    places: dict[str, Mark] = {}
    count: dict[str, int] = {}
    segments: list[Segment] = []
    for item in written:
        if len(problems) >= MAX_PROBLEMS:
            message = f"reading stops here, after {len(problems):,} problems"
            problems.append(Problem(rules.BUDGET, item.mark, message, "mend those first"))
            break
        found = _found(item, includes)
        if found is None:
            continue
        segment = builder.segment(found, count)
        if first := places.get(segment.id):
            ident = found.node.get("id")
            mark = ident.mark if isinstance(ident, Scalar) and ident.file == item.file else item.mark
            message = f"two segments are called {segment.id!r} (the first at line {first.line})"
            problems.append(Problem(rules.DUPLICATE_ID, mark, message, "give one of them an `id` of its own"))
        places.setdefault(segment.id, segment.mark)
        segments.append(segment)
    return tuple(segments)


def _shortened(problem: Problem) -> Problem:
    """A message quotes what is wrong; what is wrong may be a megabyte long."""
    if len(problem.message) <= MAX_MESSAGE:
        return problem
    return replace(problem, message=f"{problem.message[: MAX_MESSAGE // 2]} … {problem.message[-MAX_MESSAGE // 2 :]}")


def _found(item: Node, includes: Includes) -> Found | None:
    if isinstance(item, Mapping):
        return includes.resolve(item)
    message = f"a segment is a mapping, not {name_of(item)}"
    includes.problems.append(Problem(rules.SHAPE, item.mark, message, "it begins with `kind: …` or `use: …`"))
    return None
