"""The examples of the rules' pages, made whole: a page shows only as much of a manifest as its point takes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from hitrec_cli.base.problems import Problem
from hitrec_cli.checks.rule import Rule
from tests.checks.corpus import CORPUS, examine

HEAD = {
    "hitrec": "hitrec: 1",
    "id": "id: show",
    "series": "series: Example Show",
    "title": "title: The First",
    "publish": "publish: {online: 2026-01-02}",
    "format": "format: 1080p29.97",
    "catalog": "catalog: [../catalog.csv]",
    "deliver": "deliver: [web]",
}
FRAME = {
    "opening": "  - {kind: titles, id: example-opening, picture: [{color: navy, for: 4s}]}",
    "host": "  - {kind: host, id: example-host, picture: [{clip: film-1, for: 8s}]}",
    "credits": "  - {kind: credits, id: example-credits, style: roll, for: 20s}",
}

NOT_ADDED: Mapping[str, tuple[str, ...]] = {
    "HR310": ("opening", "credits"),
}
"""Rule -> keys of HEAD and FRAME that its examples have to do without, as the rule is about them."""

CATALOGS = ("HR202", "HR203", "HR204", "HR205")
"""Rules whose examples are catalogs, not manifests."""


def whole(example: str, rule: str = "") -> str:
    """A manifest: the example with the top-level keys that it has not, an opening before its segments, credits after.

    An example without `segments:` gets an opening, a host and credits; `segments: ...` in one line stays as it is.
    """
    unwanted = NOT_ADDED.get(rule, ())
    frame = {name: "" if name in unwanted else f"{line}\n" for name, line in FRAME.items()}
    keys = re.findall(r"""^["']?([\w-]+)["']?:""", example, re.MULTILINE)
    head = "".join(f"{line}\n" for key, line in HEAD.items() if key not in (*keys, *unwanted))
    if "segments" not in keys:
        return f"{head}{example}segments:\n{frame['opening']}{frame['host']}{frame['credits']}"
    parts = re.fullmatch(r"(.*^segments:\n)((?:[ #-][^\n]*\n|\n)*)(.*)", example, re.MULTILINE | re.DOTALL)
    if parts is None:
        return head + example
    before, segments, after = parts.groups()
    opening = "" if "kind: titles" in segments else frame["opening"]
    ending = "" if "kind: credits" in segments else frame["credits"]
    return f"{head}{before}{opening}{segments}{ending}{after}"


def problems_of(rule: Rule, which: str, folder: Path) -> tuple[Problem, ...]:
    """What `hitrec validate` finds in an example (`bad` or `good`), in a copy of the corpus."""
    place = folder / "manifests"
    if not place.exists():
        shutil.copytree(CORPUS, place)
    example = rule.example(which)
    if rule.id in CATALOGS:
        (place / "example.csv").write_text(example, encoding="utf-8")
        example = "catalog: [../catalog.csv, ../example.csv]\n"
    return examine(place / "good" / f"{rule.id}-{which}.yaml", whole(example, rule.id).encode()).problems
