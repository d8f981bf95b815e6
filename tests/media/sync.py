"""Clips that flash and beep at the same instants, made by real encoders in the rates and containers of the world.

Every clip has a circle in the middle and a mark in the upper left corner. Luma codes are narrow range; what is
written here is what was asked for, so that a test can compare with it what came out.
"""

from __future__ import annotations

import wave as wavfile
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from tests.media.making import X264, make

F = Fraction
GROUND, FLASH, DISC, MARK = 40, 225, 150, 235
RADIUS = 28
WIDE, TALL = (160, 90), (90, 160)
INSTANTS = (F(36, 100), F(102, 100), F(146, 100))
"""About when it flashes; exactly: at the nearest picture."""
LIT = F(12, 100)
"""Seconds that a flash lasts at least, so that no rate skips it."""
TICKS = 90_000
B_FRAMES = ("-c:v", "libx264", "-preset", "superfast", "-bf", "2", "-pix_fmt", "yuv420p", "-g", "15")


def beep(rate: int) -> Any:
    """40 ms that rise from 600 to 3000 Hz: whose place a correlation finds to the sample."""
    t = np.arange(round(0.04 * rate)) / rate
    edge = np.minimum(1, np.minimum(t, 0.04 - t) / 0.002)
    return 0.5 * np.sin(2 * np.pi * (600 * t + 30_000 * t * t)) * np.sin(np.pi / 2 * edge) ** 2


@dataclass(frozen=True)
class Clip:
    """`turned`: degrees clockwise that the coded picture lacks to be upright. `ticks`: the time of picture n in 1/90000
    s where the rate varies. The sound lasts from `heard[0]` to `heard[1]`, in seconds after the first picture.
    `begins`: the file is cut out of a longer one by an edit list, there. `off`: samples at 48 kHz by which a container
    that counts milliseconds may have moved the sound.
    """

    name: str
    rate: Fraction
    coded: tuple[str, ...]
    turned: int = 0
    ticks: Callable[[int], int] | None = None
    heard: tuple[Fraction, Fraction] = (F(0), F(2))
    samples: int = 48_000
    begins: Fraction = F(0)
    off: int = 2

    @property
    def size(self) -> tuple[int, int]:
        """Width and height as seen."""
        return TALL if self.turned % 180 else WIDE

    def time(self, picture: int) -> Fraction:
        """When a picture is due, in seconds after the first one that is coded."""
        return F(self.ticks(picture), TICKS) if self.ticks else picture / self.rate

    @property
    def pictures(self) -> int:
        """As many as fill two seconds, and what an edit list hides."""
        return next(n for n in range(1000) if self.time(n) >= 2 + self.begins)

    @property
    def flashes(self) -> tuple[Fraction, ...]:
        """When it flashes and beeps, in seconds after the first picture that is shown."""
        times = [self.time(n) - self.begins for n in range(self.pictures)]
        return tuple(min(times, key=lambda time: abs(time - instant)) for instant in INSTANTS)


def step(n: int) -> int:
    """25 pictures a second for 0.8 s, then 15."""
    return 3600 * min(n, 20) + 6000 * max(0, n - 20)


def jitter(n: int) -> int:
    """About 28 pictures a second, none where it should be."""
    return 3200 * n + n * 7919 % 1500


MP4 = (*X264, "-g", "15", "-c:a", "aac")
PIECES = "frag_keyframe+delay_moov+default_base_moof"
CLIPS = (
    Clip("12.5.mp4", F(25, 2), MP4),
    Clip("23.976.mov", F(24_000, 1001), (*B_FRAMES, "-c:a", "pcm_s16le", "-timecode", "01:00:00:00")),
    Clip("24.mkv", F(24), (*X264, "-c:a", "flac"), samples=44_100, off=48),
    Clip("25.avi", F(25), ("-c:v", "mpeg4", "-q:v", "3", "-c:a", "pcm_s16le"), samples=44_100),
    Clip("29.97.mp4", F(30_000, 1001), (*MP4, "-movflags", PIECES)),
    Clip("30.webm", F(30), ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "1M",
                            "-c:a", "libopus"), off=48),
    Clip("50.ts", F(50), ("-c:v", "mpeg2video", "-q:v", "4", "-bf", "2", "-g", "12", "-c:a", "mp2",
                          "-output_ts_offset", "96.7")),
    Clip("59.94.mp4", F(60_000, 1001), (*B_FRAMES, "-c:a", "aac", "-movflags", "negative_cts_offsets"),
         samples=44_100),
    Clip("60.mkv", F(60), (*B_FRAMES, "-c:a", "libopus"), off=48),
    Clip("step.mp4", F(25), (*B_FRAMES, "-c:a", "aac"), ticks=step),
    Clip("jitter.mkv", F(28), (*X264, "-c:a", "libvorbis"), ticks=jitter, samples=44_100, off=96),
    Clip("turned-90.mp4", F(30), MP4, turned=90),
    Clip("turned-180.mp4", F(30_000, 1001), MP4, turned=180),
    Clip("turned-270.mov", F(24), MP4, turned=270),
    Clip("late.mp4", F(30), MP4, heard=(F(23, 100), F(2)), samples=44_100),
    Clip("early.mp4", F(25), MP4, heard=(F(-3, 10), F(2))),
    Clip("early.mkv", F(25), (*X264, "-c:a", "pcm_s24le"), heard=(F(-3, 10), F(2)), off=48),
    Clip("shorter.mov", F(24), (*X264, "-c:a", "pcm_s16be"), heard=(F(0), F(155, 100))),
    Clip("longer.mp4", F(30), MP4, heard=(F(0), F(29, 10))),
    Clip("cut.mp4", F(25), (*B_FRAMES, "-c:a", "aac"), begins=F(12, 25)),
    Clip("wrapping.ts", F(25), (*B_FRAMES, "-c:a", "aac", "-output_ts_offset", "95441.8")),
    Clip("mp3.mp4", F(25), (*X264, "-c:a", "libmp3lame"), samples=44_100),
    Clip("opus.mp4", F(50), (*X264, "-c:a", "libopus")),
)  # fmt: skip


