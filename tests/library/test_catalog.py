"""Catalogs of any kind become contributions; what is none becomes a problem at its line."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from hitrec_cli.base.problems import Mark, Problem
from hitrec_cli.library.catalog import Catalog, MemoryCatalog
from hitrec_cli.library.catalog_read import read_catalog, read_catalogs
from hitrec_cli.library.workspace import Workspace
from hitrec_cli.model.episode import CatalogReference

HEADER = "id,kind,title,artists,license,file\n"


def read(path: Path, text: str | bytes, **columns: str) -> tuple[MemoryCatalog, tuple[Problem, ...]]:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_catalog(path, columns, Workspace(path.parent.resolve()))


def test_all_columns(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"x")
    header = "id,kind,title,artists,license,source,file,resources,duration,notes\n"
    line = 'rec-1,video,"Stars, tonight",Ñandú; B. C.,CC-BY-4.0,here,a.mp4,rec-2; rec-3,00:01:30.5,fine\n'
    catalog, problems = read(tmp_path / "c.csv", header + line)
    assert problems == ()
    found = catalog.get("rec-1")
    assert found is not None
    assert (found.kind, found.title, found.artists) == ("video", "Stars, tonight", ("Ñandú", "B. C."))
    assert (found.license, found.source, found.notes) == ("CC-BY-4.0", "here", "fine")
    assert (found.resources, found.duration) == (("rec-2", "rec-3"), Fraction(181, 2))
    assert found.location == str((tmp_path / "a.mp4").resolve())
    assert found.mark == Mark(str(tmp_path / "c.csv"), 2, 1)
    assert catalog.get("rec-9") is None


def test_names_are_not_split_at_commas(tmp_path: Path) -> None:
    catalog, _ = read(tmp_path / "c.csv", HEADER + 'a,music,A,"Hawks, Columbia Pictures",x,\n')
    assert [each.artists for each in catalog] == [("Hawks, Columbia Pictures",)]


def test_their_names_of_columns_and_the_file_as_id(tmp_path: Path) -> None:
    text = "Datei;Art;Titel;Wer\nmedia/a.wav;SFX;Knall;Eva\n"
    catalog, problems = read(tmp_path / "c.csv", text, file="Datei", kind="art", title="Titel", artists="Wer")
    assert problems == ()
    (found,) = catalog
    assert (found.id, found.kind, found.title, found.artists) == ("a.wav", "effect", "Knall", ("Eva",))
    assert found.location == str(tmp_path / "media" / "a.wav")


def test_a_column_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    _, problems = read(tmp_path / "c.csv", HEADER + "a,music,A,B,x,\n", title="Name", color="x")
    assert [problem.message for problem in problems] == [
        "no column is called Name (title)",
        "color is no column of ours",
    ]
    _, problems = read(tmp_path / "c.csv", "id,title\na,A\n")
    assert "no column says the kind" in problems[0].message


def test_bad_rows_are_left_out_with_their_line(tmp_path: Path) -> None:
    rows = [
        "a,video,A,,,", "b,sculpture,B,,,", ",video,,,,", 'c,video,"two\nlines",,,', "a,video,again,,,",
        "d,video,D,,,,,extra", "e,video,E,,,",
    ]  # fmt: skip
    catalog, problems = read(tmp_path / "c.csv", HEADER + "\n".join(rows) + "\n")
    assert [each.id for each in catalog] == ["a", "c", "e"]
    assert [problem.mark.line for problem in problems] == [3, 4, 7, 8]
    assert "sculpture" in problems[0].message
    assert "video, animation, still" in problems[0].hint
    assert "line 2" in problems[2].message


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (b"b\x00,video,,,,", "NUL"),
        (b"b,video,\xff,,,", "UTF-8"),
        (b"b,video," + b"x" * 200_000 + b",,,", "field larger"),
        (b"b,video," + b"x" * 2_000_000 + b",,,", "longer than 1 MB"),
    ],
)
def test_hostile_rows_do_not_hide_the_others(bad: bytes, word: str, tmp_path: Path) -> None:
    data = HEADER.encode() + b"a,video,A,,,\n" + bad + b"\nc,video,C,,,\n"
    catalog, problems = read(tmp_path / "c.csv", data)
    assert [each.id for each in catalog] == ["a", "c"]
    assert [problem.mark.line for problem in problems] == [3]
    assert word in problems[0].message


def test_a_quote_that_never_ends_is_said_briefly(tmp_path: Path) -> None:
    rows = "".join(f"r{n},video,T,,,\n" for n in range(50_000))
    _, problems = read(tmp_path / "c.csv", HEADER + 'a,video,"open,,,\n' + rows)
    assert 0 < len(problems) <= 101
    assert problems[0].mark.line == 2


def test_json_lines(tmp_path: Path) -> None:
    lines = [
        '{"id": "a", "kind": "still", "artists": ["A, B", "C"], "duration": 5}',
        "[1]",
        "{",
        '{"id": "b", "kind": "x"}',
    ]
    catalog, problems = read(tmp_path / "c.jsonl", "\n".join(lines))
    (found,) = catalog
    assert (found.artists, found.duration) == (("A, B", "C"), Fraction(5))
    assert [problem.mark.line for problem in problems] == [2, 3, 4]


def test_yaml_with_places(tmp_path: Path) -> None:
    text = "contributions:\n- id: 012\n  kind: text\n  artists: [No, Yes]\n- id: b\n  kind:   mime\n- 3\n"
    catalog, problems = read(tmp_path / "c.yaml", text)
    (found,) = catalog
    assert (found.id, found.artists) == ("012", ("No", "Yes"))
    assert [(problem.mark.line, problem.mark.column) for problem in problems] == [(6, 11), (7, 1)]


@pytest.mark.parametrize("text", ["a: &x [1]\nb: *x", "[" * 5000, "- id: [", "just text", "\x00"])
def test_yaml_that_is_no_catalog(text: str, tmp_path: Path) -> None:
    catalog, problems = read(tmp_path / "c.yaml", text)
    assert len(catalog) == 0
    assert len(problems) == 1


def test_a_duration_that_is_none_is_a_warning(tmp_path: Path) -> None:
    catalog, problems = read(tmp_path / "c.csv", "id,kind,duration\na,video,long\nb,video,90f\nc,video,12.5\n")
    assert [each.duration for each in catalog] == [None, None, Fraction(25, 2)]
    assert [(problem.mark.line, problem.severity) for problem in problems] == [(2, "warning"), (3, "warning")]


def test_search_and_suggestions(tmp_path: Path) -> None:
    rows = "friday.mp4,video,His Girl,H. Hawks,x,\nbee.mp4,video,Bee on a thistle,,x,\n"
    catalog, _ = read(tmp_path / "c.csv", HEADER + rows)
    same_face: Catalog = catalog
    assert same_face.suggest("fridey.mp4") == ("friday.mp4",)
    assert same_face.suggest("BEE") == ("bee.mp4",)
    assert same_face.suggest("zebra") == ()
    assert [each.id for each in same_face.search("hawks girl")] == ["friday.mp4"]
    assert len(same_face.search("mp4", limit=1)) == 1


def test_several_catalogs_as_one(tmp_path: Path) -> None:
    read(tmp_path / "a.csv", HEADER + "a,video,first,,x,\n")
    read(tmp_path / "b.csv", HEADER + "a,video,second,,x,\nb,video,B,,x,\n")
    references = [CatalogReference(name, mark=Mark("e.yaml", 3, 4)) for name in ("a.csv", "b.csv", "gone.csv", "x.pdf")]
    (tmp_path / "x.pdf").write_bytes(b"")
    both, problems = read_catalogs(references, tmp_path, Workspace(tmp_path.resolve()))
    first = both.get("a")
    assert first is not None
    assert first.title == "first"
    assert both.get("b") is not None
    assert [problem.severity for problem in problems] == ["warning", "error", "error"]
    assert problems[1].mark == Mark("e.yaml", 3, 4)


@pytest.mark.shared
def test_the_shared_catalog(shared_media: Path) -> None:
    catalog, problems = read_catalog(shared_media / "catalogue.csv", {}, Workspace(shared_media))
    assert problems == ()
    assert len(catalog) > 40
    for each in catalog:
        found = catalog.get(each.id)
        assert found is not None
        assert Path(found.location).is_file()
        assert found.license
        assert found.artists
