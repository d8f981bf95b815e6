"""The reading process: the bytes of one file of captions on stdin, `model.captions.file_json` on stdout.

Started by `read` only. ttconv reads all formats into TTML's model; what it says while it reads is told.
"""

from __future__ import annotations

import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from hitrec_cli.base.text import one_line
from hitrec_cli.base.timecode import NTSC, Timecode
from hitrec_cli.model.captions import CaptionFile, Cue, Line, Run, file_json, plain
from hitrec_cli.tools.probe_sniff import Refused
from hitrec_cli.tools.probe_text import decode

MOST = 20_000
"""Cues in one file: a film of two hours has 2,000."""

_HOW = "offer SubRip, WebVTT, Scenarist SCC, TTML or ASS, in UTF-8"


class Unreadable(Exception):
    """Why a file cannot be used, with the remedy."""


def read(data: bytes) -> CaptionFile:
    """The captions of a file that is no ASS."""
    heard = _Log()
    logger = logging.getLogger("ttconv")
    logger.addHandler(heard)
    logger.propagate = False
    try:
        _, text = decode(data)
        text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        document, zero = _document(text)
        if document is None:
            raise Unreadable(f"{heard.last() or 'it is malformed'}; {_HOW}")
        cues = sorted(_cues(document, zero), key=lambda cue: cue.start)
    except (Unreadable, Refused) as refusal:
        return CaptionFile(fault=str(refusal))
    except (RecursionError, MemoryError):
        return CaptionFile(fault=f"it is nested too deeply or too large; {_HOW}")
    except Exception as error:  # noqa: BLE001 - whatever a stranger's file does to the library is a fault of the file
        return CaptionFile(fault=f"it is malformed ({one_line(str(error))[:200] or type(error).__name__}); {_HOW}")
    if not cues:
        return CaptionFile(fault=f"it has no captions; {_HOW}")
    if len(cues) > MOST:
        return CaptionFile(fault=f"it has {len(cues)} captions, more than {MOST}; offer those of the film alone")
    return CaptionFile(tuple(cues), doubts=tuple(heard.told()))


class _Log(logging.Handler):
    """Keeps what ttconv says, with lines that count from 1."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Note a message."""
        said = one_line(record.getMessage())[:200]
        self._said.append(re.sub(r"at line (\d+)", lambda found: f"in line {int(found[1]) + 1}", said))

    def last(self) -> str:
        """The last thing that was said."""
        return self._said[-1] if self._said else ""

    def told(self) -> list[str]:
        """The first few things, each once."""
        return list(dict.fromkeys(self._said))[:20]


def _document(text: str) -> tuple[Any, Fraction]:
    """ttconv's document, None where it refuses; and what the file's clock says at the beginning."""
    if text.startswith("Scenarist_SCC"):
        from ttconv.scc.reader import to_model as from_scc

        return from_scc(text), _scc_zero(text)
    if text.startswith("WEBVTT"):
        from ttconv.vtt.reader import to_model as from_vtt

        return from_vtt(io.StringIO(text)), Fraction(0)
    if text.lstrip().startswith("<"):
        return _ttml(text), Fraction(0)
    if "-->" in text:
        from ttconv.srt.config import SRTReaderConfiguration
        from ttconv.srt.reader import to_model as from_srt

        # SubRip writes a comma; a point in its place is common.
        text = re.sub(r"(\d\d:\d\d:\d\d)\.(\d{3})", r"\1,\2", text)
        return from_srt(io.StringIO(text), SRTReaderConfiguration(alignment_tags=True)), Fraction(0)
    raise Unreadable(f"it is no format of captions that hitrec knows; {_HOW}")


