"""The manifest that the design shows, word for word, and what its tests read it with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hitrec_cli.base.problems import Problem
from hitrec_cli.manifest.build import read_episode
from hitrec_cli.manifest.nodes import Mapping
from hitrec_cli.manifest.reader import read_nodes
from hitrec_cli.manifest.reference import written
from hitrec_cli.manifest.shape import Shape
from hitrec_cli.model.episode import Episode

FILE = "episodes/s02e01.yaml"
EXAMPLE = (Path(__file__).parent / "example.yaml").read_bytes()
OPENING = b"""\
kind: titles
id: opening
parameters: {theme: , seconds: "5"}
title: Opening
picture:
  - graphic: {function: "../assets/graphics/opening.py:opening", args: {theme: "RE: ${theme}", stars: 40}}
    for: ${seconds}s
"""


def faults_of_examples(shape: type[Shape]) -> dict[str, list[Problem]]:
    """By key of a mapping: what the reader says of the examples that the reference shows."""
    found: dict[str, list[Problem]] = {}
    for name, key in shape.keys.items():
        assert key.examples, name
        for example in key.examples:
            node, problems = read_nodes(written({name: example}).encode(), "m")
            assert isinstance(node, Mapping)
            said = found.setdefault(name, [])
            said += problems
            key.kind.read(node.values[0], said)
    return found


def files(named: dict[str, bytes]) -> Callable[[str], bytes]:
    """A reader over files in memory, which refuses what leaves the workspace."""

    def read(path: str) -> bytes:
        if path.startswith(("/", "..")):
            raise ValueError("it is outside the workspace")
        if path not in named:
            raise FileNotFoundError(2, "No such file or directory", path)
        return named[path]

    return read


def read(text: bytes | str, named: dict[str, bytes] | None = None) -> tuple[Episode | None, tuple[Problem, ...]]:
    """An episode and its problems, with the opening's file at hand."""
    data = text.encode() if isinstance(text, str) else text
    return read_episode(data, FILE, files({"segments/opening.yaml": OPENING, **(named or {})}))


HEAD = "hitrec: 1\nid: s02e01\n"
SEGMENT = "  - {kind: host, picture: [{clip: rec-1, for: 3s}]}\n"


def places(problems: tuple[Problem, ...]) -> list[tuple[str, int, int]]:
    """Rule, line and column of each problem."""
    return [(problem.rule, problem.mark.line, problem.mark.column) for problem in problems]
