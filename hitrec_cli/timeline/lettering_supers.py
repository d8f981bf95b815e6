"""Supers: lower third, title, chapter. Each is drawn in its own clock, comes in and goes out within it."""

from __future__ import annotations

from hitrec_cli.base.text import one_line
from hitrec_cli.model.look import Motion, Side
from hitrec_cli.model.segment import Super
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.lettering_motion import Edges, Entrance, Opening
from hitrec_cli.timeline.lettering_script import Align, script
from hitrec_cli.timeline.lettering_wrap import fit


def draw_super(stage: Stage, item: Super) -> str:
    """The ASS script of a super, in its own clock."""
    if item.style == "lower-third":
        return lower_third(stage, item.duration, item.primary, item.secondary)
    if item.style == "chapter":
        return chapter(stage, item.duration, item.primary)
    return title(stage, item.duration, item.primary, item.secondary)


def lower_third(stage: Stage, frames: int, name: str, role: str = "") -> str:
    """A name strap: accent bar and translucent panel at a lower corner, name over role."""
    look = stage.look.lower_third
    bar, pad, gap = stage.even(look.bar) if look.bar else 0, stage.even(look.padding), stage.px(4)
    room = (min(stage.width * 62 // 100, stage.room - bar - 2 * pad), stage.height * 3 // 10)
    upper = fit(stage, [one_line(name)], room, look.name, most_lines=2)
    below = fit(stage, _given(role), room, look.role, largest=upper.size, most_lines=2)
    height = upper.height + (gap + below.height if below.lines else 0) + pad
    width = min(bar + 2 * pad + (max(upper.width, below.width, stage.px(300)) + 1) // 2 * 2, stage.room // 2 * 2)
    bottom = stage.bottom - stage.even(30)
    left, top, right, _ = whole = _cornered(stage, look.side, width, bottom - (height + 1) // 2 * 2, bottom)
    at_left = look.side == "left"
    strap = (left, top, left + bar, bottom) if at_left else (right - bar, top, right, bottom)
    panel = (left + bar, top, right, bottom) if at_left else (left, top, right - bar, bottom)
    growing = Opening((strap[0], bottom, strap[2], bottom), strap, 0, 60)
    opening = Opening(_shut(look.side, whole), panel, 20, 100)
    entrance = _entrance(stage, look.motion, frames, look.side)
    x, align = _inside(look.side, panel, pad)
    y = top + pad // 2 - stage.px(1)
    drawn = entrance.box(panel, look.panel, look.opacity, opening)
    drawn += entrance.box(strap, look.accent, 100, growing) if bar else []
    drawn += entrance.words(upper, (x, y), align=align, first=45, on=opening)
    drawn += entrance.words(below, (x, y + upper.height + gap), align=align, first=60, on=opening)
    return script(stage, drawn)


def title(stage: Stage, frames: int, name: str, more: str = "") -> str:
    """A title in the middle of the picture, readable over anything by its soft shade; a rule between it and `more`."""
    look = stage.look.title
    room = (stage.room, stage.height * 45 // 100)
    upper = fit(stage, [one_line(name)], room, look.text, most_lines=2)
    below = fit(stage, _given(more), room, look.subtitle, largest=upper.size, most_lines=2)
    rule, gap = stage.even(6), stage.px(26)
    height = upper.height + gap + rule + (gap + below.height if below.lines else 0)
    center, top = stage.width // 2, (stage.height - height) // 2
    half = min(max(upper.width // 6, stage.px(60)), stage.px(140)) // 2 * 2
    y = top + upper.height + gap
    edges = (center - half, y, center + half, y + rule)
    entrance = Entrance(stage, look.motion, frames, (0, stage.px(look.motion.travel)))
    transparent = 255 - (look.shade * 255 + 50) // 100
    shade = f"\\alpha&H{transparent:02X}&\\bord{stage.px(9)}\\3c&H000000&\\blur{stage.px(22)}"
    drawn = []
    for color, tags in (("#000000", shade), ("", "")) if look.shade else (("", ""),):
        drawn += entrance.words(upper, (center, top), align="center", color=color, tags=tags)
        place = (center, y + rule + gap * 2 // 3)
        drawn += entrance.words(below, place, align="center", color=color, tags=tags, first=40)
    drawn += entrance.box(edges, look.rule, 100, Opening((center, y, center, y + rule), edges, 30, 100))
    return script(stage, drawn)


def chapter(stage: Stage, frames: int, name: str) -> str:
    """A tab at an upper corner with the chapter's name."""
    look = stage.look.chapter
    pad, inset = stage.even(20), stage.px(11)
    room = (stage.room * 85 // 100 - 2 * pad, stage.height * 3 // 10)
    block = fit(stage, [one_line(name)], room, look.text, most_lines=2)
    top = stage.top + stage.even(16)
    width = (block.width + 1) // 2 * 2 + 2 * pad
    tab = _cornered(stage, look.side, width, top, top + (block.height + 2 * inset + 1) // 2 * 2)
    opening = Opening(_shut(look.side, tab), tab, 0, 60)
    entrance = _entrance(stage, look.motion, frames, look.side)
    x, align = _inside(look.side, tab, pad)
    drawn = entrance.box(tab, look.panel, look.opacity, opening)
    drawn += entrance.words(block, (x, top + inset), align=align, first=30, on=opening)
    return script(stage, drawn)


def _entrance(stage: Stage, motion: Motion, frames: int, side: Side) -> Entrance:
    """What stands at a side comes from there."""
    travel = stage.px(motion.travel) if motion.travel else 0
    return Entrance(stage, motion, frames, (-travel if side == "left" else travel, 0))


def _cornered(stage: Stage, side: Side, width: int, top: int, bottom: int) -> Edges:
    left = stage.left if side == "left" else (stage.right - width) // 2 * 2
    return left, top, left + width, bottom


def _shut(side: Side, edges: Edges) -> Edges:
    """A rectangle closed towards its side."""
    left, top, right, bottom = edges
    return (left, top, left, bottom) if side == "left" else (right, top, right, bottom)


def _inside(side: Side, panel: Edges, pad: int) -> tuple[int, Align]:
    """Where words stand on a panel, and how."""
    return (panel[0] + pad, "left") if side == "left" else (panel[2] - pad, "right")


def _given(text: str) -> list[str]:
    return [line for line in [one_line(text)] if line]
