"""Look files: what they say, what is wrong with them, and the pages that are made from their declarations."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from hitrec_cli.base.problems import Mark, errors_of
from hitrec_cli.manifest import look_shape, rules
from hitrec_cli.manifest.jsonschema import look_schema
from hitrec_cli.manifest.look import contrast, read_look
from hitrec_cli.manifest.look_reference import look_file, look_table
from hitrec_cli.manifest.reader import read_nodes
from hitrec_cli.manifest.shape import Shape
from hitrec_cli.model.look import HOUSE, Letters, Look
from tests.conftest import ROOT
from tests.manifest.sample import faults_of_examples
from tests.manifest.test_same_verdict import core

SHAPES = [
    shape
    for shape in vars(look_shape).values()
    if isinstance(shape, type) and issubclass(shape, Shape) and shape is not Shape
]
VALIDATOR = Draft202012Validator(json.loads((ROOT / "hitrec_cli" / "schema" / "look.schema.json").read_text("utf-8")))


def told(text: str) -> list[tuple[str, int, int]]:
    return [(one.rule, one.mark.line, one.mark.column) for one in read_look(text.encode(), "l").problems]


def leaves(part: Any, above: tuple[str, ...] = ()) -> dict[str, Any]:
    """Every value of a look by its path, as a file writes it."""
    found: dict[str, Any] = {}
    for field in fields(part):
        value, path = getattr(part, field.name), (*above, field.name.replace("_", "-"))
        found |= leaves(value, path) if is_dataclass(value) else {".".join(path): value}
    return found


def test_an_empty_look_is_the_houses_own() -> None:
    assert read_look(b"look: 1\n", "l").look == HOUSE
    assert told("look: 1\n") == []


def test_what_is_written_is_changed_and_nothing_else() -> None:
    text = (
        "look: 1\nfont: Fira Mono\nlower-third:\n  panel: navy\n  opacity: 60 %\n"
        '  name: {size: 7.5 %, color: "#ABCDEF"}\n'
        "  motion: {style: slide, enter: 0.25s}\ncredits: {columns: 2, name: {on-light: teal}}\n"
    )
    found = read_look(text.encode(), "l")
    assert found.problems == ()
    assert found.families == (("Fira Mono", Mark("l", 2, 7)),)
    before, after = leaves(HOUSE), leaves(found.look)
    assert {path: after[path] for path in after if before[path] != after[path]} == {
        "font": "Fira Mono",
        "lower-third.panel": "#0b1a33",  # the palette's navy
        "lower-third.opacity": 60,
        "lower-third.name.size": 75,
        "lower-third.name.color": "#abcdef",
        "lower-third.motion.style": "slide",
        "lower-third.motion.enter": 250,
        "credits.columns": 2,
        "credits.name.on-light": "#0f766e",
    }


def test_a_whole_look_to_begin_with_is_the_houses_own() -> None:
    text = look_file("look.schema.json")
    found = read_look(text.encode(), "l")
    assert (found.look, found.problems) == (HOUSE, ())
    assert VALIDATOR.is_valid(core(read_nodes(text.encode(), "l")[0]))
    fonts = {path for path in leaves(HOUSE) if path.endswith(".font")}
    assert {line.strip().split(":")[0] for line in text.splitlines() if ":" in line and line[0] != "#"} >= {
        path.rpartition(".")[2] for path in leaves(HOUSE).keys() - fonts
    }


def test_every_value_of_a_look_has_a_key_in_the_table() -> None:
    rows = {line.split("`")[1] for line in look_table().splitlines()[2:]}
    unused = {path for path in leaves(HOUSE) if path.endswith(".on-light")} - rows
    assert rows == leaves(HOUSE).keys() - unused
    assert all(path.startswith(("lower-third.", "title.", "chapter.")) for path in unused)  # they bring their ground


def test_the_page_has_the_table() -> None:
    page = (ROOT / "docs" / "look.md").read_text("utf-8")
    assert look_table() in page, "put what `hitrec schema --look --format markdown` says into docs/look.md"


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_every_example_is_read_and_passes_the_schema(shape: type[Shape]) -> None:
    assert not any(faults_of_examples(shape).values())


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("font: FiraGO", [(rules.MISSING_KEY, 1, 1)]),
        ("look: 2", [(rules.WORD, 1, 7)]),
        ("look: 1\nfnt: FiraGO", [(rules.UNKNOWN_KEY, 2, 1)]),
        ("look: 1\nsafe: 95 %", [(rules.NUMBER, 2, 7)]),
        ("look: 1\nsafe: 90", [(rules.NUMBER, 2, 7)]),
        ("look: 1\nsafe: 90.05 %", [(rules.NUMBER, 2, 7)]),
        ("look: 1\ntitle: {shade: 50.5 %}", [(rules.NUMBER, 2, 16)]),
        ("look: 1\ntitle: {rule: goold}", [(rules.COLOR, 2, 15)]),
        ("look: 1\nfont: 'a,b'", [(rules.TEXT, 2, 7)]),
        ("look: 1\nfont: '{\\b1}'", [(rules.TEXT, 2, 7)]),
        ("look: 1\nchapter: {motion: {leave: 2.001s}}", [(rules.TIME, 2, 27)]),
        ("look: 1\ncard: big", [(rules.SHAPE, 2, 7)]),
        ("[look]", [(rules.SHAPE, 1, 1)]),
        ("", [(rules.EMPTY, 0, 0)]),
        ("look: [", [(rules.SYNTAX, 2, 1)]),
    ],
)
def test_mistakes_have_their_rule_and_place(text: str, problems: list[tuple[str, int, int]]) -> None:
    assert told(text) == problems
    node = read_nodes(text.encode(), "l")[0]
    assert node is None or not VALIDATOR.is_valid(core(node))


def test_of_a_faulty_look_the_rest_holds() -> None:
    found = read_look(b"look: 1\nsafe: wide\nchapter: {side: right, panel: gren}\n", "l")
    assert len(errors_of(found.problems)) == 2
    assert found.look == replace(HOUSE, chapter=replace(HOUSE.chapter, side="right"))


@given(st.one_of(st.binary(max_size=60), st.text(alphabet="look: 1\n{}[]&*%-s#'\"", max_size=80).map(str.encode)))
def test_no_bytes_bring_it_down(data: bytes) -> None:
    found = read_look(data, "l")
    assert isinstance(found.look, Look)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#ffffff", "#767676", 4.54), ("#ff0000", "#ffffff", 4.0), ("#123456", "#123456", 1)],
)
def test_contrast(one: str, other: str, ratio: float) -> None:
    """Published pairs: #767676 is the lightest gray that passes 4.5 to 1 on white, red on white has 4.0."""
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.01)


def test_faint_letters_are_told_where_they_are_written() -> None:
    assert told('look: 1\nlower-third: {role: {color: "#303030"}}') == [("HR324", 2, 22)]
    assert told("look: 1\nlower-third:\n  panel: white\n  role: {color: black}") == [
        ("HR324", 3, 3)
    ]  # the name is white
    assert told("look: 1\nlower-third: {panel: navy}") == []


def test_the_houses_own_letters_stand_out() -> None:
    for letters, panel in (
        (HOUSE.lower_third.name, HOUSE.lower_third.panel),
        (HOUSE.lower_third.role, HOUSE.lower_third.panel),
        (HOUSE.chapter.text, HOUSE.chapter.panel),
    ):
        assert contrast(letters.color, panel) > 4.5
    for part in (HOUSE.card, HOUSE.credits):
        for value in (getattr(part, field.name) for field in fields(part)):
            if isinstance(value, Letters):
                assert contrast(value.color, "#000000") > 4.5 and contrast(value.on_light, "#ffffff") > 4.5


def test_the_schema_is_the_committed_one() -> None:
    assert VALIDATOR.schema == look_schema()
    Draft202012Validator.check_schema(VALIDATOR.schema)
