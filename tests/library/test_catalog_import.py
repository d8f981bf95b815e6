"""Catalog files into the database: what is right goes in, what is wrong stays out and is told."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from hitrec_cli.base.errors import ManifestError, UsageError
from hitrec_cli.base.problems import Mark
from hitrec_cli.library.catalog import Catalog
from hitrec_cli.library.catalog_db import DatabaseCatalog
from hitrec_cli.library.catalog_import import Imported, import_file
from hitrec_cli.library.catalog_place import catalog_file
from hitrec_cli.library.catalog_read import read_catalog, read_catalogs
from hitrec_cli.library.catalog_schema import APPLICATION, MIGRATIONS
from hitrec_cli.library.catalog_store import writable
from hitrec_cli.library.workspace import Workspace
from hitrec_cli.model.episode import CatalogReference
from tests.conftest import ROOT

HEADER = "id,kind,title,artists,license,file\n"
FULL = (
    "id,kind,title,artists,license,source,file,resources,duration,notes,theme,offered,recommendations,release,"
    "agreement,expires,withdrawn,withdrawn_on,territories,minor,guardian,camera"
    """
rec-1,video,"Stars, tonight",Ñandú; B. C.,CC-BY-4.0,here,a.mp4,rec-2; rec-3,00:01:30.5,fine,The Dark,2015-06-05,\
12/15,yes,A-7,2030-01-01,,,us; CA,yes,signed,Bolex
rec-2,text,Words,Eve,CC0-1.0,,,,,,,2015-06-04T10:00:00,7,no,,,asked back,2015-07-01,World,no,,
rec-3,music,Hum,Dot,CC0-1.0,,,,0.125,,,,,,,,no,,,,pending,
"""
)


def take(folder: Path, text: str | bytes, name: str = "c.csv", columns: Mapping[str, str] | None = None) -> Imported:
    """Import a file of this text into c.db beside it."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return import_file(path, columns or {}, folder / "c.db", "2015-06-06")


def database(folder: Path) -> DatabaseCatalog:
    return DatabaseCatalog(folder / "c.db", Workspace(folder.resolve()))


def ids(folder: Path) -> list[str]:
    return [each.id for each in database(folder)]


def said(done: Imported) -> list[tuple[str, int]]:
    return [(problem.rule, problem.mark.line) for problem in done.problems]


def test_the_database_has_what_the_file_has(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"x")
    done = take(tmp_path, FULL)
    assert (done.new, done.changed, done.problems) == (3, 0, ())
    memory, problems = read_catalog(tmp_path / "c.csv", {}, Workspace(tmp_path.resolve()))
    assert problems == ()
    same_face: Catalog = database(tmp_path)
    assert list(same_face) == list(memory) and len(same_face) == 3
    found = same_face.get("rec-1")
    assert found == memory.get("rec-1") and found is not None
    assert (found.location, found.mark) == (str((tmp_path / "a.mp4").resolve()), Mark(str(tmp_path / "c.csv"), 2, 1))
    assert (found.artists, found.resources, found.duration) == (
        ("Ñandú", "B. C."),
        ("rec-2", "rec-3"),
        Fraction(181, 2),
    )
    assert (found.theme, found.offered, found.recommended, found.votes) == ("The Dark", "2015-06-05", 12, 15)
    assert (found.release, found.agreement, found.expires, found.withdrawn) == ("released", "A-7", "2030-01-01", "")
    other = same_face.get("rec-2")
    assert other is not None
    assert (other.offered, other.recommended, other.votes) == ("2015-06-04", 7, 0)
    assert (other.release, other.withdrawn, other.withdrawn_on) == ("pending", "asked back", "2015-07-01")
    hum = same_face.get("rec-3")
    assert hum is not None
    assert [(one.territories, one.minor, one.guardian) for one in (found, other, hum)] == [
        (("CA", "US"), "yes", "released"), (("worldwide",), "no", ""), ((), "", "pending"),
    ]  # fmt: skip
    assert same_face.get("rec-9") is None
    assert same_face.known(["rec-1", "rec-9", "\ud800"]) == {"rec-1"}
    assert same_face.suggest("REC-1") == ("rec-1",)
    assert [each.id for each in same_face.search("nandu star*")] == ["rec-1"]


