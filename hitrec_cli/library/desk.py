"""The desk: one episode opened, with its workspace, its catalogs, its lock and the words of its texts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hitrec_cli.base.errors import ManifestError, MediaError
from hitrec_cli.base.problems import Mark, Problem, errors_of
from hitrec_cli.library.catalog_read import CatalogShelf, read_catalogs
from hitrec_cli.library.lockfile import lock_path, read_lock, write_lock
from hitrec_cli.library.looks import look_of
from hitrec_cli.library.profiles import ProfileShelf, profile_shelf
from hitrec_cli.library.store import Store
from hitrec_cli.library.workspace import Workspace, find_workspace
from hitrec_cli.manifest.look import LookFile
from hitrec_cli.model.contribution import Contribution
from hitrec_cli.model.episode import Episode, used_picks
from hitrec_cli.model.lock import Lock, LockedPick
from hitrec_cli.model.segment import GraphicSource, TextSource

if TYPE_CHECKING:
    from hitrec_cli.library.pull import Note, Watch
    from hitrec_cli.library.sources.drift import Drift

UNREADABLE = "HR100"

LARGEST_MANIFEST = 2 << 20
"""Bytes that are read of a manifest at most; the reader refuses more by name."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One episode, ready to work on. `get` finds a contribution by id.

    `problems` are those of manifest and catalogs; with errors among them the episode is only as good as it can be.
    `files`: the bytes of the manifest, of its segment files, of its look and of the show's profiles, by the names that
    marks have.
    """

    manifest: Path
    workspace: Workspace
    episode: Episode
    get: Callable[[str], Contribution | None]
    suggest: Callable[[str], tuple[str, ...]]
    problems: tuple[Problem, ...]
    files: Mapping[str, bytes]
    shelf: ProfileShelf
    look: LookFile = LookFile()

    @property
    def lock_file(self) -> Path:
        """Where the episode's lock is."""
        return lock_path(self.manifest, self.episode.id)

    def picks(self) -> tuple[Contribution, ...]:
        """Every contribution whose file any version needs and some catalog has, each once."""
        named = dict.fromkeys(pick.id for segment in self.episode.segments for pick in used_picks(segment))
        return tuple(piece for name in named if (piece := self.get(name)) is not None)


def open_desk(manifest: Path, source_roots: Sequence[Path], columns: Sequence[tuple[str, str]]) -> Desk:
    """Read manifest and catalogs. Raises ManifestError with every problem of both where there are errors."""
    desk = draft_desk(manifest, source_roots, columns)
    if errors_of(desk.problems):
        raise ManifestError(_count(desk.problems, manifest), desk.problems)
    return desk


def draft_desk(
    manifest: Path,
    source_roots: Sequence[Path],
    columns: Sequence[tuple[str, str]],
    text: bytes | None = None,
    shelf: CatalogShelf | None = None,
    files: dict[str, bytes] | None = None,
) -> Desk:
    """Read manifest and catalogs, whatever is wrong with them. Raises ManifestError where there is no episode at all.

    `text`: the manifest, where it is not to be read from its file. `shelf`: catalogs that were read before. `files`
    is told the bytes of the manifest and of its segment files, by the names that marks have.
    """
    workspace = find_workspace(manifest, source_roots)
    files = {} if files is None else files
    episode, problems = _read_manifest(manifest, workspace, text, files)
    if episode is None:
        raise ManifestError(_count(problems, manifest), problems)
    folder = manifest.absolute().parent
    shelf = CatalogShelf() if shelf is None else shelf
    catalogs, found = read_catalogs(episode.catalogs, folder, workspace, dict(columns), shelf)
    inline = {name: _located(piece, folder, workspace) for name, piece in episode.inline.items()}

    @cache
    def get(name: str) -> Contribution | None:
        return inline.get(name) or catalogs.get(name)

    look = look_of(episode, manifest, workspace, files)
    profiles = profile_shelf(workspace, manifest)
    files.update((name, data) for name, data in profiles.files.items() if name not in files)
    faults = [fault for name in episode.deliver for fault in profiles.problems.get(name, ())]
    told = (*problems, *found, *look.problems, *faults)
    return Desk(manifest, workspace, episode, get, catalogs.suggest, told, files, profiles, look)


def _read_manifest(
    manifest: Path, workspace: Workspace, text: bytes | None, files: dict[str, bytes]
) -> tuple[Episode | None, tuple[Problem, ...]]:
    """The episode that a manifest describes, and its problems; what is read is kept in `files`."""
    from hitrec_cli.manifest.build import read_episode

    files[str(manifest)] = _bytes(manifest) if text is None else text

    def read(name: str) -> bytes:
        path = Path(name)
        try:
            files[name] = _head(workspace.resolve(path.name, path.absolute().parent))
        except MediaError as error:
            raise ValueError(error.message) from error
        return files[name]

    return read_episode(files[str(manifest)], str(manifest), read)


