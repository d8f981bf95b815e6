"""Values of sound: tempos, and how much of a sound is repeated."""

from __future__ import annotations

import re
from typing import NamedTuple

from hitrec_cli.manifest import rules
from hitrec_cli.manifest.nodes import Node
from hitrec_cli.manifest.values import Written, Wrong, text, time

SLOWEST, FASTEST = 20, 400
"""Beats per minute that a tempo may have."""

MOST_BARS = 999


class LoopLength(NamedTuple):
    """How much is repeated: bars, or a time; neither is as much as there is."""

    bars: int = 0
    time: Written | None = None


def tempo(node: Node) -> int:
    """Beats per minute in thousandths, exact."""
    found = text(node)
    match = re.fullmatch(r"([0-9]{1,3})(?:\.([0-9]{1,3}))? ?bpm", found, re.IGNORECASE | re.ASCII)
    value = int(match[1]) * 1000 + int((match[2] or "").ljust(3, "0")) if match else 0
    if not SLOWEST * 1000 <= value <= FASTEST * 1000:
        raise Wrong(rules.NUMBER, f"{found!r} is not a tempo from {SLOWEST} to {FASTEST} bpm", "write it like 96 bpm")
    return value


def loop(node: Node) -> LoopLength:
    """`on`, a number of bars, or a time."""
    found = text(node)
    if found in ("on", "true"):
        return LoopLength()
    match = re.fullmatch(r"([1-9][0-9]{0,2}) bars?", found, re.ASCII)
    if match:
        return LoopLength(bars=int(match[1]))
    try:
        return LoopLength(time=time(node))
    except Wrong:
        message = f"{found!r} is no length of a loop"
        raise Wrong(rules.WORD, message, "write `on`, bars like 8 bars, or a time like 4s") from None
