"""Join parts and sound by stream copy, with exact durations, and verify the file before anyone sees it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from hitrec_cli.base.errors import RenderError
from hitrec_cli.tools.binary import ffmpeg
from hitrec_cli.tools.process import Limits, ProcessFailed, run
from hitrec_cli.tools.verify import contents

BT709_NARROW = (1, 1, 1, 1)
"""Primaries, transfer, matrix (ITU-T H.273: 1 = BT.709) and range (ffmpeg: 1 = narrow)."""


def perform(
    spec: Mapping[str, Any], inputs: Mapping[str, Path], objects: Callable[[str], Path], out: Path
) -> dict[str, Any]:
    """Write the deliverable. Raises RenderError where parts do not fit together or the result is not exact."""
    folder = out.with_name(f"{out.name}.lists")
    folder.mkdir()
    try:
        _same_headers([inputs[part["part"]] for part in spec["parts"]])
        arguments = _arguments(spec, inputs, folder, out)
        run([str(ffmpeg()), *arguments], limits=Limits(wall=3600))
    except ProcessFailed as failure:
        raise RenderError(f"the parts do not join: {failure.cause}") from failure
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return _verified(spec, out)


def _arguments(spec: Mapping[str, Any], inputs: Mapping[str, Path], folder: Path, out: Path) -> list[str]:
    """Parts through the concat demuxer. Without exact `duration` lines every join would gain 20/30000 s."""
    rate = Fraction(spec["rate"])
    lines = ["ffconcat version 1.0"]
    for number, part in enumerate(spec["parts"]):
        # Links of plain names: whatever the store's path holds, no quoting is needed.
        name = f"{number:06d}.{spec['container']}"
        (folder / name).symlink_to(inputs[part["part"]])
        lines += [f"file {name}", f"duration {_decimal(part['frames'] / rate)}"]
    (folder / "parts.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "chapters.txt").write_text(_chapters(spec, rate), encoding="utf-8")
    return [
        "-nostdin", "-y", "-v", "error", "-protocol_whitelist", "file,pipe",
        "-f", "concat", "-i", f"file:{folder / 'parts.txt'}",
        "-protocol_whitelist", "file,pipe", "-f", "mov", "-i", f"file:{inputs[spec['sound']]}",
        "-f", "ffmetadata", "-i", f"file:{folder / 'chapters.txt'}",
        "-map", "0:v:0", "-map", "1:a:0", "-map_metadata", "2", "-map_chapters", "2",
        "-c", "copy", "-video_track_timescale", str(rate.numerator), "-movflags", "+faststart",
        "-brand", "mp42", "-fflags", "+bitexact", "-flags", "+bitexact", "-f", "mp4", f"file:{out}",
    ]  # fmt: skip


def _decimal(seconds: Fraction) -> str:
    nano = round(seconds * 1_000_000_000)
    return f"{nano // 1_000_000_000}.{nano % 1_000_000_000:09d}"


def _chapters(spec: Mapping[str, Any], rate: Fraction) -> str:
    """Title, creation time and one chapter per segment, in ffmpeg's metadata form."""
    lines = [";FFMETADATA1", *(f"{name}={_escaped(value)}" for name, value in sorted(spec["metadata"].items()))]
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
    found = contents(out)
    step = 1 / Fraction(spec["rate"])
    faults = [
        fault
        for wrong, fault in (
            (found.frames != spec["frames"], f"{found.frames} frames, not {spec['frames']}"),
            (found.step not in (step, None) or (found.step is None and found.frames > 1), "uneven frame times"),
            (found.samples != spec["samples"], f"{found.samples} samples of sound, not {spec['samples']}"),
            (list(found.size) != spec["raster"], f"{found.size} pixels, not {spec['raster']}"),
            (found.color != BT709_NARROW, f"color tags {found.color}, not BT.709 narrow"),
            (not found.moov_first, "its index stands after the media"),
        )
        if wrong
    ]
    if faults:
        raise RenderError(f"the stitched file is wrong: {'; '.join(faults)}")
    return {"frames": found.frames, "samples": found.samples}