def _head(path: Path) -> bytes:
    """A file, or as much of it as shows that it is too large."""
    with path.open("rb") as file:
        return file.read(LARGEST_MANIFEST + 1)


def _bytes(manifest: Path) -> bytes:
    """The bytes of a manifest. Raises ManifestError, with the problem, for a file that cannot be read."""
    try:
        return _head(manifest)
    except IsADirectoryError:
        message, hint = "this is a folder", "name the episode's YAML file in it"
    except OSError as error:
        message, hint = f"the file cannot be read: {error.strerror}", "name the episode's YAML file"
    problem = Problem(UNREADABLE, Mark(str(manifest)), message, hint)
    raise ManifestError(f"{manifest}: {message}; {hint}", (problem,))


def bring_in(
    desk: Desk,
    store: Store,
    *,
    locked: bool,
    offline: bool,
    update: Callable[[str], bool] = lambda pick: False,
    note: Note = lambda line: None,
    drifted: Callable[[Drift], None] | None = None,
    watch: Watch | None = None,
) -> Lock:
    """The episode's lock, after pulling (`library.pull`) what is not in the store.

    `offline`: the lock as it is. `locked`: refuse where a pull would change it. Raises ManifestError for both where the
    lock does not fit, and what `pull` raises.
    """
    from hitrec_cli.library.pull import pull

    before = read_lock(desk.lock_file)
    if offline:
        if before is None:
            raise ManifestError(f"{desk.lock_file} is not there; run hitrec pull once without --offline")
        return before
    lock = pull(desk.episode.id, desk.picks(), store, desk.workspace, previous=before, update=update, note=note,
                drifted=drifted, watch=watch)  # fmt: skip
    if locked and lock != before:
        changed = sorted(name for name in {*lock.picks, *(before.picks if before else ())}
                         if before is None or lock.picks.get(name) != before.picks.get(name))  # fmt: skip
        raise ManifestError(f"the lock does not fit: {', '.join(changed[:8])}; run hitrec pull and commit the lock")
    if not locked:
        write_lock(lock, desk.lock_file)
    return lock


def texts_of(desk: Desk, lock: Lock, store: Store) -> Mapping[str, str]:
    """The words of every text that the episode sets as a card, where its bytes are those that the lock names."""
    texts: dict[str, str] = {}
    for segment in desk.episode.segments:
        for item in segment.picture:
            if isinstance(item.source, TextSource):
                pick = lock.get(item.source.pick.id)
                data = text_bytes(desk, pick, store)
                if data is not None and pick.facts is not None:
                    texts[pick.id] = data.decode(pick.facts.encoding or "utf-8", "replace").lstrip("\ufeff")
    return texts


def text_bytes(desk: Desk, pick: LockedPick, store: Store) -> bytes | None:
    """A text's bytes from the store, else (nothing was pulled here yet) from the contribution's own file."""
    if pick.state != "ok" or pick.facts is None or pick.facts.kind != "text":
        return None
    if store.has(pick.digest):
        return store.path(pick.digest).read_bytes()
    piece = desk.get(pick.id)
    try:
        path = desk.workspace.confine(Path(piece.location if piece is not None else ""))
        data = path.read_bytes() if path.stat().st_size == pick.size else b""
    except (MediaError, OSError):
        return None
    return data if hashlib.sha256(data).hexdigest() == pick.digest else None


def graphics_of(desk: Desk) -> tuple[Mapping[str, tuple[str, str]], tuple[Problem, ...]]:
    """Each graphic's function by its path from the workspace, and its digest; problems of those that are not there."""
    from hitrec_cli.library.graphics import graphic_digest

    digests: dict[str, tuple[str, str]] = {}
    folder = desk.manifest.absolute().parent
    problems: list[Problem] = []
    for segment in desk.episode.segments:
        for item in segment.picture:
            if isinstance(item.source, GraphicSource) and item.source.function not in digests:
                try:
                    digests[item.source.function] = graphic_digest(item.source.function, folder, desk.workspace)
                except MediaError as error:
                    problems.append(Problem("HR320", item.mark, error.message))
    return digests, tuple(problems)


def _located(piece: Contribution, folder: Path, workspace: Workspace) -> Contribution:
    """An inline contribution with its file's real place; one that cannot be found stays as it is and is missing."""
    from dataclasses import replace

    try:
        return replace(piece, location=str(workspace.resolve(piece.location, folder)))
    except MediaError:
        return replace(piece, location=str(folder / piece.location))


def _count(problems: Sequence[Problem], manifest: Path) -> str:
    errors = len(errors_of(problems))
    return f"{manifest}: {errors} error{'s' if errors != 1 else ''}"
