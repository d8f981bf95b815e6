"""`hitrec validate --fix`: what can be mended without asking, tried in memory before a file is touched."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hitrec_cli.base.errors import HitrecError, UsageError
from hitrec_cli.base.problems import Problem, errors_of
from hitrec_cli.checks.mend import applied, mend, mendable
from hitrec_cli.checks.source import Source
from hitrec_cli.pipeline.options import Options
from hitrec_cli.pipeline.validate import Review, review

if TYPE_CHECKING:
    from hitrec_cli.library.catalog_read import CatalogShelf

_ROUNDS: Final = 5
_MOST_SYNTAX: Final = 200
_MOST_ALONE: Final = 20
"""Mendings of one round that are tried one by one, where together they make something else wrong."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A file as it was and as it shall be. `name`: as marks name it; `file`: its real path."""

    name: str
    file: Path
    before: bytes
    after: bytes
    count: int


Texts = Mapping[Path, bytes]
"""Bytes by real path."""

Look = Callable[[Texts], Review]
"""What is found where some files have other bytes."""

Mending = tuple[Path, Problem]
"""A problem that can be mended, and the real path of its file."""


def mended(manifests: Sequence[Path], options: Options, text: bytes | None = None) -> tuple[Mended, ...]:
    """What becomes of the manifests and of the segment files that they use; nothing is written.

    `text`: the manifest, where it is not to be read from its file (then there is one).
    """
    shelf: CatalogShelf = {}
    done: dict[Path, Mended] = {}
    for manifest in manifests:
        given = {manifest.resolve(): text} if text is not None else {}

        def look(instead: Texts, one: Path = manifest, given: Texts = given) -> Review:
            return review([one], options, instead={**given, **instead}, shelf=shelf)[0]

        for made in _mend_one(manifest, look, {file: each.after for file, each in done.items()}):
            first = done.get(made.file)
            done[made.file] = made if first is None else _joined(first, made)
    return tuple(done.values())


def write(made: Mended) -> None:
    """Put a file in place, whole or not at all; links and permissions stay. Raises UsageError where it cannot be."""
    aside = made.file.with_name(f".{made.file.name}.{os.getpid()}.part")
    try:
        if made.file.read_bytes() != made.before:
            raise UsageError(f"{made.name} was changed meanwhile; nothing was mended in it")
        with aside.open("xb") as file:
            os.fchmod(file.fileno(), made.file.stat().st_mode & 0o7777)
            file.write(made.after)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(made.file)
    except OSError as error:
        raise UsageError(f"{made.name} cannot be mended: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def _joined(first: Mended, then: Mended) -> Mended:
    return Mended(first.name, first.file, first.before, then.after, first.count + then.count)


def _mend_one(manifest: Path, look: Look, earlier: Texts) -> list[Mended]:
    """What becomes of one manifest and its segment files; `earlier` is what became of files already."""
    begun = look(earlier)
    best = (_burden(begun), dict(earlier), 0)
    texts, now, count = dict(earlier), begun, 0
    for _ in range(_ROUNDS):
        edits = _edits(manifest, now)
        if not edits:
            break
        cut_off = _is_cut_off(now)
        texts, now, applied_here = _round(edits, texts, now, look)
        if not applied_here:
            break
        count += applied_here
        if _burden(now) < best[0] or (cut_off and _burden(now) == best[0]):
            best = (_burden(now), dict(texts), count)
    _, kept, count = best
    real = {Path(name).resolve(): (name, data) for name, data in begun.files.items()}
    return [
        Mended(real[file][0], file, real[file][1], after, count if number == 0 else 0)
        for number, (file, after) in enumerate((f, a) for f, a in kept.items() if f in real and a != real[f][1])
    ]


def _burden(found: Review) -> tuple[int, bool, int]:
    """How much is wrong: errors, among them one that kept the file from being read, then everything else."""
    errors = errors_of(found.problems)
    return len(errors), any(one.rule == "HR104" for one in errors), len(found.problems) - len(errors)


def _is_cut_off(found: Review) -> bool:
    """Whether there was so much wrong that not all of it was told."""
    return any(one.rule == "HR103" for one in found.problems)


def _edits(manifest: Path, found: Review) -> list[Mending]:
    """The mendable problems of files that may be written, by real path; files outside the workspace may not."""
    from hitrec_cli.library.workspace import find_workspace

    try:
        root = find_workspace(manifest).root
    except HitrecError:
        return []
    own = manifest.resolve()  # not there where it came by stdin
    placed = [(Path(one.mark.file).resolve(), one) for one in mendable(found.problems, found.files)]
    return [(file, one) for file, one in placed if file.is_relative_to(root) and (file.is_file() or file == own)]


def _round(
    edits: Sequence[Mending], texts: dict[Path, bytes], now: Review, look: Look
) -> tuple[dict[Path, bytes], Review, int]:
    """Texts, review and count after all edits; where together they make more wrong, after those that do not alone.

    A file that could not be read may show more errors once it can be: whether that is worth it is seen at the end.
    """
    together, count = _with(edits, texts, now)
    after = look(together)
    unread = any(one.rule == "HR104" for _, one in edits) or _is_cut_off(now)
    if unread or _burden(after) < _burden(now):
        return together, after, count
    count, refused = 0, set()
    for _ in range(_MOST_ALONE):
        left = [one for one in edits if one not in refused]
        if not left:
            break
        alone, _ = _with(left[-1:], texts, now)
        found = look(alone)
        refused.add(left[-1])
        if _burden(found) < _burden(now):
            texts, now, count = alone, found, count + 1
            edits = [one for one in edits if one[1] in found.problems]
    return texts, now, count


def _with(edits: Iterable[Mending], texts: Texts, now: Review) -> tuple[dict[Path, bytes], int]:
    """The texts with the edits of what the review found in them, and how many those are."""
    current = {Path(name).resolve(): (name, data) for name, data in now.files.items()}
    made, count = dict(texts), 0
    by_file: dict[Path, list[Problem]] = {}
    for file, problem in edits:
        by_file.setdefault(file, []).append(problem)
    for file, problems in by_file.items():
        name, data = current[file]
        source = Source.of(data)
        found = [edit for problem in problems if (edit := mend(problem, source)) is not None]
        made[file], more = applied(source, found).encode("utf-8"), 0
        if any(one.rule == "HR104" for one in problems):
            made[file], more = _readable(made[file], name)
        count += len(found) + more
    return made, count


def _readable(data: bytes, name: str) -> tuple[bytes, int]:
    """The text with every syntax error mended that can be: reading stops at the first, so each is found in its turn."""
    from hitrec_cli.manifest.reader import read_nodes

    for count in range(_MOST_SYNTAX):
        source = Source.of(data)
        wrong = (one for one in read_nodes(data, name)[1] if one.rule == "HR104")
        edit = next((edit for one in wrong if (edit := mend(one, source)) is not None), None)
        if edit is None:
            return data, count
        data = applied(source, [edit]).encode("utf-8")
    return data, _MOST_SYNTAX
