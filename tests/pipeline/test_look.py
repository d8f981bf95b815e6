"""A show's look: what a change of it renders anew, and what is said of one that is wrong."""

from __future__ import annotations

import pytest

from tests.pipeline.show import Run, Show, labels
from tests.pipeline.test_incremental import planned

pytestmark = pytest.mark.media


def spans(hitrec: Run, show: Show, look: str) -> list[str]:
    """The spans that a render with this look would make anew."""
    (show.root / "assets").mkdir(exist_ok=True)
    (show.root / "assets" / "look.yaml").write_text(f"look: 1\n{look}\n", encoding="utf-8")
    return [label for kind, label in planned(hitrec, show) if kind == "span"]


def test_a_look_changes_what_it_is_seen_in(hitrec: Run, warm: Show) -> None:
    assert spans(hitrec, warm, "chapter: {panel: teal}\ntitle: {shade: 0 %}") == []  # there is none
    assert spans(hitrec, warm, "lower-third: {panel: teal}") == labels("film", 1)
    assert spans(hitrec, warm, "card: {rule: teal}\ncredits: {role: {color: white}}") == [
        *labels("letter"), *labels("credits"),
    ]  # fmt: skip


def test_an_episode_may_have_a_look_of_its_own(hitrec: Run, warm: Show) -> None:
    (warm.root / "gala.yaml").write_text("look: 1\ncard: {rule: teal}\n", encoding="utf-8")
    (warm.root / "assets").mkdir()
    (warm.root / "assets" / "look.yaml").write_text("look: 1\nlower-third: {panel: teal}\n", encoding="utf-8")
    warm.edit("hitrec: 1\n", "hitrec: 1\nlook: ../gala.yaml\n")
    assert [label for kind, label in planned(hitrec, warm) if kind == "span"] == labels("letter")


def test_a_wrong_look_is_told_with_its_place(hitrec: Run, warm: Show) -> None:
    (warm.root / "assets").mkdir(exist_ok=True)
    place = warm.root / "assets" / "look.yaml"
    place.write_text("look: 1\nfont: Fira Snas\ntitle: {rul: teal}\n", encoding="utf-8")
    for file in (warm.manifest, place):
        done = hitrec("validate", file, "--concise")
        assert done.returncode == 3
        assert "assets/look.yaml:2:7: error[HR322]: no font is of the family 'Fira Snas'" in done.stdout
        assert "assets/look.yaml:3:9: error[HR110]: unknown key 'rul'; did you mean 'rule'?" in done.stdout


def test_a_look_to_begin_with_changes_nothing(hitrec: Run, warm: Show) -> None:
    assert hitrec("new", "look", cwd=warm.root).returncode == 0
    assert hitrec("validate", warm.root / "assets" / "look.yaml").returncode == 0
    assert planned(hitrec, warm) == []
    done = hitrec("new", "look", cwd=warm.root)
    assert done.returncode == 2 and "is there already" in done.stderr
