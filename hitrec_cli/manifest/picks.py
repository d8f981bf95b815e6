"""Contributions that a manifest names, and those that it describes itself."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING

from hitrec_cli.base.problems import Problem
from hitrec_cli.manifest import rules
from hitrec_cli.model.contribution import Contribution, ContributionKind
from hitrec_cli.model.segment import Pick

if TYPE_CHECKING:
    from hitrec_cli.manifest.schema_source import File


class Picks:
    """Collects the described files by id: `file:` and the path relative to the manifest."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.inline: dict[str, Contribution] = {}

    def pick(self, source: Pick | File, kind: ContributionKind, folder: str) -> Pick:
        """The pick that a source names. `folder` is where its path counts from, relative to the manifest's."""
        if isinstance(source, Pick):
            return source
        location = source.file if not folder else posixpath.join(folder, source.file)
        path = posixpath.normpath(location)
        made = Contribution(
            id=f"file:{path}",
            kind=kind,
            title=source.title or posixpath.splitext(posixpath.basename(path))[0],
            artists=(source.by,) if isinstance(source.by, str) else tuple(source.by),
            license=source.license,
            source=source.source or "",
            location=location,
            mark=source.mark,
        )
        known = self.inline.setdefault(made.id, made)
        if replace(known, kind=kind, location=location) != made:
            message = f"{source.file!r} is described in other words at line {known.mark.line}"
            hint = "write `by`, `license`, `title`, `source` alike, or put it into the catalog"
            self.problems.append(Problem(rules.TWO_DESCRIPTIONS, source.mark, message, hint))
        return Pick(made.id, source.mark)
