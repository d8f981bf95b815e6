"""Which ffmpeg runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hitrec_cli.base.errors import UsageError
from hitrec_cli.tools import binary


def fake(folder: Path, first_line: str) -> Path:
    path = folder / "ffmpeg"
    path.write_text(f"#!/bin/sh\necho '{first_line}'\n")
    path.chmod(0o755)
    return path


def test_the_bundled_program_is_found_without_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HITREC_FFMPEG", raising=False)
    monkeypatch.setenv("PATH", "")
    assert binary.ffmpeg().parent.name == "binaries"


@pytest.mark.parametrize("value", ["ffmpeg", "./ffmpeg", "/nowhere/ffmpeg", "/"])
def test_an_override_is_an_absolute_program(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HITREC_FFMPEG", value)
    with pytest.raises(UsageError, match="unset HITREC_FFMPEG"):
        binary.ffmpeg()


@pytest.mark.parametrize("version", ["9.0.2", "n9.0.2-17-g2a571b6068", "10.1", "N-120000-gabcdef"])
def test_the_version_is_asked_once(version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HITREC_FFMPEG", str(fake(tmp_path, f"ffmpeg version {version} Copyright")))
    home = tmp_path / "home"
    assert binary.ffmpeg_version(home) == version
    assert list(json.loads((home / "versions.json").read_text()).values()) == [version]
    monkeypatch.setattr(binary, "run", lambda *_, **__: pytest.fail("a process ran"))
    assert binary.ffmpeg_version(home) == version


@pytest.mark.parametrize(
    ("line", "message"),
    [("ffmpeg version 5.1.9-0+deb12u1", "too old"), ("ffmpeg version n8.1", "too old"), ("GNU bash", "is not ffmpeg")],
)
def test_old_or_wrong_programs_are_refused(
    line: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HITREC_FFMPEG", str(fake(tmp_path, line)))
    with pytest.raises(UsageError, match=message):
        binary.ffmpeg_version(tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_a_damaged_note_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HITREC_FFMPEG", str(fake(tmp_path, "ffmpeg version 9.1")))
    (tmp_path / "versions.json").write_text("{")
    assert binary.ffmpeg_version(tmp_path) == "9.1"
    assert "9.1" in (tmp_path / "versions.json").read_text()
