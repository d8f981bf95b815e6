"""The rundown against times worked out by hand, and its texts against what terminals and spreadsheets do with them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from fractions import Fraction

import pytest

from hitrec_cli.account.rundown import Rundown, rundown, rundown_json
from hitrec_cli.account.rundown_table import COLUMNS, SCREEN, rundown_csv, rundown_text, width
from hitrec_cli.attribution.credits import Credits
from hitrec_cli.base.digest import Json
from hitrec_cli.manifest.broken import broken_marks
from hitrec_cli.model.contribution import Contribution
from hitrec_cli.model.lock import Lock, LockedPick
from hitrec_cli.model.look import Face
from hitrec_cli.model.media import MediaFacts, PictureFacts
from hitrec_cli.timeline.layout import lay_out
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.materials import Materials
from tests.manifest.sample import read

FILM = MediaFacts("video", "mov", PictureFacts(0, 320, 180, rate=Fraction(25), duration=Fraction(4), frames=100))
LOCK = Lock("e", {
    "film": LockedPick("film", "ok", "f" * 64, 1, facts=FILM),
    "gone": LockedPick("gone", "missing", reason="it is\nnot there"),
    "sealed": LockedPick("sealed", "uncleared", reason="NC"),
})  # fmt: skip
CATALOG = {
    "film": Contribution("film", "video", "Film", ("A",), "CC0-1.0", duration=Fraction("3.5")),
    "gone": Contribution("gone", "video", "Gone", ("A",), "CC0-1.0", duration=Fraction("2.5")),
    "sealed": Contribution("sealed", "video", "Sealed", ("A",), "CC0-1.0"),
    "new": Contribution("new", "music", "New", ("A",), "CC0-1.0"),
    "idea": Contribution("idea", "text", "Idea", ("A",), "CC0-1.0"),
}
COLOR = "  - {{kind: {kind}, id: {id}, picture: [{{color: navy, for: {length}}}]}}\n"


class Ruler:
    """Every character is half as wide as its size."""

    def width(self, text: str, size: int, face: Face, family: str) -> int:
        return -(-len(text) * size // 2)


def made(segments: str, rate: str = "30000/1001", lock: Lock | None = LOCK, more: str = "", cut: str = "x") -> Rundown:
    head = f"hitrec: 1\nid: e\nformat: {{width: 320, height: 180, rate: {rate}}}\n{more}segments:\n"
    episode, problems = read(head + segments)
    assert episode is not None, problems
    stage = Stage(320, 180, episode.format.rate, Ruler())
    materials = Materials(lock or Lock("e"), CATALOG.get, {}, {}, Credits(), stage, placeholders=True)
    layout = lay_out(episode, cut, materials)
    broken = broken_marks(episode, (*problems, *layout.problems))
    return rundown(episode, layout.draft, lock, CATALOG.get, broken)


def colors(*lengths: str) -> str:
    return "".join(COLOR.format(kind="graphic", id=f"s{number}", length=each) for number, each in enumerate(lengths, 1))


def test_drop_frame_is_counted_over_the_minute() -> None:
    one = made(colors("1799f", "1f", "10f"))
    data = [(row["in"], row["out"], row["duration"], row["total"]) for row in segments_of(one)]
    assert data == [
        ("01:00:00;00", "01:00:59;29", "00:00:59;29", "00:00:59;29"),
        ("01:00:59;29", "01:01:00;02", "00:00:00;01", "00:01:00;02"),  # ;00 and ;01 are skipped
        ("01:01:00;02", "01:01:00;12", "00:00:00;10", "00:01:00;12"),
    ]
    assert [row["seconds"] for row in segments_of(one)] == ["1800799/30000", "1001/30000", "1001/3000"]
    whole = rundown_json(one)
    assert (whole["frames"], whole["in"], whole["out"]) == (1810, "01:00:00;00", "01:01:00;12")


def segments_of(one: Rundown) -> list[dict]:
    return segments_of_data(rundown_json(one))


def segments_of_data(data: Mapping[str, Json]) -> list[dict]:
    """The rows of a rundown as data."""
    listed = data["segments"]
    assert isinstance(listed, list)
    return listed


def test_whole_rates_count_every_frame() -> None:
    one = made(colors("2s", "13f"), "25", more='start: "10:00:00:00"\n')
    assert [(row["in"], row["out"], row["seconds"]) for row in segments_of(one)] == [
        ("10:00:00:00", "10:00:02:00", "2"),
        ("10:00:02:00", "10:00:02:13", "13/25"),
    ]


def test_only_the_versions_own_segments() -> None:
    text = colors("1s") + "  - {kind: break, for: 2s, only: [broadcast]}\n" + colors("1s").replace("s1", "s2")
    assert [row.id for row in made(text, cut="online").rows] == ["s1", "s2"]
    assert [(row.number, row.id) for row in made(text, cut="broadcast").rows] == [(1, "s1"), (2, "break-1"), (3, "s2")]


@pytest.mark.parametrize(
    ("lock", "item", "frames", "length"),
    [
        (None, "{clip: film, for: 1s}", 25, "exact"),  # the manifest goes before all
        (LOCK, "{clip: film}", 100, "exact"),  # what was measured
        (None, "{clip: film}", 88, "catalog"),  # 3.5 s, half a frame up
        (LOCK, "{clip: gone}", 63, "catalog"),
        (None, "{clip: sealed}", 125, "guess"),  # 5 s
        (LOCK, "{clip: nobody}", 125, "guess"),
        (LOCK, "{clip: film, in: 1s, for: 4s}", 0, "faulty"),  # it has no more than three
        (LOCK, "{color: navy}", 0, "faulty"),
    ],
)
def test_where_a_length_comes_from(lock: Lock | None, item: str, frames: int, length: str) -> None:
    (row,) = made(f"  - {{kind: host, picture: [{item}]}}\n", "25", lock).rows
    assert (row.duration, row.length) == (frames, length)


def test_a_mistake_marks_its_segment_only() -> None:
    rows = made(colors("1s") + "  - {kind: host, id: h, colour: red, picture: [{color: navy, for: 1s}]}\n").rows
    assert [row.length for row in rows] == ["exact", "faulty"]


PICKS = """\
  - kind: host
    picture: [{clip: film, for: 1s}, {clip: gone, for: 1s}, {clip: sealed, for: 1s}, {clip: gone, for: 1s}]
    sound: [{music: new}]
    credits: [{contribution: idea, role: Story}, {contribution: nobody, role: Story}]
