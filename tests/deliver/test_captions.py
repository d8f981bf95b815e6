"""Captions as CEA-608 and as text, read again by a library that is not hitrec's and by hand."""

from __future__ import annotations

import io
from fractions import Fraction
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hitrec_cli.base.timecode import NTSC
from hitrec_cli.deliver.captions.carriers import mcc, packet, scc
from hitrec_cli.deliver.captions.line21 import IDLE, line21
from hitrec_cli.deliver.captions.rows import NotCarried, rows_of
from hitrec_cli.deliver.captions.text import srt, ttml, vtt
from hitrec_cli.model.captions import Caption, Line, Run

HOUR = 107_892
"""Frames of 01:00:00;00 in drop frame: 108,000 less 2 in 54 minutes."""


def lines(*texts: str) -> tuple[Line, ...]:
    return tuple((Run(text),) for text in texts)


def of_ttconv(document: Any, zero: int = 0) -> list[tuple[int, int, str]]:
    """What ttconv would show, from frame to frame counted from `zero`."""
    from ttconv.isd import ISD
    from ttconv.model import Br, Text

    def words(element: Any) -> str:
        if isinstance(element, Text):
            return str(element.get_text())
        return " " if isinstance(element, Br) else "".join(map(words, element))

    found = []
    moments = ISD.generate_isd_sequence(document)
    for (begin, isd), (end, _) in pairwise(moments):
        shown = " ".join(" ".join(words(region) for region in isd.iter_regions()).split())
        if shown:
            first, last = (round(Fraction(at) * 30_000 / 1001) - zero for at in (begin, end))
            found.append((first, last, shown))
    return found


CAPTIONS = [
    Caption(60, 120, lines("Plain words, and", "a second row.")),
    Caption(120, 170, lines("Café ñandú ÷ [½] ♪ à", "*Ü_ß{©} «Å»")),
    Caption(200, 240, ((Run("Some "), Run("slanted", italic=True), Run(" words")),), top=True),
]


def test_scc_is_understood_by_others_to_the_frame() -> None:
    from ttconv.scc.reader import to_model

    pairs = line21(CAPTIONS, 300)
    assert not pairs.late and not pairs.lost
    text = scc(pairs.pairs, HOUR, NTSC, drop=True)
    assert all(";" in line.split("\t")[0] for line in text.splitlines()[1:] if line)
    assert of_ttconv(to_model(text), HOUR) == [
        (60, 120, "Plain words, and a second row."),
        (120, 170, "Café ñandú ÷ [½] ♪ à *Ü_ß{©} «Å»"),
        (200, 240, "Some slanted words"),
    ]


@pytest.mark.parametrize("kind", ["vtt", "srt", "ttml"])
def test_texts_are_understood_by_others(kind: str) -> None:
    if kind == "ttml":
        from ttconv.imsc.reader import to_model as from_ttml

        document = from_ttml(ElementTree.ElementTree(ElementTree.fromstring(ttml(CAPTIONS, NTSC))))
    elif kind == "vtt":
        from ttconv.vtt.reader import to_model as from_vtt

        document = from_vtt(io.StringIO(vtt(CAPTIONS, NTSC)))
    else:
        from ttconv.srt.reader import to_model as from_srt

        document = from_srt(io.StringIO(srt(CAPTIONS, NTSC)))
    wanted = [(one.start, one.end, " ".join(one.texts)) for one in CAPTIONS]
    assert of_ttconv(document) == wanted


def test_hostile_words_stay_words() -> None:
    nasty = [Caption(0, 30, lines("</p><script>&amp;", "00:00:00.000 --> 00:00:09.000"))]
    root = ElementTree.fromstring(ttml(nasty, NTSC))
    (p,) = root.iter("{http://www.w3.org/ns/ttml}p")
    assert "".join(p.itertext()) == "</p><script>&amp;00:00:00.000 --> 00:00:09.000"
    assert vtt(nasty, NTSC).count("-->") == srt(nasty, NTSC).count("-->") == 1
    assert "&lt;script&gt;&amp;amp;" in vtt(nasty, NTSC)