def luma(size: tuple[int, int], *, lit: bool) -> Any:
    """A picture as seen: disc, mark and ground, the disc's edge smooth."""
    width, height = size
    y, x = np.mgrid[0 : height * 4, 0 : width * 4]
    inside = np.hypot((x + 0.5) / 4 - width / 2, (y + 0.5) / 4 - height / 2) <= RADIUS
    share = inside.reshape(height, 4, width, 4).mean(axis=(1, 3))
    ground = FLASH if lit else GROUND
    picture = ground + (DISC - ground) * share
    picture[6:18, 6:18] = GROUND if lit else MARK
    return np.round(picture).astype(np.uint8)


def sound(clip: Clip) -> Any:
    """What is heard, from `heard[0]` on: a hum, and the beeps."""
    first, last = clip.heard[0], clip.heard[1] + clip.begins
    t = np.arange(round((last - first) * clip.samples)) / clip.samples
    wave = 0.1 * np.sin(2 * np.pi * 200 * t)
    tone = beep(clip.samples)
    for flash in clip.flashes:
        at = round((flash + clip.begins - first) * clip.samples)
        wave[at : at + len(tone)] += tone
    return np.round(wave * 32767).astype("<i2")


def make_clip(folder: Path, clip: Clip) -> Path:
    """Encode a clip."""
    raw, wave = folder / f"{clip.name}.yuv", folder / f"{clip.name}.wav"
    shown = {lit: np.rot90(luma(clip.size, lit=lit), clip.turned // 90) for lit in (False, True)}
    gray = bytes([128]) * (shown[True].size // 2)
    with raw.open("wb") as file:
        for number in range(clip.pictures):
            time = clip.time(number) - clip.begins
            lit = any(flash <= time < flash + LIT for flash in clip.flashes)
            file.write(shown[lit].tobytes() + gray)
    with wavfile.open(str(wave), "wb") as file:
        file.setparams((1, 2, clip.samples, 0, "NONE", ""))
        file.writeframes(sound(clip).tobytes())
    height, width = shown[True].shape
    picture = ("-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{width}x{height}", "-r", str(clip.rate),
               "-i", f"file:{raw}")  # fmt: skip
    offset = ("-itsoffset", str(float(clip.heard[0]))) if clip.heard[0] else ()
    heard = (*offset, "-i", f"file:{wave}")
    coded = (*_times(clip), *clip.coded, "-threads", "1", "-fflags", "+bitexact")
    made = make(folder / (f"whole-{clip.name}" if clip.begins or clip.turned else clip.name), *picture, *heard, *coded)
    raw.unlink()
    wave.unlink()
    if clip.turned:  # ffmpeg counts counterclockwise
        made = _again(made, folder / clip.name, "-display_rotation", str(-clip.turned))
    if clip.begins:
        made = _again(made, folder / clip.name, "-ss", str(float(clip.begins)))
    return made


def _times(clip: Clip) -> tuple[str, ...]:
    """Options that give each picture its time."""
    if clip.ticks is None:
        return ()
    table = "+".join(f"eq(N,{n})*{clip.ticks(n)}" for n in range(clip.pictures))
    scale = ("-video_track_timescale", str(TICKS)) if clip.name.endswith(".mp4") else ()
    return ("-vf", f"settb=1/{TICKS},setpts='{table}'", "-fps_mode", "passthrough", "-enc_time_base", f"1:{TICKS}",
            *scale)  # fmt: skip


def _again(whole: Path, path: Path, *read: str) -> Path:
    """The same streams in a new file, and the old one gone."""
    make(path, *read, "-i", f"file:{whole}", "-c", "copy", "-fflags", "+bitexact")
    whole.unlink()
    return path