"""


def test_what_is_missing() -> None:
    (row,) = made(PICKS).rows
    assert [(lack.pick, lack.title, lack.state, lack.reason) for lack in row.missing] == [
        ("gone", "Gone", "missing", "it is not there"),
        ("sealed", "Sealed", "uncleared", "NC"),
        ("new", "New", "unpulled", ""),
        ("nobody", "", "unknown", ""),
    ]
    (row,) = made(PICKS, lock=None).rows
    assert [(lack.pick, lack.state) for lack in row.missing] == [
        ("film", "unpulled"), ("gone", "unpulled"), ("sealed", "unpulled"), ("new", "unpulled"), ("nobody", "unknown"),
    ]  # fmt: skip
    assert rundown_json(made(PICKS))["missing"] == 4


@pytest.mark.parametrize(
    ("length", "over", "words"),
    [
        ("10s", 0, "slot of 00:00:10:00: met to the frame"),
        ("11s", 25, "slot of 00:00:10:00: 00:00:01:00 over, within its tolerance"),
        ("8.96s", -26, "slot of 00:00:10:00: 00:00:01:01 under, beyond its tolerance"),
    ],
)
def test_the_slot(length: str, over: int, words: str) -> None:
    one = made(colors(length), "25", more="slot: {duration: 10s, tolerance: 1s}\n")
    assert one.over == over and words in list(rundown_text(one))
    assert rundown_json(one)["slot"] == {
        "duration": "00:00:10:00", "frames": 250, "seconds": "10", "tolerance_frames": 25, "over_frames": over,
        "fits": abs(over) <= 25,
    }  # fmt: skip


def test_nothing_to_list() -> None:
    one = made("  - {kind: break, for: 2s, only: [broadcast]}\n", cut="online")
    assert one.frames == 0 and len(list(rundown_text(one))) == 3


def titled(*titles: str) -> Rundown:
    """A segment for each title, in YAML's double quotes."""
    quoted = [
        "".join(char if char.isprintable() and char not in '"\\' else f"\\U{ord(char):08x}" for char in title)
        for title in titles
    ]
    return made(
        "".join(
            f'  - {{kind: short-film, id: {"s" * number}, title: "{title}", picture: [{{color: navy, for: 1s}}]}}\n'
            for number, title in enumerate(quoted, 1)
        )
    )


def test_wide_characters_keep_the_columns() -> None:
    lines = list(rundown_text(titled("Plain", "星を見る", "e\u0301te\u0301", "한국어 ok", "🌙")))
    assert lines[0] == "e (e), x version"
    places = {width(line[: line.index("01:00:0")]) for line in lines[2:7]}
    assert places == {width(lines[1][: lines[1].index("in ")])}
    assert {width(line) for line in lines[1:7]} == {width(lines[1])}


@pytest.mark.parametrize("title", ["x" * 300, "星" * 150, "a\u0301" * 200])
def test_a_line_has_at_most_a_hundred_columns(title: str) -> None:
    one = titled(*[title] * 12)
    assert all(width(line) <= SCREEN for line in rundown_text(one))
    assert "…" in list(rundown_text(one))[5]
    missing = made("  - kind: host\n    picture:\n" + "".join(f"      - {{clip: n{n}, for: 1s}}\n" for n in range(60)))
    lines = list(rundown_text(missing))
    assert all(width(line) <= SCREEN for line in lines)
    assert all(f"n{n}" in " ".join(lines) for n in range(60))  # what is missing is never cut off


def test_what_strangers_write_stays_on_its_line() -> None:
    lines = list(rundown_text(titled("a\nb\x1b[31m\u202ec")))
    assert "a b [31mc" in lines[2] and not any("\x1b" in line or "\u202e" in line or "\n" in line for line in lines)


def test_csv_is_read_back() -> None:
    one = titled('He said "no", twice', "=1+1", "+1", "-1", "@x", "\t=1", "plain")
    text = rundown_csv(one)
    assert text.endswith("\r\n") and text.count("\r\n") == 8 == text.count("\n")
    head, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert tuple(head) == COLUMNS
    titles = [row[3] for row in rows]
    assert titles == ['He said "no", twice', "'=1+1", "'+1", "'-1", "'@x", "'=1", "plain"]
    assert rows[0][4:11] == ["01:00:00;00", "01:00:01;00", "00:00:01;00", "30", "1.001", "exact", "00:00:01;00"]


def test_hours_are_shown_where_there_are_any() -> None:
    assert "01:00:00:00" not in "".join(list(rundown_text(made(colors("3000s"), "25", more='start: "02:00:00:00"\n'))))
    lines = list(rundown_text(made(colors("3600s", "1s"), "25", more='start: "02:00:00:00"\n')))
    assert lines[2].endswith("01:00:00:00  01:00:00:00") and lines[3].endswith("00:00:01:00  01:00:01:00")
