"""`hitrec --help` starts without the heavy libraries."""

from __future__ import annotations

import pytest

from tests.fences.fence import ROOT, Tree, heavy_at_start


def test_help_loads_nothing_heavy() -> None:
    assert heavy_at_start(ROOT) == set()


@pytest.mark.parametrize("library", ["yaml", "numpy", "av"])
def test_a_planted_import_is_seen(tree: Tree, library: str) -> None:
    tree.plant("hitrec_cli/cli/main.py", f"import {library}\n")
    assert library in heavy_at_start(tree.root)
