"""`hitrec init` and `hitrec new` on the command line: what they refuse, what they say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from hitrec_cli.base.errors import UsageError
from hitrec_cli.cli.app import app
from hitrec_cli.library import starter


@pytest.fixture
def no_media(monkeypatch: pytest.MonkeyPatch) -> None:
    """The show without its films: they take a few seconds and a real ffmpeg."""
    monkeypatch.setattr(starter, "make_media", lambda folder: (folder / "tune.flac").write_bytes(b"tune"))


def hitrec(*line: object) -> Any:
    return CliRunner().invoke(app(), [str(word) for word in line])


def test_init_says_what_to_do_next(no_media: None, tmp_path: Path) -> None:
    done = hitrec("init", tmp_path / "show")
    assert done.exit_code == 0
    episode = tmp_path / "show" / "episodes" / "pilot.yaml"
    assert [line.split() for line in done.stdout.splitlines()[2:]] == [
        ["hitrec", command, str(episode)] for command in ("validate", "rundown", "render")
    ]
    again = json.loads(hitrec("init", tmp_path / "show", "--json").stdout)
    assert (again["schema_version"], again["made"]) == (1, False)
    assert (tmp_path / "show" / ".gitignore").read_text().startswith("out/\n")
    assert [path.name for path in tmp_path.iterdir()] == ["show"]


def test_init_refuses_what_is_not_empty(no_media: None, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").touch()
    (tmp_path / "file").touch()
    for name, words in (("full", r"full is not empty \(mine\.txt\)"), ("file", "file is a file")):
        failed = hitrec("init", tmp_path / name).exception
        assert isinstance(failed, UsageError) and failed.exit_code == 2
        with pytest.raises(UsageError, match=words):
            raise failed
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "full", "mine.txt"]


def test_what_a_killed_init_left_is_no_obstacle(no_media: None, tmp_path: Path) -> None:
    (tmp_path / ".hitrec-init-abc" / "show").mkdir(parents=True)
    assert hitrec("init", tmp_path).exit_code == 0
    assert (tmp_path / "hitrec.toml").is_file()


def test_a_failed_init_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(starter, "make_media", fail)
    assert hitrec("init", tmp_path / "show").exit_code == 130
    assert list(tmp_path.iterdir()) == []


def test_somebody_is_quicker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    show = tmp_path / "show"

    def meanwhile(folder: Path) -> None:
        show.mkdir()
        (show / "hitrec.toml").mkdir()
        (show / "hitrec.toml" / "x").touch()

    monkeypatch.setattr(starter, "make_media", meanwhile)
    failed = hitrec("init", show).exception
    assert isinstance(failed, UsageError) and "not empty any more" in failed.message


def test_new(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "hitrec.toml").touch()
    (tmp_path / "episodes").mkdir()
    monkeypatch.chdir(tmp_path)
    assert hitrec("new", "episode", "two", "--title", "The Second").stdout.splitlines() == [
        "episodes/two.yaml",
        "next: hitrec validate episodes/two.yaml",
    ]
    made = json.loads(hitrec("new", "segment", "out", "--kind", "bumper", "--json").stdout)
    assert made == {"schema_version": 1, "file": "segments/out.yaml", "use": "- use: ../segments/out.yaml"}
    monkeypatch.chdir(tmp_path / "episodes")
    assert hitrec("new", "segment", "in", "--kind", "bumper").exit_code == 0
    assert (tmp_path / "segments" / "in.yaml").is_file()
    for line, words in (
        ("segment two --kind hots", "there is no kind 'hots'; did you mean host?"),
        ("segment two --kind zzz", "there is no kind 'zzz'; there are titles, host,"),
        ("episode Two", "'Two' is not an id"),
    ):
        failed = hitrec("new", *line.split()).exception
        assert isinstance(failed, UsageError) and failed.message.startswith(words)
    assert hitrec("new", "segment", "two").exit_code == 2  # no --kind
