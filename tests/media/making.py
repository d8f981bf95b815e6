"""Small real files, made with the bundled ffmpeg, whose facts are known because they were asked for."""

from __future__ import annotations

import struct
from pathlib import Path

from hitrec_cli.tools.binary import ffmpeg
from hitrec_cli.tools.process import run

X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")


def make(path: Path, *arguments: str) -> Path:
    """Run ffmpeg with these arguments and the path as its output."""
    run([str(ffmpeg()), "-nostdin", "-v", "error", "-y", *arguments, f"file:{path}"])
    return path


def picture(size: str = "160x90", rate: str = "25", seconds: float = 2) -> tuple[str, ...]:
    """A moving test pattern as an input."""
    return ("-f", "lavfi", "-i", f"testsrc2=s={size}:r={rate}:d={seconds}")


def tone(seconds: float = 2, rate: int = 48_000) -> tuple[str, ...]:
    """A sine as an input."""
    return ("-f", "lavfi", "-i", f"sine=r={rate}:d={seconds}")


def cut(path: Path, share: float) -> Path:
    """The first part of a file's bytes, as `cut-<name>` beside it."""
    data = path.read_bytes()
    short = path.with_name(f"cut-{path.name}")
    short.write_bytes(data[: int(len(data) * share)])
    return short


def exif_block(orientation: int, thumbnail: bytes = b"") -> bytes:
    """An orientation (CIPA DC-008 §4.6.4, tag 0112h), and a small JPEG behind it."""
    return b"Exif\0\0II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0) + thumbnail


def with_orientation(jpeg: Path, orientation: int) -> Path:
    """The JPEG with an EXIF orientation."""
    segment = exif_block(orientation)
    data = jpeg.read_bytes()
    turned = jpeg.with_name(f"orientation-{orientation}.jpg")
    turned.write_bytes(data[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + data[2:])
    return turned
