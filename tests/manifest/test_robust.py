"""Whatever happens to a manifest, reading it ends in an episode or in problems, never in an exception."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hitrec_cli.base.problems import errors_of
from hitrec_cli.checks.book import RULES
from hitrec_cli.manifest.broken import broken_marks
from tests.manifest.sample import EXAMPLE, FILE, OPENING, read

PIECES = st.sampled_from(
    [b"", b"\0", b"[", b"]", b"{", b"}", b": ", b"- ", b"&a ", b"*a", b"<<: *a", b"\n", b"'", b'"', b"!!x ", b"\xff",
     b"---\n", b"0", b"99999999999", b"-1", b"${x}", b"1s", b"00:01:00;00", b"\t", b"#", b"use: ", b"{}", b"[]", b"~"]
)  # fmt: skip
EDITS = st.lists(st.tuples(st.integers(0, len(EXAMPLE)), st.integers(0, 12), PIECES), min_size=1, max_size=4)


def check(text: bytes, opening: bytes) -> None:
    episode, problems = read(text, {"segments/opening.yaml": opening})
    assert episode is not None or errors_of(problems)
    if episode is not None:
        broken_marks(episode, problems)
    for problem in problems:
        assert problem.rule in RULES
        assert problem.mark.file in (FILE, "segments/opening.yaml")
        assert problem.message


def test_reading_stops_when_nothing_fits() -> None:
    text = b"hitrec: 1\nid: a\nsegments:\n" + b"".join(b"  - {kind: host%d}\n" % i for i in range(60_000))
    problems = read(text)[1]
    assert len(problems) == 501
    assert problems[-1].rule == "HR103"


def test_messages_stay_short() -> None:
    text = b"hitrec: 1\nid: a\nsegments: [{kind: bumper, for: " + b"a" * 1_000_000 + b", " + b"b" * 1_000 + b": 1}]\n"
    assert max(len(problem.message) for problem in read(text)[1]) < 500


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EDITS)
def test_edited_bytes(edits: list[tuple[int, int, bytes]]) -> None:
    text = EXAMPLE
    for at, length, piece in edits:
        text = text[:at] + piece + text[at + length :]
    check(text, OPENING)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=3))
def test_swapped_words(swaps: list[tuple[int, int]]) -> None:
    words = EXAMPLE.split(b" ")
    for one, two in swaps:
        one, two = one % len(words), two % len(words)
        words[one], words[two] = words[two], words[one]
    check(b" ".join(words), OPENING)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EDITS)
def test_an_edited_segment_file(edits: list[tuple[int, int, bytes]]) -> None:
    opening = OPENING
    for at, length, piece in edits:
        at %= len(opening) + 1
        opening = opening[:at] + piece + opening[at + length :]
    check(EXAMPLE, opening)
