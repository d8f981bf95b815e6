"""Which ffmpeg runs, and how old it is. PATH is never searched: the same program on every machine."""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from functools import cache
from pathlib import Path

from hitrec_cli.base.errors import UsageError
from hitrec_cli.tools.process import Limits, ProcessFailed, run

OLDEST = 9
"""The first major version of ffmpeg whose behaviour hitrec is built on."""

_REMEDY = "unset HITREC_FFMPEG to use the one that comes with hitrec, or point it at ffmpeg 9 or newer"


def ffmpeg() -> Path:
    """The ffmpeg to run: HITREC_FFMPEG (an absolute path), else the one inside the imageio-ffmpeg package.

    Raises UsageError where there is none.
    """
    override = os.environ.get("HITREC_FFMPEG", "")
    if not override:
        return _bundled()
    path = Path(override)
    if not path.is_absolute() or not os.access(path, os.X_OK) or not path.is_file():
        raise UsageError(f"HITREC_FFMPEG={override} is not the absolute path of a program; {_REMEDY}")
    return path


@cache
def _bundled() -> Path:
    # Found without importing: the package's own search runs a process and falls back to PATH.
    from importlib.util import find_spec

    spec = find_spec("imageio_ffmpeg")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for path in sorted(Path(folder, "binaries").glob("ffmpeg-*")):
            if os.access(path, os.X_OK):
                return path
    raise UsageError("imageio-ffmpeg brings no ffmpeg for this machine; set HITREC_FFMPEG to ffmpeg 9 or newer")


def ffmpeg_version(home: Path) -> str:
    """The version that ffmpeg calls itself, such as 'n9.0.2-17-g2a571b6068-20260930'.

    Remembered in `home` (HITREC_HOME) by path, size and time, so that normally no process runs.
    Raises UsageError for a program that is no ffmpeg, or one older than 9.
    """
    path = ffmpeg()
    status = path.stat()
    stamp = f"{path}:{status.st_size}:{status.st_mtime_ns}"
    note = home / "versions.json"
    known: object = None
    with suppress(OSError, ValueError):
        known = json.loads(note.read_text(encoding="utf-8"))
    if isinstance(known, dict) and isinstance(known.get(stamp), str):
        return str(known[stamp])
    version = _ask(path)
    with suppress(OSError):  # a home that cannot be written costs a process each time, no more
        home.mkdir(parents=True, exist_ok=True)
        aside = note.with_name(f"versions.{os.getpid()}.tmp")
        aside.write_text(json.dumps({stamp: version}, indent=1), encoding="utf-8")
        aside.replace(note)
    return version


def _ask(path: Path) -> str:
    try:
        said = run([str(path), "-version"], limits=Limits(wall=30, cpu=10)).stdout.decode("utf-8", "replace")
    except ProcessFailed as failure:
        raise UsageError(f"{path} does not run: {failure.cause}; {_REMEDY}") from failure
    match = re.match(r"ffmpeg version (\S+)", said)
    if not match:
        raise UsageError(f"{path} is not ffmpeg; {_REMEDY}")
    # A build from a branch is called N-120000-g…; it is taken at its word, like any of these: 9.0.2, n9.0.2-17, 10.1.
    major = re.match(r"n?(\d+)\.", match[1])
    if major and int(major[1]) < OLDEST:
        raise UsageError(f"{path} is ffmpeg {match[1]}, which is too old; {_REMEDY}")
    return match[1]
