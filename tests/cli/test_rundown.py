"""`hitrec rundown`: which of its three shapes goes to stdout, and how it ends."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

import hitrec_cli.pipeline
from hitrec_cli.base.errors import UsageError
from hitrec_cli.base.problems import Mark, Problem
from hitrec_cli.cli.app import app
from hitrec_cli.pipeline.options import Answer, Options
from hitrec_cli.pipeline.rundown import Listing

WRONG = Problem("HR110", Mark("e.yaml", 7, 3), "unknown key 'colour'", "remove it")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Stands in for the station; a manifest called bad.yaml has a mistake."""
    seen: list[object] = []

    def rundown(manifest: Path, options: Options, *, version: str | None) -> Listing:
        seen.append((manifest, options, version))
        bad = manifest.name == "bad.yaml"
        answer = Answer({"frames": 9, "draft": bad}, ["the table"])
        return Listing(answer, "number,kind\r\n1,host\r\n", (WRONG,) if bad else (), bad)

    station = SimpleNamespace(rundown=rundown)
    monkeypatch.setitem(sys.modules, "hitrec_cli.pipeline.rundown", station)
    monkeypatch.setattr(hitrec_cli.pipeline, "rundown", station, raising=False)
    return seen


def test_text_json_csv(calls: list[object]) -> None:
    run = CliRunner()
    assert run.invoke(app(), ["rundown", "e.yaml"]).stdout == "the table\n"
    data = json.loads(run.invoke(app(), ["rundown", "e.yaml", "--json"]).stdout)
    assert data == {"schema_version": 1, "frames": 9, "draft": False, "errors": []}
    assert run.invoke(app(), ["rundown", "e.yaml", "--csv"]).stdout_bytes == b"number,kind\r\n1,host\r\n"
    assert isinstance(run.invoke(app(), ["rundown", "e.yaml", "--csv", "--json"]).exception, UsageError)
    assert len(calls) == 3


@pytest.mark.parametrize("shape", [[], ["--csv"], ["--json"]])
def test_mistakes_are_told_and_the_rundown_is_shown(calls: list[object], shape: list[str]) -> None:
    done = CliRunner().invoke(app(), ["rundown", "bad.yaml", *shape])
    assert done.exit_code == 3 and done.stdout
    if "--json" in shape:
        assert json.loads(done.stdout)["errors"][0]["rule"] == "HR110"
    else:
        assert "e.yaml:7:3: error[HR110]" in done.stderr


def test_the_version_has_two_names(calls: list[object]) -> None:
    for option in ("--cut", "--version"):
        assert CliRunner().invoke(app(), ["rundown", "e.yaml", option, "online", "--source-root", "a"]).exit_code == 0
    assert calls == [(Path("e.yaml"), Options((Path("a"),)), "online")] * 2
