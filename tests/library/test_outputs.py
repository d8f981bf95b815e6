"""Files under out/: whole or not at all, and left alone where they are right already."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from hitrec_cli.base.errors import RenderError
from hitrec_cli.library.outputs import place, write


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    path = tmp_path / "store" / "result"
    path.parent.mkdir()
    path.write_bytes(b"film")
    path.chmod(0o444)
    return path


def test_a_result_is_placed_once(stored: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "e" / "e.web.mp4"
    assert place(stored, target)
    before = target.stat()
    assert target.read_bytes() == b"film"
    assert not place(stored, target)
    assert target.stat() == before


def test_an_older_one_is_replaced_and_who_reads_it_keeps_it(stored: Path, tmp_path: Path) -> None:
    target = tmp_path / "e.mp4"
    target.write_bytes(b"an older film")
    with target.open("rb") as reading:
        assert place(stored, target)
        assert reading.read() == b"an older film"
    assert target.read_bytes() == b"film"


@pytest.mark.parametrize("code", [errno.EXDEV, errno.EPERM])
def test_where_no_link_can_be_made_it_is_a_copy(
    stored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(*given: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "link", refuse)
    target = tmp_path / "e.mp4"
    assert place(stored, target)
    assert target.read_bytes() == b"film" and target.stat().st_ino != stored.stat().st_ino


def test_sidecars(tmp_path: Path) -> None:
    target = tmp_path / "out" / "e" / "credits.md"
    for text in ("Ελένη\n", "again\r\n"):
        write(target, text)
        assert target.read_bytes() == text.encode()
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES])
def test_what_cannot_be_written_leaves_the_old_one(
    stored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(*given: object) -> None:
        raise OSError(code, os.strerror(code))

    target = tmp_path / "out" / "e.mp4"
    target.parent.mkdir()
    target.write_bytes(b"an older film")
    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr("shutil.copy2", refuse)
    monkeypatch.setattr(os, "fsync", refuse)
    for make in (lambda: place(stored, target), lambda: write(target, "text")):
        with pytest.raises(RenderError, match=f"{os.strerror(code)}; free space, change permissions, or use --out"):
            make()
    assert target.read_bytes() == b"an older film"
    assert list(target.parent.iterdir()) == [target]


def test_a_file_in_the_place_of_a_folder(stored: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(RenderError, match="cannot be written"):
        place(stored, tmp_path / "out" / "e.mp4")
