"""The rundown: every segment with its timecode, its length, the running time so far, and what it still lacks.

`in` is the first frame's timecode, `out` that of the frame after the last one (exclusive, as in an edit decision list),
so that a segment's `out` is the next one's `in`, and `out` less `in` is the length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from hitrec_cli.base.digest import Json
from hitrec_cli.base.problems import Mark
from hitrec_cli.base.text import one_line
from hitrec_cli.base.timecode import Rate, timecode_at
from hitrec_cli.model.contribution import Contribution
from hitrec_cli.model.episode import Episode, Slot, picks_of, used_picks
from hitrec_cli.model.lock import Lock
from hitrec_cli.model.segment import ClipSource, PictureItem, Segment, StillSource, TextSource
from hitrec_cli.timeline.timeline import SegmentRange, Timeline

Get = Callable[[str], Contribution | None]

Length = Literal["exact", "catalog", "guess", "faulty"]
"""How a length is known: for certain; from the catalog's word; not at all (5 s an item); or errors stand in it."""

LackState = Literal["unknown", "unpulled", "missing", "broken", "uncleared"]
"""Not in the catalog; never pulled yet; or what the lock says."""

WORDS = {"unknown": "not in the catalog", "unpulled": "not pulled yet"}
"""How a state is told, where it is not its own word."""


@dataclass(frozen=True, slots=True)
class Lack:
    """A pick that a segment cannot have as it is."""

    pick: str
    title: str
    state: LackState
    reason: str = ""

    def __str__(self) -> str:
        words = WORDS.get(self.state, self.state)
        return one_line(f"{self.pick} {words}: {self.reason}" if self.reason else f"{self.pick} {words}")


@dataclass(frozen=True, slots=True)
class Row:
    """One segment; `start` and `duration` in frames from the programme's first one."""

    number: int
    kind: str
    id: str
    title: str
    start: int
    duration: int
    length: Length
    missing: tuple[Lack, ...] = ()

    @property
    def end(self) -> int:
        """The first frame after it."""
        return self.start + self.duration


@dataclass(frozen=True, slots=True)
class Rundown:
    """All rows of one version. `start`: frames from 00:00:00:00 to the programme's first one."""

    episode: str
    title: str
    version: str
    rate: Rate
    start: int
    drop: bool
    rows: tuple[Row, ...]
    slot: Slot | None = None

    @property
    def frames(self) -> int:
        """Running time."""
        return self.rows[-1].end if self.rows else 0

    @property
    def over(self) -> int:
        """Frames over the slot; under it where negative."""
        return self.frames - self.slot.duration if self.slot else 0

    def at(self, frame: int) -> str:
        """Timecode of a frame of the programme."""
        return self.duration(self.start + frame)

    def duration(self, frames: int) -> str:
        """A length as timecode."""
        return str(timecode_at(frames, self.rate, drop=self.drop))


def rundown(
    episode: Episode, timeline: Timeline, lock: Lock | None, get: Get, broken: frozenset[Mark] = frozenset()
) -> Rundown:
    """The rundown of a timeline, which may be a draft. `lock` None: nothing was pulled yet. `broken`: see manifest."""
    segments = zip(episode.in_version(timeline.version), timeline.segments, strict=True)
    rows = tuple(
        Row(
            number,
            place.kind,
            place.id,
            one_line(place.title),
            place.start,
            place.duration,
            _length(segment, place, timeline, lock, get, broken),
            tuple(_missing(segment, lock, get)),
        )
        for number, (segment, place) in enumerate(segments, 1)
    )
    title = ": ".join(filter(None, map(one_line, (episode.series, episode.title))))
    drop = timeline.drop and timeline.rate.can_drop
    return Rundown(episode.id, title, timeline.version, timeline.rate, timeline.start, drop, rows, episode.slot)


def _length(
    segment: Segment, place: SegmentRange, timeline: Timeline, lock: Lock | None, get: Get, broken: frozenset[Mark]
) -> Length:
    laid = sum(place.start <= clip.start < place.end for clip in timeline.picture)
    if segment.mark in broken or laid < len(segment.picture):
        return "faulty"
    known = {_known(item, lock, get) for item in segment.picture}
    order: tuple[Length, ...] = ("guess", "catalog")
    return next((worst for worst in order if worst in known), "exact")


def _known(item: PictureItem, lock: Lock | None, get: Get) -> Length:
    if item.duration is not None or not isinstance(item.source, ClipSource | StillSource | TextSource):
        return "exact"
    pick = item.source.pick.id
    if lock is not None and lock.get(pick).state == "ok":
        return "exact"
    piece = get(pick)
    return "catalog" if piece is not None and piece.duration else "guess"


def _missing(segment: Segment, lock: Lock | None, get: Get) -> Iterator[Lack]:
    """Each pick once; one that is only credited has no file to miss."""
    needed = {pick.id for pick in used_picks(segment)}
    for name in dict.fromkeys(pick.id for pick in picks_of(segment)):
        piece = get(name)
        if piece is None:
            yield Lack(name, "", "unknown")
        elif name in needed and (lock is None or name not in lock.picks):
            yield Lack(name, one_line(piece.title), "unpulled")
        elif name in needed and lock is not None and (locked := lock.get(name)).state != "ok":
            yield Lack(name, one_line(piece.title), locked.state, one_line(locked.reason))


def rundown_json(one: Rundown) -> dict[str, Json]:
    """As data: frames are whole numbers, seconds exact, as a fraction where they are no whole number."""
    slot: dict[str, Json] | None = None
    if one.slot is not None:
        slot = {
            **_time(one, one.slot.duration),
            "tolerance_frames": one.slot.tolerance,
            "over_frames": one.over,
            "fits": abs(one.over) <= one.slot.tolerance,
        }
    return {
        "episode": one.episode,
        "title": one.title,
        "version": one.version,
        "rate": str(one.rate),
        "drop_frame": one.drop,
        "in": one.at(0),
        "out": one.at(one.frames),
        **_time(one, one.frames),
        "slot": slot,
        "missing": len({lack.pick for row in one.rows for lack in row.missing}),
        "segments": [
            {
                "number": row.number,
                "kind": row.kind,
                "id": row.id,
                "title": row.title,
                "in": one.at(row.start),
                "out": one.at(row.end),
                **_time(one, row.duration),
                "length": row.length,
                "total": one.duration(row.end),
                "total_frames": row.end,
                "missing": [
                    {"pick": lack.pick, "title": lack.title, "state": lack.state, "reason": lack.reason}
                    for lack in row.missing
                ],
            }
            for row in one.rows
        ],
    }


def _time(one: Rundown, frames: int) -> dict[str, Json]:
    return {"duration": one.duration(frames), "frames": frames, "seconds": str(one.rate.seconds(frames))}
