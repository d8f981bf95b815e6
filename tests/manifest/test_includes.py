"""Segments of their own files: parameters, overrides, places, circles, budgets."""

from __future__ import annotations

import pytest

from hitrec_cli.base.problems import errors_of
from hitrec_cli.model.segment import ClipSource, GraphicSource
from tests.manifest.sample import HEAD, places, read

USE = HEAD + "segments:\n  - use: ../segments/a.yaml\n"


def test_values_are_overridden_and_filled_in() -> None:
    segment = (
        b"kind: host\nparameters: {clip: rec-1, name: '', n: 3}\nid: a\ntitle: ${name}/${name}\n"
        b"picture: [{clip: '${clip}', for: 2s}, {graphic: {function: g.py:f, args: {n: '${n}', m: '${n}0'}}}]\n"
    )
    episode, problems = read(USE + "    with: {name: X, id: b, only: [online]}\n", {"segments/a.yaml": segment})
    assert problems == ()
    assert episode is not None
    made = episode.segments[0]
    assert (made.id, made.title, made.only) == ("b", "X/X", ("online",))
    assert isinstance(made.picture[0].source, ClipSource)
    assert made.picture[0].source.pick.id == "rec-1"
    assert made.picture[1].source == GraphicSource("../segments/g.py:f", (("m", "30"), ("n", 3)))


def test_one_file_used_twice_gives_two_segments() -> None:
    file = b"kind: bumper\nparameters: {x: y}\ntitle: ${x}\n"
    text = USE + "    with: {x: 1}\n  - {use: ../segments/a.yaml, with: {x: 2}}\n"
    episode, problems = read(text, {"segments/a.yaml": file})
    assert problems == ()
    assert episode is not None
    assert [(segment.id, segment.title) for segment in episode.segments] == [("bumper-1", "1"), ("bumper-2", "2")]


def test_an_id_of_the_file_used_twice_is_told_at_the_second_use() -> None:
    text = USE + "  - use: ../segments/a.yaml\n"
    assert places(read(text, {"segments/a.yaml": b"{kind: bumper, id: x}"})[1]) == [("HR141", 5, 5)]


def test_paths_in_a_segment_file_are_relative_to_it() -> None:
    files = {
        "segments/a.yaml": b"use: more/b.yaml\n",
        "segments/more/b.yaml": b"kind: host\npicture: [{clip: {file: ../x.mp4, by: A, license: L}, for: 1s}]\n",
    }
    episode, problems = read(USE, files)
    assert problems == ()
    assert episode is not None
    assert [(made.id, made.location) for made in episode.inline.values()] == [
        ("file:../segments/x.mp4", "../segments/more/../x.mp4")
    ]


def test_a_mistake_in_a_segment_file_names_that_file() -> None:
    problems = read(USE, {"segments/a.yaml": b"kind: host\npicture:\n  - {clip: a, for: soon}\n"})[1]
    assert [str(problem.mark) for problem in problems] == ["segments/a.yaml:3:20"]


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"segments/a.yaml": b"use: a.yaml"}, [("HR131", 1, 6)]),
        ({"segments/a.yaml": b"use: b.yaml", "segments/b.yaml": b"use: ./a.yaml"}, [("HR131", 1, 6)]),
        ({"segments/a.yaml": b"[a]"}, [("HR130", 4, 10)]),
        ({"segments/a.yaml": b"a: [1"}, [("HR104", 2, 1)]),
        ({"segments/a.yaml": b"{kind: bumper, title: '${x}'}"}, [("HR132", 1, 23)]),
        ({"segments/a.yaml": b"{kind: bumper, parameters: x}"}, [("HR132", 1, 28)]),
        ({"segments/a.yaml": b"{kind: bumper, parameters: {x: [a]}}"}, [("HR132", 1, 32)]),
        ({"segments/a.yaml": b"use: ../../x.yaml"}, [("HR130", 1, 6)]),
    ],
)
def test_what_cannot_be_used(files: dict[str, bytes], found: list[tuple[str, int, int]]) -> None:
    episode, problems = read(USE, files)
    assert episode is not None and errors_of(problems)
    assert places(problems) == found, [str(problem) for problem in problems]


def test_use_is_at_most_eight_deep() -> None:
    files = {f"segments/{name}.yaml": f"use: {chr(ord(name) + 1)}.yaml".encode() for name in "abcdefghi"}
    files["segments/j.yaml"] = b"kind: bumper"
    assert [problem.rule for problem in read(USE, files)[1]] == ["HR131"]


def test_texts_cannot_be_blown_up() -> None:
    file = b"kind: bumper\nparameters: {x: y}\ntitle: '" + b"${x}" * 100_000 + b"'\n"
    text = USE + "    with: {x: '" + "z" * 500_000 + "'}\n"
    assert [problem.rule for problem in read(text, {"segments/a.yaml": file})[1]] == ["HR103"]


def test_files_cannot_be_multiplied() -> None:
    file = b"kind: bumper\ntitle: &a [" + b"x," * 90_000 + b"]\n"
    problems = read(USE + "  - use: ../segments/a.yaml\n" * 2, {"segments/a.yaml": file})[1]
    assert "HR103" in [problem.rule for problem in problems]
