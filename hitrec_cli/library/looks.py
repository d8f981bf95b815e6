"""The look of a show: the file that its manifest names, else the workspace's assets/look.yaml, else the house's own."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from hitrec_cli.base.errors import MediaError
from hitrec_cli.base.problems import Mark, Problem
from hitrec_cli.library.workspace import Workspace
from hitrec_cli.manifest.look import LookFile, read_look
from hitrec_cli.model.episode import Episode
from hitrec_cli.tools.fonts import Fonts

LOOK = "assets/look.yaml"
"""The show's look, from its folder."""

LARGEST = 1 << 20
"""Bytes that are read of a look at most."""


def look_of(episode: Episode, manifest: Path, workspace: Workspace, files: dict[str, bytes]) -> LookFile:
    """The look of an episode. `files` is told the file's bytes, by the name that marks have."""
    folder = manifest.parent
    named = episode.look or os.path.relpath(workspace.root / LOOK, folder.absolute().resolve())
    shown = os.path.normpath(folder / named)
    if not episode.look and not (workspace.root / LOOK).is_file():
        return LookFile()
    try:
        path = workspace.resolve(named, folder.absolute())
        with path.open("rb") as file:
            files[shown] = file.read(LARGEST)
    except (MediaError, OSError) as error:
        message = error.message if isinstance(error, MediaError) else f"{named} cannot be read: {error.strerror}"
        hint = "hitrec new look writes one to begin with" if episode.look else ""
        return LookFile(problems=(Problem("HR323", episode.place("look"), message, hint),))
    return read_look(files[shown], shown)


def unknown_families(families: Iterable[tuple[str, Mark]], fonts: Fonts) -> tuple[Problem, ...]:
    """Families that a look names and no font has."""
    from difflib import get_close_matches

    found = []
    for family, mark in families:
        if family not in fonts.families:
            near = get_close_matches(family, fonts.families, 1)
            hint = f"did you mean {near[0]!r}?" if near else "put its files into assets/fonts/ of the show"
            found.append(Problem("HR322", mark, f"no font is of the family {family!r}", hint))
    return tuple(found)
