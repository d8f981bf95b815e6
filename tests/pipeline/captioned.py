"""A captioned show for tests, and what ffmpeg reads of captions in files."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

from tests.conftest import ROOT
from tests.pipeline.decoded import ffmpeg_says
from tests.pipeline.masters import head
from tests.pipeline.show import Show, make_show

Shown = list[tuple[Fraction, Fraction, str]]
"""Start and end in seconds, and words in one line."""

LEADER = "leader: {bars: 1s, slate: 1s, black: 2s, tail: 1s}\nlanguage: pt-BR\n"
SEGMENTS = {
    "talk": "  - {kind: host, id: talk, picture: [{color: navy, for: 105f}], captions: said-1}\n",
    "break": "  - {kind: break, id: pause, for: 20f, only: [broadcast]}\n",
    "film": """\
  - {kind: short-film, id: film, picture: [{clip: rec-1, in: 0.5s, for: 70f, original: off, captions: said-2}]}
""",
}
SRT = """\
1
00:00:01,200 --> 00:00:02,300
Hello — my name is
<i>Café ♪ ½</i>.

2
00:00:02,300 --> 00:00:09,000
On to the end “of it”…
"""
VTT = """\
WEBVTT

00:00.100 --> 00:00.400
Before the cut

00:00.450 --> 00:01.000 line:0
<v Ada>Clipped & on top

00:02.000 --> 00:02.800
Waves <i>roll</i> in
"""
CATALOG = """\
said-1,text,What Was Said,Ole Type,CC-BY-4.0,https://example.org/21,captions/said-1.srt,
said-2,text,What Waves Say,Ole Type,CC-BY-4.0,https://example.org/22,captions/said-2.vtt,
"""


def captioned(folder: Path, media: Path, deliver: str, start: str = "01:00:56;02") -> Show:
    """A show of 105 and 70 frames with a break of 20 between, whose captions run over the minute. Its profile `partner`
    is `web` with CEA-608."""
    show = make_show(folder, media)
    (show.root / "captions").mkdir()
    (show.root / "captions" / "said-1.srt").write_text(SRT, encoding="utf-8")
    (show.root / "captions" / "said-2.vtt").write_text(VTT, encoding="utf-8")
    with (show.root / "catalog.csv").open("a", encoding="utf-8") as catalog:
        catalog.write(CATALOG)
    web = (ROOT / "hitrec_cli" / "deliver" / "profiles" / "web.yaml").read_text(encoding="utf-8")
    (show.root / "profiles").mkdir()
    (show.root / "profiles" / "partner.yaml").write_text(web.replace("mov-text", "cea-608"), encoding="utf-8")
    show.write(SEGMENTS, head("30000/1001", start, deliver, LEADER))
    return show


def read(text: str) -> Shown:
    """The captions of SubRip or WebVTT, without tags and places."""
    found = []
    for start, end, words in re.findall(r"(\S+) --> (\S+)[^\n]*\n(.*?)(?:\n\n|\n?\Z)", text, re.DOTALL):
        plain = re.sub(r"<[^>]*>|\{[^}]*\}|\\h", "", words)
        found.append((_seconds(start), _seconds(end), " ".join(plain.split())))
    return found


def track(path: Path) -> Shown:
    """What ffmpeg reads of a file's captions: timed text, or the CEA-608 of its ancillary data or its own track."""
    extract = ("-eia608_extract", "1") if path.suffix == ".mxf" else ()
    return read(ffmpeg_says(*extract, "-i", path, "-map", "0:s", "-f", "srt", "-").decode())


def in_pictures(path: Path) -> Shown:
    """What ffmpeg reads of the CEA-608 that pictures carry."""
    return read(ffmpeg_says("-f", "lavfi", "-i", f"movie={path}[out+subcc]", "-map", "0:s", "-f", "srt", "-").decode())


def _seconds(clock: str) -> Fraction:
    hours, minutes, seconds = clock.replace(",", ".").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + Fraction(seconds)
