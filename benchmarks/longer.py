"""Makes more of a minute: the manifest, and what is written by hand, for a programme of many minutes.

Each minute is the committed one again, the roll apart, which comes once at the end. Films and sounds begin STEP later
than in the minute before and moving cameras are NEARER, so no two minutes have a span or a sound in common and nothing
that was rendered can be used again.
"""

from __future__ import annotations

import re
from decimal import Decimal

STEP, NEARER = Decimal("0.04"), Decimal("0.01")
"""Seconds; zoom."""

MOST = 12
"""So often the media of sources.py is long enough."""

INPUTS = 31
"""What a minute reads, the roll's music apart."""

ROLL = "# Once, at the end."
"""In the graph, what stands before the part that is not repeated."""


def manifest(text: str, minutes: int) -> str:
    """overhead.yaml for so many minutes: from the second on, segments are called `tide-2`, `tide-3`."""
    head, mark, body = text.partition("segments:\n")
    body, roll, last = body.partition("  - kind: credits\n")
    return head + mark + "".join(_segments(body, number) for number in range(minutes)) + roll + last


def inputs(text: str, minutes: int) -> list[str]:
    """The command's inputs, each as options and the file's name; the roll's music is the last."""
    *lines, last = text.splitlines()
    return [*(_later(line, number) for number in range(minutes) for line in lines), last]


def graph(text: str, minutes: int) -> str:
    """overhead.ffmpeg for so many minutes, without its comments."""
    minute, mark, roll = text.partition(ROLL)
    once = roll.replace(f"[{INPUTS}:", f"[{INPUTS * minutes}:").replace("concat=n=2", f"concat=n={minutes + 1}")
    for name in ("minute", "heard"):
        once = once.replace(f"<{name}>", "".join(f"[{name}{number}]" for number in range(minutes)))
    written = "".join(_chains(minute, number) for number in range(minutes)) + mark + once
    return "\n".join(line for line in written.splitlines() if not line.startswith("#"))


def _segments(text: str, number: int) -> str:
    if number == 0:
        return text
    text = re.sub(r"(?m)^    id: .*$", lambda line: f"{line[0]}-{number + 1}", text)
    text = re.sub(r"(?<=, in: )[\d.]+(?=s, )", lambda at: _more(at[0], STEP * number), text)
    return re.sub(r"(?<=zoom: )[\d.]+", lambda zoom: _more(zoom[0], NEARER * number), text)


def _later(line: str, number: int) -> str:
    return re.sub(r"(?<=-ss )[\d.]+", lambda at: _more(at[0], STEP * number), line)


def _chains(text: str, number: int) -> str:
    text = re.sub(r"\[([a-z]\w*)\]", rf"[\g<1>{number}]", text)
    text = re.sub(r"\[(\d+):", lambda index: f"[{int(index[1]) + INPUTS * number}:", text)
    return re.sub(r"(?<=,1/\()[\d.]+", lambda zoom: _more(zoom[0], NEARER * number), text)


def _more(written: str, by: Decimal) -> str:
    return f"{Decimal(written) + by:f}"
