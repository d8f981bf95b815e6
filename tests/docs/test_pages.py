"""Every command of the pages and of the README runs, on a small show that stands where the demo's manifest does."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.pipeline.show import Show, make_media, make_show

pytestmark = pytest.mark.media

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands(page: Path) -> list[list[str]]:
    """The hitrec commands in a page's sh blocks, as words without comments."""
    lines = [line for block in FENCE.findall(page.read_text("utf-8")) for line in block.splitlines()]
    words = [shlex.split(line, comments=True) for line in lines]
    return [[Path(line[0]).name, *line[1:]] for line in words if line and Path(line[0]).name == "hitrec"]


def test_pages_have_commands() -> None:
    assert sum(len(commands(page)) for page in PAGES) >= 10
    assert all(commands(page) for page in PAGES if page.stem in ("README", "editors", "producers", "ci"))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Show:
    """A show whose manifest is called like the demo's."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "media").mkdir()
    make_media(folder / "media")
    show = make_show(folder / "show", folder / "media")
    (show.root / "said.srt").write_text("1\n00:00:00,100 --> 00:00:01,400\nThe sea was calm.\n", encoding="utf-8")
    with (show.root / "catalog.csv").open("a", encoding="utf-8") as catalog:
        catalog.write("said-1,text,Words,Gia Type,CC-BY-4.0,https://example.org/9,said.srt,\n")
    show.edit("    id: letter\n", "    id: letter\n    captions: said-1\n")
    show.manifest.rename(show.root / "episodes" / "re-beginnings.yaml")
    return show


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_of_a_page_run(page: Path, place: Show, hitrec_home: Path) -> None:
    for command in commands(page):
        done = subprocess.run(
            [sys.executable, "-m", "hitrec_cli", *command[1:]],
            cwd=place.root,
            env={"HITREC_HOME": str(place.root / "home"), "PYTHONPATH": str(ROOT), "PATH": "", "HITREC_WORKERS": "2"},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert done.returncode == 0, f"{command}: {done.stderr}"
        assert done.stdout or done.stderr, command  # a diff of nothing says so beside it
