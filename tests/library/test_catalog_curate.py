"""The curator's side: the shortlist and its reasons, decisions, suggestions, what was withdrawn."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from hitrec_cli.base.errors import UsageError
from hitrec_cli.library.catalog_db import DatabaseCatalog
from hitrec_cli.library.catalog_decisions import decide, derived, give_back, picked, scalar, snippet, withdraw
from hitrec_cli.library.catalog_import import import_file
from hitrec_cli.library.catalog_shortlist import Position, chance, shortlist, wilson
from hitrec_cli.library.catalog_store import read_only
from hitrec_cli.library.catalog_themes import Cluster, themes
from hitrec_cli.library.workspace import Workspace
from tests.conftest import ROOT


def make(folder: Path, rows: list[dict[str, Any]]) -> Path:
    (folder / "c.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    import_file(folder / "c.jsonl", {}, folder / "c.db", "2015-06-06")
    return folder / "c.db"


def listed(file: Path, limit: int = 10, seed: str = "1", theme: str = "", kind: str = "") -> tuple[Position, ...]:
    db = read_only(file)
    positions = shortlist(db, theme=theme, kind=kind, limit=limit, seed=seed)
    db.close()
    return positions


def ids(positions: tuple[Position, ...]) -> list[str]:
    return [each.row["id"] for each in positions]


def piece(name: str, kind: str = "video", artist: str = "", **more: Any) -> dict[str, Any]:
    return {"id": name, "kind": kind, "artists": [artist or f"artist of {name}"], "offered": "2015-01-01", **more}


@pytest.mark.parametrize(
    ("recommended", "votes", "bound"),  # by Wilson (1927) with z = 1.96, computed by hand
    [(0, 0, 0.0), (0, 10, 0.0), (3, 3, 0.4385), (90, 100, 0.8256), (1, 0, 0.2065), (5, 3, 0.4385)],
)
def test_wilson(recommended: int, votes: int, bound: float) -> None:
    assert abs(wilson(recommended, votes) - bound) < 2e-4


def test_every_position_says_why(tmp_path: Path) -> None:
    old = [piece(f"old{n}", artist="Old Hand", offered="2010-01-01") for n in range(2)]
    rows = [
        *old, piece("loved", artist="Old Hand", recommendations="90/100"), piece("sure", recommendations="2/2"),
        piece("new", "music", "Newcomer", offered="2015-06-01"),
        piece("again", "music", "Newcomer", offered="2015-06-06"),
    ]  # fmt: skip
    reasons = {each.row["id"]: "; ".join(each.reasons) for each in listed(make(tmp_path, rows))}
    assert "recommended by 90 of 100 (surely 83%)" in reasons["loved"]
    assert "first work of Newcomer" in reasons["new"] and "among the newest" in reasons["new"]
    assert "first work" not in reasons["again"] and "1 more by the same artist above" in reasons["again"]
    assert "nobody has opened it yet" in reasons["old0"] and "nobody" not in reasons["loved"]
    assert "days before the newest" in reasons["sure"]


def test_one_artist_and_one_kind_do_not_fill_the_list(tmp_path: Path) -> None:
    rows = [piece(f"star{n}", artist="Star", recommendations=f"{95 - n}/100") for n in range(20)]
    rows += [piece(f"quiet{n}", ("music", "text", "still")[n % 3]) for n in range(6)]
    first = listed(make(tmp_path, rows), 8)
    assert ids(first)[0].startswith("star") and sum(name.startswith("star") for name in ids(first)) <= 3
    assert len({each.row["kind"] for each in first}) == 4


def test_the_seed_decides_and_nothing_else(tmp_path: Path) -> None:
    file = make(tmp_path, [piece(f"p{n}", ("music", "text")[n % 2]) for n in range(200)])
    assert ids(listed(file, seed="a")) == ids(listed(file, seed="a")) != ids(listed(file, seed="b"))
    again = tmp_path / "again"
    again.mkdir()
    shuffled = [piece(f"p{n}", ("music", "text")[n % 2]) for n in reversed(range(200))]
    assert ids(listed(make(again, shuffled), seed="a")) == ids(listed(file, seed="a"))
    numbers = [chance("s", str(n)) for n in range(2000)]
    assert 0.47 < sum(numbers) / 2000 < 0.53 and min(numbers) >= 0 and max(numbers) < 1
    code = f"from tests.library.test_catalog_curate import *; print(ids(listed(Path({str(file)!r}), seed='a')))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={"PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == str(ids(listed(file, seed="a")))


def test_decisions_are_kept_and_survive_an_import(tmp_path: Path) -> None:
    rows = [piece(name, kind) for name, kind in (("a", "video"), ("b", "still"), ("c", "music"), ("d e", "text"))]
    file = make(tmp_path, rows)
    decide(file, ["a", "b"], "maybe", "", "Ann", "2015-06-07")
    decide(file, ["a", "c", "d e"], "pick", "lovely", "Ann", "2015-06-08")
    decide(file, ["b"], "no", "too dark", "Bob", "2015-06-08")
    make(tmp_path, rows)
    with pytest.raises(UsageError, match="no 'z'"):
        decide(file, ["c", "z"], "no", "", "", "2015-06-09")
    assert [row["id"] for row in picked(file, "", "")] == ["a", "c", "d e"]
    assert {each.row["id"]: each.mark for each in listed(file)} == {"a": "pick", "c": "pick", "d e": "pick"}
    lines = "\n".join(snippet(picked(file, "", "")))
    assert yaml.safe_load(lines) == {
        "picture": [{"clip": "a"}, {"text": "d e", "for": "5s"}],
        "sound": [{"music": "c"}],
    }


@pytest.mark.parametrize(
    "name", ["a: b", "no", "- x", "#", "{}", 'q"', "\u202e\x7f\x1b", "012", "x\ny", "😀", "'", "%d"]
)
def test_ids_in_a_manifest_are_read_back(name: str) -> None:
    assert yaml.safe_load(f"- {{clip: {scalar(name)}}}") == [{"clip": name}]


def test_what_is_withdrawn_stays_so(tmp_path: Path) -> None:
    rows = [piece("a"), piece("b", resources=["a"]), piece("c", resources=["b"]), piece("d")]
    file = make(tmp_path, rows)
    assert withdraw(file, "a", "asked back", "2015-06-07") == {"b", "c"} == derived(file, "a")
    make(tmp_path, rows)
    found = DatabaseCatalog(file, Workspace(tmp_path)).get("a")
    assert found is not None and (found.withdrawn, found.withdrawn_on) == ("asked back", "2015-06-07")
    assert sorted(ids(listed(file))) == ["b", "c", "d"]
    give_back(file, "a")
    found = DatabaseCatalog(file, Workspace(tmp_path)).get("a")
    assert found is not None and found.withdrawn == found.withdrawn_on == ""
    with pytest.raises(UsageError):
        withdraw(file, "nobody", "x", "")


def clusters(file: Path, theme: str = "", limit: int = 10) -> tuple[Cluster, ...]:
    return themes(read_only(file), theme, limit)


def test_suggestions_are_clustered_by_words_and_counted_by_people(tmp_path: Path) -> None:
    said = [("The café at night", "A"), ("Nights in a CAFE", "B"), ("cafes", "C"), ("Trains", "D"), ("A train", "D"),
            ("train, train", "D"), ("trains again", "D"), ("something else", "E")]  # fmt: skip
    rows = [piece(f"t{n}", "text", artist, title=title) for n, (title, artist) in enumerate(said)]
    rows.append(piece("v", title="café café"))
    cafe, train = clusters(make(tmp_path, rows))
    assert (cafe.words[:2], cafe.texts, cafe.people) == (("café", "night"), 3, 3)
    assert (train.texts, train.people) == (4, 1)
    assert cafe.examples == (("t0", "The café at night"), ("t1", "Nights in a CAFE"), ("t2", "cafes"))
    assert clusters(tmp_path / "c.db", "no such theme") == ()
