"""The mix of a segment: places, levels, fades, ducking, words taken out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hitrec_cli.base.errors import MediaError
from hitrec_cli.tools.sound.mix import mix_segment
from tests.tools.sound.signals import FS, Signal, db, read, tone, write

EDGE = 240


def clip(pcm: str, length: int, **more: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "role": "effect", "pcm": pcm, "channels": 2, "from": 0, "start": 0, "length": length, "gain": 0,
        "level": None, "target": -2400, "exact": False, "fade_in": 0, "fade_out": 0, "shape": "s-curve",
        "cross_in": 0, "cross_out": 0, "loop": None, "duck": None, "speech": None,
    }  # fmt: skip
    return plain | {key.rstrip("_"): value for key, value in more.items()}


class Desk:
    """A folder of sounds and facts by key, and mixes of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths: dict[str, Path] = {}
        self.report: dict[str, Any] = {}

    def sound(self, key: str, signal: Signal) -> str:
        self.paths[key] = write(self.folder / key, signal)
        return key

    def fact(self, key: str, value: dict[str, Any]) -> str:
        self.paths[key] = self.folder / key
        self.paths[key].write_text(json.dumps(value))
        return key

    def mix(self, samples: int, *clips: dict[str, Any], block: int = 480_000, **more: Any) -> Signal:
        spec = {"samples": samples, "clips": list(clips), "mutes": [], "bleeps": [], "noise": None} | more
        self.report = mix_segment(spec, self.paths, self.folder / "mix", block)
        mixed = read(self.folder / "mix")
        assert len(mixed) == samples == self.report["samples"]
        return mixed


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def constant(samples: int, value: float = 0.25) -> Signal:
    return np.full((samples, 2), value)


def test_clip_is_placed_to_the_sample(desk: Desk) -> None:
    ramp = np.repeat(np.arange(4000)[:, None], 2, axis=1) / 8192
    mixed = desk.mix(5000, clip(desk.sound("ramp", ramp), 3000, from_=500, start=700))
    assert np.array_equal(mixed[700 + EDGE : 3700 - EDGE], ramp[500 + EDGE : 3500 - EDGE])
    assert not mixed[:700].any() and not mixed[3700:].any()


def test_outside_the_file_is_silence(desk: Desk) -> None:
    mixed = desk.mix(4000, clip(desk.sound("a", constant(1000)), 4000, from_=-1000))
    assert not mixed[:1000].any() and not mixed[2000:].any()
    assert mixed[1000:2000] == pytest.approx(0.25)


def test_no_clips_are_silence(desk: Desk) -> None:
    assert not desk.mix(1000).any()
    assert desk.report == {"samples": 1000, "peak": None}


def test_report_tells_the_peak(desk: Desk) -> None:
    desk.mix(2000, clip(desk.sound("a", constant(2000, 0.5)), 2000))
    assert desk.report["peak"] == -602


def test_mono_sounds_on_both_sides(desk: Desk) -> None:
    mixed = desk.mix(2000, clip(desk.sound("a", np.full((2000, 1), 0.25)), 2000, channels=1))
    assert (mixed[1000] == 0.25).all()


def test_cuts_do_not_click(desk: Desk) -> None:
    desk.sound("low", tone(1, -6, 50))
    mixed = desk.mix(2 * FS, clip("low", 30_000, from_=240, start=5000), clip("low", 30_000, from_=100, start=35_000))
    steepest = 0.5 * 2 * np.pi * 50 / FS + 0.5 * np.pi / 2 / EDGE  # of the sine, and of the fade over it
    assert float(np.abs(np.diff(mixed, axis=0)).max()) <= steepest * 1.01


@pytest.mark.parametrize("gain, factor", [(0, 1), (-600, 0.501187), (1200, 3.981072)])
def test_gain_is_in_hundredths_of_a_decibel(desk: Desk, gain: int, factor: float) -> None:
    mixed = desk.mix(2000, clip(desk.sound("a", constant(2000, 0.2)), 2000, gain=gain))
    assert mixed[1000, 0] == pytest.approx(0.2 * factor, rel=1e-6)


@pytest.mark.parametrize("integrated, expected", [(-3000, 6), (-1800, -6), (None, 0), (-6000, 20), (0, -20)])
def test_clip_is_brought_to_its_target(desk: Desk, integrated: int | None, expected: int) -> None:
    level = desk.fact("level", {"integrated": integrated})
    mixed = desk.mix(2000, clip(desk.sound("a", constant(2000, 0.01)), 2000, level=level, gain=100))
    assert db(mixed[1000, 0] / 0.01) == pytest.approx(expected + 1, abs=0.001)


