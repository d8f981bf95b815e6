"""The command line: it starts quickly, says what it is, and hands over what was asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

import hitrec_cli.pipeline
from hitrec_cli.base.problems import Mark, Problem
from hitrec_cli.cli.app import COMMANDS, app
from hitrec_cli.model.lock import Lock, LockedPick
from hitrec_cli.pipeline.options import Options
from hitrec_cli.pipeline.validate import Review
from hitrec_cli.plan.step import Step

HEAVY = ("moviepy", "numpy", "av", "yaml", "rich", "ffmpeg", "pydub", "concurrent.futures.process")


def hitrec(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hitrec_cli", *arguments], cwd=Path(__file__).parents[2], text=True, check=False,
        capture_output=True, timeout=30, **more,
    )  # fmt: skip


def test_help_imports_nothing_heavy() -> None:
    look = (
        "import sys\nfrom hitrec_cli.cli.main import run\nsys.argv = ['hitrec', '--help']\n"
        "try:\n    run()\nfinally:\n    sys.stderr.write(' '.join(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0 and "render" in done.stdout
    assert not set(HEAVY) & set(done.stderr.split())


def test_help_is_quick() -> None:
    """Measured: 0.11 s of processor time; the best of a few runs, with room for a busy or slow machine."""
    spent = []
    for _ in range(4):
        before = os.times()
        hitrec("--help")
        after = os.times()
        spent.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert min(spent) < 0.3


def test_usage() -> None:
    assert hitrec().returncode == 2
    assert hitrec("--version").stdout.startswith("hitrec ")
    assert hitrec("--version").returncode == 0
    wrong = hitrec("rendr")
    assert wrong.returncode == 2 and wrong.stdout == "" and "render" in wrong.stderr
    assert hitrec("render").returncode == 2


MUCH = """
import sys
from hitrec_cli.cli.boundary import guarded
from hitrec_cli.cli.screen import Screen
sys.exit(guarded(lambda: Screen().answer({}, ["x" * 100] * 9999)))
"""


def test_nobody_reads() -> None:
    running = subprocess.Popen(
        [sys.executable, "-c", MUCH],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert running.stdout is not None and running.stderr is not None
    running.stdout.read(1)
    running.stdout.close()
    assert running.stderr.read() == b""
    running.stderr.close()
    assert running.wait(10) == 141


class Pipeline(SimpleNamespace):
    """Stands in for the stations of hitrec_cli.pipeline: remembers how it was called, answers as told."""

    def __init__(self) -> None:
        super().__init__(calls=[])
        steps = [
            (Step("span", "a", "{}", label="s1", frames=30), "not made yet"),
            (Step("mix", "b", "{}", label="m"), ""),
        ]
        picks = {"p": LockedPick("p", "ok", "d", 3), "q": LockedPick("q", "missing", reason="not found")}
        answers = {
            "review": (Review("e.yaml", (Problem("HR1", Mark("e.yaml", 2, 3), "bad", "mend it"),)),),
            "pull": Lock("e1", picks),
            "plan": (steps, ()),
            "render": SimpleNamespace(data={"files": ["out/x.mp4"]}, lines=["out/x.mp4"]),
            "credits": SimpleNamespace(data={"artists": []}, lines=["nobody"]),
            "frame": Path("frame.png"),
            "doctor": [("ffmpeg", True, "9.0.2"), ("fonts", False, "none")],
            "cache_verify": [("k", "its file is missing")],
            "cache_du": {"span": 1000, "mix": 10},
        }
        for name, answer in answers.items():
            setattr(self, name, self._remember(name, answer))

    def _remember(self, name: str, answer: object) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            self.calls.append((name, given, named))
            return answer

        return call


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    fake = Pipeline()
    for station in ("validate", "pull", "plan", "render", "credits", "frame", "upkeep"):
        monkeypatch.setitem(sys.modules, f"hitrec_cli.pipeline.{station}", fake)
        monkeypatch.setattr(hitrec_cli.pipeline, station, fake, raising=False)
    return fake


@pytest.mark.parametrize(
    ("line", "code", "text"),
    [
        ("validate e.yaml", 3, "e.yaml:2:3: error[HR1]: bad\n  = remedy: mend it\n1 error in 1 manifest\n"),
        ("validate e.yaml --concise -q", 3, "e.yaml:2:3: error[HR1]: bad; mend it\n"),
        ("pull e.yaml", 4, "p ok\nq missing: not found\n"),
        ("plan e.yaml", 0, "span s1: not made yet\n1 of 2 steps to run, 30 frames\n"),
        ("plan -v e.yaml", 0, "span s1: not made yet\nmix m: stored\n1 of 2 steps to run, 30 frames\n"),
        ("render e.yaml", 0, "out/x.mp4\n"),
        ("preview e.yaml", 0, "out/x.mp4\n"),
        ("credits e.yaml", 0, "nobody\n"),
        ("frame e.yaml 01:00:00;00", 0, "frame.png\n"),
        ("doctor", 1, "ok   ffmpeg: 9.0.2\nFAIL fonts: none\n"),
        ("cache verify", 5, "k: its file is missing\n"),
        ("cache verify --repair", 0, "k: its file is missing; removed\n"),
        ("cache du", 0, "           1,000 span\n              10 mix\n           1,010 in all\n"),
    ],
)
def test_commands_print_and_end_as_documented(pipeline: Pipeline, line: str, code: int, text: str) -> None:
    done = CliRunner().invoke(app(), line.split())
    assert (done.exit_code, done.stdout) == (code, text)
    as_json = CliRunner().invoke(app(), [*line.split(), "--json"])
    assert as_json.exit_code == code
    assert json.loads(as_json.stdout)["schema_version"] == 1


def test_options_reach_the_pipeline(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HITREC_WORKERS", "3")
    line = "render e.yaml -p web --cut online --out o --source-root a --source-root b --columns title=Name --locked -q"
    assert CliRunner().invoke(app(), line.split()).exit_code == 0
    ((name, given, named),) = pipeline.calls
    assert name == "render"
    assert given == (Path("e.yaml"), Options((Path("a"), Path("b")), (("title", "Name"),)))
    assert {key: named[key] for key in ("profile", "version", "locked", "offline", "workers", "out")} == {
        "profile": "web", "version": "online", "locked": True, "offline": False, "workers": 3, "out": Path("o"),
    }  # fmt: skip
    CliRunner().invoke(app(), ["preview", "e.yaml", "--workers", "1"])
    assert (pipeline.calls[1][2]["profile"], pipeline.calls[1][2]["workers"]) == ("preview", 1)


@pytest.mark.parametrize(("arguments", "workers"), [(["--columns", "title"], "2"), ([], "none"), ([], "0")])
def test_what_cannot_be(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, arguments: list[str], workers: str
) -> None:
    from hitrec_cli.base.errors import UsageError

    monkeypatch.setenv("HITREC_WORKERS", workers)
    done = CliRunner().invoke(app(), ["render", "e.yaml", *arguments])
    assert isinstance(done.exception, UsageError)
    assert not pipeline.calls


def test_a_command_is_made_without_the_others() -> None:
    script = (
        "import sys\nfrom hitrec_cli.cli.app import COMMANDS, app\napp(['doctor'])\n"
        "print(*(name for name in COMMANDS if f'hitrec_cli.cli.{name}' in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["doctor"]


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_listed_and_there(name: str) -> None:
    listed = CliRunner().invoke(app([]), ["--help"]).stdout
    (line,) = [line for line in listed.splitlines() if line.startswith(f"  {name} ")]
    own = CliRunner().invoke(app([name]), [name, "--help"])
    assert own.exit_code == 0
    assert line.split(maxsplit=1)[1].removesuffix("...") in " ".join(own.stdout.split())


def test_a_shell_may_ask_for_the_options_of_a_command() -> None:
    environ = {
        **os.environ,
        "_HITREC_COMPLETE": "complete_bash",
        "COMP_WORDS": "hitrec rundown --js",
        "COMP_CWORD": "2",
    }
    done = subprocess.run(
        [sys.executable, "-m", "hitrec_cli"], env=environ, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.split() == ["--json"]
