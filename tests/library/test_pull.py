"""Pull: every pick gets a state and, where it is not ok, a reason with a remedy."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from hitrec_cli.library import metadata
from hitrec_cli.library.pull import pull
from hitrec_cli.library.store import Store
from hitrec_cli.library.workspace import Workspace
from hitrec_cli.model.contribution import Contribution, ContributionKind
from tests.media.making import X264, make, picture


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder = tmp_path / "show"
    folder.mkdir()
    return Workspace(folder.resolve())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home")


def pick(
    workspace: Workspace, name: str, data: bytes | None = b"words", kind: ContributionKind = "text"
) -> Contribution:
    path = workspace.root / name
    if data is not None:
        path.write_bytes(data)
        os.utime(path, (1_000_000_000, 1_000_000_000))
    return Contribution(name, kind, name, ("A",), "CC0-1.0", location=str(path))


def test_states_and_reasons(workspace: Workspace, store: Store, tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(b"x")
    picks = [
        pick(workspace, "fine.txt"),
        pick(workspace, "gone.txt", None),
        pick(workspace, "page.mp4", b"<html>", "video"),
        pick(workspace, "words.mp4", b"words", "video"),
        replace(pick(workspace, "free.txt"), license=""),
        replace(pick(workspace, "far.txt"), location="ftp://example.org/a.mp4"),
        replace(pick(workspace, "no.txt"), location=""),
        replace(pick(workspace, "out.txt"), location=str(tmp_path / "outside")),
    ]
    lock = pull("e", picks, store, workspace)
    assert {name: each.state for name, each in lock.picks.items()} == {
        "fine.txt": "ok", "gone.txt": "missing", "page.mp4": "broken", "words.mp4": "broken", "free.txt": "uncleared",
        "far.txt": "missing", "no.txt": "missing", "out.txt": "missing",
    }  # fmt: skip
    assert lock.picks["gone.txt"].reason == "gone.txt is not there; put it back, or correct its name"
    assert lock.picks["words.mp4"].reason == "the catalog calls it video, but it is text (text); correct its kind"
    assert "a web page" in lock.picks["page.mp4"].reason
    assert lock.picks["page.mp4"].facts is None
    assert "outside the workspace" in lock.picks["out.txt"].reason
    fine = lock.picks["fine.txt"]
    assert (fine.size, fine.license, fine.reason) == (5, "CC0-1.0", "")
    assert fine.facts is not None
    assert store.path(fine.digest).read_bytes() == b"words"
    assert list(lock.picks) == sorted(lock.picks)


def test_a_second_pull_reads_nothing_and_starts_nothing(
    workspace: Workspace, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    picks = [
        pick(workspace, "a.txt"),
        pick(workspace, "page.mp4", b"<html>", "video"),
        pick(workspace, "b.txt", b"more"),
    ]
    lock = pull("e", picks, store, workspace)
    said: list[str] = []
    monkeypatch.setattr("hitrec_cli.tools.probe.probe", lambda _: pytest.fail("something was probed"))
    monkeypatch.setattr("hitrec_cli.library.store.open_plain", lambda _: pytest.fail("something was read"))
    assert pull("e", picks, store, workspace, note=said.append) == lock
    assert said == []


def test_only_what_changed_is_brought_in(workspace: Workspace, store: Store) -> None:
    picks = [pick(workspace, "a.txt"), pick(workspace, "b.txt", b"more")]
    first = pull("e", picks, store, workspace)
    pick(workspace, "b.txt", b"other words")
    said: list[str] = []
    second = pull("e", picks, store, workspace, note=said.append)
    assert said == ["bringing in b.txt", "probed b.txt"]
    assert second.picks["a.txt"] == first.picks["a.txt"]
    assert second.picks["b.txt"].digest != first.picks["b.txt"].digest


def test_a_pick_whose_file_is_gone_is_ok_while_the_store_has_what_is_locked(workspace: Workspace, store: Store) -> None:
    picks = [pick(workspace, "a.txt")]
    lock = pull("e", picks, store, workspace)
    (workspace.root / "a.txt").unlink()
    assert pull("e", picks, store, workspace, previous=lock) == lock
    assert pull("e", picks, store, workspace).picks["a.txt"].state == "missing"
    assert (
        pull("e", picks, Store(store.home.with_name("other")), workspace, previous=lock).picks["a.txt"].state
        == "missing"
    )


def test_a_warm_pull_imports_nothing_heavy() -> None:
    code = (
        "import sys; import hitrec_cli.library.pull, hitrec_cli.library.lockfile, hitrec_cli.library.catalog_read;"
        "print(*[name for name in ('av', 'numpy', 'yaml', 'subprocess', 'imageio_ffmpeg') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert done.stdout.strip() == ""


@pytest.mark.media
def test_the_tables_of_a_film_are_kept_apart_from_its_facts(workspace: Workspace, store: Store) -> None:
    make(workspace.root / "a.mp4", *picture(seconds=1), *X264, "-g", "5")
    lock = pull("e", [pick(workspace, "a.mp4", None, "video")], store, workspace)
    film = lock.picks["a.mp4"]
    assert film.state == "ok", film.reason
    assert film.facts is not None
    assert film.facts.picture is not None
    keyframes, pts = metadata.tables(store, film.digest)
    assert len(pts) == film.facts.picture.frames == 25
    assert keyframes == pts[::5]
    first = (store.home / "meta" / f"{film.digest}.json").read_text().splitlines()[0]
    assert "keyframes" not in first
    known = metadata.judged(store, film.digest)
    assert known is not None
    assert known.facts == film.facts
    with pytest.raises(LookupError, match="run hitrec pull"):
        metadata.tables(store, "0" * 64)


@pytest.mark.media
@pytest.mark.shared
def test_all_shared_media(shared_media: Path, store: Store) -> None:
    from hitrec_cli.library.catalog_read import read_catalog

    place = Workspace(shared_media)
    catalog, _ = read_catalog(shared_media / "catalogue.csv", {}, place)
    lock = pull("e", list(catalog), store, place)
    assert {name for name, each in lock.picks.items() if each.state != "ok"} == {
        name for name in lock.picks if name.endswith(".svg")
    }
    assert store.verify() == ()
