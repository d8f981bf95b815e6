"""`hitrec validate` needs no media: a lock that was committed elsewhere is enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipeline.show import Run, Show, answer

pytestmark = pytest.mark.media


def test_a_fresh_clone_validates_with_an_empty_store(show: Show, hitrec: Run, tmp_path: Path) -> None:
    answer(hitrec("pull", show.manifest, "--json"))
    elsewhere = {"HITREC_HOME": str(tmp_path / "another")}
    done = hitrec("validate", show.manifest, env=elsewhere)
    assert done.returncode == 0, done.stdout + done.stderr
    (show.root / "media" / "letter.txt").write_text("Other words.\n", encoding="utf-8")
    done = hitrec("validate", show.manifest, "--concise", env=elsewhere)
    assert done.returncode == 3
    assert "the words of rec-5 are not in the store; run hitrec pull" in done.stdout


def test_a_render_is_silent_about_what_is_ignored(warm: Show, hitrec: Run) -> None:
    first = hitrec("render", warm.manifest, "--out", warm.root / "out")
    assert first.returncode == 0 and "warning[HR352]" in first.stderr, first.stderr
    line = "      - {lower-third"
    warm.edit(line, f"      # hitrec: ignore HR352 because the name is on the wall behind her\n{line}")
    again = hitrec("render", warm.manifest, "--out", warm.root / "out")
    assert again.returncode == 0 and "HR352" not in again.stderr, again.stderr
