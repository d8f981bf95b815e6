"""`hitrec profiles`: what there is, one of them whole, and a show's own with their mistakes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.checks.corpus import CORPUS
from tests.conftest import Run


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A workspace with the corpus's profiles: a sound one, and two with mistakes."""
    shutil.copytree(CORPUS / "profiles", tmp_path / "profiles")
    (tmp_path / "hitrec.toml").touch()
    return tmp_path


def test_they_are_listed(hitrec: Run, place: Path) -> None:
    done = hitrec("profiles", cwd=place)
    assert done.returncode == 0
    names = [line.split()[0] for line in done.stdout.splitlines()]
    assert names[0] == "web" and {"prores", "archive", "station", "writing", "mixed-up"} <= set(names)
    assert "profiles/mixed-up.yaml:3:1: error[HR110]" in done.stdout
    said = json.loads(hitrec("profiles", "--in", place, "--json", cwd=place.parent).stdout)
    assert {one["name"] for one in said["profiles"]} == set(names) - {"writing", "mixed-up"}
    assert len(said["errors"]) == 7


def test_one_is_shown_whole(hitrec: Run, place: Path) -> None:
    done = hitrec("profiles", "station", cwd=place)
    assert done.returncode == 0
    for word in ("ProRes LT", "profiles/station.yaml", "-24.0 LUFS", "-2.0 dBTP", "30000/1001", "-profile:v lt"):
        assert word in done.stdout
    one = json.loads(hitrec("profiles", "prores", "--json", cwd=place).stdout)["profile"]
    assert (one["container"], one["target"], one["most_bits"], one["file"]) == ("mov", -2400, 389, None)


def test_one_with_mistakes_and_one_that_is_not_there(hitrec: Run, place: Path) -> None:
    done = hitrec("profiles", "writing", cwd=place)
    assert done.returncode == 3 and done.stderr.count("HR613") == 3
    done = hitrec("profiles", "proress", cwd=place)
    assert done.returncode == 2 and "prores" in done.stderr


def test_a_name_of_hitrecs_own_and_a_name_that_is_none(hitrec: Run, place: Path) -> None:
    shutil.copy(place / "profiles" / "station.yaml", place / "profiles" / "web.yaml")
    shutil.copy(place / "profiles" / "station.yaml", place / "profiles" / "My Station.yaml")
    (place / "profiles" / "outside.yaml").symlink_to(CORPUS / "hitrec.toml")
    done = hitrec("profiles", cwd=place)
    for told in ("HR141", "hitrec has a profile 'web' itself", "HR121", "HR100"):
        assert told in done.stdout
    assert "H.264 High" in hitrec("profiles", "web", cwd=place).stdout
