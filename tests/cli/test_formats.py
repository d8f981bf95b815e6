"""Every format, letter by letter, on characters that terminals, GitHub, XML and JSON stumble over."""

from __future__ import annotations

import json
import re
import unicodedata
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hitrec_cli.base.problems import Mark, Problem
from hitrec_cli.checks.book import RULES
from hitrec_cli.checks.suppress import Ignored
from hitrec_cli.cli.formats.excerpt import excerpt
from hitrec_cli.cli.formats.github import github
from hitrec_cli.cli.formats.json_ import as_json
from hitrec_cli.cli.formats.junit import junit
from hitrec_cli.cli.formats.outcome import Outcome
from hitrec_cli.cli.formats.paint import Paint, wanted
from hitrec_cli.cli.formats.sarif import sarif
from hitrec_cli.cli.formats.text import text
from hitrec_cli.pipeline.validate import Review

SOURCE = 'hitrec: 1\n\ttitle: "李小龍 e\u0301 x", trimm: 3s\nend: \x1b[31m\n'
NASTY = 'a, b: 100%\r\n"<&>"\x1b]0;x\x07 \u202eevil ##[error]\ud800'

ERROR = Problem("HR110", Mark("/show/ep,1:é.yaml", 2, 21), "unknown key 'trimm'", "did you mean 'title'?")
WARNING = Problem("HR999", Mark("/show/ep,1:é.yaml", 3, 6), NASTY, "", "warning")
NOTE = Problem("HR416", Mark("/archive/list 1.csv", 4, 1), "rec-1 is CC-BY-SA-4.0", "say so", "note")
WHOLE = Problem("HR100", Mark("::gone.yaml"), "the file cannot be read")
IGNORED = Ignored(Problem("HR205", Mark("/show/ep,1:é.yaml", 2, 1), "twice", "", "warning"), "both have <it>")

OUTCOME = Outcome(
    (
        Review("/show/ep,1:é.yaml", (ERROR, WARNING, NOTE), {"/show/ep,1:é.yaml": SOURCE.encode()}, (IGNORED,)),
        Review("/show/b.yaml", (NOTE,)),
        Review("::gone.yaml", (WHOLE,)),
        Review("/show/fine.yaml", ()),
    ),
    here="/show",
    version="1.2",
    mendable=1,
)
FINE = Outcome((Review("/show/a.yaml", ()), Review("/show/b.yaml", ())), here="/show")


def test_text() -> None:
    assert text(OUTCOME, Paint()) == (
        "ep,1:é.yaml:2:21: error[HR110]: unknown key 'trimm'\n"
        '    2 |     title: "李小龍 e\u0301 x", trimm: 3s\n'
        "      |                          ^~~~~\n"
        "  = remedy: did you mean 'title'?\n"
        'ep,1:é.yaml:3:6: warning[HR999]: a, b: 100% "<&>"\ufffd]0;x\ufffd evil ##[error]\ud800\n'
        "    3 | end: \ufffd[31m\n"
        "      |      ^\n"
        "/archive/list 1.csv:4:1: note[HR416]: rec-1 is CC-BY-SA-4.0\n"
        "  = remedy: say so\n"
        "::gone.yaml: error[HR100]: the file cannot be read\n"
        "2 errors, 1 warning, 1 note in 3 of 4 manifests; 1 ignored; 1 can be mended with --fix\n"
    )


def test_text_in_one_line_each() -> None:
    assert text(OUTCOME, Paint(), concise=True, quiet=True).splitlines()[::3] == [
        "ep,1:é.yaml:2:21: error[HR110]: unknown key 'trimm'; did you mean 'title'?",
        "::gone.yaml: error[HR100]: the file cannot be read",
    ]


def test_nothing_is_said_twice_and_nothing_wrong_is_said_briefly() -> None:
    assert text(FINE, Paint()) == "2 manifests: fine\n"
    assert text(Outcome((Review("/show/a.yaml", ()),), here="/show"), Paint()) == "a.yaml: fine\n"
    assert text(FINE, Paint(), quiet=True) == ""


