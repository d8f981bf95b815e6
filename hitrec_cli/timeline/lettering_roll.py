"""End credits that move: a roll is a tall page that goes up, a crawl a long line that goes to the left.

Both are drawn once and shifted by whole, even pixels a frame, so that every frame shows the same letters one step on.
A page may be larger than any picture: it is drawn in leaves, each a picture of a film that has 25 of them a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hitrec_cli.attribution.credits import RoleGroup
from hitrec_cli.base.text import one_line
from hitrec_cli.base.timecode import Rate
from hitrec_cli.model.look import Letters
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.lettering_names import closing_piece, pieces
from hitrec_cli.timeline.lettering_script import Event, moment, script, words

LEAF_RATE = Rate(25)

_Placed = tuple[int, int, Callable[[int], list[str]]]
"""Where something begins and ends along the way, and what draws it at another place."""


@dataclass(frozen=True, slots=True)
class Page:
    """What moves by `travel` pixels in all. One empty screen comes first. `lines`: texts as drawn.

    `script` draws the leaves: leaf n, of `leaf` pixels, begins n * `pitch` pixels along the way and is a screen longer
    than the pitch, so that whatever a screen shows lies within one leaf.
    """

    script: str
    travel: int
    pitch: int
    leaf: tuple[int, int]
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
    placed: list[_Placed] = []
    shown: list[str] = []
    top = stage.height
    for piece in (piece for group in pieces(stage, groups, title, background) for piece in group):
        placed.append((top, top + piece.height, piece.draw))
        shown += piece.lines
        top += piece.height
    if last.height:
        gap = max(stage.height // 2 - last.height // 2, stage.height // 8)
        placed.append((top + gap, top + gap + last.height, last.draw))
        top += gap + last.height + gap
    else:
        top += stage.height * 2 // 5
    travel = (max(top - stage.height, stage.height) + 3) // 4 * 4
    leaf, pitch = (stage.width, 2 * stage.height), stage.height
    text = script(stage, _leaves(placed, pitch, stage.height, travel, stage.px(60)), leaf)
    return Page(text, travel, pitch, leaf, (*shown, *last.lines))


def crawl_page(stage: Stage, groups: Sequence[RoleGroup], *, title: str = "", closing: Sequence[str] = ()) -> Page:
    """The same words in one line on the panel of the look, each name whole. It ends with an empty screen."""
    row = stage.even(stage.look.credits.name.size + 44)
    x = stage.width
    placed: list[_Placed] = []
    shown: list[str] = []
    for text, letters, gap in _crawled(stage, groups, title, closing):
        end = x + stage.width_of(text, letters, stage.px(letters.size))
        placed.append((x, end, _drawn(stage, text, letters, row)))
        shown.append(text)
        x = end + stage.px(gap)
    pitch = 4 * stage.width
    leaf = (pitch + stage.width, row)
    return Page(script(stage, _leaves(placed, pitch, stage.width, x, stage.px(60)), leaf), x, pitch, leaf, tuple(shown))


def _leaves(placed: Iterable[_Placed], pitch: int, screen: int, travel: int, slack: int) -> Iterator[Event]:
    """Each leaf's words in its own time. `slack`: how far letters may reach beyond what was measured."""
    everything = tuple(placed)
    for leaf in range(travel // pitch + 1):
        begin, start, end = leaf * pitch, moment(leaf, LEAF_RATE), moment(leaf + 1, LEAF_RATE)
        for first, last, draw in everything:
            if first - slack < begin + pitch + screen and last + slack > begin:
                yield from (Event(text, start, end) for text in draw(first - begin))


def _drawn(stage: Stage, text: str, letters: Letters, row: int) -> Callable[[int], list[str]]:
    size = stage.px(letters.size)
    return lambda x: [words(text, (x, (row - size) // 2), letters, size)]


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


def roll_motion(travel: int, screen: int, frames: int | None, rate: Rate) -> PageMotion:
    """How a page moves by so many pixels over a screen of so many lines.

    With `frames` (the manifest's `for:`): the slowest even speed at which everything has passed and the last screen
    still stands for a second; the rest of the time it stands on. Without: a comfortable speed (4 px a frame at 1080
    lines and 29.97) and two seconds at the end.
    """
    if frames is None:
        speed = comfortable_speed(screen, rate)
        moving = -(-travel // speed)
        return PageMotion(speed, moving + rate.frames(Fraction(2)), rate.frames(Fraction(2)))
    usable = max(1, frames - min(rate.frames(Fraction(1)), frames // 4))
    return _in_time(travel, usable, frames)


def crawl_motion(travel: int, screen: int, frames: int | None, rate: Rate) -> PageMotion:
    """How a crawl moves: in the time that is given, or such that a word takes nine seconds across the screen."""
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
