"""How a picture of any shape fills the raster: whole, even pixels, computed once and exactly."""

from __future__ import annotations

from fractions import Fraction

from hitrec_cli.base.digest import Json
from hitrec_cli.base.timecode import round_half_up
from hitrec_cli.model.media import PictureFacts
from hitrec_cli.model.segment import Fit, Framing, Move

BLUR_DIVISOR = 8
"""The blurred background is made at an eighth of the raster: nobody can see the difference, and it costs a 64th."""


def _even(value: Fraction) -> int:
    return max(2, 2 * round_half_up(value / 2))


def inside(facts: PictureFacts, raster: tuple[int, int]) -> tuple[int, int]:
    """The largest even size of the picture's shape that fits into the raster."""
    width, height = facts.display_size
    scale = min(Fraction(raster[0]) / width, Fraction(raster[1]) / height)
    return min(raster[0], _even(width * scale)), min(raster[1], _even(height * scale))


def around(facts: PictureFacts, raster: tuple[int, int]) -> tuple[int, int]:
    """The smallest even size of the picture's shape that covers the raster."""
    width, height = facts.display_size
    scale = max(Fraction(raster[0]) / width, Fraction(raster[1]) / height)
    return max(raster[0], _even(width * scale)), max(raster[1], _even(height * scale))


def placement(facts: PictureFacts, fit: Fit, raster: tuple[int, int]) -> dict[str, Json]:
    """Scaled size and position, as the filter graph takes them. The position is even: chroma is at half resolution."""
    if fit == "crop":
        size = around(facts, raster)
        return {"fit": "crop", "size": list(size), "at": [_centered(size[i] - raster[i]) for i in (0, 1)]}
    size = inside(facts, raster)
    at: list[Json] = [_centered(raster[i] - size[i]) for i in (0, 1)]
    if size == raster or fit == "letterbox":
        return {"fit": "letterbox", "size": list(size), "at": at}
    small = (_even(Fraction(raster[0], BLUR_DIVISOR)), _even(Fraction(raster[1], BLUR_DIVISOR)))
    return {"fit": "blur", "size": list(size), "at": at, "small": list(small), "cover": list(around(facts, small))}


def _centered(spare: int) -> int:
    return spare // 4 * 2


def working_raster(facts: PictureFacts, fit: Fit, raster: tuple[int, int], move: Move) -> tuple[int, int]:
    """The raster on which a still is placed before a camera moves over it.

    So large that its closest framing is not enlarged, but no larger than the still has pixels for, nor than thrice
    the raster, nor smaller than the raster.
    """
    placed = (around if fit == "crop" else inside)(facts, raster)
    own = facts.display_size[0] / placed[0]
    closest = Fraction(max(move.start.zoom, move.end.zoom), 10_000)
    scale = max(Fraction(1), min(closest, own, Fraction(3)))
    return _even(raster[0] * scale), _even(raster[1] * scale)


def move_window(move: Move, index: int, length: int) -> tuple[Fraction, Fraction, Fraction]:
    """Zoom and top left corner (both as parts of the whole) of a move's frame; kept inside the picture.

    It eases in and out by 3p^2 - 2p^3. After its length, under the dissolve that ends the still, the camera stands.
    """
    part = min(Fraction(index, max(1, length - 1)), Fraction(1))
    eased = part * part * (3 - 2 * part)
    zoom = _between(move.start.zoom, move.end.zoom, eased)
    side = 1 / zoom
    corner = [_between(getattr(move.start, axis), getattr(move.end, axis), eased) - side / 2 for axis in ("x", "y")]
    return zoom, *(min(max(value, Fraction(0)), 1 - side) for value in corner)  # type: ignore[return-value]


def _between(start: int, end: int, part: Fraction) -> Fraction:
    return (start + (end - start) * part) / 10_000


def framing_json(framing: Framing) -> list[Json]:
    """Zoom, x and y in ten-thousandths."""
    return [framing.zoom, framing.x, framing.y]
