"""`hitrec rundown` from manifest, catalog and lock alone: no ffmpeg, no media, and whatever else is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from hitrec_cli.base.errors import ManifestError, UsageError
from hitrec_cli.library.lockfile import write_lock
from hitrec_cli.model.lock import Lock, LockedPick
from hitrec_cli.pipeline.options import Options
from hitrec_cli.pipeline.rundown import Listing, rundown
from tests.account.test_rundown import FILM, segments_of_data

CATALOG = """\
id,kind,title,artists,license,file,duration
film,video,Film,Ada Example,CC0-1.0,film.mp4,3.5
unfree,video,Unfree,Bo Example,CC-BY-NC-4.0,unfree.mp4,2
"""
MANIFEST = """\
hitrec: 1
id: e
format: {width: 320, height: 180, rate: 25}
catalog: [../catalog.csv]
deliver: [web]
segments:
  - {kind: titles, id: one, picture: [{color: navy, for: 1s}]}
  - {kind: host, id: two, picture: [{clip: film}]}
  - {kind: break, id: pause, for: 2s, only: [broadcast]}
  - {kind: credits, id: names, for: 4s}
"""


@pytest.fixture
def manifest(tmp_path: Path, hitrec_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HITREC_FFMPEG", "/nowhere/ffmpeg")
    (tmp_path / "hitrec.toml").touch()
    (tmp_path / "catalog.csv").write_text(CATALOG)
    path = tmp_path / "episodes" / "e.yaml"
    path.parent.mkdir()
    path.write_text(MANIFEST)
    return path


def listed(manifest: Path, version: str | None = None) -> Listing:
    return rundown(manifest, Options(), version=version)


def lengths(listing: Listing) -> list[tuple[object, object, object]]:
    return [(row["id"], row["frames"], row["length"]) for row in segments_of_data(listing.answer.data)]


def test_without_and_with_a_lock(manifest: Path) -> None:
    before = listed(manifest)
    assert lengths(before) == [("one", 25, "exact"), ("two", 88, "catalog"), ("names", 100, "exact")]
    assert (before.errors, before.draft, before.answer.data["pulled"]) == ((), False, False)
    write_lock(Lock("e", {"film": LockedPick("film", "ok", "f" * 64, 1, facts=FILM)}), manifest.parent / "e.lock.toml")
    after = listed(manifest)
    assert lengths(after)[1] == ("two", 100, "exact")
    assert after.answer.data["pulled"] is True and after.answer.data["missing"] == 0
    assert sorted(path.name for path in manifest.parent.iterdir()) == ["e.lock.toml", "e.yaml"]


def test_versions(manifest: Path) -> None:
    assert [row[0] for row in lengths(listed(manifest, "broadcast"))] == ["one", "two", "pause", "names"]
    assert listed(manifest).answer.data["version"] == "online"
    with pytest.raises(UsageError, match="has no version 'onlin'; it has broadcast, online"):
        listed(manifest, "onlin")


def test_in_spite_of_mistakes(manifest: Path) -> None:
    """A key that nobody knows, a pick that nobody has, rights that forbid, a lock in pieces."""
    text = MANIFEST.replace("id: one,", "id: one, colour: red,").replace("{clip: film}", "{clip: film}, {clip: nobody}")
    manifest.write_text(text + "  - {kind: host, id: three, picture: [{clip: unfree, for: 1s}]}\n")
    (manifest.parent / "e.lock.toml").write_text("[")
    listing = listed(manifest, "broadcast")
    assert lengths(listing) == [
        ("one", 25, "faulty"), ("two", 213, "guess"), ("pause", 50, "exact"), ("names", 100, "exact"),
        ("three", 25, "exact"),
    ]  # fmt: skip
    assert listing.draft and sorted(problem.rule for problem in listing.errors) == ["HR100", "HR110", "HR414"]
    assert segments_of_data(listing.answer.data)[1]["missing"] == [
        {"pick": "film", "title": "Film", "state": "unpulled", "reason": ""},
        {"pick": "nobody", "title": "", "state": "unknown", "reason": ""},
    ]


def test_rights_change_no_length(manifest: Path) -> None:
    manifest.write_text(MANIFEST.replace("{clip: film}", "{clip: unfree}"))
    listing = listed(manifest, "broadcast")
    assert [problem.rule for problem in listing.errors] == ["HR414"] and not listing.draft


def test_no_episode_at_all(manifest: Path) -> None:
    manifest.write_text("- nothing\n")
    with pytest.raises(ManifestError):
        listed(manifest)


def test_two_runs_say_the_same(manifest: Path) -> None:
    one, other = listed(manifest), listed(manifest)
    assert one.answer.data == other.answer.data and list(one.answer.lines) == list(other.answer.lines)
    assert one.csv == other.csv
