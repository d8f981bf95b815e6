"""A partial episode keeps what is whole, and tells which of its parts are broken."""

from __future__ import annotations

import pytest

from hitrec_cli.base.problems import Mark, Problem
from hitrec_cli.manifest.broken import broken_marks
from tests.manifest.sample import FILE, HEAD, read

TEXT = (
    HEAD
    + """\
segments:
  - kind: host
    picture:
      - {clip: a, for: 2s}
      - clip: b
        for: soon
    sound:
      - {voice: c, gain: 3}
    super:
      - {title: T, for: 2s}
    titel: x
  - {kind: host, picture: [{clip: d, for: 2s}]}
  - use: ../segments/opening.yaml
    with: {}
  - {kind: host, picture: [{clip: e, for: 2s, fit: x}]}
"""
)


def places(marks: frozenset[Mark]) -> list[tuple[str, int, int]]:
    return sorted((mark.file, mark.line, mark.column) for mark in marks)


@pytest.mark.parametrize(
    ("line", "column", "broken"),
    [
        (1, 1, []),
        (4, 11, [(4, 5)]),
        (6, 25, [(4, 5), (6, 9)]),
        (12, 20, [(4, 5), (12, 9)]),
        (13, 5, [(4, 5)]),
        (14, 45, [(14, 5), (14, 28)]),
        (18, 1, []),
    ],
)
def test_the_innermost_and_its_segment(line: int, column: int, broken: list[tuple[int, int]]) -> None:
    episode, _ = read(TEXT)
    assert episode is not None
    for severity, found in (("error", [(FILE, *place) for place in broken]), ("warning", [])):
        problem = Problem("HR123", Mark(FILE, line, column), "x", severity=severity)  # type: ignore[arg-type]
        assert places(broken_marks(episode, (problem,))) == found


def test_all_problems_of_a_manifest() -> None:
    episode, problems = read(TEXT)
    assert episode is not None
    assert len(problems) == 5
    broken = places(broken_marks(episode, problems))
    assert {(FILE, 4, 5), (FILE, 17, 5), ("segments/opening.yaml", 1, 1)} <= set(broken)
    assert not {(FILE, 14, 5), (FILE, 14, 28), (FILE, 6, 9), (FILE, 12, 9)} & set(broken)


def test_a_mistake_in_a_segment_file_breaks_every_use_of_it() -> None:
    use = "  - use: ../segments/a.yaml\n"
    file = b"kind: host\npicture: [{clip: a, for: 1s}, {clip: b, for: 1s, gain: 7}]\n"
    episode, problems = read(HEAD + "segments:\n" + use * 2, {"segments/a.yaml": file})
    assert episode is not None
    assert ("segments/a.yaml", 1, 1) in places(broken_marks(episode, problems))
    assert episode.mark not in broken_marks(episode, problems)


def test_what_cannot_be_read_at_all_gives_no_episode() -> None:
    for text in ("", "a: [", "[a]", "just text"):
        episode, problems = read(text)
        assert episode is None and problems
