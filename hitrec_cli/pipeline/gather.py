"""Which files a command means: episodes by name, and those that a folder holds."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Literal

from hitrec_cli.base.errors import UsageError

_HEAD: Final = 64 << 10
"""Bytes of a file that are looked at to see what it is."""

_PASSED_OVER: Final = ("out", "node_modules", "__pycache__")
_SUFFIXES: Final = (".yaml", ".yml")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


def manifests(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Files as they are named, and of folders all episodes below, each file once. Without paths: the workspace's.

    Raises UsageError for a folder without an episode.
    """
    found: dict[Path, Path] = {}
    for path in tuple(paths) or (_home_folder(),):
        inside = list(episodes(path)) if path.is_dir() else [path]
        if not inside:
            raise UsageError(f"no episode is in {path}; name a manifest, or a folder that has some")
        for one in inside:
            found.setdefault(one.absolute(), one)
    return tuple(found.values())


def episodes(folder: Path) -> Iterator[Path]:
    """The episodes below a folder, in order; hidden folders and `out` are passed over."""
    for place, inside, files in os.walk(folder):
        inside[:] = sorted(name for name in inside if not name.startswith(".") and name not in _PASSED_OVER)
        for name in sorted(files):
            path = Path(place) / name
            if path.suffix in _SUFFIXES and not name.startswith(".") and path.is_file() and _may_be_one(path):
                yield path


def kind_of(data: bytes) -> Literal["episode", "segment", "look", ""]:
    """What a YAML file is by its top-level keys; '' for anything else."""
    keys = set(_keys(data[:_HEAD]))
    if "hitrec" in keys or keys >= {"id", "segments"}:
        return "episode"
    if "look" in keys:
        return "look"
    return "segment" if keys & {"kind", "use", "parameters"} and "segments" not in keys else ""


def _keys(head: bytes) -> Iterator[str]:
    text = head.decode("utf-8", "replace").removeprefix("\ufeff")
    for found in re.finditer(r"""(?:^|\A\s*\{\s*)["']?([a-z]+)["']?[ \t]*:(?:\s|$)""", text, re.MULTILINE):
        yield found[1]


def _may_be_one(path: Path) -> bool:
    """Whether a file is an episode, or cannot be read, which has to be told."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return True
    return head.startswith(_UTF16) or kind_of(head) == "episode"


def _home_folder() -> Path:
    from hitrec_cli.library.workspace import find_workspace

    here = Path.cwd()
    folder = find_workspace(here / "hitrec.yaml").root / "episodes"
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}; name a manifest, or a folder that has some")
    return Path(os.path.relpath(folder, here)) if folder.is_relative_to(here.resolve()) else folder
