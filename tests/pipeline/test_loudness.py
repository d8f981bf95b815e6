"""Programmes of -38 to -7 LUFS come out as loud as asked; beds step back; no cut clicks; what cannot be is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hitrec_cli.library.profiles import built_in
from hitrec_cli.model.audio import STEMS_8, STEREO, SURROUND_8, AudioLayout
from tests.conftest import ROOT, Run
from tests.media.making import make
from tests.pipeline.decoded import ffmpeg_says, pcm
from tests.pipeline.heard import FS, Sound, judged, level_of, step_over_surroundings, with_clicks
from tests.pipeline.show import Show, make_show
from tests.tools.sound.signals import low_passed

pytestmark = pytest.mark.media
HEAD = """\
hitrec: 1
id: tiny
series: Tiny Show
title: Loud and Soft
format: {width: 320, height: 180, rate: 25}
catalog: [../catalog.csv]
deliver: [web, cinema]
segments:
"""
ITEM = "{license: LicenseRef-own, by: [The Crew], file: ../media/%s.wav}"
LEVELS = {"speech": -38.0, "music": -31.0, "talk": -24.0, "song": -16.0, "hot": -7.0}
"""LUFS of the sources. The last is as a modern record: nearly all peaks are gone."""

SECONDS = 3
STARTS = {name: SECONDS * number for number, name in enumerate(LEVELS)} | {"ducked": 15, "cuts": 21, "around": 24}
"""Seconds at which the segments begin."""

CINEMA = "bus: 5.1\ntracks: [[mix.L, mix.R, mix.C, mix.LFE, mix.Ls, mix.Rs], [fold.L, fold.R]]\n"
"""What a profile of the show's own has besides `web`: a track of 5.1, and one of its downmix."""

BED, VOICE = 2000, 400
"""Hertz of two tones that play at the same time and can be told apart."""
AROUND = (300, 400, 500, 50, 700, 800)
"""Hertz of the six channels of a sound in 5.1."""
SPOKEN = (2.0, 3.5)
"""Seconds of the segment in which there is a voice over the bed."""


def synthetic(name: str) -> Sound:
    """Syllables of a buzzing voice with pauses, or chords with beats of noise."""
    chance = np.random.default_rng(len(name))
    time = np.arange(SECONDS * FS) / FS
    if name in ("speech", "talk"):
        pitch = 120 + 20 * np.sin(2 * np.pi * 0.7 * time)
        buzz = np.sum([np.sin(2 * np.pi * k * np.cumsum(pitch) / FS) / k for k in range(1, 20)], axis=0)
        voice = buzz * np.clip(np.sin(2 * np.pi * 3.3 * time), 0, 1) * (np.sin(2 * np.pi * 0.4 * time) > -0.6)
        return np.repeat(voice[:, None], 2, axis=1)
    chord = np.sum([np.sin(2 * np.pi * f * time + f) for f in (55, 110, 220, 277.2, 329.6)], axis=0)
    beats = low_passed(chance.standard_normal((len(time), 2)), 12_000) * np.exp(-20 * np.mod(time, 0.5))[:, None]
    return np.asarray(chord[:, None] + 4 * beats)


def real(name: str, shared_media: Path, folder: Path) -> Sound:
    """Four seconds of a recording."""
    file, start = {"speech": ("voice-sense-and-sensibility.ogg", 2), "music": ("sugar-plum-fairy.ogg", 20),
                   "talk": ("voice-ashiel-mystery.ogg", 3), "song": ("hungarian-dance-5.ogg", 10),
                   "hot": ("vibe-ace.ogg", 30)}[name]  # fmt: skip
    raw = folder / f"{name}.raw"
    make(raw, "-ss", str(start), "-t", str(SECONDS), "-i", str(shared_media / file), "-ac", "2", "-ar", "48000",
         "-f", "f32le")  # fmt: skip
    sound = np.fromfile(raw, "<f4").reshape(-1, 2).astype(float)
    raw.unlink()
    return sound


