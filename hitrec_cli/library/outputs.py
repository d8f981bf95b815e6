"""Deliverables and sidecars under `out/`: written aside, then renamed; a file that is already right is left alone."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from hitrec_cli.base.errors import RenderError


def place(stored: Path, target: Path) -> bool:
    """Put a stored result at `target`: as a link where the disk allows it, else as a copy.

    False where it is there already. A linked file that somebody edits is found when the store looks at it next, and is
    made anew. Raises RenderError where it cannot be written.
    """
    aside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if _same(stored, target):
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(stored, aside)
        except OSError:
            shutil.copy2(stored, aside)
            with aside.open("rb") as file:
                os.fsync(file.fileno())
        aside.replace(target)
    except OSError as error:
        raise _refused(target, error) from error
    finally:
        with suppress(OSError):  # a file may stand where its folder should be
            aside.unlink(missing_ok=True)
    return True


def write(target: Path, text: str) -> None:
    """Write a sidecar whole or not at all. Raises RenderError where it cannot be written."""
    aside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)
    except OSError as error:
        raise _refused(target, error) from error
    finally:
        with suppress(OSError):  # a file may stand where its folder should be
            aside.unlink(missing_ok=True)


def _same(stored: Path, target: Path) -> bool:
    """The same file, or a copy that nobody has touched since."""
    if not target.is_file():
        return False
    ours, theirs = stored.stat(), target.stat()
    if (ours.st_dev, ours.st_ino) == (theirs.st_dev, theirs.st_ino):
        return True
    return ours.st_dev != theirs.st_dev and (ours.st_size, ours.st_mtime_ns) == (theirs.st_size, theirs.st_mtime_ns)


def _refused(target: Path, error: OSError) -> RenderError:
    return RenderError(f"{target} cannot be written: {error.strerror}; free space, change permissions, or use --out")
