"""A show that renders at once: built aside from templates and made media, then put in its place."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from hitrec_cli.base.errors import RenderError, UsageError
from hitrec_cli.library.starter_media import make_media
from hitrec_cli.library.workspace import SETTINGS
from hitrec_cli.tools.process import ProcessFailed

TEMPLATES = Path(__file__).parent / "templates"
SCHEMAS = Path(__file__).parents[1] / "schema"

OURS = ".hitrec"
"""The folder of a show that hitrec writes and nobody edits: there are its copies of the schemas, for editors."""

EPISODE = "episodes/pilot.yaml"

_STAMP = f"{OURS}/starter.json"
_ASIDE = ".hitrec-init-"


def make_show(folder: Path) -> bool:
    """Make the example show in a folder that is not there or empty; False where the same show is there already.

    Raises UsageError where the folder holds anything else, RenderError where the media cannot be made.
    """
    if folder.is_dir():
        if _holds(folder):
            return _already(folder)
        where = folder
    elif os.path.lexists(folder):
        raise UsageError(f"{folder} is a file; name a folder that is new or empty")
    else:
        where = folder.absolute().parent
        where.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=_ASIDE, dir=where, ignore_cleanup_errors=True) as aside:
        show = Path(aside) / "show"
        _build(show)
        try:
            _put(show, folder)
        except OSError as error:
            if folder.is_dir() and _holds(folder):  # somebody was quicker
                raise UsageError(f"{folder} is not empty any more; name a folder that is new or empty") from error
            raise
    return True


def _holds(folder: Path) -> list[str]:
    """What is in a folder, but for what an interrupted init left."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith(_ASIDE))


def _already(folder: Path) -> bool:
    """False where every file of the show is there as it was made. Raises UsageError for anything else."""
    made: object = None
    with suppress(OSError, ValueError):
        made = json.loads((folder / _STAMP).read_text(encoding="utf-8"))["files"]
    if not isinstance(made, dict):
        there = _holds(folder)
        more = ", …" if len(there) > 3 else ""
        raise UsageError(f"{folder} is not empty ({', '.join(there[:3])}{more}); name a folder that is new or empty")
    for name, digest in sorted(made.items()):
        path = folder / name
        if not path.is_file() or _digest(path) != digest:
            raise UsageError(f"{folder} holds a show already, and {name} was changed since; nothing was written")
    return False


def _build(show: Path) -> None:
    shutil.copytree(TEMPLATES / "show", show, copy_function=shutil.copyfile)
    (show / "gitignore").rename(show / ".gitignore")  # under its own name it would count in our repository
    try:
        make_media(show / "assets" / "media")
    except ProcessFailed as failure:
        raise RenderError(f"the example media cannot be made: {failure}; see what hitrec doctor says") from failure
    files = {str(path.relative_to(show)): _digest(path) for path in sorted(show.rglob("*")) if path.is_file()}
    shutil.copytree(SCHEMAS, show / OURS, ignore=shutil.ignore_patterns("__pycache__"), copy_function=shutil.copyfile)
    (show / _STAMP).write_text(json.dumps({"starter": 1, "files": files}, indent=1) + "\n", encoding="utf-8")
    for path in show.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _put(show: Path, folder: Path) -> None:
    """One rename; into a folder that is there (perhaps the current one) one for each entry, what makes it a show last.

    A folder that is there is not replaced: a shell that stands in it would stand in one that is gone.
    """
    if not folder.is_dir():
        show.rename(folder)
        return
    for path in sorted(show.iterdir(), key=lambda path: path.name == SETTINGS):
        path.rename(folder / path.name)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
