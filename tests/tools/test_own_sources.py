"""Our own sources: all that a module imports is found, however it is written."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hitrec_cli.tools import own_sources

HOUSE = Path(own_sources.__file__).parents[2]
CACHED: tuple[Any, ...] = (own_sources.reach, own_sources._read, own_sources._file)


@pytest.fixture
def _fresh() -> Iterator[None]:
    for cached in CACHED:
        cached.cache_clear()
    yield
    for cached in CACHED:
        cached.cache_clear()


def imported(module: str) -> set[str]:
    """What a module imports from hitrec, transitively: an independent walk over syntax trees."""
    seen: set[str] = set()
    ahead = [module]
    while ahead:
        name = ahead.pop()
        path = HOUSE.joinpath(*name.split(".")).with_suffix(".py")
        if name in seen or not path.is_file():
            continue
        seen.add(name)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                ahead += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                ahead += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return seen


@pytest.mark.usefixtures("_fresh")
def test_every_form_of_import_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "hitrec_cli"
    package.mkdir()
    for name in "abcdef":
        (package / f"{name}.py").write_text(name)
    (package / "top.py").write_text(
        "import hitrec_cli.a\nfrom hitrec_cli.b import x\nfrom hitrec_cli import c as d2\n"
        "from hitrec_cli import (\n    d,\n    nothing as e,\n)\ndef f():\n    from hitrec_cli import e  # late\n"
    )
    monkeypatch.setattr(own_sources, "_HOUSE", tmp_path)
    found = own_sources.digests("hitrec_cli.top")
    assert found.keys() == {"hitrec_cli.top", *(f"hitrec_cli.{name}" for name in "abcde")}
    assert found["hitrec_cli.a"] == hashlib.sha256(b"a").hexdigest()


def test_what_is_installed_has_a_version() -> None:
    import numpy as np

    assert own_sources.installed("numpy") == np.__version__
    assert own_sources.installed("no-such-library") == ""
