"""Pure rooms open no file and write to no terminal."""

from __future__ import annotations

import pytest

from tests.fences.fence import ROOT, Tree, impure


def test_the_tree_is_pure() -> None:
    assert impure(ROOT) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("def load(path):\n    with open(path) as file:\n        return file.read()\n", "open"),
        ("def load(path):\n    return path.read_text()\n", "read_text"),
        ("print('hello')\n", "print"),
    ],
)
def test_a_planted_file_or_terminal_is_found(tree: Tree, text: str, named: str) -> None:
    tree.plant("hitrec_cli/timeline/planted.py", text)
    assert [told for told in impure(tree.root) if "planted" in told and told.endswith(f": {named}")]
