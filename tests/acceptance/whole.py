"""Whole episodes, rendered by the command, and what is known of them from their manifests as they are written."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import ROOT

RATES = {"shared-media": Fraction(30_000, 1001), "twenty-five": Fraction(25)}
FIRST = {"shared-media": 107_892, "twenty-five": 900_000}
"""Frames from midnight to 01:00:00;00 (17,982 in each ten minutes), and to 10:00:00:00."""


@dataclass
class Bench:
    """A folder with both manifests and one store."""

    folder: Path
    media: str

    def render(self, episode: str, *more: str) -> dict[str, Any]:
        """What the command says of one profile."""
        return self.said("render", episode, "--workers", "2", *more, "--out", str(self.folder / "out"))

    def said(self, command: str, episode: str, *more: str) -> dict[str, Any]:
        """The answer of a command that ends well."""
        done = subprocess.run(
            [*self.arguments(command, episode), "--json", *more],
            cwd=self.folder, env=self.environment(), stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def arguments(self, command: str, episode: str) -> list[str]:
        """A command on an episode."""
        root = self.media if episode == "shared-media" else str(ROOT / "assets")
        return [sys.executable, "-m", "hitrec_cli", command, f"{episode}.yaml", "--source-root", root]

    def environment(self) -> dict[str, str]:
        """With this store."""
        return {name: value for name, value in os.environ.items() if not name.startswith("HITREC_")} | {
            "HITREC_HOME": str(self.folder / "home"), "PYTHONPATH": str(ROOT), "NO_COLOR": "1",
        }  # fmt: skip

    def forget(self) -> None:
        """Give the disk back: what was made of pictures, not the sounds that profiles share."""
        shutil.rmtree(self.folder / "out", ignore_errors=True)
        for part in (self.folder / "home" / "parts").glob("??/*"):
            if part.suffix in (".mov", ".mxf", ".mkv", ".mp4", ".m2v"):
                part.unlink()
                part.with_name(f"{part.stem}.receipt.json").unlink(missing_ok=True)


def programme(episode: str, version: str) -> int:
    """Frames of a version: each length to the nearest one."""
    data = yaml.safe_load((ROOT / "tests" / "episodes" / f"{episode}.yaml").read_text(encoding="utf-8"))
    lengths = [
        [segment] if "for" in segment else segment["picture"]
        for segment in data["segments"]
        if version in segment.get("only", [version])
    ]
    seconds = [Fraction(item["for"].removesuffix("s")) for items in lengths for item in items]
    return sum(int(one * RATES[episode] + Fraction(1, 2)) for one in seconds)


def timecode(episode: str, frame: int) -> str:
    """The address of a frame counted from midnight; at 29.97 in drop frame (SMPTE ST 12-1)."""
    nominal, mark = (25, ":") if episode == "twenty-five" else (30, ";")
    if mark == ";":
        tens, rest = divmod(frame, 17_982)
        frame += 18 * tens + 2 * max(0, (rest - 2) // 1798)
    seconds, frames = divmod(frame, nominal)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}{frames:02}"
