"""The clearance table against rights worked out by hand, and its texts against terminals and spreadsheets."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from hitrec_cli.account.clearance import COLUMNS, Clearance, clearance, clearance_csv, clearance_json, clearance_text
from hitrec_cli.account.rundown_table import SCREEN, width
from hitrec_cli.attribution.credits import collect
from hitrec_cli.attribution.rights import verdicts
from hitrec_cli.base.problems import Problem
from hitrec_cli.model.contribution import Contribution
from hitrec_cli.model.episode import Episode
from hitrec_cli.model.segment import ClipSource, ExtraCredit, Pick, PictureItem, Segment, SoundItem

BY = "CC-BY-4.0"
CATALOG = {
    one.id: one
    for one in (
        Contribution("film", "video", "Film", ("Ada", "Bo"), BY, resources=("cut", "lost"), release="released"),
        Contribution("cut", "video", "Cut", ("Cy",), BY, resources=("photo",)),
        Contribution("photo", "still", "Photo", ("Di",), BY, withdrawn="sold"),
        Contribution("song", "music", "Song", ("Ed",), "CC-BY-NC-SA-4.0", expires="2030-01-01", agreement="no. 7"),
        Contribution("odd", "music", "Odd", ("Flo",), "LicenseRef-mine"),
        Contribution("=1+1", "video", "Wide 世界" * 20, ("\u202eGil\nGo" * 9,), "CC-BY-NC-4.0 OR CC-BY-SA-4.0"),
        Contribution("idea", "text", "Idea", ("Hy",), "CC0-1.0"),
        Contribution("here", "video", "Here", ("Ivo",), BY, territories=("CA", "US"), minor="yes", guardian="released"),
    )
}


def made(
    *picks: str,
    version: str = "online",
    ignored: tuple[Problem, ...] = (),
    credit: str = "",
    shown_in: tuple[str, ...] = (),
) -> Clearance:
    shown = tuple(
        PictureItem(ClipSource(Pick(name))) for name in picks if CATALOG.get(name, CATALOG["film"]).kind != "music"
    )
    heard = tuple(
        SoundItem("music", Pick(name)) for name in picks if CATALOG.get(name, CATALOG["film"]).kind == "music"
    )
    more = (ExtraCredit(Pick(credit), "Story"),) if credit else ()
    segment = Segment("short-film", "s", "S", picture=shown, sound=heard, credits=more)
    episode = Episode("e", series="Show", title="One", segments=(segment,))
    credited = collect([segment], CATALOG.get)
    judged = tuple(verdicts(credited.works, CATALOG.get, version, "2026-01-02", "2026-01-02", shown_in))
    return clearance(episode, version, "2026-01-02", credited, judged, CATALOG.get, ignored, shown_in)


def states(one: Clearance) -> dict[str, str]:
    return {work.id: work.state for work in one.works}


def rows(one: Clearance) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(clearance_csv([one]), newline="")))


def works(one: Clearance) -> dict[str, Any]:
    found: Any = clearance_json(one)["works"]
    return {work["id"]: work for work in found}


def test_everything_used_and_all_it_was_made_from_has_a_row() -> None:
    one = made("film", "song", credit="idea")
    assert states(one) == {
        "film": "not cleared", "song": "cleared", "idea": "cleared", "cut": "not cleared", "photo": "not cleared",
        "lost": "not cleared",
    }  # fmt: skip
    assert not one.cleared
    data = works(one)
    assert data["film"]["barred_by"] == ["photo", "lost"] and data["cut"]["barred_by"] == ["photo"]
    assert data["photo"]["via"] == data["lost"]["via"] == ["film"]
    assert [each["rule"] for each in data["photo"]["why"]] == ["HR418"]
    assert [each["rule"] for each in data["lost"]["why"]] == ["HR401"]
    assert (data["song"]["terms"], data["song"]["expires"], data["song"]["agreement"]) == (
        ["NC", "SA"], "2030-01-01", "no. 7",
    )  # fmt: skip


def test_a_version_is_a_use() -> None:
    assert states(made("song")) == {"song": "cleared"}
    assert states(made("song", version="broadcast")) == {"song": "not cleared"}


def test_what_somebody_has_to_read_is_to_check_until_a_comment_settles_it() -> None:
    one = made("odd")
    assert one.cleared and states(one) == {"odd": "check"} and one.works[0].terms == ("?",)
    assert states(made("odd", ignored=one.works[0].why)) == {"odd": "cleared"}


def test_a_pick_that_no_catalog_has() -> None:
    one = made("idea", "gone")
    assert states(one) == {"idea": "cleared", "gone": "not cleared"}
    assert one.works[1].why[0].rule == "HR403"


def test_the_table_for_a_terminal() -> None:
    assert list(clearance_text(made("film"))) == [
        "Show: One (e), online version, for 2026-01-02",
        "id     title  artists  license    release   state",
        "film   Film   Ada, Bo  CC-BY-4.0  released  not cleared",
        "  ! made from what is not cleared: photo, lost",
        "cut    Cut    Cy       CC-BY-4.0            not cleared",
        "  ! made from what is not cleared: photo",
        "photo  Photo  Di       CC-BY-4.0            not cleared",
        "  ! HR418: photo was withdrawn: sold (film was made from it by way of cut); choose another",
        "    contribution, or ask Di whether it may stay",
        "lost                                        not cleared",
        "  ! HR401: no catalog has it, so nobody knows its rights; add it to a catalog, or take it out",
        "4 works: 4 not cleared",
    ]
    assert list(clearance_text(made("odd")))[-1] == "1 work: 1 to check"
    assert list(clearance_text(made("idea", "song")))[-1] == "2 works: all cleared"
    assert list(clearance_text(made()))[-1] == "0 works: all cleared"


def test_where_it_is_shown() -> None:
    assert list(clearance_text(made("here", shown_in=("CA", "MX", "US"))))[:4] == [
        "Show: One (e), online version, for 2026-01-02, CA, MX, US",
        "id    title  artists  license    where   state",
        "here  Here   Ivo      CC-BY-4.0  CA, US  not cleared",
        "  ! HR427: here may be shown in CA, US only, and the online version is shown in MX too; ask Ivo for",
    ]
    (row,) = rows(made("here", shown_in=("US",)))
    assert (row["territories"], row["minor"], row["guardian"], row["state"]) == ("CA; US", "yes", "released", "cleared")
    data = clearance_json(made("here", shown_in=("US",)))
    assert data["shown_in"] == ["US"]
    assert works(made("here"))["here"]["territories"] == ["CA", "US"]


@pytest.mark.parametrize("picks", [("=1+1",), ("=1+1", "film", "song", "odd", "gone" * 30)])
def test_the_table_fits_the_screen(picks: tuple[str, ...]) -> None:
    lines = list(clearance_text(made(*picks, version="broadcast")))
    assert all(width(line) <= SCREEN for line in lines if " " in line.strip()), lines
    assert "\u202e" not in "".join(lines)


def test_the_spreadsheet() -> None:
    found = rows(made("=1+1", "film"))
    assert tuple(found[0]) == COLUMNS
    assert found[0]["id"] == "'=1+1" and found[0]["terms"] == "NC"
    assert found[0]["license"] == "CC-BY-NC-4.0 OR CC-BY-SA-4.0"
    film, photo = found[1], found[3]
    assert (film["artists"], film["state"], film["why"]) == (
        "Ada; Bo", "not cleared", "made from what is not cleared: photo, lost",
    )  # fmt: skip
    assert (photo["via"], photo["day"]) == ("film", "2026-01-02")
