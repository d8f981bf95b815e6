"""The algebra of captions: moved, clipped and merged, whatever they are."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from hitrec_cli.account.captions import Placement, merged, placed
from hitrec_cli.base.timecode import NTSC, Rate
from hitrec_cli.model.captions import Caption, Cue, Run
from hitrec_cli.model.segment import Pick

RATES = (Rate(24_000, 1001), Rate(25), NTSC, Rate(60_000, 1001))


def words(text: str) -> tuple[tuple[Run, ...], ...]:
    return ((Run(text),),)


def test_a_segment_in_the_middle_clips_its_captions() -> None:
    cues = [Cue(Fraction(at), Fraction(at + 2), words(str(at))) for at in (0, 3, 4, 9)]
    shown = placed(Placement(Pick("said"), Fraction(100), 100, 250), cues, NTSC)
    # Seconds 0, 2, 3, 5, 4, 6 at 30000/1001 are frames 0, 59.94, 89.91, 149.85, 119.88, 179.82.
    assert [(one.start, one.end) for one in shown] == [(100, 160), (190, 250), (220, 250)]
    assert [(one.start, one.end) for one in merged(shown)] == [(100, 160), (190, 220), (220, 250)]
    assert [one.origin[:2] for one in shown] == [("said", 1), ("said", 2), ("said", 3)]


def test_a_clip_that_begins_late_in_its_file_shows_what_is_said_then() -> None:
    cues = [Cue(Fraction(1), Fraction(2), words("before")), Cue(Fraction(9, 2), Fraction(11, 2), words("across")),
            Cue(Fraction(6), Fraction(7), words("after"))]  # fmt: skip
    # The clip begins at second 5 of its file and lasts 50 frames of 25: until second 7.
    shown = placed(Placement(Pick("said"), Fraction(10 - 5 * 25), 10, 60), cues, Rate(25))
    assert [(one.start, one.end, one.texts) for one in shown] == [(10, 23, ("across",)), (35, 60, ("after",))]


def test_what_begins_together_is_shown_together() -> None:
    both = merged([Caption(10, 40, words("one")), Caption(10, 30, words("two")), Caption(35, 50, words("three"))])
    assert [(one.start, one.end, one.texts) for one in both] == [(10, 35, ("one", "two")), (35, 50, ("three",))]


cues = st.lists(
    st.builds(
        lambda start, length: Cue(Fraction(start, 15_000), Fraction(start + length, 15_000), words(str(start))),
        st.integers(0, 900_000), st.integers(1, 99_000),
    ),
    max_size=12,
)  # fmt: skip
places = st.builds(
    lambda zero, first, length: Placement(Pick("said"), Fraction(zero, 1001), first, first + length),
    st.integers(-900_000, 900_000), st.integers(0, 900), st.integers(1, 600),
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(st.tuples(places, cues), max_size=3), st.sampled_from(RATES))
def test_captions_stay_in_their_place_and_one_is_shown_at_a_time(
    found: list[tuple[Placement, list[Cue]]], rate: Rate
) -> None:
    everything: list[Caption] = []
    for place, some in found:
        shown = placed(place, some, rate)
        assert all(place.first <= one.start < one.end <= place.end for one in shown)
        for one in shown:  # nowhere is a caption off by more than half a frame, but where it was clipped
            cue = some[one.origin[1] - 1]
            begin, end = (place.zero + at * rate.fraction for at in (cue.start, cue.end))
            assert one.start == place.first or abs(one.start - begin) <= Fraction(1, 2)
            assert one.end == place.end or abs(one.end - end) <= Fraction(1, 2)
        everything += shown
    line = merged(everything)
    assert all(one.end <= following.start for one, following in pairwise(line))
    # Nothing is lost, and nothing is shown when nothing was to be.
    assert sorted(text for one in line for text in one.texts) == sorted(one.texts[0] for one in everything)
    assert _frames(line) <= _frames(everything)


def _frames(captions: list[Caption] | tuple[Caption, ...]) -> set[int]:
    return {frame for one in captions for frame in range(one.start, one.end)}
