"""The segment sheet of a master: what lies where in the file, acts and breaks, with timecode in, out and length.

`out` is exclusive: the timecode of the frame after the last one, as in the rundown. What follows one another without a
break is one act.
"""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from hitrec_cli.account.rundown_table import plain
from hitrec_cli.base.digest import Json
from hitrec_cli.base.text import one_line
from hitrec_cli.base.timecode import timecode_at
from hitrec_cli.model.episode import Episode
from hitrec_cli.timeline.leader import Surround
from hitrec_cli.timeline.timeline import SegmentRange, Timeline

COLUMNS = ("number", "part", "in", "out", "length", "frames", "segments")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One part of the file; `start` and `end` in frames from 00:00:00:00. `number`: of an act, else 0."""

    number: int
    part: str
    start: int
    end: int
    segments: str = ""


@dataclass(frozen=True, slots=True)
class SegmentSheet:
    """All rows, in order without holes."""

    title: str
    timeline: Timeline
    rows: tuple[SheetRow, ...]

    def at(self, frame: int) -> str:
        """A frame's timecode."""
        return str(timecode_at(frame, self.timeline.rate, drop=self.timeline.drop))


def segment_sheet(episode: Episode, timeline: Timeline, around: Surround | None) -> SegmentSheet:
    """The sheet of one version; `around`: its leader."""
    rows = [*(_leader(around.head) if around else ()), *_acts(timeline), *(_leader(around.tail) if around else ())]
    title = ": ".join(filter(None, map(one_line, (episode.series, episode.title)))) or episode.id
    return SegmentSheet(f"{title}, {timeline.version} version", timeline, tuple(rows))


def _leader(part: Timeline) -> Iterator[SheetRow]:
    for one in part.segments:
        yield SheetRow(0, one.id.rpartition("-")[0], part.start + one.start, part.start + one.end)


def _acts(timeline: Timeline) -> Iterator[SheetRow]:
    act = 0
    shown = (segment for segment in timeline.segments if segment.duration)
    for is_break, group in groupby(shown, key=lambda segment: segment.kind == "break"):
        segments = list(group)
        act += not is_break
        start, end = timeline.start + segments[0].start, timeline.start + segments[-1].end
        yield SheetRow(0 if is_break else act, "break" if is_break else "act", start, end, _names(segments))


def _names(segments: list[SegmentRange]) -> str:
    return ", ".join(one_line(segment.title) or segment.id for segment in segments)


def _cells(sheet: SegmentSheet) -> Iterator[tuple[str, ...]]:
    for row in sheet.rows:
        frames = row.end - row.start
        times = sheet.at(row.start), sheet.at(row.end), sheet.at(frames)
        yield (str(row.number or ""), row.part, *times, str(frames), row.segments)


def sheet_csv(sheet: SegmentSheet) -> str:
    """As CSV (RFC 4180) with a header; no cell is a formula to a spreadsheet."""
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(plain, cells) for cells in _cells(sheet))
    return table.getvalue()


def sheet_html(sheet: SegmentSheet) -> str:
    """As a page to print: whatever a title holds is text."""
    title = html.escape(sheet.title)
    head = "".join(f"<th>{name}</th>" for name in COLUMNS)
    body = "\n".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>" for cells in _cells(sheet)
    )
    style = "body{font-family:sans-serif}table{border-collapse:collapse}td,th{border:1px solid;padding:.2em .6em}"
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style}</style></head>\n<body>\n<h1>{title}</h1>\n<table>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{body}\n</tbody>\n</table>\n</body>\n</html>\n"
    )


def sheet_json(sheet: SegmentSheet) -> list[Json]:
    """As data: frames are whole numbers."""
    return [
        {"number": row.number or None, "part": row.part, "in": sheet.at(row.start), "out": sheet.at(row.end),
         "length": sheet.at(row.end - row.start), "frames": row.end - row.start, "segments": row.segments}
        for row in sheet.rows
    ]  # fmt: skip
