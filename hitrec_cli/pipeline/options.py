"""What every station is told, and how it answers."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hitrec_cli.base.digest import Json

Note = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Options:
    """What a command was told besides the manifest: folders that picks may come from, columns of catalogs."""

    source_roots: tuple[Path, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A command's result: as one JSON object, and as lines for people."""

    data: Mapping[str, Json]
    lines: Sequence[str]


def home() -> Path:
    """The store's folder, also told to workers by HITREC_HOME."""
    from hitrec_cli.library.store import default_home

    place = default_home().absolute()
    os.environ["HITREC_HOME"] = str(place)
    return place