@pytest.mark.parametrize(
    ("integrated", "ambience", "target", "expected"),
    [(-4500, None, -2000, 25), (None, -7200, -6000, 12), (None, -5500, -6000, -5), (-1000, None, -7000, -60)],
)
def test_a_level_that_is_asked_for_is_given_exactly(
    desk: Desk, integrated: int | None, ambience: int | None, target: int, expected: int
) -> None:
    level = desk.fact("level", {"integrated": integrated, "ambience": ambience})
    desk.sound("a", constant(2000, 0.01))
    mixed = desk.mix(2000, clip("a", 2000, level=level, target=target, exact=True, gain=-100))
    assert db(mixed[1000, 0] / 0.01) == pytest.approx(expected - 1, abs=0.001)


@pytest.mark.parametrize("ambience, says", [(None, "is silent"), (-12_100, "is at -121.0 LUFS")])
def test_a_level_out_of_reach_is_refused(desk: Desk, ambience: int | None, says: str) -> None:
    level = desk.fact("level", {"integrated": None, "ambience": ambience})
    asked = clip(desk.sound("a", constant(2000)), 2000, start=96_000, level=level, target=-6000, exact=True)
    with pytest.raises(MediaError, match=f"the effect at 2.00 s of the segment {says}"):
        desk.mix(2000, asked)


@pytest.mark.parametrize(
    ("shape", "formula"),
    [
        ("linear", lambda x: x),
        ("equal-power", lambda x: np.sin(np.pi / 2 * x)),
        ("exponential", lambda x: (10 ** (-60 * (1 - x) / 20) - 0.001) / 0.999),
    ],
)
def test_fades_have_their_shape(desk: Desk, shape: str, formula: Any) -> None:
    desk.sound("a", constant(30_000))
    mixed = desk.mix(30_000, clip("a", 30_000, fade_in=10_000, fade_out=8000, shape=shape))[:, 0] / 0.25
    assert mixed[:10_000] == pytest.approx(formula((np.arange(10_000) + 0.5) / 10_000), abs=1e-6)
    assert mixed[-8000:][::-1] == pytest.approx(formula((np.arange(8000) + 0.5) / 8000), abs=1e-6)
    assert (mixed[10_000:-8000] == 1).all()


def test_a_clip_that_crosses_the_edges_is_heard_as_if_there_were_none(desk: Desk) -> None:
    desk.sound("low", tone(1, -6, 50))
    whole = desk.mix(40_000, clip("low", 40_000, fade_in=15_000, cross_out=9000))
    parts = [
        desk.mix(end - begin, clip("low", 40_000, start=-begin, fade_in=15_000, cross_out=9000))
        for begin, end in ((0, 10_000), (10_000, 34_001), (34_001, 40_000))
    ]
    assert np.array_equal(np.concatenate(parts), whole)


def test_a_loop_is_placed_and_faded_like_any_clip(desk: Desk) -> None:
    ramp = np.repeat(np.arange(3000)[:, None], 2, axis=1) / 8192
    loop = {"period": [2000, 1], "overlap": 0}
    mixed = desk.mix(9000, clip(desk.sound("ramp", ramp), 7000, from_=500, start=700, loop=loop))
    at = np.arange(7000)
    expected = (500 + at % 2000) / 8192
    inside = (np.minimum(at % 2000, 2000 - at % 2000) > EDGE) & (at > EDGE) & (at < 7000 - EDGE)
    assert np.array_equal(mixed[700:7700, 0][inside], expected[inside])
    assert not mixed[:700].any() and not mixed[7700:].any()


def test_room_tone_lies_under_gaps_and_mutes(desk: Desk) -> None:
    voice = clip(desk.sound("voice", constant(FS, 0.5)), 20_000, role="voice")
    mixed = desk.mix(2 * FS, voice, mutes=[[5000, 15_000]], noise=-6000)
    alone = desk.mix(2 * FS, noise=-6000)
    assert np.array_equal(mixed[5000:15_000], alone[5000:15_000])
    assert np.array_equal(mixed[20_000:], alone[20_000:])
    assert mixed[EDGE : 5000 - EDGE] == pytest.approx(0.5 + alone[EDGE : 5000 - EDGE], abs=1e-6)
    assert not (alone == 0).all(axis=1).any()