def test_rows_are_replaced_by_id_and_their_words_with_them(tmp_path: Path) -> None:
    take(tmp_path, HEADER + "a,video,Morning,A,x,\nb,video,Noon,B,x,\n")
    done = take(tmp_path, HEADER + "b,video,Evening,B,x,\nc,video,Night,C,x,\n")
    assert (done.new, done.changed) == (1, 1)
    catalog = database(tmp_path)
    assert [(each.id, each.title) for each in catalog] == [("a", "Morning"), ("b", "Evening"), ("c", "Night")]
    assert [each.id for each in catalog.search("evening")] == ["b"]
    assert catalog.search("noon") == ()
    writable(tmp_path / "c.db").execute("INSERT INTO words (words) VALUES ('integrity-check')")


def test_bad_rows_stay_out_and_are_told_with_line_and_column(tmp_path: Path) -> None:
    rows = "a,video,A,,,\nb,sculpture,B,,,\n,video,,,,\na,video,again,,,\nd,video,D,,,,,extra\ne,video,E,,,\n"
    done = take(tmp_path, HEADER + rows)
    assert ids(tmp_path) == ["a", "e"]
    assert said(done) == [("HR202", 3), ("HR202", 4), ("HR202", 6), ("HR204", 5)]
    assert all(problem.mark.file == str(tmp_path / "c.csv") for problem in done.problems)
    assert "line 2" in done.problems[-1].message
    text = "- id: a\n  kind: text\n  offered: soon\n- id: b\n  kind: text\n  expires:   never\n"
    done = take(tmp_path, text, "c.yaml")
    assert [(one.mark.line, one.mark.column, one.severity) for one in done.problems] == [
        (3, 12, "warning"),
        (6, 14, "error"),
    ]


@pytest.mark.parametrize(
    "bad",
    [
        b"b\x00,video,,,,", b"b,video,\xff,,,", b"b,video," + b"x" * 200_000 + b",,,",
        b"b,video," + b"x" * 2_000_000 + b",,,", b'b,video,"open', b"b,video,a\rb,,,",
    ],
)  # fmt: skip
def test_hostile_bytes_of_csv(bad: bytes, tmp_path: Path) -> None:
    done = take(tmp_path, HEADER.encode() + b"a,video,A,,,\nc,video,C,,,\n" + bad + b"\n")
    assert ids(tmp_path)[:2] == ["a", "c"]
    assert done.problems or "b" in ids(tmp_path)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('{"id": "b\\u0000", "kind": "text"}', "NUL"), ('{"id": "b", "kind": "text", "x": ["\\ud800"]}', "half"),
        ("[1]", "object"), ("{", "JSON"), ("[" * 100_000, "JSON"),
        (json.dumps({"id": "b", "kind": "text", "title": "x" * 200_000}), "longer"),
        (json.dumps({"id": "b", "kind": "text", "theirs": "x" * 200_000}), "longer"),
    ],
)  # fmt: skip
def test_hostile_json(line: str, word: str, tmp_path: Path) -> None:
    lines = ['{"id": "a", "kind": "text"}', line, '{"id": "c", "kind": "text"}']
    done = take(tmp_path, "\n".join(lines), "c.jsonl")
    assert ids(tmp_path) == ["a", "c"]
    assert said(done) == [("HR202", 2)] and word in done.problems[0].message


def test_names_that_want_to_be_sql(tmp_path: Path) -> None:
    evil = "'); DROP TABLE contribution; --"
    for name in (evil, 'x" OR 1=1', "%_\\", "a\u202eb", "\u200fab", "\x1b[31m"):
        take(tmp_path, json.dumps({"id": name, "kind": "text", "title": name, "artists": [name]}), "c.jsonl")
        found = database(tmp_path).get(name)
        assert found is not None and found.title == name and found.artists == (name,)
        assert name in [each.id for each in database(tmp_path).search(name)] or not any(map(str.isalnum, name))


