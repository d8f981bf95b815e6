"""Time to read: supers, cards and credits stay long enough, and supers not too long."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from hitrec_cli.checks.parts import Part, frames, parts, shared, stretch
from hitrec_cli.checks.rule import Breach, rule
from hitrec_cli.checks.show import Show
from hitrec_cli.model.segment import TextSource
from hitrec_cli.timeline.timeline import RollPicture

LETTERS_A_SECOND = 15
"""As in `timeline.kinds.reading_time`: subtitling practice for adult programmes (BBC Subtitle Guidelines)."""

LONGEST = 15
"""Seconds after which a super is furniture."""

LINE_ON_SCREEN, CARD_ON_SCREEN = 3, 2
"""Seconds that a line of a roll, or a card of credits, is seen at least. Ours; 9 s and 4 s are comfortable."""


@rule("HR352", "warning", timed=True)
def super_too_short(show: Show) -> Iterator[Breach]:
    """A super stays until it is read.

    Fifteen letters a second is what subtitling allows for adult programmes (BBC Subtitle Guidelines: 160 to 180 words
    a minute), and a second is the least: half of it goes into coming and going.

    bad:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}]
            super: [{lower-third: {name: Ada Example, role: Painter of waves and of dunes}, at: 1s, for: 1.5s}]

    good:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}]
            super: [{lower-third: {name: Ada Example, role: Painter of waves and of dunes}, at: 1s, for: 4s}]
    """
    for segment in show.segments:
        for item in segment.supers:
            letters = _letters(item.primary + item.secondary)
            needed = max(Fraction(1), Fraction(letters, LETTERS_A_SECOND))
            if item.duration < frames(show, needed):
                given = show.seconds(item.duration)
                message = f"{letters} letters in {given}; reading them takes {float(needed):.1f} s"
                yield Breach(item.mark, message, "show it longer, or shorten the text")


@rule("HR353", "warning", timed=True)
def card_too_short(show: Show) -> Iterator[Breach]:
    """A text card stays until it is read.

    Without `for:` a card stays for its reading time. A time that is given should leave a second for fifteen letters
    (BBC Subtitle Guidelines), unless a voice reads the card.

    bad:

        segments:
          - {kind: story, title: The Sea, picture: [{text: poem-1, for: 1s}]}

    good:

        segments:
          - {kind: story, title: The Sea, picture: [{text: poem-1}]}
    """
    for part in parts(show):
        voices = [clip for item, clip in part.sounds if item.role == "voice"]
        for item, clip in part.shots:
            if not isinstance(item.source, TextSource) or item.duration is None:
                continue
            letters = _letters(show.texts.get(item.source.pick.id, ""))
            needed = Fraction(letters, LETTERS_A_SECOND)
            where = clip.start - part.place.start, clip.end - part.place.start
            if clip.duration < frames(show, needed) and not any(shared(where, stretch(voice)) for voice in voices):
                given = show.seconds(clip.duration)
                message = f"{letters} letters in {given}; reading them takes {float(needed):.1f} s"
                yield Breach(item.mark, message, "take for: away; a card then stays for its reading time")


@rule("HR354", "warning", timed=True)
def credits_too_fast(show: Show) -> Iterator[Breach]:
    """Every credit can be read.

    A roll with `for:` moves as fast as it must. A line should be on the screen for three seconds, a card of credits
    for two: a name that flies by is no credit. Without `for:` credits take the time that they need.

    bad:

        segments:
          - {kind: host, id: hello, picture: [{clip: film-1, for: 8s}]}
          - {kind: credits, style: roll, for: 4s}

    good:

        segments:
          - {kind: host, id: hello, picture: [{clip: film-1, for: 8s}]}
          - {kind: credits, style: roll}
    """
    for part in parts(show):
        for seen, least, what in _on_screen(show, part):
            if seen < frames(show, least):
                message = f"a {what} of the credits is on the screen for {show.seconds(seen)}; {least} s is the least"
                yield Breach(part.segment.mark, message, "give them a longer for:, or none: they take what they need")
                break


@rule("HR355", "note", timed=True)
def super_too_long(show: Show) -> Iterator[Breach]:
    """A super goes after fifteen seconds.

    What stays is no longer read and covers the picture. Bring a name again when it is needed again.

    bad:

        segments:
          - kind: short-film
            title: Tape
            picture: [{clip: film-3, for: 18s}]
            super: [{chapter: Tape, at: 1s, for: 16s}]

    good:

        segments:
          - kind: short-film
            title: Tape
            picture: [{clip: film-3, for: 18s}]
            super: [{chapter: Tape, at: 1s, for: 6s}]
    """
    for part in parts(show):
        for item, _ in part.supers:
            if item is not None and item.duration > frames(show, LONGEST):
                message = f"the {item.style} {item.primary!r} stays for {show.seconds(item.duration)}"
                yield Breach(item.mark, message, "let it go earlier, and come again where it is needed")


def _on_screen(show: Show, part: Part) -> Iterator[tuple[int, int, str]]:
    """Frames that each thing of made credits is seen, the seconds that it should be, what it is."""
    if part.segment.kind != "credits":
        return
    if part.segment.style == "crawl":
        strips = (strip for strip in show.timeline.strips if strip.segment == part.place.id)
        yield from ((show.timeline.raster[0] // strip.speed, LINE_ON_SCREEN, "name") for strip in strips)
    elif not part.segment.picture:
        for clip in part.clips:
            if isinstance(clip.picture, RollPicture):
                yield show.timeline.raster[1] // max(1, clip.picture.speed), LINE_ON_SCREEN, "line"
            else:
                yield clip.duration, CARD_ON_SCREEN, "card"


def _letters(text: str) -> int:
    return sum(not letter.isspace() for letter in text)
