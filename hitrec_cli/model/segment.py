"""A segment of the show and what it is made of. All lengths in frames at the episode's rate."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from hitrec_cli.base.digest import Json
from hitrec_cli.base.problems import NOWHERE, Mark

SegmentKind = Literal[
    "titles", "host", "short-film", "documentary", "music", "live", "conversation", "animation", "story",
    "interstitial", "bumper", "break", "graphic", "credits",
]  # fmt: skip
SEGMENT_KINDS: tuple[SegmentKind, ...] = (
    "titles", "host", "short-film", "documentary", "music", "live", "conversation", "animation", "story",
    "interstitial", "bumper", "break", "graphic", "credits",
)  # fmt: skip

Fit = Literal["letterbox", "crop", "blur"]
SoundRole = Literal["voice", "music", "effect"]
SuperStyle = Literal["lower-third", "title", "chapter"]
FadeShape = Literal["s-curve", "linear", "equal-power", "exponential"]
FADE_SHAPES: tuple[FadeShape, ...] = ("s-curve", "linear", "equal-power", "exponential")


@dataclass(frozen=True, slots=True)
class Pick:
    """A contribution named by a manifest."""

    id: str
    mark: Mark = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class InPoint:
    """Where a source begins: exact seconds from its first picture, or the source's own timecode."""

    seconds: Fraction = Fraction(0)
    timecode: str = ""


@dataclass(frozen=True, slots=True)
class Framing:
    """Part of a still that fills the screen; zoom (10000 = whole) and center in ten-thousandths of its size."""

    zoom: int = 10_000
    x: int = 5_000
    y: int = 5_000


@dataclass(frozen=True, slots=True)
class Move:
    """A still's camera move from one framing to another over its whole length."""

    start: Framing
    end: Framing


@dataclass(frozen=True, slots=True)
class Transition:
    """How a picture item begins. It belongs to the incoming item and never changes a running time.

    dissolve: the outgoing item runs on by its handle under the first `duration` frames of the incoming one.
    dip: centered on the cut; half of `duration` fades to `color`, half fades in from it; needs no handle.
    """

    kind: Literal["cut", "dissolve", "dip"] = "cut"
    duration: int = 0
    color: str = "black"
    mark: Mark = field(default=NOWHERE, compare=False)


CUT = Transition()


@dataclass(frozen=True, slots=True)
class ClipSource:
    """A moving contribution."""

    pick: Pick
    in_point: InPoint = InPoint()


@dataclass(frozen=True, slots=True)
class StillSource:
    """A still contribution, with or without a move."""

    pick: Pick
    move: Move | None = None


@dataclass(frozen=True, slots=True)
class TextSource:
    """A text contribution, set as a card."""

    pick: Pick


@dataclass(frozen=True, slots=True)
class GraphicSource:
    """A picture computed in Python: 'path/file.py:function' and its arguments."""

    function: str
    arguments: tuple[tuple[str, Json], ...] = ()


@dataclass(frozen=True, slots=True)
class ColorSource:
    """A plain color: a name of the palette or '#rrggbb'."""

    color: str


PictureSource = ClipSource | StillSource | TextSource | GraphicSource | ColorSource


@dataclass(frozen=True, slots=True)
class Fade:
    """Frames of the fades at a sound's beginning and end, and their curve."""

    start: int = 0
    end: int = 0
    shape: FadeShape = "s-curve"


@dataclass(frozen=True, slots=True)
class PictureItem:
    """One item of a segment's picture; items follow one another. `duration` None: as long as the source lasts.

    `original`: whether the clip's own sound is heard; `level` its loudness in hundredths of LUFS (None: the episode's),
    `gain` what is added to that in hundredths of a dB, `lead` and `lag` frames by which it begins before its picture (J
    cut) and runs on after it (L cut). `damaged`: whether decode errors within the used range are accepted. `captions`:
    those of a clip, in its file's clock.
    """

    source: PictureSource
    duration: int | None = None
    fit: Fit = "letterbox"
    transition: Transition = Transition()
    original: bool = True
    level: int | None = None
    gain: int = 0
    fade: Fade = Fade()
    lead: int = 0
    lag: int = 0
    damaged: bool = False
    captions: Pick | None = None
    mark: Mark = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Duck:
    """How far a bed goes down (hundredths of a dB, positive) while the sounds of role `under` speak.

    `attack`, `hold`, `release` in seconds: it goes down before speech begins, stays over pauses, comes back after it.
    """

    under: Literal["voice", "original"] = "voice"
    depth: int = 1200
    attack: Fraction = Fraction(1, 4)
    hold: Fraction = Fraction(1, 2)
    release: Fraction = Fraction(3, 4)


@dataclass(frozen=True, slots=True)
class Loop:
    """How a sound is repeated: so many bars, or so many seconds; else all whole bars of it, or all of it.

    `tempo`: beats per minute, where it is known; `beats` to the bar. The sound's in point is the beginning of a bar.
    """

    bars: int = 0
    seconds: Fraction | None = None
    tempo: Fraction | None = None
    beats: int = 4

    @property
    def bar(self) -> Fraction | None:
        """Length of a bar in seconds, exact."""
        return None if self.tempo is None else 60 * self.beats / self.tempo


@dataclass(frozen=True, slots=True)
class SoundItem:
    """One sound of a segment. `at`, `duration`, fades in frames from the segment's start; gain in hundredths of a dB.

    `duration` None: to the end of the source or of the segment, whichever is first; a loop goes on to the segment's.
    `level`: its loudness in hundredths of LUFS before its gain; None: the episode's. `crossfade`: frames in which it
    takes over from the sound of its role that stands before it. `room_tone`: it lies under everything and counts as
    silence. `damaged`: whether decode errors within the used range are accepted.
    """

    role: SoundRole
    pick: Pick
    at: int = 0
    in_point: InPoint = InPoint()
    duration: int | None = None
    level: int | None = None
    gain: int = 0
    loop: Loop | None = None
    duck: Duck | None = None
    fade: Fade = Fade()
    crossfade: int = 0
    room_tone: bool = False
    damaged: bool = False
    mark: Mark = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Super:
    """Text over the picture from `at` for `duration` frames. `primary` is the name or title, `secondary` the rest."""

    style: SuperStyle
    primary: str
    secondary: str = ""
    at: int = 0
    duration: int = 0
    mark: Mark = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class FrameRange:
    """`at` and `duration` in frames from the segment's start."""

    at: int
    duration: int
    mark: Mark = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ExtraCredit:
    """A contribution credited though neither seen nor heard, in a role."""

    pick: Pick
    role: str


@dataclass(frozen=True, slots=True)
class Segment:
    """One numbered part of the show. `only`: the versions it belongs to (empty: all).

    `duration`: the length of a break, or of credits; None where the picture decides. `noise`: loudness in hundredths of
    LUFS of the room tone that is made for it; one that was recorded is the last of its sounds. `captions` count
    from its first frame.
    """

    kind: SegmentKind
    id: str
    title: str = ""
    only: tuple[str, ...] = ()
    background: str = "black"
    duration: int | None = None
    style: Literal["roll", "crawl", "cards"] = "roll"
    picture: tuple[PictureItem, ...] = ()
    sound: tuple[SoundItem, ...] = ()
    supers: tuple[Super, ...] = ()
    bleeps: tuple[FrameRange, ...] = ()
    mutes: tuple[FrameRange, ...] = ()
    noise: int | None = None
    captions: Pick | None = None
    credits: tuple[ExtraCredit, ...] = ()
    mark: Mark = field(default=NOWHERE, compare=False)
