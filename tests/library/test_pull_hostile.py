"""Names that hurt and files that are not what they say: right or refused; no file outside is ever read."""

from __future__ import annotations

import os
import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from hitrec_cli.library.lockfile import read_lock, write_lock
from hitrec_cli.library.pull import pull
from hitrec_cli.library.store import Store
from hitrec_cli.library.workspace import Workspace
from hitrec_cli.model.contribution import Contribution, ContributionKind
from hitrec_cli.model.lock import LockedPick
from tests.media.making import X264, make, picture

CANARY = "the canary sings 9f8e7d6c"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "show").mkdir()
    (tmp_path / "canary.txt").write_text(CANARY)
    return Workspace((tmp_path / "show").resolve())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home")


def pulled(
    store: Store, workspace: Workspace, location: str, kind: ContributionKind = "text", name: str = "p"
) -> LockedPick:
    """One pick as a catalog names it; the lock that comes of it can be written and read."""
    path = location if "://" in location or not location else os.path.normpath(workspace.root / location)
    lock = pull("e", [Contribution(name, kind, "T", ("A",), "CC0-1.0", location=path)], store, workspace)
    write_lock(lock, workspace.root / "e.lock.toml")
    assert read_lock(workspace.root / "e.lock.toml") == lock
    return lock.picks[name]


