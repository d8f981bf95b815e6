"""Captions: as a file has them, in seconds of its own clock, and as a version shows them, in whole frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from hitrec_cli.base.digest import Json
from hitrec_cli.base.problems import NOWHERE, Mark

CaptionTrack = Literal["none", "mov-text", "cea-608"]
CAPTION_TRACKS: tuple[CaptionTrack, ...] = ("none", "mov-text", "cea-608")
"""How a deliverable carries captions itself: 3GPP timed text in MP4, CEA-608 in MXF (SMPTE ST 436-1) and QuickTime."""

CaptionFormat = Literal["vtt", "srt", "ttml", "scc"]
CAPTION_FORMATS: tuple[CaptionFormat, ...] = ("vtt", "srt", "ttml", "scc")
"""Files beside a deliverable, by what their names end in: WebVTT, SubRip, IMSC 1.1 Text Profile, Scenarist."""


LINE21_RATES = ("30000/1001", "30/1")
"""Frames per second of files that CEA-608 goes into: it has one pair of bytes for each frame of line 21."""


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one line in one style."""

    text: str
    italic: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption of a file, from `start` to `end` in exact seconds of the file's clock. `top`: over the picture."""

    start: Fraction
    end: Fraction
    lines: tuple[Line, ...]
    top: bool = False


@dataclass(frozen=True, slots=True)
class CaptionFile:
    """What a file of captions says, in order of time. `fault`: why it cannot be used; `doubts`: what was passed over.

    All in one line each, with the file's own line where it is known.
    """

    cues: tuple[Cue, ...] = ()
    fault: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Caption:
    """What a version shows from frame `start` to the frame before `end`.

    `origin`: where it comes from, as pick, number of the cue (from 1) and the place in the manifest that names it.
    """

    start: int
    end: int
    lines: tuple[Line, ...]
    top: bool = False
    origin: tuple[str, int, Mark] = field(default=("", 0, NOWHERE), compare=False)

    @property
    def texts(self) -> tuple[str, ...]:
        """Its lines without style."""
        return plain(self.lines)


def plain(lines: Iterable[Line]) -> tuple[str, ...]:
    """Lines without style."""
    return tuple("".join(run.text for run in line) for line in lines)


def captions_json(captions: Iterable[Caption]) -> list[Json]:
    """As data without floats; `captions_from` reads it."""
    return [[one.start, one.end, one.top, _lines_json(one.lines)] for one in captions]


def captions_from(data: Sequence[Any]) -> tuple[Caption, ...]:
    """What `captions_json` wrote."""
    return tuple(Caption(start, end, _lines(lines), top) for start, end, top, lines in data)


def file_json(file: CaptionFile) -> dict[str, Json]:
    """As data; seconds are fractions in words. `file_from` reads it."""
    cues: list[Json] = [[str(cue.start), str(cue.end), cue.top, _lines_json(cue.lines)] for cue in file.cues]
    return {"cues": cues, "fault": file.fault, "doubts": list(file.doubts)}


def file_from(data: Any) -> CaptionFile:
    """What `file_json` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    cues = (Cue(Fraction(start), Fraction(end), _lines(lines), top) for start, end, top, lines in data["cues"])
    return CaptionFile(tuple(cues), str(data["fault"]), tuple(map(str, data["doubts"])))


def _lines_json(lines: Iterable[Line]) -> Json:
    return [[[run.text, run.italic] for run in line] for line in lines]


def _lines(data: Sequence[Sequence[Sequence[Any]]]) -> tuple[Line, ...]:
    return tuple(tuple(Run(text, italic) for text, italic in line) for line in data)