def test_a_json_document(tmp_path: Path) -> None:
    text = '{"made": 1, "contributions": [\n {"id": "a", "kind": "text"},\n\n {"id": "b"},\n {"id":"c","kind":"text"}]}'
    done = take(tmp_path, text, "c.json")
    assert ids(tmp_path) == ["a", "c"] and said(done) == [("HR202", 4)]
    for text in ("", "{}", '{"contributions": 1}', "[1", '[{"id": "z", "kind": "text"} {}]', "\xff", "[" * 99_999):
        done = take(tmp_path, text.encode("latin-1"), "d.json")
        assert done.problems[-1].rule == "HR201", text[:40]


def test_a_mapping_and_columns_that_nobody_knows(tmp_path: Path) -> None:
    text = "Name,type,Wer,camera,title\nA,film,Eva,Bolex,other\n"
    done = take(tmp_path, text, columns={"id": "Name", "artists": "Wer"})
    assert done.new == 1
    row = writable(tmp_path / "c.db").execute("SELECT extra FROM contribution").fetchone()
    assert json.loads(row[0]) == {"camera": "Bolex"}
    take(tmp_path, '{"id": "b", "kind": "text", "type": "x", "n": 5, "deep": {"a": [true]}, "no": null}', "c.jsonl")
    rows = writable(tmp_path / "c.db").execute("SELECT extra FROM contribution WHERE id = 'b'").fetchone()
    assert json.loads(rows[0]) == {"their type": "x", "n": 5, "deep": {"a": [True]}}


def test_circles_are_refused_with_their_path(tmp_path: Path) -> None:
    header = "id,kind,resources\n"
    done = take(tmp_path, header + "a,text,b\nb,text,c\nc,text,a\nd,text,a\ne,text,e\n")
    assert ids(tmp_path) == ["a", "b", "d"]
    told = {problem.mark.line: problem.message for problem in done.problems if problem.rule == "HR402"}
    assert "c → a → b → c" in told[4] and "e → e" in told[6]
    done = take(tmp_path, header + "c,text,\nb,text,c\n")
    assert ids(tmp_path) == ["a", "b", "d", "c"] and not done.problems
    done = take(tmp_path, header + "c,text,d\na,text,b\n")
    assert [problem.rule for problem in done.problems if problem.severity == "error"] == ["HR402"]
    rows = [(each.id, each.resources) for each in database(tmp_path)]
    edges = {name: set(below) for name, below in rows}
    for name in edges:
        reached, ahead = set(), list(edges[name])
        while ahead:
            at = ahead.pop()
            assert at != name
            ahead += [] if at in reached else edges.get(at, ())
            reached.add(at)


def test_resources_that_are_unknown_are_told(tmp_path: Path) -> None:
    done = take(tmp_path, "id,kind,resources\na,text,gone; b\nb,text,\n")
    assert [(one.rule, one.severity, one.mark.line) for one in done.problems] == [("HR401", "warning", 2)]
    assert "'gone'" in done.problems[0].message and ids(tmp_path) == ["a", "b"]


def test_files_are_found_from_where_they_were_imported(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "a.wav").write_bytes(b"x")
    (tmp_path / "far" / "c.csv").write_text(HEADER + "a,music,A,A,x,a.wav\nb,music,B,B,x,https://example.org/b\n")
    import_file(tmp_path / "far" / "c.csv", {}, tmp_path / "near" / "c.db", "2015-06-06")
    catalog = DatabaseCatalog(tmp_path / "near" / "c.db", Workspace(tmp_path.resolve()))
    found, web = catalog.get("a"), catalog.get("b")
    assert found is not None and found.location == str((tmp_path / "far" / "a.wav").resolve())
    assert web is not None and web.location == "https://example.org/b"
    os.rename(tmp_path, moved := tmp_path.with_name(tmp_path.name + "-moved"))
    found = DatabaseCatalog(moved / "near" / "c.db", Workspace(moved.resolve())).get("a")
    assert found is not None and found.location == str((moved / "far" / "a.wav").resolve())


