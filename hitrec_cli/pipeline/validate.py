"""Every problem of a manifest that can be found without media."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hitrec_cli.base.errors import HitrecError
from hitrec_cli.base.problems import Mark, Problem, Severity, errors_of, in_order
from hitrec_cli.checks.suppress import FaultKind, Ignored, ignores_in, sift
from hitrec_cli.pipeline.gather import episodes, kind_of
from hitrec_cli.pipeline.options import Options, home

if TYPE_CHECKING:
    from hitrec_cli.library.catalog_read import CatalogShelf
    from hitrec_cli.library.desk import Desk
    from hitrec_cli.model.lock import Lock
    from hitrec_cli.model.profile import Profile

_FAULTS: Final[Mapping[FaultKind, str]] = {"reason": "HR151", "unknown": "HR152", "error": "HR153", "idle": "HR154"}
"""What can be wrong with a comment that ignores -> the rule that says so."""

_USERS: Final = 20
"""Episodes that a segment file is looked at in, at most."""


@dataclass(frozen=True, slots=True)
class Review:
    """What was found in one manifest. `files`: the bytes of all YAML files that were read, by the names in marks.

    `ignored`: what comments of the manifest take out of `problems`, with their reasons.
    """

    file: str
    problems: tuple[Problem, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)
    ignored: tuple[Ignored, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """Problems before comments are asked. `whole`: every rule has looked at everything."""

    problems: tuple[Problem, ...]
    files: Mapping[str, bytes]
    whole: bool = False


class _Files(dict[str, bytes]):
    """The bytes that were read, by name. Those of `instead`, by real path, stand for what is on the disk."""

    def __init__(self, instead: Mapping[Path, bytes]) -> None:
        super().__init__()
        self._instead = instead

    def __setitem__(self, name: str, data: bytes) -> None:
        super().__setitem__(name, self._instead.get(Path(name).resolve(), data) if self._instead else data)


def validate(manifest: Path, options: Options) -> tuple[Problem, ...]:
    """Every problem of one manifest, in order of place."""
    return review([manifest], options)[0].problems


def review(
    manifests: Sequence[Path],
    options: Options,
    text: bytes | None = None,
    instead: Mapping[Path, bytes] | None = None,
    shelf: CatalogShelf | None = None,
) -> tuple[Review, ...]:
    """Every problem of each manifest or segment file. Catalogs that several name are read once.

    `text`: the manifest, where it is not to be read from its file (then there is one). `instead`: bytes of files, by
    real path, that stand for those on the disk. `shelf`: catalogs that were read before.
    """
    shelf = {} if shelf is None else shelf
    given = dict(instead or {})
    if text is not None:
        given[manifests[0].resolve()] = text
    return tuple(_review(manifest, options, shelf, given) for manifest in manifests)


def _review(manifest: Path, options: Options, shelf: CatalogShelf, instead: Mapping[Path, bytes]) -> Review:
    data = instead.get(manifest.resolve())
    kind = kind_of(_head(manifest) if data is None else data)
    if kind == "look":
        return _heeding(str(manifest), _look(manifest, data))
    if kind == "segment":
        return _heeding(str(manifest), _segment(manifest, options, shelf, instead))
    return _heeding(str(manifest), _found(manifest, options, shelf, instead, data))


def _look(manifest: Path, data: bytes | None) -> _Found:
    """The problems of a look file by itself."""
    from hitrec_cli.library.looks import LARGEST, unknown_families
    from hitrec_cli.library.workspace import find_workspace
    from hitrec_cli.manifest.look import read_look
    from hitrec_cli.tools.fonts import fonts

    data = _head(manifest, LARGEST) if data is None else data
    found = read_look(data, str(manifest))
    own = find_workspace(manifest).root / "assets" / "fonts"
    strange = unknown_families(found.families, fonts(home(), own)) if found.families else ()
    return _Found(in_order((*found.problems, *strange)), {str(manifest): data}, whole=True)


def _head(manifest: Path, most: int = 64 << 10) -> bytes:
    """The beginning of a plain file; nothing where there is none to read."""
    try:
        if manifest.is_file():
            with manifest.open("rb") as file:
                return file.read(most)
    except OSError:
        pass
    return b""


def _found(
    manifest: Path, options: Options, shelf: CatalogShelf, instead: Mapping[Path, bytes], text: bytes | None
) -> _Found:
    from hitrec_cli.library.desk import draft_desk

    files = _Files(instead)
    files[str(manifest)] = text or b""
    try:
        desk = draft_desk(manifest, options.source_roots, options.columns, text, shelf, files)
        lock, broken = _lock(desk)
        problems = in_order((*broken, *_laid(desk, lock)))
    except HitrecError as error:
        return _Found(in_order(_told(error, manifest)), files)
    return _Found(problems, files, not errors_of(problems) and (lock is not None or not desk.picks()))


def _lock(desk: Desk) -> tuple[Lock | None, Sequence[Problem]]:
    """The episode's lock, and what is wrong with it; a broken one counts as none."""
    from hitrec_cli.library.lockfile import read_lock

    try:
        return read_lock(desk.lock_file), ()
    except HitrecError as error:
        return None, _told(error, desk.manifest)