@pytest.mark.parametrize("bus, width", [("stereo", 2), ("5.1", 6)])
def test_room_tone_is_an_effect(desk: Desk, bus: str, width: int) -> None:
    spec = {"samples": 3000, "clips": [], "mutes": [], "bleeps": [], "noise": -6000, "bus": bus, "stems": True}
    mix_segment(spec, {}, desk.folder / "stems")
    stems = read(desk.folder / "stems", 3 * width)
    alone = desk.mix(3000, noise=-6000)
    assert np.array_equal(stems[:, 2 * width : 2 * width + 2], alone) and alone.any()
    assert not np.delete(stems, [2 * width, 2 * width + 1], axis=1).any()


def test_fades_are_raised_cosines(desk: Desk) -> None:
    mixed = desk.mix(FS, clip(desk.sound("a", constant(FS)), FS, fade_in=10_000, fade_out=20_000))[:, 0] / 0.25
    at = np.arange(10_000) + 0.5
    assert mixed[:10_000] == pytest.approx((1 - np.cos(np.pi * at / 10_000)) / 2, abs=1e-6)
    at = np.arange(20_000) + 0.5
    assert mixed[-20_000:] == pytest.approx((1 + np.cos(np.pi * at / 20_000)) / 2, abs=1e-6)
    assert (mixed[10_000:-20_000] == 1).all()


def test_dissolve_keeps_the_power_of_unlike_sounds(desk: Desk) -> None:
    left, right = constant(20_000) * [1, 0], constant(20_000) * [0, 1]
    first = clip(desk.sound("a", left), 15_000, cross_out=8000)
    second = clip(desk.sound("b", right), 15_000, start=7000, cross_in=8000)
    mixed = desk.mix(22_000, first, second)
    power = np.square(mixed).sum(axis=1)[EDGE:-EDGE]
    assert power == pytest.approx(0.0625, rel=1e-5)
    assert mixed[11_000] == pytest.approx([0.25 * 0.5**0.5] * 2, rel=1e-3)


DUCK = {"depth": 1200, "attack": 4800, "hold": 9600, "release": 24_000, "under": [1]}


def ducked(desk: Desk, ranges: list[list[int]], **duck: Any) -> Signal:
    """Gain in dB of a bed under a silent voice that speaks in `ranges` of its PCM (placed at 10,000, from 4000)."""
    samples = 4 * FS
    speech = desk.fact("speech", {"ranges": ranges})
    desk.sound("bed", constant(samples))
    desk.sound("voice", np.zeros((samples, 1)))
    bed = clip("bed", samples, role="music", duck=DUCK | duck)
    voice = clip("voice", 150_000, role="voice", channels=1, from_=4000, start=10_000, speech=speech)
    gain = desk.mix(samples, bed, voice)[EDGE:-EDGE, 0] / 0.25
    return np.concatenate([np.zeros(EDGE), 20 * np.log10(gain), np.zeros(EDGE)])


def test_bed_is_fully_down_while_somebody_speaks_and_holds(desk: Desk) -> None:
    gain = ducked(desk, [[44_000, 64_000]])  # 50,000 … 70,000 of the segment
    assert gain[50_000:79_600] == pytest.approx(-12, abs=0.0005)
    assert (gain[: 50_000 - 4800] == 0).all() and (gain[79_600 + 24_000 :] == 0).all()
    assert (np.diff(gain[45_200:50_000]) <= 0).all() and (np.diff(gain[79_600:103_600]) >= 0).all()
    assert gain[47_600] == pytest.approx(-6, abs=0.02) and gain[91_600] == pytest.approx(-6, abs=0.02)


def test_short_pauses_do_not_bring_the_bed_up(desk: Desk) -> None:
    gain = ducked(desk, [[44_000, 64_000], [73_600, 90_000]])
    assert gain[50_000:96_000] == pytest.approx(-12, abs=0.0005)


def test_long_pauses_bring_the_bed_up_without_a_jump(desk: Desk) -> None:
    gain = ducked(desk, [[24_000, 34_000], [64_000, 70_000]])
    assert -12 < gain[49_600 : 70_000 - 4800].max() < -3
    assert float(np.abs(np.diff(gain)).max()) < 12 * np.pi / 2 / 4800 * 1.01


def test_speech_outside_the_clips_range_does_not_count(desk: Desk) -> None:
    gain = ducked(desk, [[0, 4000], [1000, 2000], [154_000, 180_000], [170_000, 180_000]])
    assert (gain == 0).all()