def test_colors() -> None:
    shown = text(OUTCOME, Paint(True))
    assert shown.startswith("\x1b[1mep,1:é.yaml:2:21: \x1b[0m\x1b[1;31merror[HR110]\x1b[0m: unknown")
    assert re.sub("\x1b\\[[0-9;]*m", "", shown) == text(OUTCOME, Paint())


@pytest.mark.parametrize(
    ("environ", "terminal", "colors"),
    [
        ({"TERM": "xterm"}, True, True),
        ({"TERM": "xterm"}, False, False),
        ({"TERM": "dumb"}, True, False),
        ({}, True, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, True, False),
        ({"TERM": "xterm", "NO_COLOR": ""}, True, True),
        ({"TERM": "xterm", "CI": "true"}, True, False),
        ({"CI": "true", "FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, False, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
    ],
)
def test_when_there_are_colors(environ: Mapping[str, str], terminal: bool, colors: bool) -> None:
    assert wanted(environ, terminal) is colors


@pytest.mark.parametrize(
    ("line", "column", "shown", "mark"),
    [
        ("a: b", 4, "a: b", "   ^"),
        ("a: bc, d", 4, "a: bc, d", "   ^~"),
        ("key: x", 1, "key: x", "^~~"),
        ('a: "b c" d', 4, 'a: "b c" d', "   ^~~~~"),
        ("a:", 3, "a:", "  ^"),
        ("a:", 99, "a:", "  ^"),
        ("", 1, "", "^"),
        ("\ta: b", 2, "    a: b", "    ^"),
        ("ab\tc", 4, "ab  c", "    ^"),
        ("李: 小龍", 4, "李: 小龍", "    ^~~~"),
        ("e\u0301: x", 5, "e\u0301: x", "   ^"),
        ("e\u0301: x", 2, "e\u0301: x", "^"),
        ("a\u202eb: x", 5, "a\ufffdb: x", "    ^"),
        ("a\x00b\x85: x", 6, "a\ufffdb\ufffd: x", "     ^"),
        ("👩\u200d🚀: x", 6, "👩\u200d🚀: x", "      ^"),
    ],
)
def test_the_mark_stands_under_its_character(line: str, column: int, shown: str, mark: str) -> None:
    assert excerpt(line, column) == (shown, mark)


def test_long_lines_are_cut_around_the_place() -> None:
    line = "x" * 3000 + " here " + "y" * 3000
    shown, mark = excerpt(line, 3002, width=40)
    assert shown == "…" + "x" * 19 + " here " + "y" * 13 + "…"
    assert mark == " " * 21 + "^~~~"
    assert excerpt("a" * 500, 1, width=40) == ("a" * 39 + "…", "^" + "~" * 38)
    shown, mark = excerpt("李" * 500, 400, width=40)
    assert shown[0] == shown[-1] == "…" and columns(shown) <= 41 and columns(shown[: shown.index("李")]) == 1


def columns(shown: str) -> int:
    """How wide a terminal shows a text; an independent count."""
    return sum(0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF") for char in shown)


@given(
    st.text(st.sampled_from("a :,\t李e\u0301\x1b\u202e\"'"), max_size=300), st.integers(-5, 400), st.integers(20, 100)
)
def test_the_mark_is_within_the_line(line: str, column: int, width: int) -> None:
    shown, mark = excerpt(line, column, width)
    assert columns(shown) <= width + 4
    assert len(mark) <= max(columns(shown), mark.index("^") + 1) + 1
    assert "\x1b" not in shown and "\u202e" not in shown and "\t" not in shown


def test_github() -> None:
    assert github(OUTCOME) == (
        "::error file=ep%2C1%3Aé.yaml,line=2,col=21,title=HR110::unknown key 'trimm'%0Adid you mean 'title'?\n"
        '::warning file=ep%2C1%3Aé.yaml,line=3,col=6,title=HR999::a, b: 100%25%0A"<&>"\ufffd]0;x\ufffd evil '
        "##[error]\ud800\n"
        "::notice file=/archive/list 1.csv,line=4,col=1,title=HR416::rec-1 is CC-BY-SA-4.0%0Asay so\n"
        "::error file=%3A%3Agone.yaml,title=HR100::the file cannot be read\n"
        "::group::hitrec validate\n"
        "ep,1:é.yaml:2:21: error[HR110]: unknown key 'trimm'; did you mean 'title'?\n"
        'ep,1:é.yaml:3:6: warning[HR999]: a, b: 100% "<&>"\ufffd]0;x\ufffd evil # #[error]\ud800\n'
        "/archive/list 1.csv:4:1: note[HR416]: rec-1 is CC-BY-SA-4.0; say so\n"
        "./::gone.yaml: error[HR100]: the file cannot be read\n"
        "::endgroup::\n"
        "2 errors, 1 warning, 1 note in 3 of 4 manifests; 1 ignored; 1 can be mended with --fix\n"
    )
    assert github(FINE) == "2 manifests: fine\n"


def test_json() -> None:
    made = json.loads(as_json(OUTCOME))
    assert made["schema_version"] == 1
    assert made["summary"] == {
        "manifests": 4, "manifests_with_problems": 3, "errors": 2, "warnings": 1, "notes": 1,
        "ignored": 1, "mendable": 1, "mended": 0,
    }  # fmt: skip
    assert made["problems"][0] == {
        "rule": "HR110", "severity": "error", "file": "/show/ep,1:é.yaml", "line": 2, "column": 21,
        "message": "unknown key 'trimm'", "hint": "did you mean 'title'?",
    }  # fmt: skip
    assert [len(one["problems"]) for one in made["manifests"]] == [3, 1, 1, 0]
    assert made["manifests"][0]["ignored"][0]["reason"] == "both have <it>"
    assert "manifest" not in made
    assert json.loads(as_json(Outcome((Review("a.yaml", ()),))))["manifest"] == "a.yaml"
    as_json(OUTCOME).encode("utf-8")  # a name that is no text at all is escaped


def test_junit() -> None:
    made = junit(OUTCOME)
    root = ElementTree.fromstring(made)
    numbers = ("tests", "failures", "errors", "skipped")
    assert [root.get(name) for name in numbers] == ["7", "2", "0", "1"]
    assert [suite.get("name") for suite in root] == ["ep,1:é.yaml", "b.yaml", "::gone.yaml", "fine.yaml"]
    cases = {case.get("name"): case for case in root[0]}
    assert list(cases) == ["HR110 unknown-key", "HR205 " + RULES["HR205"].name, "HR416 " + RULES["HR416"].name, "HR999"]
    failure = cases["HR110 unknown-key"].find("failure")
    assert failure is not None and failure.get("type") == "error" and failure.get("message") == "unknown key 'trimm'"
    told = cases["HR999"].findtext("system-out")
    assert told == 'ep,1:é.yaml:3:6: warning[HR999]: a, b: 100% "<&>"\ufffd]0;x\ufffd evil ##[error]\ufffd'
    skipped = cases["HR205 " + RULES["HR205"].name].find("skipped")
    assert skipped is not None and skipped.get("message") == "both have <it>"
    (fine,) = root[3]
    assert list(fine) == [] and fine.get("name") == "hitrec validate"
    strict = ElementTree.fromstring(junit(Outcome(OUTCOME.reviews, "/show", strict=True)))
    assert strict.get("failures") == "3"


@given(st.text(st.characters(), max_size=40))
def test_junit_is_xml_whatever_a_message_says(message: str) -> None:
    one = Problem("HR110", Mark(message, 1, 1), message, message)
    assert ElementTree.fromstring(junit(Outcome((Review(message, (one,)),)))).get("failures") == "1"


def test_sarif() -> None:
    log = json.loads(sarif(OUTCOME))
    check("sarifLog", log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["columnKind"] == "unicodeCodePoints" and run["tool"]["driver"]["version"] == "1.2"
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    assert [one["level"] for one in run["results"]] == ["error", "warning", "note", "error", "warning"]
    assert [one.get("suppressions") for one in run["results"]] == [
        *[None] * 4, [{"kind": "inSource", "justification": "both have <it>"}],
    ]  # fmt: skip
    places = [one["locations"][0]["physicalLocation"] for one in run["results"]]
    assert places[0] == {
        "artifactLocation": {"uri": "ep%2C1%3A%C3%A9.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 2, "startColumn": 21},
    }
    assert places[2]["artifactLocation"] == {"uri": "file:///archive/list%201.csv"}
    assert "region" not in places[3]
    assert len({one["partialFingerprints"]["hitrecProblem/v1"] for one in run["results"]}) == 5


def test_fingerprints_stay_when_lines_move() -> None:
    def prints(source: str, *lines: int) -> list[str]:
        problems = tuple(Problem("HR110", Mark("a.yaml", line, 1), f"first at {line}") for line in lines)
        log = json.loads(sarif(Outcome((Review("a.yaml", problems, {"a.yaml": source.encode()}),))))
        return [one["partialFingerprints"]["hitrecProblem/v1"] for one in log["runs"][0]["results"]]

    before = prints("x: 1\ny: 2\ny: 2\n", 1, 2, 3)
    assert len(set(before)) == 3
    assert prints("\n\nx:  1\n# new\ny: 2\ny: 2\n", 3, 5, 6) == before
    assert prints("x: 2\n", 1)[0] not in before


OBJECTS: dict[str, dict[str, Any]] = {
    "sarifLog": {"$schema": str, "version!": {"2.1.0"}, "runs!": ["run"]},
    "run": {"tool!": "tool", "columnKind": {"unicodeCodePoints"}, "invocations": ["invocation"], "results": ["result"]},
    "tool": {"driver!": "toolComponent"},
    "toolComponent": {"name!": str, "version": str, "rules": ["reportingDescriptor"]},
    "reportingDescriptor": {
        "id!": str, "name": str, "shortDescription": "multiformatMessageString",
        "fullDescription": "multiformatMessageString", "help": "multiformatMessageString",
        "defaultConfiguration": "reportingConfiguration",
    },
    "multiformatMessageString": {"text!": str},
    "reportingConfiguration": {"level": {"none", "note", "warning", "error"}},
    "invocation": {"executionSuccessful!": bool},
    "result": {
        "ruleId": str, "ruleIndex": int, "level": {"none", "note", "warning", "error"}, "message!": "message",
        "locations": ["location"], "partialFingerprints": dict, "suppressions": ["suppression"],
    },
    "message": {"text": str},
    "location": {"physicalLocation": "physicalLocation"},
    "physicalLocation": {"artifactLocation": "artifactLocation", "region": "region"},
    "artifactLocation": {"uri": str, "uriBaseId": str},
    "region": {"startLine": int, "startColumn": int},
    "suppression": {"kind!": {"inSource", "external"}, "justification": str},
}  # fmt: skip
"""The objects that we write, from the JSON schema of SARIF 2.1.0 (OASIS, Schemata/sarif-schema-2.1.0.json): each allows
only its own properties; those with `!` are required; a set is an enum."""


def check(name: str, value: Any) -> None:
    """That a value is an object of the schema."""
    properties = OBJECTS[name]
    required = {key[:-1] for key in properties if key.endswith("!")}
    known = {key.rstrip("!"): kind for key, kind in properties.items()}
    assert isinstance(value, dict) and required <= set(value) <= set(known), (name, value)
    for key, inside in value.items():
        kind = known[key]
        if isinstance(kind, str):
            check(kind, inside)
        elif isinstance(kind, list):
            assert isinstance(inside, list)
            for item in inside:
                check(kind[0], item)
        elif isinstance(kind, set):
            assert inside in kind, (name, key, inside)
        else:
            assert type(inside) is kind, (name, key, inside)
    if name == "region":
        assert value["startLine"] >= 1 and value["startColumn"] >= 1
    if name == "artifactLocation":
        assert re.fullmatch(r"[A-Za-z0-9%/._~:-]+", value["uri"])
    if name == "result":
        assert all(isinstance(one, str) for one in value.get("partialFingerprints", {}).values())
