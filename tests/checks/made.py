"""Small manifests that rules are tried on, over the corpus' catalog and lock."""

from __future__ import annotations

from hitrec_cli.base.problems import Problem
from tests.checks.corpus import CORPUS, examine

HEAD = "hitrec: 1\nid: show\nformat: 1080p25\ncatalog: [../catalog.csv]\n"
"""25 frames a second, so that seconds are whole frames."""


def problems(segments: str, more: str = "deliver: [web]\n") -> tuple[Problem, ...]:
    """What is found in a manifest of these segments; `more`: further keys at its top."""
    return examine(CORPUS / "bad" / "made.yaml", f"{HEAD}{more}segments:\n{segments}".encode()).problems


def rules(segments: str, more: str = "deliver: [web]\n") -> list[str]:
    """The ids of its problems."""
    return [one.rule for one in problems(segments, more)]


def host(picture: str, more: str = "") -> str:
    """One segment."""
    return f"  - {{kind: host, picture: [{picture}]{more}}}\n"
