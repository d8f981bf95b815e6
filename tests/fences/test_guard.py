"""The fence of tests/conftest.py around the outside world holds: proven by tests that try to climb it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.fences.fence import ROOT, run

PROCESS = "import subprocess\n\ndef test_it():\n    subprocess.run(['true'])\n"
SHELL = "import os\n\ndef test_it():\n    os.system('true')\n"
FORK = "import os\n\ndef test_it():\n    if not (pid := os.fork()):\n        os._exit(0)\n    os.waitpid(pid, 0)\n"
CONNECT = "import socket\n\ndef test_it():\n    socket.create_connection(('{}', 9), timeout=0.2)\n"
SWALLOW = "import socket\n\ndef test_it():\n    try:\n{}    except BaseException:\n        pass\n".format(
    "        socket.create_connection(('192.0.2.1', 9), timeout=0.2)\n"
)
LISTEN = """import socket

def test_it():
    with socket.create_server(('127.0.0.1', 0)) as server, socket.create_connection(server.getsockname()):
        pass
"""


def climb(tmp_path: Path, room: str, text: str) -> tuple[bool, str]:
    tests = tmp_path / "tests"
    (tests / room).mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "conftest.py", tests)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tests / room / "test_planted.py").write_text(text, "utf-8")
    done = run(tmp_path, sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q")
    return done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("text", [PROCESS, SHELL, FORK, CONNECT.format("127.0.0.1")])
def test_pure_rooms_reach_nothing(tmp_path: Path, text: str) -> None:
    passed, said = climb(tmp_path, "timeline", text)
    assert not passed
    assert "tests of pure rooms start no process and open no connection" in said


@pytest.mark.parametrize("text", [CONNECT.format("192.0.2.1"), CONNECT.format("example.org"), SWALLOW])
def test_no_test_reaches_the_network(tmp_path: Path, text: str) -> None:
    passed, said = climb(tmp_path, "library", text)
    assert not passed
    assert "tests reach no network but this machine" in said


@pytest.mark.parametrize("text", [PROCESS, SHELL, FORK, LISTEN])
def test_other_rooms_may_use_this_machine(tmp_path: Path, text: str) -> None:
    passed, said = climb(tmp_path, "library", text)
    assert passed, said
