"""Delivery profiles: hitrec's own, and those of a show in the folder `profiles` of its workspace."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from hitrec_cli.base.errors import MediaError
from hitrec_cli.base.problems import Mark, Problem
from hitrec_cli.deliver.profile_schema import read_profile
from hitrec_cli.library.workspace import Workspace
from hitrec_cli.manifest import rules
from hitrec_cli.model.profile import Profile

FOLDER = "profiles"
"""Of a workspace."""

LARGEST = 64 << 10
"""Bytes of a profile's file at most."""

_OURS = Path(__file__).parents[1] / "deliver" / FOLDER


@dataclass(frozen=True, slots=True)
class ProfileShelf:
    """`profiles` by name, hitrec's first. `places`: the file of each of a show's own, also of those with mistakes;
    `problems`: theirs, by name; `files`: their bytes, by the names that marks have.
    """

    profiles: Mapping[str, Profile]
    places: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


@cache
def built_in() -> Mapping[str, Profile]:
    """hitrec's own profiles by name, `web` first."""
    found: dict[str, Profile] = {}
    for path in sorted(_OURS.glob("*.yaml"), key=lambda path: (path.stem != "web", path.stem)):
        profile, problems = read_profile(path.read_bytes(), path.name, path.stem)
        assert profile is not None, problems
        found[path.stem] = profile
    return found


def profile_shelf(workspace: Workspace, shown: Path | None = None) -> ProfileShelf:
    """All profiles that an episode of the workspace may be delivered as. A faulty one is left out, with its problems.

    `shown`: the manifest, from whose folder the marks' file names are counted as they are for segment files.
    """
    ours = built_in()
    found: dict[str, Profile] = dict(ours)
    places: dict[str, str] = {}
    problems: dict[str, tuple[Problem, ...]] = {}
    files: dict[str, bytes] = {}
    for path in _own(workspace.root / FOLDER):
        name, place = path.stem, _shown(path, shown)
        places[name] = place
        data = _bytes(path, workspace)
        files[place] = data or b""
        if (fault := _misnamed(name, place, ours)) is not None:
            problems[name] = (fault,)
        elif data is None:
            message = f"{path.name} is no plain file inside the workspace of at most {LARGEST >> 10} KiB"
            problems[name] = (Problem("HR100", Mark(place), message, "put the profile itself there"),)
        else:
            profile, problems[name] = read_profile(data, place, name)
            if profile is not None:
                found[name] = profile
    return ProfileShelf(found, places, problems, files)


def _own(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if path.suffix == ".yaml" and path.name[0] != ".")


def _bytes(path: Path, workspace: Workspace) -> bytes | None:
    try:
        with workspace.confine(path).open("rb") as file:
            data = file.read(LARGEST + 1)
    except (MediaError, OSError):
        return None
    return data if len(data) <= LARGEST else None


def _misnamed(name: str, place: str, ours: Mapping[str, Profile]) -> Problem | None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,99}", name):
        message = f"{name!r} is no name of a profile"
        return Problem(rules.ID, Mark(place), message, "call the file in lower case letters, digits and '-'")
    if name in ours:
        return Problem(rules.DUPLICATE_ID, Mark(place), f"hitrec has a profile {name!r} itself", "rename the file")
    return None


def _shown(path: Path, manifest: Path | None) -> str:
    """A path as people write it who are where the manifest was named from."""
    import os

    return str(path) if manifest is None or manifest.is_absolute() else os.path.relpath(path)
