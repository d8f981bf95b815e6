"""Lettering that stands still: a text contribution as a card, the slate of a missing pick, the preview's burn-in.

Slates and burn-in are the workshop's, not the show's: they have the house's look, whatever the show's is.
"""

from __future__ import annotations

from dataclasses import replace

from hitrec_cli.base.text import lines_of, one_line
from hitrec_cli.base.timecode import timecode_at
from hitrec_cli.model.look import HOUSE, Letters
from hitrec_cli.timeline.lettering import Stage, on
from hitrec_cli.timeline.lettering_script import Event, box, lines, moment, script, shape, words
from hitrec_cli.timeline.lettering_wrap import Block, fit

_WHITE, _SOFT, _DARK, _AMBER = "#ffffff", "#d6d3cc", "#12151b", "#f2a33a"
_MONO = "Fira Mono"


def set_card(stage: Stage, text: str, title: str = "", byline: str = "") -> Block:
    """How a card's text is set: its author's lines kept, wrapped where they are too long, smaller until it fits.

    First within a comfortable measure; below the legible size in the whole safe area. A check compares the block's
    `size` with `stage.legible`.
    """
    look = stage.look.card
    paragraphs = lines_of(text)
    room_height = stage.bottom - stage.top - _height(stage, title, look.title) - _height(stage, byline, look.byline)
    comfortable = (min(stage.width * look.measure // 1000, stage.room), room_height * 9 // 10)
    block = fit(stage, paragraphs, comfortable, look.text, smallest=stage.legible)
    if block.size > stage.legible:
        return block
    return fit(stage, paragraphs, (stage.room, room_height), look.text)


def text_card(stage: Stage, text: str, *, title: str = "", byline: str = "", background: str = "#000000") -> str:
    """A text contribution set as a card, centered; over it a small title, under it who wrote it. Does not move."""
    look = stage.look.card
    block = set_card(stage, text, title, byline)
    above, below = _height(stage, title, look.title), _height(stage, byline, look.byline)
    center, top = stage.width // 2, (stage.height - above - block.height - below) // 2
    top = max(top, stage.top)
    drawn = []
    if above:
        head = fit(stage, [one_line(title)], (stage.room, above - stage.px(28)), look.title)
        drawn += lines(head, (center, top), color=on(background, look.title), align="center")
        half, y = stage.even(28), (top + above - stage.px(26)) // 2 * 2
        drawn.append(box((center - half, y, center + half, y + stage.even(4)), look.rule))
    drawn += lines(block, (center, top + above), color=on(background, look.text), align="center")
    if below:
        foot = fit(stage, [one_line(byline)], (stage.room, below - stage.px(28)), look.byline)
        y = top + above + block.height + below - foot.height
        drawn += lines(foot, (center, y), color=on(background, look.byline), align="center")
    return script(stage, map(Event, drawn))


def slate(stage: Stage, contribution: str, title: str, state: str, reason: str) -> str:
    """The placeholder of a pick that cannot be shown, in previews: nobody can take it for the show."""
    stage = replace(stage, look=HOUSE)
    left, room, gap = stage.left, stage.room, stage.px(20)
    pad, inset = stage.even(20), stage.px(8)
    tag = Letters(40, _DARK, "bold")
    label = fit(stage, [one_line(state).upper()], (room - 2 * pad, stage.px(100)), tag)
    blocks = [
        fit(stage, [one_line(text)], (room, stage.px(height)), letters)
        for text, height, letters in (
            (contribution, 140, Letters(62, _AMBER, font=_MONO)),
            (title, 240, Letters(84, _WHITE, "bold")),
            (reason, 230, Letters(42, _SOFT)),
        )
        if one_line(text)
    ]
    tab_height = (label.height + 2 * inset + 1) // 2 * 2
    height = tab_height + 2 * gap + sum(block.height + gap for block in blocks)
    y = (stage.height - height) // 4 * 2
    tab = (left, y, left + (label.width + 1) // 2 * 2 + 2 * pad, y + tab_height)
    drawn = [box((0, 0, stage.width, stage.height), "#1d2128"), *_hazard(stage), box(tab, _AMBER)]
    drawn += lines(label, (left + pad, y + inset))
    y += tab_height + 2 * gap
    for block in blocks:
        drawn += lines(block, (left, y))
        y += block.height + gap
    return script(stage, map(Event, drawn))


def burn_in(stage: Stage, start: int, frames: int, *, drop: bool, segment: str) -> str:
    """Timecode of every frame and the segment's name, for previews. `start`: the first frame, counted from zero."""
    stage = replace(stage, look=HOUSE)
    mono, pad = Letters(46, _WHITE, font=_MONO), stage.even(14)
    size = stage.px(mono.size)
    width, height = (stage.width_of("00:00:00:00", mono, size) + 1) // 2 * 2 + 2 * pad, stage.even(58)
    left, top = (stage.width - width) // 4 * 2, stage.bottom - height
    inset = (height - size) // 2
    end = moment(frames, stage.rate)
    events = [Event(box((left, top, left + width, top + height), _DARK, 82), 0, end)]
    name = fit(stage, [one_line(segment)], (left - stage.left - 3 * pad, height), Letters(36, _SOFT))
    if one_line(segment):
        # Upper right: lower thirds and chapters stand on the left.
        wide = (name.width + 1) // 2 * 2 + 2 * pad
        x, upper = (stage.right - wide) // 2 * 2, stage.top
        events.append(Event(box((x, upper, x + wide, upper + height), _DARK, 82), 0, end))
        over = upper + (height - name.height) // 2
        events += [Event(text, 0, end) for text in lines(name, (x + pad, over))]
    for frame in range(frames):
        code = str(timecode_at(start + frame, stage.rate, drop=drop))
        text = words(code, (left + pad, top + inset), mono, size)
        events.append(Event(text, moment(frame, stage.rate), moment(frame + 1, stage.rate)))
    return script(stage, events)


def _height(stage: Stage, text: str, letters: Letters) -> int:
    """Height of a card's title or byline with its distance, or none."""
    return stage.px(letters.size + 48) if one_line(text) else 0


def _hazard(stage: Stage) -> list[str]:
    """Slanted stripes along the upper and the lower edge."""
    height, step = stage.even(34), stage.even(68)
    half = step // 2
    stripes = " ".join(
        f"m {x} {height} l {x + half} 0 {x + step} 0 {x + half} {height}" for x in range(-step, stage.width, step)
    )
    return [shape((0, y), stripes, _AMBER) for y in (0, stage.height - height)]
