"""Runs that are killed, interrupted, or not alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from hitrec_cli.engine.results import Results
from tests.engine.house import alive, go, kill, leftovers, wait_for
from tests.engine.runner import plan_of

ROOT = Path(__file__).parents[2]


def start(home: Path, steps: int, sleep: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.engine.runner", str(home), str(steps), str(sleep)]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def log(home: Path) -> list[tuple[str, int]]:
    """(step, process) of every step that was begun."""
    try:
        lines = (home / "log.txt").read_text().splitlines()
    except FileNotFoundError:
        return []
    return [(line.split()[0], int(line.split()[1])) for line in lines]


def committed(home: Path) -> set[str]:
    return {path.name[:64] for path in (home / "parts").glob("??/*.receipt.json")}


def test_killed_in_the_middle_the_next_run_goes_on(tmp_path: Path) -> None:
    home = tmp_path / "home"
    plan = plan_of(home, 8, 150)
    first = start(home, 8, 150)
    wait_for(lambda: len(committed(home)) >= 2)
    kill(first.pid)
    first.communicate()
    workers = {pid for _, pid in log(home)}
    wait_for(lambda: not any(alive(pid) for pid in workers))
    survived = committed(home)
    assert 2 <= len(survived) < 9
    assert leftovers(home)
    assert Results(home).verify() == [] or all(what == "it has no receipt" for _, what in Results(home).verify())

    (home / "log.txt").unlink()
    outcome = go(home, plan)
    begun = [text for text, _ in log(home)]
    assert len(begun) == 9 - len(survived) and len(set(begun)) == len(begun)
    assert outcome.results[plan.target.key].path.read_bytes() == b"<end>" + b"".join(b"<s%d>" % n for n in range(8))
    assert not leftovers(home)
    assert Results(home).verify() == []


def test_two_runs_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    home = tmp_path / "home"
    runs = [start(home, 6, 40) for _ in range(2)]
    for running in runs:
        out, err = running.communicate(timeout=30)
        assert (running.returncode, out, err) == (0, "", "")
    assert Results(home).verify() == []
    assert len(committed(home)) == 7
    assert not leftovers(home)


def test_ctrl_c_in_a_terminal(tmp_path: Path) -> None:
    """The signal reaches the whole process group, as from a terminal, while workers start and work."""
    home = tmp_path / "home"
    running = start(home, 8, 400)
    wait_for(lambda: log(home))
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=10)
    assert running.returncode == 130
    assert out == "" and err == "hitrec: interrupted; what was finished is kept\n"
    assert not any(alive(pid) for _, pid in log(home))
    assert not leftovers(home)
    assert Results(home).verify() == []


def test_ctrl_c_at_any_moment(tmp_path: Path) -> None:
    """Also while processes are being started, and twice."""
    for number, delay in enumerate((0.0, 0.04, 0.08, 0.15)):
        home = tmp_path / str(number)
        running = start(home, 4, 300)
        wait_for(lambda home=home: (home / "tmp").exists())  # type: ignore[misc]
        try:
            running.wait(timeout=delay or 0.001)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGINT)
            os.killpg(running.pid, signal.SIGINT)
        _, err = running.communicate(timeout=10)
        assert running.returncode == 130
        assert "Traceback" not in err and "interrupted" in err
        Results(home).sweep()  # between making a folder and noting that it is ours there is a moment
        assert not leftovers(home)


def test_a_worker_does_not_import_the_command(tmp_path: Path) -> None:
    """The main module of this script would run the engine again if it were imported."""
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "from tests.engine.house import go\nfrom tests.engine.runner import plan_of\n"
        f"home = Path({str(tmp_path / 'home')!r})\nhome.mkdir()\n"
        "go(home, plan_of(home, 3, 0))\nprint('once')\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "once\n", "")
