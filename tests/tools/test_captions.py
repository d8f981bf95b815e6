"""Files of captions as people make them: read alike whatever their format, and refused with a reason."""

from __future__ import annotations

from fractions import Fraction

import pytest

from hitrec_cli.model.captions import CaptionFile, Cue, Run, plain
from hitrec_cli.tools.captions import child
from hitrec_cli.tools.captions.read import LARGEST, read_captions

SRT = b"""\
1
00:00:01,000 --> 00:00:02,500
Hello <i>there</i>
& you

2
00:00:03,000 --> 00:00:04,000
{\\an8}On top
"""
VTT = b"""\
WEBVTT

NOTE not shown

00:01.000 --> 00:02.500
<v Ada>Hello <i>there</i>
&amp; you

later
00:03.000 --> 00:04.000 line:0
On top
"""
TTML = b"""\
<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling" xml:lang="en"
    xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001">
 <head><layout><region xml:id="t" tts:origin="10% 5%" tts:extent="80% 20%"/></layout></head>
 <body begin="1s"><div>
  <p begin="0s" end="1.5s">Hello <span tts:fontStyle="italic">there</span><br/>&amp;
     you</p>
  <p begin="2s" dur="1s" region="t">On top</p>
 </div></body>
</tt>
"""
ASS = b"""\
[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, Bold, Italic, Alignment
Style: Default,Arial,20,&H00FFFFFF,0,0,2

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,Hello {\\i1}there{\\i0}\\N& you
Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,On top
"""
SCC = b"""\
Scenarist_SCC V1.0

01:00:00;20\t9420 9420 94ae 94ae 9470 9470 c8e5 ecec ef80 942f 942f

01:00:02;15\t942c 942c
"""
FIRST = Cue(Fraction(1), Fraction(5, 2), ((Run("Hello "), Run("there", italic=True)), (Run("& you"),)))


@pytest.mark.parametrize(("data", "top"), [(SRT, True), (VTT, True), (TTML, True), (ASS, False)])
def test_formats_are_read_alike(data: bytes, top: bool) -> None:
    file = read_captions(data) if data in (ASS, VTT) else child.read(data)
    second = Cue(Fraction(3), Fraction(4), ((Run("On top"),),), top)
    assert file == CaptionFile((FIRST, second))


def test_scc_counts_from_its_hour() -> None:
    (cue,) = child.read(SCC).cues
    # The flip is the tenth pair after 01:00:00;20; frame 29 and frame 75 at 30000/1001.
    assert (cue.start, cue.end, plain(cue.lines)) == (
        Fraction(29 * 1001, 30_000),
        Fraction(75 * 1001, 30_000),
        ("Hello",),
    )


def test_frames_of_ttml_are_exact() -> None:
    data = TTML.replace(b'begin="2s" dur="1s"', b'begin="100f" end="130f"')
    assert child.read(data).cues[1].start == 1 + Fraction(100 * 1001, 30_000)


BOMB = b'<?xml version="1.0"?><!DOCTYPE tt [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><tt xmlns="x">&b;</tt>'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no format of captions"),
        (b"A poem\nin two lines\n", "no format of captions"),
        (b"\x00\x01\x02" * 99, "no file that hitrec knows"),
        (b"1\n00:00:01,000 -> 00:00:02,000\nx --> y\n", "Missing timecode in line 2"),
        (b"Hello\n00:00:01,000 --> 00:00:02,000\nx\n", "Missing subtitle counter in line 1"),
        (b"1\n00:00:03,000 --> 00:00:02,000\nx\n", "'x' ends at 2.000 s, before it begins"),
        (b"WEBVTT\n\n00:01.000 -> 00:02.000\nx\n", "no captions"),
        (BOMB, "document type or entities"),
        (TTML.replace(b"</div>", b""), "XML is malformed in line 9"),
        (TTML.replace(b' dur="1s"', b""), "'On top' has no end"),
        (b"<html><p>x</p></html>", "not the root element"),
        (b"<tt>" + b"<p>" * 100_000, "malformed"),
        (SCC.replace(b"9470 9470", b"94zz"), "malformed"),
        (b"Scenarist_SCC V1.0\n\nnothing\n", "no line begins with a timecode"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data: bytes, why: str) -> None:
    file = child.read(data)
    assert why in file.fault and not file.cues


def test_a_huge_file_is_not_even_tried() -> None:
    assert "larger than 2 MB" in read_captions(SRT + b" " * LARGEST).fault


def test_what_is_passed_over_is_told() -> None:
    file = child.read(b"1\n00:00:01,000 --> 00:00:02,000\nx</b> <blink>y\n")
    assert [plain(cue.lines) for cue in file.cues] == [("x y",)]
    assert any("<b> in line" in doubt for doubt in file.doubts) and any("blink" in doubt for doubt in file.doubts)
