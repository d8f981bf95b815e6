"""End credits in cards that follow one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from hitrec_cli.attribution.credits import RoleGroup
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.lettering_names import Piece, closing_piece, pieces
from hitrec_cli.timeline.lettering_script import Event, script


@dataclass(frozen=True, slots=True)
class CreditCard:
    """One card of credits and how many frames it stands."""

    script: str
    frames: int
    lines: tuple[str, ...]


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
    pages: list[list[Piece]] = [[]]
    for group in pieces(stage, groups, title, background):
        pages = _paged(pages, group, stage.bottom - stage.top)
    last = closing_piece(stage, closing, background)
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
        lines = tuple(line for piece in page for line in piece.lines)
        cards.append(CreditCard(script(stage, map(Event, drawn)), length, lines))
    return tuple(cards)


def _paged(pages: list[list[Piece]], group: Sequence[Piece], room: int) -> list[list[Piece]]:
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
