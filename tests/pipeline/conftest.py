"""Shows to render: sources are made once in a run, and so is one rendering of the show that others start from."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.pipeline.show import Show, make_media, make_show


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The show's sources."""
    folder = tmp_path_factory.mktemp("media")
    make_media(folder)
    return folder


@pytest.fixture
def show(tmp_path: Path, media: Path) -> Show:
    """A workspace that nothing was rendered from yet."""
    return make_show(tmp_path / "show", media)


def render_once(folder: Path, show: Show, *more: str) -> Path:
    """Render a show into a store of its own, `home` in the folder."""
    done = subprocess.run(
        [sys.executable, "-m", "hitrec_cli", "render", show.manifest, "--out", show.root / "out", "-q", *more],
        env={**os.environ, "HITREC_HOME": str(folder / "home"), "HITREC_WORKERS": "2", "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory, media: Path) -> Path:
    """A folder with the `show`, rendered once by two workers into the store `home`. Read only: tests take copies."""
    folder = tmp_path_factory.mktemp("rendered")
    return render_once(folder, make_show(folder / "show", media))


@pytest.fixture
def warm(rendered: Path, hitrec_home: Path, tmp_path: Path) -> Show:
    """The show as if it had just been rendered in this test's own store."""
    shutil.copytree(rendered / "home", hitrec_home, dirs_exist_ok=True)
    shutil.copytree(rendered / "show", tmp_path / "show", ignore=shutil.ignore_patterns("out"))
    return Show(tmp_path / "show")
