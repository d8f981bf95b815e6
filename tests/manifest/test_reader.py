"""YAML is read once, as text, with places, within a budget; hostile files end in a problem, quickly."""

from __future__ import annotations

import sys
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hitrec_cli.manifest.nodes import Mapping, Node, Scalar, Sequence, size_of
from hitrec_cli.manifest.reader import MAX_DEPTH, MAX_NODES, read_nodes
from tests.manifest.sample import EXAMPLE, places


def plain(node: Node | None) -> Any:
    """A node as lists and dicts of texts."""
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.text if node is not None else None


def test_scalars_stay_what_the_author_wrote() -> None:
    node, problems = read_nodes(b"{a: no, b: 1:30, c: 012, d: 1e3, e: 2015-06-05, f: ~, g: '', h: .5}", "m")
    assert problems == ()
    assert plain(node) == {
        "a": "no", "b": "1:30", "c": "012", "d": "1e3", "e": "2015-06-05", "f": "~", "g": "", "h": ".5"
    }  # fmt: skip


def test_the_example_equals_what_another_loader_reads() -> None:
    node, problems = read_nodes(EXAMPLE, "m")
    assert problems == ()
    assert plain(node) == yaml.load(EXAMPLE, Loader=yaml.BaseLoader)


def test_marks_count_characters_from_one() -> None:
    node, _ = read_nodes("é: ü\n日本: [x, 語, y]\n".encode(), "m.yaml")
    assert isinstance(node, Mapping)
    assert [str(key.mark) for key in node.keys] == ["m.yaml:1:1", "m.yaml:2:1"]
    items = node.values[1]
    assert isinstance(items, Sequence)
    assert [item.mark.column for item in items.items] == [6, 9, 12]


def test_anchors_and_merge_keys() -> None:
    node, problems = read_nodes(
        b"a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\nc: {<<: [{z: 0, x: 9}, *a]}\nd: [*a, &s t, *s]\n", "m"
    )
    assert problems == ()
    one = {"x": "1", "y": "2"}
    assert plain(node) == {
        "a": one, "b": {"y": "3", "x": "1"}, "c": {"z": "0", "x": "9", "y": "2"}, "d": [one, "t", "t"]
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", [("HR102", 0, 0)]),
        (b"# nothing\n", [("HR102", 0, 0)]),
        (b"\xef\xbb\xbfa: 1", [("HR101", 1, 1)]),
        ("a: 1".encode("utf-16"), [("HR101", 1, 1)]),
        ("a: 1".encode("utf-16-be"), [("HR101", 1, 1)]),
        ("a: 1".encode("utf-32"), [("HR101", 1, 1)]),
        (b"a: 1\nb: caf\xe9", [("HR101", 2, 7)]),
        (b"a: 1\nb: \0", [("HR101", 2, 4)]),
        (b"a: \x1b[31m", [("HR101", 1, 4)]),
        (b'a: "\\0"', [("HR101", 1, 4)]),
        (b'a: "\\x1b"', [("HR101", 1, 4)]),
        (b"a: 1\n\tb: 2\n", [("HR104", 2, 1)]),
        (b"title: RE: The Dark", [("HR104", 1, 10)]),
        (b"a: [1, 2", [("HR104", 2, 1)]),
        (b"a: 'x", [("HR104", 1, 6)]),
        (b"a: %x", [("HR104", 1, 4)]),
        (b"a: 1\n---\nb: 2\n", [("HR105", 2, 1)]),
        (b"a: *b\n", [("HR106", 1, 4)]),
        (b"a: &a [*a]\n", [("HR106", 1, 8)]),
        (b"a: !!int 3\n", [("HR107", 1, 4)]),
        (b"a: !!python/object/apply:os.system [x]\n", [("HR107", 1, 4)]),
        (b"a: 1\nb: 2\na: 3\n", [("HR108", 3, 1)]),
        (b"{a: 1, 'a': 2}", [("HR108", 1, 8)]),
        (b"? [a]\n: b\n", [("HR109", 1, 3)]),
        (b"<<: 3\n", [("HR109", 1, 5)]),
        (b"x: 1\n" * 500_000, [("HR103", 0, 0)]),
    ],
)
def test_syntax(data: bytes, found: list[tuple[str, int, int]]) -> None:
    assert places(read_nodes(data, "m")[1]) == found


def test_a_tab_is_called_a_tab() -> None:
    problem = read_nodes(b"a: 1\nb:\n\tc: 2\n", "m")[1][0]
    assert (problem.mark.line, problem.mark.column, problem.hint) == (3, 1, "indent with spaces, not tabs")
    assert "a tab stands where spaces should" in problem.message


DEEP = [b"[", b"- ", b"{a: ", b"? ", b"a:\n ", b"[{a: "]
BOMB = b"a0: &a0 [x,x]\n" + b"".join(
    b"a%d: &a%d [%s]\n" % (i, i, b",".join([b"*a%d" % (i - 1)] * 9)) for i in range(1, 10)
)
MERGES = b"a0: &a0 {x: 1}\n" + b"".join(
    b"a%d: &a%d {<<: [%s]}\n" % (i, i, b",".join([b"*a%d" % (i - 1)] * 9)) for i in range(1, 10)
)
CHAIN = b"- &a0 []\n" + b"".join(b"- &a%d [*a%d]\n" % (i, i - 1) for i in range(1, 700))


@pytest.mark.parametrize("data", [*(part * (1_900_000 // len(part)) for part in DEEP), BOMB, MERGES, CHAIN])
def test_hostile_files_are_over_budget_or_no_yaml(data: bytes) -> None:
    node, problems = read_nodes(data, "m")
    assert node is None
    assert [problem.rule for problem in problems][-1] in ("HR103", "HR104")


def test_the_budget_is_exact() -> None:
    assert read_nodes(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, "m")[1] == ()
    assert places(read_nodes(b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), "m")[1]) == [("HR103", 1, 65)]
    most = b"[" + b"a," * (MAX_NODES - 1) + b"]"
    node, problems = read_nodes(most, "m")
    assert node is not None and problems == ()
    assert size_of(node) == MAX_NODES
    assert places(read_nodes(b"[a," + most[1:], "m")[1]) == [("HR103", 1, 1)]


def test_pyyaml_without_libyaml_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = read_nodes(EXAMPLE, "m")
    monkeypatch.setitem(sys.modules, "yaml._yaml", None)
    assert read_nodes(EXAMPLE, "m") == fast
    assert places(read_nodes(b"[" * 200_000, "m")[1]) == [("HR103", 1, 65)]
    assert [problem.rule for problem in read_nodes(b"a: [1, 2", "m")[1]] == ["HR104"]


def test_nodes_know_their_size() -> None:
    assert size_of(Scalar(("a", "m", 1, 1, True))) == 1
    node, _ = read_nodes(b"{a: [b, c], d: {e: f}}", "m")
    assert node is not None and size_of(node) == 9


@given(st.binary(max_size=200))
def test_any_bytes_end_in_nodes_or_problems(data: bytes) -> None:
    node, problems = read_nodes(data, "m")
    assert node is not None or problems
    assert all(problem.mark.file == "m" for problem in problems)


@given(st.text(alphabet="ab:-[]{}&*<!'\"#?|> \n\t,%", max_size=80))
def test_any_yaml_like_text_ends_in_nodes_or_problems(text: str) -> None:
    node, problems = read_nodes(text.encode(), "m")
    assert node is not None or problems
