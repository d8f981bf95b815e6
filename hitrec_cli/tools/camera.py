"""A still under a moving camera: each frame is sampled anew from the still on its working raster.

Pillow weighs the samples around each place, at fractions of a sample and over all that one of the frame's covers
(bicubic), plane by plane, in the working format's depth. ffmpeg's own filters step by whole samples (zoompan) or sample
linearly, in 8 bits, and come out as large as the working raster (perspective).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hitrec_cli.model.segment import Framing, Move
from hitrec_cli.timeline.geometry import move_window

if TYPE_CHECKING:
    from PIL import Image

_EDGE = 16
"""Samples by which each plane's outermost are repeated: chroma at the left is sampled a little outside its plane."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Of a pixel format: by how much chroma is narrower and lower than luma, and the highest code value."""

    across: int
    down: int
    most: int


_LAYOUTS = {"yuv420p": _Layout(2, 2, 255), "yuv422p": _Layout(2, 1, 255), "yuv422p10le": _Layout(2, 1, 1023)}


def shots(still: Path, move: Mapping[str, Any], pixels: str, raster: tuple[int, int], frames: int) -> Iterator[bytes]:
    """Raw pictures of `raster` in the pixel format `pixels`, one a frame. `still` holds one of the move's own raster.

    Chroma lies at the left (H.264 E.2.1), in the still and in what is made of it.
    """
    layout = _LAYOUTS[pixels]
    planes = list(_planes(still, move["raster"], layout))
    way, before, made = Move(Framing(*move["from"]), Framing(*move["to"])), None, b""
    for frame in range(frames):
        window = move_window(way, move["index"] + frame, move["length"])
        if window != before:  # a camera that has arrived stands
            part, left, top = (float(value) for value in (1 / window[0], *window[1:]))
            made = b"".join(plane.seen(left, top, part, raster, layout.most) for plane in planes)
            before = window
        yield made


@dataclass(frozen=True, slots=True)
class _Plane:
    """A plane with its edges repeated; `size` is without them. It has 1/`across` and 1/`down` of luma's samples."""

    picture: Image.Image
    size: tuple[int, int]
    across: int
    down: int

    def seen(self, left: float, top: float, part: float, raster: Sequence[int], most: int) -> bytes:
        """The part of it that begins at `left` and `top`, all three parts of the whole, as a frame's plane."""
        from PIL import Image

        width, height = raster[0] // self.across, raster[1] // self.down
        step = self.size[0] * part / width
        # Chroma of column n lies on luma's column n * across: what two rasters share there is not their left edge.
        x = _EDGE + left * self.size[0] + (1 - step) * (0.5 - 0.5 / self.across)
        y = _EDGE + top * self.size[1]
        box = (x, y, x + self.size[0] * part, y + self.size[1] * part)
        shown = self.picture.resize((width, height), Image.Resampling.BICUBIC, box=box)
        return shown.tobytes() if shown.mode == "L" else _in_codes(shown, most)


def _planes(still: Path, raster: Sequence[int], layout: _Layout) -> Iterator[_Plane]:
    """Of a picture as ffmpeg writes it. Pillow samples integers of 8 bits, and floats: deeper codes become floats."""
    import numpy as np
    from PIL import Image

    codes, at = np.memmap(still, "u1" if layout.most < 256 else "<u2", "r"), 0
    for across, down in ((1, 1), (layout.across, layout.down), (layout.across, layout.down)):
        width, height = raster[0] // across, raster[1] // down
        wide = np.pad(codes[at : at + width * height].reshape(height, width), _EDGE, mode="edge")
        at += width * height
        yield _Plane(Image.fromarray(wide if layout.most < 256 else wide.astype("<f4")), (width, height), across, down)


def _in_codes(picture: Image.Image, most: int) -> bytes:
    import numpy as np

    return bytes(np.clip(np.rint(np.asarray(picture)), 0, most).astype("<u2").tobytes())
