"""The demo's media: small, complete, and made again byte for byte by its own code."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "assets"
CHEAP = ("moth.png", "sting.wav", "wings.ogg", "letter-greek.txt", "letter-hindi.txt", "greeting.vtt")
SPOKEN = ("thanks.ogg",)


def rows() -> list[dict[str, str]]:
    with (ASSETS / "catalog.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_media_is_small() -> None:
    files = [path for path in (ASSETS / "media").rglob("*") if path.is_file()]
    assert len(files) > 20
    assert sum(path.stat().st_size for path in files) < 6_000_000


def test_catalog_files_exist() -> None:
    named = [row["file"] for row in rows() if row["file"]]
    assert len(named) > 20
    assert [name for name in named if not (ASSETS / name).is_file()] == []


def test_catalog_is_whole() -> None:
    found = rows()
    ids = [row["id"] for row in found]
    assert len(ids) == len(set(ids))
    resources = {name for row in found for name in row["resources"].split(";") if name}
    assert resources <= set(ids)
    assert len({name for row in found for name in row["artists"].split(";")}) >= 12
    assert all(row["notes"].startswith("made up for the demo") for row in found)


def test_catalog_has_a_contribution_that_is_only_a_resource() -> None:
    words = (ROOT / "episodes" / "re-beginnings.yaml").read_text(encoding="utf-8")
    words += "".join(path.read_text(encoding="utf-8") for path in (ROOT / "segments").glob("*.yaml"))
    resources = {name for row in rows() for name in row["resources"].split(";") if name}
    assert {name for name in resources if name not in words} >= {"rec-2025", "rec-2026"}


def made(names: tuple[str, ...], folder: Path) -> None:
    command = [sys.executable, "-m", "assets.make", "--out", str(folder), *names]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, timeout=300)


@pytest.mark.media
def test_cheap_files_are_made_again_byte_for_byte(tmp_path: Path) -> None:
    _needs_the_encoder()
    made(CHEAP, tmp_path)
    assert [name for name in CHEAP if not _same(tmp_path / name)] == []


@pytest.mark.media
def test_speech_is_made_again_byte_for_byte(tmp_path: Path) -> None:
    pytest.importorskip("espeakng_loader")
    _needs_the_encoder()
    made(SPOKEN, tmp_path)
    assert [name for name in SPOKEN if not _same(tmp_path / name)] == []


def _same(path: Path) -> bool:
    return path.read_bytes() == (ASSETS / "media" / path.name).read_bytes()


def _needs_the_encoder() -> None:
    imageio_ffmpeg = pytest.importorskip("imageio_ffmpeg")
    from assets.make.encode import MADE_WITH

    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-version"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if MADE_WITH not in said.splitlines()[0]:
        pytest.skip(f"the committed files were made with ffmpeg {MADE_WITH}")
