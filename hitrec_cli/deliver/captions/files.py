"""The captions of a programme as a file beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hitrec_cli.deliver.captions.carriers import scc
from hitrec_cli.deliver.captions.line21 import line21
from hitrec_cli.deliver.captions.rows import NotCarried
from hitrec_cli.deliver.captions.text import srt, ttml, vtt
from hitrec_cli.model.captions import LINE21_RATES, Caption, CaptionFormat
from hitrec_cli.timeline.timeline import Timeline


def caption_file(
    kind: CaptionFormat,
    captions: Sequence[Caption],
    timeline: Timeline,
    language: str = "",
    before: int = 0,
    after: int = 0,
) -> str:
    """Its text, in a `language` (RFC 5646). `before`, `after`: frames of the deliverable around the programme.

    Times count from the deliverable's first picture; those of SCC are its timecode. Raises NotCarried where SCC has no
    such rate or no such characters.
    """
    if kind == "scc":
        if not has_line21(timeline):
            raise NotCarried(f"SCC is made at 29.97 frames per second, not at {timeline.rate}")
        pairs = line21(captions, timeline.frames, before, after).pairs
        return scc(pairs, timeline.start - before, timeline.rate, drop=timeline.drop)
    shown = [replace(one, start=one.start + before, end=one.end + before) for one in captions]
    if kind == "ttml":
        return ttml(shown, timeline.rate, language)
    return {"vtt": vtt, "srt": srt}[kind](shown, timeline.rate)


def has_line21(timeline: Timeline) -> bool:
    """Whether a programme has the rate of CEA-608."""
    return str(timeline.rate) in LINE21_RATES
