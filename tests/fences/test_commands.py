"""README, Makefile and .ci/run give the same commands."""

from __future__ import annotations

import os
import re

from tests.fences.fence import ROOT

TEST = 'python -m pytest -n auto -m "not soak"'
CHECKS = ("ruff check .", "ruff format --check .", "mypy", "lint-imports --no-logo")


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def test_the_test_command_is_one() -> None:
    assert f".venv/bin/{TEST}" in text("README.md")
    assert f"$(BIN)/{TEST}" in text("Makefile")
    assert f'"$venv"/bin/{TEST}' in text(".ci/run")


def test_the_checks_are_the_same() -> None:
    for check in CHECKS:
        assert re.search(rf"^\t\$\(BIN\)/{re.escape(check)}$", text("Makefile"), flags=re.MULTILINE)
        assert re.search(rf'^"\$venv"/bin/{re.escape(check)}$', text(".ci/run"), flags=re.MULTILINE)


def test_the_demo_is_one_episode() -> None:
    episode = "bin/hitrec render episodes/re-beginnings.yaml"
    assert episode in text("README.md")
    assert episode.removeprefix("bin") in text("Makefile")


def test_ci_can_be_started() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert text(".ci/run").startswith("#!/usr/bin/env bash\nset -euo pipefail\n")
