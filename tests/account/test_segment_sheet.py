"""The segment sheet: acts and breaks in drop-frame timecode, leader and tail around them."""

from __future__ import annotations

import csv
import io

from hitrec_cli.account.segment_sheet import SegmentSheet, segment_sheet, sheet_csv, sheet_html, sheet_json
from hitrec_cli.base.timecode import NTSC
from hitrec_cli.model.episode import Episode
from hitrec_cli.model.leader import US
from hitrec_cli.model.look import Face
from hitrec_cli.model.segment import SegmentKind
from hitrec_cli.timeline.leader import surround
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.timeline import SegmentRange, Timeline

HOUR = 107_892
PARTS: tuple[tuple[str, SegmentKind, str, int], ...] = (
    ("opening", "titles", "", 300), ("film", "short-film", '=HYPERLINK("x") <script>', 1500),
    ("break-1", "break", "", 60), ("song", "music", "Song", 900), ("break-2", "break", "", 60),
    ("end", "credits", "", 90),
)  # fmt: skip


class Ruler:
    """Every character is half as wide as its size."""

    def width(self, text: str, size: int, face: Face, family: str) -> int:
        return -(-len(text) * size // 2)


def sheet(leader: bool) -> SegmentSheet:
    position, segments = 0, []
    for name, kind, title, length in PARTS:
        segments.append(SegmentRange(name, kind, title, position, length))
        position += length
    timeline = Timeline("show", "broadcast", NTSC, (320, 180), HOUR, True, -2400, tuple(segments), (), ())
    around = surround(timeline, US, Stage(320, 180, NTSC, Ruler()), ()) if leader else None
    return segment_sheet(Episode("show", "Example", title="One"), timeline, around)


def test_acts_and_breaks() -> None:
    rows = list(csv.reader(io.StringIO(sheet_csv(sheet(leader=False)))))
    assert rows[0] == ["number", "part", "in", "out", "length", "frames", "segments"]
    assert [row[:6] for row in rows[1:]] == [  # 1800 frames pass the skipped numbers 01:01:00;00 and ;01
        ["1", "act", "01:00:00;00", "01:01:00;02", "00:01:00;02", "1800"],
        ["", "break", "01:01:00;02", "01:01:02;02", "00:00:02;00", "60"],
        ["2", "act", "01:01:02;02", "01:01:32;02", "00:00:30;00", "900"],
        ["", "break", "01:01:32;02", "01:01:34;02", "00:00:02;00", "60"],
        ["3", "act", "01:01:34;02", "01:01:37;02", "00:00:03;00", "90"],
    ]
    assert [row[6] for row in rows[1:]] == ['opening, =HYPERLINK("x") <script>', "break-1", "Song", "break-2", "end"]


def test_the_leader_is_listed() -> None:
    data = sheet_json(sheet(leader=True))
    told = [(row["part"], row["in"], row["out"]) for row in data if isinstance(row, dict)]
    assert told[:5] == [
        ("bars", "00:58:30;00", "00:59:30;00"), ("slate", "00:59:30;00", "00:59:45;00"),
        ("black", "00:59:45;00", "00:59:58;00"), ("number-2", "00:59:58;00", "00:59:58;01"),
        ("black", "00:59:58;01", "01:00:00;00"),
    ]  # fmt: skip
    assert told[-1] == ("tail", "01:01:37;02", "01:01:42;02")
    assert [told[at][2] for at in range(len(told) - 1)] == [told[at][1] for at in range(1, len(told))]


def test_the_page_shows_titles_as_text() -> None:
    page = sheet_html(sheet(leader=False))
    assert "<script>" not in page and "&lt;script&gt;" in page
    assert page.count("<tr>") == 6
