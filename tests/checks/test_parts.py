"""Segments as rules look at them: what is heard when, and that nothing is ever too broken to be looked at."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hitrec_cli.checks.parts import Part, Stretch, heard
from hitrec_cli.model.media import SoundFacts
from hitrec_cli.model.segment import FrameRange, Segment
from hitrec_cli.timeline.timeline import SegmentRange, SoundClip
from tests.checks.corpus import CORPUS, examine, told
from tests.checks.made import host, problems, rules

FACTS = SoundFacts(0, 2, "stereo", 48_000, Fraction(60))
STRETCHES = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 15)), max_size=5)


def part(sounds: list[Stretch], bleeps: list[Stretch], mutes: list[Stretch], duration: int) -> Part:
    clips = tuple(SoundClip("music", "a", "", "wav", FACTS, Fraction(0), Fraction(0), *one) for one in sounds)
    covers = (tuple(FrameRange(*one) for one in bleeps), tuple(FrameRange(*one) for one in mutes))
    place = SegmentRange("a", "host", "", 0, duration, clips, *covers)
    return Part(Segment("host", "a"), place, (), (), (), (), True)


@given(STRETCHES, STRETCHES, STRETCHES, st.integers(0, 40))
def test_what_is_heard_is_heard_frame_by_frame(
    sounds: list[Stretch], bleeps: list[Stretch], mutes: list[Stretch], duration: int
) -> None:
    def covered(stretches: list[Stretch]) -> set[int]:
        return {frame for at, length in stretches for frame in range(at, at + length)}

    found = heard(part(sounds, bleeps, mutes, duration))
    frames = ((covered(sounds) - covered(mutes)) | covered(bleeps)) & set(range(duration))
    assert {frame for first, last in found for frame in range(first, last)} == frames
    edges = [edge for stretch in found for edge in stretch]
    assert edges == sorted(set(edges)), "in order, without overlaps, none empty, none touching"


WHOLE = (CORPUS / "good" / "near-misses.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("line", [n for n, text in enumerate(WHOLE.splitlines(), 1) if n > 6 and text.strip()])
def test_a_show_from_which_any_line_is_missing_can_be_looked_at(line: int) -> None:
    """Nothing raises, and what is told has a place."""
    text = "".join(one for n, one in enumerate(WHOLE.splitlines(keepends=True), 1) if n != line)
    for one in examine(CORPUS / "good" / "near-misses.yaml", text.encode()).problems:
        assert one.mark.file, told([one])


def test_two_segments_without_an_id_of_their_own_and_with_arguments_that_are_mappings() -> None:
    graphic = "{graphic: {function: a.py:f, args: {x: {y: 1}}}, for: 2s}"
    assert "HR512" in rules(host(graphic) * 2 + "  - {kind: break, for: 2s}\n")


def test_many_segments_take_as_many_times_longer() -> None:
    """Four times the segments take less than eight times as long: nothing looks at all of them for each of them."""
    part = """\
  - kind: story
    picture: [{still: still-1, for: 4s}, {color: teal, for: 3s, transition: {dissolve: 1s}}]
    sound: [{voice: voice-1, for: 5s}, {music: song-2, for: 7s, duck: {under: voice, by: 12 dB}, fade: {out: 1s}}]
"""

    def seconds(count: int) -> float:
        text = part * count
        begun = time.process_time()
        assert not [one for one in problems(text) if one.severity == "error"]
        return time.process_time() - begun

    seconds(20)
    assert seconds(400) < 8 * seconds(100)
