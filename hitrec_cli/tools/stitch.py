"""Join parts and sound by stream copy, with exact durations, and verify the file before anyone sees it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from hitrec_cli.base.digest import digest
from hitrec_cli.base.errors import RenderError
from hitrec_cli.base.timecode import SAMPLE_RATE
from hitrec_cli.tools import cells
from hitrec_cli.tools.binary import ffmpeg
from hitrec_cli.tools.captions.track import caption_packets, caption_track
from hitrec_cli.tools.mux import mux_arguments
from hitrec_cli.tools.process import Limits, ProcessFailed, run
from hitrec_cli.tools.umid import NUMBER, name_packages
from hitrec_cli.tools.verify import Contents, contents

BT709_NARROW = (1, 1, 1, 1)
"""Primaries, transfer, matrix (ITU-T H.273: 1 = BT.709) and range (ffmpeg: 1 = narrow)."""

AS_NAMED = ("-guess_layout_max", "0")
"""Channels of a file that names no layout stay nameless: a mix and its stems, eight in all, are no 7.1."""


def perform(
    spec: Mapping[str, Any], inputs: Mapping[str, Path], objects: Callable[[str], Path], out: Path
) -> dict[str, Any]:
    """Write the deliverable. Raises RenderError where parts do not fit together or the result is not exact."""
    folder = out.with_name(f"{out.name}.lists")
    folder.mkdir()
    try:
        if "stream" not in spec:
            _same_headers([inputs[part["part"]] for part in spec["parts"]])
        read = _inputs(spec, inputs, folder)
        shown, written = caption_track(spec, folder)
        arguments = mux_arguments(spec, read | shown, out, written)
        stream = cells.joined(spec, inputs) if "stream" in spec else None
        run([str(ffmpeg()), *arguments], limits=Limits(wall=3600), stdin=stream)
        if spec["container"] == "mxf":
            name_packages(out, bytes.fromhex(digest(spec))[:NUMBER])
    except ProcessFailed as failure:
        raise RenderError(f"the parts do not join: {failure.cause}") from failure
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return _verified(spec, out)


def _inputs(spec: Mapping[str, Any], inputs: Mapping[str, Path], folder: Path) -> dict[str, list[str]]:
    """Parts through the concat demuxer, or one stream of cells through the pipe; sound, metadata."""
    rate = Fraction(spec["rate"])
    parts = [(inputs[part["part"]], part["frames"] / rate) for part in spec["parts"]]
    read: dict[str, list[str]] = {}
    if "stream" in spec:
        read["parts"] = ["-f", "mpegvideo", "-framerate", spec["rate"], "-i", "pipe:0"]
    elif parts:
        read["parts"] = _concat(parts, folder, "parts")
    if "sounds" in spec:
        sounds = [(inputs[one["sound"]], Fraction(one["samples"], SAMPLE_RATE)) for one in spec["sounds"]]
        read["sound"] = [*AS_NAMED, *_concat(sounds, folder, "sounds")]
    else:
        read["sound"] = ["-f", "mov", "-i", f"file:{inputs[spec['sound']]}"]
    metadata = folder / "chapters.txt"
    metadata.write_text(_chapters(spec, rate), encoding="utf-8")
    return {**read, "metadata": ["-f", "ffmetadata", "-i", f"file:{metadata}"]}


def _concat(files: list[tuple[Path, Fraction]], folder: Path, name: str) -> list[str]:
    """Files one after the other. Without exact `duration` lines every join would gain 20/30000 s."""
    lines = ["ffconcat version 1.0"]
    for number, (path, seconds) in enumerate(files):
        # Links of plain names: whatever the store's path holds, no quoting is needed.
        link = f"{name}-{number:06d}{path.suffix}"
        (folder / link).symlink_to(path)
        lines += [f"file {link}", f"duration {_decimal(seconds)}"]
    (folder / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return ["-f", "concat", "-i", f"file:{folder / f'{name}.txt'}"]


def _decimal(seconds: Fraction) -> str:
    nano = round(seconds * 1_000_000_000)
    return f"{nano // 1_000_000_000}.{nano % 1_000_000_000:09d}"


def _chapters(spec: Mapping[str, Any], rate: Fraction) -> str:
    """Title, creation time and one chapter per segment, in ffmpeg's metadata form."""
    lines = [";FFMETADATA1", *(f"{name}={_escaped(spec['metadata'][name])}" for name in ("creation_time", "title"))]
    for chapter in spec["chapters"]:
        lines += ["[CHAPTER]", f"TIMEBASE={rate.denominator}/{rate.numerator}", f"START={chapter['start']}",
                  f"END={chapter['end']}", f"title={_escaped(chapter['title'])}"]  # fmt: skip
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    plain = "".join(character if character.isprintable() else " " for character in text)
    return "".join(f"\\{character}" if character in "=;#\\\n" else character for character in plain)


def _same_headers(parts: list[Path]) -> None:
    """Parts whose codec headers differ would join without a word and play as garbage."""
    import av

    seen: bytes | None = None
    for path in dict.fromkeys(parts):
        with av.open(str(path)) as container:
            header = bytes(container.streams.video[0].codec_context.extradata or b"")
        if seen is not None and header != seen:
            raise RenderError("a part was encoded with other settings than the rest; run hitrec cache verify --repair")
        seen = header


def _verified(spec: Mapping[str, Any], out: Path) -> dict[str, Any]:
    check = cells.StreamCheck(spec) if "stream" in spec else None
    found = contents(out, check.take if check else None)
    sounds, codes = _listed(found.sounds), _listed(found.timecodes)
    faults = [
        fault
        for wrong, fault in (
            (found.frames != spec["frames"], f"{found.frames} frames, not {spec['frames']}"),
            (not found.is_even(Fraction(spec["rate"])), "uneven frame times"),
            (
                set(found.sounds) != {spec["samples"]},
                f"{sounds} samples of sound, not {spec['samples']}",
            ),
            (bool(spec["parts"]) and list(found.size) != spec["raster"], f"{found.size} pixels, not {spec['raster']}"),
            (bool(spec["parts"]) and found.color != BT709_NARROW, f"color tags {found.color}, not BT.709 narrow"),
            (out.suffix in (".mp4", ".mov") and not found.moov_first, "its index stands after the media"),
            (caption_packets(out, spec) is False, "its captions are not all there"),
            (not _counts(found, spec), f"timecode {codes}, not {spec.get('timecode')}"),
        )
        if wrong
    ]
    faults += check.faults() if check else []
    if faults:
        raise RenderError(f"the stitched file is wrong: {'; '.join(faults)}")
    return {"frames": found.frames, "samples": spec["samples"], **(check.told() if check else {})}


def _counts(found: Contents, spec: Mapping[str, Any]) -> bool:
    """Whether every place of the file that tells a timecode tells this one."""
    wanted = spec.get("timecode", "")
    return spec["container"] == "wav" or set(found.timecodes) == ({wanted} if wanted else set())


def _listed(values: Iterable[object]) -> str:
    return ", ".join(map(str, dict.fromkeys(values))) or "no"
