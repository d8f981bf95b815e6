"""Salts: every source that shapes a result is in its key."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest

from hitrec_cli.engine import salt
from hitrec_cli.engine.perform import PERFORMERS
from hitrec_cli.plan.step import StepKind
from hitrec_cli.tools.own_sources import installed, reach
from tests.tools.test_own_sources import imported

KINDS: tuple[StepKind, ...] = get_args(StepKind)


def test_every_kind_has_a_performer_and_a_line_for_its_libraries() -> None:
    assert set(PERFORMERS) == set(KINDS) == set(salt.LIBRARIES)


@pytest.mark.parametrize("kind", KINDS)
def test_all_that_a_performer_imports_is_in_its_salt(kind: StepKind) -> None:
    module = PERFORMERS[kind].partition(":")[0]
    expected = (imported(module) | {module}) - {"hitrec_cli.base.errors", "hitrec_cli.base.problems"}
    assert reach(module) == expected


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
    known = installed

    def newer(library: str) -> str:
        return "99" if library == "pydub" else known(library)

    assert changed(lambda: monkeypatch.setattr(salt, "installed", newer), monkeypatch) == {"speech", "mix"}
