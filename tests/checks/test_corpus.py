"""Every manifest of tests/manifests has exactly the problems that it names, each at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.corpus import BAD, GOOD, expected, found_in, places, told


@pytest.mark.parametrize("manifest", BAD, ids=lambda path: path.stem)
def test_a_bad_manifest_has_the_problems_that_it_names(manifest: Path) -> None:
    problems = found_in(manifest)
    assert places(problems, manifest) == expected(manifest), told(problems)


@pytest.mark.parametrize("manifest", GOOD, ids=lambda path: path.stem)
def test_a_good_manifest_has_no_problem(manifest: Path) -> None:
    assert not found_in(manifest), told(found_in(manifest))


@pytest.mark.parametrize("manifest", [one for one in BAD if one.stem != "twenty-five"], ids=lambda path: path.stem)
def test_a_bad_manifest_is_called_after_a_rule_that_it_breaks(manifest: Path) -> None:
    assert manifest.stem.split("-")[0].upper() in {place.rule for place in expected(manifest)}


def test_there_are_enough() -> None:
    assert len(BAD) >= 120


def test_one_run_finds_twenty_five_mistakes() -> None:
    twenty_five = next(one for one in BAD if one.stem == "twenty-five")
    assert len(set(expected(twenty_five))) == 25
    assert len({place.rule for place in expected(twenty_five)}) >= 20
