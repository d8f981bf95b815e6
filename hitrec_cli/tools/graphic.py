"""Graphics computed in Python: moviepy's clip, written once to a lossless intermediate with alpha."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO

from hitrec_cli.base.errors import RenderError
from hitrec_cli.tools.binary import ffmpeg
from hitrec_cli.tools.graphic_modules import function_of
from hitrec_cli.tools.process import Limits, ProcessFailed, run


def perform(
    spec: Mapping[str, Any], inputs: Mapping[str, Path], objects: Callable[[str], Path], out: Path
) -> dict[str, Any]:
    """Call the function 'path.py:name'(width, height, rate, **arguments) and write FFV1 bgra frames to `out`.

    The show's own code is trusted like a manifest's author; it runs in a worker, not in the command.
    Raises RenderError.
    """
    width, height = spec["raster"]
    rate = Fraction(spec["rate"])
    name = spec["function"]
    try:
        with function_of(name, _workspace()) as function:
            clip = function(width, height, float(rate), **dict(spec["arguments"]))
            if clip.duration is not None and round(Fraction(clip.duration) * rate) < spec["length"]:
                raise RenderError(f"graphic {name} lasts {clip.duration} s, less than its {spec['length']} frames")
            frames = _frames(clip, width, height, spec["length"], rate)
            _encode(frames, spec, out)
    except (RenderError, MemoryError):
        raise
    except (Exception, SystemExit) as error:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        raise RenderError(f"graphic {name} failed: {type(error).__name__}: {error}") from error
    return {"frames": spec["length"]}


def _workspace() -> Path:
    return Path(os.environ["HITREC_WORKSPACE"])


def _frames(clip: Any, width: int, height: int, length: int, rate: Fraction) -> Iterator[bytes]:
    """Frames as bgra bytes; frame n is asked for at the exact middle of its time, so that no edge is ambiguous."""
    import numpy as np

    for number in range(length):
        moment = float(Fraction(2 * number + 1, 2) / rate)
        picture = np.asarray(clip.get_frame(moment))
        if picture.shape != (height, width, 3):
            raise RenderError(f"its frame is {picture.shape}, not ({height}, {width}, 3)")
        frame = np.empty((height, width, 4), np.uint8)
        frame[..., :3] = picture[..., ::-1]
        frame[..., 3] = 255 if clip.mask is None else np.rint(np.clip(clip.mask.get_frame(moment), 0, 1) * 255)
        yield frame.tobytes()


def _encode(frames: Iterator[bytes], spec: Mapping[str, Any], out: Path) -> None:
    width, height = spec["raster"]
    raw = out.with_name(f"{out.name}.raw")
    arguments = [
        "-nostdin", "-y", "-v", "error", "-f", "rawvideo", "-pix_fmt", "bgra", "-s", f"{width}x{height}",
        "-r", spec["rate"], "-i", f"file:{raw}", "-c:v", "ffv1", "-level", "3", "-g", "1", "-threads", "1",
        "-slices", "4", "-video_track_timescale", spec["rate"].split("/")[0],
        "-fflags", "+bitexact", "-flags", "+bitexact", "-f", "mov", f"file:{out}",
    ]  # fmt: skip
    os.mkfifo(raw, 0o600)
    try:
        _pipe(frames, arguments, raw)
    finally:
        raw.unlink(missing_ok=True)


def _pipe(frames: Iterator[bytes], arguments: list[str], raw: Path) -> None:
    """ffmpeg reads the frames from a named pipe while they are drawn."""
    with ThreadPoolExecutor(1) as pool:
        encoder = pool.submit(run, [str(ffmpeg()), *arguments], limits=Limits(wall=3600))
        with suppress(BrokenPipeError), _reader_of(raw, encoder) as pipe:
            for frame in frames:
                pipe.write(frame)
        try:
            encoder.result()
        except ProcessFailed as failure:
            raise RenderError(f"the graphic does not encode: {failure.cause}") from failure


def _reader_of(pipe: Path, encoder: Future[Any]) -> BinaryIO:
    """The pipe's writing end, once the encoder reads it. An encoder that has ended gives its own error later."""
    while not encoder.done():
        try:
            descriptor = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            time.sleep(0.005)
            continue
        os.set_blocking(descriptor, True)
        return os.fdopen(descriptor, "wb")
    raise BrokenPipeError
