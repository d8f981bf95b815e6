"""Supers: lower third, title, chapter. Each is drawn in its own clock, comes in and goes out within it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hitrec_cli.base.text import one_line
from hitrec_cli.model.segment import Super
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.lettering_script import Align, Event, box, clip, moment, script, words
from hitrec_cli.timeline.lettering_wrap import Block, fit

_IN, _OUT = 520, 320
"""Milliseconds that a super takes to come and to go; at most a quarter of its length each."""


@dataclass(frozen=True, slots=True)
class _Clock:
    """Milliseconds of a super: when it has come in, when it begins to go, when it is gone."""

    come: int
    go: int
    gone: int

    def part(self, first: int, last: int) -> tuple[int, int, int, int]:
        """Milliseconds of what moves from `first` to `last` percent of the way in, and the reverse on the way out."""
        come, out = self.come, self.gone - self.go
        return (
            come * first // 100,
            come * last // 100,
            self.go + out * (100 - last) // 100,
            self.go + out * (100 - first) // 100,
        )

    def fade(self, first: int, last: int) -> str:
        """Fade in and out."""
        return "\\fade(255,0,255,{},{},{},{})".format(*self.part(first, last))

    def wipe(self, shut: tuple[int, int, int, int], wide: tuple[int, int, int, int], first: int, last: int) -> str:
        """Open from one rectangle to another, quick first and slow at the end, and close again."""
        a, b, c, d = self.part(first, last)
        return f"{clip(shut)}\\t({a},{b},0.4,{clip(wide)})\\t({c},{d},2.2,{clip(shut)})"

    def slide(self, x: int, y: int, by: tuple[int, int], first: int, last: int) -> str:
        """Move into place."""
        a, b, _, _ = self.part(first, last)
        return f"\\move({x + by[0]},{y + by[1]},{x},{y},{a},{b})"


def draw_super(stage: Stage, item: Super) -> str:
    """The ASS script of a super, in its own clock."""
    draw = {"lower-third": lower_third, "title": title, "chapter": chapter}[item.style]
    return draw(stage, item.duration, item.primary, item.secondary)


def lower_third(stage: Stage, frames: int, name: str, role: str = "") -> str:
    """A name strap: accent bar and translucent box at the lower left, name over role."""
    look, clock = stage.look, _clock(stage, frames)
    bar, pad, gap = stage.even(look.bar), stage.even(look.pad), stage.px(4)
    room = (stage.width * 62 // 100, stage.px(150))
    upper = fit(stage, [one_line(name)], room, stage.px(look.name), face="bold", most_lines=2)
    below = fit(stage, _given(role), room, min(stage.px(look.role), upper.size), most_lines=2)
    height = upper.height + (gap + below.height if below.lines else 0) + pad
    left, bottom = stage.left, stage.bottom - stage.even(30)
    top = bottom - (height + 1) // 2 * 2
    right = left + bar + 2 * pad + (max(upper.width, below.width, stage.px(300)) + 1) // 2 * 2
    strap, panel = (left, top, left + bar, bottom), (left + bar, top, right, bottom)
    opening = clock.wipe((left, top, left, bottom), panel, 20, 100)
    growing = clock.wipe((left, bottom, left + bar, bottom), strap, 0, 60)
    drawn = [box(panel, look.panel, look.opacity, opening), box(strap, look.accent, 100, growing)]
    x, y = left + bar + pad, top + pad // 2 - stage.px(1)
    sideways = (-stage.px(16), 0)
    drawn += _arriving(stage, clock, upper, (x, y), look.ink, 45, by=sideways, tags=opening)
    drawn += _arriving(stage, clock, below, (x, y + upper.height + gap), look.soft, 60, by=sideways, tags=opening)
    return _script(stage, frames, drawn)


def title(stage: Stage, frames: int, name: str, more: str = "") -> str:
    """A title in the middle of the picture, readable over anything by its soft shade; a rule between it and `more`."""
    look, clock = stage.look, _clock(stage, frames)
    room = (stage.right - stage.left, stage.height * 45 // 100)
    upper = fit(stage, [one_line(name)], room, stage.px(look.title), face="bold", most_lines=2)
    below = fit(stage, _given(more), room, min(stage.px(look.subtitle), upper.size), most_lines=2)
    rule, gap = stage.even(6), stage.px(26)
    height = upper.height + gap + rule + (gap + below.height if below.lines else 0)
    center, top = stage.width // 2, (stage.height - height) // 2
    half = min(max(upper.width // 6, stage.px(60)), stage.px(140)) // 2 * 2
    y = top + upper.height + gap
    edges = (center - half, y, center + half, y + rule)
    shade = f"\\alpha&H58&\\bord{stage.px(9)}\\3c&H000000&\\blur{stage.px(22)}"
    drawn = []
    for color, tags in (("#000000", shade), ("", "")):
        for block, line_top, ink, first in (
            (upper, top, look.ink, 0), (below, y + rule + gap * 2 // 3, look.soft, 40),
        ):  # fmt: skip
            drawn += _arriving(
                stage, clock, block, (center, line_top), color or ink, first,
                by=(0, stage.px(14)), align="center", tags=tags,
            )  # fmt: skip
    drawn.append(box(edges, look.accent, 100, clock.wipe((center, y, center, y + rule), edges, 30, 100)))
    return _script(stage, frames, drawn)


def chapter(stage: Stage, frames: int, name: str, more: str = "") -> str:
    """A tab at the upper left: the name dark on the accent, `more` on the box beside it, or below where it is long."""
    look, clock = stage.look, _clock(stage, frames)
    pad, inset = stage.even(20), stage.px(11)
    room = ((stage.right - stage.left) * 85 // 100 - 2 * pad, stage.px(200))
    first = fit(stage, [one_line(name)], room, stage.px(look.chapter), face="bold", most_lines=2)
    second = fit(stage, _given(more), room, first.size, most_lines=2)
    left, top = stage.left, stage.top + stage.even(16)
    side_by_side = first.width + second.width + 2 * pad <= room[0] and len(first.lines) == 1 >= len(second.lines)
    tab = _around(left, top, first, pad, inset)
    sideways = (-stage.px(16), 0)
    opening = clock.wipe((left, top, left, tab[3]), tab, 0, 60)
    drawn = [box(tab, look.accent, 100, opening)]
    drawn += _arriving(stage, clock, first, (left + pad, top + inset), look.panel, 30, by=sideways, tags=opening)
    if second.lines:
        corner = (tab[2], top) if side_by_side else (left, tab[3])
        panel = _around(*corner, second, pad, inset)
        opening = clock.wipe((left, panel[1], left, panel[3]), panel, 35, 100)
        drawn.append(box(panel, look.panel, look.opacity, opening))
        at = (corner[0] + pad, corner[1] + inset)
        drawn += _arriving(stage, clock, second, at, look.ink, 60, by=sideways, tags=opening)
    return _script(stage, frames, drawn)


def _around(left: int, top: int, block: Block, pad: int, inset: int) -> tuple[int, int, int, int]:
    width, height = block.width + 2 * pad, block.height + 2 * inset
    return left, top, left + (width + 1) // 2 * 2, top + (height + 1) // 2 * 2


def _arriving(
    stage: Stage,
    clock: _Clock,
    block: Block,
    at: tuple[int, int],
    color: str,
    first: int,
    *,
    by: tuple[int, int],
    align: Align = "left",
    tags: str = "",
) -> list[str]:
    """Lines that fade in while they slide by (x, y) into place, from `first` percent of the way in."""
    return [
        words(
            stage, line, (x, y), block.size, color, face=block.face, align=align,
            tags=tags + clock.fade(first, 100) + clock.slide(x, y, by, first, 100),
        )
        for line, x, y in ((line, at[0], at[1] + down) for line, down in zip(block.lines, block.tops, strict=True))
        if line
    ]  # fmt: skip


def _given(text: str) -> list[str]:
    return [line for line in [one_line(text)] if line]


def _clock(stage: Stage, frames: int) -> _Clock:
    total = int(stage.rate.seconds(frames) * 1000)
    return _Clock(min(_IN, total // 4), total - min(_OUT, total // 4), total)


def _script(stage: Stage, frames: int, drawn: Sequence[str]) -> str:
    end = moment(frames, stage.rate)
    return script(stage.width, stage.height, stage.look, [Event(text, 0, end) for text in drawn])
