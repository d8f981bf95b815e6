"""`hitrec catalog` as a user meets it: a workspace, its lists, its episodes and deliverables."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

LIST = """\
id,kind,title,artists,license,file,resources,theme,offered,duration,mood
words,text,Dear Night,Eve,CC0-1.0,words.txt,,Night,2015-05-01,,calm
song,music,Night Song,Ada,CC-BY-4.0,song.wav,words,Night,2015-06-01,12.5,
film,video,Night Film,Dot,CC-BY-4.0,film.mp4,,Night,2015-06-02,20,
other,video,Another,Dot,CC-BY-4.0,other.mp4,,Night,2015-06-03,30,
"""
EPISODE = """\
hitrec: 1
id: e
theme: Night
catalog: [../assets/catalog.db]
segments:
  - kind: short-film
    id: one
    picture:
      - {clip: film, for: 5s}
      - {clip: gone, for: 4s}
    sound: [{music: song}]
"""


@pytest.fixture
def show(tmp_path: Path) -> Path:
    root = tmp_path / "show"
    (root / "episodes").mkdir(parents=True)
    (root / "assets").mkdir()
    (root / "hitrec.toml").write_text("")
    (root / "list.csv").write_text(LIST)
    (root / "episodes" / "e.yaml").write_text(EPISODE)
    return root


def test_from_a_list_to_an_episode(show: Path, hitrec: Run) -> None:
    def ran(*args: str, code: int = 0) -> str:
        done = hitrec("catalog", *args, cwd=show)
        assert done.returncode == code, (args, done.stderr)
        return done.stdout

    assert ran("import", "list.csv") == "assets/catalog.db: 4 new, 0 known before\n"
    assert [line.split()[0] for line in ran("search", "night*", "--kind", "music").splitlines()] == ["song"]
    assert ran("search", "--unused").split()[0] == "other"
    assert "was made into:\n  song Night Song, by Ada\n" in ran("show", "words")
    assert json.loads(ran("stats", "--json"))["contributions"] == 4
    assert ran("export", "--format", "csv").splitlines()[0].endswith(",guardian,mood")
    assert ran("export", "--out", "lists/all.jsonl") == "lists/all.jsonl\n"
    assert len((show / "lists" / "all.jsonl").read_text().splitlines()) == 4
    assert "1. " in ran("shortlist", "--theme", "night", "--limit", "2", "--seed", "x")
    ran("shortlist", "film", "--mark", "pick", "--note", "yes!", "--by", "Ann", "--on", "2015-06-06")
    assert ran("shortlist", "--snippet") == "picture:\n  - {clip: film}  # Night Film, by Dot, CC-BY-4.0\n"
    assert "decided: pick by Ann on 2015-06-06: yes!" in ran("show", "film")
    need = ran("requests", "episodes/e.yaml").splitlines()[0]
    assert need == "one needs video or animation of 4 s (gone: not in the catalog); 1 in the catalog would fit: other"
    (show / "out" / "e").mkdir(parents=True)
    (show / "out" / "e" / "e.web.mp4").write_bytes(b"")
    (show / "out" / "e" / "e.web.report.json").write_text(json.dumps({"picks": [{"id": "song"}]}))
    (show / "episodes" / "broken.yaml").write_text("hitrec: 1\nid: x\nsegments: [\n")
    assert "1 contributions were made from it" in ran("withdraw", "words", "--reason", "asked back")
    told = json.loads(ran("affected", "words", "--json"))
    assert told["made_from_it"] == ["song"]
    assert [(one["manifest"], one["through"], bool(one["unread"])) for one in told["episodes"]] == [
        ("episodes/broken.yaml", [], True), ("episodes/e.yaml", ["song"], False),
    ]  # fmt: skip
    assert told["deliverables"][0]["files"] == [str(show / "out" / "e" / "e.web.mp4")]
    assert "withdrawn: asked back" in ran("show", "words")
    assert "no two" in ran("themes")


def test_a_manifest_reads_the_database(show: Path, hitrec: Run) -> None:
    hitrec("catalog", "import", "list.csv", cwd=show)
    done = hitrec("validate", "episodes/e.yaml", "--format", "json", cwd=show)
    told = [one["message"] for one in json.loads(done.stdout)["problems"] if one["rule"] == "HR403"]
    assert len(told) == 1 and "'gone'" in told[0]


def test_bad_rows_are_told_and_the_rest_goes_in(show: Path, hitrec: Run) -> None:
    (show / "bad.csv").write_text(LIST + "x,mime,X,,,,,,,,\n")
    done = hitrec("catalog", "import", "bad.csv", cwd=show)
    assert done.returncode == 3 and "4 new, 0 known before, 1 left out" in done.stdout
    assert "bad.csv:6:1: error[HR202]: x: kind 'mime' is unknown" in done.stderr
    data = json.loads(hitrec("catalog", "import", "bad.csv", "--json", "-q", cwd=show).stdout)
    assert (data["new"], data["changed"], data["problems"][0]["line"]) == (0, 4, 6)


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["search", "x"], 3, "make it with hitrec catalog import"), (["import", "nothing.csv"], 3, "cannot be read"),
        (["import", "http://127.0.0.1:9/c.csv"], 4, "is not https"), (["import", "x.pdf"], 3, "no catalog"),
        (["import", "https://127.0.0.1/c.csv", "--largest", "big"], 2, "is a size"),
        (["import", "https://127.0.0.1/c.csv"], 4, "is no public address"),
        (["search", "x", "--kind", "mime"], 2, "there are video"), (["search", "--since", "soon"], 2, "no date"),
        (["search", "--min-duration", "long"], 2, "not a time"), (["withdraw", "words"], 2, "reason"),
        (["export", "--format", "xls"], 2, "there are csv"), (["shortlist", "a"], 2, "--mark"),
        (["shortlist", "a", "--mark", "best"], 2, "pick, maybe, no"), (["show", "nobody"], 2, "no 'nobody'"),
        (["withdraw", "nobody", "--reason", "x"], 2, "no 'nobody'"), (["affected", "nobody"], 2, "no 'nobody'"),
    ],
)  # fmt: skip
def test_what_cannot_be(args: list[str], code: int, says: str, show: Path, hitrec: Run) -> None:
    (show / "x.pdf").write_bytes(b"")
    if args != ["search", "x"]:
        hitrec("catalog", "import", "list.csv", cwd=show)
    done = hitrec("catalog", *args, cwd=show)
    assert (done.returncode, says in done.stderr) == (code, True), done.stderr
    assert len(done.stderr.splitlines()) <= 2


def test_no_terminal_obeys_a_title(show: Path, hitrec: Run) -> None:
    row = {
        "id": "\x1b]0;x\x07",
        "kind": "text",
        "title": "\u202eevil\x1b[2J\n\nnext",
        "artists": ["\x9b1m"],
        "k\x1b": "\r",
    }
    (show / "c.jsonl").write_text(json.dumps(row))
    hitrec("catalog", "import", "c.jsonl", cwd=show)
    for args in (["search", "evil"], ["show", row["id"]], ["stats"], ["shortlist"], ["themes"], ["affected", row["id"]],
                 ["shortlist", "--snippet"]):  # fmt: skip
        done = hitrec("catalog", *args, cwd=show)
        assert done.returncode == 0, done.stderr
        assert not {*done.stdout} & {*"\x1b\x07\x9b\r\u202e"}, args


def test_what_a_table_cannot_hold_is_said(show: Path, hitrec: Run) -> None:
    (show / "c.jsonl").write_text(json.dumps({"id": "a", "kind": "text", "artists": ["A; B"]}))
    hitrec("catalog", "import", "c.jsonl", cwd=show)
    done = hitrec("catalog", "export", cwd=show)
    assert done.stdout.splitlines()[1].startswith("a,text,a,A; B,") and "jsonl keeps it" in done.stderr
    assert hitrec("catalog", "export", "--format", "jsonl", cwd=show).stderr == ""


def test_the_catalog_named_by_the_settings(show: Path, hitrec: Run) -> None:
    (show / "hitrec.toml").write_text('catalog = "all.db"\n')
    assert hitrec("catalog", "import", "../list.csv", cwd=show / "episodes").returncode == 0
    assert (show / "all.db").is_file() and not (show / "assets" / "catalog.db").exists()
