"""Cut paper, drawn by ffmpeg's formulas: skies, ridges and discs of one tint, laid over one another and moved.

A sheet is drawn once; what moves is where it lies. Colors are video colors (BT.709, narrow range) from the start, so
that a sheet needs two formulas, its light and its outline, and no conversion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 960, 540

Color = tuple[int, int, int]
"""Red, green, blue, 0 to 255."""

GRAIN = r"5*mod(abs(sin(X*12.9898+Y*78.233))*437.585\,1)"
"""What makes paper of a plain color, a little lighter here and there."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One piece of paper: the filters that draw it, and where its corner lies (`t`: seconds). `when`: if it is seen."""

    drawing: str
    x: str = "0"
    y: str = "0"
    when: str = ""

    def at(self, x: str, y: str, when: str = "") -> Sheet:
        """The same paper, laid somewhere."""
        return Sheet(self.drawing, x, y, when)


def sky(top: Color, low: Color) -> Sheet:
    """The ground of a scene: from one color to another."""
    (y0, cb0, cr0), (y1, cb1, cr1) = video(top), video(low)
    light = f"{y0}+({y1 - y0})*Y/H+{GRAIN}"
    return Sheet(_drawn(WIDTH, HEIGHT, light, f"{cb0}+({cb1 - cb0})*Y/H", f"{cr0}+({cr1 - cr0})*Y/H", "255"))


def stars(light: int) -> tuple[Sheet, Sheet]:
    """Stars over the upper half of a sky, fewer and fainter downwards; `light`: how much they cover, 0 to 255."""
    # One star at most in every square of 32; the square's number decides whether, where and how bright.
    square = r"mod(abs(sin(floor(X/32)*127.1+floor(Y/32)*311.7+{turn}))*4375.8\,1)"
    place = r"hypot(mod(X\,32)-6-20*mod(ld(0)*7\,1)\,mod(Y\,32)-6-20*mod(ld(0)*13\,1))"
    halves = []
    for turn in (0, 1):
        seen = rf"st(0\,{square.format(turn=turn)});{light}*(1-Y/H)*gt(ld(0)\,0.7)*clip(0.6+1.4*ld(0)-{place}\,0\,1)"
        drawing = _drawn(WIDTH // 2, HEIGHT // 2, "235", "128", "128", seen)
        halves.append(Sheet(drawing, x=str(turn * WIDTH // 2)))
    return halves[0], halves[1]


def ridge(line: str, color: Color, height: int, width: int = WIDTH + 160) -> Sheet:
    """Hills, waves, trees: everything under the line, a formula of X in pixels from the sheet's top."""
    y, cb, cr = video(color)
    light = rf"clip({y}*(1-0.3*Y/H)+26*lt(Y-({line})\,5)+{GRAIN}\,16\,235)"
    return Sheet(_drawn(width, height, light, str(cb), str(cr), rf"clip(255*(Y-({line}))\,0\,255)"))


def disc(size: int, color: Color) -> Sheet:
    """A moon, a sun, an eye."""
    return ellipse(size, size, color)


def ellipse(width: int, height: int, color: Color) -> Sheet:
    """An oval as large as the sheet."""
    y, cb, cr = video(color)
    far = rf"hypot((X+0.5)/{width / 2}-1\,(Y+0.5)/{height / 2}-1)"
    light = rf"clip({y}-14*{far}+{GRAIN}\,16\,235)"
    return Sheet(
        _drawn(width, height, light, str(cb), str(cr), rf"clip(255*(1-{far})*{min(width, height) / 2}\,0\,255)")
    )


def shape(width: int, height: int, color: Color, inside: str) -> Sheet:
    """Anything else: `inside` is 1 where there is paper."""
    y, cb, cr = video(color)
    return Sheet(_drawn(width, height, f"{y}+{GRAIN}", str(cb), str(cr), f"255*({inside})"))


def graph(sheets: Sequence[Sheet], frames: int) -> str:
    """A filter graph that lays the sheets over one another and ends in [picture]; the first one fills the screen."""
    ground, *others = sheets
    parts = [f"{ground.drawing},loop=loop={frames - 1}:size=1,setpts=N/FRAME_RATE/TB,format=yuv420p[0]"]
    for number, sheet in enumerate(others, 1):
        seen = f":enable='{sheet.when}'" if sheet.when else ""
        parts.append(f"{sheet.drawing}[paper{number}]")
        parts.append(
            f"[{number - 1}][paper{number}]overlay=x='{sheet.x}':y='{sheet.y}':eof_action=repeat{seen}[{number}]"
        )
    tags = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
    return ";".join([*parts, f"[{len(others)}]{tags},format=yuv420p[picture]"])


def video(color: Color) -> tuple[int, int, int]:
    """Y, Cb, Cr of a color, 8 bits, narrow range (ITU-R BT.709-6 §3)."""
    red, green, blue = (part / 255 for part in color)
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return (
        round(16 + 219 * light),
        round(128 + 224 * (blue - light) / 1.8556),
        round(128 + 224 * (red - light) / 1.5748),
    )


def _drawn(width: int, height: int, light: str, cb: str, cr: str, inside: str) -> str:
    canvas = f"color=c=black:s={width}x{height}:r=30000/1001,trim=end_frame=1,format=yuva420p"
    return f"{canvas},geq=lum='{light}':cb='{cb}':cr='{cr}':a='{inside}'"
