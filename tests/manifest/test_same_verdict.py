"""Editors that go by the JSON Schema accept and refuse what `hitrec validate` does.

What an editor sees is what the core schema of YAML 1.2 (§10.3.2) makes of a file: plain scalars are null, booleans,
integers (also 0o7 and 0x1F) and floats where they look like it, all else is text.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from hitrec_cli.base.problems import errors_of
from hitrec_cli.manifest import rules
from hitrec_cli.manifest.nodes import Mapping, Node, Sequence
from hitrec_cli.manifest.reader import read_nodes
from tests.conftest import ROOT
from tests.manifest.sample import EXAMPLE, HEAD, OPENING, SEGMENT, read
from tests.manifest.test_problems import HEADS, SEGMENTS

SCHEMA = ROOT / "hitrec_cli" / "schema"
EPISODE, FILE = (
    Draft202012Validator(json.loads((SCHEMA / f"{name}.schema.json").read_text("utf-8")))
    for name in ("episode", "segment")
)
BEYOND = (
    rules.INCLUDE, rules.CYCLE, rules.PARAMETER, rules.DUPLICATE_ID, rules.RANGE, rules.LENGTH, rules.TWO_DESCRIPTIONS,
)  # fmt: skip
"""Rules that look at more than the shape: other files, other segments, the episode's rate."""


def core(node: Node | None) -> Any:
    """A node as the core schema of YAML 1.2 types it."""
    if isinstance(node, Mapping):
        return {key.text: core(value) for key, value in node.entries}
    if isinstance(node, Sequence):
        return [core(item) for item in node.items]
    if node is None or not node.plain:
        return node.text if node is not None else None
    return _typed(node.text)


def _typed(text: str) -> Any:
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if re.fullmatch("true|True|TRUE|false|False|FALSE", text):
        return text.lower() == "true"
    if re.fullmatch("[-+]?[0-9]+", text):
        return int(text)
    if match := re.fullmatch("0o([0-7]+)|0x([0-9a-fA-F]+)", text):
        return int(match[1], 8) if match[1] else int(match[2], 16)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text):
        return float(text)
    return text


def verdicts(text: str | bytes) -> tuple[bool, bool]:
    """Whether hitrec finds the shape of an episode right, and whether the JSON Schema does."""
    data = text.encode() if isinstance(text, str) else text
    problems = errors_of(read(data)[1])
    return all(problem.rule in BEYOND for problem in problems), EPISODE.is_valid(core(read_nodes(data, "m")[0]))


def head(line: str) -> str:
    return f"{HEAD}{line}\nsegments:\n{SEGMENT}"


def segment(text: str) -> str:
    return f"{HEAD}segments:\n  - {text}\n"


def test_the_schemas_are_schemas() -> None:
    for validator in (EPISODE, FILE):
        Draft202012Validator.check_schema(validator.schema)


# Each of these is, or is like, one of the known differences below.
DIFFERENT_HEADS = ("publish: {online: 2015-02-30}", "slot: {duration: 00:01:00;01}", "hitrec: 1")
DIFFERENT_SEGMENTS = (
    "{kind: host, picture: [{clip: a, for: '00:01:00;00'}]}",
    "{kind: host, picture: [{clip: a, for: '00:00:01:30'}]}",
    "{kind: host, picture: [{still: a, move: {from: {zoom: 1.00001}, to: {}}}]}",
)


@pytest.mark.parametrize("line", [line for line, *_ in HEADS if line not in DIFFERENT_HEADS])
def test_a_mistake_in_the_head(line: str) -> None:
    ours, theirs = verdicts(head(line))
    assert ours == theirs


@pytest.mark.parametrize("text", [text for text, *_ in SEGMENTS if text not in DIFFERENT_SEGMENTS])
def test_a_mistake_in_a_segment(text: str) -> None:
    ours, theirs = verdicts(segment(text))
    assert ours == theirs


@pytest.mark.parametrize("manifest", sorted((ROOT / "episodes").glob("*.yaml")), ids=lambda path: path.name)
def test_episodes_of_the_tree(manifest: Path) -> None:
    assert verdicts(manifest.read_bytes()) == (True, True)


