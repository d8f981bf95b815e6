"""Lettering of a leader: the slate that says what the file is, and the numbers of the countdown."""

from __future__ import annotations

from collections.abc import Sequence

from hitrec_cli.base.text import one_line
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.lettering_script import Event, box, lines, script
from hitrec_cli.timeline.lettering_wrap import fit

LABELS = 4
"""The share of the safe area's width that labels take: a quarter."""


def slate_card(stage: Stage, rows: Sequence[tuple[str, str]]) -> str:
    """A slate: a label and a value in each row, the first row large."""
    look = stage.look
    told = [(one_line(label), one_line(value)) for label, value in rows if one_line(value)]
    room = stage.bottom - stage.top
    height = room // max(len(told) + 1, 1)
    label_width = (stage.right - stage.left) // LABELS
    left = stage.left + label_width
    drawn = [box((0, 0, stage.width, stage.height), look.panel)]
    y = stage.top
    for number, (label, value) in enumerate(told):
        tall = height * 2 if number == 0 else height
        size = min(stage.px(92 if number == 0 else 54), tall * 4 // 5)
        name = fit(stage, [label], (label_width - stage.px(20), tall), min(stage.px(36), size))
        text = fit(stage, [value], (stage.right - left, tall), size, face="bold")
        drawn += lines(stage, name, (stage.left, y + (tall - name.height) // 2), look.soft)
        drawn += lines(stage, text, (left, y + (tall - text.height) // 2), look.ink)
        y += tall
    return script(stage.width, stage.height, look, map(Event, drawn))


def number_card(stage: Stage, number: int) -> str:
    """A number of the countdown in the middle."""
    room = (stage.right - stage.left, stage.bottom - stage.top)
    block = fit(stage, [str(number)], room, stage.px(600), face="bold")
    top = (stage.height - block.height) // 2
    drawn = lines(stage, block, (stage.width // 2, top), stage.look.ink, align="center")
    return script(stage.width, stage.height, stage.look, map(Event, drawn))
