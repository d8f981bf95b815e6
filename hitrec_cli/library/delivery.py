"""Copies for a receiver: verified against what they were made from, and continued where they were broken off."""

from __future__ import annotations

import fcntl
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from hitrec_cli.base.errors import RenderError

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Delivered:
    """A file at its receiver's place. `state`: whether it was copied whole, from `kept` bytes on, or was there."""

    path: Path
    size: int
    md5: str
    sha256: str
    state: Literal["copied", "continued", "there"]
    kept: int = 0


def hand_over(source: Path, target: Path) -> Delivered:
    """Copy a file under its final name once all of it was read back and is right.

    What an earlier run left is compared with the source and kept as far as it is the same. Raises RenderError where it
    cannot be written, does not come back as it was written, or another run writes it.
    """
    try:
        size = source.stat().st_size
        if target.is_file() and target.stat().st_size == size:
            ours = _digests(source)
            if _digests(target) == ours:
                return Delivered(target, size, *ours, "there")
        target.parent.mkdir(parents=True, exist_ok=True)
        return _copied(source, target, size)
    except OSError as error:
        message = f"{target} cannot be written: {error.strerror}; free space or change permissions, then go on"
        raise RenderError(f"{message} with the same command") from error


def _copied(source: Path, target: Path, size: int) -> Delivered:
    part = target.with_name(f".{target.name}.part")
    with part.open("a+b") as file, source.open("rb") as original:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RenderError(f"{target} is being written by another run; wait for it") from None
        kept = _common(original, file)
        file.truncate(kept)
        original.seek(kept)
        while block := original.read(_BLOCK):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
        if hasattr(os, "posix_fadvise"):  # read back from the disk, not from memory
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        ours, theirs = _digests(source), _digests(part)
        if ours != theirs:
            part.unlink()
            raise RenderError(f"{target} does not come back as it was written; check the disk, then deliver again")
        part.replace(target)
    return Delivered(target, size, *ours, "continued" if kept else "copied", kept)


def _common(one: BinaryIO, other: BinaryIO) -> int:
    """Bytes that two files have in common from their beginning, down to whole blocks."""
    one.seek(0)
    other.seek(0)
    kept = 0
    while (block := one.read(_BLOCK)) and other.read(len(block)) == block:
        kept += len(block)
    return kept


def _digests(path: Path) -> tuple[str, str]:
    """MD5 and SHA-256. MD5 is what receivers ask for; it protects from accidents only."""
    md5, sha256 = hashlib.md5(usedforsecurity=False), hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            md5.update(block)
            sha256.update(block)
    return md5.hexdigest(), sha256.hexdigest()


def delivered(path: Path) -> Delivered:
    """What was written at its place."""
    return Delivered(path, path.stat().st_size, *_digests(path), "copied")
