"""One episode as its manifest says it, typed, before anything is looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hitrec_cli.base.problems import NOWHERE, Mark
from hitrec_cli.base.timecode import NTSC, Rate
from hitrec_cli.model.contribution import Contribution
from hitrec_cli.model.leader import Leader
from hitrec_cli.model.segment import ClipSource, Pick, Segment, StillSource, TextSource
from hitrec_cli.model.territories import WORLDWIDE


@dataclass(frozen=True, slots=True)
class Format:
    """Raster in pixels and exact rate; every episode is made progressive with square samples."""

    width: int = 1920
    height: int = 1080
    rate: Rate = NTSC


@dataclass(frozen=True, slots=True)
class Slot:
    """Running time that the network wants, and how far off it may be, both in frames."""

    duration: int
    tolerance: int


@dataclass(frozen=True, slots=True)
class CatalogReference:
    """A catalog file as written, and the names of its columns where they are not ours: ours -> theirs."""

    path: str
    columns: tuple[tuple[str, str], ...] = ()
    mark: Mark = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Episode:
    """`start` is the programme's first timecode in frames from 00:00:00:00; `drop` how timecode is counted.

    `language` is what is spoken (RFC 5646), empty where the manifest does not say it. `publish` maps a version to its
    first date, ISO 8601, `territories` to where it is shown (`shown_in`). `level`: loudness in hundredths of a LUFS to
    which each pick's sound is brought before its gain. `leader`: what stands around the programme on masters. `look`:
    the look file that the manifest names. `inline`: contributions that the manifest itself describes. `places`: where
    each of the manifest's own keys is written, `deliver_marks` each profile.
    """

    id: str
    series: str = ""
    season: int = 0
    number: int = 0
    title: str = ""
    theme: str = ""
    language: str = ""
    format: Format = Format()
    start: int = 0
    drop: bool = False
    slot: Slot | None = None
    leader: Leader | None = None
    publish: Mapping[str, str] = field(default_factory=dict)
    territories: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    catalogs: tuple[CatalogReference, ...] = ()
    deliver: tuple[str, ...] = ()
    look: str = ""
    level: int = -2400
    segments: tuple[Segment, ...] = ()
    inline: Mapping[str, Contribution] = field(default_factory=dict)
    mark: Mark = field(default=NOWHERE, compare=False)
    places: Mapping[str, Mark] = field(default_factory=dict, compare=False)
    deliver_marks: tuple[Mark, ...] = field(default=(), compare=False)

    def place(self, key: str) -> Mark:
        """Where a key of the manifest is written; where the manifest begins when it is not."""
        return self.places.get(key, self.mark)

    @property
    def creation_date(self) -> str:
        """The files' creation date: the first day of publication, or the epoch's first day when none is given."""
        return min(self.publish.values(), default="1970-01-01")

    def shown_in(self, version: str) -> tuple[str, ...]:
        """The territories that a version is shown in: everywhere, where the manifest does not say it."""
        return self.territories.get(version, (WORLDWIDE,))

    def in_version(self, version: str) -> tuple[Segment, ...]:
        """The segments that a version has."""
        return tuple(segment for segment in self.segments if not segment.only or version in segment.only)


def picks_of(segment: Segment) -> Iterator[Pick]:
    """Every contribution that a segment names, in order: seen, heard, captions, extra credits."""
    yield from used_picks(segment)
    for credit in segment.credits:
        yield credit.pick


def used_picks(segment: Segment) -> Iterator[Pick]:
    """Every contribution whose file a segment needs; one that is only credited needs none."""
    for item in segment.picture:
        if isinstance(item.source, ClipSource | StillSource | TextSource):
            yield item.source.pick
    for sound in segment.sound:
        yield sound.pick
    yield from caption_picks(segment)


def caption_picks(segment: Segment) -> Iterator[Pick]:
    """The captions that a segment names: its own, and those of its clips."""
    for captions in (segment.captions, *(item.captions for item in segment.picture)):
        if captions is not None:
            yield captions
