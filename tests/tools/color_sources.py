"""Patches of known color in every way that strangers code them, made by real encoders; and what must come out."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.media.making import make
from tests.tools.colorimetry import (
    PATCHES,
    codes,
    hdr_in_709,
    hlg_nits,
    hlg_signal,
    in_709,
    pq_nits,
    pq_signal,
    signal,
)

BACK, BACKGROUND = np.array([32, 96, 160]) / 255, "#2060a0"
"""What is seen through transparent ones."""
COLUMNS, ROWS = 4, 4
RGB = PATCHES / 255
NITS = np.concatenate([203 * RGB[:13] ** 2.4, [[203] * 3, [500, 450, 400], [1000] * 3]])
"""Display light of the patches in HDR, cd/m2 in BT.2020's primaries: the same up to white paper, then highlights."""

WIDTH, HEIGHT = 256, 144
SUBSAMPLED = {"444": (1, 1), "422": (2, 1), "420": (2, 2)}
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-qp", "0")
H265 = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "lossless=1:log-level=none")


@dataclass(frozen=True)
class Source:
    """A file of patches, and the R'G'B' of BT.709 that they must come out as."""

    path: Path
    expected: Any
    tolerance: float = 2


def grid(values: Any, width: int, height: int) -> Any:
    """The patches as a picture, (height, width, …)."""
    rows = np.asarray(values).reshape(ROWS, COLUMNS, *np.asarray(values).shape[1:])
    return np.repeat(np.repeat(rows, height // ROWS, axis=0), width // COLUMNS, axis=1)


def as_it_is(rgb: Any) -> Any:
    return rgb


@dataclass(frozen=True)
class Film:
    """How a film is coded: its pixel format and size, matrix and range of the codes, encoder and tags."""

    pixels: str
    matrix: str
    encoder: tuple[str, ...]
    tags: str = ""
    suffix: str = ".mp4"
    full: bool = False
    size: tuple[int, int] = (WIDTH, HEIGHT)
    aspect: str = "1"
    meaning: Callable[[Any], Any] = as_it_is
    patches: Any = None
    tolerance: float = 2

    @property
    def bits(self) -> int:
        return 10 if self.pixels.endswith("10le") else 8

    def write(self, path: Path) -> Source:
        rgb = RGB if self.patches is None else self.patches
        values = np.rint(codes(rgb, self.matrix, self.bits, full=self.full))
        values = values.clip(0, 2**self.bits - 1)
        planes = [grid(values[:, 0], *self.size)]
        sub = next(by for name, by in SUBSAMPLED.items() if name in self.pixels)
        planes += [grid(values[:, n], self.size[0] // sub[0], self.size[1] // sub[1]) for n in (1, 2)]
        kind = np.uint16 if self.bits > 8 else np.uint8
        raw = path.with_suffix(".raw")
        raw.write_bytes(b"".join(plane.astype(kind).tobytes() for plane in planes) * 3)
        size = f"{self.size[0]}x{self.size[1]}"
        tags = [f"setparams={self.tags}"] if self.tags else []
        made = make(path.with_suffix(self.suffix), "-f", "rawvideo", "-pix_fmt", self.pixels, "-s", size, "-r", "25",
                    "-i", f"file:{raw}", "-vf", ",".join([*tags, f"setsar={self.aspect}"]), *self.encoder)  # fmt: skip
        raw.unlink()
        seen = signal(values, self.matrix, self.bits, full=self.full).clip(0, 1)
        return Source(made, self.meaning(seen), self.tolerance)


def _tags(matrix: str, primaries: str = "", transfer: str = "", values: str = "") -> str:
    named = {"colorspace": matrix, "color_primaries": primaries, "color_trc": transfer, "range": values}
    return ":".join(f"{name}={value}" for name, value in named.items() if value)


FILMS = {
    "709": Film("yuv420p", "709", H264, _tags("bt709", "bt709", "bt709", "tv")),
    "709-444": Film("yuv444p", "709", H264, _tags("bt709", "bt709", "bt709", "tv")),
    "709-422": Film("yuv422p", "709", H264, _tags("bt709", "bt709", "bt709", "tv")),
    "709-10bit": Film("yuv420p10le", "709", H264, _tags("bt709", "bt709", "bt709", "tv")),
    "709-full": Film("yuv420p", "709", H264, _tags("bt709", "bt709", "bt709", "pc"), full=True),
    "hd-untagged": Film("yuv420p", "709", H264, size=(1280, 720)),
    "web-untagged": Film("yuv420p", "601", H264),
    "ntsc-untagged": Film("yuv420p", "601", H264, size=(256, 480), aspect="10/3",
                          meaning=lambda rgb: in_709(rgb, "525", "video")),
    "pal-untagged": Film("yuv420p", "601", H264, size=(256, 576), aspect="4",
                         meaning=lambda rgb: in_709(rgb, "625", "video")),
    "601-525": Film("yuv420p", "601", H264, _tags("smpte170m", "smpte170m", "smpte170m", "tv"),
                    meaning=lambda rgb: in_709(rgb, "525", "video")),
    "601-625": Film("yuv420p", "601", H264, _tags("bt470bg", "bt470bg", "smpte170m", "tv"),
                    meaning=lambda rgb: in_709(rgb, "625", "video")),
    "phone-full": Film("yuv420p", "601", H264, _tags("bt470bg", "bt709", "smpte170m", "pc"), full=True),
    "240m": Film("yuv420p", "240", H264, _tags("smpte240m", "smpte240m", "smpte240m", "tv"),
                 meaning=lambda rgb: in_709(rgb, "525", "video")),
    "2020": Film("yuv420p10le", "2020", H265, _tags("bt2020nc", "bt2020", "bt2020-10", "tv"),
                 meaning=lambda rgb: in_709(rgb, "2020", "video")),
    "p3-film": Film("yuv420p10le", "709", H265, _tags("bt709", "smpte432", "bt709", "tv"),
                    meaning=lambda rgb: in_709(rgb, "p3", "video")),
    "pq": Film("yuv420p10le", "2020", H265, _tags("bt2020nc", "bt2020", "smpte2084", "tv"), patches=pq_signal(NITS),
               meaning=lambda rgb: hdr_in_709(pq_nits(rgb)), tolerance=3),
    "hlg": Film("yuv420p10le", "2020", H265, _tags("bt2020nc", "bt2020", "arib-std-b67", "tv"),
                patches=hlg_signal(NITS), meaning=lambda rgb: hdr_in_709(hlg_nits(rgb)), tolerance=3),
    "prores": Film("yuv422p10le", "709", ("-c:v", "prores_ks", "-profile:v", "hq"),
                   _tags("bt709", "bt709", "bt709", "tv"), ".mov"),
    "vp9": Film("yuv420p", "709", ("-c:v", "libvpx-vp9", "-lossless", "1", "-cpu-used", "8"),
                _tags("bt709", "bt709", "bt709", "tv"), ".webm"),
    "vp9-full": Film("yuv420p", "601", ("-c:v", "libvpx-vp9", "-lossless", "1", "-cpu-used", "8"),
                     _tags("smpte170m", "bt709", "bt709", "pc"), ".webm", full=True),
    "mjpeg": Film("yuvj420p", "601", ("-c:v", "mjpeg", "-q:v", "1"), suffix=".avi", full=True),
    "mpeg2-pal": Film("yuv422p", "601", ("-c:v", "mpeg2video", "-q:v", "1", "-intra_vlc", "1"), suffix=".ts",
                      size=(256, 576), aspect="4", meaning=lambda rgb: in_709(rgb, "625", "video")),
}  # fmt: skip


def stills(folder: Path) -> Iterator[tuple[str, Source]]:
    """Patches as pictures, by Pillow and by ffmpeg."""
    from PIL import Image

    picture = grid(PATCHES, WIDTH, HEIGHT).astype(np.uint8)
    image = Image.fromarray(picture)

    def saved(name: str, image: Any = image, expected: Any = RGB, tolerance: float = 2, **options: Any) -> Any:
        image.save(folder / name, **options)
        return name.partition(".")[0], Source(folder / name, expected, tolerance)

    yield saved("png.png")
    yield saved("palette.png", image.quantize(32, dither=Image.Dither.NONE))
    yield saved("gif.gif", image.quantize(32, dither=Image.Dither.NONE))
    yield saved("tiff.tif")
    yield saved("jpeg-444.jpg", quality=100, subsampling=0)
    yield saved("jpeg-420.jpg", quality=100, subsampling=2)
    yield saved("jpeg-large.jpg", Image.fromarray(grid(PATCHES, 1280, 720).astype(np.uint8)), quality=95)
    yield saved("webp.webp", quality=100, method=0)
    yield saved("webp-lossless.webp", lossless=True, method=0)
    yield saved("webp-large.webp", Image.fromarray(grid(PATCHES, 1280, 720).astype(np.uint8)), quality=90, method=0)
    yield saved("gray.png", Image.fromarray(picture[..., 1]), np.repeat(RGB[:, 1:2], 3, axis=1))
    yield saved("gray-jpeg.jpg", Image.fromarray(picture[..., 1]), np.repeat(RGB[:, 1:2], 3, axis=1), quality=100)
    p3, adobe = (profile(*one) for one in (P3, ADOBE))
    yield saved("p3.png", expected=in_709(RGB, "p3", "srgb"), icc_profile=p3)
    yield saved("p3-jpeg.jpg", expected=in_709(RGB, "p3", "srgb"), icc_profile=p3, quality=100, subsampling=0)
    yield saved("p3-webp.webp", expected=in_709(RGB, "p3", "srgb"), icc_profile=p3, lossless=True, method=0)
    yield saved("adobe-tiff.tif", expected=in_709(RGB, "adobe", "adobe"), icc_profile=adobe)
    yield saved("adobe.png", expected=in_709(RGB, "adobe", "adobe"), icc_profile=adobe)
    yield saved("adobe-jpeg.jpg", expected=in_709(RGB, "adobe", "adobe"), icc_profile=adobe, quality=100, subsampling=0)
    frames = [Image.fromarray(picture[::-1])]
    moving: dict[str, Any] = {"save_all": True, "append_images": frames, "duration": 400}
    yield saved("webp-moving.webp", lossless=True, **moving)
    yield saved("apng.png", **moving)
    yield saved("avif.avif", quality=100, subsampling="4:2:0", speed=10)
    yield saved("avif-p3.avif", expected=in_709(RGB, "p3", "srgb"), icc_profile=p3, quality=100, speed=10)
    glass = image.copy()
    glass.putalpha(128)
    yield saved("glass.png", glass, (RGB * 128 + BACK * 127) / 255)
    yield saved("glass-webp.webp", glass, (RGB * 128 + BACK * 127) / 255, lossless=True, method=0)
    raw = folder / "deep.raw"
    raw.write_bytes((grid(RGB, WIDTH, HEIGHT) * 65_535).round().astype(">u2").tobytes())
    deep = ("-f", "rawvideo", "-pix_fmt", "rgb48be", "-s", f"{WIDTH}x{HEIGHT}", "-i", f"file:{raw}")
    yield "png-16", Source(make(folder / "deep.png", *deep, "-frames:v", "1"), RGB)
    yield "gbr", Source(make(folder / "gbr.mp4", *deep, "-vf", "loop=2:1", "-c:v", "libx264rgb", "-qp", "0"), RGB)
    tags = "setparams=range=tv:colorspace=bt709"
    luma = ("-vf", f"format=gray,lut=y=16+val*219/255,{tags},loop=2:1")
    gray = make(folder / "gray.mp4", "-i", f"file:{folder / 'gray.png'}", *luma, *H264, "-pix_fmt", "gray")
    yield "gray-film", Source(gray, np.repeat(RGB[:, 1:2], 3, axis=1))


def sources(folder: Path) -> dict[str, Source]:
    """All of them, made in a folder."""
    return {**{name: film.write(folder / name) for name, film in FILMS.items()}, **dict(stills(folder))}


P3 = ((0.5151, 0.2412, -0.0011), (0.2919, 0.6922, 0.0419), (0.1572, 0.0666, 0.7841), 2.4)
ADOBE = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457), 2.19921875)
"""Colorants in XYZ at D50 as Apple's and Adobe's own profiles have them, and the gamma."""


def profile(red: Any, green: Any, blue: Any, gamma: float) -> bytes:
    """A small matrix profile of version 2 (ICC.1:2001-04)."""
    points = [(b"rXYZ", red), (b"gXYZ", green), (b"bXYZ", blue), (b"wtpt", (0.9642, 1.0, 0.8249))]
    tags = [(name, b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(65_536 * one) for one in xyz))) for name, xyz in points]
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(256 * gamma)) + b"\0\0"
    tags += [(name, curve) for name in (b"rTRC", b"gTRC", b"bTRC")]
    tags += [
        (b"desc", b"desc" + bytes(4) + struct.pack(">I", 5) + b"test\0" + bytes(79)),
        (b"cprt", b"text" + bytes(8)),
    ]
    table, data = b"", b""
    start = 132 + 12 * len(tags)
    for name, content in tags:
        table += struct.pack(">4sII", name, start + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    body = struct.pack(">I", len(tags)) + table + data
    head = struct.pack(">I4sI4s4s4s12x4s", 128 + len(body), b"test", 0x02100000, b"mntr", b"RGB ", b"XYZ ", b"acsp")
    return head.ljust(68, b"\0") + struct.pack(">3i", 63_190, 65_536, 54_061) + bytes(48) + body