def test_what_is_written_instead() -> None:
    rows = rows_of(Caption(0, 90, lines("“Wait” — no… it’s ♫")))
    assert [word.text for row in rows for word in row.words] == ['"Wait"', "--", "no...", "it's", "♪"]


def test_long_lines_are_broken_into_rows_of_32() -> None:
    text = "one two three four five six seven eight nine ten eleven twelve"
    rows = rows_of(Caption(0, 90, lines(text)))
    assert [" ".join(word.text for word in row.words) for row in rows] == [
        "one two three four five six", "seven eight nine ten eleven", "twelve",
    ]  # fmt: skip
    assert all(row.width <= 32 for row in rows)


@pytest.mark.parametrize(("text", "why"), [("Κύματα", "Κ ύ μ α τ"), ("波", "波"), ("word " * 40, "rows of 32 columns")])
def test_what_cannot_be_carried_is_named(text: str, why: str) -> None:
    with pytest.raises(NotCarried, match=why):
        rows_of(Caption(0, 90, lines(text)))


def test_a_caption_that_cannot_be_loaded_in_time_comes_when_it_can() -> None:
    first = Caption(0, 60, lines("At once."))
    early = line21([first], 90)
    # RCL, ENM and PAC are sent twice, eight characters in four frames.
    assert early.late == ((first, 10),)
    assert line21([first], 90, before=30).late == ()
    crowded = [Caption(30, 34, lines("One")), Caption(34, 38, lines("A second that nobody can load in time"))]
    assert line21(crowded, 90).lost == (crowded[1],)


def test_a_packet_sums_up() -> None:
    for pair in (IDLE, 0x9420):
        data = packet(pair, 70_000)
        assert data[:2] == b"\x61\x01" and data[2] == len(data) - 4
        cdp = data[3:-1]
        assert cdp[:2] == b"\x96\x69" and cdp[2] == len(cdp)
        assert sum(cdp) % 256 == 0 and sum(data) % 256 == 0  # SMPTE ST 334-2 §5.7; MCC's own check sum
        assert cdp[5:7] == (70_000 % 65_536).to_bytes(2) and b"\xfc" + pair.to_bytes(2) in cdp


def test_there_is_a_line_for_every_frame() -> None:
    wrote = [line for line in mcc(line21(CAPTIONS, 2000).pairs, NTSC) if "\t" in line]
    assert len(wrote) == 2000
    codes = [line.split("\t")[0] for line in wrote]
    assert (codes[0], codes[1799], codes[1800]) == ("00:00:00;00", "00:00:59;29", "00:01:00;02")


words = st.text("abc é♪ÜXx-.", min_size=1, max_size=50).filter(str.strip)
lengths = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 90), words, st.booleans()), max_size=6)


@settings(max_examples=60)
@given(lengths)
def test_every_byte_has_odd_parity_and_controls_come_twice(found: list[tuple[int, int, str, bool]]) -> None:
    captions, at = [], 0
    for gap, length, text, italic in found:
        at += gap
        captions.append(Caption(at, at + length, ((Run(text, italic),),)))
        at += length
    sent = line21(captions, at + 10)
    assert len(sent.pairs) == at + 10
    assert all(byte.bit_count() % 2 for pair in sent.pairs for byte in divmod(pair, 256))
    codes = [pair & 0x7F7F for pair in sent.pairs]
    controls = [(place, code) for place, code in enumerate(codes) if 0x1000 <= code < 0x2000]
    assert len(controls) % 2 == 0
    for (one, first), (other, second) in zip(controls[::2], controls[1::2], strict=True):
        assert other == one + 1 and first == second
    flips = [one for (one, code), _ in zip(controls[::2], controls[1::2], strict=True) if code == 0x142F]
    late = {id(one): frames for one, frames in sent.late}
    shown = [one for one in captions if one not in sent.lost]
    assert flips == [one.start + late.get(id(one), 0) for one in shown]