GOOD = [
    "{kind: bumper}", "{kind: break, for: 2s}", "{kind: credits}", "{kind: credits, style: cards, for: 90f}",
    "{kind: host, id: 007, title: 12, picture: [{color: '#A0b0C0', for: '00:00:01:12'}]}",
    "{kind: host, title: true, picture: [{clip: 1001, in: {tc: '10:00:02:00'}, for: ' 2s ', original: off}]}",
    "{kind: host, picture: [{clip: a, original: true, gain: +24 dB}, {clip: b, gain: '-96.00db', damaged: accept}]}",
    "{kind: host, picture: [{still: a, move: {from: {zoom: 1, x: 0, y: 1}, to: {zoom: '8.0000', x: '0.25'}}}]}",
    "{kind: host, picture: [{clip: {file: a.mp4, by: Ann, license: L}}, {clip: {file: b.mp4, by: [A], license: L}}]}",
    "{kind: host, picture: [{graphic: g.py:f}, {graphic: {function: g.py:f, args: {a: , b: [1, {c: d}]}}}]}",
    "{kind: host, picture: [{clip: a, transition: {dip: {for: 1s, color: red}}}, {clip: b, transition: cut}]}",
    "{kind: bumper, sound: [{effect: a, duck: {under: original, by: 60 dB}, fade: {in: 1s}}], only: [online]}",
    "{kind: bumper, super: [{title: {text: a}, for: 2s}, {title: 3, for: 2s}, {lower-third: {name: x}, for: 1s}]}",
    "{kind: host, picture: [{clip: a, level: -70 LUFS, fade: {in: 1s, shape: linear}, lead: 0.5s, lag: 12f}]}",
    "{kind: bumper, sound: [{music: a, loop: 8 bars, tempo: 96 bpm}, {music: a, loop: on, tempo: 400BPM, beats: 32}]}",
    "{kind: bumper, sound: [{effect: a, loop: true}, {effect: a, loop: 4.5s, crossfade: 2s}]}",
    "{kind: bumper, sound: [{effect: a, level: -5 lufs, duck: {attack: 0s, hold: 2f, release: '00:00:01.5'}}]}",
    "{kind: bumper, room-tone: a}", "{kind: bumper, room-tone: {level: -55.5 LUFS}}", "{kind: bumper, room-tone: {}}",
    "{kind: bumper, room-tone: {source: {file: a.wav, by: A, license: L}, in: 1s, for: 2s}}",
    "{kind: bumper, bleep: [{at: 0s, for: 1s}], mute: [], credits: [{contribution: a, role: b}], captions: c}",
]  # fmt: skip
GOOD_HEADS = [
    "format: {width: 16, height: '8192', rate: 24}", "format: 2160p23.976", "format: 1080p30000/1001",
    "format: {width: 0640, height: 480, rate: 30000/1001}", "season: 99999", "start: 23:00:00:00",
    "catalog: [a.csv, {path: b.csv, columns: {artists: creator}}]", "publish: {online: 2016-02-29}", "theme: ''",
    "defaults: {level: -5 LUFS}", "defaults: {level: -40.00 lufs, transition: {dissolve: 1s}}", "deliver: [1080, web]",
    "slot: {duration: 00:22:00, tolerance: 5s}", "season: '000000007'", "territories: {}",
    "territories: {online: worldwide, broadcast: [NO, 'US'], festival: [worldwide]}",
]  # fmt: skip
BAD = [
    "{kind: host, id: -a, picture: [{clip: a}]}", "{kind: host, id: 1.5, picture: [{clip: a}]}",
    "{kind: host, picture: [{clip: 'file:x'}]}", "{kind: host, picture: [{clip: a, gain: 24.01 dB}]}",
    "{kind: host, picture: [{clip: a, gain: 96.01 dB}]}", "{kind: host, picture: [{clip: a, gain: -96.5 dB}]}",
    "{kind: host, picture: [{clip: a, for: 00:61:00}]}", "{kind: host, picture: [{clip: a, for: 00:00:61}]}",
    "{kind: host, picture: [{clip: a, for: -1s}]}", "{kind: host, picture: [{clip: a, for: ''}]}",
    "{kind: host, picture: [{clip: a, for: }]}", "{kind: host, picture: [{clip: a, original: 1}]}",
    "{kind: host, picture: [{clip: {file: ' ', by: A, license: L}}]}", "{kind: host, picture: {}}",
    "{kind: host, picture: [{still: a, move: {from: {x: 1.1}, to: {}}}]}", "{kind: host, picture: []}",
    "{kind: host, picture: [{graphic: /g.py:f}]}", "{kind: host, picture: [{graphic: g.py}]}", "{kind: break}",
    "{kind: host, picture: [{clip: a, transition: {dissolve: 1s, dip: 1s}}]}", "{use: a.yaml, kind: host}",
    "{kind: bumper, sound: [{music: a, duck: {by: 61 dB}}]}", "{kind: bumper, parameters: {}}", "{use: }", "{}",
    "{kind: bumper, super: [{title: '', for: 2s}]}", "{kind: bumper, captions: a b}", "[]",
    "{kind: bumper, style: roll}", "{kind: host, picture: [{clip: a, level: -4 LUFS}]}",
    "{kind: host, picture: [{still: a, lead: 1s}]}", "{kind: host, picture: [{clip: a, fade: {shape: round}}]}",
    "{kind: bumper, sound: [{music: a, loop: 0 bars}]}", "{kind: bumper, sound: [{music: a, loop: 1000 bars}]}",
    "{kind: bumper, sound: [{music: a, loop: off}]}", "{kind: bumper, sound: [{music: a, loop: on, tempo: 96}]}",
    "{kind: bumper, sound: [{music: a, loop: on, tempo: 19.999 bpm}]}", "{kind: bumper, sound: [{music: a, beats: 3}]}",
    "{kind: bumper, sound: [{music: a, tempo: 96 bpm}]}", "{kind: bumper, room-tone: {in: 1s}}",
    "{kind: bumper, sound: [{music: a, loop: on, tempo: 96 bpm, beats: 0}]}", "{kind: bumper, room-tone: [a]}",
]  # fmt: skip
BAD_HEADS = [
    "format: 720i25", "format: 1080p24.5", "format: {width: 8193, height: 480, rate: 24}", "season: 100000",
    "season: '0000000007'", "start: 24:00:00:00", "publish: {online: 2015-13-01}", "publish: {online: 2015-04-31}",
    "defaults: {level: -4.99 LUFS}", "defaults: {level: -40.01 LUFS}", "defaults: {level: 24 LUFS}", "deliver: web",
    "catalog: [c:\\a.csv]", "catalog: [{path: a.csv, columns: {artists: ' '}}]", "format: {width: 640, height: 480}",
    "format: {width: 640, height: 480, rate: 12}", "slot: {tolerance: 5s}", "publish: {On: 2015-06-05}", "theme: []",
    "territories: worldwide", "territories: {online: Worldwide}", "territories: {online: {US: CA}}",
    "territories: {online: [UK]}", "territories: {online: [[US]]}",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "good"),
    [(head(line), True) for line in GOOD_HEADS] + [(segment(text), True) for text in GOOD]
    + [(head(line), False) for line in BAD_HEADS] + [(segment(text), False) for text in BAD],
)  # fmt: skip
def test_both_say_what_is_expected(text: str, good: bool) -> None:
    assert verdicts(text) == (good, good)


