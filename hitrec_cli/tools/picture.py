"""Render one span: its filter graph through one ffmpeg process, then count what came out."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from hitrec_cli.base.errors import MediaError, RenderError
from hitrec_cli.tools.binary import ffmpeg
from hitrec_cli.tools.depth import working_format
from hitrec_cli.tools.feeds import Feeds
from hitrec_cli.tools.fonts import fonts
from hitrec_cli.tools.process import Limits, ProcessFailed, ProcessStalled, run
from hitrec_cli.tools.rate import attempts, within_limit

LONGEST_ARGUMENT = 100_000
"""Bytes over which a graph goes through a file: Linux caps one argument at 128 KiB."""

_NO_PICTURE = ("EXIF", "ICC profile", "iCCP")
"""What errors are about that leave the picture whole; orientation is told by the probe."""

SECONDS_PER_FRAME = 20.0
"""Wall clock that a frame may take at most before the process is taken for hung."""

STALLED, ATTEMPTS = 15.0, 6
"""Seconds without processor time after which it is, and how often a part is begun. ffmpeg 9 locks itself up now and
then in graphs of many inputs, all its threads waiting for each other: of 24 short clips in one part, with the processor
busy, 7 of 48 runs. The same graph goes through the next time."""


def perform(
    spec: Mapping[str, Any], inputs: Mapping[str, Path], objects: Callable[[str], Path], out: Path
) -> dict[str, Any]:
    """Render a span (or, with a `.png` as result, its one frame).

    Raises MediaError where a contribution does not decode cleanly, RenderError for anything else that fails.
    """
    scripts = out.with_name(f"{out.name}.scripts")
    scripts.mkdir()
    try:
        placing, stills = _placed(spec, objects, scripts)
        for encoder in attempts(spec):
            command = partial(_command, {**spec, "encoder": encoder}, inputs, objects, stills, out, scripts)
            said = placing + run_ffmpeg(command, spec["frames"])
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


def _placed(spec: Mapping[str, Any], objects: Callable[[str], Path], scripts: Path) -> tuple[str, list[Path]]:
    """What ffmpeg said, and the raw pictures of all stills under a moving camera, each on its working raster."""
    from hitrec_cli.tools.graph import Graph, still_arguments

    said, pixels = "", working_format(spec["encoder"])
    stills = [scripts / f"{number}.yuv" for number in range(len(_moving(spec)))]
    for still, layer in zip(stills, _moving(spec), strict=True):
        width, height = layer["move"]["raster"]
        graph = Graph((width, height), spec["rate"], objects, {}, scripts, pixels=pixels)
        arguments = through_file(still_arguments(layer, graph, still), scripts)
        said += run_ffmpeg(partial(_given, arguments), 1)
    return said, stills


def _command(
    spec: Mapping[str, Any],
    inputs: Mapping[str, Path],
    objects: Callable[[str], Path],
    stills: Sequence[Path],
    out: Path,
    scripts: Path,
    feeds: Feeds,
) -> list[str]:
    """ffmpeg's arguments that render a span; its cameras' frames come through `feeds`."""
    from hitrec_cli.tools.camera import shots
    from hitrec_cli.tools.graph import Graph, span_arguments

    width, height = raster = tuple(spec["raster"])
    pixels = working_format(spec["encoder"])
    cameras = [
        feeds.add(shots(still, layer["move"], pixels, raster, layer["frames"]))
        for still, layer in zip(stills, _moving(spec), strict=True)
    ]
    graph = Graph((width, height), spec["rate"], objects, inputs, scripts, iter(cameras), pixels)
    return through_file(span_arguments(spec, graph, out), scripts)


def _given(arguments: list[str], _: Feeds) -> list[str]:
    """For an ffmpeg that reads nothing but files."""
    return arguments


def _moving(spec: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The layers of a span that are stills under a moving camera."""
    return [layer for layer in spec["layers"] if "move" in layer]


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
        run_ffmpeg(partial(_given, through_file(page_arguments(spec, graph, out), scripts)), spec["leaves"])
    finally:
        shutil.rmtree(scripts, ignore_errors=True)
    return {"leaves": spec["leaves"]}


def run_ffmpeg(command: Callable[[Feeds], list[str]], frames: int, again: int = ATTEMPTS - 1) -> str:
    """Run our ffmpeg with the pinned fonts, and `again` where it locked itself up; what it said. `command` gives its
    arguments, and what it is fed beside files. Raises RenderError where it fails."""
    lettering = fonts(home(), Path(os.environ.get("HITREC_WORKSPACE", ".")) / "assets" / "fonts")
    # Its threads keep a heap each: x264 reads memory that it never wrote, and in one shared heap (MALLOC_ARENA_MAX=1)
    # what it finds there depends on when other threads freed it. 28 of 675 runs under load gave other bytes.
    environment = {"FONTCONFIG_FILE": str(lettering.config), "HOME": str(lettering.directory)}
    limits = Limits(wall=60 + SECONDS_PER_FRAME * frames, idle=STALLED)
    try:
        with Feeds() as feeds:
            return run([str(ffmpeg()), *command(feeds)], limits=limits, feeds=feeds, env=environment).stderr
    except ProcessFailed as failure:
        if not (again and isinstance(failure, ProcessStalled)):
            raise RenderError(f"ffmpeg {failure.cause}") from failure
    return run_ffmpeg(command, frames, again - 1)


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
