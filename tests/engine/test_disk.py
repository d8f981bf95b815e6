"""A file's check sum: computed once by a process for what lies there, again for anything else."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from blake3 import blake3

from hitrec_cli.engine import disk


@pytest.mark.parametrize(("known", "expected"), [
    (disk.known_check_sum, lambda data: blake3(data).hexdigest()),
    (disk.known_address, lambda data: hashlib.sha256(data).hexdigest()),
])  # fmt: skip
def test_a_complete_file_is_read_once(
    known: Callable[[Path], str], expected: Callable[[bytes], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    whole = disk._read

    def counted(path: Path, algorithm: str) -> str:
        read.append(path.name)
        return whole(path, algorithm)

    monkeypatch.setattr(disk, "_read", counted)
    part, kept = tmp_path / "part", tmp_path / "kept"
    part.write_bytes(b"one")
    assert known(part) == expected(b"one")
    part.chmod(0o444)
    part.rename(kept)
    assert known(kept) == expected(b"one") and read == ["part"]
    before = kept.stat()
    kept.unlink()
    kept.write_bytes(b"two")
    os.utime(kept, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert known(kept) == expected(b"two") and read == ["part", "kept"]
    with pytest.raises(FileNotFoundError):
        known(part)


def test_the_sum_of_a_result_is_blake3(tmp_path: Path) -> None:
    """The first of the algorithm's published test vectors: of no bytes."""
    (tmp_path / "empty").touch()
    assert disk.check_sum(tmp_path / "empty") == "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"
