"""The results store: receipts, trust, damage, races, a full disk."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from hitrec_cli.base.errors import RenderError
from hitrec_cli.engine.results import Result, Results
from hitrec_cli.engine.scratch import scratch
from hitrec_cli.plan.step import Step
from tests.engine.house import leftovers, step

STEP = step("one")


def put(results: Results, made: Step = STEP, data: bytes = b"picture") -> Result:
    with results.scratch() as folder:
        temporary = folder / "t"
        temporary.write_bytes(data)
        return results.commit(made, temporary, {"frames": 3})


def flip(path: Path) -> None:
    """Change one bit, keep size, time and inode."""
    stat = path.stat()
    data = bytearray(path.read_bytes())
    data[0] ^= 1
    path.chmod(0o644)
    with path.open("r+b") as file:
        file.write(data)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def test_what_was_committed_is_found(tmp_path: Path) -> None:
    results = Results(tmp_path)
    assert results.find(STEP) is None
    made = put(results)
    found = Results(tmp_path).find(STEP)
    assert found == made
    assert found.path == results.path(STEP)
    assert found.path.read_bytes() == b"picture"
    assert found.report == {"frames": 3}
    assert results.check(found)
    assert not leftovers(tmp_path)


def test_a_suffix_never_collides_with_the_receipt(tmp_path: Path) -> None:
    from dataclasses import replace

    results = Results(tmp_path)
    put(results, replace(STEP, suffix=".json"))
    assert results.find(replace(STEP, suffix=".json")) is not None
    with pytest.raises(ValueError, match="cannot be called"):
        results.path(replace(STEP, suffix=".receipt.json"))


def test_a_touched_file_is_hashed_and_trusted_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results = Results(tmp_path)
    os.utime(put(results).path, ns=(1, 1))
    found = results.find(STEP)
    assert found is not None and found.mtime_ns == 1
    monkeypatch.setattr("hitrec_cli.engine.results.check_sum", lambda path: pytest.fail("read though unchanged"))
    assert results.find(STEP) == found


@pytest.mark.parametrize("damage", ["shorter", "other bytes", "gone", "receipt cut", "receipt gone"])
def test_what_is_not_right_is_absent(tmp_path: Path, damage: str) -> None:
    results = Results(tmp_path)
    path = put(results).path
    receipt = path.with_name(f"{STEP.key}.receipt.json")
    path.chmod(0o644)
    if damage == "shorter":
        path.write_bytes(b"pict")
    elif damage == "other bytes":
        path.write_bytes(b"PICTURE")
        os.utime(path, ns=(1, 1))
    elif damage == "gone":
        path.unlink()
    elif damage == "receipt cut":
        receipt.write_bytes(receipt.read_bytes()[:20])
    else:
        receipt.unlink()
    assert results.find(STEP) is None
    assert put(results).path.read_bytes() == b"picture"
    assert results.find(STEP) is not None


def test_the_second_of_two_keeps_the_first(tmp_path: Path) -> None:
    results = Results(tmp_path)
    first = put(results)
    assert put(results) == first
    assert not leftovers(tmp_path)


def test_verify_names_all_that_is_wrong_and_removes_when_asked(tmp_path: Path) -> None:
    results = Results(tmp_path)
    good, bad, orphan, lost = (step(name) for name in ("good", "bad", "orphan", "lost"))
    for made in (good, bad, orphan, lost):
        put(results, made)
    flip(results.path(bad))
    results.path(orphan).with_name(f"{orphan.key}.receipt.json").unlink()
    results.path(lost).unlink()
    wrong = {
        (bad.key, "its bytes are not what its receipt says"),
        (orphan.key, "it has no receipt"),
        (lost.key, "its file is missing"),
    }
    assert set(results.verify()) == wrong
    assert results.find(bad) is not None  # trusted by its stat, and nothing was removed
    assert wrong <= set(results.verify(repair=True))
    results.verify(repair=True)  # the receipt of a removed file
    assert results.verify() == []
    assert results.find(good) is not None and results.find(bad) is None


def test_du_counts_by_kind(tmp_path: Path) -> None:
    results = Results(tmp_path)
    put(results, step("a", kind="mix"), b"12")
    put(results, step("b", kind="span"), b"123")
    put(results, step("c", kind="span"), b"1234")
    assert list(results.du().items()) == [("span", 7), ("mix", 2)]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def full(handle: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RenderError, match="free space or set HITREC_HOME"):
        put(Results(tmp_path))
    monkeypatch.undo()
    assert Results(tmp_path).find(STEP) is None
    assert not leftovers(tmp_path)
    assert not list((tmp_path / "parts").glob("??/*"))


def test_sweep_spares_the_living(tmp_path: Path) -> None:
    dead = tmp_path / "tmp" / "1-abandoned"
    with scratch(tmp_path) as mine:
        dead.mkdir()
        (dead / "half.mp4").touch()
        (mine / "half.mp4").touch()
        assert Results(tmp_path).sweep() == 1
        assert not dead.exists()
        assert (mine / "half.mp4").exists()
    assert not mine.exists()
