"""Words as Pillow draws them: FreeType's glyphs in HarfBuzz's places, without libass and without ffmpeg."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

MARGIN = 12


@cache
def face(font: Path, size: int) -> ImageFont.FreeTypeFont:
    """A font at an ASS size, which is its Windows ascent plus descent."""
    with TTFont(font, fontNumber=0, lazy=True) as opened:
        table, upem = opened["OS/2"], opened["head"].unitsPerEm
        em = size * upem / (table.usWinAscent + table.usWinDescent)
    return ImageFont.truetype(str(font), em, layout_engine=ImageFont.Layout.RAQM)


def ink(text: str, font: Path, size: int) -> Any:
    """The coverage of a line's pixels, 0 to 1, cut to what is inked."""
    drawn = face(font, size)
    left, top, right, bottom = (int(edge) for edge in drawn.getbbox(text))
    picture = Image.new("L", (right - left + 2 * MARGIN, bottom - top + 2 * MARGIN))
    ImageDraw.Draw(picture).text((MARGIN - left, MARGIN - top), text, font=drawn, fill=255)
    return trimmed(np.asarray(picture, float) / 255)


def trimmed(mask: Any) -> Any:
    """A picture without the empty edges around its ink."""
    rows, columns = (np.flatnonzero((mask > 0.3).any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return np.zeros((1, 1))
    return mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def likeness(seen: Any, wanted: Any, slack: int = 4) -> float:
    """The best normalized correlation of a wanted picture with a seen one, a few pixels to any side of the middle."""
    height = max(seen.shape[0], wanted.shape[0]) + 2 * slack
    width = max(seen.shape[1], wanted.shape[1]) + 2 * slack
    field, stamp = np.zeros((height, width)), np.zeros((height, width))
    for canvas, picture in ((field, seen), (stamp, wanted)):
        top, left = (height - picture.shape[0]) // 2, (width - picture.shape[1]) // 2
        canvas[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    norm = float(np.sqrt((field**2).sum() * (stamp**2).sum()))
    if not norm:
        return 0.0
    spectrum = np.fft.irfft2(np.fft.rfft2(field) * np.conj(np.fft.rfft2(stamp)), s=field.shape)
    near = np.r_[-slack : slack + 1]
    return float(spectrum[np.ix_(near, near)].max() / norm)
