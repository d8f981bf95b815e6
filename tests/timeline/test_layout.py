"""Layout: from what a manifest says and a lock knows to whole frames, or to problems with their places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from hitrec_cli.attribution.credits import Credits
from hitrec_cli.base.problems import Problem
from hitrec_cli.base.timecode import NTSC, Rate
from hitrec_cli.model.contribution import Contribution
from hitrec_cli.model.lock import Lock, LockedPick
from hitrec_cli.model.look import Face
from hitrec_cli.model.media import MediaFacts, PictureFacts, SoundFacts
from hitrec_cli.timeline.layout import Layout, lay_out
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.materials import Materials
from hitrec_cli.timeline.timeline import ColorPicture, LetteredPicture, MediaPicture, Timeline
from tests.manifest.sample import read

SOUND = SoundFacts(1, 2, "stereo", 48_000, Fraction(4))
FILM = MediaFacts("video", "mov", PictureFacts(0, 320, 180, rate=Fraction(25), duration=Fraction(4), frames=100), SOUND)
STILL = MediaFacts("still", "png_pipe", PictureFacts(0, 400, 300))
GIF = MediaFacts("animation", "gif", PictureFacts(0, 320, 180, rate=Fraction(10), duration=Fraction(2), frames=20))
LARGE = MediaFacts("animation", "gif", PictureFacts(0, 3840, 2160, rate=Fraction(10), duration=Fraction(2), frames=20))
HUM = MediaFacts("audio", "wav", sound=SOUND)
LATE = replace(FILM, sound=replace(SOUND, start=Fraction(1, 2)))
FIELD = replace(FILM, sound=replace(SOUND, channels=4, layout="AMBI0+AMBI1+AMBI2+AMBI3"))
LOCK = Lock("e", {
    "film": LockedPick("film", "ok", "f" * 64, 1, facts=FILM),
    "gif": LockedPick("gif", "ok", "d" * 64, 1, facts=GIF),
    "large": LockedPick("large", "ok", "e" * 64, 1, facts=LARGE),
    "still": LockedPick("still", "ok", "a" * 64, 1, facts=STILL),
    "late": LockedPick("late", "ok", "d" * 64, 1, facts=LATE),
    "field": LockedPick("field", "ok", "e" * 64, 1, facts=FIELD),
    "hum": LockedPick("hum", "ok", "b" * 64, 1, facts=HUM),
    "text": LockedPick("text", "ok", "c" * 64, 1, facts=MediaFacts("text", "text", encoding="utf-8")),
    "gone": LockedPick("gone", "missing", reason="it is not there"),
    "long": LockedPick("long", "missing", reason="it is not there"),
    "broken": LockedPick("broken", "broken", reason="it ends too early"),
})  # fmt: skip
CATALOG = {
    "long": Contribution("long", "video", "Long", ("A",), "CC0-1.0", duration=Fraction("2.5")),
    "hum": Contribution("hum", "music", "Hum", ("Dot",), "CC0-1.0"),
}


class Ruler:
    """Every character is half as wide as its size."""

    def width(self, text: str, size: int, face: Face, family: str) -> int:
        return -(-len(text) * size // 2)


def lay(segments: str, rate: str = "30000/1001", *, more: str = "", version: str = "online",
        placeholders: bool = False, catalog: Mapping[str, Contribution] = CATALOG) -> Layout:  # fmt: skip
    head = f"hitrec: 1\nid: e\nformat: {{width: 320, height: 180, rate: {rate}}}\n{more}segments:\n"
    episode, problems = read(head + segments)
    assert episode is not None, problems
    stage = Stage(320, 180, episode.format.rate, Ruler())
    texts = {"text": "Eleven steps. " * 9}
    materials = Materials(LOCK, catalog.get, texts, {}, Credits(), stage, placeholders)
    return lay_out(episode, version, materials)


def timeline(segments: str, *given: str, **more: bool) -> Timeline:
    made = lay(segments, *given, **more)  # type: ignore[arg-type]
    assert made.timeline is not None, made.problems
    return made.timeline


def host(*items: str, more: str = "") -> str:
    return f"  - {{kind: host, id: h, picture: [{', '.join(items)}]{more}}}\n"


@pytest.mark.parametrize(
    ("written", "rate", "frames"),
    [
        ("1s", "30000/1001", 30),  # 29.97
        ("0.05s", "30000/1001", 1),  # 1.4985
        ("0.051s", "30000/1001", 2),  # 1.5285
        ("0.5s", "25", 13),  # 12.5: half up
        ("0.06s", "25", 2),  # 1.5: half up
        ("00:00:01.5", "25", 38),  # 37.5
        ("7f", "25", 7),
        ("00:00:02:10", "25", 60),
        ("00:00:02;10", "30000/1001", 70),
        ("00:01:00;02", "30000/1001", 1800),  # the first address of the second minute
    ],
)
def test_written_lengths(written: str, rate: str, frames: int) -> None:
    assert timeline(host(f'{{color: red, for: "{written}"}}'), rate).frames == frames


def test_items_follow_one_another_each_rounded_by_itself() -> None:
    """Three items of 0.05 s are three frames: rounding the sum would make 4 (4.4955)."""
    clips = timeline(host(*["{color: red, for: 0.05s}"] * 3)).picture
    assert [(clip.start, clip.duration) for clip in clips] == [(0, 1), (1, 1), (2, 1)]


def test_a_range_is_rounded_once() -> None:
    """From 0.05 s to 1.05 s is a second: 29.97, 30 frames; begun at exactly 0.05 s."""
    (clip,) = timeline(host("{clip: film, in: 0.05s, out: 1.05s}")).picture
    assert clip.duration == 30
    assert isinstance(clip.picture, MediaPicture) and clip.picture.in_point == Fraction(1, 20)


def test_a_clip_without_a_length_lasts_as_long_as_its_file() -> None:
    assert timeline(host("{clip: film}"), "25").frames == 100
    assert timeline(host("{clip: film, in: 1s}")).frames == 89  # 3 s are 89.91 frames, and no more than the file has


def test_a_card_stays_for_reading_time() -> None:
    """108 letters: 1 s and 108/15 s."""
    assert timeline(host("{text: text}"), "25").frames == 25 + 180


@pytest.mark.parametrize("transition", ["cut", "{dissolve: 20f}", "{dip: 20f}", "{dip: {for: 21f, color: white}}"])
def test_transitions_change_no_running_time(transition: str) -> None:
    made = timeline(host("{clip: film, for: 50f}", f"{{clip: film, for: 50f, transition: {transition}}}"))
    assert [(clip.start, clip.duration) for clip in made.picture] == [(0, 50), (50, 50)]
    assert made.segments[0].duration == 100


def test_versions() -> None:
    segments = host("{color: red, for: 10f}") + "  - {kind: break, for: 7f, only: [broadcast]}\n"
    assert timeline(segments).frames == 10
    broadcast = lay(segments, version="broadcast").timeline
    assert broadcast is not None and [one.start for one in broadcast.segments] == [0, 10] and broadcast.frames == 17


def test_a_dissolve_lets_the_sound_run_on_by_the_handle() -> None:
    (segment,) = timeline(
        host("{clip: film, for: 50f}", "{clip: film, for: 50f, transition: {dissolve: 20f}}")
    ).segments
    first, second = segment.sound
    assert (first.start, first.duration, first.cross_out) == (0, 70, 20)
    assert (second.start, second.duration, second.cross_in) == (50, 50, 20)


def test_a_dissolve_between_segments_too() -> None:
    other = host("{clip: film, for: 50f, transition: {dissolve: 20f}}").replace("id: h", "id: i")
    before, after = timeline(host("{clip: film, for: 50f}") + other).segments
    outgoing = after.sound[0]
    assert (outgoing.start, outgoing.duration, outgoing.cross_out, outgoing.home) == (-50, 70, 20, -50)
    assert (before.sound[0].start, before.sound[0].duration, before.sound[0].cross_out) == (0, 70, 20)


def test_a_super_in_its_place() -> None:
    first = host("{color: red, for: 40f}")
    made = timeline(first + first.replace("id: h", "id: i, super: [{title: Hello, at: 5f, for: 30f}]"))
    (text,) = made.supers
    assert (text.start, text.duration, text.segment) == (45, 30, "i")


def test_music_is_named_by_itself() -> None:
    """A strap after a second, for six seconds or to the end."""
    segment = "  - {kind: music, id: m, picture: [{color: red, for: 75f}], sound: [{music: hum}]}\n"
    (strap,) = timeline(segment, "25").supers
    assert (strap.start, strap.duration) == (25, 50)
    assert "Hum" in strap.script and "Dot" in strap.script


def seen(problems: tuple[Problem, ...]) -> list[tuple[str, int, str]]:
    """Rule, line and severity; every problem has a column and says what to do."""
    assert all(problem.mark.column > 0 and problem.hint for problem in problems)
    return [(problem.rule, problem.mark.line, problem.severity) for problem in problems]


LINE = 5
"""The line of the manifest on which the segments begin."""


@pytest.mark.parametrize(
    ("segments", "rule", "says"),
    [
        (host("{clip: gone, for: 9f}"), "HR301", "gone is missing: it is not there"),
        (host("{clip: broken, for: 9f}"), "HR301", "broken is broken: it ends too early"),
        (host("{clip: still, for: 9f}"), "HR302", "still is no moving picture, it is a still"),
        (host("{still: film, for: 9f}"), "HR302", "film is no still, it is a video"),
        (host("{text: film, for: 9f}"), "HR302", "film is no text"),
        (host("{color: red, for: 9f}", more=", sound: [{music: still}]"), "HR302", "still has no sound"),
        (host("{clip: film, in: 3s, for: 2s}"), "HR303", "film is asked for 3.000 s to 5.002 s but lasts 4.000 s"),
        (host("{clip: film, in: 5s}"), "HR303", "but lasts 4.000 s"),
        (host('{clip: film, in: {tc: "10:00:00:00"}, for: 1s}'), "HR303", "carries no timecode"),
        (host("{clip: field, for: 9f}"), "HR319", "the sound of field cannot be mixed: no downmix is defined"),
        (host("{color: red, for: 9f}", more=", sound: [{effect: field}]"), "HR319", "AMBI0"),
        (host("{still: still}"), "HR304", "nobody says how long a still lasts"),
        (host("{color: red}"), "HR304", "nobody says how long a color lasts"),
        (host("{clip: film, for: 30f}", "{clip: film, for: 10f, transition: {dissolve: 11f}}"), "HR305",
         "the dissolve is longer than its clip (11 of 10 frames)"),
        (host("{clip: film, for: 30f}", "{clip: film, for: 10f, transition: {dip: 22f}}"), "HR305",
         "the dip is longer than its clip"),
        (host("{color: red, for: 5f}", "{color: blue, for: 30f, transition: {dip: 12f}}"), "HR305",
         "the dip takes 6 frames of the clip before it, which has 5 for it"),
        (host("{color: red, for: 9f, transition: {dissolve: 6f}}", "{color: blue, for: 30f, transition: {dip: 8f}}"),
         "HR305", "the dip takes 4 frames of the clip before it, which has 3 for it"),
        (host("{clip: film, for: 111f}", "{color: red, for: 30f, transition: {dissolve: 10f}}"), "HR306",
         "the dissolve needs 10 frames of film after its out point, it has 9"),
        (host("{color: red, for: 30f}", more=", super: [{title: x, at: 20f, for: 11f}]"), "HR308", "beyond"),
        ("  - {kind: interstitial, id: i, picture: [{color: red, for: 31s}]}\n", "HR309", "more than 30 s"),
        ("  - {kind: host, id: h, only: [broadcast], picture: [{color: red, for: 1s}]}\n", "HR310", "no segments"),
        (host("{color: red, for: 30f}", more=", sound: [{music: hum, at: 30f}]"), "HR311", "beyond the end"),
        (host("{color: red, for: 300f}", more=", sound: [{music: hum, for: 200f}]"), "HR303", "more sound"),
    ],
)  # fmt: skip
def test_problems(segments: str, rule: str, says: str) -> None:
    made = lay(segments)
    assert made.timeline is None
    expected = 1 if rule == "HR310" else LINE
    assert seen(made.problems) == [(rule, expected, "error")]
    assert says in made.problems[0].message


def test_the_last_picture_may_cover_its_own_duration_only() -> None:
    """Of 4 s, at 29.97: frame 119 begins at 3.97 s and is the last one that does; frame 120 would need 4.004 s."""
    assert timeline(host("{clip: film, for: 120f}")).frames == 120
    assert lay(host("{clip: film, for: 121f}")).timeline is None


def test_sound_that_begins_after_the_picture_ends_after_it_too() -> None:
    """Four seconds of sound from half a second on: at 25 frames, 112 of them."""
    lines = ", sound: [{{voice: {}, in: {}s}}]"
    for voice, begin, frames in (("film", 0, 100), ("late", 0, 112), ("late", 1, 87)):
        made = timeline(host("{color: red, for: 200f}", more=lines.format(voice, begin)), "25")
        assert [one.duration for one in made.segments[0].sound] == [frames]


def test_channels_matter_only_where_they_are_heard() -> None:
    assert timeline(host("{clip: field, for: 9f, original: off}")).segments[0].sound == ()


def test_accepted_damage_is_accepted_in_the_sound_too() -> None:
    item = "{clip: film, for: 9f, damaged: accept}"
    (segment,) = timeline(host(item, more=", sound: [{music: hum, damaged: accept}, {music: hum}]")).segments
    assert [one.damaged for one in segment.sound] == [True, True, False]


def test_every_problem_is_told_at_once() -> None:
    made = lay(host("{clip: gone, for: 9f}") + host("{color: red}").replace("id: h", "id: i"))
    assert seen(made.problems) == [("HR301", LINE, "error"), ("HR304", LINE + 1, "error")]


def test_a_slot_missed_is_a_warning() -> None:
    made = lay(host("{color: red, for: 10s}"), "25", more="slot: {duration: 20s, tolerance: 1s}\n")
    assert made.timeline is not None
    assert [(one.rule, one.severity) for one in made.problems] == [("HR312", "warning")]
    assert "10.00 s under" in made.problems[0].message


@pytest.mark.parametrize(
    ("item", "frames"),
    [
        ("{clip: gone, for: 9f}", 9),  # the manifest's length
        ("{clip: long}", 63),  # the catalog's: 2.5 s at 25, half up
        ("{clip: gone}", 125),  # nobody's: five seconds
        ("{still: broken, for: 9f}", 9),
    ],
)
def test_placeholders(item: str, frames: int) -> None:
    made = lay(host(item), "25", placeholders=True)
    assert made.timeline is not None
    (clip,) = made.timeline.picture
    assert clip.duration == frames
    assert isinstance(clip.picture, LetteredPicture)
    assert item.split(": ")[1].split(",")[0].rstrip("}") in clip.picture.script
    assert seen(made.problems) == [("HR301", LINE, "warning")]


def test_what_is_missing_is_not_heard_in_a_preview() -> None:
    made = lay(host("{color: red, for: 9f}", more=", sound: [{music: gone}]"), placeholders=True)
    assert made.timeline is not None and made.timeline.segments[0].sound == ()


def test_leading_music_is_not_ducked() -> None:
    duck = "duck: {under: voice, by: 12 dB}"
    music = "  - {{kind: {}, id: m, picture: [{{color: red, for: 75f}}], sound: [{{music: hum, {}}}]}}\n"
    made = lay(music.format("music", duck))
    assert made.timeline is not None and made.timeline.segments[0].sound[0].duck is None
    assert [one.rule for one in made.problems] == ["HR314"]
    bed = lay(music.format("story", duck)).timeline
    assert bed is not None and bed.segments[0].sound[0].duck is not None


def test_the_rate_is_kept() -> None:
    assert timeline(host("{color: red, for: 1f}"), "25").rate == Rate(25)
    assert timeline(host("{color: red, for: 1f}")).rate == NTSC


def test_a_documentary_names_who_is_heard() -> None:
    """Twelve seconds: a voice from the third second, the film's own sound; each by name, one after the other."""
    catalog = {
        "film": Contribution("film", "video", "Waves", ("Ada", "Bo"), "CC0-1.0"),
        "hum": Contribution("hum", "voice", "Waves, told", ("Cy",), "CC0-1.0"),
    }
    picture = "{clip: film, for: 4s}, {clip: film, for: 4s, in: 0s}"
    made = lay(
        f"  - {{kind: documentary, id: d, picture: [{picture}], sound: [{{voice: hum, at: 3s}}]}}\n",
        "25",
        catalog=catalog,
    )
    assert made.timeline is not None
    first, second = made.timeline.supers
    assert (first.start, first.duration) == (25, 75)  # a second in, as long as the clip
    assert (second.start, second.duration) == (100, 75)  # the voice is heard from 3 s to 7 s
    assert "}Ada, Bo" in first.script and "}Waves" in first.script and "}Cy" in second.script
    silent = lay("  - {kind: host, id: d, picture: [{clip: film, for: 4s}]}\n", "25", catalog=catalog).timeline
    assert silent is not None and silent.supers == ()


