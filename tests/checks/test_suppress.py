"""Comments that ignore: where they are found, what they take out, and that an error is never among it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hitrec_cli.base.problems import Mark, Problem, Severity, errors_of
from hitrec_cli.checks.suppress import Ignore, ignores_in, sift
from hitrec_cli.pipeline.options import Options
from hitrec_cli.pipeline.validate import Review, review

FILE = "e.yaml"
SEVERITIES: dict[str, Severity] = {"HR1": "error", "HR2": "warning", "HR3": "note"}


def found(text: str) -> list[tuple[int, int, tuple[str, ...], str, int]]:
    """Line, column, rules, reason and target line of each comment."""
    ignores = ignores_in(text.encode(), FILE)
    return [(one.mark.line, one.mark.column, one.rules, one.reason, one.line) for one in ignores]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1 # hitrec: ignore HR2 because so\n", [(1, 6, ("HR2",), "so", 1)]),
        ("a: 1 #hitrec:ignore HR2,HR3 because so it is  \n", [(1, 6, ("HR2", "HR3"), "so it is", 1)]),
        ("a: 1 # noqa # hitrec: ignore HR2 , HR3 because: so\n", [(1, 13, ("HR2", "HR3"), "so", 1)]),
        ("# hitrec: ignore HR2 because so\n\n  # more\na: 1\n", [(1, 1, ("HR2",), "so", 4)]),
        ("a:\r\n  # hitrec: ignore HR2 because so\r\n  b: 1\r\n", [(2, 3, ("HR2",), "so", 3)]),
        ("a: 1\n# hitrec: ignore HR2 because so\n", [(2, 1, ("HR2",), "so", 0)]),
        ("a: 1 # hitrec: ignore HR2\n", [(1, 6, ("HR2",), "", 1)]),
        ("a: 1 # hitrec: ignore HR2 because\n", [(1, 6, ("HR2",), "", 1)]),
        ("a: 1 # hitrec: ignore HR2 because ...\n", [(1, 6, ("HR2",), "", 1)]),
        ("a: 1 # hitrec: ignore because so\n", [(1, 6, (), "so", 1)]),
        ("a: 1 # hitrec: ignore\n", [(1, 6, (), "", 1)]),
        ("a: 1 # hitrec: ignored HR2 because so\n", []),
        ("a: 1# hitrec\n", []),
        ("a: {b: 1, # hitrec: ignore HR2 because so\n  c: 2}\n", [(1, 11, ("HR2",), "so", 1)]),
        ('a: "x\n  # hitrec: ignore HR2 because so\n  y"\n', []),
        ("a: 'x # hitrec: ignore HR2 because so'\n", []),
        ('a: "x # hitrec: ignore HR2 because so" # hitrec: ignore HR3 because y\n', [(1, 40, ("HR3",), "y", 1)]),
        ("a: |\n  # hitrec: ignore HR2 because so\nb: 1\n", []),
        ("a: | # hitrec: ignore HR2 because so\n  x\n", [(1, 6, ("HR2",), "so", 1)]),
        ("a: |+\n  x\n\n# hitrec: ignore HR2 because so\n\nb: 1\n", [(4, 1, ("HR2",), "so", 6)]),
        ("a: it's # hitrec: ignore HR2 because it's so\n", [(1, 9, ("HR2",), "it's so", 1)]),
        ("\ufeffa: 1 # hitrec: ignore HR2 because so\n", [(1, 6, ("HR2",), "so", 1)]),
        ("a: [ # hitrec: ignore HR2 because so\n", []),  # no YAML: only its error counts
    ],
)  # fmt: skip
def test_comments_are_found_and_nothing_else(
    text: str, expected: list[tuple[int, int, tuple[str, ...], str, int]]
) -> None:
    assert found(text) == expected


def test_bytes_that_are_no_text() -> None:
    assert ignores_in(b"a: \xff # hitrec: ignore HR2 because so\n", FILE) == ()


LINES = st.lists(st.integers(1, 4), max_size=6)
PROBLEMS = st.lists(
    st.builds(
        lambda rule, severity, line, file: Problem(rule, Mark(file, line, 1), "m", severity=severity),
        st.sampled_from(["HR1", "HR2", "HR3"]),
        st.sampled_from(["error", "warning", "note"]),
        st.integers(0, 4),
        st.sampled_from([FILE, "catalog.csv"]),
    ),
    max_size=8,
)
IGNORES = st.lists(
    st.builds(
        lambda line, rules, reason, target, head: Ignore(Mark(FILE, line, 1), tuple(rules), reason, target, head),
        st.integers(1, 4),
        st.lists(st.sampled_from(["HR1", "HR2", "HR3", "HR9"]), max_size=3),
        st.sampled_from(["", "so"]),
        st.integers(0, 4),
        st.booleans(),
    ),
    max_size=5,
)


@given(problems=PROBLEMS, ignores=IGNORES, idle=st.booleans())
def test_errors_stay_and_nothing_is_lost(problems: list[Problem], ignores: list[Ignore], idle: bool) -> None:
    sifted = sift(problems, ignores, SEVERITIES, manifest=FILE, files={FILE}, idle=idle)
    assert errors_of(problems) == errors_of(sifted.problems)
    assert sorted(map(str, problems)) == sorted(map(str, (*sifted.problems, *(one.problem for one in sifted.ignored))))
    assert all(one.reason for one in sifted.ignored)


def test_each_fault_is_told() -> None:
    ignores = [
        Ignore(Mark(FILE, 1, 9), ("HR2",), "", 1),
        Ignore(Mark(FILE, 2, 9), ("HR9", "hr2"), "so", 2),
        Ignore(Mark(FILE, 3, 9), ("HR1",), "so", 3),
        Ignore(Mark(FILE, 4, 9), ("HR2", "HR3"), "so", 4),
        Ignore(Mark(FILE, 5, 9), (), "so", 5),
    ]
    problems = [Problem("HR3", Mark(FILE, 4, 2), "m", severity="note")]
    told = sift(problems, ignores, SEVERITIES, manifest=FILE, files={FILE}, idle=True).faults
    assert [(one.kind, one.mark.line) for one in told] == [
        ("reason", 1), ("unknown", 2), ("unknown", 2), ("error", 3), ("idle", 4), ("unknown", 5),
    ]  # fmt: skip
    assert told[2].hint == "did you mean 'HR2'?"
    told = sift(problems, ignores, SEVERITIES, manifest=FILE, files={FILE}, idle=False).faults
    assert "idle" not in {one.kind for one in told}


def test_a_warning_of_a_rule_of_errors_can_be_ignored() -> None:
    """A byte order mark is a warning, though its rule has errors too."""
    one = Ignore(Mark(FILE, 1, 9), ("HR1",), "so", 1)
    sifted = sift(
        [Problem("HR1", Mark(FILE, 1, 1), "m", severity="warning")], [one], SEVERITIES,
        manifest=FILE, files={FILE}, idle=True,
    )  # fmt: skip
    assert not sifted.problems and not sifted.faults


HEAD = "hitrec: 1\nid: show\nsegments:\n"
SEGMENT = "  - {kind: host, picture: [{color: navy, for: 5s}]}\n"


def look(folder: Path, text: str) -> Review:
    """What validation finds in a manifest of the workspace `folder`."""
    (folder / "hitrec.toml").touch()
    manifest = folder / "show.yaml"
    manifest.write_text(text, encoding="utf-8")
    return review([manifest], Options())[0]


def test_the_head_of_a_manifest_speaks_for_its_catalogs(tmp_path: Path) -> None:
    rows = "id,kind,title,artists,license\nfilm,video,Film,Ada,CC-BY-4.0\nfilm,video,Film,Ada,CC-BY-4.0\n"
    (tmp_path / "one.csv").write_text(rows.rsplit("film", 1)[0], encoding="utf-8")
    (tmp_path / "two.csv").write_text(rows.rsplit("film", 1)[0], encoding="utf-8")
    text = HEAD.replace("segments", "catalog: [one.csv, two.csv]\nsegments") + SEGMENT
    plain = look(tmp_path, text)
    warned = [one for one in plain.problems if one.severity == "warning" and one.mark.file.endswith("two.csv")]
    assert len(warned) == 1
    rule = warned[0].rule
    answered = look(tmp_path, f"# hitrec: ignore {rule} because both archives have it\n{text}")
    assert [(one.problem.rule, one.reason) for one in answered.ignored] == [(rule, "both archives have it")]
    assert not [one for one in answered.problems if one.rule == rule]
    later = look(tmp_path, text.replace("segments", f"# hitrec: ignore {rule} because it may not here\nsegments"))
    assert [one for one in later.problems if one.rule == rule]


def test_a_comment_in_a_used_file_may_be_of_use_elsewhere(tmp_path: Path) -> None:
    comment = "# hitrec: ignore HR416 because the archive shares alike\n"
    (tmp_path / "part.yaml").write_text(comment + "kind: host\npicture: [{color: navy, for: 5s}]\n", encoding="utf-8")
    assert not [one for one in look(tmp_path, HEAD + "  - use: part.yaml\n").problems if one.rule == "HR154"]
    assert [one.mark.line for one in look(tmp_path, HEAD + comment + SEGMENT).problems if one.rule == "HR154"] == [4]
