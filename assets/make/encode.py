"""From pixels and samples to files: every way of encoding that the demo's media uses.

The encoder is the one that imageio-ffmpeg brings, one thread, bit-exact, without dates.
"""

from __future__ import annotations

import subprocess
import tempfile
import wave
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assets.make.canvas import Pixels

Samples = NDArray[np.float64]
"""Sound: one row per sample, one column per channel, -1..1."""

MADE_WITH = "n9.0.2"
"""The encoder's version that made the committed files; others may give other bytes."""

BT709 = (
    "scale=out_color_matrix=bt709:out_range=tv:flags=bicubic+accurate_rnd+full_chroma_int+bitexact,"
    "format=yuv420p,setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"
)
_EXACT = ["-threads", "1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"]


def h264(crf: int, preset: str = "slow") -> list[str]:
    tune = "aq-mode=3:deblock=1,1:psy-rd=0.6,0"
    args = ["-c:v", "libx264", "-preset", preset, "-crf", str(crf)]
    return [*args, "-x264-params", tune, "-movflags", "+faststart"]


def hevc(crf: int) -> list[str]:
    quiet = "log-level=error:pools=none:frame-threads=1:wpp=0:info=0"
    args = ["-c:v", "libx265", "-preset", "medium", "-crf", str(crf)]
    return [*args, "-x265-params", quiet, "-tag:v", "hvc1", "-movflags", "+faststart"]


def vp9(crf: int) -> list[str]:
    args = ["-c:v", "libvpx-vp9", "-b:v", "0", "-crf", str(crf), "-row-mt", "0"]
    return [*args, "-deadline", "good", "-cpu-used", "3"]


def mpeg4(quality: int) -> list[str]:
    return ["-c:v", "mpeg4", "-q:v", str(quality), "-dct", "int", "-g", "45"]


@dataclass(frozen=True)
class Film:
    """How a moving picture is written. `turned`: stored on its side with a display matrix."""

    path: Path
    rate: str
    video: list[str]
    audio: list[str] = field(default_factory=list)
    sound: Samples | None = None
    sound_rate: int = 48000
    filters: str = BT709
    turned: bool = False


def ffmpeg() -> str:
    import imageio_ffmpeg

    return str(imageio_ffmpeg.get_ffmpeg_exe())


def _run(args: list[str], stdin: Iterable[bytes] = ()) -> None:
    command = [ffmpeg(), "-hide_banner", "-loglevel", "error", "-y", *args]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as child:
        assert child.stdin is not None
        for chunk in stdin:
            child.stdin.write(chunk)
        child.stdin.close()
        if child.wait() != 0:
            raise RuntimeError(f"ffmpeg failed for {args[-1]}")


def _raw(size: tuple[int, int], rate: str, alpha: bool = False) -> list[str]:
    kind = "rgba" if alpha else "rgb24"
    shape = ["-f", "rawvideo", "-pix_fmt", kind, "-s", f"{size[0]}x{size[1]}"]
    return [*shape, "-r", rate, "-i", "pipe:0"]


def film(job: Film, frames: Iterable[Pixels]) -> None:
    """Write a video file, with its own sound where it has one."""
    source = iter(frames)
    first = next(source)
    if job.turned:
        first = np.rot90(first)
    size = (first.shape[1], first.shape[0])

    def chunks() -> Iterable[bytes]:
        yield first.tobytes()
        for frame in source:
            yield (np.rot90(frame) if job.turned else frame).tobytes()

    with tempfile.TemporaryDirectory() as folder:
        args = _raw(size, job.rate)
        if job.sound is not None:
            track = Path(folder) / "sound.wav"
            write_wav(track, job.sound, job.sound_rate)
            args += ["-i", str(track), *job.audio]
        flat = Path(folder) / f"flat{job.path.suffix}"
        target = flat if job.turned else job.path
        _run([*args, "-vf", job.filters, *job.video, *_EXACT, str(target)], chunks())
        if job.turned:
            upright = ["-display_rotation", "-90", "-i", str(flat), "-c", "copy"]
            _run([*upright, "-movflags", "+faststart", *_EXACT, str(job.path)])


def animation(path: Path, frames: Iterable[Pixels], rate: str, args: list[str]) -> None:
    """An animated GIF or PNG."""
    pictures = list(frames)
    height, width, planes = pictures[0].shape
    head = _raw((width, height), rate, alpha=planes == 4)
    _run([*head, *args, *_EXACT, str(path)], (p.tobytes() for p in pictures))


def still(path: Path, picture: Pixels, args: list[str] | None = None) -> None:
    """A PNG, JPEG or WebP, told by the name's ending."""
    height, width, planes = picture.shape
    own = {
        ".png": ["-pix_fmt", "rgba" if planes == 4 else "rgb24", "-compression_level", "9"],
        ".jpg": ["-pix_fmt", "yuvj420p", "-q:v", "4", "-dct", "int"],
        ".webp": ["-c:v", "libwebp", "-quality", "78", "-pix_fmt", "yuv420p"],
    }[path.suffix]
    head = _raw((width, height), "25", alpha=planes == 4)
    one = ["-frames:v", "1", "-update", "1"]
    _run([*head, *own, *(args or []), *one, *_EXACT, str(path)], [picture.tobytes()])


def write_wav(path: Path, sound: Samples, rate: int) -> None:
    """16-bit PCM with a small, fixed dither."""
    dither = np.random.Generator(np.random.PCG64(7)).uniform(-0.5, 0.5, sound.shape)
    data = np.clip((sound * 32767 + dither).round(), -32768, 32767).astype("<i2")
    with wave.open(str(path), "wb") as out:
        out.setnchannels(sound.shape[1])
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(data.tobytes())


def sound(path: Path, data: Samples, rate: int, args: list[str]) -> None:
    """A sound file in any codec; `rate` is that of the samples."""
    with tempfile.TemporaryDirectory() as folder:
        track = Path(folder) / "sound.wav"
        write_wav(track, data, rate)
        _run(["-i", str(track), *args, *_EXACT, str(path)])
