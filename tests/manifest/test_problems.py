"""Each mistake is told by its rule, at its place, and hides no other."""

from __future__ import annotations

import pytest

from hitrec_cli.base.problems import errors_of
from hitrec_cli.checks.book import RULES
from tests.manifest.sample import HEAD, SEGMENT, places, read

# What stands in place of the third line; then rule, line, column.
HEADS = [
    ("titel: x", "HR110", 3, 1),
    ("season: two", "HR122", 3, 9),
    ("season: -1", "HR122", 3, 9),
    ("publish: {online: 2015-02-30}", "HR126", 3, 19),
    ("publish: {On Line: 2015-02-03}", "HR121", 3, 11),
    ("publish: 2015-02-03", "HR112", 3, 10),
    ("language: EN", "HR120", 3, 11),
    ("territories: {online: US}", "HR120", 3, 23),
    ("territories: {online: [US, us]}", "HR120", 3, 28),
    ("territories: {online: []}", "HR114", 3, 23),
    ("territories: [US]", "HR112", 3, 14),
    ("territories: {On Line: [US]}", "HR121", 3, 15),
    ("format: 1080i59.94", "HR127", 3, 9),
    ("format: 1081p25", "HR127", 3, 9),
    ("format: 1080p29", "HR127", 3, 9),
    ("format: {width: 9, height: 1080, rate: 25}", "HR122", 3, 17),
    ("format: {width: 1920, height: 1080}", "HR111", 3, 9),
    ("start: 1h", "HR123", 3, 8),
    ("start: 3s", "HR123", 3, 8),
    ("start: 25:00:00:00", "HR123", 3, 8),
    ("slot: {duration: 0s}", "HR143", 3, 18),
    ("slot: {duration: 00:01:00;01}", "HR123", 3, 18),
    ("catalog: ../a.csv", "HR112", 3, 10),
    ("catalog: ['http://x/a.csv']", "HR128", 3, 11),
    ("deliver: [Web]", "HR121", 3, 11),
    ("defaults: {fit: stretch}", "HR120", 3, 17),
    ("defaults: {level: -24}", "HR124", 3, 19),
    ("defaults: {level: -2 LUFS}", "HR124", 3, 19),
    ("title:", "HR114", 3, 7),
    ("hitrec: 1", "HR108", 3, 1),
]

# A segment; then rule, line, column.
SEGMENTS = [
    ("{kind: hots, picture: [{clip: a}]}", "HR120", 4, 12),
    ("{picture: [{clip: a}]}", "HR111", 4, 5),
    ("{kind: host, picure: [{clip: a}], picture: [{clip: a}]}", "HR110", 4, 18),
    ("{kind: host}", "HR111", 4, 5),
    ("{kind: host, picture: []}", "HR111", 4, 27),
    ("{kind: host, picture: {clip: a}}", "HR112", 4, 27),
    ("{kind: host, picture: [{clip: a}], for: 2s}", "HR144", 4, 40),
    ("{kind: host, picture: [{clip: a}], style: roll}", "HR144", 4, 40),
    ("{kind: host, id: A b, picture: [{clip: a}]}", "HR121", 4, 22),
    ("{kind: break}", "HR111", 4, 5),
    ("{kind: bumper, background: blak}", "HR125", 4, 32),
    ("{kind: host, picture: [{for: 3s}]}", "HR113", 4, 28),
    ("{kind: host, picture: [{clip: a, still: b}]}", "HR113", 4, 38),
    ("{kind: host, picture: [{clip: a, out: 2s, for: 2s}]}", "HR113", 4, 47),
    ("{kind: host, picture: [{clip: a, in: 2s, out: 2s}]}", "HR142", 4, 51),
    ("{kind: host, picture: [{clip: a, in: {tc: '10:00:00:00'}, out: 2s}]}", "HR142", 4, 68),
    ("{kind: host, picture: [{clip: a, in: {tc: 3s}}]}", "HR123", 4, 47),
    ("{kind: host, picture: [{clip: a, for: 2}]}", "HR123", 4, 43),
    ("{kind: host, picture: [{clip: a, for: 0f}]}", "HR143", 4, 43),
    ("{kind: host, picture: [{clip: a, for: '00:01:00;00'}]}", "HR123", 4, 43),
    ("{kind: host, picture: [{clip: a, for: '00:00:01:30'}]}", "HR123", 4, 43),
    ("{kind: host, picture: [{still: a, in: 2s}]}", "HR144", 4, 39),
    ("{kind: host, picture: [{clip: a, move: {from: {}, to: {}}}]}", "HR144", 4, 38),
    ("{kind: host, picture: [{still: a, move: {from: {zoom: 9}, to: {}}}]}", "HR122", 4, 59),
    ("{kind: host, picture: [{still: a, move: {from: {zoom: 1.00001}, to: {}}}]}", "HR122", 4, 59),
    ("{kind: host, picture: [{still: a, move: {to: {}}}]}", "HR111", 4, 45),
    ("{kind: host, picture: [{clip: a, transition: dissolve}]}", "HR120", 4, 50),
    ("{kind: host, picture: [{clip: a, transition: {}}]}", "HR113", 4, 50),
    ("{kind: host, picture: [{clip: a, original: maybe}]}", "HR120", 4, 48),
    ("{kind: host, picture: [{clip: a b}]}", "HR121", 4, 35),
    ("{kind: host, picture: [{clip: [a]}]}", "HR112", 4, 35),
    ("{kind: host, picture: [{clip: {file: a.mp4, by: Ann}}]}", "HR111", 4, 35),
    ("{kind: host, picture: [{clip: {file: 'c:\\a', by: Ann, license: x}}]}", "HR128", 4, 42),
    ("{kind: graphic, picture: [{graphic: opening}]}", "HR128", 4, 41),
    ("{kind: graphic, picture: [{graphic: {function: 'a.py:f', args: {a b: 1}}}]}", "HR121", 4, 69),
    ("{kind: bumper, sound: [{voice: a, music: b}]}", "HR113", 4, 39),
    ("{kind: bumper, sound: [{music: a, gain: 30 dB}]}", "HR124", 4, 45),
    ("{kind: bumper, sound: [{music: a, duck: {under: host}}]}", "HR120", 4, 53),
    ("{kind: bumper, super: [{title: a}]}", "HR111", 4, 28),
    ("{kind: bumper, super: [{lower-third: {name: ' '}, for: 2s}]}", "HR129", 4, 49),
    ("{kind: bumper, bleep: [{at: 1s}]}", "HR111", 4, 28),
    ("{kind: bumper, credits: [{contribution: a}]}", "HR111", 4, 30),
    ("just text", "HR112", 4, 5),
    ("{use: ../segments/none.yaml}", "HR130", 4, 11),
    ("{use: ../../etc/passwd}", "HR130", 4, 11),
    ("{use: ../segments/opening.yaml, with: {theme: x}, width: {}}", "HR110", 4, 55),
    ("{use: ../segments/opening.yaml}", "HR132", 4, 11),
    ("{use: ../segments/opening.yaml, with: {theme: x, tilte: y}}", "HR132", 4, 54),
]


