"""The store: bytes come in once, stay what they are, and a source is read again only when it may have changed."""

from __future__ import annotations

import errno
import hashlib
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from hitrec_cli.base.errors import MediaError, RenderError
from hitrec_cli.library import store as module
from hitrec_cli.library.store import Store, default_home


def old(path: Path, data: bytes) -> Path:
    """A file whose last change lies well behind."""
    path.write_bytes(data)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    return path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home")


def test_bytes_come_in_under_their_digest_and_cannot_be_written(store: Store, tmp_path: Path) -> None:
    data = b"moving pictures" * 100_000
    stored = store.add(old(tmp_path / "a.mp4", data))
    path = store.path(stored.digest)
    assert stored.digest == hashlib.sha256(data).hexdigest()
    assert stored.size == len(data)
    assert path.relative_to(store.home).as_posix() == f"objects/sha256/{stored.digest[:2]}/{stored.digest[2:]}"
    assert path.read_bytes() == data
    assert path.stat().st_mode & 0o777 == 0o444
    assert path.stat().st_nlink == 1
    assert store.has(stored.digest)
    assert store.check(stored.digest)
    assert list((store.home / "tmp").iterdir()) == []


def test_an_unchanged_source_is_not_read_again(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = old(tmp_path / "a", b"one")
    stored = store.add(source)
    monkeypatch.setattr(module, "open_plain", lambda _: pytest.fail("the source was read"))
    assert Store(store.home).add(source) == stored


def test_a_source_is_read_again_when_its_time_or_size_or_inode_changes(store: Store, tmp_path: Path) -> None:
    source = old(tmp_path / "a", b"one")
    first = store.add(source)
    source.write_bytes(b"two")
    assert store.known(source) is None
    os.utime(source, (1_000_000_000, 1_000_000_000))
    other = old(tmp_path / "b", b"six")
    other.replace(source)  # same size, same time
    assert store.add(source).digest == hashlib.sha256(b"six").hexdigest() != first.digest


def test_a_source_that_was_just_written_is_not_trusted(store: Store, tmp_path: Path) -> None:
    source = tmp_path / "a"
    source.write_bytes(b"one")
    store.add(source)
    assert store.known(source) is None


def test_editing_the_source_in_place_leaves_the_object(store: Store, tmp_path: Path) -> None:
    source = old(tmp_path / "a", b"one")
    stored = store.add(source)
    with source.open("r+b") as file:
        file.write(b"ONE")
    assert store.check(stored.digest)


def test_a_damaged_object_is_found_and_made_whole_again(store: Store, tmp_path: Path) -> None:
    source = old(tmp_path / "a", b"one")
    digest = store.add(source).digest
    path = store.path(digest)
    path.chmod(0o644)
    path.write_bytes(b"0ne")
    assert not store.check(digest)
    (problem,) = store.verify()
    assert digest[:12] in problem.message
    assert "hitrec pull" in problem.hint
    store.add(source)
    assert store.check(digest)
    assert store.verify() == ()


def test_a_store_that_was_moved_reads_its_objects_once(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = old(tmp_path / "a", b"one")
    digest = store.add(source).digest
    path = store.path(digest)
    path.rename(path.with_name("aside"))
    path.write_bytes(path.with_name("aside").read_bytes())
    reads: list[str] = []
    check = Store.check

    def counted(self: Store, digest: str) -> bool:
        reads.append(digest)
        return check(self, digest)

    monkeypatch.setattr(Store, "check", counted)
    assert store.known(source) is not None
    assert store.known(source) is not None
    assert reads == [digest]


def test_the_same_bytes_from_two_sources_are_one_object(store: Store, tmp_path: Path) -> None:
    first, second = old(tmp_path / "a", b"one"), old(tmp_path / "b", b"one")
    store.add(first)
    store.add(second)
    assert store.known(first) == store.known(second) is not None
    assert store.du()["objects"] == 3


def test_a_source_that_changes_while_it_is_read_is_an_error(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = old(tmp_path / "a", b"one")
    copy = Store._copy

    def slow(self: Store, file: Any, aside: Path, moved: Any) -> Any:
        stored = copy(self, file, aside, moved)
        source.write_bytes(b"longer")
        return stored

    monkeypatch.setattr(Store, "_copy", slow)
    with pytest.raises(MediaError, match="changed while it was read"):
        store.add(source)
    assert not any(store.home.glob("objects/*/*/*"))


def test_a_pipe_or_a_folder_is_refused_without_waiting(store: Store, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(MediaError, match="no plain file"):
        store.add(tmp_path / "pipe")
    with pytest.raises(MediaError, match=r"no plain file|is a folder"):
        store.add(tmp_path)
    with pytest.raises(MediaError, match="is not there"):
        store.add(tmp_path / "gone")


def test_a_full_disk_names_the_remedy(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RenderError, match=r"no room in the store for a: .*HITREC_HOME"):
        store.add(old(tmp_path / "a", b"one"))
    assert list((store.home / "tmp").iterdir()) == []


def test_what_a_dead_process_left_long_ago_is_swept(store: Store, tmp_path: Path) -> None:
    folder = store.home / "tmp"
    folder.mkdir(parents=True)
    dead, fresh, ours = folder / "999999999.0.x", folder / "999999998.0.x", folder / f"{os.getpid()}.0.x"
    for path in (dead, fresh, ours):
        path.write_bytes(b"x")
    for path in (dead, ours):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    store.add(old(tmp_path / "a", b"one"))
    assert sorted(folder.iterdir()) == sorted([fresh, ours])


def test_several_at_once(tmp_path: Path) -> None:
    sources = [old(tmp_path / f"{n}", bytes([n % 5]) * 200_000) for n in range(20)]
    wrong: list[Exception] = []

    def bring() -> None:
        try:
            for source in sources:
                Store(tmp_path / "home").add(source)
        except (OSError, MediaError) as error:
            wrong.append(error)

    threads = [threading.Thread(target=bring) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert Store(tmp_path / "home").verify() == ()
    assert Store(tmp_path / "home").du()["objects"] == 5 * 200_000


@pytest.mark.parametrize("digest", ["", "ab", "../../etc/passwd", "A" * 64, "0" * 63 + "/"])
def test_what_is_no_digest_never_becomes_a_path(digest: str, store: Store) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        store.path(digest)


def test_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HITREC_HOME", str(tmp_path))
    assert default_home() == tmp_path
    monkeypatch.delenv("HITREC_HOME")
    assert default_home().name == "hitrec"
