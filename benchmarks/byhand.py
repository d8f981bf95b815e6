"""The opponent: overhead.yaml made by one plain ffmpeg command, as somebody who knows ffmpeg well writes it."""

from __future__ import annotations

from pathlib import Path

from hitrec_cli.model.profile import Profile

HERE = Path(__file__).parent
ROOT = HERE.parent
"""The command is run here: its graph names files from here."""

PICTURES = (
    "-t 5 -i {}/wren-greeting.mp4", "-t 6 -i {}/first-light.mp4", "-t 7 -i {}/paper-boat.avi",
    "-i {}/seed-study.png", "-t 5.5 -i {}/eleven-steps.mp4", "-t 5 -i {}/harbor.mp4",
    "-i {}/map-of-mornings.png", "-ss 1 -t 4 -i {}/harbor.mp4", "-t 4 -i {}/wren-farewell.mp4",
)  # fmt: skip
SOUNDS = (
    "-t 12.012 -i {}/narration.wav", "-t 13.013 -i {}/morning-bed.m4a", "-t 7.5075 -i {}/walk-memory.mp3",
    "-t 3 -i {}/wings.ogg", "-t 3.003 -i {}/sunrise-theme.ogg", "-t 2.002 -i {}/thanks.ogg",
    "-t 6.006 -i {}/homeward.mp3",
)  # fmt: skip
TAGS = "-color_primaries bt709 -color_trc bt709 -colorspace bt709 -color_range tv"


def graph() -> str:
    """The filter graph, without its comments."""
    lines = (HERE / "overhead.ffmpeg").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#"))


def command(ffmpeg: str, profile: Profile, out: Path, threads: int | None) -> list[str]:
    """Its arguments, with the profile's encoders. `threads`: of every decoder, filter and encoder; None: automatic."""
    own = [] if threads is None else ["-threads", str(threads)]
    arguments = [ffmpeg, "-nostdin", "-y", "-v", "error"]
    if threads is not None:
        arguments += ["-filter_threads", str(threads), "-filter_complex_threads", str(threads)]
    for text in (*PICTURES, *SOUNDS):
        arguments += [*own, *text.format("assets/media").split()]
    arguments += ["-filter_complex", graph(), "-map", "[picture]", "-map", "[sound]"]
    arguments += [*profile.video, "-g", str(profile.gop), *own, *TAGS.split(), *profile.audio]
    return [*arguments, "-movflags", "+faststart", str(out)]
