"""Cleaning up: what a lock names or somebody used lately stays; never while another works with the store."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hitrec_cli.base.errors import ManifestError, RenderError, UsageError
from hitrec_cli.library import metadata, store_use
from hitrec_cli.library.lockfile import write_lock
from hitrec_cli.library.pull import pull
from hitrec_cli.library.store import Store
from hitrec_cli.library.store_gc import collect
from hitrec_cli.library.workspace import Workspace
from hitrec_cli.model.contribution import Contribution
from tests.conftest import ROOT

OLD = (1_000_000_000, 1_000_000_000)


@pytest.fixture
def show(tmp_path: Path) -> Workspace:
    (tmp_path / "show").mkdir()
    return Workspace((tmp_path / "show").resolve())


@pytest.fixture
def store(tmp_path: Path, show: Workspace) -> Store:
    """Two texts pulled, one of them locked; all of it long ago."""
    store = Store(tmp_path / "home")
    picks = []
    for name in ("kept", "left"):
        path = show.root / f"{name}.txt"
        path.write_text(name)
        os.utime(path, OLD)
        picks.append(Contribution(name, "text", name, ("A",), "CC0-1.0", location=str(path)))
    lock = pull("e", picks, store, show)
    write_lock(pull("e", picks[:1], store, show, previous=lock), show.root / "e.lock.toml")
    age(store)
    return store


def age(store: Store) -> None:
    for path in store.home.rglob("*"):
        if path.is_file() and "refs" not in path.parts:
            os.utime(path, OLD)


def part(store: Store, key: str, *, old: bool) -> list[Path]:
    """A result and its receipt."""
    folder = store.home / "parts" / key[:2]
    folder.mkdir(parents=True)
    paths = [folder / f"{key}.mp4", folder / f"{key}.receipt.json"]
    for path in paths:
        path.write_text("x" * 10)
        if old:
            os.utime(path, OLD)
    return paths


def test_what_is_locked_or_lately_used_stays(store: Store) -> None:
    stale, fresh = part(store, "aa11", old=True), part(store, "bb22", old=False)
    dry = collect(store, [], keep_days=30, dry=True)
    assert all(path.exists() for path in stale)
    freed = collect(store, [], keep_days=30)
    assert (freed.files, freed.bytes) == (dry.files, dry.bytes)
    assert freed.files == {"objects": 1, "meta": 1, "sources": 1, "results": 2}
    assert freed.bytes["objects"] == len("left") and freed.bytes["results"] == 20
    assert [path.read_bytes() for path in store.all()] == [b"kept"]
    assert not any(path.exists() for path in stale) and all(path.exists() for path in fresh)
    assert store.verify() == ()
    assert collect(store, [], keep_days=30).files == {}


def test_use_is_noted_by_a_pull(store: Store, show: Workspace) -> None:
    pull(
        "f",
        [Contribution("left", "text", "left", ("A",), "CC0-1.0", location=str(show.root / "left.txt"))],
        store,
        show,
    )
    assert "objects" not in collect(store, [], keep_days=30).files


def test_a_link_in_out_gives_nothing_back(store: Store, tmp_path: Path) -> None:
    film, _ = part(store, "aa11", old=True)
    os.link(film, tmp_path / "film.mp4")
    assert collect(store, [], keep_days=1).bytes["results"] == 10
    assert (tmp_path / "film.mp4").exists()


def test_a_show_that_was_not_pulled_for_can_be_named(store: Store, show: Workspace) -> None:
    for path in (store.home / "refs").iterdir():
        path.unlink()
    with pytest.raises(UsageError, match=r"no lock is known.*name the folders of your shows"):
        collect(store, [], keep_days=0)
    assert collect(store, [show.root], keep_days=0).files["objects"] == 1


def test_a_lock_that_cannot_be_read_stops_it(store: Store, show: Workspace) -> None:
    (show.root / "f.lock.toml").write_text("nonsense")
    with pytest.raises(ManifestError, match="cannot be read"):
        collect(store, [], keep_days=0)
    assert len(list(store.all())) == 2


def test_not_while_another_works_with_the_store(store: Store) -> None:
    opened = f"from hitrec_cli.library.store import Store; Store(Path({str(store.home)!r}))"
    code = f"import sys; from pathlib import Path; {opened}; print('in', flush=True); sys.stdin.read()"
    other = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)
    assert other.stdout is not None and other.stdin is not None
    with other:
        assert other.stdout.readline() == b"in\n"
        with pytest.raises(RenderError, match=r"another hitrec works with the store .*; try again"):
            collect(store, [], keep_days=0)
        other.kill()
    assert collect(store, [], keep_days=0).files["objects"] == 1


def test_threads_of_one_process_do_not_stand_in_its_own_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, meet = fcntl.flock, threading.Barrier(4)

    def slowly(handle: int, operation: int) -> None:
        if operation == fcntl.LOCK_SH:
            time.sleep(0.05)
        opened(handle, operation)

    def one(_: int) -> None:
        meet.wait()
        store_use.join(tmp_path)

    monkeypatch.setattr(fcntl, "flock", slowly)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(one, range(4)))
    with store_use.alone(tmp_path):
        pass


def test_not_while_a_render_runs(store: Store) -> None:
    from hitrec_cli.engine.scratch import scratch

    with scratch(store.home), pytest.raises(RenderError, match="a render works with the store"):
        collect(store, [], keep_days=0)


def test_metadata_without_their_bytes_go(store: Store) -> None:
    digest = "0" * 64
    metadata.note(store, digest, None, "broken; offer it again")
    os.utime(store.home / "meta" / f"{digest}.json", OLD)
    assert collect(store, [], keep_days=30).files["meta"] == 2


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    assert collect(Store(tmp_path / "none"), [], keep_days=0).files == {}
