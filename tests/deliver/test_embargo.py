"""What may leave the house before its first day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hitrec_cli.deliver.embargo import embargo
from hitrec_cli.library.profiles import built_in
from hitrec_cli.model.episode import Episode

DATES = {"online": "2015-06-05", "broadcast": "2015-06-12"}
EPISODE = Episode("s02e01", "Example Show", 2, 1, "RE: The Dark", publish=DATES)
EARLY = {"prores", "prores-i", "dnxhd", "dnxhd-220x", "dnxhr", "avci100", "archive", "audio", "preview",
         "xdcam-hd422", "xdcam-hd422-50i"}  # fmt: skip
"""Profiles of those who hold a show back: stations, other houses, the shelf, those who make it."""


@pytest.mark.parametrize(
    ("profile", "version", "today", "held"),
    [
        ("web", "online", "2015-06-04", "refused"),
        ("web", "online", "2015-06-05", "free"),
        ("prores", "broadcast", "2015-06-04", "early"),
        ("prores", "broadcast", "2015-06-12", "free"),
        ("prores", "online", "2015-06-04", "refused"),  # another version in a master waits
        ("prores", "online", "2015-06-05", "free"),
        ("web", "broadcast", "2015-06-11", "refused"),
        ("web", "director", "2015-06-04", "free"),  # no date
    ],
)
def test_days(profile: str, version: str, today: str, held: str) -> None:
    one = embargo(built_in()[profile], EPISODE, version, today)
    assert (one is None) == (held == "free")
    if one is not None:
        assert (one.until, one.refused) == (DATES[version], held == "refused")
        assert one.until in one.message and version in one.message


def test_only_those_who_hold_it_back_get_it_early() -> None:
    assert {name for name, one in built_in().items() if one.early} >= EARLY
    assert not built_in()["web"].early
    assert embargo(replace(built_in()["web"], early=True), EPISODE, "online", "2015-06-04").refused is False  # type: ignore[union-attr]
