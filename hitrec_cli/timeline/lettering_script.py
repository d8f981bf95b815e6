"""ASS scripts as text: header, times, escapes, and the two things that are drawn, words and boxes.

Everything is placed by its own \\pos or \\move, each line for itself: libass neither wraps nor stacks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from hitrec_cli.base.text import one_line
from hitrec_cli.base.timecode import Rate, round_half_up
from hitrec_cli.model.look import Letters
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.lettering_wrap import Block

Align = Literal["left", "center", "right"]
_ALIGN = {"left": 7, "center": 8, "right": 9}

FOREVER = 3_599_999
"""End of what does not end, in hundredths of a second: 9:59:59.99."""

_GUARD = "\u200b"
"""Zero width space: after a backslash it keeps libass from reading \\N, \\n, \\h or \\{."""


_HEADER = """[Script Info]
ScriptType: v4.00+
PlayResX: {width}
PlayResY: {height}
WrapStyle: 2
ScaledBorderAndShadow: yes
YCbCr Matrix: TV.709
Kerning: yes

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, BorderStyle, Outline, Shadow, Alignment, Encoding
Style: Text,{family},40,&H00FFFFFF,&H00000000,1,0,0,7,-1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


@dataclass(frozen=True, slots=True)
class Event:
    """One drawn thing from `start` to `end`, hundredths of a second; it covers those before it."""

    text: str
    start: int = 0
    end: int = FOREVER


def script(stage: Stage, events: Iterable[Event], size: tuple[int, int] = (0, 0)) -> str:
    """The whole ASS script, of the stage's size or another. Encoding -1: a line's direction is its letters'."""
    width, height = size if size[0] else (stage.width, stage.height)
    drawn = "".join(
        f"Dialogue: 0,{_stamp(event.start)},{_stamp(event.end)},Text,,0,0,0,,{event.text}\n" for event in events
    )
    return _HEADER.format(width=width, height=height, family=stage.look.font) + drawn


def escape(text: str) -> str:
    """A stranger's words so that libass draws them and obeys none of them."""
    return one_line(text).replace("\\", "\\" + _GUARD).replace("{", "\\{").replace("}", "\\}")


def moment(frame: int, rate: Rate) -> int:
    """When an event begins or ends so that it shows from exactly this frame on: half a frame before, in hundredths."""
    return max(0, round_half_up(100 * (rate.seconds(frame) - rate.seconds(1) / 2)))


def words(
    text: str,
    at: tuple[int, int],
    letters: Letters,
    size: int,
    *,
    color: str = "",
    align: Align = "left",
    tags: str = "",
) -> str:
    """One line of text whose top is at (x, y), in the letters' color or another.

    `tags`: more override tags; a \\move among them replaces the \\pos.
    """
    style = f"\\fs{size}{_face(letters)}\\1c{_color(color or letters.color)}"
    return f"{{\\an{_ALIGN[align]}{_place(at, tags)}{style}{tags}}}{escape(text)}"


def lines(block: Block, at: tuple[int, int], *, color: str = "", align: Align = "left", tags: str = "") -> list[str]:
    """A block's lines, one under the other from (x, top)."""
    return [
        words(line, (at[0], at[1] + down), block.letters, block.size, color=color, align=align, tags=tags)
        for line, down in zip(block.lines, block.tops, strict=True)
        if line
    ]


def box(edges: tuple[int, int, int, int], color: str, opacity: int = 100, tags: str = "") -> str:
    """A filled rectangle: left, top, right, bottom."""
    left, top, right, bottom = edges
    width, height = right - left, bottom - top
    return shape((left, top), f"m 0 0 l {width} 0 {width} {height} 0 {height}", color, opacity, tags)


def shape(at: tuple[int, int], path: str, color: str, opacity: int = 100, tags: str = "") -> str:
    """A filled outline in ASS drawing commands, from (x, y)."""
    return f"{{\\an7{_place(at, tags)}\\1c{_color(color)}\\1a{_alpha(opacity)}{tags}\\p1}}{path}{{\\p0}}"


def clip(edges: tuple[int, int, int, int]) -> str:
    """The tag that shows only what is inside a rectangle."""
    return "\\clip({},{},{},{})".format(*edges)


def _place(at: tuple[int, int], tags: str) -> str:
    return "" if "\\move" in tags else f"\\pos({at[0]},{at[1]})"


def _face(letters: Letters) -> str:
    bold = "\\b1" if letters.face.startswith("bold") else ""
    italic = "\\i1" if letters.face.endswith("italic") else ""
    return (f"\\fn{letters.font}" if letters.font else "") + bold + italic


def _color(color: str) -> str:
    return f"&H{color[5:7]}{color[3:5]}{color[1:3]}&".upper()


def _alpha(opacity: int) -> str:
    return f"&H{255 - (opacity * 255 + 50) // 100:02X}&"


def _stamp(hundredths: int) -> str:
    seconds, rest = divmod(hundredths, 100)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:02}"
