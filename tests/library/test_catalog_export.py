"""The catalog as a file again: what is imported from it is what was exported."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hitrec_cli.base.errors import UsageError
from hitrec_cli.library.catalog_export import FORMATS, Format, export, write
from hitrec_cli.library.catalog_import import import_file
from hitrec_cli.library.catalog_store import read_only

KINDS = ("video", "animation", "still", "music", "voice", "effect", "text")
LETTERS = st.characters(exclude_characters="\x00;", codec="utf-8")
TEXT = st.text(LETTERS, max_size=12).map(str.strip)
EVIL = st.sampled_from(
    ["=1+1", "'=x", "''-x", "@a", "-5 dB", "+49", 'say "hi"', "a,b\tc", "a\nb", "\u202ex", "'quoted'"]
)
WORDS = TEXT | EVIL
NAMES = st.sampled_from(["camera", "type", "Mood", "=cmd", "their notes", "path", "x y"])
ROW = st.fixed_dictionaries(
    {"id": WORDS.filter(bool), "kind": st.sampled_from(KINDS)},
    optional={
        "title": WORDS, "artists": st.lists(WORDS.filter(bool), max_size=3), "license": WORDS, "notes": WORDS,
        "theme": WORDS, "resources": st.lists(st.sampled_from(["p", "q"]), unique=True), "file": WORDS,
        "duration": st.decimals(0, 99999, places=3).map(str), "offered": st.dates().map(str),
        "recommendations": st.sampled_from(["3", "2/5", "0/4"]), "release": st.sampled_from(["released", "no"]),
        "expires": st.dates().map(str), "withdrawn": WORDS, "withdrawn_on": st.dates().map(str), "source": WORDS,
        "territories": st.sampled_from(["", "worldwide", ["CA"], ["US", "CA"]]),
        "minor": st.sampled_from(["yes", "no"]), "guardian": st.sampled_from(["pending", "released"]),
    },
)  # fmt: skip


def content(file: Path) -> list[dict[str, Any]]:
    """All rows but where they came from."""
    db = read_only(file)
    rows = [dict(row) for row in db.execute("SELECT * FROM contribution ORDER BY number")]
    db.close()
    for row in rows:
        row["extra"] = json.loads(row["extra"] or "{}")
        del row["number"], row["origin"], row["line"]
    return rows


def there_and_back(folder: Path, rows: list[dict[str, Any]], format_: Format) -> None:
    for old in folder.iterdir():
        old.unlink()
    (folder / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    import_file(folder / "in.jsonl", {}, folder / "a.db", "")
    write(folder / "a.db", format_, folder / f"out.{format_}")
    done = import_file(folder / f"out.{format_}", {}, folder / "b.db", "")
    assert not [one for one in done.problems if one.severity == "error"]
    assert content(folder / "b.db") == content(folder / "a.db")


@pytest.mark.parametrize("format_", FORMATS)
@given(rows=st.lists(ROW, max_size=4), rest=st.dictionaries(NAMES, WORDS, max_size=3))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_there_and_back(tmp_path: Path, format_: Format, rows: list[dict[str, Any]], rest: dict[str, str]) -> None:
    there_and_back(tmp_path, [{**rest, **row} for row in rows], format_)


@pytest.mark.parametrize("format_", ["json", "jsonl"])
def test_json_keeps_every_kind_of_value(tmp_path: Path, format_: Format) -> None:
    rest = {"n": 5, "f": 1.25, "deep": {"a": [True, None, {"b": "c"}]}, "list": ["a; b", "c"], "artists": ["A; B"]}
    there_and_back(tmp_path, [{"id": "a", "kind": "text", **rest}], format_)


def test_no_spreadsheet_computes_what_strangers_wrote(tmp_path: Path) -> None:
    evil = ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "'=1"]
    rows = [{"id": str(n), "kind": "text", "title": text, "=cmd": text} for n, text in enumerate(evil)]
    (tmp_path / "c.jsonl").write_text("\n".join(map(json.dumps, rows)))
    import_file(tmp_path / "c.jsonl", {}, tmp_path / "c.db", "")
    cells = [cell for row in csv.reader(io.StringIO("".join(export(tmp_path / "c.db", "csv", None)))) for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
    assert "'=HYPERLINK(1)" in cells and "'=cmd" in cells and "''=1" in cells


def test_files_are_named_from_where_the_list_is(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "a.wav").write_bytes(b"x")
    (tmp_path / "far" / "c.csv").write_text(
        "id,kind,file\na,music,a.wav\nb,music,elsewhere.wav\nc,music,https://e.org/c\n"
    )
    import_file(tmp_path / "far" / "c.csv", {}, tmp_path / "c.db", "")
    write(tmp_path / "c.db", "jsonl", tmp_path / "lists" / "out.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "lists" / "out.jsonl").read_text().splitlines()]
    assert [row["file"] for row in rows] == ["../far/a.wav", "elsewhere.wav", "https://e.org/c"]
    assert [path.name for path in (tmp_path / "lists").iterdir()] == ["out.jsonl"]


def test_more_columns_than_a_table_holds(tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_text(json.dumps({"id": "a", "kind": "text", **{f"c{n}": "x" for n in range(501)}}))
    import_file(tmp_path / "c.jsonl", {}, tmp_path / "c.db", "")
    with pytest.raises(UsageError, match="jsonl"):
        list(export(tmp_path / "c.db", "csv", None))
    assert len(json.loads("".join(export(tmp_path / "c.db", "jsonl", None)))) == 504
