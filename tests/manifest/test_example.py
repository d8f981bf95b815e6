"""The example of the design is read as the design means it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from hitrec_cli.base.problems import Mark
from hitrec_cli.base.timecode import Rate
from hitrec_cli.model.episode import CatalogReference, Episode, Format, Slot, picks_of
from hitrec_cli.model.segment import (
    ClipSource,
    ColorSource,
    Duck,
    Fade,
    FrameRange,
    Framing,
    GraphicSource,
    InPoint,
    Move,
    Pick,
    Segment,
    StillSource,
    TextSource,
    Transition,
)
from tests.manifest.sample import EXAMPLE, FILE, read


@pytest.fixture(scope="module")
def episode() -> Episode:
    found, problems = read(EXAMPLE)
    assert problems == ()
    assert found is not None
    return found


def by_id(episode: Episode, name: str) -> Segment:
    return next(segment for segment in episode.segments if segment.id == name)


def test_the_head(episode: Episode) -> None:
    assert (episode.id, episode.series, episode.season, episode.number) == ("s02e01", "Example Show", 2, 1)
    assert (episode.title, episode.theme) == ("RE: The Dark", "The Dark")
    assert episode.format == Format(1920, 1080, Rate(30_000, 1001))
    assert episode.publish == {"online": "2015-06-05", "broadcast": "2015-06-12"}
    assert episode.creation_date == "2015-06-05"
    assert episode.catalogs == (CatalogReference("../assets/catalog.csv"),)
    assert episode.catalogs[0].mark == Mark(FILE, 13, 11)
    assert (episode.deliver, episode.level) == (("web", "xdcam-hd422"), -2400)


def test_start_and_slot_count_in_drop_frame(episode: Episode) -> None:
    assert (episode.start, episode.drop) == (107_892, True)
    # 01:22:00;02 is the first address after 01:21:59;29: 22 minutes less 40 skipped numbers, and the two skipped there.
    assert episode.slot == Slot(22 * 60 * 30 - 40 + 2, 150)


def test_segments_in_order_with_ids(episode: Episode) -> None:
    assert [(segment.kind, segment.id) for segment in episode.segments] == [
        ("titles", "opening"),
        ("host", "monologue"),
        ("short-film", "first-stars"),
        ("break", "break-1"),
        ("credits", "credits-1"),
    ]
    assert [segment.id for segment in episode.in_version("online")] == [
        "opening", "monologue", "first-stars", "credits-1"
    ]  # fmt: skip


def test_the_used_segment_has_its_parameters(episode: Episode) -> None:
    item = by_id(episode, "opening").picture[0]
    assert item.source == GraphicSource(
        "../assets/graphics/opening.py:opening", (("stars", 40), ("theme", "RE: The Dark"))
    )
    assert item.duration == 150
    assert item.mark == Mark("segments/opening.yaml", 6, 5)


def test_the_monologue(episode: Episode) -> None:
    segment = by_id(episode, "monologue")
    assert segment.title == "Turn on your recording devices"
    assert segment.picture[0].source == ClipSource(Pick("rec-1001"), InPoint(Fraction(2)))
    assert segment.picture[0].duration == round(Fraction(59, 2) * Fraction(30_000, 1001))
    assert segment.picture[0].fit == "blur"
    strap = segment.supers[0]
    assert (strap.style, strap.primary, strap.secondary, strap.at, strap.duration) == (
        "lower-third", "The Host", "Host", 60, 150
    )  # fmt: skip
    assert segment.bleeps == (FrameRange(426, 12),)


def test_the_short_film(episode: Episode) -> None:
    segment = by_id(episode, "first-stars")
    clip, still, text, night = segment.picture
    assert (clip.duration, clip.transition) == (360, Transition())
    assert still.source == StillSource(Pick("rec-2002"), Move(Framing(), Framing(14_000, 3_000, 4_000)))
    assert still.transition == Transition("dissolve", 30)
    assert still.transition.mark == Mark(FILE, 32, 106)
    assert text.source == TextSource(Pick("rec-2003"))
    assert night.source == ClipSource(Pick("file:../assets/host/night.mp4"))
    voice, music = segment.sound
    assert (voice.role, voice.pick.id, voice.at, voice.duck) == ("voice", "rec-2010", 30, None)
    assert (music.role, music.gain, music.duck) == ("music", -600, Duck("voice", 1200))
    assert music.fade == Fade(30, 60)
    assert segment.captions == Pick("rec-2012")
    assert [(credit.pick.id, credit.role) for credit in segment.credits] == [("rec-2050", "Story")]
    assert [pick.id for pick in picks_of(segment)] == [
        "rec-2001", "rec-2002", "rec-2003", "file:../assets/host/night.mp4", "rec-2010", "rec-2011", "rec-2012",
        "rec-2050",
    ]  # fmt: skip


def test_a_described_file_becomes_a_contribution(episode: Episode) -> None:
    made = episode.inline["file:../assets/host/night.mp4"]
    assert (made.kind, made.title, made.artists, made.license) == ("video", "night", ("The Crew",), "LicenseRef-own")
    assert made.location == "../assets/host/night.mp4"
    assert made.mark == Mark(FILE, 34, 16)


def test_break_and_credits(episode: Episode) -> None:
    pause, roll = episode.segments[3:]
    assert (pause.duration, pause.only) == (60, ("broadcast",))
    assert (roll.duration, roll.style) == (749, "roll")  # 25 s are 749.25 frames


def test_what_the_example_does_not_show() -> None:
    episode, problems = read(
        """\
hitrec: 1
id: all
format: {width: 720, height: 576, rate: 25}
defaults: {transition: {dip: 1s}, level: -23 LUFS}
catalog: [{path: a.csv, columns: {artists: creator}}]
segments:
  - kind: bumper
    for-merge: &void {}
    background: "#A0B0C0"
    picture:
      - {clip: rec-1, in: {tc: "10:00:02:00"}, for: 00:00:01:12, original: off, gain: +3.25dB, damaged: accept}
      - {color: Navy, for: 10f, transition: {dip: {for: 0.5s, color: white}}}
      - {graphic: "g.py:f", for: 1s, transition: cut, fit: crop}
    super:
      - {title: {text: no, subtitle: 1:30}, for: 2s}
      - {title: 012, at: 5f, for: 2s}
      - {chapter: One, for: 2s}
    mute: [{at: 0s, for: 1s}]
""".replace("    for-merge: &void {}\n", "")
    )
    assert problems == ()
    assert episode is not None
    assert (episode.start, episode.drop, episode.level) == (90_000, False, -2300)
    assert episode.catalogs[0].columns == (("artists", "creator"),)
    segment = episode.segments[0]
    assert (segment.id, segment.background) == ("bumper-1", "#a0b0c0")
    clip, color, graphic = segment.picture
    assert clip.source == ClipSource(Pick("rec-1"), InPoint(timecode="10:00:02:00"))
    assert (clip.duration, clip.original, clip.gain, clip.damaged) == (37, False, 325, True)
    assert clip.transition == Transition("dip", 25)
    assert (color.source, color.duration) == (ColorSource("navy"), 10)
    assert color.transition == Transition("dip", 13, "white")
    assert (graphic.source, graphic.transition, graphic.fit) == (GraphicSource("g.py:f"), Transition(), "crop")
    assert [(strap.style, strap.primary, strap.secondary, strap.at) for strap in segment.supers] == [
        ("title", "no", "1:30", 0), ("title", "012", "", 5), ("chapter", "One", "", 0)
    ]  # fmt: skip
    assert segment.mutes == (FrameRange(0, 25),)
