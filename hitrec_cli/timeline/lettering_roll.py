"""End credits that move: a roll is a tall picture that goes up, a crawl a wide strip that goes to the left.

Both are drawn once and shifted by whole, even pixels a frame, so that every frame shows the same letters one step on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hitrec_cli.attribution.credits import RoleGroup
from hitrec_cli.base.text import one_line
from hitrec_cli.base.timecode import Rate
from hitrec_cli.model.look import Letters
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.lettering_names import closing_piece, pieces
from hitrec_cli.timeline.lettering_script import Event, script, words


@dataclass(frozen=True, slots=True)
class Page:
    """What is drawn once and moved: one empty screen first, and of a crawl one last. `lines`: texts as drawn."""

    script: str
    width: int
    height: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageMotion:
    """Whole, even pixels per frame; frames in all; frames at the end in which the page stands."""

    pixels_per_frame: int
    frames: int
    hold: int


def roll_page(
    stage: Stage,
    groups: Sequence[RoleGroup],
    *,
    title: str = "",
    closing: Sequence[str] = (),
    background: str = "#000000",
) -> Page:
    """Title, each role with its names, and the closing lines (licences, thanks), which end centered and stay."""
    last = closing_piece(stage, closing, background)
    drawn: list[str] = []
    shown: list[str] = []
    top = stage.height
    for piece in (piece for group in pieces(stage, groups, title, background) for piece in group):
        drawn += piece.draw(top)
        shown += piece.lines
        top += piece.height
    if last.height:
        gap = max(stage.height // 2 - last.height // 2, stage.height // 8)
        drawn += last.draw(top + gap)
        top += gap + last.height + gap
    else:
        top += stage.height * 2 // 5
    height = (max(top, 2 * stage.height) + 3) // 4 * 4
    text = script(stage, map(Event, drawn), (stage.width, height))
    return Page(text, stage.width, height, (*shown, *last.lines))


def crawl_page(stage: Stage, groups: Sequence[RoleGroup], *, title: str = "", closing: Sequence[str] = ()) -> Page:
    """The same words in one line on the panel of the look, each name whole."""
    height = stage.even(stage.look.credits.name.size + 44)
    x = stage.width
    drawn: list[str] = []
    shown: list[str] = []
    for text, letters, gap in _crawled(stage, groups, title, closing):
        size = stage.px(letters.size)
        drawn.append(words(text, (x, (height - size) // 2), letters, size))
        shown.append(text)
        x += stage.width_of(text, letters, size) + stage.px(gap)
    width = (x + stage.width + 3) // 4 * 4
    return Page(script(stage, map(Event, drawn), (width, height)), width, height, tuple(shown))


def _crawled(
    stage: Stage, groups: Sequence[RoleGroup], title: str, closing: Sequence[str]
) -> Iterator[tuple[str, Letters, int]]:
    """Each text, how it is set, and what is free after it."""
    look = stage.look.credits
    within, between = look.name.size * 3 // 4, look.name.size * 2
    if one_line(title):
        yield one_line(title), Letters(look.name.size, look.title.color, look.title.face, look.title.font), between
    for group in groups:
        yield one_line(group.role), look.role, look.role.size // 2
        names = [one_line(name) for name in group.names]
        for number, name in enumerate(names, 1):
            yield name, look.name, within if number < len(names) else between
    for line in filter(None, map(one_line, closing)):
        yield line, look.closing, between


def roll_motion(page: int, screen: int, frames: int | None, rate: Rate) -> PageMotion:
    """How a page of so many pixels moves over a screen, both along its way.

    With `frames` (the manifest's `for:`): the slowest even speed at which everything has passed and the last screen
    still stands for a second; the rest of the time it stands on. Without: a comfortable speed (4 px a frame at 1080
    lines and 29.97) and two seconds at the end.
    """
    travel = max(0, page - screen)
    if frames is None:
        speed = comfortable_speed(screen, rate)
        moving = -(-travel // speed)
        return PageMotion(speed, moving + rate.frames(Fraction(2)), rate.frames(Fraction(2)))
    usable = max(1, frames - min(rate.frames(Fraction(1)), frames // 4))
    return _in_time(travel, usable, frames)


def crawl_motion(page: int, screen: int, frames: int | None, rate: Rate) -> PageMotion:
    """How a strip moves: in the time that is given, or such that a word takes nine seconds across the screen."""
    travel = max(0, page - screen)
    if frames is None:
        speed = max(2, 2 * round(Fraction(screen, 18) / rate.fraction))
        return PageMotion(speed, -(-travel // speed) + 1, 0)
    return _in_time(travel, max(1, frames - 1), frames)


def _in_time(travel: int, usable: int, frames: int) -> PageMotion:
    """The slowest even speed that passes in the usable frames."""
    speed = max(2, 2 * -(-travel // (2 * usable)))
    return PageMotion(speed, frames, frames - -(-travel // speed))


def comfortable_speed(raster_height: int, rate: Rate) -> int:
    """The nearest even number of pixels per frame to 120 lines of 1080 per second; two at least."""
    exact = Fraction(120 * raster_height, 1080) / rate.fraction
    return max(2, 2 * round(exact / 2))
