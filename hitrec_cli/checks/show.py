"""What rules look at: one version of an episode, and everything that is known of it without any media."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from hitrec_cli.attribution.credits import Credits
from hitrec_cli.base.problems import Mark, Problem
from hitrec_cli.model.captions import CaptionFile
from hitrec_cli.model.contribution import Contribution
from hitrec_cli.model.episode import Episode
from hitrec_cli.model.lock import Lock
from hitrec_cli.model.profile import Profile
from hitrec_cli.model.segment import Segment
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.timeline import SegmentRange, Timeline


@dataclass(frozen=True, slots=True)
class Show:
    """`timeline` is a draft: where problems were told, it is as good as it can be.

    `profiles`: those that the version is made for, `known`: all that there are, by name, `faulty`: names of the show's
    own that have mistakes. `get` finds a contribution by id. `texts`: the words of text picks by id, where they are
    known, `captions`: what files of captions say, likewise. `undrawable`: the characters of a text that no font has.
    `told`: what reading, catalogs, attribution and layout found. `broken`: marks of what has errors of
    shape (`manifest.broken`).
    """

    file: str
    episode: Episode
    version: str
    profiles: tuple[Profile, ...]
    known: Mapping[str, Profile]
    timeline: Timeline
    credits: Credits
    lock: Lock
    get: Callable[[str], Contribution | None]
    texts: Mapping[str, str]
    stage: Stage
    undrawable: Callable[[str], str]
    captions: Mapping[str, CaptionFile] = field(default_factory=dict)
    told: tuple[Problem, ...] = ()
    broken: frozenset[Mark] = frozenset()
    faulty: frozenset[str] = frozenset()

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments of this version, in order."""
        return self.episode.in_version(self.version)

    def laid(self) -> Iterator[tuple[Segment, SegmentRange]]:
        """Each segment with its place on the timeline."""
        return zip(self.segments, self.timeline.segments, strict=True)

    def seconds(self, frames: int) -> str:
        """A length for people: seconds with two decimals."""
        return f"{float(self.timeline.rate.seconds(frames)):.2f} s"
