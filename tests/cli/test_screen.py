"""What is shown: progress on stderr, results on stdout, nothing that a terminal would obey."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from hitrec_cli.cli.plain import clock, one_line
from hitrec_cli.cli.progress import Tally
from hitrec_cli.cli.screen import Screen
from hitrec_cli.engine.events import Event, Failed, Finished, Planned, Started
from hitrec_cli.plan.step import Step

A = Step("span", "a" * 64, "{}", label="monologue 00:00:10;00-00:00:20;00", frames=300)
B = Step("mix", "b" * 64, "{}", label="mix", frames=100)
EVENTS: list[Event] = [Planned(9, 2, 400), Started(A), Started(B), Finished(A, 2.06), Finished(B, 0.0, cached=True)]


def test_a_line_per_finished_step() -> None:
    times = iter([100.0, 103.0, 104.0])
    tally = Tally(now=lambda: next(times))
    lines = []
    for event in EVENTS:
        tally.add(event)
        lines.append(tally.line(event))
    assert lines == [
        "2 of 9 steps to run, 400 frames",
        f"span {A.label} begins",
        "mix mix begins",
        f"[1/2] span {A.label} 2.1 s, 1 s left",
        "[2/2] mix mix found, 0 s left",
    ]


def test_planned_anew_counts_what_was_done() -> None:
    tally = Tally(now=lambda: 1.0)
    for event in (Planned(9, 2, 400), Finished(A, 1.0), Planned(9, 2, 350)):
        tally.add(event)
    assert (tally.done, tally.missing, tally.frames_done, tally.frames) == (1, 3, 300, 650)


def test_without_frames_steps_are_counted() -> None:
    tally = Tally(now=lambda: 1.0)
    for event in (Planned(4, 4, 0), Finished(Step("mix", "c", "{}"), 1.0)):
        tally.add(event)
    assert tally.share == 0.25


def test_plain_lines_go_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    with Screen() as screen:
        for event in [*EVENTS, Failed(A, "no\nluck\x07")]:
            screen.event(event)
        screen.note("pulled \x1b[31m")
        screen.answer({"file": "x"}, ["out/x.mp4"])
    out, err = capsys.readouterr()
    assert out == "out/x.mp4\n"
    assert "begins" not in err and "\x1b" not in err and "\x07" not in err
    assert "failed: no luck\N{REPLACEMENT CHARACTER}; waiting" not in err  # nothing is running any more
    assert err.count("\n") == 5


def test_quiet_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    with Screen(as_json=True, quiet=True) as screen:
        for event in EVENTS:
            screen.event(event)
        screen.answer({"title": "José 李小龍", "n": 1}, ["text"])
    out, err = capsys.readouterr()
    assert json.loads(out) == {"schema_version": 1, "title": "José 李小龍", "n": 1}
    assert err == ""


def test_what_strangers_wrote_is_harmless() -> None:
    assert one_line("a\r\nb\x1b]0;x\x07\x9b\u202eevil") == "a b\ufffd]0;x\ufffd\ufffdevil"
    assert [clock(seconds) for seconds in (0.2, 99, 100, 3599, 7500)] == [
        "0 s",
        "99 s",
        "2 min",
        "1 h 00 min",
        "2 h 05 min",
    ]


FETCH = """
import sys, time
from hitrec_cli.cli.screen import Screen
with Screen() as screen:
    watch = screen.fetching()
    watch.planned(["rec-1", "rec-\\x1b2", "gone"])
    for done in range(4):
        watch.moved("rec-1", 250_000 * done, 1_000_000)
        watch.moved("rec-\\x1b2", 1_000_000 * done, 0)
        time.sleep(0.15)
    watch.ended("rec-1", "")
    watch.ended("gone", "it is not there (404)")
    time.sleep(0.3)
    screen.answer({}, ["result"])
"""


SHOW = """
import sys, time
from hitrec_cli.cli.screen import Screen
from tests.cli.test_screen import EVENTS
with Screen() as screen:
    for event in EVENTS:
        screen.event(event)
        time.sleep(0.1)
    screen.note("[bold]noted")
    screen.answer({}, ["result"])
sys.stderr.write(f"rich={'rich' in sys.modules}")
"""


def on_a_terminal(script: str, variables: dict[str, str]) -> str:
    """What a person sees of a script whose result is one line."""
    ours, theirs = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key not in ("CI", "NO_COLOR")}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, stderr=theirs,
        check=False, timeout=20, env={**environment, "TERM": "xterm", "COLUMNS": "100", **variables},
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    with suppress(OSError):  # that nobody writes there any more
        while data := os.read(ours, 100_000):
            seen += data
    os.close(ours)
    assert (done.returncode, done.stdout) == (0, b"result\n")
    return seen.decode()


@pytest.mark.parametrize(("variables", "live"), [({}, True), ({"CI": "true"}, False)])
def test_a_bar_for_each_file_and_for_all_where_a_person_looks_on(variables: dict[str, str], live: bool) -> None:
    sent = on_a_terminal(FETCH, variables)
    shown = re.sub("\x1b\\[[0-9;?]*[A-Za-z]", "", sent)  # without colors and moves of the cursor
    assert "[2/3] gone: it is not there (404)" in shown  # failures stay
    assert ("\x1b[" in sent) == ("\u2501" in shown) == live
    assert ("[1/3] rec-1: 750 kB" in shown) != live
    if live:
        assert re.search("\u2501 +75%  rec-1 ", shown)
        assert re.search("\u2501 +3.0 MB  rec-\N{REPLACEMENT CHARACTER}2", shown)  # nobody knows how long it is
        assert "2/3  3.8 MB, " in shown  # of all
        assert "\x1b2" not in sent


@pytest.mark.parametrize(("variables", "live"), [({}, True), ({"NO_COLOR": "1"}, False), ({"CI": "true"}, False)])
def test_a_live_display_only_where_a_person_looks_on(variables: dict[str, str], live: bool) -> None:
    shown = on_a_terminal(SHOW, variables)
    assert "[bold]noted" in shown
    assert f"rich={live}" in shown
    assert ("\x1b[" in shown) == live
    assert ("[1/2] span monologue" in shown) != live
