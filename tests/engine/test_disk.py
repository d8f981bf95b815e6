"""A file's check sum: computed once by a process for what lies there, again for anything else."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from hitrec_cli.engine import disk


def test_a_complete_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    whole = disk.file_digest

    def counted(path: Path) -> str:
        read.append(path.name)
        return whole(path)

    monkeypatch.setattr(disk, "file_digest", counted)
    part, kept = tmp_path / "part", tmp_path / "kept"
    part.write_bytes(b"one")
    expected = hashlib.sha256(b"one").hexdigest()
    assert disk.known_digest(part) == expected
    part.chmod(0o444)
    part.rename(kept)
    assert disk.known_digest(kept) == expected and read == ["part"]
    before = kept.stat()
    kept.unlink()
    kept.write_bytes(b"two")
    os.utime(kept, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert disk.known_digest(kept) == hashlib.sha256(b"two").hexdigest() and read == ["part", "kept"]
    with pytest.raises(FileNotFoundError):
        disk.known_digest(part)
