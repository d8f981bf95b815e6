"""`hitrec deliver`: everything of a receiver in one folder, under its names, and nothing before its day."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run
from tests.pipeline.show import Show, answer

pytestmark = pytest.mark.media

NAMES = {"TV_tiny.mp4", "TV_tiny.report.json", "TV_tiny.credits.md", "TV_tiny.credits.json"}
LISTS = {"TV_tiny.md5", "TV_tiny.sha256"}


def test_a_delivery(hitrec: Run, warm: Show, tmp_path: Path) -> None:
    to, out = tmp_path / "station", ("--out", warm.root / "out")
    command = ("deliver", warm.manifest, "--profile", "web", "--to", to, "--name", "TV_{id}", *out, "--json")
    listed = answer(hitrec(*command, "--dry-run"))
    assert {Path(one["file"]).name for one in listed["files"]} == NAMES | LISTS
    assert listed["steps"] == 0 and not any(one["there"] for one in listed["files"]) and not to.exists()
    to.mkdir()
    done = answer(hitrec(*command))
    assert {path.name for path in to.iterdir()} == NAMES | LISTS
    for kind in ("md5", "sha256"):
        lines = (to / f"TV_tiny.{kind}").read_text().splitlines()
        assert {line.split("  ")[1] for line in lines} == NAMES
        for line in lines:
            digest, name = line.split("  ")
            assert hashlib.new(kind, (to / name).read_bytes()).hexdigest() == digest
    assert (to / "TV_tiny.mp4").read_bytes() == warm.film().read_bytes()
    assert all(one["state"] == "copied" for one in done["files"])
    (to / "TV_tiny.mp4").rename(to / ".TV_tiny.mp4.part")  # as a run leaves it that is broken off before its end
    again = {Path(one["file"]).name: one for one in answer(hitrec(*command))["files"]}
    assert again["TV_tiny.mp4"]["kept"] == again["TV_tiny.mp4"]["size"]
    assert again["TV_tiny.report.json"]["state"] in ("there", "copied")
    assert {path.name for path in to.iterdir()} == NAMES | LISTS


def test_nothing_leaves_before_its_day(hitrec: Run, warm: Show, tmp_path: Path) -> None:
    warm.edit("online: 2026-01-02", "online: 2999-12-31")
    to = tmp_path / "station"
    command = ("deliver", warm.manifest, "-p", "web", "--to", to, "--out", warm.root / "out")
    done = hitrec(*command)
    assert done.returncode == 4 and not to.exists()
    assert "embargo until 2999-12-31" in done.stderr and "tiny.yaml:5" in done.stderr
    listed = hitrec(*command, "--dry-run")
    assert listed.returncode == 0 and "embargo until 2999-12-31" in listed.stdout


def test_a_receiver_who_holds_it_back_gets_it_early(hitrec: Run, warm: Show, tmp_path: Path) -> None:
    """By a profile of the show's own, like the web's but for that; and what is warned of is told here too."""
    warm.edit("online: 2026-01-02", "online: 2999-12-31")
    web = (ROOT / "hitrec_cli" / "deliver" / "profiles" / "web.yaml").read_text("utf-8")
    (warm.root / "profiles").mkdir()
    (warm.root / "profiles" / "partner.yaml").write_text(f"{web}early: on\n", encoding="utf-8")
    to = tmp_path / "partner"
    done = hitrec("deliver", warm.manifest, "-p", "partner", "--to", to, "--out", warm.root / "out")
    assert done.returncode == 0, done.stderr
    assert "not to be shown before 2999-12-31" in done.stdout and "warning" in done.stderr
    assert (to / "tiny.partner.mp4").is_file()


def test_a_name_that_is_none_is_refused_before_anything_is_done(hitrec: Run, warm: Show, tmp_path: Path) -> None:
    for name, why in (("{nobody}", "is not known"), ("{theme}", "empty name")):
        done = hitrec("deliver", warm.manifest, "-p", "web", "--to", tmp_path / "x", "--name", name)
        assert done.returncode == 2 and why in done.stderr
    assert not (tmp_path / "x").exists()
