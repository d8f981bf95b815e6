"""Copies for a receiver: right to the byte, continued where they were broken off, never half under the final name."""

from __future__ import annotations

import fcntl
import hashlib
from pathlib import Path

import pytest

from hitrec_cli.base.errors import RenderError
from hitrec_cli.library.delivery import hand_over

MIB = 1 << 20
DATA = b"".join(hashlib.sha256(str(number).encode()).digest() for number in range(3 * MIB // 32)) + b"the end"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "master.mov"
    path.write_bytes(DATA)
    return path


def test_a_copy(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "station" / "in" / "show.mov"
    given = hand_over(source, target)
    assert (given.state, given.kept, given.size) == ("copied", 0, len(DATA))
    assert given.md5 == hashlib.md5(DATA).hexdigest() and given.sha256 == hashlib.sha256(DATA).hexdigest()
    assert target.read_bytes() == DATA and [path.name for path in target.parent.iterdir()] == ["show.mov"]
    again = hand_over(source, target)
    assert (again.state, again.sha256) == ("there", given.sha256)


@pytest.mark.parametrize(
    ("left", "kept"),
    [(DATA[: 2 * MIB], 2 * MIB), (DATA[: MIB + 5], MIB), (b"x" + DATA[1:], 0), (DATA[:MIB] + b"x" * 9, MIB),
     (DATA + b"more", len(DATA)), (b"", 0)],
)  # fmt: skip
def test_what_an_earlier_run_left_is_kept_as_far_as_it_is_right(
    source: Path, tmp_path: Path, left: bytes, kept: int
) -> None:
    (tmp_path / ".show.mov.part").write_bytes(left)
    given = hand_over(source, tmp_path / "show.mov")
    assert given.kept == kept and given.state == ("continued" if kept else "copied")
    assert (tmp_path / "show.mov").read_bytes() == DATA
    assert not (tmp_path / ".show.mov.part").exists()


def test_another_file_of_that_name_and_size_is_replaced(source: Path, tmp_path: Path) -> None:
    (tmp_path / "show.mov").write_bytes(bytes(len(DATA)))
    assert hand_over(source, tmp_path / "show.mov").state == "copied"
    assert (tmp_path / "show.mov").read_bytes() == DATA


def test_a_copy_that_does_not_come_back_right_is_refused(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hitrec_cli.library import delivery

    true = delivery._digests
    monkeypatch.setattr(delivery, "_digests", lambda path: ("0", "0") if path.suffix == ".part" else true(path))
    with pytest.raises(RenderError, match="does not come back"):
        hand_over(source, tmp_path / "show.mov")
    assert not (tmp_path / "show.mov").exists() and not (tmp_path / ".show.mov.part").exists()


def test_two_runs_do_not_write_one_file(source: Path, tmp_path: Path) -> None:
    with (tmp_path / ".show.mov.part").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(RenderError, match="another run"):
            hand_over(source, tmp_path / "show.mov")


def test_a_place_that_cannot_be_written_is_told(source: Path, tmp_path: Path) -> None:
    (tmp_path / "station").write_text("a file")
    with pytest.raises(RenderError, match="cannot be written"):
        hand_over(source, tmp_path / "station" / "show.mov")
