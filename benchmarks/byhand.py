"""The opponent: overhead.yaml made by one plain ffmpeg command, as somebody who knows ffmpeg well writes it."""

from __future__ import annotations

from pathlib import Path

from benchmarks.longer import graph, inputs
from hitrec_cli.model.profile import Profile

HERE = Path(__file__).parent
ROOT = HERE.parent
"""The command is run here: its graph names files from here."""

TAGS = "-color_primaries bt709 -color_trc bt709 -colorspace bt709 -color_range tv"


def command(ffmpeg: str, media: Path, profile: Profile, out: Path, *, threads: int | None, minutes: int) -> list[str]:
    """Its arguments, with the profile's encoders. `threads`: of every decoder, filter and encoder; None: automatic."""
    own = [] if threads is None else ["-threads", str(threads)]
    arguments = [ffmpeg, "-nostdin", "-y", "-v", "error"]
    if threads is not None:
        arguments += ["-filter_threads", str(threads), "-filter_complex_threads", str(threads)]
    for line in inputs((HERE / "overhead.inputs").read_text(encoding="utf-8"), minutes):
        *options, name = line.split()
        arguments += [*own, *options, str(media / name)]
    written = graph((HERE / "overhead.ffmpeg").read_text(encoding="utf-8"), minutes)
    arguments += ["-filter_complex", written, "-map", "[picture]", "-map", "[sound]"]
    arguments += [*profile.video, "-g", str(profile.gop), *own, *TAGS.split(), *profile.audio]
    return [*arguments, "-movflags", "+faststart", str(out)]
