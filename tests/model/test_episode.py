"""The few things that the words of an episode work out by themselves."""

from __future__ import annotations

from fractions import Fraction

from hitrec_cli.base.problems import Mark
from hitrec_cli.model.episode import Episode
from hitrec_cli.model.lock import Lock, LockedPick
from hitrec_cli.model.media import MediaFacts, PictureFacts, SoundFacts
from hitrec_cli.model.segment import Pick, Segment


def test_versions_choose_segments() -> None:
    everywhere, online = Segment("host", "a"), Segment("bumper", "b", only=("online",))
    episode = Episode("e", segments=(everywhere, online))
    assert episode.in_version("broadcast") == (everywhere,)
    assert episode.in_version("online") == (everywhere, online)


def test_the_creation_date_is_the_first_publication() -> None:
    assert Episode("e", publish={"a": "2015-06-12", "b": "2015-06-05"}).creation_date == "2015-06-05"
    assert Episode("e").creation_date == "1970-01-01"


def test_where_a_thing_was_written_is_no_part_of_it() -> None:
    assert Pick("a", Mark("x", 1, 1)) == Pick("a", Mark("y", 2, 2))


def test_a_pick_that_the_lock_does_not_have_is_missing() -> None:
    known = LockedPick("a", "ok", "0" * 64, 3)
    lock = Lock("e", {"a": known})
    assert lock.get("a") is known
    assert lock.get("b").state == "missing"


def test_display_size_and_duration() -> None:
    tall = PictureFacts(0, 1920, 1080, rotation=90, duration=Fraction(2))
    wide = PictureFacts(0, 720, 480, sample_aspect=Fraction(32, 27))
    assert tall.display_size == (Fraction(1080), Fraction(1920))
    assert wide.display_size == (Fraction(2560, 3), Fraction(480))
    sound = SoundFacts(1, 2, "stereo", 48_000, Fraction(3))
    assert MediaFacts("video", "mov", tall, sound).duration == 2
    assert MediaFacts("audio", "wav", None, sound).duration == 3
    assert MediaFacts("still", "png_pipe", PictureFacts(0, 1, 1)).duration == 0
