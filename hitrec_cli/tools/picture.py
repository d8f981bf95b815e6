"""Render one span: its filter graph through one ffmpeg process, then count what came out."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from hitrec_cli.base.errors import MediaError, RenderError
from hitrec_cli.tools.binary import ffmpeg
from hitrec_cli.tools.fonts import fonts
from hitrec_cli.tools.process import Limits, ProcessFailed, ProcessStalled, run
from hitrec_cli.tools.rate import attempts, within_limit

LONGEST_ARGUMENT = 100_000
"""Bytes over which a graph goes through a file: Linux caps one argument at 128 KiB."""

_NO_PICTURE = ("EXIF", "ICC profile", "iCCP")
"""What errors are about that leave the picture whole; orientation is told by the probe."""

SECONDS_PER_FRAME = 20.0
"""Wall clock that a frame may take at most before the process is taken for hung."""

STALLED = 30.0
"""Seconds without processor time after which it is. ffmpeg 9 locked itself up once in some thousand graphs of many
inputs, all its threads waiting for each other; the same graph goes through the next time."""


def perform(
    spec: Mapping[str, Any], inputs: Mapping[str, Path], objects: Callable[[str], Path], out: Path
) -> dict[str, Any]:
    """Render a span (or, with a `.png` as result, its one frame).

    Raises MediaError where a contribution does not decode cleanly, RenderError for anything else that fails.
    """
    from hitrec_cli.tools.graph import Graph, span_arguments

    scripts = out.with_name(f"{out.name}.scripts")
    scripts.mkdir()
    try:
        width, height = spec["raster"]
        for encoder in attempts(spec):
            graph = Graph((width, height), spec["rate"], objects, inputs, scripts)
            arguments = span_arguments({**spec, "encoder": encoder}, graph, out)
            said = run_ffmpeg(through_file(arguments, scripts), spec["frames"])
            if within_limit(out, spec):
                break
        else:
            raise RenderError("the part takes more bits than its profile allows, however coarse: it is all noise")
    finally:
        shutil.rmtree(scripts, ignore_errors=True)
    damage = _damage(said, spec)
    if out.suffix == ".png":
        return {"frames": 1}
    from hitrec_cli.tools.verify import count_pictures

    found = count_pictures(out)
    if found != spec["frames"]:
        message = f"the part has {found} frames, not {spec['frames']}"
        if found < spec["frames"] and any(layer["type"] == "media" for layer in spec["layers"]):
            raise MediaError(f"a clip ends before its time: {message}; replace the file, or show less of it")
        raise RenderError(message)
    coarse = {"encoder": encoder} if encoder != spec["encoder"] else {}
    return {"frames": found, **({"damage": damage} if damage else {}), **coarse}


def perform_roll(
    spec: Mapping[str, Any], inputs: Mapping[str, Path], objects: Callable[[str], Path], out: Path
) -> dict[str, Any]:
    """Draw the leaves of a page of credits once. Raises RenderError."""
    from hitrec_cli.tools.graph import Graph, page_arguments

    width, height = spec["leaf"]
    scripts = out.with_name(f"{out.name}.scripts")
    scripts.mkdir()
    try:
        graph = Graph((width, height), "25/1", objects, inputs, scripts)
        run_ffmpeg(through_file(page_arguments(spec, graph, out), scripts), spec["leaves"])
    finally:
        shutil.rmtree(scripts, ignore_errors=True)
    return {"leaves": spec["leaves"]}


def run_ffmpeg(arguments: list[str], frames: int, again: int = 2) -> str:
    """Run our ffmpeg with the pinned fonts, and `again` where it locked itself up; what it said. Raises RenderError
    where it fails."""
    lettering = fonts(home(), Path(os.environ.get("HITREC_WORKSPACE", ".")) / "assets" / "fonts")
    # Its threads keep a heap each: x264 reads memory that it never wrote, and in one shared heap (MALLOC_ARENA_MAX=1)
    # what it finds there depends on when other threads freed it. 28 of 675 runs under load gave other bytes.
    environment = {"FONTCONFIG_FILE": str(lettering.config), "HOME": str(lettering.directory)}
    limits = Limits(wall=60 + SECONDS_PER_FRAME * frames, idle=STALLED)
    try:
        return run([str(ffmpeg()), *arguments], limits=limits, env=environment).stderr
    except ProcessFailed as failure:
        if not (again and isinstance(failure, ProcessStalled)):
            raise RenderError(f"ffmpeg {failure.cause}") from failure
    return run_ffmpeg(arguments, frames, again - 1)


def home() -> Path:
    """HITREC_HOME, as the command set it for its workers."""
    return Path(os.environ["HITREC_HOME"])


def through_file(arguments: list[str], folder: Path) -> list[str]:
    """Hand a graph that is too long for one argument over in a file."""
    if "-filter_complex" not in arguments:
        return arguments
    at = arguments.index("-filter_complex")
    if len(arguments[at + 1].encode()) <= LONGEST_ARGUMENT:
        return arguments
    path = folder / "graph.txt"
    path.write_text(arguments[at + 1], encoding="utf-8")
    return [*arguments[:at], "-/filter_complex", str(path), *arguments[at + 2 :]]


def _damage(said: str, spec: Mapping[str, Any]) -> list[str]:
    """The decode errors within the used range, for the report, where the manifest accepts them.

    Raises MediaError where it does not. ffmpeg does not say which input it means: one accepted pick of a span accepts
    for all that the span shows.
    """
    lines = [line[:200] for line in said.splitlines() if line.strip() and not any(name in line for name in _NO_PICTURE)]
    if lines and not any(layer.get("damaged") for layer in spec["layers"]):
        raise MediaError(f"decode errors in the used range: {lines[0]}; replace the file or say 'damaged: accept'")
    return lines[:20]
