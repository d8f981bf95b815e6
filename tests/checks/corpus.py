"""The corpus of tests/manifests: small manifests, and the problems that each of them is expected to have."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from hitrec_cli.base.problems import Problem
from hitrec_cli.pipeline.options import Options
from hitrec_cli.pipeline.validate import Review, review

CORPUS = Path(__file__).resolve().parent.parent / "manifests"
BAD = tuple(sorted((CORPUS / "bad").glob("*.yaml")))
GOOD = tuple(sorted((CORPUS / "good").glob("*.yaml")))

_EXPECT = re.compile(r"# expect: (HR\d{3})(?: (\S+))? (\d+):(\d+)")


class Place(NamedTuple):
    """A problem by its rule and place. `file` is as seen from the manifest's folder, '' for the manifest itself."""

    rule: str
    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"# expect: {self.rule} {self.file + ' ' if self.file else ''}{self.line}:{self.column}"


@cache
def expected(manifest: Path) -> list[Place]:
    """What the comments at the head of a manifest say."""
    places = []
    for line in manifest.read_text(encoding="utf-8").splitlines():
        if not line.startswith("# expect:"):
            break
        found = _EXPECT.fullmatch(line)
        assert found, f"{manifest.name}: {line!r} is not like '# expect: HR110 7:5'"
        places.append(Place(found[1], found[2] or "", int(found[3]), int(found[4])))
    return sorted(places)


def places(problems: Iterable[Problem], manifest: Path) -> list[Place]:
    """Where problems are, in the same words."""
    return sorted(Place(one.rule, _seen(one.mark.file, manifest), one.mark.line, one.mark.column) for one in problems)


def examine(manifest: Path, text: bytes | None = None) -> Review:
    """What `hitrec validate` finds; `text` stands for the manifest's bytes where it is not written to disk."""
    return review([manifest], Options(), text)[0]


@cache
def found_in(manifest: Path) -> tuple[Problem, ...]:
    """The problems of a manifest of the corpus."""
    return examine(manifest).problems


def told(found: Iterable[Problem]) -> str:
    """The problems, for a test that fails."""
    return "\n".join(map(str, found)) or "no problem"


def _seen(file: str, manifest: Path) -> str:
    return "" if file == str(manifest) else os.path.relpath(file, manifest.parent)