NAMES = {
    "spaces": "two  words .txt", "quotes": "a'b\"c`d.txt", "newline": "two\nlines.txt", "dash": "-i",
    "dashes": "--update",
    "tab and bell": "a\tb\x07.txt", "rtl": "\u202etxt.exe", "arabic": "مرحبا.txt", "emoji": "🎬🇨🇦👩‍🚀.txt",
    "percent": "%03d.txt",
    "255 bytes": "é" * 125 + "a.txt", "drive": "C:\\films\\a.txt", "backslash": "..\\..\\canary.txt",
    "colon": "file:a.txt",
    "star": "*?[a]{b}.txt", "dollar": "$(touch x);a|b&c.txt", "tilde": "~", "hash": "#a.txt",
    "not utf-8": "a\udcff.txt",
    "decomposed": "e\u0301.txt", "dots": "...", "pipe protocol": "concat:a|b.txt", "no suffix": "a",
    "null device": "nul",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_torture_names(name: str, workspace: Workspace, store: Store) -> None:
    (workspace.root / NAMES[name]).write_bytes(b"words")
    locked = pulled(store, workspace, NAMES[name])
    assert (locked.state, locked.size) == ("ok", 5), locked.reason
    assert store.path(locked.digest).read_bytes() == b"words"
    assert "\n" not in locked.reason


@pytest.mark.parametrize(
    "name", ['a"b', "a.b", "a\nb", "é", "", "a]b", "-", "🎬", "\u202ea", "a" * 300, "a\\b", "\x7f"]
)
def test_torture_ids(name: str, workspace: Workspace, store: Store) -> None:
    (workspace.root / "a.txt").write_bytes(b"words")
    assert pulled(store, workspace, "a.txt", name=name).state == "ok"


def outside_link(root: Path) -> str:
    (root / "link.txt").symlink_to(root.parent / "canary.txt")
    return "link.txt"


def outside_folder(root: Path) -> str:
    (root / "folder").symlink_to(root.parent)
    return "folder/canary.txt"


def circle(root: Path) -> str:
    (root / "circle").symlink_to("circle")
    return "circle"


def pipe(root: Path) -> str:
    os.mkfifo(root / "pipe")
    return "pipe"


REFUSED: dict[str, Callable[[Path], str]] = {
    "up": lambda root: "../canary.txt", "absolute": lambda root: str(root.parent / "canary.txt"),
    "up in the middle": lambda root: "a/../../canary.txt", "link": outside_link, "folder link": outside_folder,
    "circle": circle, "pipe": pipe, "folder": lambda root: ".", "device": lambda root: "/dev/zero",
    "process": lambda root: "/proc/self/environ", "too long": lambda root: "a" * 256,
    "not there": lambda root: "x\ny.txt",
    "nothing": lambda root: "", "file address": lambda root: f"file://{root.parent}/canary.txt",
    "other address": lambda root: "gopher://example.org/1", "data": lambda root: "data://text/plain,words",
    "nul": lambda root: "a\0b",
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused_places(name: str, workspace: Workspace, store: Store) -> None:
    locked = pulled(store, workspace, REFUSED[name](workspace.root))
    assert locked.state == "missing"
    assert locked.reason and "\n" not in locked.reason and locked.digest == ""
    assert not any((store.home / "objects").rglob("*"))


def png(width: int, height: int) -> bytes:
    """The head of a PNG of this size, and next to no picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def hostile(canary: Path) -> dict[str, tuple[bytes, str]]:
    """Bytes that would make a careless reader open the canary, by the name they come under; and what is said."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="file://{canary}" width="9" height="9"/></svg>'
    mpd = f'<?xml version="1.0"?><MPD><BaseURL>file://{canary}</BaseURL></MPD>'
    return {
        "playlist.mp4": (f"#EXTM3U\n#EXTINF:1,\nfile://{canary}\n".encode(), "a playlist"),
        "playlist-after-blanks.mp4": (f"\n \n#EXTM3U\n#EXTINF:1,\n{canary}\n".encode(), "a playlist"),
        "list.mkv": (f"ffconcat version 1.0\nfile '{canary}'\n".encode(), "a list of files"),
        "page.mp4": (b"<!DOCTYPE html><html><body>Sign in</body></html>", "a web page"),
        "drawing.png": (svg.encode(), "an SVG drawing"),
        "drawing.svg": (f"<?xml version='1.0'?><!-- x -->{svg}".encode(), "an SVG drawing"),
        "dash.mp4": (mpd.encode(), "a playlist|an XML document"),
        "huge.png": (png(40000, 40000), "too large"),
        "pointer.mp4": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a Git LFS pointer"),
        "archive.mp4": (b"PK\x03\x04" + bytes(99), "an archive"),
        "zero.mp4": (b"", "empty"),
        "noise.mp4": (bytes(range(256)) * 40, "."),
        "program.mp4": (b"\x7fELF" + bytes(99), "a program"),
    }


@pytest.mark.media
@pytest.mark.parametrize("name", sorted(hostile(Path("x"))))
def test_hostile_files_are_refused_and_nothing_outside_is_read(
    name: str, workspace: Workspace, store: Store, tmp_path: Path
) -> None:
    canary = tmp_path / "canary.txt"
    os.utime(canary, (1, 1))  # relatime: the next reading of it would show
    data, says = hostile(canary)[name]
    (workspace.root / name).write_bytes(data)
    locked = pulled(store, workspace, name, "still" if name.endswith(("png", "svg")) else "video")
    assert locked.state == "broken" and locked.facts is None
    assert re.search(says, locked.reason), locked.reason
    assert canary.stat().st_atime == 1
    canary.read_text()
    meta = (store.home / "meta" / f"{locked.digest}.json").read_text()
    assert CANARY not in meta + (workspace.root / "e.lock.toml").read_text()
    if canary.stat().st_atime == 1:
        pytest.skip("this file system does not tell when a file was read")


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("film") / "a.mp4"
    make(path, *picture(seconds=2), *X264, "-g", "5", "-movflags", "+faststart")
    return path.read_bytes()


@pytest.mark.media
@pytest.mark.parametrize("what", ["head", "middle", "end", "index"])
def test_truncated_films_are_broken(what: str, film: bytes, workspace: Workspace, store: Store) -> None:
    data = {"head": film[len(film) // 10 :], "middle": film[: len(film) // 2], "end": film[:-200], "index": film[:600]}
    (workspace.root / "a.mp4").write_bytes(data[what])
    locked = pulled(store, workspace, "a.mp4", "video")
    assert locked.state == "broken", locked
    assert locked.reason and "\n" not in locked.reason


@pytest.mark.media
def test_what_is_only_called_otherwise_is_taken_as_what_it_is(film: bytes, workspace: Workspace, store: Store) -> None:
    make(workspace.root / "photo.jpg", "-f", "lavfi", "-i", "testsrc2=s=64x36:d=1", "-frames:v", "1")
    (workspace.root / "photo.jpg").rename(workspace.root / "photo.png")
    locked = pulled(store, workspace, "photo.png", "still")
    assert locked.state == "ok" and locked.facts is not None and locked.facts.format == "jpeg_pipe"
    (workspace.root / "film.txt").write_bytes(film)
    assert pulled(store, workspace, "film.txt", "video", "film").state == "ok"
    wrong = pulled(store, workspace, "film.txt", "still", "other")
    assert wrong.state == "broken" and "the catalog calls it still, but it is silent video" in wrong.reason