def store(path: Path, sound: Sound) -> Path:
    raw = path.with_suffix(".raw")
    sound.astype("<f4").tofile(raw)
    make(path, "-f", "f32le", "-ar", "48000", "-ac", str(sound.shape[1]), "-i", f"file:{raw}", "-c:a", "pcm_f32le")
    raw.unlink()
    return path


def as_loud(path: Path, sound: Sound, level: float) -> None:
    """Write the sound at a loudness by ffmpeg's meter; what would pass full scale is pressed first, as records are."""
    pressed = np.tanh((10.0 if level > -12 else 1.0) * sound / np.abs(sound).max())
    store(path, pressed * 10 ** ((level - judged(store(path, pressed)).integrated) / 20))


@dataclass(frozen=True)
class Heard:
    """A rendered show: the store, and what the command said."""

    show: Show
    home: Path
    said: str
    told: Any


def make_loud_show(folder: Path, source: Callable[[str], Sound]) -> Show:
    (folder / "media").mkdir(parents=True)
    time = np.arange(4 * FS) / FS
    for name, level in LEVELS.items():
        as_loud(folder / "media" / f"{name}.wav", source(name), level)
    for name, hertz in (("bed", BED), ("voice", VOICE), ("deep", 90)):
        store(folder / "media" / f"{name}.wav", 0.2 * np.sin(2 * np.pi * hertz * time)[:, None])
    store(folder / "media" / "around.wav", 0.1 * np.sin(2 * np.pi * np.outer(time, AROUND)))
    show = make_show(folder / "show", folder / "media")
    roles = {"speech": "voice", "talk": "voice"}
    plain = {
        name: f"  - {{kind: story, id: {name}, picture: [{{color: navy, for: {SECONDS}s}}],"
        f" sound: [{{{roles.get(name, 'music')}: {ITEM % name}}}]}}\n"
        for name in LEVELS
    }
    bed, voice, deep = (ITEM % name for name in ("bed", "voice", "deep"))
    plain["ducked"] = f"""\
  - kind: story
    id: ducked
    picture: [{{color: teal, for: 6s}}]
    sound:
      - {{voice: {voice}, at: {SPOKEN[0]}s, for: {SPOKEN[1] - SPOKEN[0]}s}}
      - {{music: {bed}, for: 4s, duck: {{under: voice, by: 12 dB}}}}
      - {{music: {bed}, at: 4s, for: 2s, in: 0s, duck: {{under: voice, by: 12 dB}}}}
"""
    plain["cuts"] = f"""\
  - kind: story
    id: cuts
    picture: [{{color: teal, for: 3s}}]
    sound:
      - {{music: {deep}, for: 1s, in: 0.5s}}
      - {{music: {deep}, at: 1s, for: 1s, in: 1.333s}}
      - {{effect: {deep}, at: 2s, for: 1s, in: 0.777s}}
"""
    plain["around"] = f"""\
  - {{kind: story, id: around, picture: [{{color: teal, for: 2s}}], sound: [{{effect: {ITEM % "around"}, for: 2s}}]}}
"""
    show.write(plain, HEAD)
    (show.root / "profiles").mkdir()
    web = (ROOT / "hitrec_cli" / "deliver" / "profiles" / "web.yaml").read_text("utf-8")
    (show.root / "profiles" / "cinema.yaml").write_text(web + CINEMA)
    return show


