"""What is in a file, told by ffmpeg's and numpy's decoding, not by hitrec."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hitrec_cli.tools.binary import ffmpeg

Frames = NDArray[np.int16]


def ffmpeg_says(*arguments: str | Path) -> bytes:
    """ffmpeg's stdout."""
    command = [str(ffmpeg()), "-nostdin", "-v", "error", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True).stdout


def frame_digests(path: Path, stream: str = "v:0") -> list[str]:
    """The MD5 of every frame of picture, or of every block of sound."""
    said = ffmpeg_says("-i", path, "-map", f"0:{stream}", "-fps_mode", "passthrough", "-f", "framemd5", "-").decode()
    return [line.rpartition(",")[2].strip() for line in said.splitlines() if not line.startswith("#")]


def planes(path: Path, width: int = 320, height: int = 180) -> tuple[Frames, Frames, Frames]:
    """All frames as stored: Y, Cb, Cr as (frame, row, column)."""
    raw = ffmpeg_says("-i", path, "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "rawvideo", "-")
    data = np.frombuffer(raw, np.uint8).reshape(-1, width * height * 3 // 2).astype(np.int16)
    y, rest = data[:, : width * height], data[:, width * height :]
    cb, cr = rest[:, : rest.shape[1] // 2], rest[:, rest.shape[1] // 2 :]
    half = (height // 2, width // 2)
    return y.reshape(-1, height, width), cb.reshape(-1, *half), cr.reshape(-1, *half)


def pcm(path: Path) -> NDArray[np.float32]:
    """All sound as ffmpeg decodes it, (sample, channel)."""
    raw = ffmpeg_says("-i", path, "-map", "0:a:0", "-f", "f32le", "-ac", "2", "-")
    return np.frombuffer(raw, np.float32).reshape(-1, 2)


def difference(one: Frames, other: Frames) -> Any:
    """Mean absolute difference of two pictures' luma."""
    return np.abs(one - other).mean()
