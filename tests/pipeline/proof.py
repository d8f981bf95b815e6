"""Sources that prove something: patches of known color, a flash with a beep, marked corners, odd samples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from tests.media.making import X264, make
from tests.pipeline.show import HEAD, Show, make_show

PATCHES = ((200, 60, 40), (40, 180, 90), (60, 80, 210), (128, 128, 128))
"""R'G'B' of four stripes, 80 pixels wide each."""
REVERSED = tuple(reversed(PATCHES))
WEIGHTS = {"601": (0.299, 0.114), "709": (0.2126, 0.0722)}
"""Kr and Kb (ITU-R BT.601-7 and BT.709-6)."""
FLASH, BEEP = 60, 2.4
"""The white frame of a source at 25 fps, and the same instant in seconds."""

LENGTHS = {"lead": 37, "sync": 90, "rgb": 10, "jpeg": 10, "sd": 10, "dissolve": 30, "dip": 30, "rotated": 10,
           "wide": 10, "strap": 40}  # fmt: skip
ITEM = "{license: LicenseRef-own, by: [The Crew], file: ../media/%s}"


def codes(color: tuple[int, int, int], matrix: str) -> tuple[float, float, float]:
    """Y', Cb, Cr in 8 bits, narrow range (ITU-R BT.709-6, items 3.2 to 3.5)."""
    red, green, blue = (value / 255 for value in color)
    kr, kb = WEIGHTS[matrix]
    luma = kr * red + (1 - kr - kb) * green + kb * blue
    return 16 + 219 * luma, 128 + 224 * (blue - luma) / (2 * (1 - kb)), 128 + 224 * (red - luma) / (2 * (1 - kr))


def stripes(colors: Any) -> Any:
    return np.repeat(np.repeat(np.array([colors], np.uint8), 180, axis=0), 80, axis=1)


def make_proof(root: Path, media: Path) -> Show:
    """A show of nothing but proofs."""
    from PIL import Image

    show = make_show(root, media)
    folder = root / "media"
    Image.fromarray(stripes(PATCHES)).save(folder / "patches.png")
    Image.fromarray(stripes(REVERSED)).save(folder / "reversed.png")
    Image.fromarray(stripes(PATCHES)).save(folder / "patches.jpg", quality=100, subsampling=0)
    _sd(folder)
    raw = folder / "raw"
    frames = np.zeros((100, 90, 160, 3), np.uint8)
    frames[FLASH] = 255
    raw.write_bytes(frames.tobytes())
    tone = f"aevalsrc='0.4*sin(2*PI*1000*t)*between(t,{BEEP},{BEEP}+0.2)':s=48000:d=4"
    make(folder / "flash.mp4", *_raw(raw, "rgb24", "160x90", 25), "-f", "lavfi", "-i", tone, *X264, "-g", "25",
         "-c:a", "pcm_s16le", "-f", "mov")  # fmt: skip
    corner = np.full((25, 180, 320, 3), 40, np.uint8)
    corner[:, :40, :40] = 255  # the upper left one
    raw.write_bytes(corner.tobytes())
    make(folder / "flat.mp4", *_raw(raw, "rgb24", "320x180", 25), *X264)
    make(folder / "rotated.mp4", "-display_rotation", "90", "-i", f"file:{folder / 'flat.mp4'}", "-c", "copy")
    square = np.full((25, 180, 160, 3), 40, np.uint8)
    square[:, 60:120, 60:90] = 255  # 30 samples wide and 60 high, in samples twice as wide as high
    raw.write_bytes(square.tobytes())
    make(folder / "wide.mp4", *_raw(raw, "rgb24", "160x180", 25), "-vf", "setsar=2", *X264)
    raw.unlink()
    show.write(_segments(), HEAD)
    return show


def _raw(path: Path, pixels: str, size: str, rate: int) -> tuple[str, ...]:
    return ("-f", "rawvideo", "-pix_fmt", pixels, "-s", size, "-r", str(rate), "-i", f"file:{path}")


def _sd(folder: Path) -> None:
    """The patches in BT.601, without a tag that says so, coded without loss."""
    planes = [np.empty((180, 320), np.uint8), np.empty((90, 160), np.uint8), np.empty((90, 160), np.uint8)]
    for number, color in enumerate(PATCHES):
        for plane, code in zip(planes, codes(color, "601"), strict=True):
            width = plane.shape[1] // 4
            plane[:, number * width : (number + 1) * width] = round(code)
    raw = folder / "raw"
    raw.write_bytes(b"".join(plane.tobytes() for plane in planes) * 25)
    make(folder / "sd.mp4", *_raw(raw, "yuv420p", "320x180", 25), "-c:v", "libx264", "-qp", "0")


def _segments() -> dict[str, str]:
    def one(name: str, *items: str, more: str = "") -> str:
        return f"  - {{kind: story, id: {name}, picture: [{', '.join(items)}]{more}}}\n"

    def shown(kind: str, file: str, frames: int, more: str = "") -> str:
        return f"{{{kind}: {ITEM % file}, for: {frames}f{more}}}"

    beds = ", sound: [{music: rec-4}]"
    return {
        "lead": one("lead", shown("clip", "waves.mp4", 37)),
        "sync": one("sync", shown("clip", "flash.mp4", 90, ", in: 1s")),
        "rgb": one("rgb", shown("still", "patches.png", 10)),
        "jpeg": one("jpeg", shown("still", "patches.jpg", 10)),
        "sd": one("sd", shown("clip", "sd.mp4", 10)),
        "dissolve": one("dissolve", shown("still", "patches.png", 5),
                        shown("still", "reversed.png", 25, ", transition: {dissolve: 21f}")),
        "dip": one("dip", shown("still", "patches.png", 15),
                   shown("still", "reversed.png", 15, ", transition: {dip: 12f}")),
        "rotated": one("rotated", shown("clip", "rotated.mp4", 10)),
        "wide": one("wide", shown("clip", "wide.mp4", 10)),
        "strap": one("strap", "{color: teal, for: 40f}",
                     more=", super: [{lower-third: {name: Ada Example, role: Painter}, at: 10f, for: 20f}]" + beds),
    }  # fmt: skip
