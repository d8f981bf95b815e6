"""Lettering of a leader: the slate that says what the file is, and the numbers of the countdown.

It is for machine rooms, so it has hitrec's own look and not the show's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hitrec_cli.base.text import one_line
from hitrec_cli.model.look import HOUSE, Letters
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.lettering_script import Event, box, lines, script
from hitrec_cli.timeline.lettering_wrap import fit

LABELS = 4
"""The share of the safe area's width that labels take: a quarter."""

_PANEL = "#12151b"
_LABEL = Letters(36, "#d6d3cc")
_FIRST, _OTHER, _NUMBER = Letters(92, face="bold"), Letters(54, face="bold"), Letters(600, face="bold")


def slate_card(stage: Stage, rows: Sequence[tuple[str, str]]) -> str:
    """A slate: a label and a value in each row, the first row large."""
    stage = replace(stage, look=HOUSE)
    told = [(one_line(label), one_line(value)) for label, value in rows if one_line(value)]
    height = (stage.bottom - stage.top) // max(len(told) + 1, 1)
    label_width = stage.room // LABELS
    drawn = [box((0, 0, stage.width, stage.height), _PANEL)]
    y = stage.top
    for number, (label, value) in enumerate(told):
        tall = height * 2 if number == 0 else height
        name = fit(stage, [label], (label_width - stage.px(20), tall * 4 // 5), _LABEL)
        text = fit(stage, [value], (stage.room - label_width, tall * 4 // 5), _OTHER if number else _FIRST)
        drawn += lines(name, (stage.left, y + (tall - name.height) // 2))
        drawn += lines(text, (stage.left + label_width, y + (tall - text.height) // 2))
        y += tall
    return script(stage, map(Event, drawn))


def number_card(stage: Stage, number: int) -> str:
    """A number of the countdown in the middle."""
    stage = replace(stage, look=HOUSE)
    block = fit(stage, [str(number)], (stage.room, stage.bottom - stage.top), _NUMBER)
    drawn = lines(block, (stage.width // 2, (stage.height - block.height) // 2), align="center")
    return script(stage, map(Event, drawn))
