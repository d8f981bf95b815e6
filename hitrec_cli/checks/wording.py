"""Words that are shown: nothing hidden in them, one spelling, no stray blanks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from hitrec_cli.base.problems import NOWHERE, Mark
from hitrec_cli.base.text import one_line
from hitrec_cli.checks.rule import Breach, rule
from hitrec_cli.checks.show import Show

_JOINERS = "\u200c\u200d"


@rule("HR358", "warning")
def hidden_characters(show: Show) -> Iterator[Breach]:
    """Texts and names have no invisible characters.

    A stranger's name may hold a character that turns the text around it (U+202E) or that nobody sees (U+200B): on a web
    page it can pass for another name, and one artist becomes two. hitrec draws none of them; take them out of the text
    too. Joiners (U+200C, U+200D), which Persian, Hindi and emoji need, are no such characters.

    bad:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}]
            super: [{lower-third: {name: "Ada\\u200b Example"}, at: 1s, for: 4s}]

    good:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}]
            super: [{lower-third: {name: "Ada Example"}, at: 1s, for: 4s}]
    """
    for text in _texts(show):
        if text.words.isprintable():
            continue
        found = {char for char in text.words if unicodedata.category(char) == "Cf" and char not in _JOINERS}
        if found:
            names = ", ".join(f"U+{ord(char):04X}" for char in sorted(found)[:6])
            message = f"{text.what} {one_line(text.words)!r} has characters that are not seen: {names}"
            yield Breach(text.mark, message, "write it anew without them")


@rule("HR359", "note")
def two_spellings(show: Show) -> Iterator[Breach]:
    """Texts and names are in Unicode NFC.

    An accent can be a part of its letter or a character after it. Both look alike, but a search for one does not find
    the other. hitrec draws and credits all in NFC, the form that keyboards give.

    bad:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}]
            super: [{lower-third: {name: "Zoe\\u0308"}, at: 1s, for: 4s}]

    good:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}]
            super: [{lower-third: {name: "Zoë"}, at: 1s, for: 4s}]
    """
    for text in _texts(show):
        if not unicodedata.is_normalized("NFC", text.words):
            message = f"{text.what} {one_line(text.words)!r} is not in Unicode NFC"
            yield Breach(text.mark, message, "type it anew, or convert it to NFC")


@rule("HR360", "note")
def stray_blanks(show: Show) -> Iterator[Breach]:
    """A text that is shown neither begins nor ends with a blank.

    It is drawn without. In a file of credits or in a search a blank makes another text of it.

    bad:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}]
            super: [{lower-third: {name: "Ada Example "}, at: 1s, for: 4s}]

    good:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}]
            super: [{lower-third: {name: Ada Example}, at: 1s, for: 4s}]
    """
    for text in _texts(show):
        if text.words != text.words.strip():
            yield Breach(text.mark, f"{text.what} {text.words!r} begins or ends with a blank", "take it away")


class _Text(NamedTuple):
    """Words that are shown, what they are, and where they are written."""

    words: str
    what: str
    mark: Mark


def _texts(show: Show) -> Iterator[_Text]:
    """Titles, supers, and the titles and artists of what is credited."""
    for name in ("series", "title", "theme"):
        yield _Text(getattr(show.episode, name), f"the {name}", show.episode.place(name))
    for segment in show.segments:
        yield _Text(segment.title, "the title", segment.mark)
        for item in segment.supers:
            yield _Text(item.primary, f"the {item.style}", item.mark)
            yield _Text(item.secondary, f"the {item.style}", item.mark)
        for credit in segment.credits:
            yield _Text(credit.role, "the role", credit.pick.mark)
    for work in show.credits.works:
        piece = show.get(work.contribution)
        mark = piece.mark if piece is not None else NOWHERE
        for text in (piece.title, *piece.artists) if piece is not None else ():
            yield _Text(text, f"{work.contribution}: the name", mark)