@pytest.mark.parametrize(("line", "rule", "row", "column"), HEADS)
def test_a_mistake_in_the_head(line: str, rule: str, row: int, column: int) -> None:
    episode, problems = read(f"{HEAD}{line}\nsegments:\n{SEGMENT}")
    assert places(problems) == [(rule, row, column)], [str(problem) for problem in problems]
    assert errors_of(problems)
    assert episode is not None


@pytest.mark.parametrize(("segment", "rule", "row", "column"), SEGMENTS)
def test_a_mistake_in_a_segment(segment: str, rule: str, row: int, column: int) -> None:
    episode, problems = read(f"{HEAD}segments:\n  - {segment}\n")
    assert places(problems) == [(rule, row, column)], [str(problem) for problem in problems]
    assert errors_of(problems)
    assert episode is not None


def test_every_problem_has_a_rule_and_says_what_to_do() -> None:
    for line, *_ in HEADS:
        for problem in read(f"{HEAD}{line}\nsegments:\n{SEGMENT}")[1]:
            assert problem.rule in RULES
            assert problem.message


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (HEAD, [("HR111", 1, 1)]),
        (HEAD + "segments: []\n", [("HR140", 3, 11)]),
        ("[a]", [("HR112", 1, 1)]),
        ("segments:\n" + SEGMENT, [("HR111", 1, 1), ("HR111", 1, 1)]),
        (
            HEAD + "segments:\n" + SEGMENT.replace("kind", "id: a, kind") * 2,
            [("HR141", 5, 10)],
        ),
        (
            HEAD + "segments:\n  - {kind: bumper, sound: [{voice: {file: a.wav, by: A, license: X}}]}\n"
            "  - {kind: bumper, sound: [{voice: {file: ./a.wav, by: B, license: X}}]}\n",
            [("HR145", 5, 36)],
        ),
    ],
)
def test_a_mistake_in_the_whole(text: str, found: list[tuple[str, int, int]]) -> None:
    assert places(read(text)[1]) == found


def test_no_mistake_hides_another() -> None:
    episode, problems = read(
        HEAD + "titel: x\nformat: 1080x\nsegments:\n"
        "  - {kind: hots, colour: red, picture: [{clip: a, for: x}]}\n"
        "  - {kind: host, id: a, picture: [{clip: a, fit: z, gain: loud}, {still: a, in: 1s}]}\n"
        "  - {kind: host, id: a, picture: [{clip: a, in: 3s, out: 2s}], sound: [{voise: x}]}\n"
    )
    assert errors_of(problems)
    assert episode is not None
    assert places(problems) == [
        ("HR110", 3, 1), ("HR127", 4, 9),
        ("HR120", 6, 12), ("HR110", 6, 18), ("HR123", 6, 56),
        ("HR120", 7, 50), ("HR124", 7, 59), ("HR144", 7, 77),
        ("HR141", 8, 22), ("HR142", 8, 58), ("HR110", 8, 73),
    ]  # fmt: skip


def test_suggestions_come_from_the_keys_of_that_place() -> None:
    problems = read(f"{HEAD}segments:\n  - {{kind: musik, picture: [{{clip: a, trasition: cut}}]}}\n")[1]
    assert [problem.hint for problem in problems] == ["did you mean 'music'?", "did you mean 'transition'?"]