def test_a_manifest_names_it_beside_others(tmp_path: Path) -> None:
    take(tmp_path, HEADER + "a,video,first,,x,\n")
    (tmp_path / "b.csv").write_text(HEADER + "a,video,second,,x,\nb,video,B,,x,\n")
    references = [CatalogReference(name, mark=Mark("e.yaml", 3)) for name in ("c.db", "b.csv", "gone.db")]
    (tmp_path / "gone.db").write_bytes(b"no database at all, but long enough to be one" * 50)
    both, problems = read_catalogs(references, tmp_path, Workspace(tmp_path.resolve()))
    first = both.get("a")
    assert first is not None and first.title == "first" and both.get("b") is not None
    assert [(one.rule, one.severity) for one in problems] == [("HR204", "warning"), ("HR201", "error")]


def test_files_that_are_no_catalog_of_ours(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE t (x)").connection.commit()
    (tmp_path / "text.db").write_text("hello" * 1000)
    take(tmp_path, HEADER)
    newer = writable(tmp_path / "c.db")
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    workspace = Workspace(tmp_path)
    for name, word in (
        ("other.db", "no catalog of hitrec"),
        ("text.db", "no catalog"),
        ("c.db", "newer"),
        ("x", "not"),
    ):
        with pytest.raises(ManifestError, match=word):
            DatabaseCatalog(tmp_path / name, workspace)
        if name != "x":
            with pytest.raises(ManifestError, match=word):
                import_file(tmp_path / "c.csv", {}, tmp_path / name, "")


@pytest.mark.parametrize("change", ["duration = 'x'", "artists = '{'", "artists = 'null'", "duration = '1/0'"])
def test_rows_that_somebody_else_wrote(change: str, tmp_path: Path) -> None:
    take(tmp_path, HEADER + "a,video,A,A,x,\n")
    writable(tmp_path / "c.db").execute(f"UPDATE contribution SET {change}")
    with pytest.raises(ManifestError, match="damaged"):
        database(tmp_path).get("a")


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_an_older_version_is_brought_up(version: int, tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "c.db")
    for script in MIGRATIONS[:version]:
        db.executescript(script)
    db.execute("INSERT INTO origin VALUES (1, 'old.csv', '.', '2015-06-05')")
    names = [row[1] for row in db.execute("PRAGMA table_info(contribution)")]
    known = {"number": 1, "id": "a", "kind": "video", "title": "A", "artists": '["Ada"]', "recommended": 0, "votes": 0}
    known |= {"origin": 1, "line": 2}
    row = [known.get(name, "") for name in names]
    db.execute(f"INSERT INTO contribution VALUES ({', '.join('?' * len(row))})", row)
    db.execute("INSERT INTO words (words) VALUES ('rebuild')")
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {version}")
    db.commit()
    db.close()
    (a,) = database(tmp_path)
    assert (a.id, a.artists, a.territories, a.minor, a.guardian) == ("a", ("Ada",), (), "", "")
    assert sqlite3.connect(tmp_path / "c.db").execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
    done = take(tmp_path, "id,kind,title,territories\na,video,B,DE\nb,video,C,\n")
    assert (done.new, done.changed, done.problems) == (1, 1, ())
    assert [(one.title, one.territories) for one in database(tmp_path)] == [("B", ("DE",)), ("C", ())]
    assert [one.id for one in database(tmp_path).search("b")] == ["b", "a"]


def test_where_nothing_may_be_written(tmp_path: Path) -> None:
    take(tmp_path, HEADER + "a,video,A,A,x,\n")
    (tmp_path / "c.db").chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        assert ids(tmp_path) == ["a"]
        if os.geteuid():
            with pytest.raises(UsageError):
                import_file(tmp_path / "c.csv", {}, tmp_path / "c.db", "")
    finally:
        tmp_path.chmod(0o755)


SLOW = """
import sys, time
from pathlib import Path
from hitrec_cli.library import catalog_import
rows = catalog_import.read_rows
def slowly(*given):
    for number, row in enumerate(rows(*given)):
        if number == 4500:
            print("half", flush=True)
            time.sleep(float(sys.argv[3]))
        yield row
catalog_import.read_rows = slowly
catalog_import.import_file(Path(sys.argv[1]), {}, Path(sys.argv[2]), "")
"""


def slow_import(path: Path, database: Path, pause: float) -> subprocess.Popen[str]:
    """Another process in the middle of an import."""
    child = subprocess.Popen(
        [sys.executable, "-c", SLOW, path, database, str(pause)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None and child.stdout.readline() == "half\n"
    return child


def many(count: int, title: str) -> str:
    return HEADER + "".join(f"r{n},video,{title},A,x,\n" for n in range(count))


def test_a_killed_import_leaves_what_was_there(tmp_path: Path) -> None:
    take(tmp_path, many(5, "old"))
    (tmp_path / "new.csv").write_text(many(6000, "new"))
    child = slow_import(tmp_path / "new.csv", tmp_path / "c.db", 60)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()  # type: ignore[union-attr]
    catalog = database(tmp_path)
    assert {each.title for each in catalog} == {"old"} and len(catalog) == 5
    assert len(catalog.search("old")) == 5 and not catalog.search("new")
    done = take(tmp_path, many(6000, "new"))
    assert (done.new, done.changed) == (5995, 5)


def test_two_imports_at_once(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text(many(6000, "one"))
    take(tmp_path, HEADER)
    child = slow_import(tmp_path / "one.csv", tmp_path / "c.db", 1.0)
    began = time.monotonic()
    assert len(database(tmp_path)) == 0  # readers do not wait
    assert time.monotonic() - began < 0.9
    done = take(tmp_path, HEADER + "r1,video,two,A,x,\nz,video,two,A,x,\n", "two.csv")
    assert child.wait() == 0
    child.stdout.close()  # type: ignore[union-attr]
    assert (done.new, done.changed, len(database(tmp_path))) == (1, 1, 6001)


def test_the_catalog_of_a_workspace(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    assert catalog_file(workspace) == tmp_path / "assets" / "catalog.db"
    (tmp_path / "hitrec.toml").write_text('catalog = "all.db"\n')
    assert catalog_file(workspace) == tmp_path / "all.db"
    (tmp_path / "hitrec.toml").write_text("catalog = 3\n")
    with pytest.raises(ManifestError, match="catalog"):
        catalog_file(workspace)


def test_dates_recommendations_and_releases_that_make_no_sense(tmp_path: Path) -> None:
    header = "id,kind,offered,recommendations,release\n"
    done = take(tmp_path, header + "a,text,yesterday,many,perhaps\nb,text,2015-02-30,9/3,signed\n")
    assert [one.severity for one in done.problems] == ["warning"] * 5
    a, b = database(tmp_path)
    assert (a.offered, a.recommended, a.release) == ("", 0, "pending")
    assert (b.offered, b.recommended, b.votes, b.release) == ("", 0, 0, "released")
    assert replace(a, title="x") != a


def test_territories_and_ages_that_make_no_sense(tmp_path: Path) -> None:
    """What nobody understands is never taken for leave."""
    header = "id,kind,territories,minor,guardian\n"
    rows = "a,text,Europe,,\nb,text,UK/ie,perhaps,her mother\nc,text,USA,no,\nd,text,us ca,N,\n"
    done = take(tmp_path, header + rows)
    assert [(one.rule, one.severity, one.mark.line) for one in done.problems] == [
        ("HR202", "error", 2), ("HR205", "warning", 3), ("HR205", "warning", 3), ("HR202", "error", 4),
    ]  # fmt: skip
    assert done.problems[3].hint == "did you mean 'US'?"
    b, d = database(tmp_path)
    assert (b.id, b.territories, b.minor, b.guardian) == ("b", ("GB", "IE"), "yes", "pending")
    assert (d.id, d.territories, d.minor, d.guardian) == ("d", ("CA", "US"), "no", "")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("c.json", '[{"id": "a", "kind": "text", "territories": ["US", "CA"], "minor": true, "guardian": "released"}]'),
        ("c.yaml", "- {id: a, kind: text, territories: [US, CA], minor: yes, guardian: released}\n"),
        ("c.yaml", "- {id: a, kind: text, territory: us ca, minor: Y, guardian: signed}\n"),
        ("c.csv", "id;kind;territories;minor;guardian\na;text;US/CA;x;true\n"),
    ],
)
def test_territories_and_ages_of_any_file(name: str, text: str, tmp_path: Path) -> None:
    take(tmp_path, text, name)
    (a,) = database(tmp_path)
    assert (a.territories, a.minor, a.guardian) == (("CA", "US"), "yes", "released")
