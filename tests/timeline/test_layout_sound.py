"""Layout of sound: J and L cuts, loops, crossfades, levels, room tone, and what they lack."""

from __future__ import annotations

from fractions import Fraction

import pytest

from hitrec_cli.timeline.timeline import Repeat, SegmentRange, SoundClip
from tests.timeline.test_layout import LINE, host, lay, seen, timeline

RATE = Fraction(30_000, 1001)
BREAK = "  - {kind: break, id: b, for: 20f}\n"


def heard(*segments: str) -> list[SegmentRange]:
    return list(timeline("".join(segments)).segments)


def second(*items: str) -> str:
    return host(*items).replace("id: h", "id: i")


def bed(item: str, frames: int = 300) -> SoundClip:
    """The one sound over a color."""
    (segment,) = heard(host(f"{{color: red, for: {frames}f}}", more=f", sound: [{item}]"))
    (clip,) = segment.sound
    return clip


def places(segment: SegmentRange) -> list[tuple[int, int, int]]:
    return [(clip.start, clip.duration, clip.home) for clip in segment.sound]


def test_j_and_l_cuts_inside_a_segment() -> None:
    (segment,) = heard(host("{clip: film, for: 50f, lag: 12f}", "{clip: film, in: 1s, for: 50f, lead: 15f}"))
    lagging, leading = segment.sound
    assert (lagging.start, lagging.duration, lagging.in_point) == (0, 62, Fraction(0))
    assert (leading.start, leading.duration, leading.in_point) == (35, 65, 1 - 15 / RATE)


def test_j_and_l_cuts_across_segments_are_in_both() -> None:
    one, two = heard(host("{clip: film, for: 50f, lag: 12f}"), second("{clip: film, in: 1s, for: 40f, lead: 15f}"))
    assert places(one) == [(0, 62, 0), (35, 55, 50)]
    assert places(two) == [(-50, 62, -50), (-15, 55, 0)]
    assert [clip.in_point for clip in one.sound] == [clip.in_point for clip in two.sound]


def test_a_lag_may_last_longer_than_a_segment() -> None:
    short = "  - {kind: bumper, id: s, picture: [{color: red, for: 5f}]}\n"
    segments = heard(host("{clip: film, for: 50f, lag: 12f}"), short, second("{color: red, for: 20f}"))
    assert [places(one) for one in segments] == [[(0, 62, 0)], [(-50, 62, -50)], [(-55, 62, -55)]]


@pytest.mark.parametrize(
    ("first", "then", "fade_out", "fade_in"),
    [
        ("", "transition: {dip: 20f}", 10, 10),
        ("lag: 12f, ", "transition: {dip: 20f}", 0, 10),
        ("", "lead: 12f, transition: {dip: 20f}", 10, 0),
        ("fade: {out: 4f}, ", "fade: {in: 6f}, transition: {dip: 20f}", 4, 6),
    ],
)
def test_sound_fades_with_a_dip_unless_it_crosses_it(first: str, then: str, fade_out: int, fade_in: int) -> None:
    (segment,) = heard(host(f"{{clip: film, {first}for: 50f}}", f"{{clip: film, in: 1s, for: 50f, {then}}}"))
    before, after = segment.sound
    assert (before.fade_out, after.fade_in) == (fade_out, fade_in)


def test_a_lag_in_a_dissolve_is_the_longer_of_both() -> None:
    for lag, length in ((30, 80), (5, 70)):
        clips = f"{{clip: film, for: 50f, lag: {lag}f}}", "{clip: film, for: 50f, transition: {dissolve: 20f}}"
        (segment,) = heard(host(*clips))
        assert (segment.sound[0].duration, segment.sound[0].cross_out) == (length, 20)


@pytest.mark.parametrize(
    ("segments", "rule", "line", "says"),
    [
        (host("{clip: film, in: 0.4s, for: 30f, lead: 15f}"), "HR315", LINE,
         "the lead needs 15 frames of the sound of film before its in point, it has 12"),
        (second("{color: red, for: 9f}") + host("{clip: film, for: 100f, lag: 21f}") + host("{color: red, for: 9f}")
         .replace("id: h", "id: j"), "HR315", LINE + 1,
         "the lag needs 21 frames of the sound of film after its out point, it has 20"),  # 4 s are 119.88 frames
        (host("{clip: film, in: 1s, for: 30f, original: off, lead: 5f}"), "HR315", LINE, "it has 0"),
        (host("{clip: film, in: 1s, for: 30f, lead: 15f}"), "HR318", LINE, "would begin before the programme"),
        (host("{clip: film, for: 30f, lag: 15f}"), "HR318", LINE, "would run on after the programme"),
        (host("{clip: film, for: 30f, lag: 15f}") + BREAK + second("{color: red, for: 9f}"), "HR318", LINE,
         "would be heard in the break b"),
        (BREAK + host("{clip: film, in: 1s, for: 30f, lead: 15f}"), "HR318", LINE + 1, "in the break b"),
    ],
)  # fmt: skip
def test_what_j_and_l_cuts_lack(segments: str, rule: str, line: int, says: str) -> None:
    made = lay(segments)
    assert made.timeline is None
    assert (rule, line, "error") in seen(made.problems)
    assert any(one.rule == rule and says in one.message for one in made.problems)


