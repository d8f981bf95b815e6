"""What is heard, as it is written and as the model has it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from hitrec_cli.model.segment import Duck, Fade, Loop, Pick, PictureItem, Segment, SoundItem
from tests.manifest.sample import read


def segment(text: str) -> Segment:
    episode, problems = read(f"hitrec: 1\nid: e\nformat: 1080p25\nsegments:\n  - {text}\n")
    assert episode is not None and problems == (), problems
    return episode.segments[0]


def sound(more: str) -> SoundItem:
    (item,) = segment(f"{{kind: bumper, sound: [{{music: rec-1, {more}}}]}}").sound
    return item


def clip(more: str) -> PictureItem:
    (item,) = segment(f"{{kind: host, picture: [{{clip: rec-1, for: 2s, {more}}}]}}").picture
    return item


@pytest.mark.parametrize(
    ("written", "loop"),
    [
        ("loop: 8 bars, tempo: 96 bpm", Loop(8, None, Fraction(96))),
        ("loop: 1 bar, tempo: 92.125bpm, beats: 3", Loop(1, None, Fraction(737, 8), 3)),
        ("loop: on", Loop()),
        ("loop: true, tempo: 120 BPM", Loop(tempo=Fraction(120))),
        ("loop: 4.2s", Loop(seconds=Fraction(21, 5))),
        ("loop: 7f", Loop(seconds=Fraction(7, 25))),
    ],
)
def test_loops(written: str, loop: Loop) -> None:
    assert sound(written).loop == loop


def test_a_bar_is_exact() -> None:
    assert Loop(8, None, Fraction(97)).bar == Fraction(240, 97)
    assert Loop().bar is None


@pytest.mark.parametrize(
    ("written", "duck"),
    [
        ("duck: {}", Duck("voice", 1200, Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))),
        ("duck: {under: original, by: 9.5 dB, attack: 0.1s, hold: 1s, release: 5f}",
         Duck("original", 950, Fraction(1, 10), Fraction(1), Fraction(1, 5))),
    ],
)  # fmt: skip
def test_ducking(written: str, duck: Duck) -> None:
    assert sound(written).duck == duck


def test_levels_fades_and_crossfades() -> None:
    made = sound("level: -31.5 LUFS, gain: -2 dB, fade: {in: 1s, shape: exponential}, crossfade: 2s")
    assert (made.level, made.gain, made.fade, made.crossfade) == (-3150, -200, Fade(25, 0, "exponential"), 50)
    plain = sound("at: 1s")
    assert (plain.level, plain.gain, plain.fade, plain.crossfade, plain.loop) == (None, 0, Fade(), 0, None)


def test_the_sound_of_a_clip() -> None:
    made = clip("level: -20 LUFS, fade: {out: 0.2s}, lead: 0.4s, lag: 1s")
    assert (made.level, made.fade, made.lead, made.lag) == (-2000, Fade(0, 5), 10, 25)
    assert (clip("gain: -3 dB").level, clip("gain: -3 dB").lead) == (None, 0)


def test_room_tone() -> None:
    recorded = segment("{kind: bumper, sound: [{voice: rec-1}], room-tone: rec-2}")
    assert [(one.pick, one.room_tone) for one in recorded.sound] == [(Pick("rec-1"), False), (Pick("rec-2"), True)]
    assert (recorded.sound[1].level, recorded.sound[1].loop, recorded.noise) == (-6000, Loop(), None)
    made = segment("{kind: bumper, room-tone: {level: -55 LUFS}}")
    assert (made.sound, made.noise) == ((), -5500)
    described = segment("{kind: bumper, room-tone: {source: {file: room.wav, by: A, license: L}, in: 1s, for: 2s}}")
    (item,) = described.sound
    assert (item.pick.id, item.in_point.seconds, item.loop) == ("file:room.wav", Fraction(1), Loop(seconds=Fraction(2)))
