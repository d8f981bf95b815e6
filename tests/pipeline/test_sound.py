"""What an editor does to sound, heard in the file that a viewer gets: cuts, loops, ducking, levels, room tone."""

from __future__ import annotations

import json
import re
import subprocess
import wave
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from hitrec_cli.tools.binary import ffmpeg
from tests.media.making import X264, make
from tests.pipeline.conftest import render_once
from tests.pipeline.decoded import pcm
from tests.pipeline.show import Run, Show

pytestmark = pytest.mark.media

Signal = NDArray[np.float64]
FS = 48_000
BAR = Fraction(60 * 4 * FS, 233)
"""Samples of a bar of four beats at 233 bpm: no whole number."""

HUM = float(453 * FS / (2 * BAR))
"""Hz of the bed, 219.9: whole waves in two bars, so that its level is the same at the joins too."""

MANIFEST = """\
hitrec: 1
id: tiny
title: Sound
publish: {online: 2026-01-02}
format: {width: 160, height: 90, rate: 30000/1001}
catalog: [../catalog.csv]
segments:
  - {kind: host, id: left, picture: [{clip: left, in: 1s, for: 45f, lag: 15f}]}
  - {kind: host, id: right, picture: [{clip: right, in: 1s, for: 45f, lead: 15f}]}
  - kind: story
    id: talk
    picture: [{color: navy, for: 165f}]
    sound:
      - {voice: voice, at: 15f}
      - music: loop
        in: 0.2s
        loop: 2 bars
        tempo: 233 bpm
        gain: -6 dB
        duck: {under: voice, by: 12 dB, attack: 0.1s, hold: 0.5s, release: 0.3s}
    bleep: [{at: 54f, for: 9f}]
    mute: [{at: 93f, for: 6f}]
  - kind: story
    id: quiet
    picture: [{color: teal, for: 120f}]
    sound:
      - {effect: beep, at: 15f, for: 15f, level: -24 LUFS}
      - {effect: beep, at: 60f, for: 15f, level: -34 LUFS}
    room-tone: {source: room, level: -50 LUFS}
  - {kind: bumper, id: empty, picture: [{color: black, for: 30f}], room-tone: {level: -55 LUFS}}
  - kind: story
    id: songs
    picture: [{color: gray, for: 90f}]
    sound: [{music: low}, {music: high, at: 30f, crossfade: 30f}]
"""
STARTS = {"left": 0, "right": 45, "talk": 90, "quiet": 255, "empty": 375, "songs": 405}
END = 495
CATALOG = """\
id,kind,title,artists,license,source,file
left,video,Left,Ada,CC-BY-4.0,https://example.org/1,media/left.mov
right,video,Right,Bo,CC-BY-4.0,https://example.org/2,media/right.mov
voice,voice,Voice,Cleo,CC-BY-4.0,https://example.org/3,media/voice.wav
loop,music,Loop,Dot,CC-BY-4.0,https://example.org/4,media/loop.wav
beep,effect,Beep,Eve,CC-BY-4.0,https://example.org/5,media/beep.wav
room,effect,Room,Fay,CC-BY-4.0,https://example.org/6,media/room.wav
low,music,Low,Gus,CC-BY-4.0,https://example.org/7,media/low.wav
high,music,High,Hal,CC-BY-4.0,https://example.org/8,media/high.wav
"""


def tone(seconds: float, hertz: float, height: float = 0.1) -> Signal:
    """It begins at its full height: a cut that nothing softens clicks."""
    return np.asarray(height * np.cos(2 * np.pi * hertz * np.arange(round(seconds * FS)) / FS))


def tick() -> Signal:
    """20 ms from 6 to 10 kHz, where nothing else sounds."""
    t = np.arange(960) / FS
    return np.asarray(0.3 * np.sin(2 * np.pi * (6000 + 100_000 * t) * t) * np.sin(np.pi * t / 0.02) ** 2)


def write(path: Path, signal: Signal) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(FS)
        file.writeframes(np.round(signal * 32767).astype("<i2").tobytes())


