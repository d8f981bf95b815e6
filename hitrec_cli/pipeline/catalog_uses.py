"""What the workspace's episodes and deliverables are made of, seen from the catalog."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hitrec_cli.base.digest import Json
from hitrec_cli.base.errors import HitrecError
from hitrec_cli.base.text import one_line
from hitrec_cli.pipeline.gather import episodes
from hitrec_cli.pipeline.options import Answer

if TYPE_CHECKING:
    from hitrec_cli.library.catalog_read import CatalogShelf
    from hitrec_cli.pipeline.catalog import Place

_LARGEST = 64 << 20


@dataclass(frozen=True, slots=True)
class Use:
    """An episode that uses something; `through`: the picks by which it does. `unread`: why nobody can say."""

    manifest: str
    through: tuple[str, ...] = ()
    unread: str = ""


def used_ids(where: Place) -> frozenset[str]:
    """Every contribution that an episode of the workspace uses or credits, and all that those were made from."""
    shelf: CatalogShelf = {}
    found: set[str] = set()
    for manifest in episodes(where.workspace.root):
        try:
            found |= _works(manifest, shelf).keys()
        except HitrecError:  # `validate` says what is wrong with it
            continue
    return frozenset(found)


def affected(where: Place, name: str, out: Path | None) -> Answer:
    """Every episode and deliverable that has a contribution or something made from it."""
    from hitrec_cli.library.catalog_decisions import derived

    made = derived(where.file, name)
    touched = {name, *made}
    uses = list(_uses(where, touched))
    folder = out if out is not None else where.workspace.root / "out"
    delivered = list(_deliverables(folder, touched))
    data: dict[str, Json] = {
        "id": name,
        "made_from_it": sorted(made),
        "episodes": [{"manifest": one.manifest, "through": list(one.through), "unread": one.unread} for one in uses],
        "deliverables": [{"report": file, "files": files, "through": through} for file, files, through in delivered],
    }
    lines = [f"made from it: {', '.join(map(one_line, sorted(made)))}"] if made else []
    lines += [f"{use.manifest}: {use.unread or 'uses ' + ', '.join(map(one_line, use.through))}" for use in uses]
    for file, files, through in delivered:
        lines.append(f"{', '.join(map(str, files)) or file}: has {', '.join(map(one_line, through))}")
    return Answer(data, lines or [f"no episode and no deliverable has {one_line(name)}"])


def _uses(where: Place, touched: set[str]) -> Iterator[Use]:
    shelf: CatalogShelf = {}
    for manifest in episodes(where.workspace.root):
        shown = str(manifest.relative_to(where.workspace.root))
        try:
            works = _works(manifest, shelf)
        except HitrecError as error:
            yield Use(shown, unread=f"cannot be read, so nobody can say: {one_line(error.message)}")
            continue
        through = sorted({user for each in touched & works.keys() for user in works[each] or (each,)})
        if through:
            yield Use(shown, tuple(through))


def _works(manifest: Path, shelf: CatalogShelf) -> dict[str, tuple[str, ...]]:
    """What an episode owes a credit -> the picks through which it does; none: it is picked itself."""
    from hitrec_cli.attribution.credits import collect
    from hitrec_cli.library.desk import draft_desk
    from hitrec_cli.model.episode import picks_of

    desk = draft_desk(manifest, (), (), shelf=shelf)
    works = {work.contribution: work.via for work in collect(desk.episode.segments, desk.get).works}
    # Also picks that no catalog has any more.
    named = {pick.id: () for segment in desk.episode.segments for pick in picks_of(segment)}
    return {**named, **works}


def _deliverables(folder: Path, touched: set[str]) -> Iterator[tuple[str, list[Json], list[str]]]:
    """Reports below a folder whose picks are among them: the report, the files beside it, the picks."""
    for report in sorted(folder.rglob("*.report.json")):
        try:
            if report.stat().st_size > _LARGEST:
                continue
            data = json.loads(report.read_text("utf-8"))
            names = {str(pick["id"]) for pick in data["picks"]}
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if names & touched:
            begin = report.name.removesuffix("report.json")
            files: list[Json] = [str(path) for path in sorted(report.parent.glob(f"{begin}*")) if path != report]
            yield str(report), files, sorted(names & touched)
