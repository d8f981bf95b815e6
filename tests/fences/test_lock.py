"""The lock holds everything that pyproject.toml names, within its ranges, with hashes, and no address."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.fences.fence import ROOT

PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+)(?: ; (?P<marker>.+?))?(?: \\)?$")


def named(pyproject: str) -> list[Requirement]:
    """Every dependency that pyproject.toml names: of the program, of its tests, of its build."""
    data = tomllib.loads(pyproject)
    texts = [*data["project"]["dependencies"], *data["dependency-groups"]["dev"], *data["build-system"]["requires"]]
    return [Requirement(text) for text in texts]


def faults(lock: str, pyproject: str) -> list[str]:
    found = ["an address is in the lock"] if "://" in lock else []
    pins: dict[str, Version] = {}
    blocks = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", lock, flags=re.MULTILINE).strip())
    for block in blocks:
        head, *rest = block.splitlines()
        if not (pin := PIN.match(head)):
            found.append(f"not a pin: {head}")
            continue
        name = canonicalize_name(pin["name"])
        if name in pins:
            found.append(f"pinned twice: {name}")
        pins[name] = Version(pin["version"])
        if not rest or not all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", line) for line in rest):
            found.append(f"no hash: {name}")
    for requirement in named(pyproject):
        version = pins.get(canonicalize_name(requirement.name))
        if version is None:
            found.append(f"not in the lock: {requirement.name}")
        elif version not in requirement.specifier:
            found.append(f"{requirement.name} {version} is not within {requirement.specifier}")
    return found


@pytest.fixture
def lock() -> str:
    return (ROOT / "requirements.lock").read_text("utf-8")


@pytest.fixture
def pyproject() -> str:
    return (ROOT / "pyproject.toml").read_text("utf-8")


def test_the_lock_fits(lock: str, pyproject: str) -> None:
    assert faults(lock, pyproject) == []


def test_the_build_needs_nothing_unpinned(lock: str) -> None:
    assert re.search(r"^hatchling==", lock, flags=re.MULTILINE)
    assert re.search(r"^editables==", lock, flags=re.MULTILINE)


Change = Callable[[str], str]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda lock: re.sub(r"^typer==(?s:.*?)\n(?=\S)", "", lock, flags=re.MULTILINE), "not in the lock: typer"),
        (lambda lock: re.sub(r"^typer==\S+", "typer==0.29.2", lock, flags=re.MULTILINE), "typer 0.29.2 is not within"),
        (lambda lock: re.sub(r"(?<=^typer==0.28.0 \\\n)(?:    .*\n)+", "", lock, flags=re.MULTILINE), "no hash: typer"),
        (lambda lock: f"--index-url https://example.org/simple\n{lock}", "an address is in the lock"),
        (lambda lock: f"somebody @ file\n{lock}", "not a pin: somebody @ file"),
        (lambda lock: f"{lock}rich==14.0.0 \\\n    --hash=sha256:{'0' * 64}\n", "pinned twice: rich"),
    ],
)
def test_a_planted_fault_is_found(lock: str, pyproject: str, change: Change, told: str) -> None:
    assert [fault for fault in faults(change(lock), pyproject) if fault.startswith(told)]


def test_a_dependency_that_was_added_without_the_lock_is_found(lock: str, pyproject: str) -> None:
    changed = pyproject.replace("dependencies = [\n", 'dependencies = [\n    "unheard-of>=1",\n', 1)
    assert faults(lock, changed) == ["not in the lock: unheard-of"]
