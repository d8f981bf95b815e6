"""Salts: every source that shapes a result is in its key."""

from __future__ import annotations

import ast
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from hitrec_cli.engine import salt
from hitrec_cli.engine.perform import PERFORMERS
from hitrec_cli.plan.step import StepKind

HOUSE = Path(salt.__file__).parents[2]
CACHED: tuple[Any, ...] = (salt._reach, salt._read, salt._file, salt._version)
KINDS: tuple[StepKind, ...] = get_args(StepKind)


def forget() -> None:
    for cached in CACHED:
        cached.cache_clear()


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    forget()
    yield
    forget()


def reach(module: str) -> set[str]:
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


def test_every_kind_has_a_performer_and_a_line_for_its_libraries() -> None:
    assert set(PERFORMERS) == set(KINDS) == set(salt.LIBRARIES)


@pytest.mark.parametrize("kind", KINDS)
def test_all_that_a_performer_imports_is_in_its_salt(kind: StepKind) -> None:
    module = PERFORMERS[kind].partition(":")[0]
    expected = (reach(module) | {module}) - {"hitrec_cli.base.errors", "hitrec_cli.base.problems"}
    assert salt.sources_of(kind) == expected


def test_every_form_of_import_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "hitrec_cli"
    package.mkdir()
    for name in "abcdef":
        (package / f"{name}.py").write_text("")
    (package / "top.py").write_text(
        "import hitrec_cli.a\nfrom hitrec_cli.b import x\nfrom hitrec_cli import c as d2\n"
        "from hitrec_cli import (\n    d,\n    nothing as e,\n)\ndef f():\n    from hitrec_cli import e  # late\n"
    )
    monkeypatch.setattr(salt, "_HOUSE", tmp_path)
    assert salt._reach("hitrec_cli.top") == {"hitrec_cli.top", *(f"hitrec_cli.{name}" for name in "abcde")}


def changed(change: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> set[StepKind]:
    before = salt.salts("9.0", "f")
    change()
    after = salt.salts("9.0", "f")
    return {kind for kind in KINDS if before[kind] != after[kind]}


def test_a_change_reaches_the_kinds_that_it_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert salt.salts("9.0", "f") == salt.salts("9.0", "f")
    assert not set(salt.salts("9.0", "f").values()) & set(salt.salts("9.1", "f").values())
    plain, other = salt.salts("9.0", "f"), salt.salts("9.0", "g")
    assert {kind for kind in KINDS if plain[kind] != other[kind]} == {"graphic", "roll", "span"}
    known = salt._version

    def newer(library: str) -> str:
        return "99" if library == "pydub" else known(library)

    assert changed(lambda: monkeypatch.setattr(salt, "_version", newer), monkeypatch) == {"speech", "mix"}


def test_it_is_quick() -> None:
    salt.salts("9.0", "f")
    began = time.process_time()
    forget()
    salt.salts("9.0", "f")
    assert time.process_time() - began < 0.1  # measured: some 10 ms; the rest is room for a busy machine
