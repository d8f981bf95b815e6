"""`hitrec rights`: its three shapes, its exit codes, and that a preview goes on where a render does not."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from hitrec_cli.base.errors import MediaError, UsageError
from hitrec_cli.cli.app import app
from hitrec_cli.library.desk import open_desk
from hitrec_cli.library.lockfile import lock_text, read_lock
from hitrec_cli.library.profiles import built_in
from hitrec_cli.library.pull import pull
from hitrec_cli.library.sheet import Sheet, lay
from hitrec_cli.library.store import Store
from hitrec_cli.model.lock import Lock

CATALOG = """\
id,kind,title,artists,license,file,resources,release,expires,withdrawn,territories,minor,guardian
film,video,Film,Ada Example,CC0-1.0,film.mp4,,,,
unfree,video,Unfree,Bo Example,CC-BY-NC-4.0,unfree.mp4,,released,,
soon,video,Soon,Cy Example,CC-BY-4.0,soon.mp4,,,2015-06-10,
photo,still,Photo,Di Example,CC-BY-4.0,photo.png,,,,sold
pasted,video,Pasted,Ed Example,CC-BY-4.0,pasted.mp4,photo,,,
odd,video,Odd,Flo Example,LicenseRef-odd,odd.mp4,,,,
here,video,Here,Gus Example,CC-BY-4.0,here.mp4,,,,,us/ca
young,video,Young,Hal Example,CC-BY-4.0,young.mp4,,released,,,,yes,
"""
HEAD = """\
hitrec: 1
id: e
publish: {online: 2015-06-05, broadcast: 2015-06-12}
format: {width: 320, height: 180, rate: 25}
catalog: [../catalog.csv]
deliver: [web, preview]
segments:
"""
RIGHTS = ("state", "reason", "license", "release", "expires", "withdrawn", "territories")
FILM = "  - {{kind: host, id: {0}, picture: [{{clip: {0}, for: 1s}}]}}\n"


@pytest.fixture
def manifest(tmp_path: Path, hitrec_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HITREC_FFMPEG", "/nowhere/ffmpeg")
    (tmp_path / "hitrec.toml").touch()
    (tmp_path / "catalog.csv").write_text(CATALOG)
    path = tmp_path / "episodes" / "e.yaml"
    path.parent.mkdir()
    return path


def rights(manifest: Path, picks: str, *more: str, head: str = HEAD) -> Result:
    manifest.write_text(head + "".join(FILM.format(name) for name in picks.split()))
    return CliRunner().invoke(app(), ["rights", str(manifest), *more])


def states(done: Result) -> dict[str, dict[str, str]]:
    data: Any = json.loads(done.stdout)
    return {one["version"]: {work["id"]: work["state"] for work in one["works"]} for one in data["versions"]}


def test_each_version_that_is_delivered(manifest: Path) -> None:
    done = rights(manifest, "film unfree soon", "--json")
    assert done.exit_code == 4
    assert states(done) == {
        "online": {"film": "cleared", "unfree": "cleared", "soon": "check"},
        "broadcast": {"film": "cleared", "unfree": "not cleared", "soon": "not cleared"},
    }
    assert json.loads(done.stdout)["cleared"] is False


@pytest.mark.parametrize(
    ("use", "code", "version"),
    [("web", 0, "online"), ("online", 0, "online"), ("broadcast", 4, "broadcast"), ("preview", 4, "broadcast")],
)
def test_one_use(manifest: Path, use: str, code: int, version: str) -> None:
    done = rights(manifest, "film unfree", "--for", use, "--json")
    assert (done.exit_code, list(states(done))) == (code, [version])


def test_a_day_of_use(manifest: Path) -> None:
    for day, code in (("2015-06-10", 0), ("2015-06-11", 4)):
        done = rights(manifest, "soon", "--on", day, "--json")
        assert done.exit_code == code
        assert [one["day"] for one in json.loads(done.stdout)["versions"]] == [day, day]
    undated = HEAD.replace("publish: {online: 2015-06-05, broadcast: 2015-06-12}\n", "")
    assert rights(manifest, "soon", head=undated).exit_code == 4  # today is later


def test_where_a_version_is_shown(manifest: Path) -> None:
    head = HEAD.replace("format:", "territories: {broadcast: [US]}\nformat:")
    done = rights(manifest, "film here", "--json", head=head)
    assert states(done) == {
        "online": {"film": "cleared", "here": "not cleared"},  # what the internet has is everywhere
        "broadcast": {"film": "cleared", "here": "cleared"},
    }
    assert [one["shown_in"] for one in json.loads(done.stdout)["versions"]] == [["worldwide"], ["US"]]
    for places, code in (("US", 0), ("US,CA", 0), ("US MX", 4), ("worldwide", 4)):
        assert rights(manifest, "film here", "--for", "web", "--territory", places).exit_code == code
    assert rights(manifest, "here", "--for", "broadcast", "--territory", "MX", head=head).exit_code == 4


def test_nobody_under_age_without_a_guardian(manifest: Path) -> None:
    done = rights(manifest, "film young")
    assert done.exit_code == 4
    assert "! HR428: young has somebody under age in it or behind it, and no guardian's release is" in done.stdout


def test_what_it_was_made_from(manifest: Path) -> None:
    done = rights(manifest, "pasted", "--for", "web")
    assert done.exit_code == 4
    assert "! HR418: photo was withdrawn: sold (pasted was made from it); choose another" in done.stdout
    assert "1 work" not in done.stdout and "2 works: 2 not cleared" in done.stdout


def test_the_spreadsheet_has_all_versions(manifest: Path) -> None:
    done = rights(manifest, "film", "--csv")
    assert done.exit_code == 0
    found = list(csv.DictReader(io.StringIO(done.stdout_bytes.decode(), newline="")))
    assert [(row["version"], row["id"]) for row in found] == [("online", "film"), ("broadcast", "film")]


def test_what_a_comment_settles(manifest: Path) -> None:
    settled = f"# hitrec: ignore HR413 because our lawyer has read it\n{HEAD}"
    assert states(rights(manifest, "odd", "--json"))["online"] == {"odd": "check"}
    assert states(rights(manifest, "odd", "--json", head=settled))["online"] == {"odd": "cleared"}


def test_mistakes_may_hide_works(manifest: Path) -> None:
    done = rights(manifest, "film", head=HEAD.replace("format:", "fromat:"))
    assert done.exit_code == 3 and "2 works" not in done.stdout and "HR110" in done.stderr
    assert rights(manifest, "film nobody", "--for", "web").exit_code == 4


@pytest.mark.parametrize(
    "more", [["--csv", "--json"], ["--for", "cinema"], ["--on", "tomorrow"], ["--territory", "UK"]]
)
def test_what_cannot_be(manifest: Path, more: list[str]) -> None:
    assert isinstance(rights(manifest, "film", *more).exception, UsageError)


def laid(manifest: Path, hitrec_home: Path, profile: str, name: str, today: str = "", head: str = HEAD) -> Sheet:
    navy = "{kind: graphic, id: navy, picture: [{color: navy, for: 1s}], credits: [{contribution: X, role: R}]}"
    manifest.write_text(f"{head}  - {navy.replace('X', name)}\n")
    desk, one, store = open_desk(manifest, (), ()), built_in()[profile], Store(hitrec_home)
    return lay(desk, Lock("e"), one.version, store, placeholders=one.placeholders, profiles=(one,), today=today)


def test_the_day_of_a_version_without_a_date_is_handed_in(manifest: Path, hitrec_home: Path) -> None:
    undated = HEAD.replace("publish: {online: 2015-06-05, broadcast: 2015-06-12}\n", "")
    for today, rules in (("2015-06-10", []), ("2015-06-11", ["HR425"]), ("", ["HR425"])):
        sheet = laid(manifest, hitrec_home, "web", "soon", today, undated)
        assert [one.rule for one in sheet.problems if one.severity == "error"] == rules


def test_a_render_stops_and_a_preview_goes_on(manifest: Path, hitrec_home: Path) -> None:
    with pytest.raises(MediaError) as told:
        laid(manifest, hitrec_home, "web", "pasted").laid_out()
    assert ("HR418", "error") in {(one.rule, one.severity) for one in told.value.problems}
    preview = laid(manifest, hitrec_home, "preview", "pasted")
    assert preview.laid_out().frames == 25
    assert [one.severity for one in preview.problems if one.rule == "HR418"] == ["warning"]


def test_the_lock_keeps_the_rights_and_says_what_is_not_cleared(
    manifest: Path, hitrec_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether something has run out is not the lock's business: it would change from day to day."""
    monkeypatch.delenv("HITREC_FFMPEG")
    rows = ("fine,,,,,", "signed,released,paper 7,2015-06-10,,,us/ca", "waits,pending,,,,", "gone,,,,sold,2015-05-01")
    text = "id,kind,title,artists,license,file,release,agreement,expires,withdrawn,withdrawn_on,territories\n"
    text += "".join(f"{name},text,T,A,MIT,words.txt,{rest}\n" for name, rest in (row.split(",", 1) for row in rows))
    (manifest.parents[1] / "catalog.csv").write_text(text)
    (manifest.parents[1] / "words.txt").write_text("words\n")
    cards = "".join(f"{{text: {row.split(',')[0]}, for: 1s}}, " for row in rows)
    manifest.write_text(f"{HEAD}  - {{kind: story, id: s, picture: [{cards}]}}\n")
    desk, store = open_desk(manifest, (), ()), Store(hitrec_home)
    lock = pull("e", desk.picks(), store, desk.workspace)
    lines = {name: lock_text(Lock("e", {name: pick})).splitlines() for name, pick in lock.picks.items()}
    rights = {name: [line for line in each if line.split(" ")[0] in RIGHTS] for name, each in lines.items()}
    waits = "waits is not released: its release is pending; have it signed by A and say so in the catalog, or choose "
    waits += "another contribution"
    gone = "gone was withdrawn on 2015-05-01: sold; choose another contribution, or ask A whether it may stay"
    assert rights == {
        "fine": ['state = "ok"', 'license = "MIT"'],
        "signed": [
            'state = "ok"', 'license = "MIT"', 'release = "released"', 'expires = "2015-06-10"',
            'territories = "CA; US"',
        ],
        "waits": [
            'state = "uncleared"',
            f'reason = "{waits}"',
            'license = "MIT"', 'release = "pending"',
        ],
        "gone": [
            'state = "uncleared"',
            f'reason = "{gone}"',
            'license = "MIT"', 'withdrawn = "sold"',
        ],
    }  # fmt: skip
    desk.lock_file.write_text(lock_text(lock))
    assert read_lock(desk.lock_file) == lock == pull("e", desk.picks(), store, desk.workspace, previous=lock)
    sheet = lay(desk, lock, "online", store, placeholders=False)
    told = [one.rule for one in sheet.problems if one.severity == "error"]
    assert sorted(told) == ["HR418", "HR419", "HR427"]  # not HR301 beside them
