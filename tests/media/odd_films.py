"""The card as films of every kind that strangers send: turned, with samples of any shape, interlaced, transparent."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import numpy as np

from tests.media.cards import GROUND, Gray, card, stored
from tests.media.making import X264, make

Maker = Callable[[Path], None]
MATRICES = {1: (1, 0, 0, 1), 2: (-1, 0, 0, 1), 3: (-1, 0, 0, -1), 4: (1, 0, 0, -1),
            5: (0, 1, 1, 0), 6: (0, 1, -1, 0), 7: (0, -1, -1, 0), 8: (0, -1, 1, 0)}  # fmt: skip
"""Orientations as EXIF numbers them: a b c d of x' = ax + cy, y' = bx + dy (ISO/IEC 14496-12 §6.2.2)."""

USUAL, ODD, TINY, HUGE = (320, 240), (301, 201), (16, 16), (7680, 4320)
MPEG2 = ("-c:v", "mpeg2video", "-q:v", "2")
VP8 = ("-c:v", "libvpx", "-auto-alt-ref", "0", "-b:v", "2M")
VP9 = ("-c:v", "libvpx-vp9", "-b:v", "2M", "-cpu-used", "8")
PRORES = ("-c:v", "prores_ks", "-profile:v", "4444", "-pix_fmt", "yuva444p10le")


def films() -> Mapping[str, tuple[tuple[int, int], Maker]]:
    """Name of the file -> its size as seen, and what makes it. Each lasts three pictures."""
    made: dict[str, tuple[tuple[int, int], Maker]] = {
        f"turned-{number}.mp4": (USUAL, partial(_turned, number)) for number in MATRICES
    }
    made |= {name: (USUAL, partial(_clear, arguments)) for name, arguments in (
        ("clear.mov", ("-c:v", "qtrle", "-pix_fmt", "argb")), ("clear-prores.mov", PRORES),
        ("clear8.webm", (*VP8, "-pix_fmt", "yuva420p")), ("clear9.webm", (*VP9, "-pix_fmt", "yuva420p")),
    )}  # fmt: skip
    made |= dict.fromkeys(("clear.gif", "clear.apng", "clear-moving.webp", "clear-moving.avif"), (USUAL, _moving))
    return made | {
        "narrow.mp4": (USUAL, partial(_film, (*USUAL, 160, 240), ("-vf", "setsar=2", *X264))),
        "wide.mkv": (USUAL, partial(_film, (*USUAL, 440, 240), ("-vf", "setsar=8/11", *X264))),
        "dvd.ts": (USUAL, partial(_film, (*USUAL, 352, 288), ("-vf", "setdar=4/3", *MPEG2))),
        "narrow-turned.mov": (USUAL, _narrow_and_turned),
        "interlaced-turned.mov": (USUAL, _interlaced_and_turned),
        "odd.mkv": (ODD, partial(_film, ODD, ("-c:v", "ffv1"))),
        "odd.webm": (ODD, partial(_film, ODD, VP9)),
        "odd.mp4": (ODD, partial(_film, ODD, ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv444p"))),
        "odd.gif": (ODD, _moving),
        "tiny.mp4": (TINY, partial(_film, TINY, ("-c:v", "libx264", "-qp", "0", "-pix_fmt", "yuv420p"))),
        "huge.mp4": (HUGE, partial(_film, HUGE, (*X264, "-frames:v", "1"))),
    }


def _film(drawn: tuple[int, ...], arguments: tuple[str, ...], path: Path) -> None:
    _coded(path, card(*drawn), *arguments)


def _coded(path: Path, pixels: Gray, *arguments: str, pixel_format: str = "gray") -> None:
    """Three pictures that are all the same."""
    raw = path.with_suffix(".raw")
    raw.write_bytes(pixels.tobytes())
    height, width = pixels.shape[:2]
    source = ("-f", "rawvideo", "-pix_fmt", pixel_format, "-s", f"{width}x{height}", "-r", "25", "-i", f"file:{raw}")
    make(path, "-stream_loop", "2", *source, *arguments)


def _turned(number: int, path: Path) -> None:
    _coded(path, stored(card(), number), *X264)
    turn(path, number)


def turn(path: Path, number: int) -> None:
    """Write the matrix of an orientation into the header of the film's track."""
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 44  # version, times, track, duration, layer, group, volume: §8.3.2
    a, b, c, d = (value << 16 for value in MATRICES[number])
    data[at : at + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(data)


def _narrow_and_turned(path: Path) -> None:
    """Samples twice as wide as high, as stored; a quarter turn makes them twice as high as wide."""
    _coded(path, stored(card(320, 240, 320, 120), 6), "-vf", "setsar=2", *X264)
    turn(path, 6)


def _interlaced_and_turned(path: Path) -> None:
    """Fields are rows as stored, which are columns as seen."""
    _coded(path, stored(card(), 8), "-vf", "setfield=tff", *MPEG2, "-flags", "+ildct+ilme")
    turn(path, 8)


def _clear(arguments: tuple[str, ...], path: Path) -> None:
    """The ground is transparent, and bright where nobody should see it."""
    seen = card()
    alpha = np.where(seen == GROUND, 0, 255)
    both = np.stack([np.where(alpha, seen, 200), alpha], axis=2).astype(np.uint8)
    _coded(path, both, *arguments, pixel_format="ya8")


def _moving(path: Path) -> None:
    """Three pictures of an animation, opaque where its name does not say that it is clear."""
    from PIL import Image

    seen = card(*(ODD if path.name.startswith("odd") else USUAL))
    alpha = np.where((seen == GROUND) & path.name.startswith("clear"), 0, 255)
    pixels = np.stack([np.where(alpha, seen, 200)] * 3 + [alpha], axis=2).astype(np.uint8)
    frames = []
    for number in range(3):
        one = pixels.copy()
        one[-1, 0, :3] = number * 80  # what is all the same would be one picture
        one[-1, 0, 3] = 255
        frames.append(Image.fromarray(one))
    options = {"quality": 90} if path.suffix in (".webp", ".avif") else {"disposal": 2} if path.suffix == ".gif" else {}
    kind = "PNG" if path.suffix == ".apng" else None
    frames[0].save(path, kind, save_all=True, append_images=frames[1:], duration=40, loop=0, **options)