def _told(error: HitrecError, manifest: Path) -> Sequence[Problem]:
    return error.problems or (Problem("HR100", Mark(str(manifest)), error.message),)


def not_ignored(desk: Desk, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems of an episode without those that a comment in one of its files ignores."""
    return _heeding(str(desk.manifest), _Found(tuple(problems), desk.files)).problems


def _heeding(file: str, found: _Found) -> Review:
    """What was found, without what the comments of its files ignore, and with what is wrong with those."""
    ignores = [one for name, data in found.files.items() for one in ignores_in(data, name)]
    if not ignores:
        return Review(file, found.problems, found.files)
    sifted = sift(
        found.problems, ignores, _severities(found.problems), manifest=file, files=found.files, idle=found.whole
    )
    # A segment file that other episodes use may well ignore what this one has not.
    faults = [one for one in sifted.faults if one.kind != "idle" or one.mark.file == file]
    told = [Problem(_FAULTS[one.kind], one.mark, one.message, one.hint, "warning") for one in faults]
    return Review(file, in_order((*sifted.problems, *told)), found.files, sifted.ignored)


def _severities(problems: Sequence[Problem]) -> Mapping[str, Severity]:
    from hitrec_cli.checks.book import RULES

    told: dict[str, Severity] = {one.rule: one.severity for one in problems}
    return told | {rule.id: rule.severity for rule in RULES.values()}


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
    profiles = desk.shelf.profiles
    versions: dict[str, list[Profile]] = {}
    for name in desk.episode.deliver or ("web",):
        if name in profiles:
            versions.setdefault(profiles[name].version, []).append(profiles[name])
    return versions or {"online": []}


def _segment(segment: Path, options: Options, shelf: CatalogShelf, instead: Mapping[Path, bytes]) -> _Found:
    """The problems of a segment file, as the episodes of its workspace that use it have them."""
    real = segment.resolve()
    merged: list[_Found] = []
    for episode in _users(segment):
        found = _found(episode, options, shelf, instead, None)
        if any(Path(name).resolve() == real for name in found.files):
            merged.append(found)
    if not merged:
        return _alone(segment, options, shelf, instead)
    problems = [one for found in merged for one in found.problems if Path(one.mark.file).resolve() == real]
    data = next(data for name, data in merged[0].files.items() if Path(name).resolve() == real)
    whole = all(found.whole for found in merged)
    return _Found(in_order(_renamed(problems, segment)), {str(segment): data}, whole)


def _users(segment: Path) -> list[Path]:
    """Episodes of the workspace that seem to use a segment file: they have its name in them."""
    from hitrec_cli.library.workspace import find_workspace

    try:
        folder = find_workspace(segment).root / "episodes"
    except HitrecError:
        return []
    name = segment.name.encode()
    return [episode for episode in episodes(folder) if name in _head(episode)][:_USERS]


def _alone(segment: Path, options: Options, shelf: CatalogShelf, instead: Mapping[Path, bytes]) -> _Found:
    """A segment file that no episode uses: its shape, in an episode made for it. Its picks are not looked up."""
    from hitrec_cli.library.desk import LARGEST_MANIFEST
    from hitrec_cli.manifest.nodes import Mapping as MappingNode
    from hitrec_cli.manifest.nodes import Scalar
    from hitrec_cli.manifest.reader import read_nodes

    data = instead.get(segment.resolve()) or _head(segment, LARGEST_MANIFEST + 1)
    node, _ = read_nodes(data, str(segment))
    declared = node.get("parameters") if isinstance(node, MappingNode) else None
    entries = declared.entries if isinstance(declared, MappingNode) else ()
    open_ = [key.text for key, value in entries if isinstance(value, Scalar) and value.plain and not value.text]
    given = json.dumps({"use": segment.name, "with": dict.fromkeys(open_, "1")})
    text = f"hitrec: 1\nid: segment\nsegments:\n  - {given}\n".encode()
    found = _found(segment.with_name(".segment.yaml"), options, shelf, instead, text)
    real = segment.resolve()
    problems = [
        one for one in found.problems
        if Path(one.mark.file).resolve() == real and one.rule.startswith("HR1")
        and not any(f"${{{name}}}" in _line(data, one.mark.line) for name in open_)
    ]  # fmt: skip
    message = "no episode of the workspace uses this segment file, so its picks and lengths were not looked at"
    note = Problem("HR100", Mark(str(segment)), message, "validate the episode that will use it", "note")
    return _Found((note, *in_order(_renamed(problems, segment))), {str(segment): data})


def _line(data: bytes, number: int) -> str:
    from hitrec_cli.checks.source import Source

    return Source.of(data).line(number)


def _renamed(problems: Sequence[Problem], segment: Path) -> list[Problem]:
    return [replace(one, mark=replace(one.mark, file=str(segment))) for one in problems]
