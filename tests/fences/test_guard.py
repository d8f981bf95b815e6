"""The fence of tests/conftest.py around the outside world holds: proven by tests that try to climb it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.fences.fence import ROOT, run

CLIMBERS = """
import os, pytest, socket, subprocess

def test_process():
    subprocess.run(["true"])

def test_shell():
    os.system("true")

def test_fork():
    if not (pid := os.fork()):
        os._exit(0)
    os.waitpid(pid, 0)

def test_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass

def test_far_address():
    socket.create_connection(("192.0.2.1", 9), timeout=0.2)

def test_far_name():
    socket.create_connection(("example.org", 9), timeout=0.2)

def test_far_and_swallowed():
    try:
        socket.create_connection(("192.0.2.1", 9), timeout=0.2)
    except BaseException:
        pass

@pytest.fixture(scope="module")
def child():
    subprocess.run(["true"])

def test_fixture(child):
    pass

def test_nothing():
    pass
"""
NEAR = ("process", "shell", "fork", "this_machine", "fixture")
FAR = ("far_address", "far_name", "far_and_swallowed")


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each climber was told, by room and name; nothing if it got through."""
    root = tmp_path_factory.mktemp("guard")
    for room in ("timeline", "library"):
        (root / "tests" / room).mkdir(parents=True)
        (root / "tests" / room / "test_climb.py").write_text(CLIMBERS, "utf-8")
    shutil.copy(ROOT / "tests" / "conftest.py", root / "tests")
    shutil.copy(ROOT / "pyproject.toml", root)
    run(root, sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--junitxml=said.xml")
    cases = ElementTree.parse(root / "said.xml").iter("testcase")
    return {_name(case): " ".join(told.get("message", "") for told in case) for case in cases}


def _name(case: ElementTree.Element) -> str:
    room = Path(str(case.get("classname")).replace(".", "/")).parent.name
    return f"{room}/{str(case.get('name')).removeprefix('test_')}"


@pytest.mark.parametrize("climber", [*NEAR, *FAR])
def test_pure_rooms_reach_nothing(said: dict[str, str], climber: str) -> None:
    assert "tests of pure rooms start no process and open no connection" in said[f"timeline/{climber}"]


@pytest.mark.parametrize("climber", FAR)
def test_no_test_reaches_the_network(said: dict[str, str], climber: str) -> None:
    assert "tests reach no network but this machine" in said[f"library/{climber}"]


@pytest.mark.parametrize("climber", NEAR)
def test_other_rooms_may_use_this_machine(said: dict[str, str], climber: str) -> None:
    assert said[f"library/{climber}"] == ""


def test_who_climbs_nothing_is_left_alone(said: dict[str, str]) -> None:
    assert said["timeline/nothing"] == said["library/nothing"] == ""