@pytest.mark.parametrize("text", [HEAD, HEAD + "segments: []\n", "hitrec: 2\nid: a\nsegments:\n" + SEGMENT])
def test_the_whole_is_refused_by_both(text: str) -> None:
    assert verdicts(text) == (False, False)


def test_the_example_is_accepted_by_both() -> None:
    assert verdicts(EXAMPLE) == (True, True)


@pytest.mark.parametrize(
    ("text", "ours", "theirs"),
    [
        # A day that its month has not; a time that depends on the rate.
        (head("publish: {online: 2015-02-29}"), False, True),
        (segment("{kind: host, picture: [{clip: a, for: '00:00:01:30'}]}"), False, True),
        # A ratio that is no episode's rate.
        (head("format: 1080p1000/1"), False, True),
        # YAML has lost how a number or a boolean was written, and takes ~ and null for nothing.
        (head("season: 2.0"), False, True),
        (head("season: +2"), False, True),
        (head("deliver: [0xA]"), False, True),
        (head("deliver: [1e-3]"), True, False),
        (segment("{kind: host, picture: [{clip: a, original: True}]}"), False, True),
        (segment("{kind: host, picture: [{still: a, move: {from: {zoom: 1.00001}, to: {}}}]}"), False, True),
        (head("title: ~"), True, False),
        # Names of colors are completed in lower case.
        (segment("{kind: host, picture: [{color: Navy, for: 1s}]}"), True, False),
        # Python's `$` is also before a last line break; JavaScript's is not.
        (segment('{kind: host, id: "a\\n", picture: [{clip: a}]}'), False, True),
        # A key that is written twice is YAML's business.
        (head("hitrec: 1"), False, True),
    ],
)
def test_known_differences(text: str, ours: bool, theirs: bool) -> None:
    assert verdicts(text) == (ours, theirs)


@pytest.mark.parametrize(
    ("text", "given", "good"),
    [
        (OPENING.decode(), "{theme: x}", True),
        ("kind: bumper\nparameters: {a: , b: red}\ntitle: ${a}\nbackground: ${b}\n", "{a: 1}", True),
        ("kind: host\nparameters: {n: 3}\npicture: [{clip: a, for: '${n}s', gain: '${n} dB'}]\n", "{}", True),
        ("use: opening.yaml\nparameters: {a: x}\nwith: {theme: '${a}'}\n", "{a: y}", True),
        ("kind: bumper\nparameters: {a: [b]}\n", "{}", False),
        ("kind: bumper\nparameters: [a]\n", "{}", False),
        ("kind: bumper\nbackground: blak\n", "{}", False),
        ("kind: host\n", "{}", False),
        ("hitrec: 1\nid: a\nsegments: []\n", "{}", False),
        ("[]", "{}", False),
    ],
)
def test_segment_files(text: str, given: str, good: bool) -> None:
    use = f"{HEAD}segments:\n  - {{use: ../segments/a.yaml, with: {given}}}\n"
    problems = read(use, {"segments/a.yaml": text.encode()})[1]
    assert (not problems, FILE.is_valid(core(read_nodes(text.encode(), "m")[0]))) == (good, good)
