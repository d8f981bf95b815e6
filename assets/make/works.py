"""The list of everything that is made: a file's name, and how it comes to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

from assets.make import effects, encode, music, voice, words
from assets.make.canvas import Pixels
from assets.make.encode import Film, Samples
from assets.make.scenes import boat, city, harbor, hills, host, loops, plants, stills, walk

Work = Callable[[Path], None]
Drawing = Callable[[float, float], Iterator[Pixels]]
Score = Callable[[float, int], Samples]

_AAC = ["-c:a", "aac", "-b:a", "72k"]
_OPUS = ["-c:a", "libopus", "-b:a", "56k"]
_UNEVEN = "select=not(eq(mod(n\\,7)\\,2)+eq(mod(n\\,7)\\,3)+eq(mod(n\\,5)\\,4))"
"""Which pictures of the stop-motion walk are kept: the hand was not a clock."""


def _rate(text: str) -> float:
    over, _, under = text.partition("/")
    return int(over) / int(under or 1)


def _film(
    path: Path,
    draw: Drawing,
    seconds: float,
    rate: str,
    video: list[str],
    score: Score | None = None,
    audio: list[str] | None = None,
    hertz: int = 48000,
    filters: str = encode.BT709,
    turned: bool = False,
) -> None:
    sound = score(seconds, hertz) if score else None
    job = Film(path, rate, video, audio or [], sound, hertz, filters, turned)
    encode.film(job, draw(seconds, _rate(rate)))


def _wren(path: Path, lines: list[tuple[float, str]], seconds: float, hour: float) -> None:
    speech = voice.said(lines, voice.WREN, seconds)
    mouth = voice.loudness_curve(speech, 25)
    job = Film(path, "25", encode.h264(28), ["-ar", "48000", *_AAC], speech, voice.RATE)
    encode.film(job, host.frames(seconds, 25, mouth, hour))


def _spoken(path: Path, lines: list[tuple[float, str]], who: voice.Speaker, seconds: float, args: list[str]) -> None:
    encode.sound(path, voice.said(lines, who, seconds), voice.RATE, args)


def _thanks(path: Path) -> None:
    seconds = 7.2
    track = np.zeros((round(seconds * voice.RATE), 1))
    for at, text, speaker in words.THANKS:
        track += voice.said([(at, text)], speaker, seconds)
    encode.sound(path, track, voice.RATE, ["-ar", "44100", "-c:a", "libvorbis", "-q:a", "2"])


def _music(path: Path, score: Score, seconds: float, hertz: int, args: list[str]) -> None:
    encode.sound(path, score(seconds, hertz), hertz, args)


def _gif(path: Path) -> None:
    one_palette = [
        "-filter_complex",
        "split[a][b];[a]palettegen=max_colors=24:stats_mode=full[p];[b][p]paletteuse=dither=none:diff_mode=rectangle",
        "-loop",
        "0",
    ]
    encode.animation(path, loops.ink_bird(4.0, 12.5), "25/2", one_palette)


def _apng(path: Path) -> None:
    args = ["-c:v", "apng", "-pix_fmt", "rgba", "-plays", "1", "-pred", "mixed", "-f", "apng"]
    encode.animation(path, loops.reel(2.4, 12.5), "25/2", args)


def _still(path: Path, draw: Callable[[], Pixels]) -> None:
    encode.still(path, draw())


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _films() -> dict[str, Work]:
    pal = "scale=out_color_matrix=smpte170m:out_range=tv:flags=bicubic+accurate_rnd+bitexact,format=yuv420p"
    return {
        "first-light.mp4": partial(
            _film,
            draw=hills.frames,
            seconds=7.5,
            rate="25",
            video=encode.h264(27),
            score=effects.dawn_birds,
            audio=_AAC,
        ),
        "paper-boat.avi": partial(
            _film,
            draw=boat.frames,
            seconds=7.6,
            rate="15",
            video=encode.mpeg4(5),
            score=effects.water,
            audio=["-c:a", "libmp3lame", "-b:a", "64k"],
            hertz=44100,
            filters=pal,
        ),
        "city-wakes.mp4": partial(
            _film,
            draw=city.frames,
            seconds=6.5,
            rate="60000/1001",
            video=encode.h264(29, "medium"),
            score=effects.street,
            audio=_AAC,
        ),
        "basil.mp4": partial(
            _film,
            draw=plants.sill,
            seconds=6.0,
            rate="30",
            video=encode.h264(28),
            score=effects.dawn_birds,
            audio=_AAC,
            hertz=44100,
            turned=True,
        ),
        "seedling.webm": partial(
            _film,
            draw=plants.seedling,
            seconds=8.5,
            rate="24000/1001",
            video=encode.vp9(36),
            score=music.sprout,
            audio=_OPUS,
        ),
        "eleven-steps.mp4": partial(
            _film,
            draw=walk.frames,
            seconds=6.0,
            rate="30",
            video=[*encode.h264(28), "-fps_mode", "vfr"],
            filters=f"{_UNEVEN},{encode.BT709}",
        ),
        "harbor.mp4": partial(
            _film, draw=harbor.frames, seconds=6.5, rate="24", video=encode.hevc(29), score=effects.harbor, audio=_AAC
        ),
    }


def _pictures() -> dict[str, Work]:
    return {
        **_films(),
        "ink-bird.gif": _gif,
        "reel.apng": _apng,
        "seed-study.png": partial(_still, draw=stills.seed_study),
        "map-of-mornings.png": partial(_still, draw=stills.map_of_mornings),
        "moth.png": partial(_still, draw=stills.moth),
        "balcony.jpg": partial(_still, draw=stills.balcony),
        "door.webp": partial(_still, draw=stills.door),
    }


def _sounds() -> dict[str, Work]:
    vorbis, mp3 = ["-c:a", "libvorbis", "-q:a", "3"], ["-c:a", "libmp3lame", "-b:a", "96k"]
    flac = ["-c:a", "flac", "-compression_level", "8", "-sample_fmt", "s16"]
    return {
        "sunrise-theme.ogg": partial(_music, score=music.opening, seconds=6.5, hertz=48000, args=vorbis),
        "morning-bed.m4a": partial(_music, score=music.morning, seconds=19.5, hertz=44100, args=_AAC),
        "kettle-song.flac": partial(
            _music, score=music.kettle_song, seconds=15.0, hertz=44100, args=[*flac, "-ac", "1"]
        ),
        "letters-bed.opus": partial(_music, score=music.letters, seconds=17.0, hertz=48000, args=_OPUS),
        "homeward.mp3": partial(_music, score=music.homeward, seconds=20.0, hertz=44100, args=mp3),
        "sting.wav": partial(
            _music, score=music.sting, seconds=2.0, hertz=44100, args=["-ac", "1", "-c:a", "pcm_s16le"]
        ),
        "wings.ogg": partial(_music, score=effects.wings, seconds=4.0, hertz=44100, args=vorbis),
        "kettle.opus": partial(_music, score=effects.kettle, seconds=3.0, hertz=48000, args=_OPUS),
        "snow-steps.flac": partial(
            _music, score=effects.snow_steps, seconds=5.6, hertz=48000, args=[*flac, "-ac", "1"]
        ),
    }


def _voices() -> dict[str, Work]:
    return {
        "wren-greeting.mp4": partial(_wren, lines=words.GREETING, seconds=8.6, hour=0.0),
        "wren-farewell.mp4": partial(_wren, lines=words.FAREWELL, seconds=5.4, hour=1.0),
        "narration.wav": partial(
            _spoken, lines=words.NARRATION, who=voice.NARRATOR, seconds=16.2, args=["-ar", "16000", "-c:a", "pcm_s16le"]
        ),
        "walk-memory.mp3": partial(
            _spoken,
            lines=words.WALK,
            who=voice.WALKER,
            seconds=10.0,
            args=["-ar", "44100", "-c:a", "libmp3lame", "-b:a", "64k"],
        ),
        "thanks.ogg": _thanks,
    }


def works(with_voice: bool) -> dict[str, Work]:
    """Every file of the demo's media; without a synthesizer, all but the spoken ones."""
    texts: dict[str, Work] = {name: partial(_text, text=text) for name, text in words.TEXTS.items()}
    return {**(_voices() if with_voice else {}), **_pictures(), **_sounds(), **texts}


def make(name: str, folder: Path) -> int:
    """Make one file; its size in bytes."""
    path = folder / name
    works(voice.available())[name](path)
    return path.stat().st_size