def make_sources(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name, hertz in (("left", 400), ("right", 900)):
        picture = ("-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=4")
        sound = ("-f", "lavfi", "-i", f"aevalsrc=0.1*cos(2*PI*{hertz}*t):s=48000:d=4")
        make(folder / f"{name}.mov", *picture, *sound, *X264, "-c:a", "pcm_s16le")
    voice = tone(4, 1500, 0.2)
    voice[:FS] = voice[2 * FS : round(2.4 * FS)] = voice[3 * FS :] = 0
    write(folder / "voice.wav", voice)
    bars = tone(3, HUM)
    for at in (0, BAR):
        begin = round(0.2 * FS) + round(at)
        bars[begin : begin + 960] += tick() * (1 if at == 0 else -1)
    write(folder / "loop.wav", bars)
    write(folder / "beep.wav", tone(1, 3000))
    write(folder / "room.wav", np.random.default_rng(4).standard_normal(2 * FS) * 0.002)
    write(folder / "low.wav", tone(4, 300))
    write(folder / "high.wav", tone(4, 700))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the `show`, rendered into the store `home`."""
    folder = tmp_path_factory.mktemp("sound")
    show = Show(folder / "show")
    make_sources(show.root / "media")
    show.manifest.parent.mkdir()
    (show.root / "hitrec.toml").touch()
    (show.root / "catalog.csv").write_text(CATALOG, "utf-8")
    show.manifest.write_text(MANIFEST, "utf-8")
    return render_once(folder, show)


@pytest.fixture(scope="module")
def heard(place: Path) -> Signal:
    """The programme as ffmpeg decodes it, left."""
    sound = pcm(Show(place / "show").film())
    assert len(sound) == sample(END)
    return sound[:, 0].astype(float)


def sample(frame: float, segment: str = "left") -> int:
    """The programme's sample at which a frame of a segment begins."""
    return round((STARTS[segment] + frame) * Fraction(8008, 5))


def part(signal: Signal, segment: str, begin: float, end: float) -> Signal:
    """From one second of a segment to another."""
    return signal[sample(0, segment) + round(begin * FS) : sample(0, segment) + round(end * FS)]


def wave_of(signal: Signal, hertz: float, samples: int = 480) -> NDArray[np.complex128]:
    """A tone's amplitude and phase at each sample, over a Hann window around it."""
    window = np.hanning(samples + 1)
    turned = signal * np.exp(-2j * np.pi * hertz * np.arange(len(signal)) / FS)
    return np.asarray(np.convolve(turned, window / window.sum(), "same") * 2)


def db(value: Any) -> Any:
    return 20 * np.log10(np.maximum(np.abs(value), 1e-9))


def crossing(level: Signal, limit: float, begin: int, *, down: bool) -> int:
    """The first sample from `begin` on at which a level is under (or over) a limit."""
    return begin + int(np.argmax(level[begin:] < limit if down else level[begin:] > limit))


def loudness(signal: Signal, folder: Path) -> float:
    """By ffmpeg's meter, the sound repeated until there is enough of it, and lifted over the gate."""
    long = np.tile(signal, -(-3 * FS // len(signal))) * 10
    long.astype("<f4").tofile(folder / "loudness")
    said = subprocess.run(
        [str(ffmpeg()), "-nostdin", "-f", "f32le", "-ar", "48000", "-ac", "1", "-i", str(folder / "loudness"),
         "-af", "ebur128", "-f", "null", "-"], capture_output=True, text=True, check=True,
    ).stderr  # fmt: skip
    found = re.search(r"I:\s+(-?[\d.]+) LUFS", said[said.index("Summary:") :])
    assert found
    return float(found[1])


def test_an_l_cut_ends_and_a_j_cut_begins_where_it_is_asked(heard: Signal) -> None:
    left, right = db(wave_of(heard, 400)), db(wave_of(heard, 900))
    steady_left, steady_right = np.median(left[sample(10) : sample(28)]), np.median(right[sample(65) : sample(85)])
    assert crossing(left, steady_left - 6, sample(50), down=True) == pytest.approx(sample(60), abs=0.003 * FS)
    assert crossing(right, steady_right - 6, sample(20), down=False) == pytest.approx(sample(30), abs=0.003 * FS)
    assert left[sample(62)] < steady_left - 40 and right[sample(28)] < steady_right - 40


@pytest.mark.parametrize(("hertz", "begin", "end"), [(400, 32, 58), (900, 32, 58)])
def test_what_crosses_from_one_segment_into_the_next_is_one_sound(
    heard: Signal, hertz: float, begin: int, end: int
) -> None:
    """A sample too many or too few would turn the phase by 3 or 7 degrees, a notch would be in the amplitude."""
    found = wave_of(heard, hertz, 960)[sample(begin) : sample(end)]
    degrees = np.degrees(np.unwrap(np.angle(found)))
    assert np.ptp(degrees) < 2
    level = db(found)
    assert np.abs(np.diff(level)).max() < 0.02 and np.ptp(level) < 3


def test_sound_is_in_sync_with_its_picture_to_the_sample(heard: Signal) -> None:
    """At its first frame the right clip is at 1 s, where its 900 Hz are at the top of a wave; a sample is 7 degrees."""
    at = sample(0, "right")
    cosine = wave_of(heard[at - 4800 : at + 4800], 900, 4800)[4800]  # its phase, counted from 4800 samples before
    assert np.degrees(np.angle(cosine * np.exp(2j * np.pi * 900 * 4800 / FS))) == pytest.approx(0, abs=4)


def test_a_loop_joins_at_the_bar_line_to_the_sample(heard: Signal) -> None:
    begin = sample(0, "talk")
    found = np.abs(np.correlate(part(heard, "talk", 0, 5.5), tick(), "valid"))
    for number in (1, 2):
        place = round(number * 2 * BAR)
        window = found[place - 2000 : place + 2000]
        assert begin + place - 2000 + int(np.argmax(window)) == pytest.approx(begin + place, abs=1)


def test_ducking(heard: Signal) -> None:
    """Speech is at 1.5 to 2.5 s and 2.9 to 3.5 s of the segment. pydub finds its edges within some 10 ms."""
    level = db(wave_of(part(heard, "talk", 0, 5.5), HUM, 2400))
    up, down = np.median(level[round(0.3 * FS) : round(1.2 * FS)]), np.median(level[round(2 * FS) : round(3.4 * FS)])
    assert up - down == pytest.approx(12, abs=0.2)
    assert np.abs(level[round(1.53 * FS) : round(3.9 * FS)] - down).max() < 1
    assert np.abs(level[round(4.4 * FS) : round(5.2 * FS)] - up).max() < 1
    halfway = (up + down) / 2
    assert crossing(level, halfway, FS, down=True) / FS == pytest.approx(1.5 - 0.1 / 2, abs=0.04)
    assert crossing(level, halfway, 3 * FS, down=False) / FS == pytest.approx(3.5 + 0.5 + 0.3 / 2, abs=0.04)


def test_a_bleep_covers_its_word_and_nothing_else(heard: Signal) -> None:
    word, bleep = db(wave_of(heard, 1500, 960)), db(wave_of(heard, 1000))
    begin, end = sample(54, "talk"), sample(63, "talk")
    spoken, covered = np.median(word[begin - 9600 : begin - 2400]), np.median(bleep[begin + 2400 : end - 2400])
    assert word[begin + 960 : end - 960].max() < spoken - 40
    assert word[begin - 2400 : begin - 960].min() > spoken - 3 and word[end + 960 : end + 2400].min() > spoken - 3
    assert crossing(bleep, covered - 6, begin - 2400, down=False) == pytest.approx(begin, abs=0.004 * FS)
    assert crossing(bleep, covered - 6, end - 2400, down=True) == pytest.approx(end, abs=0.004 * FS)
    assert max(bleep[begin - 2400 : begin - 960].max(), bleep[end + 960 : end + 2400].max()) < covered - 40


def test_a_mute_is_silent(heard: Signal) -> None:
    word = db(wave_of(heard, 1500))
    begin, end = sample(93, "talk"), sample(99, "talk")
    spoken = np.median(word[begin - 4800 : begin - 960])
    assert word[begin + 960 : end - 960].max() < spoken - 40
    assert word[begin - 1440 : begin - 960].min() > spoken - 3 and word[end + 960 : end + 2400].min() > spoken - 3


def test_levels_and_room_tone_are_as_loud_as_they_are_asked(heard: Signal, tmp_path: Path) -> None:
    loud, soft, room = (
        loudness(part(heard, "quiet", begin, end), tmp_path) for begin, end in ((0.55, 0.95), (2.05, 2.45), (2.7, 3.9))
    )
    assert loud - soft == pytest.approx(10, abs=0.3)
    assert loud - room == pytest.approx(26, abs=0.5)


def test_with_room_tone_nothing_falls_to_digital_silence(heard: Signal) -> None:
    """In 10 ms anywhere there is something; the segment with the recording has two of its joins."""
    for segment, seconds in (("quiet", 4.0), ("empty", 1.0)):
        sound = part(heard, segment, 0.02, seconds - 0.02)
        softest = np.square(sound[: len(sound) // 480 * 480].reshape(-1, 480)).mean(axis=1).min()
        assert 10 * np.log10(softest) > -80


def test_a_crossfade_has_equal_power(heard: Signal) -> None:
    low, high = (db(wave_of(part(heard, "songs", 0, 3), hertz, 960)) for hertz in (300, 700))
    full_low, full_high = np.median(low[FS // 4 : FS // 2]), np.median(high[round(2.2 * FS) : round(2.8 * FS)])
    middle = round(1.5 * 1.001 * FS)
    assert low[middle] == pytest.approx(full_low - 3.01, abs=0.3)
    assert high[middle] == pytest.approx(full_high - 3.01, abs=0.3)
    assert high[round(0.95 * FS)] < full_high - 40 and low[round(2.05 * FS)] < full_low - 40


def test_no_cut_clicks(heard: Signal) -> None:
    """A step has all frequencies: what is above 11 kHz, where nothing sounds, within 10 ms of each cut, against the
    level around it. Without fades it is at -13 to -28 dB. Where there is noise it is not looked at."""
    spectrum = np.fft.rfft(heard)
    spectrum[: round(11_000 / FS * len(heard))] = 0
    high = np.fft.irfft(spectrum, len(heard))
    cuts = [0, 30, 45, 60, 90, 90 + 15, 405 + 30, 405 + 60]
    joins = [sample(0, "talk") + round(number * 2 * BAR) - 240 for number in (1, 2)]
    for at in (*map(sample, cuts), *joins):
        sides = [side for side in (heard[max(0, at - 1920) : at], heard[at : at + 1920]) if len(side)]
        around = max(np.sqrt(np.mean(np.square(side))) for side in sides)
        assert db(np.abs(high[max(0, at - 480) : at + 480]).max() / around) < -45, at / FS


def planned(hitrec: Run, show: Show, home: Path) -> Counter[str]:
    done = hitrec("plan", show.manifest, "--json", env={"HITREC_HOME": str(home)})
    assert done.returncode == 0, done.stderr
    return Counter(step["kind"] for step in json.loads(done.stdout)["steps"] if step["why"])


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("release: 0.3s", "release: 0.4s", {"mix": 1}),
        ("level: -55 LUFS", "level: -56 LUFS", {"mix": 1}),
        ("tempo: 233 bpm", "tempo: 230 bpm", {"mix": 1}),
        ("lag: 15f", "lag: 14f", {"mix": 2}),
    ],
)
def test_a_change_mixes_the_segments_that_it_is_heard_in(
    hitrec: Run, place: Path, before: str, now: str, expected: dict[str, int]
) -> None:
    show = Show(place / "show")
    show.edit(before, now)
    try:
        steps = planned(hitrec, show, place / "home")
    finally:
        show.edit(now, before)
    assert {kind: steps[kind] for kind in ("span", "pcm", "mix", "sound", "stitch")} == {
        "span": 0, "pcm": 0, **expected, "sound": 1, "stitch": 1,
    }  # fmt: skip
