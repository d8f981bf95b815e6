"""Damage in the used range of a contribution: an error, unless the manifest accepts it; then it is reported."""

from __future__ import annotations

import json

import pytest

from tests.pipeline.show import Run, Show

pytestmark = pytest.mark.media


def damage(show: Show) -> None:
    """Overwrite bytes in the middle of the film's coded pictures; its index stays whole."""
    path = show.root / "media" / "waves.mp4"
    data = bytearray(path.read_bytes())
    begin = data.index(b"mdat") + len(data) // 10
    data[begin : begin + len(data) // 10] = bytes(index * 37 % 251 for index in range(len(data) // 10))
    path.write_bytes(data)


def test_damage_is_refused_with_its_remedy(show: Show, hitrec: Run) -> None:
    damage(show)
    show.edit("{clip: rec-1, for: 60f}", "{clip: rec-1, for: 60f, original: off}")
    done = hitrec("render", show.manifest, "--out", show.root / "out", "-q")
    assert done.returncode == 4, done.stderr
    assert "decode errors in the used range" in done.stderr
    assert "damaged: accept" in done.stderr
    assert "Traceback" not in done.stderr
    assert not show.film().exists()


def test_accepted_damage_is_reported(show: Show, hitrec: Run) -> None:
    damage(show)
    show.edit("{clip: rec-1, for: 60f}", "{clip: rec-1, for: 60f, damaged: accept}")
    done = hitrec("render", show.manifest, "--out", show.root / "out", "-q")
    assert done.returncode == 0, done.stderr
    report = json.loads(show.film().with_suffix(".report.json").read_text("utf-8"))
    told = [line.startswith("sound of rec-1: decode errors at ") for line in report["damage"]]
    assert any(told) and not all(told)  # of the sound, and of the picture
    assert report["frames"] == 375
