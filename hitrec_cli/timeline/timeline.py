"""The laid-out episode: picture, supers and sound in whole frames. Words as in OpenTimelineIO."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from hitrec_cli.base.digest import Json
from hitrec_cli.base.timecode import Rate
from hitrec_cli.model.leader import Bars
from hitrec_cli.model.media import PictureFacts, SoundFacts
from hitrec_cli.model.segment import CUT, Duck, FadeShape, Fit, FrameRange, Move, SegmentKind, Transition


@dataclass(frozen=True, slots=True)
class MediaPicture:
    """Moving picture of a pick from `in_point`, in exact seconds after the file's first picture.

    `repeated`: at its end it begins again, as an animation does.
    """

    pick: str
    digest: str
    format: str
    facts: PictureFacts
    in_point: Fraction = Fraction(0)
    damaged: bool = False
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class StillPicture:
    """A still pick, at rest or moved over the clip's whole length."""

    pick: str
    digest: str
    format: str
    facts: PictureFacts
    move: Move | None = None


@dataclass(frozen=True, slots=True)
class LetteredPicture:
    """Text set on the background, as an ASS script that does not move: the card of a text pick, or a placeholder."""

    script: str
    pick: str = ""


@dataclass(frozen=True, slots=True)
class GraphicPicture:
    """Frames computed by a Python function; `digest` covers its module and what that imports from the workspace."""

    function: str
    arguments: tuple[tuple[str, Json], ...]
    digest: str


@dataclass(frozen=True, slots=True)
class ColorPicture:
    """A plain color, '#rrggbb'."""

    color: str


@dataclass(frozen=True, slots=True)
class RollPicture:
    """A page of credits as wide as the raster that moves up by `speed` whole pixels per frame, then holds.

    It moves by `travel` pixels in all. `script` draws it in leaves (`lettering_roll.Page`).
    """

    script: str
    travel: int
    speed: int


@dataclass(frozen=True, slots=True)
class BarsPicture:
    """Color bars of a leader."""

    colors: Bars


Picture = MediaPicture | StillPicture | LetteredPicture | GraphicPicture | ColorPicture | RollPicture | BarsPicture


@dataclass(frozen=True, slots=True)
class Clip:
    """A picture from frame `start` for `duration` frames of the timeline."""

    start: int
    duration: int
    picture: Picture
    segment: str
    fit: Fit = "letterbox"
    background: str = "#000000"
    transition: Transition = CUT

    @property
    def end(self) -> int:
        """The first frame after it."""
        return self.start + self.duration


@dataclass(frozen=True, slots=True)
class SuperClip:
    """Text over the picture; `script` is ASS in the super's own clock, 0 at `start`."""

    start: int
    duration: int
    script: str
    segment: str

    @property
    def end(self) -> int:
        """The first frame after it."""
        return self.start + self.duration


@dataclass(frozen=True, slots=True)
class Strip:
    """A band over the whole width of the picture, `height` pixels from `top` on, in which words move to the left.

    They go on by `speed` whole pixels per frame for `travel` pixels, then hold. `script` draws them in leaves that
    begin `pitch` pixels apart (`lettering_roll.Page`).
    """

    start: int
    duration: int
    script: str
    travel: int
    pitch: int
    top: int
    height: int
    speed: int
    background: str
    segment: str

    @property
    def end(self) -> int:
        """The first frame after it."""
        return self.start + self.duration


@dataclass(frozen=True, slots=True)
class Repeat:
    """A loop, in exact seconds: every `period` it begins again, and fades over for `overlap` at the joins."""

    period: Fraction
    overlap: Fraction


@dataclass(frozen=True, slots=True)
class SoundClip:
    """One sound within its segment, in whole frames counted from the segment's start.

    `origin`: the instant of the source's first picture in its own clock, seconds; `in_point` counts from there.
    `level`: its loudness in hundredths of LUFS, None for the timeline's; `gain` in hundredths of a dB is added to it.
    `cross_in`, `cross_out`: frames of a crossfade of equal power. A clip's own sound may begin before its segment and
    run on after it; it is then in the segments around too: `home` is where its own segment begins, counted in frames
    from the start of the one that it is in. `room_tone`: it lies under everything and counts as silence. `damaged`:
    whether decode errors are accepted.
    """

    role: str
    pick: str
    digest: str
    format: str
    facts: SoundFacts
    origin: Fraction
    in_point: Fraction
    start: int
    duration: int
    gain: int = 0
    level: int | None = None
    fade_in: int = 0
    fade_out: int = 0
    fade_shape: FadeShape = "s-curve"
    cross_in: int = 0
    cross_out: int = 0
    repeat: Repeat | None = None
    duck: Duck | None = None
    home: int = 0
    room_tone: bool = False
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class SegmentRange:
    """A segment's place on the timeline and its sound; `noise`: how loud a room tone is made for it, 1/100 LUFS."""

    id: str
    kind: SegmentKind
    title: str
    start: int
    duration: int
    sound: tuple[SoundClip, ...] = ()
    bleeps: tuple[FrameRange, ...] = ()
    mutes: tuple[FrameRange, ...] = ()
    noise: int | None = None

    @property
    def end(self) -> int:
        """The first frame after it."""
        return self.start + self.duration


@dataclass(frozen=True, slots=True)
class Timeline:
    """One version of an episode. `start`, `drop`: its first timecode; `level`: picks' loudness in 1/100 LUFS."""

    episode: str
    version: str
    rate: Rate
    raster: tuple[int, int]
    start: int
    drop: bool
    level: int
    segments: tuple[SegmentRange, ...]
    picture: tuple[Clip, ...]
    supers: tuple[SuperClip, ...]
    strips: tuple[Strip, ...] = ()

    @property
    def frames(self) -> int:
        """Running time in frames."""
        return self.segments[-1].end if self.segments else 0
