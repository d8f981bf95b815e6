"""Captions as text: WebVTT, SubRip, and IMSC 1.1 Text Profile (TTML). Times are rounded to the millisecond."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from hitrec_cli.base.timecode import Rate, round_half_up
from hitrec_cli.model.captions import Caption, Line


def vtt(captions: Iterable[Caption], rate: Rate) -> str:
    """WebVTT (W3C)."""
    cues = (
        f"{_between(one, rate, '.')}{' line:0' if one.top else ''}\n{_marked(one.lines, escaped=True)}\n"
        for one in captions
    )
    return "\n".join(("WEBVTT\n", *cues))


def srt(captions: Iterable[Caption], rate: Rate) -> str:
    """SubRip. It has no escapes and no places."""
    cues = (
        f"{number}\n{_between(one, rate, ',')}\n{_marked(one.lines, escaped=False)}\n"
        for number, one in enumerate(captions, 1)
    )
    return "\n".join(cues)


def ttml(captions: Sequence[Caption], rate: Rate, language: str = "") -> str:
    """IMSC 1.1 Text Profile (W3C). `language`: RFC 5646; empty where it is not known, as TTML wants it."""
    body = "\n".join(
        f'      <p region="{"top" if one.top else "bottom"}" begin="{_clock(one.start, rate, ".")}"'
        f' end="{_clock(one.end, rate, ".")}">{"<br/>".join(map(_spans, one.lines))}</p>'
        for one in captions
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" \
xmlns:tts="http://www.w3.org/ns/ttml#styling" ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/imsc1.1/text" \
ttp:timeBase="media" xml:lang="{language}">
  <head>
    <styling>
      <style xml:id="words" tts:color="white" tts:backgroundColor="#000000C0" tts:fontFamily="proportionalSansSerif" \
tts:fontSize="80%" tts:textAlign="center"/>
    </styling>
    <layout>
      <region xml:id="bottom" tts:origin="10% 60%" tts:extent="80% 30%" tts:displayAlign="after"/>
      <region xml:id="top" tts:origin="10% 10%" tts:extent="80% 30%" tts:displayAlign="before"/>
    </layout>
  </head>
  <body style="words">
    <div>
{body}
    </div>
  </body>
</tt>
"""


def _between(one: Caption, rate: Rate, point: str) -> str:
    return f"{_clock(one.start, rate, point)} --> {_clock(one.end, rate, point)}"


def _clock(frame: int, rate: Rate, point: str) -> str:
    seconds, thousandths = divmod(round_half_up(rate.seconds(frame) * 1000), 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{thousandths:03}"


def _marked(lines: Iterable[Line], *, escaped: bool) -> str:
    texts = ("".join(f"<i>{_safe(run.text, escaped)}</i>" if run.italic else _safe(run.text, escaped) for run in line)
             for line in lines)  # fmt: skip
    return "\n".join(texts)


def _safe(text: str, escaped: bool) -> str:
    """A text without what a reader takes for markup, or for the line with times."""
    if escaped:
        return _escaped(text)
    return re.sub(r"<(?=[/a-zA-Z])", "\u2039", text).replace("-->", "--\u203a")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _spans(line: Line) -> str:
    return "".join(
        f'<span tts:fontStyle="italic">{_escaped(run.text)}</span>' if run.italic else _escaped(run.text)
        for run in line
    )
