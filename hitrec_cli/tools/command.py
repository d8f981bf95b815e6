"""The parts of an ffmpeg command line that stand around a filter graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hitrec_cli.tools.containers import MUXERS

DEMUXERS = {"heif": "mov"}
"""ffmpeg's demuxer where it is not called like the format."""

UNSEEKABLE = frozenset({"gif", "apng", "webp_anim"})
"""Their pictures are patches on those before them; of an animated WebP nothing at all is decoded after a seek."""

SAFE_INPUT = {"protocol_whitelist": "file,pipe", "threads": 1, "max_pixels": 400_000_000, "noautorotate": None}


def with_globals(arguments: Sequence[str]) -> list[str]:
    """The options that stand before every graph: quiet, single-threaded, the file's own timestamps kept."""
    return ["-nostdin", "-y", "-v", "error", "-filter_threads", "1", "-filter_complex_threads", "1", "-copyts",
            *arguments]  # fmt: skip


def options(pairs: Sequence[str]) -> dict[str, str]:
    """['-c:v', 'libx264', …] as ffmpeg-python's keywords."""
    return {name.removeprefix("-"): value for name, value in zip(pairs[::2], pairs[1::2], strict=True)}


def output_options(spec: Mapping[str, Any], coder: Mapping[str, str], out: Path) -> dict[str, object]:
    """What stands before the output: a picture, or a part whose every frame is written as it comes."""
    exact = {"fflags": "+bitexact", "flags": f"{coder.get('flags', '')}+bitexact"}
    if out.suffix == ".png":
        return {"frames:v": 1, "f": "image2", "update": 1, **exact}
    container = spec.get("container", "mp4")
    clock = {"video_track_timescale": spec["rate"].split("/")[0]} if container in ("mp4", "mov") else {}
    return {"frames:v": spec["frames"], "g": spec["gop"], "threads": 1, "fps_mode": "passthrough", "an": None,
            **clock, "f": MUXERS.get(container, container), **exact}  # fmt: skip
