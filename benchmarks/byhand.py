"""The opponent: overhead.yaml made by one plain ffmpeg command, as somebody who knows ffmpeg well writes it."""

from __future__ import annotations

from pathlib import Path

from hitrec_cli.model.profile import Profile

HERE = Path(__file__).parent
ROOT = HERE.parent
"""The command is run here: its graph names files from here."""

PICTURES = (
    "-ss 1.001 -t 3.8 -i {}/welcome.mp4", "-ss 1 -t 4.3 -i {}/tide.mp4", "-ss 2 -t 4.3 -i {}/stones.mp4",
    "-i {}/shore.jpg", "-i {}/embers.jpg", "-ss 1 -t 2.8 -i {}/steps.mp4", "-t 2.3 -i {}/attic.mp4",
    "-ss 1.001 -t 3.1 -i {}/valley.mp4", "-ss 1 -t 2.8 -i {}/market.mp4", "-ss 1 -t 3.3 -i {}/stairs.mp4",
    "-i {}/reef.jpg", "-ss 1.001 -t 1.8 -i {}/stage-left.mp4", "-ss 2.002 -t 1.8 -i {}/stage-right.mp4",
    "-ss 4 -t 1.8 -i {}/balcony.mp4", "-ss 5.005 -t 1.8 -i {}/stage-left.mp4", "-ss 1 -t 1.8 -i {}/errand.mp4",
    "-t 2.3 -i {}/paper.mp4", "-i {}/field.jpg", "-ss 2 -t 3.8 -i {}/letters.mp4", "-ss 1 -t 2.8 -i {}/window.mp4",
    "-ss 2 -t 2.3 -i {}/kitchen.mp4", "-i {}/dawn.jpg", "-ss 1.001 -t 3.3 -i {}/farewell.mp4",
)  # fmt: skip
SOUNDS = (
    "-t 11.5115 -i {}/narration.wav", "-t 12.012 -i {}/morning-bed.m4a", "-t 8.6086 -i {}/walk-memory.mp3",
    "-t 5.8058 -i {}/thanks.ogg", "-t 6.006 -i {}/kettle-song.flac", "-t 1.5015 -i {}/wings.ogg",
    "-t 4.5045 -i {}/sunrise-theme.ogg", "-t 8.5085 -i {}/morning-bed.m4a", "-t 6.006 -i {}/homeward.mp3",
)  # fmt: skip
TAGS = "-color_primaries bt709 -color_trc bt709 -colorspace bt709 -color_range tv"


def graph() -> str:
    """The filter graph, without its comments."""
    lines = (HERE / "overhead.ffmpeg").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#"))


def command(ffmpeg: str, media: Path, profile: Profile, out: Path, threads: int | None) -> list[str]:
    """Its arguments, with the profile's encoders. `threads`: of every decoder, filter and encoder; None: automatic."""
    own = [] if threads is None else ["-threads", str(threads)]
    arguments = [ffmpeg, "-nostdin", "-y", "-v", "error"]
    if threads is not None:
        arguments += ["-filter_threads", str(threads), "-filter_complex_threads", str(threads)]
    for text in (*PICTURES, *SOUNDS):
        arguments += [*own, *(word.replace("{}", str(media)) for word in text.split())]
    arguments += ["-filter_complex", graph(), "-map", "[picture]", "-map", "[sound]"]
    arguments += [*profile.video, "-g", str(profile.gop), *own, *TAGS.split(), *profile.audio]
    return [*arguments, "-movflags", "+faststart", str(out)]
