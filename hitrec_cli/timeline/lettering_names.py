"""What credits are set from: title, roles with their names in columns, closing lines; each a piece with a height."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hitrec_cli.attribution.credits import RoleGroup
from hitrec_cli.base.text import one_line
from hitrec_cli.timeline.lettering import Stage, on
from hitrec_cli.timeline.lettering_script import box, lines
from hitrec_cli.timeline.lettering_wrap import Block, fit

_COLUMNS = ((24, 3), (7, 2))
"""From so many names on a role is set in so many columns, where its names are short enough."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something of the credits with its height; `draw` takes the top. `keep`: a heading, never without what follows."""

    height: int
    draw: Callable[[int], list[str]]
    lines: tuple[str, ...] = ()
    keep: bool = False


def pieces(stage: Stage, groups: Sequence[RoleGroup], title: str, background: str) -> list[list[Piece]]:
    """Title and roles, each a list of pieces that may be separated."""
    everything = []
    if one_line(title):
        room = (stage.room, stage.height * 4 // 10)
        block = fit(stage, [one_line(title)], room, stage.look.credits.title, most_lines=3)
        everything.append([_block(stage, block, background, rule=True)])
    for group in groups:
        names = [one_line(name) for name in group.names]
        if stage.look.credits.setting == "paired" and len(names) < _COLUMNS[-1][0]:
            rows = _paired(stage, group.role, names, background)
        else:
            columns = _columns(stage, names)
            rows = [_heading(stage, group.role, background)]
            rows += [_row(stage, names[n : n + columns], columns, background) for n in range(0, len(names), columns)]
        everything.append([*rows, Piece(stage.px(64), lambda top: [])])
    return everything


def closing_piece(stage: Stage, closing: Sequence[str], background: str) -> Piece:
    """The closing lines as one block, small and centered; an empty line is a gap."""
    paragraphs = [one_line(line) for line in closing]
    if not any(paragraphs):
        return Piece(0, lambda top: [])
    room = (stage.room * 8 // 10, stage.height * 8 // 10)
    block = fit(stage, paragraphs, room, stage.look.credits.closing, smallest=stage.px(26))
    piece = _block(stage, block, background)
    return Piece(piece.height, piece.draw, tuple(filter(None, paragraphs)))


def _heading(stage: Stage, role: str, background: str) -> Piece:
    """A role, spaced capitals where the script has them."""
    text, letters = one_line(role), stage.look.credits.role
    spaced = bool(text) and max(text) < "\u0530"
    text = text.upper() if spaced else text
    block = fit(stage, [text], (stage.room * 3 // 4, stage.px(200)), letters)
    tags = f"\\fsp{stage.px(4)}" if spaced else ""
    center, color = stage.width // 2, on(background, letters)
    return Piece(
        block.height + stage.px(16),
        lambda top: lines(block, (center, top), color=color, align="center", tags=tags),
        (one_line(role),),
        keep=True,
    )


def _columns(stage: Stage, names: Sequence[str]) -> int:
    """How many columns names are set in: those in which nine of ten stand on one line."""
    letters, most = stage.look.credits.name, stage.look.credits.columns
    wanted = next((columns for least, columns in _COLUMNS if len(names) >= least), 1)
    widths = [stage.width_of(name, letters, stage.px(letters.size)) for name in names] if wanted > 1 else []
    for columns in range(min(wanted, most), 1, -1):
        if 10 * sum(width <= _column(stage, columns) for width in widths) >= 9 * len(names):
            return columns
    return 1


def _column(stage: Stage, columns: int) -> int:
    """Width of the words in a column."""
    return stage.room * 8 // 10 // columns - stage.px(50)


def _row(stage: Stage, names: Sequence[str], columns: int, background: str) -> Piece:
    """Names side by side, each centered in its column and wrapped where it is too long; a last row in the middle."""
    letters = stage.look.credits.name
    blocks = [_name(stage, name, _column(stage, columns)) for name in names]
    apart = stage.room * 8 // 10 // columns
    first = stage.width // 2 - apart * (len(names) - 1) // 2
    color = on(background, letters)

    def draw(top: int) -> list[str]:
        return [
            text
            for number, block in enumerate(blocks)
            for text in lines(block, (first + apart * number, top), color=color, align="center")
        ]

    return Piece(max(block.height for block in blocks) + stage.px(14), draw, tuple(names))


def _paired(stage: Stage, role: str, names: Sequence[str], background: str) -> list[Piece]:
    """A role at the left of an axis and its names at the right, one under the other."""
    look, gap = stage.look.credits, stage.px(18)
    axis = stage.left + stage.room * 42 // 100
    label = fit(stage, [one_line(role)], (axis - gap - stage.left, stage.px(300)), look.role)
    blocks = [_name(stage, name, stage.right - axis - gap) for name in names]
    down = max(0, blocks[0].size - label.size) * 4 // 5  # their base lines are one
    role_color, color = on(background, look.role), on(background, look.name)

    def first(top: int) -> list[str]:
        beside = lines(label, (axis - gap, top + down), color=role_color, align="right")
        return beside + lines(blocks[0], (axis + gap, top), color=color)

    def other(block: Block) -> Callable[[int], list[str]]:
        return lambda top: lines(block, (axis + gap, top), color=color)

    space = stage.px(14)
    rows = [Piece(max(down + label.height, blocks[0].height) + space, first, (one_line(role), names[0]))]
    return rows + [
        Piece(block.height + space, other(block), (name,)) for name, block in zip(names[1:], blocks[1:], strict=True)
    ]


def _name(stage: Stage, name: str, width: int) -> Block:
    """A name in a column: wrapped, and set smaller only where it would not fit on a screen."""
    return fit(stage, [name], (width, (stage.bottom - stage.top) * 6 // 10), stage.look.credits.name)


def _block(stage: Stage, block: Block, background: str, *, rule: bool = False) -> Piece:
    center, color = stage.width // 2, on(background, block.letters)

    def draw(top: int) -> list[str]:
        drawn = lines(block, (center, top), color=color, align="center")
        if rule:
            half, y = stage.even(60), top + block.height + stage.px(30)
            drawn.append(box((center - half, y, center + half, y + stage.even(6)), stage.look.credits.rule))
        return drawn

    return Piece(block.height + (stage.px(120) if rule else 0), draw, (" ".join(block.lines),))
