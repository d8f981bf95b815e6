"""No file over 300 lines, no function over 60, package markers present and empty."""

from __future__ import annotations

import pytest

from tests.fences.fence import ROOT, Tree, oversized


def test_the_tree_keeps_its_budget() -> None:
    assert oversized(ROOT) == []


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("base/planted.py", "x = 1\n" * 301, "hitrec_cli/base/planted.py: 301 lines"),
        ("base/planted.py", "def f():\n" + "    x = 1\n" * 60, "hitrec_cli/base/planted.py:1: f has 61 lines"),
        ("base/__init__.py", "x = 1\n", "hitrec_cli/base/__init__.py: not empty"),
    ],
)
def test_a_planted_excess_is_found(tree: Tree, path: str, text: str, told: str) -> None:
    tree.plant(f"hitrec_cli/{path}", text)
    assert told in oversized(tree.root)


def test_a_room_without_a_marker_is_found(tree: Tree) -> None:
    tree.plant("hitrec_cli/base/attic/planted.py", "x = 1\n")
    (tree.root / "hitrec_cli/base/attic/__init__.py").unlink()
    assert "hitrec_cli/base/attic: no __init__.py" in oversized(tree.root)


def test_the_budget_itself_is_allowed(tree: Tree) -> None:
    tree.plant("hitrec_cli/base/planted.py", "def f():\n" + "    x = 1\n" * 59 + "x = 1\n" * 240)
    assert not [told for told in oversized(tree.root) if "planted" in told]
