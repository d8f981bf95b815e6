"""Names of delivered files."""

from __future__ import annotations

import pytest

from hitrec_cli.deliver.naming import LONGEST, NamingError, file_name, words_of
from hitrec_cli.library.profiles import built_in
from hitrec_cli.model.episode import Episode

EPISODE = Episode("s02e01", 'Ex/ample: "Show"', 2, 1, "RE: The Dark…", publish={"broadcast": "2015-06-12"})
WORDS = words_of(EPISODE, built_in()["prores"], "broadcast")


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("{id}.{profile}", "s02e01.prores"),
        ("{series} S{season:02}E{episode:02} {title}", "Ex-ample- -Show- S02E01 RE- The Dark…"),
        ("NET_{date}_{rate}_{version}", "NET_2015-06-12_29.97_broadcast"),
        ("../{id}", "-s02e01"),
        ("{{id}}", "{id}"),
        (" .{id}. ", "s02e01"),
    ],
)
def test_names(template: str, name: str) -> None:
    assert file_name(template, WORDS) == name


@pytest.mark.parametrize(
    "template",
    ["", "{theme}", "{id.__class__}", "{id[0]}", "{id!r}", "{0}", "{}", "{id", "{nobody}", "{season:x}", "{title:9999}",
     "{id:02}"],
)  # fmt: skip
def test_what_makes_no_name(template: str) -> None:
    with pytest.raises(NamingError):
        file_name(template, WORDS)


def test_a_name_is_not_longer_than_disks_take() -> None:
    assert len(file_name("{title}" * 50, WORDS)) == LONGEST
