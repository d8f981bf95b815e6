"""End credits: a tall picture that moves up, or cards that follow one another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hitrec_cli.attribution.credits import RoleGroup
from hitrec_cli.base.text import one_line
from hitrec_cli.base.timecode import Rate
from hitrec_cli.timeline.lettering import Stage, light
from hitrec_cli.timeline.lettering_script import Event, box, lines, script
from hitrec_cli.timeline.lettering_wrap import Block, fit

_TWO_COLUMNS = 7
"""From so many names on a role is set in two columns."""


@dataclass(frozen=True, slots=True)
class RollPage:
    """The tall picture of a roll: an empty screen first, the last screen is what stays. `lines`: texts as drawn."""

    script: str
    width: int
    height: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RollMotion:
    """Whole, even pixels per frame; frames in all; frames at the end in which the last screen stands."""

    pixels_per_frame: int
    frames: int
    hold: int


@dataclass(frozen=True, slots=True)
class CreditCard:
    """One card of credits and how many frames it stands."""

    script: str
    frames: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something of a roll with its height; `draw` takes the top. `keep`: a heading, never without what follows."""

    height: int
    draw: Callable[[int], list[str]]
    lines: tuple[str, ...] = ()
    keep: bool = False


def roll_page(
    stage: Stage,
    groups: Sequence[RoleGroup],
    *,
    title: str = "",
    closing: Sequence[str] = (),
    background: str = "#000000",
) -> RollPage:
    """Title, each role with its names, and the closing lines (licences, thanks), which end centered and stay."""
    pieces = [piece for group in _pieces(stage, groups, title, background) for piece in group]
    last = _closing(stage, closing, background)
    drawn: list[str] = []
    top = stage.height
    for piece in pieces:
        drawn += piece.draw(top)
        top += piece.height
    if last.height:
        gap = max(stage.height // 2 - last.height // 2, stage.height // 8)
        drawn += last.draw(top + gap)
        top += gap + last.height + gap
    else:
        top += stage.height * 2 // 5
    height = (max(top, 2 * stage.height) + 3) // 4 * 4
    shown = tuple(line for piece in (*pieces, last) for line in piece.lines)
    return RollPage(script(stage.width, height, stage.look, map(Event, drawn)), stage.width, height, shown)


def roll_motion(page_height: int, raster_height: int, frames: int | None, rate: Rate) -> RollMotion:
    """How a page moves.

    With `frames` (the manifest's `for:`): the slowest even speed at which everything has passed and the last screen
    still stands for a second; the rest of the time it stands on. Without: a comfortable speed (4 px a frame at 1080
    lines and 29.97) and two seconds at the end.
    """
    travel = max(0, page_height - raster_height)
    if frames is None:
        speed = comfortable_speed(raster_height, rate)
        moving = -(-travel // speed)
        return RollMotion(speed, moving + rate.frames(Fraction(2)), rate.frames(Fraction(2)))
    usable = max(1, frames - min(rate.frames(Fraction(1)), frames // 4))
    speed = max(2, 2 * -(-travel // (2 * usable)))
    return RollMotion(speed, frames, frames - -(-travel // speed))


def comfortable_speed(raster_height: int, rate: Rate) -> int:
    """The nearest even number of pixels per frame to 120 lines of 1080 per second; two at least."""
    exact = Fraction(120 * raster_height, 1080) / rate.fraction
    return max(2, 2 * round(exact / 2))


def credit_cards(
    stage: Stage,
    groups: Sequence[RoleGroup],
    frames: int | None,
    *,
    title: str = "",
    closing: Sequence[str] = (),
    background: str = "#000000",
) -> tuple[CreditCard, ...]:
    """Credits in cards that stand one after the other; `frames` in all are shared out, else four seconds each."""
    pages: list[list[_Piece]] = [[]]
    for group in _pieces(stage, groups, title, background):
        pages = _paged(pages, group, stage.bottom - stage.top)
    last = _closing(stage, closing, background)
    pages = [page for page in (*pages, [last] if last.height else []) if page]
    total = len(pages) * stage.rate.frames(Fraction(4)) if frames is None else frames
    cards = []
    for number, page in enumerate(pages):
        top = max(stage.top, (stage.height - sum(piece.height for piece in page)) // 2)
        drawn: list[str] = []
        for piece in page:
            drawn += piece.draw(top)
            top += piece.height
        length = total * (number + 1) // len(pages) - total * number // len(pages)
        text = script(stage.width, stage.height, stage.look, map(Event, drawn))
        cards.append(CreditCard(text, length, tuple(line for piece in page for line in piece.lines)))
    return tuple(cards)


def _paged(pages: list[list[_Piece]], group: Sequence[_Piece], room: int) -> list[list[_Piece]]:
    """The cards with one more group: on the last card, else on a new one, else over several, each under its heading."""
    used = sum(piece.height for piece in pages[-1])
    whole = sum(piece.height for piece in group)
    if used and used + whole > room:
        pages, used = [*pages, []], 0
    for piece in group:
        if used and used + piece.height > room and piece.lines:
            again = [group[0]] if group[0].keep else []
            pages, used = [*pages, again], sum(one.height for one in again)
        pages[-1].append(piece)
        used += piece.height
    return pages


def _pieces(stage: Stage, groups: Sequence[RoleGroup], title: str, background: str) -> list[list[_Piece]]:
    """Title and roles, each a list of pieces that may be separated."""
    look = stage.look
    ink, soft = (look.panel, "#8a4d00") if light(background) else (look.ink, look.accent)
    everything = []
    if one_line(title):
        room = (stage.right - stage.left, stage.height * 4 // 10)
        block = fit(stage, [one_line(title)], room, stage.px(84), face="bold", most_lines=3)
        everything.append([_block(stage, block, ink, rule=True)])
    for group in groups:
        pieces = [_heading(stage, group.role, soft)]
        columns = 2 if len(group.names) >= _TWO_COLUMNS else 1
        names = [one_line(name) for name in group.names]
        rows = [names[n : n + columns] for n in range(0, len(names), columns)]
        pieces += [_row(stage, row, columns, ink) for row in rows]
        pieces.append(_Piece(stage.px(64), lambda top: []))
        everything.append(pieces)
    return everything


def _heading(stage: Stage, role: str, color: str) -> _Piece:
    """A role, spaced capitals where the script has them."""
    text = one_line(role)
    spaced = bool(text) and max(text) < "\u0530"
    text = text.upper() if spaced else text
    room = ((stage.right - stage.left) * 3 // 4, stage.px(200))
    block = fit(stage, [text], room, stage.px(stage.look.heading), face="bold")
    tags = f"\\fsp{stage.px(4)}" if spaced else ""
    center = stage.width // 2
    return _Piece(
        block.height + stage.px(16),
        lambda top: lines(stage, block, (center, top), color, align="center", tags=tags),
        (one_line(role),),
        keep=True,
    )


def _row(stage: Stage, names: Sequence[str], columns: int, color: str) -> _Piece:
    """Names side by side, each centered in its column and wrapped where it is too long."""
    room = (stage.right - stage.left) * 8 // 10 // columns
    gutter = stage.px(50)
    blocks = [fit(stage, [name], (room - gutter, 10 * stage.height), stage.px(stage.look.credit)) for name in names]
    offset = room // 2 if len(names) == 2 else 0
    centers = [stage.width // 2 - offset, stage.width // 2 + offset]

    def draw(top: int) -> list[str]:
        return [
            text
            for block, center in zip(blocks, centers, strict=False)
            for text in lines(stage, block, (center, top), color, align="center")
        ]

    height = max(block.height for block in blocks) + stage.px(14)
    return _Piece(height, draw, tuple(names))


def _block(stage: Stage, block: Block, color: str, *, rule: bool = False) -> _Piece:
    center = stage.width // 2

    def draw(top: int) -> list[str]:
        drawn = lines(stage, block, (center, top), color, align="center")
        if rule:
            half, y = stage.even(60), top + block.height + stage.px(30)
            drawn.append(box((center - half, y, center + half, y + stage.even(6)), stage.look.accent))
        return drawn

    return _Piece(block.height + (stage.px(120) if rule else 0), draw, (" ".join(block.lines),))


def _closing(stage: Stage, closing: Sequence[str], background: str) -> _Piece:
    """The closing lines as one block, small and centered; an empty line is a gap."""
    paragraphs = [one_line(line) for line in closing]
    if not any(paragraphs):
        return _Piece(0, lambda top: [])
    color = "#3c3f46" if light(background) else stage.look.soft
    room = ((stage.right - stage.left) * 8 // 10, stage.height * 8 // 10)
    block = fit(stage, paragraphs, room, stage.px(36), smallest=stage.px(26))
    piece = _block(stage, block, color)
    return _Piece(piece.height, piece.draw, tuple(filter(None, paragraphs)))