def rendered(folder: Path, source: Callable[[str], Sound], *more: str) -> Heard:
    show, home = make_loud_show(folder, source), folder / "home"
    done = subprocess.run(
        [sys.executable, "-m", "hitrec_cli", "render", show.manifest, "--out", show.root / "out", "-q", *more],
        env={**os.environ, "HITREC_HOME": str(home), "HITREC_WORKERS": "2"}, cwd=folder,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    report = show.film().with_name("tiny.web.report.json")
    return Heard(show, home, done.stdout, json.loads(report.read_text("utf-8"))["loudness"])


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Heard:
    return rendered(tmp_path_factory.mktemp("synthetic"), synthetic)


@pytest.fixture(scope="module")
def really_heard(tmp_path_factory: pytest.TempPathFactory, shared_media: Path) -> Heard:
    folder = tmp_path_factory.mktemp("real")
    return rendered(folder, lambda name: real(name, shared_media, folder), "-p", "web")


@pytest.fixture(params=["heard", pytest.param("really_heard", marks=pytest.mark.shared)], ids=["synthetic", "real"])
def either(request: pytest.FixtureRequest) -> Heard:
    found: Heard = request.getfixturevalue(request.param)
    return found


def remade(heard: Heard, layout: AudioLayout, target: int, ceiling: int, folder: Path) -> Path:
    """The programme's sound for a receiver of PCM, made here from what the render left in the store."""
    from hitrec_cli.engine.results import Results
    from hitrec_cli.pipeline.opening import salts_of, sheets
    from hitrec_cli.pipeline.options import Options
    from hitrec_cli.plan.sound import sound_steps
    from hitrec_cli.tools.sound.steps import perform_loudness, perform_mix, perform_sound

    performers = {"mix": perform_mix, "loudness": perform_loudness, "sound": perform_sound}
    receiver = replace(built_in()["web"], audio=("-c:a", "pcm_s24le"), target=target, ceiling=ceiling, layout=layout)
    ((_, sheet),) = sheets(heard.show.manifest, Options(), profile="web", version=None, locked=False, offline=True)
    made: dict[str, Path] = {}
    for step in sound_steps(sheet.laid_out(), receiver, salts_of(sheet.fonts)):
        found = Results(heard.home).find(step)
        if found is None:
            made[step.key] = folder / f"{step.key}{step.suffix}"
            inputs = {key: made[key] for key in step.needs}
            performers[step.kind](json.loads(step.spec), inputs, Path, made[step.key])
        else:
            made[step.key] = found.path
    return made[step.key]


def test_the_decoded_deliverable_is_as_loud_as_asked(either: Heard) -> None:
    """AAC: within 0.3 LU of the profile's -14 LUFS, true peaks under its -1 dBTP."""
    read = judged(either.show.film())
    assert read.integrated == pytest.approx(-14, abs=0.3)
    assert read.true_peak <= -1
    assert either.told["integrated"] / 100 == pytest.approx(read.integrated, abs=0.1)
    assert either.told["true_peak"] / 100 == pytest.approx(read.true_peak, abs=0.3)
    assert either.told["over_ceiling"] == 0


def test_a_profile_of_the_shows_own_delivers_surround_and_its_downmix(heard: Heard) -> None:
    film = heard.show.film("cinema")
    surround, stereo = (judged(film, track=track) for track in (0, 1))
    assert [surround.integrated, stereo.integrated] == pytest.approx([-14, -14], abs=0.3)
    assert max(surround.true_peak, stereo.true_peak) <= -1
    decoded = [ffmpeg_says("-i", film, "-map", f"0:a:{track}", "-f", "f32le", "-") for track in (0, 1)]
    assert [len(raw) // 4 for raw in decoded] == [26 * FS * 6, 26 * FS * 2]
    assert "stereo downmix: -1" in heard.said


@pytest.mark.parametrize("target, ceiling", [(-2400, -200), (-1600, -200)])
def test_pcm_is_as_loud_as_asked(
    either: Heard, target: int, ceiling: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HITREC_HOME", str(either.home))
    read = judged(remade(either, STEREO, target, ceiling, tmp_path))
    assert read.integrated == pytest.approx(target / 100, abs=0.1)
    assert read.true_peak <= ceiling / 100


def test_stems_of_a_whole_programme(heard: Heard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Voices, music and effects are where the manifest has them, and sum to the mix in every bit."""
    monkeypatch.setenv("HITREC_HOME", str(heard.home))
    path = remade(heard, STEMS_8, -2400, -200, tmp_path)
    raw = ffmpeg_says("-i", path, "-f", "f32le", "-")
    found = np.frombuffer(raw, "<f4").reshape(-1, 8).astype(float)
    assert found[24 * FS :, 6:].any() and not found[24 * FS + 480 :, 2:6].any()  # what is around us is an effect
    mix, *stems = (found[:, at : at + 2] for at in (0, 2, 4, 6))
    assert np.array_equal(sum(stems), mix)
    assert judged(path, "pan=stereo|c0=c0|c1=c1").integrated == pytest.approx(-24, abs=0.1)
    sounding = {
        name: [bool(np.abs(stem[(start + 1) * FS :][: FS // 2]).max() > 1e-3) for stem in stems]
        for name, start in STARTS.items()
        if name != "around"
    }
    voice, music = [True, False, False], [False, True, False]
    assert sounding == {"speech": voice, "music": music, "talk": voice, "song": music, "hot": music,
                        "ducked": music, "cuts": music}  # fmt: skip
    effect = slice(round((STARTS["cuts"] + 2.1) * FS), round((STARTS["cuts"] + 2.9) * FS))
    assert [bool(np.abs(stem[effect]).max() > 1e-3) for stem in stems] == [False, False, True]
    over = slice((STARTS["ducked"] + 2) * FS + 480, round((STARTS["ducked"] + 3.5) * FS) - 480)
    assert [bool(np.abs(stem[over]).max() > 1e-3) for stem in stems] == [True, True, False]


def amplitudes(sound: Sound, hertz: float) -> list[float]:
    """Of one frequency in each channel of a whole number of its periods, in dB."""
    wave = np.exp(-2j * np.pi * hertz * np.arange(len(sound)) / FS)
    return [20 * np.log10(2 * abs(np.mean(channel * wave)) + 1e-9) for channel in sound.T]


def test_a_whole_programme_in_surround(heard: Heard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """L R C LFE Ls Rs: six channels stay where they are, mono speech is in the centre, mono music left and right."""
    monkeypatch.setenv("HITREC_HOME", str(heard.home))
    path = remade(heard, SURROUND_8, -2400, -200, tmp_path)
    whole, fold = (judged(path, f"pan={layout}") for layout in
                   ("5.1|c0=c0|c1=c1|c2=c2|c3=c3|c4=c4|c5=c5", "stereo|c0=c6|c1=c7"))  # fmt: skip
    assert [whole.integrated, fold.integrated] == pytest.approx([-24, -24], abs=0.1)
    assert max(whole.true_peak, fold.true_peak) <= -2
    found = np.frombuffer(ffmpeg_says("-i", path, "-f", "f32le", "-"), "<f4").reshape(-1, 8).astype(float)
    second = found[round(24.5 * FS) : round(25.5 * FS)]
    told = np.array([amplitudes(second, hertz) for hertz in AROUND])
    own = told[np.arange(6), np.arange(6)]
    assert own == pytest.approx([own[0]] * 6, abs=0.01)
    told[np.arange(6), np.arange(6)] = -120
    assert told[:, :6].max() < -100
    # Left in the downmix: L as it is, C and Ls 3 dB down, no LFE (ITU-R BS.775).
    down = told[:, 6] - told[0, 6]
    assert down[[0, 2, 4]] == pytest.approx([0, -3.01, -3.01], abs=0.01) and down[[1, 3, 5]].max() < -60
    spoken = found[17 * FS + FS // 4 : 18 * FS + FS // 4]
    voice, bed = (np.array(amplitudes(spoken, hertz)) for hertz in (VOICE, BED))
    assert [int(place) for place in np.flatnonzero(voice[:6] > -80)] == [2]
    assert [int(place) for place in np.flatnonzero(bed[:6] > -80)] == [0, 1]
    assert bed[0] == pytest.approx(bed[1], abs=0.01)


def test_the_bed_steps_back_for_the_voice_in_time(heard: Heard) -> None:
    """12 dB down from 0.25 s before the voice, for 0.5 s after it, up again in 0.75 s: measured on the decoded AAC."""
    start = STARTS["ducked"] * FS
    level = level_of(pcm(heard.show.film())[start : start + 6 * FS], BED)

    def at(seconds: float) -> float:
        return float(level[round(seconds * 200)] - np.median(level[60:300]))

    first, last = SPOKEN
    assert [at(first - 0.30), at(first - 1)] == pytest.approx([0, 0], abs=0.2)
    assert [at(first), at(2.7), at(last), at(last + 0.45)] == pytest.approx([-12] * 4, abs=0.3)
    assert at(first - 0.125) == pytest.approx(-6, abs=0.4)  # a raised cosine in dB is half way in the middle
    assert at(last + 0.5 + 0.375) == pytest.approx(
        -6, abs=0.8
    )  # 25 dB/s: speech ends within 30 ms of where it was found
    assert [at(last + 1.3), at(5.5)] == pytest.approx([0, 0], abs=0.2)


def test_no_cut_clicks(either: Heard) -> None:
    segments = [start * FS for start in STARTS.values() if start]
    inside = [(STARTS["ducked"] + 4) * FS, (STARTS["cuts"] + 1) * FS, (STARTS["cuts"] + 2) * FS]
    sound, cuts = pcm(either.show.film()), [*segments, *inside]
    assert max(step_over_surroundings(sound, cut) for cut in cuts) < 20
    spoilt = with_clicks(sound, cuts)
    assert [step_over_surroundings(spoilt, cut) > 20 for cut in inside[1:]] == [True, True]  # deep tones hide none


def test_the_report_tells_what_was_done(heard: Heard) -> None:
    told = heard.told
    assert [one["id"] for one in told["segments"]] == [*LEVELS, "ducked", "cuts", "around"]
    assert [one["in"] for one in told["segments"]][:3] == ["01:00:00:00", "01:00:03:00", "01:00:06:00"]
    # Each pick comes to -24 LUFS, at most 20 dB up or down; then its segment towards -14, never far over the ceiling.
    mixed = [one["integrated"] / 100 for one in told["segments"][: len(LEVELS)]]
    assert mixed == pytest.approx([-24] * len(LEVELS), abs=0.3)
    assert all(0 <= one["gain"] <= 1200 for one in told["segments"])
    limiter = told["limiter"]
    assert 0 < limiter["deepest"] <= 800 and 0 <= limiter["heavy"] < limiter["touched"] < told["samples"]
    assert limiter["segment"] in LEVELS
    for name, level in LEVELS.items():
        assert any(line.split()[:1] == [name] for line in heard.said.splitlines()), (name, level, heard.said)
    assert "limiter down" in heard.said and limiter["at"] in heard.said and "loudness range" in heard.said


def test_what_would_be_limited_by_more_than_8_db_is_refused_with_its_place(hitrec: Run, tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    quiet = 0.002 * np.sin(2 * np.pi * 500 * np.arange(2 * FS) / FS)[:, None]
    store(tmp_path / "media" / "calm.wav", quiet)
    quiet[round(1.02 * FS)] = 0.9
    store(tmp_path / "media" / "shutter.wav", quiet)
    show = make_show(tmp_path / "show", tmp_path / "media")
    one = "  - {kind: story, id: %s, picture: [{color: navy, for: 2s}], sound: [{effect: %s}]}\n"
    show.write({"calm": one % ("calm", ITEM % "calm"), "shutter": one % ("shutter", ITEM % "shutter")},
               HEAD.replace("deliver: [web, cinema]\n", ""))  # fmt: skip
    done = hitrec("render", show.manifest, "-p", "web", "--out", show.root / "out")
    assert done.returncode == 5
    (line,) = (line for line in done.stderr.splitlines() if line.startswith("hitrec: web:"))
    assert "segment shutter at 01:00:03:00" in line and "3.0 s into the programme" in line
    assert "more than 8 dB" in line and "gain:" in line
    assert not list((show.root / "out").rglob("*.mp4"))
