"""What the pages give to copy: files of CI services and editors can be read, and their hitrec commands run."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT, Run

EPISODE = "hitrec: 1\nid: one\nsegments:\n  - {kind: host, picture: [{color: navy, for: 5s}]}\n"


def fences(page: str, language: str) -> list[str]:
    """The code blocks of a page that are in a language."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def hitrec_lines(data: Any) -> Iterator[str]:
    """Every text in data that calls hitrec."""
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        for item in data:
            yield from hitrec_lines(item)
    elif isinstance(data, str):
        yield from (line for line in data.splitlines() if re.match(r"hitrec [a-z]+ --", line))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A workspace with an episode that has no mistake."""
    (tmp_path / "episodes").mkdir()
    (tmp_path / "hitrec.toml").touch()
    (tmp_path / "episodes" / "one.yaml").write_text(EPISODE)
    return tmp_path


def commands() -> list[str]:
    found = [line for fence in fences("ci.md", "yaml") for line in hitrec_lines(yaml.safe_load(fence))]
    return found + list(hitrec_lines([json.loads(fence) for fence in fences("editor.md", "json")]))


def test_there_are_snippets_for_github_gitlab_and_commits() -> None:
    github, gitlab, hook = (yaml.safe_load(fence) for fence in fences("ci.md", "yaml"))
    assert github["jobs"]["validate"]["steps"] and gitlab["validate"]["script"] and hook["repos"][0]["hooks"]
    assert len(commands()) == 5


@pytest.mark.parametrize("command", commands())
def test_their_commands_run(command: str, place: Path, hitrec_home: Path) -> None:
    assert command.startswith("hitrec ")
    done = subprocess.run(
        ["sh", "-ec", f'"{sys.executable}" -m hitrec_cli {command.removeprefix("hitrec ")}'], cwd=place, check=False,
        env={"PYTHONPATH": str(ROOT), "HITREC_HOME": str(hitrec_home)}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    target = command.partition(" > ")[2]
    assert (place / target).read_text() if target else done.stdout


def test_the_schemas_that_editors_are_told_of_exist() -> None:
    (line,) = fences("editor.md", "yaml")
    schema = line.strip().partition("$schema=")[2]
    assert (ROOT / "episodes" / schema).resolve().is_file()
    settings = json.loads(fences("editor.md", "json")[0])
    for schema, globs in settings["yaml.schemas"].items():
        assert json.loads((ROOT / schema).read_text("utf-8"))
        assert globs and all(any(ROOT.glob(one)) for one in globs if one.endswith(".yaml"))


def test_the_task_understands_what_validate_says(place: Path, hitrec: Run) -> None:
    (place / "episodes" / "one.yaml").write_text(EPISODE.replace("kind", "knid", 1))
    (task,) = json.loads(fences("editor.md", "json")[1])["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    line = hitrec("validate", "--concise", cwd=place).stdout.splitlines()[0]
    found = re.match(pattern["regexp"], line)
    assert found and [found[pattern[name]] for name in ("file", "line", "column", "severity", "code")] == [
        "episodes/one.yaml", "4", "6", "error", "HR110",
    ]  # fmt: skip
