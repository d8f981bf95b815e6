"""Export and import: the same bytes elsewhere; a hostile tar file changes nothing."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from hitrec_cli.base.errors import MediaError, RenderError
from hitrec_cli.library import metadata
from hitrec_cli.library.store import Store
from hitrec_cli.library.store_transfer import bring_back, export
from hitrec_cli.model.media import MediaFacts
from hitrec_cli.tools.probe_found import Found

DATA = b"words of a text\n"
DIGEST = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "home")
    (tmp_path / "a.txt").write_bytes(DATA)
    store.add(tmp_path / "a.txt")
    metadata.note(store, DIGEST, Found(MediaFacts("text", "text", encoding="utf-8")))
    return store


@pytest.fixture
def other(tmp_path: Path) -> Store:
    return Store(tmp_path / "other")


def test_there_and_back(store: Store, other: Store, tmp_path: Path) -> None:
    assert export(store, [DIGEST, DIGEST], tmp_path / "a.tar") == 1
    assert bring_back(other, tmp_path / "a.tar", 10**6) == 1
    assert other.path(DIGEST).read_bytes() == DATA
    assert metadata.judged(other, DIGEST) == metadata.judged(store, DIGEST) is not None
    assert other.verify() == ()
    export(other, [DIGEST], tmp_path / "b.tar")
    assert (tmp_path / "a.tar").read_bytes() == (tmp_path / "b.tar").read_bytes()
    assert bring_back(other, tmp_path / "a.tar", 10**6) == 1


def test_what_is_not_there_or_damaged_is_not_exported(store: Store, tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="the store has no 000000000000; run hitrec pull first"):
        export(store, ["0" * 64], tmp_path / "a.tar")
    path = store.path(DIGEST)
    path.chmod(0o644)
    path.write_bytes(DATA[:-1] + b"!")
    with pytest.raises(MediaError, match="are damaged; run hitrec cache verify --repair"):
        export(store, [DIGEST], tmp_path / "a.tar")
    assert not list(tmp_path.glob("*.tar*")) and not list(tmp_path.glob(".*"))


Entries = Callable[[tarfile.TarFile], None]


def entry(name: str, data: bytes = b"", **more: object) -> Entries:
    def add(tar: tarfile.TarFile) -> None:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        for key, value in more.items():
            setattr(info, key, value)
        tar.addfile(info, io.BytesIO(data))

    return add


FORM = entry("hitrec-store.json", b'{"hitrec-store": 1}\n')


def tar_of(path: Path, *entries: Entries) -> Path:
    with tarfile.open(path, "w") as tar:
        for add in entries:
            add(tar)
    return path


@pytest.mark.parametrize(
    "hostile",
    [
        entry("../escape", b"x"),
        entry("/etc/escape", b"x"),
        entry("objects/../../escape", b"x"),
        entry(f"objects/{'0' * 64}", type=tarfile.SYMTYPE, linkname="/etc/passwd"),
        entry(f"objects/{'0' * 64}", type=tarfile.LNKTYPE, linkname="hitrec-store.json"),
        entry(f"objects/{'0' * 64}", type=tarfile.DIRTYPE),
        entry(f"objects/{'0' * 64}", type=tarfile.FIFOTYPE),
        entry(f"objects/{'0' * 64}", type=tarfile.CHRTYPE),
        entry(f"objects/{'0' * 64}", b"other bytes"),
        entry(f"objects/{DIGEST.upper()}", DATA),
        entry(f"objects/{DIGEST}\n", DATA),
        entry(f"objects/{DIGEST}x", DATA),
        entry(f"objects/{hashlib.sha256(bytes(2000)).hexdigest()}", bytes(2000)),
        entry("meta/../x.json", b"{}"),
        entry("readme", b"x"),
    ],
)
def test_hostile_entries(hostile: Entries, other: Store, tmp_path: Path) -> None:
    path = tar_of(tmp_path / "x.tar", FORM, entry(f"objects/{DIGEST}", DATA), hostile)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(MediaError, match=r"x.tar: the entry .* do not trust this file") as caught:
        bring_back(other, path, 1000)
    assert "\n" not in caught.value.message
    assert sorted({*tmp_path.iterdir()} - {other.home}) == before
    assert [found.read_bytes() for found in other.all()] == [DATA]  # what came before is right, and stays
    assert list((other.home / "tmp").iterdir()) == []


@pytest.mark.parametrize("data", [b"", b"nonsense" * 999, bytes(10240)])
def test_what_is_no_tar_file(data: bytes, other: Store, tmp_path: Path) -> None:
    (tmp_path / "x.tar").write_bytes(data)
    with pytest.raises(MediaError, match=r"is damaged, or no tar file|was not written by hitrec"):
        bring_back(other, tmp_path / "x.tar", 1000)


def test_a_truncated_tar_file(store: Store, other: Store, tmp_path: Path) -> None:
    export(store, [DIGEST], tmp_path / "a.tar")
    (tmp_path / "a.tar").write_bytes((tmp_path / "a.tar").read_bytes()[: 512 * 3 + 5])
    with pytest.raises(MediaError):
        bring_back(other, tmp_path / "a.tar", 1000)
    assert list(other.all()) == []


def test_metadata_that_do_not_fit_the_bytes_are_not_believed(other: Store, tmp_path: Path) -> None:
    """They say by which demuxer bytes are opened: a playlist must not come in as a film."""
    bad = b"#EXTM3U\nfile:///etc/passwd\n"
    digest = hashlib.sha256(bad).hexdigest()
    lie = json.dumps({"probe": metadata.prober(), "facts": {"kind": "video", "format": "hls"}})
    text = f'{lie[:-1]},\n"keyframes": [],\n"pts": []}}\n'.encode()
    path = tar_of(tmp_path / "x.tar", FORM, entry(f"objects/{digest}", bad), entry(f"meta/{digest}.json", text))
    assert bring_back(other, path, 1000) == 1
    assert metadata.judged(other, digest) is None


def test_a_full_disk(store: Store, other: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    export(store, [DIGEST], tmp_path / "a.tar")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    for work in (
        lambda: bring_back(other, tmp_path / "a.tar", 1000),
        lambda: export(store, [DIGEST], tmp_path / "b.tar"),
    ):
        with pytest.raises(RenderError, match=r"no room in the store for .*: No space left"):
            work()
    assert not (tmp_path / "b.tar").exists()
