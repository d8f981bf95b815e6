"""Text over the picture and cards: nothing in the way of them, large enough."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from hitrec_cli.checks.parts import Part, frames, parts, shared, stretch
from hitrec_cli.checks.rule import Breach, rule
from hitrec_cli.checks.show import Show
from hitrec_cli.model.segment import Super, TextSource
from hitrec_cli.timeline.cutting import transition_range
from hitrec_cli.timeline.timeline import LetteredPicture

LEAVING = Fraction(1, 3)
"""Seconds in which one super may still leave while the next one comes."""

_SIZE = re.compile(r"\\fs(\d+)")


@rule("HR350", timed=True)
def supers_overlap(show: Show) -> Iterator[Breach]:
    """Two supers of one style are not shown at once.

    They stand in the same place: both would be unreadable. A third of a second is let be, in which one leaves.

    bad:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}]
            super:
              - {lower-third: {name: Ada Example}, at: 1s, for: 4s}
              - {lower-third: {name: Bo Sample}, at: 3s, for: 4s}

    good:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}]
            super:
              - {lower-third: {name: Ada Example}, at: 1s, for: 3s}
              - {lower-third: {name: Bo Sample}, at: 4s, for: 3s}
    """
    for segment in show.segments:
        ends: dict[str, tuple[int, Super]] = {}
        for item in sorted(segment.supers, key=lambda one: one.at):
            end, before = ends.get(item.style, (0, item))
            if min(end, item.at + item.duration) - item.at > frames(show, LEAVING):
                message = f"the {item.style} {item.primary!r} comes while {before.primary!r} is still there"
                yield Breach(item.mark, message, "let it begin later, or the other end earlier")
            if item.at + item.duration > end:
                ends[item.style] = item.at + item.duration, item


@rule("HR351", "warning")
def super_too_small(show: Show) -> Iterator[Breach]:
    """A super is set large enough to be read.

    Text that is too long for its box is set smaller until it fits, never cut. Below 3 % of the picture's height nobody
    reads it on a television. Shorten it, or write two supers.

    bad:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 9s}]
            super:
              - lower-third:
                  name: Ada Example
                  role: Painter of waves, of dunes and of everything in between, founder of three schools for
                    painters of waves and dunes, and for many years the only person who knew where the brushes of
                    all of them were kept and who had the key
                at: 0.5s
                for: 8s

    good:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}]
            super: [{lower-third: {name: Ada Example, role: Painter of waves and dunes}, at: 1s, for: 5s}]
    """
    legible = show.stage.legible
    for part in parts(show):
        for item, clip in part.supers:
            size = _smallest(clip.script)
            if size < legible:
                what = f"the {item.style} {item.primary[:60]!r}" if item else "the music's strap"
                message = f"{what} is set {size} pixels high to fit its box, {legible} can be read"
                yield Breach(item.mark if item else part.segment.mark, message, "shorten it, or write two supers")


@rule("HR356", "note", timed=True)
def name_over_a_transition(show: Show) -> Iterator[Breach]:
    """A lower third names who is seen.

    Over a dissolve or a dip the picture under the name becomes another, and the name seems to be the other's. Where a
    voice is heard the name may be the speaker's.

    bad:

        segments:
          - kind: documentary
            title: Waves and Dunes
            picture: [{clip: film-1, for: 5s}, {clip: film-2, for: 5s, transition: {dissolve: 1s}}]
            super: [{lower-third: {name: Ada Example}, at: 3s, for: 4s}]

    good:

        segments:
          - kind: documentary
            title: Waves and Dunes
            picture: [{clip: film-1, for: 5s}, {clip: film-2, for: 5s, transition: {dissolve: 1s}}]
            super: [{lower-third: {name: Ada Example}, at: 1s, for: 4s}]
    """
    for part in parts(show):
        changes = [transition_range(clip) for clip in part.clips[1:] if clip.transition.kind != "cut"]
        for item, clip in part.supers if changes else ():
            if item is None or item.style != "lower-third" or _spoken(part, item):
                continue
            if any(shared((clip.start, clip.end), change) for change in changes):
                yield Breach(item.mark, f"{item.primary!r} stands over a transition", "let it come or go earlier")


@rule("HR357", "warning", timed=True)
def card_too_small(show: Show) -> Iterator[Breach]:
    """A text card is set large enough to be read.

    A text that is too long for one card is set smaller until it fits, never cut. Below 3 % of the picture's height
    nobody reads it. Break the text into several contributions, or let a voice read it.

    bad:

        segments:
          - {kind: story, title: At Length, picture: [{text: poem-3, for: 60s}]}

    good:

        segments:
          - {kind: story, title: The Sea, picture: [{text: poem-1}]}
    """
    legible = show.stage.legible
    for part in parts(show):
        for item, clip in part.shots:
            if isinstance(item.source, TextSource) and isinstance(clip.picture, LetteredPicture) and clip.picture.pick:
                size = _smallest(clip.picture.script)
                if size < legible:
                    message = f"{clip.picture.pick} is set {size} pixels high to fit a card, {legible} can be read"
                    yield Breach(item.mark, message, "make several texts of it, or let a voice read it")


def _spoken(part: Part, item: Super) -> bool:
    """Whether a voice is heard while a super is seen."""
    where = item.at, item.at + item.duration
    return any(sound.role == "voice" and shared(where, stretch(clip)) for sound, clip in part.sounds)


def _smallest(script: str) -> int:
    """The smallest size that a script sets: it is what is drawn, so nothing is measured twice."""
    return min(map(int, _SIZE.findall(script)), default=10_000)