def _ttml(text: str) -> Any:
    """TTML, without what XML can do to a reader."""
    from xml.etree import ElementTree

    from ttconv.imsc.reader import to_model as from_ttml

    if re.search(r"<!\s*(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise Unreadable(f"it declares a document type or entities, which captions do not need; {_HOW}")
    try:
        root = ElementTree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except ElementTree.ParseError as error:
        line, column = error.position
        raise Unreadable(f"its XML is malformed in line {line}, column {column + 1}; {_HOW}") from None
    return from_ttml(ElementTree.ElementTree(root))


def _scc_zero(text: str) -> Fraction:
    """SCC counts timecode, mostly from 01:00:00;00: the whole hours of its first line are taken off."""
    found = re.search(r"^(\d\d):\d\d:\d\d([:;])\d\d\t", text, re.MULTILINE)
    if found is None:
        raise Unreadable(f"no line begins with a timecode and a tab; {_HOW}")
    return NTSC.seconds(Timecode(int(found[1]), 0, 0, 0, found[2] == ";").to_frames(NTSC))


def _cues(document: Any, zero: Fraction) -> Iterator[Cue]:
    """Every paragraph of a document with its time, where it says something."""
    from ttconv.model import P
    from ttconv.style_properties import FontStyleType, StyleProperties

    def walk(element: Any, begin: Fraction, end: Fraction | None, region: Any, italic: bool) -> Iterator[Cue]:
        begin, end = _within(element, begin, end)
        region = region if element.get_region() is None else element.get_region()
        style = element.get_style(StyleProperties.FontStyle)
        italic = italic if style is None else style is not FontStyleType.normal
        if not isinstance(element, P):
            for child in element:
                yield from walk(child, begin, end, region, italic)
            return
        lines = tuple(_lines(element, italic))
        if not lines:
            return
        words = " ".join(plain(lines))[:40]
        if end is None:
            raise Unreadable(f"the caption {words!r} has no end; {_HOW}")
        if not begin < end:
            raise Unreadable(f"the caption {words!r} ends at {float(end):.3f} s, before it begins; {_HOW}")
        if begin < zero:
            raise Unreadable(f"the caption {words!r} comes before the file's first timecode; {_HOW}")
        yield Cue(begin - zero, end - zero, lines, _is_top(region))

    body = document.get_body()
    return iter(()) if body is None else walk(body, Fraction(0), None, None, False)


def _within(element: Any, begin: Fraction, end: Fraction | None) -> tuple[Fraction, Fraction | None]:
    """When an element is there, in seconds; its own times count from its parent's begin.

    A parent's end counts where an element has none: ttconv forgets a parent's begin in the end that its children imply.
    """
    own = element.get_end()
    return begin + _exact(element.get_begin() or 0), end if own is None else begin + _exact(own)


def _exact(seconds: float | Fraction) -> Fraction:
    """ttconv reads milliseconds as floats, frames as fractions."""
    return seconds if isinstance(seconds, Fraction) else Fraction(round(seconds * 1000), 1000)


def _lines(paragraph: Any, italic: bool) -> Iterator[Line]:
    """The lines of a paragraph that are not blank; white space is one space, as TTML has it."""
    line: list[Run] = []
    for text, slanted in (*_texts(paragraph, italic), ("\n", False)):
        if text != "\n":
            line.append(Run(text, slanted))
        elif tidy := _tidy(line):
            yield tidy
            line = []
        else:
            line = []


def _texts(element: Any, italic: bool) -> Iterator[tuple[str, bool]]:
    """Letters and whether they are slanted; "\\n" alone is a new line."""
    from ttconv.model import Br, Rt, Text
    from ttconv.style_properties import FontStyleType, StyleProperties

    for child in element:
        if isinstance(child, Text):
            yield re.sub(r"\s+", " ", child.get_text()), italic
        elif isinstance(child, Br):
            yield "\n", italic
        elif not isinstance(child, Rt):  # the reading of ruby
            style = child.get_style(StyleProperties.FontStyle)
            yield from _texts(child, italic if style is None else style is not FontStyleType.normal)


def _tidy(runs: list[Run]) -> Line:
    """Runs of one line: visible characters only, spaces single and not at the ends, neighbours of one style joined."""
    letters: list[tuple[str, bool]] = []
    for run in runs:
        for char in one_line(f"|{run.text}|")[1:-1]:
            if char != " " or (letters and letters[-1][0] != " "):
                letters.append((char, run.italic))
    while letters and letters[-1][0] == " ":
        letters.pop()
    joined: list[Run] = []
    for char, italic in letters:
        if joined and joined[-1].italic == italic:
            joined[-1] = Run(joined[-1].text + char, italic)
        else:
            joined.append(Run(char, italic))
    return tuple(joined)


def _is_top(region: Any) -> bool:
    """Whether a region's text stands in the upper half of the picture."""
    from ttconv.style_properties import DisplayAlignType, LengthType, StyleProperties

    if region is None:
        return False
    origin, extent = region.get_style(StyleProperties.Origin), region.get_style(StyleProperties.Extent)
    units = (LengthType.Units.pct, LengthType.Units.rh)
    if origin is None or extent is None or origin.y.units not in units or extent.height.units not in units:
        return False
    align = region.get_style(StyleProperties.DisplayAlign)
    share = {DisplayAlignType.after: 1.0, DisplayAlignType.center: 0.5}.get(align, 0.0)
    return bool(origin.y.value + share * extent.height.value < 50)


def main() -> None:
    """Answer for the file on stdin."""
    file = read(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(file_json(file), separators=(",", ":")))


if __name__ == "__main__":
    main()
