"""Pull: every pick gets a state and, where it is not ok, a reason with a remedy."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest

from hitrec_cli.base.errors import RenderError
from hitrec_cli.library import metadata
from hitrec_cli.library.pull import pull
from hitrec_cli.library.sources.drift import Drift
from hitrec_cli.library.sources.rules import Rules
from hitrec_cli.library.store import Store
from hitrec_cli.library.workspace import Workspace
from hitrec_cli.model.contribution import Contribution, ContributionKind
from tests.library.serving import Request, serve, slowly
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


def test_what_is_locked_stays_and_drift_is_told_field_by_field(workspace: Workspace, store: Store) -> None:
    picks = [pick(workspace, "a.txt"), pick(workspace, "b.txt", b"more")]
    first = pull("e", picks, store, workspace)
    pick(workspace, "a.txt", "andere Wörter".encode("latin-1"))
    told: list[Drift] = []
    assert pull("e", picks, store, workspace, previous=first, drifted=told.append) == first
    (drift,) = told
    assert (drift.pick, drift.kept) == ("a.txt", True)
    assert [change[0] for change in drift.changes] == ["digest", "size", "encoding"]
    assert drift.changes[1:] == (("size", "5 bytes", "13 bytes"), ("encoding", "utf-8", "latin-1"))
    assert str(drift).endswith("; the locked bytes are used; take the new ones with hitrec pull --update a.txt")
    said: list[str] = []
    assert (
        pull("e", picks, store, workspace, previous=first, update=lambda name: name == "b.txt", note=said.append)
        == first
    )
    assert any("a.txt has changed since it was locked" in line for line in said)
    second = pull(
        "e", picks, store, workspace, previous=first, update=lambda name: name == "a.txt", drifted=told.append
    )
    assert (second.picks["a.txt"].size, second.picks["b.txt"]) == (13, first.picks["b.txt"])


def test_other_bytes_are_kept_out_where_the_locked_are_not_to_be_had(workspace: Workspace, store: Store) -> None:
    picks = [pick(workspace, "a.txt")]
    first = pull("e", picks, store, workspace)
    pick(workspace, "a.txt", b"others")
    empty = Store(store.home.with_name("empty"))
    told: list[Drift] = []
    second = pull("e", picks, empty, workspace, previous=first, drifted=told.append)
    locked = second.picks["a.txt"]
    assert (locked.state, locked.digest) == ("missing", first.picks["a.txt"].digest)
    assert locked.reason.startswith("it has changed since it was locked; put the former back, or take the new ones")
    assert not told[0].kept
    pick(workspace, "a.txt")  # the former is back
    assert pull("e", picks, empty, workspace, previous=second) == first


def test_what_was_broken_is_not_held_to_its_bytes(workspace: Workspace, store: Store) -> None:
    picks = [pick(workspace, "a.txt", b"<html>")]
    first = pull("e", picks, store, workspace)
    assert first.picks["a.txt"].state == "broken"
    pick(workspace, "a.txt", b"words")
    assert pull("e", picks, store, workspace, previous=first).picks["a.txt"].state == "ok"


def test_a_damaged_object_is_brought_in_again(workspace: Workspace, store: Store) -> None:
    picks = [pick(workspace, "a.txt")]
    lock = pull("e", picks, store, workspace)
    path = store.path(lock.picks["a.txt"].digest)
    path.chmod(0o644)
    path.write_bytes(b"w0rds")
    assert pull("e", picks, store, workspace, previous=lock) == lock
    assert path.read_bytes() == b"words"
    path.chmod(0o644)
    path.write_bytes(b"w0rds")
    (workspace.root / "a.txt").unlink()
    assert pull("e", picks, store, workspace, previous=lock).picks["a.txt"].state == "missing"
    assert path.read_bytes() == b"w0rds"  # cache verify tells of it


def test_a_full_disk_ends_the_whole_pull(workspace: Workspace, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    picks = [pick(workspace, f"{number}.txt", b"words %d" % number) for number in range(9)]
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RenderError, match=r"no room in the store for .*: No space left on device; free space"):
        pull("e", picks, store, workspace)
    monkeypatch.undo()
    assert all(each.state == "ok" for each in pull("e", picks, store, workspace).picks.values())


def test_several_addresses_of_one_host_come_two_at_once_and_are_watched(tmp_path: Path, store: Store) -> None:
    with serve() as server:
        urls = [server.route(f"/{number}", lambda request: slowly_text(request)) for number in range(6)]
        show = Workspace(tmp_path, rules=Rules(frozenset({("http", "127.0.0.1", server.port)}), pause=0.01))
        picks = [Contribution(f"p{at}", "text", "T", ("A",), "CC0-1.0", location=url) for at, url in enumerate(urls)]
        watch = Watched()
        lock = pull("e", picks, store, show, watch=watch)
        assert server.most == 2
    assert all(each.state == "ok" for each in lock.picks.values())
    assert sorted(watch.planned_) == sorted(watch.done) == [f"p{at}" for at in range(6)]
    assert watch.bytes == {f"p{at}": (30_000, 30_000) for at in range(6)}


class Watched:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.planned_: list[str] = []
        self.done: list[str] = []
        self.bytes: dict[str, tuple[int, int]] = {}

    def planned(self, picks: Collection[str]) -> None:
        self.planned_ += picks

    def moved(self, pick: str, done: int, total: int) -> None:
        self.bytes[pick] = (done, total)

    def ended(self, pick: str, reason: str) -> None:
        assert not reason
        self.done.append(pick)


def slowly_text(request: Request) -> None:
    request.head("200 OK", Content_Length=30_000)
    slowly(request, request.path[1:].encode() * 30_000, 0.01, 5_000)


HEAVY = ("av", "numpy", "yaml", "subprocess", "imageio_ffmpeg", "httpx", "ssl", "obstore", "tarfile")


def test_a_warm_pull_imports_nothing_heavy() -> None:
    code = (
        "import sys; import hitrec_cli.library.pull, hitrec_cli.library.lockfile, hitrec_cli.library.catalog_read;"
        f"print(*[name for name in {HEAVY} if name in sys.modules])"
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
