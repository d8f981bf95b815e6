"""A copy of the tree in which a breach can be planted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.fences.fence import ROOT, Tree


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """The package and its configuration, as they are now, in a place of their own."""
    root = tmp_path / "tree"
    shutil.copytree(ROOT / "hitrec_cli", root / "hitrec_cli", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", root)
    return Tree(root)
