"""Words and filters over the database, whatever strangers type; what a contribution was made from, as a tree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hitrec_cli.base.errors import UsageError
from hitrec_cli.library.catalog_graph import made_from_it
from hitrec_cli.library.catalog_import import import_file
from hitrec_cli.library.catalog_query import Query, found, fts, number_of
from hitrec_cli.library.catalog_show import opened, show, stats
from hitrec_cli.library.catalog_store import read_only

ROWS: list[dict[str, Any]] = [
    {"id": "a", "kind": "video", "title": "Ñandú at night", "artists": ["Eve Moon"], "license": "CC-BY-4.0",
     "theme": "The Dark", "offered": "2015-06-01", "duration": 90},
    {"id": "b", "kind": "music", "title": "Night song", "artists": ["Ada", "Eve Moon"], "license": "CC-BY-SA-4.0",
     "theme": "The Dark", "offered": "2015-01-01", "duration": "12.5", "notes": "a nandu in the words"},
    {"id": "c", "kind": "text", "title": "his girl friday", "artists": ["Ada"], "license": "CC0-1.0",
     "theme": "Space", "offered": "2014-01-01"},
    {"id": "rec-77", "kind": "still", "title": "girl of his", "artists": ["Dot"], "license": "MIT"},
]  # fmt: skip


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search")
    (folder / "c.jsonl").write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    import_file(folder / "c.jsonl", {}, folder / "c.db", "2015-06-06")
    return folder / "c.db"


def ids(file: Path, words: str = "", **filters: Any) -> list[str]:
    db = read_only(file)
    rows = [row["id"] for row in found(db, Query(words, **filters), 20).rows]
    db.close()
    return rows


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("NANDU", ["a", "b"]), ("ñandú night", ["a", "b"]), ("nan*", ["a", "b"]), ("nan", []), ("eve", ["a", "b"]),
        ('"his girl"', ["c"]), ("girl his", ["c", "rec-77"]), ("rec-77", ["rec-77"]), ('"his girl', ["c"]),
        ('"his gi"*', ["c"]), ("space", ["c"]), ("--", []), ("", ["a", "b", "c", "rec-77"]), ("OR", []), ("NOT a", []),
    ],
)  # fmt: skip
def test_words(words: str, expected: list[str], file: Path) -> None:
    assert sorted(ids(file, words)) == sorted(expected)


def test_titles_go_before_notes(file: Path) -> None:
    assert ids(file, "nandu") == ["a", "b"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"kind": "music"}, ["b"]), ({"theme": "the dark"}, ["a", "b"]), ({"license": "CC-BY-4.0"}, ["a"]),
        ({"license": "cc-by*"}, ["a", "b"]), ({"license": "CC_BY-4.0"}, []), ({"license": "%"}, []),
        ({"min_duration": 12.5}, ["a", "b"]), ({"min_duration": 13.0}, ["a"]), ({"since": "2015-01-01"}, ["a", "b"]),
        ({"artist": "moon"}, ["a", "b"]), ({"artist": "ada"}, ["b", "c"]), ({"artist": '" OR "'}, []),
        ({"artist": "night"}, []), ({"artist": "\x00"}, []),
        ({"unused": True, "used": frozenset("ab")}, ["c", "rec-77"]),
        ({"newcomers": True}, ["rec-77"]), ({"kind": "video", "words": "night"}, ["a"]),
    ],
)  # fmt: skip
def test_filters(filters: dict[str, Any], expected: list[str], file: Path) -> None:
    assert ids(file, **filters) == expected
    if "words" not in filters:
        db = read_only(file)
        assert number_of(db, Query(**filters), 9) == (len(expected), expected)
        db.close()


@given(st.text(alphabet=st.one_of(st.sampled_from('"*()-:^+{}\\\x00 aNEAROTD\ud800\u202e'), st.characters())))
def test_no_words_are_an_error(file: Path, words: str) -> None:
    assert isinstance(ids(file, words), list)
    assert isinstance(ids(file, artist=words, theme=words, kind=words, license=words), list)
    assert fts(words).count('"') % 2 == 0


def test_too_many_to_rank(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hitrec_cli.library.catalog_query._MOST_RANKED", 1)
    db = read_only(file)
    hits = found(db, Query("night"), 20)
    assert ([row["id"] for row in hits.rows], hits.ranked) == (["b", "a"], False)


def test_trees_in_both_directions(tmp_path: Path) -> None:
    edges = {"song": "words; photo", "film": "song; words; gone", "words": "", "photo": "", "cut": "film"}
    rows = "".join(f"{name},text,{below}\n" for name, below in edges.items())
    (tmp_path / "c.csv").write_text("id,kind,resources\n" + rows)
    import_file(tmp_path / "c.csv", {}, tmp_path / "c.db", "")
    data, lines = show(tmp_path / "c.db", "film")
    assert [(one["id"], one["mark"]) for one in data["made_from"]] == [  # type: ignore[index,union-attr,call-overload]
        ("song", ""), ("words", "shown"), ("gone", "unknown"),
    ]  # fmt: skip
    assert lines[lines.index("made from:") + 1 :] == [
        "  song song, by nobody named", "    words words, by nobody named", "    photo photo, by nobody named",
        "  words words, by nobody named (see above)", "  gone (not in the catalog)",
        "was made into:", "  cut cut, by nobody named",
    ]  # fmt: skip
    db = read_only(tmp_path / "c.db")
    assert made_from_it(db, "words") == {"song", "film", "cut"}
    assert made_from_it(db, "gone") == {"film", "cut"}
    with pytest.raises(UsageError, match="did you mean song"):
        show(tmp_path / "c.db", "sonk")


def test_a_circle_in_a_damaged_catalog_is_marked(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("id,kind,resources\na,text,\nb,text,a\n")
    import_file(tmp_path / "c.csv", {}, tmp_path / "c.db", "")
    from hitrec_cli.library.catalog_store import writing

    with writing(tmp_path / "c.db") as db:
        db.execute("INSERT INTO made_from SELECT number, 0, 'b' FROM contribution WHERE id = 'a'")
    assert "    a a, by nobody named (in a circle)" in show(tmp_path / "c.db", "a")[1]
    assert made_from_it(read_only(tmp_path / "c.db"), "a") == {"b"}


def test_a_long_chain_and_a_wide_fan(tmp_path: Path) -> None:
    rows = [f"r{n},text,r{n - 1}" for n in range(1, 5000)] + ["r0,text,"] + [f"w{n},text,r0" for n in range(3000)]
    (tmp_path / "c.csv").write_text("id,kind,resources\n" + "\n".join(rows))
    done = import_file(tmp_path / "c.csv", {}, tmp_path / "c.db", "")
    assert done.problems == ()
    assert len(made_from_it(read_only(tmp_path / "c.db"), "r0")) == 7999
    assert len(show(tmp_path / "c.db", "r0")[1]) < 10_000
    (tmp_path / "d.csv").write_text("id,kind,resources\nr0,text,r4999\n")
    (problem,) = import_file(tmp_path / "d.csv", {}, tmp_path / "c.db", "").problems
    assert problem.rule == "HR402" and "r0 → r4999 → r4998" in problem.message and len(problem.message) < 300


def test_figures(file: Path) -> None:
    data, lines = stats(file)
    assert (data["contributions"], data["artists"], data["newcomers"]) == (4, 3, 1)
    assert data["by"]["month"][0] == {"value": "2015-06", "count": 1}  # type: ignore[index,call-overload]
    assert "           2 The Dark" in lines


def test_who_looks_opens(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("id,kind\na,text\n")
    import_file(tmp_path / "c.csv", {}, tmp_path / "c.db", "")
    opened(tmp_path / "c.db", "a")
    opened(tmp_path / "c.db", "a")
    assert [tuple(row) for row in read_only(tmp_path / "c.db").execute("SELECT * FROM opened")] == [("a", 2)]