@pytest.mark.parametrize("picture", ["", "picture: [{color: navy, for: 300f}], "])
def test_a_crawl_goes_over_its_picture(picture: str) -> None:
    given = "" if picture else "for: 300f, "
    made = timeline(f"  - {{kind: credits, id: c, style: crawl, {given}{picture}background: teal}}\n")
    (strip,) = made.strips
    (clip,) = made.picture
    assert (strip.start, strip.duration, clip.duration) == (0, 300, 300)
    assert clip.picture == ColorPicture("#0b1a33" if picture else "#0f766e")
    assert strip.speed % 2 == 0 and strip.speed * 299 >= strip.travel
    assert strip.top % 2 == 0 and 171 - 2 <= strip.top + strip.height <= 171  # the graphics safe area's lower edge


def test_an_animation_begins_again_and_a_film_does_not() -> None:
    """Two seconds of it are asked for seven, and under a dissolve for more; without a length it is played once."""
    (clip, _) = timeline(host("{clip: gif, for: 210f}", "{color: red, for: 60f, transition: {dissolve: 30f}}")).picture
    assert clip.duration == 210
    assert isinstance(clip.picture, MediaPicture) and clip.picture.repeated
    assert timeline(host("{clip: gif}"), "25").frames == 50
    (problem,) = lay(host("{clip: gif, in: 3s, for: 10f}")).problems
    assert problem.rule == "HR303"
    (problem,) = lay(host("{clip: large, for: 210f}")).problems
    assert problem.rule == "HR303"