@pytest.mark.parametrize(
    ("item", "period", "overlap"),
    [
        ("{music: hum, loop: 2 bars, tempo: 240 bpm}", Fraction(2), Fraction(1, 100)),
        ("{music: hum, loop: 1 bar, tempo: 97.5 bpm, beats: 3}", Fraction(60 * 3 * 2, 195), Fraction(1, 100)),
        ("{music: hum, loop: on, tempo: 170 bpm}", 2 * Fraction(240, 170), Fraction(1, 100)),  # 2.8 bars in 4 s
        ("{music: hum, in: 2s, loop: on, tempo: 170 bpm}", Fraction(240, 170), Fraction(1, 100)),
        ("{music: hum, loop: 4 bars, tempo: 240 bpm}", Fraction(4), Fraction(1, 100)),  # the whole file
        ("{effect: hum, loop: on}", Fraction(7, 2), Fraction(1, 2)),
        ("{effect: hum, in: 3.2s, loop: on}", Fraction(3, 5), Fraction(1, 5)),
        ("{effect: hum, in: 1s, loop: 3s}", Fraction(3), Fraction(1, 2)),
        ("{effect: hum, loop: 0.4s}", Fraction(2, 5), Fraction(1, 10)),
    ],
)
def test_loops(item: str, period: Fraction, overlap: Fraction) -> None:
    clip = bed(item)
    assert clip.repeat == Repeat(period, overlap)
    assert clip.duration == 300  # as long as the segment, which its file is not


def test_a_loop_lasts_as_long_as_it_is_told() -> None:
    clip = bed("{music: hum, at: 10f, for: 200f, loop: on}")
    assert (clip.start, clip.duration) == (10, 200)


@pytest.mark.parametrize(
    ("item", "says"),
    [
        ("{music: hum, loop: 3 bars, tempo: 120 bpm}", "hum lasts 4.00 s from its in point, 3 bars would be 6.00 s"),
        ("{music: hum, in: 3s, loop: on, tempo: 120 bpm}", "hum lasts 1.00 s from its in point, a bar would be 2.00 s"),
        ("{music: hum, in: 2s, loop: 2.1s}", "hum lasts 2.00 s from its in point, the loop would be 2.10 s"),
        ("{music: hum, loop: 8 bars}", "nobody knows how long 8 bars of hum are"),
        ("{music: hum, loop: 2s, tempo: 120 bpm}", "the loop is a time"),
        ("{music: hum, loop: 2f}", "0.07 s of hum are too short to be repeated"),
        ("{music: hum, in: 5s, loop: on}", "0.00 s of hum are too short"),
    ],
)
def test_what_loops_lack(item: str, says: str) -> None:
    made = lay(host("{color: red, for: 300f}", more=f", sound: [{item}]"))
    assert made.timeline is None
    assert seen(made.problems) == [("HR316", LINE, "error")]
    assert says in made.problems[0].message


def test_a_crossfade_ends_the_sound_before_it() -> None:
    sounds = "{music: hum, fade: {in: 3f, out: 9f}}, {effect: hum, at: 5f}, {music: hum, at: 80f, crossfade: 20f}"
    (segment,) = heard(host("{color: red, for: 120f}", more=f", sound: [{sounds}]"))
    before, effect, after = segment.sound
    assert (before.duration, before.fade_in, before.fade_out, before.cross_out) == (100, 3, 0, 20)
    assert (after.start, after.fade_in, after.cross_in) == (80, 0, 20)
    assert (effect.duration, effect.cross_out) == (115, 0)


@pytest.mark.parametrize(
    ("sounds", "says"),
    [
        ("{music: hum, for: 99f}, {music: hum, at: 80f, crossfade: 20f}", "hum is 0.03 s too short for the crossfade"),
        ("{music: hum}, {music: hum, at: 80f, for: 10f, crossfade: 20f}", "hum is 0.33 s too short"),
        ("{effect: hum}, {music: hum, at: 80f, crossfade: 20f}", "no other music begins before hum"),
        ("{music: hum, at: 80f}, {music: hum, at: 80f, crossfade: 20f}", "no other music begins before hum"),
    ],
)
def test_what_crossfades_lack(sounds: str, says: str) -> None:
    made = lay(host("{color: red, for: 120f}", more=f", sound: [{sounds}]"))
    assert made.timeline is None
    assert seen(made.problems) == [("HR317", LINE, "error")]
    assert says in made.problems[0].message


def test_levels_and_shapes() -> None:
    own = "{clip: film, for: 50f, level: -20.5 LUFS, gain: -3 dB, fade: {in: 5f, out: 7f, shape: linear}}"
    (segment,) = heard(host(own, more=", sound: [{voice: hum, for: 1s, level: -30 LUFS}, {music: hum, for: 1s}]"))
    assert [clip.level for clip in segment.sound] == [-2050, -3000, None]
    clip = segment.sound[0]
    assert (clip.gain, clip.fade_in, clip.fade_out, clip.fade_shape) == (-300, 5, 7, "linear")


@pytest.mark.parametrize(
    ("tone", "in_point", "repeat", "level"),
    [
        ("hum", Fraction(0), Repeat(Fraction(7, 2), Fraction(1, 2)), -6000),
        ("{source: hum, in: 1s, for: 2s, level: -52 LUFS}", Fraction(1), Repeat(Fraction(2), Fraction(1, 2)), -5200),
    ],
)
def test_a_recorded_room_tone_is_a_sound_without_an_end(
    tone: str, in_point: Fraction, repeat: Repeat, level: int
) -> None:
    (segment,) = heard(host("{color: red, for: 300f}", more=f", room-tone: {tone}, sound: [{{voice: hum, at: 9f}}]"))
    _, clip = segment.sound
    assert (clip.role, clip.pick, clip.room_tone) == ("effect", "hum", True)
    assert (clip.start, clip.duration, clip.in_point, clip.repeat, clip.level) == (0, 300, in_point, repeat, level)
    assert segment.noise is None


def test_a_room_tone_that_is_made() -> None:
    (segment,) = heard(host("{color: red, for: 300f}", more=", room-tone: {level: -57.5 LUFS}"))
    assert (segment.sound, segment.noise) == ((), -5750)