def test_voice_without_speech_ranges_ducks_for_its_whole_length(desk: Desk) -> None:
    desk.sound("bed", constant(3 * FS))
    bed = clip("bed", 3 * FS, role="music", duck=DUCK)
    voice = clip(desk.sound("voice", np.zeros((FS, 2))), FS, role="voice", start=FS)
    gain = desk.mix(3 * FS, bed, voice)[:, 0] / 0.25
    assert gain[FS : 2 * FS + 9600] == pytest.approx(10 ** (-12 / 20), rel=1e-5)
    assert gain[FS // 2] == 1


def test_bleep_replaces_speech_and_leaves_music(desk: Desk) -> None:
    desk.sound("voice", constant(FS, 0.5))
    desk.sound("music", constant(FS, 0.0625))
    voices = [clip("voice", FS, role=role) for role in ("original", "voice")]
    mixed = desk.mix(FS, *voices, clip("music", FS, role="music"), bleeps=[[20_000, 30_000]])
    inside = mixed[20_000 + EDGE : 30_000 - EDGE, 0] - 0.0625
    assert float(np.abs(inside).max()) == pytest.approx(0.1, rel=1e-4)
    n = np.arange(EDGE, 10_000 - EDGE)
    assert inside == pytest.approx(0.1 * np.sin(2 * np.pi * n / 48), abs=1e-6)
    assert (mixed[EDGE : 20_000 - EDGE] == 1.0625).all() and (mixed[30_000 + EDGE : -EDGE] == 1.0625).all()
    assert float(np.abs(np.diff(mixed, axis=0)).max()) < 0.1 * 2 * np.pi / 48 + 1.0 * np.pi / 2 / EDGE


def test_mute_silences_speech_only(desk: Desk) -> None:
    voice = clip(desk.sound("voice", constant(FS, 0.5)), FS, role="original")
    effect = clip(desk.sound("effect", constant(FS, 0.125)), FS)
    mixed = desk.mix(FS, voice, effect, mutes=[[20_000, 30_000], [29_000, 31_000]])
    assert (mixed[20_000:31_000] == 0.125).all()
    assert (mixed[31_000 + EDGE : -EDGE] == 0.625).all()


def busy(desk: Desk) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    noise = np.random.default_rng(5).standard_normal((20_000, 2)) * 0.1
    speech = desk.fact("speech", {"ranges": [[100, 3000], [5000, 6000]]})
    duck = {"depth": 900, "attack": 500, "hold": 300, "release": 1500, "under": [1]}
    desk.sound("noise", noise)
    clips = [
        clip("noise", 9000, role="music", from_=-300, start=77, gain=-150, fade_in=1000, fade_out=2500, duck=duck),
        clip("noise", 6000, role="voice", from_=50, start=1200, speech=speech, cross_in=700),
        clip("noise", 100, start=9500),
        clip("noise", 9000, from_=400, start=-100, loop={"period": [10_007, 11], "overlap": 300}, shape="linear"),
        clip("noise", 8000, role="original", from_=15_000, start=4000, channels=1, cross_out=900),
    ]
    return clips, {"bleeps": [[2000, 2600]], "mutes": [[5000, 5400]], "noise": -5500}


@settings(max_examples=20, deadline=None)
@given(block=st.integers(1, 11_000))
def test_bytes_do_not_depend_on_the_block(tmp_path_factory: pytest.TempPathFactory, block: int) -> None:
    desk = Desk(tmp_path_factory.mktemp("desk"))
    clips, more = busy(desk)
    whole = desk.mix(10_000, *clips, **more)
    assert np.array_equal(desk.mix(10_000, *clips, block=max(block, 40), **more), whole)


def test_what_cannot_be_mixed_is_refused(desk: Desk) -> None:
    desk.sound("a", constant(100))
    with pytest.raises(ValueError, match="unknown role 'song'"):
        desk.mix(100, clip("a", 100, role="song"))
    with pytest.raises(ValueError, match="unknown shape of a fade: 'soft'"):
        desk.mix(100, clip("a", 100, fade_in=50, shape="soft"))
    desk.sound("broken", constant(100, 3e38))
    with np.errstate(over="ignore"), pytest.raises(ValueError, match="no numbers"):
        desk.mix(100, clip("broken", 100, gain=1200))
    with pytest.raises(KeyError):
        desk.mix(100, clip("absent", 100))
