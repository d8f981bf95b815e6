"""Lettering that stands still: a text contribution as a card, the slate of a missing pick, the preview's burn-in."""

from __future__ import annotations

from hitrec_cli.base.text import lines_of, one_line
from hitrec_cli.base.timecode import timecode_at
from hitrec_cli.timeline.lettering import Face, Look, Stage, light
from hitrec_cli.timeline.lettering_script import Event, box, lines, moment, script, shape, words
from hitrec_cli.timeline.lettering_wrap import Block, fit


def set_card(stage: Stage, text: str, title: str = "", byline: str = "") -> Block:
    """How a card's text is set: its author's lines kept, wrapped where they are too long, smaller until it fits.

    First within a comfortable measure; below the legible size in the whole safe area. A check compares the block's
    `size` with `stage.px(stage.look.legible)`.
    """
    look = stage.look
    paragraphs = lines_of(text)
    room_height = stage.bottom - stage.top - _frame_height(stage, title) - _frame_height(stage, byline)
    comfortable = (stage.width * look.measure // 1000, room_height * 9 // 10)
    block = fit(stage, paragraphs, comfortable, stage.px(look.card), smallest=stage.px(look.legible))
    if block.size > stage.px(look.legible):
        return block
    return fit(stage, paragraphs, (stage.right - stage.left, room_height), stage.px(look.card))


def text_card(stage: Stage, text: str, *, title: str = "", byline: str = "", background: str = "#000000") -> str:
    """A text contribution set as a card, centered; over it a small title, under it who wrote it. Does not move."""
    look = stage.look
    ink, soft = (look.panel, "#4a4d55") if light(background) else (look.ink, look.soft)
    block = set_card(stage, text, title, byline)
    above, below = _frame_height(stage, title), _frame_height(stage, byline)
    center, top = stage.width // 2, (stage.height - above - block.height - below) // 2
    top = max(top, stage.top)
    room = (stage.right - stage.left, stage.px(60))
    drawn = []
    if above:
        head = fit(stage, [one_line(title)], room, stage.px(look.small + 6), face="bold")
        drawn += lines(stage, head, (center, top), ink, align="center")
        half, y = stage.even(28), (top + above - stage.px(26)) // 2 * 2
        drawn.append(box((center - half, y, center + half, y + stage.even(4)), look.accent))
    drawn += lines(stage, block, (center, top + above), ink, align="center")
    if below:
        foot = fit(stage, [one_line(byline)], room, stage.px(look.small + 6), face="italic")
        y = top + above + block.height + below - foot.height
        drawn += lines(stage, foot, (center, y), soft, align="center")
    return script(stage.width, stage.height, look, map(Event, drawn))


def slate(stage: Stage, contribution: str, title: str, state: str, reason: str) -> str:
    """The placeholder of a pick that cannot be shown, in previews: nobody can take it for the show."""
    look = stage.look
    left, room, gap = stage.left, stage.right - stage.left, stage.px(20)
    pad, inset = stage.even(20), stage.px(8)
    label = fit(stage, [one_line(state).upper()], (room - 2 * pad, stage.px(100)), stage.px(40), face="bold")
    blocks = [
        (fit(stage, [one_line(text)], (room, stage.px(height)), stage.px(size), face=face), color)
        for text, height, size, face, color in _slate_texts(look, contribution, title, reason)
        if one_line(text)
    ]
    tab_height = (label.height + 2 * inset + 1) // 2 * 2
    height = tab_height + 2 * gap + sum(block.height + gap for block, _ in blocks)
    y = (stage.height - height) // 4 * 2
    tab = (left, y, left + (label.width + 1) // 2 * 2 + 2 * pad, y + tab_height)
    drawn = [box((0, 0, stage.width, stage.height), "#1d2128"), *_hazard(stage), box(tab, look.accent)]
    drawn += lines(stage, label, (left + pad, y + inset), look.panel)
    y += tab_height + 2 * gap
    for block, color in blocks:
        drawn += lines(stage, block, (left, y), color)
        y += block.height + gap
    return script(stage.width, stage.height, look, map(Event, drawn))


def _slate_texts(look: Look, contribution: str, title: str, reason: str) -> tuple[tuple[str, int, int, Face, str], ...]:
    """Text, room, size, face and color of a slate's lines."""
    return (
        (contribution, 140, 62, "mono", look.accent),
        (title, 240, 84, "bold", look.ink),
        (reason, 230, 42, "regular", look.soft),
    )


def burn_in(stage: Stage, start: int, frames: int, *, drop: bool, segment: str) -> str:
    """Timecode of every frame and the segment's name, for previews. `start`: the first frame, counted from zero."""
    look = stage.look
    size, pad = stage.px(46), stage.even(14)
    digits = stage.width_of("00:00:00:00", size, "mono")
    width, height = (digits + 1) // 2 * 2 + 2 * pad, stage.even(58)
    left, top = (stage.width - width) // 4 * 2, stage.bottom - height
    inset = (height - size) // 2
    end = moment(frames, stage.rate)
    events = [Event(box((left, top, left + width, top + height), look.panel, look.opacity), 0, end)]
    name = fit(stage, [one_line(segment)], (left - stage.left - 3 * pad, height), stage.px(36))
    if one_line(segment):
        # Upper right: lower thirds and chapters stand on the left.
        wide = (name.width + 1) // 2 * 2 + 2 * pad
        x, upper = (stage.right - wide) // 2 * 2, stage.top
        events.append(Event(box((x, upper, x + wide, upper + height), look.panel, look.opacity), 0, end))
        over = upper + (height - name.height) // 2
        events += [Event(text, 0, end) for text in lines(stage, name, (x + pad, over), look.soft)]
    for frame in range(frames):
        code = str(timecode_at(start + frame, stage.rate, drop=drop))
        text = words(stage, code, (left + pad, top + inset), size, look.ink, face="mono")
        events.append(Event(text, moment(frame, stage.rate), moment(frame + 1, stage.rate)))
    return script(stage.width, stage.height, look, events)


def _frame_height(stage: Stage, text: str) -> int:
    """Height of a card's title or byline with its distance, or none."""
    return stage.px(stage.look.small + 54) if one_line(text) else 0


def _hazard(stage: Stage) -> list[str]:
    """Slanted stripes along the upper and the lower edge."""
    height, step = stage.even(34), stage.even(68)
    half = step // 2
    stripes = " ".join(
        f"m {x} {height} l {x + half} 0 {x + step} 0 {x + half} {height}" for x in range(-step, stage.width, step)
    )
    return [shape((0, y), stripes, stage.look.accent) for y in (0, stage.height - height)]
