"""Ctrl-C and kill -9 in the middle of a render: nothing wrong stays, and the next run goes on."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.pipeline.show import Run, Show, answer, render
from tests.pipeline.test_bad_input import workers_of

pytestmark = pytest.mark.media


def begun(show: Show, home: Path) -> subprocess.Popen[str]:
    """A render in a process group of its own, halfway: some spans are finished, others are being made."""
    running = subprocess.Popen(
        [sys.executable, "-m", "hitrec_cli", "render", show.manifest, "--out", show.root / "out", "--workers", "2"],
        env={**os.environ, "HITREC_HOME": str(home), "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert running.stderr is not None
    for line in running.stderr:
        if "] span " in line:
            return running
    raise AssertionError("it ended before a span was finished")


def gone(home: Path) -> None:
    """All that worked for this store ends by itself, soon."""
    end = time.monotonic() + 5
    while workers_of(home):
        assert time.monotonic() < end, workers_of(home)
        time.sleep(0.05)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_in_the_middle(
    hitrec: Run, show: Show, hitrec_home: Path, rendered: Path, number: signal.Signals, code: int
) -> None:
    running = begun(show, hitrec_home)
    os.killpg(running.pid, number)
    assert running.stderr is not None
    with running.stderr:
        said = running.stderr.read()
    assert running.wait(20) == code
    gone(hitrec_home)
    assert "Traceback" not in said
    assert not [path for path in (show.root / "out").rglob("*") if path.is_file()]
    if number == signal.SIGINT:
        assert "hitrec: interrupted; what was finished is kept" in said
        assert not [path for path in (hitrec_home / "tmp").glob("*") if not path.name.startswith(".")]
    verified = answer(hitrec("cache", "verify", "--json"))
    assert verified["wrong"] == []
    steps = render(hitrec, show)["steps"]
    assert steps["cached"] > 0 and 0 < sum(steps["rendered"].values()) < steps["total"]
    assert steps["rendered"].get("span", 0) < 8
    assert not [path for path in (hitrec_home / "tmp").glob("*") if not path.name.startswith(".")]
    whole = Show(rendered / "show").film().read_bytes()
    assert hashlib.sha256(show.film().read_bytes()).digest() == hashlib.sha256(whole).digest()


def test_two_renders_at_once(show: Show, hitrec_home: Path, rendered: Path) -> None:
    """They share what they make, and neither disturbs the other."""
    command = [sys.executable, "-m", "hitrec_cli", "render", str(show.manifest), "--workers", "1", "-q", "--out"]
    environment = {**os.environ, "HITREC_HOME": str(hitrec_home), "PYTHONPATH": str(ROOT)}
    both = [subprocess.Popen([*command, str(show.root / name)], env=environment, stdout=subprocess.DEVNULL,
                             stderr=subprocess.PIPE, text=True) for name in ("one", "two")]  # fmt: skip
    for running in both:
        _, said = running.communicate(timeout=300)
        assert running.returncode == 0, said
    films = [Show(rendered / "show").film(), *(show.root / name / "tiny" / "tiny.web.mp4" for name in ("one", "two"))]
    assert len({hashlib.sha256(film.read_bytes()).hexdigest() for film in films}) == 1
