"""Every problem of a manifest that can be found without media."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hitrec_cli.base.errors import HitrecError
from hitrec_cli.base.problems import Mark, Problem, in_order
from hitrec_cli.pipeline.options import Options, home

if TYPE_CHECKING:
    from hitrec_cli.library.catalog_read import CatalogShelf
    from hitrec_cli.library.desk import Desk
    from hitrec_cli.model.lock import Lock
    from hitrec_cli.model.profile import Profile


@dataclass(frozen=True, slots=True)
class Review:
    """What was found in one manifest. `files`: the bytes of all YAML files that were read, by the names in marks."""

    file: str
    problems: tuple[Problem, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)


def validate(manifest: Path, options: Options) -> tuple[Problem, ...]:
    """Every problem of one manifest, in order of place."""
    return review([manifest], options)[0].problems


def review(manifests: Sequence[Path], options: Options, text: bytes | None = None) -> tuple[Review, ...]:
    """Every problem of each manifest. Catalogs that several name are read once.

    `text`: the manifest, where it is not to be read from its file (then there is one).
    """
    shelf: CatalogShelf = {}
    return tuple(_review(manifest, options, text, shelf) for manifest in manifests)


def _review(manifest: Path, options: Options, text: bytes | None, shelf: CatalogShelf) -> Review:
    from hitrec_cli.library.desk import draft_desk
    from hitrec_cli.library.lockfile import read_lock

    files: dict[str, bytes] = {str(manifest): text or b""}
    try:
        desk = draft_desk(manifest, options.source_roots, options.columns, text, shelf, files)
        problems = _laid(desk, read_lock(desk.lock_file))
    except HitrecError as error:
        told = error.problems or (Problem("HR100", Mark(str(manifest)), error.message),)
        return Review(str(manifest), in_order(told), files)
    return Review(str(manifest), problems, files)


def _laid(desk: Desk, lock: Lock | None) -> tuple[Problem, ...]:
    """The problems of every version that the manifest is delivered in; without a lock, none of what pull finds."""
    from hitrec_cli.library.sheet import lay
    from hitrec_cli.library.store import Store
    from hitrec_cli.model.lock import Lock as Empty

    problems: list[Problem] = []
    for version, profiles in _versions(desk).items():
        sheet = lay(desk, lock or Empty(desk.episode.id), version, Store(home()), placeholders=False, profiles=profiles)
        problems += (one for one in sheet.problems if lock is not None or one.rule != "HR301")
    return in_order(problems)


def _versions(desk: Desk) -> dict[str, list[Profile]]:
    """Version -> profiles that it is made for."""
    from hitrec_cli.deliver.profiles import PROFILES

    versions: dict[str, list[Profile]] = {}
    for name in desk.episode.deliver or ("web",):
        if name in PROFILES:
            versions.setdefault(PROFILES[name].version, []).append(PROFILES[name])
    return versions or {"online": []}
