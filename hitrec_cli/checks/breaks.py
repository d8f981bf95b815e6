"""Commercial breaks and versions: where breaks lie, that they are empty, that a version is one that somebody makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from hitrec_cli.checks.rule import Breach, rule
from hitrec_cli.checks.show import Show
from hitrec_cli.manifest.values import near

STANDARD = ("broadcast", "online")
"""Versions that every show may have, whether or not a profile makes them yet."""


@rule("HR511", "warning", timed=True)
def break_without_bumper(show: Show) -> Iterator[Breach]:
    """A bumper leads into a break or out of it.

    It tells viewers that the show goes on, and keeps the show apart from what is sold. A segment of kind bumper or
    titles stands before the break or after it.

    bad:

        deliver: [preview]
        segments:
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: break, for: 2s}
          - {kind: host, id: again, picture: [{clip: film-1, in: 4s, for: 4s}]}

    good:

        deliver: [preview]
        segments:
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: bumper, picture: [{color: teal, for: 2s}]}
          - {kind: break, for: 2s}
          - {kind: host, id: again, picture: [{clip: film-1, in: 4s, for: 4s}]}
    """
    kinds = [segment.kind for segment in show.segments]
    for number, segment in enumerate(show.segments):
        beside = kinds[max(0, number - 1) : number + 2]
        alone = 0 < number < len(kinds) - 1 and beside.count("break") == 1
        if segment.kind == "break" and alone and not {"bumper", "titles"} & {*beside}:
            message = f"no bumper stands before or after the break {segment.id}"
            yield Breach(segment.mark, message, "add a segment of kind bumper, limited like the break")


@rule("HR512", "warning")
def break_at_the_edge(show: Show) -> Iterator[Breach]:
    """A show neither begins nor ends with a break.

    What comes before and after a show is the network's own.

    bad:

        deliver: [preview]
        segments:
          - {kind: break, for: 2s}
          - {kind: titles, picture: [{color: navy, for: 4s}]}
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}

    good:

        deliver: [preview]
        segments:
          - {kind: titles, picture: [{color: navy, for: 4s}]}
          - {kind: bumper, picture: [{color: teal, for: 2s}]}
          - {kind: break, for: 2s}
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
    """
    chosen = show.segments
    ends = [(segment, "begins") for segment in chosen[:1]] + [(segment, "ends") for segment in chosen[1:][-1:]]
    for segment, word in ends:
        if segment.kind == "break":
            yield Breach(segment.mark, f"the {show.version} version {word} with a break", "take it away")


@rule("HR513", "warning", timed=True)
def breaks_in_a_row(show: Show) -> Iterator[Breach]:
    """Between two breaks there is a part of the show.

    Two breaks in a row are one break that is listed twice in the segment sheet.

    bad:

        deliver: [preview]
        segments:
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: break, for: 2s}
          - {kind: break, for: 2s}
          - {kind: bumper, picture: [{color: teal, for: 2s}]}

    good:

        deliver: [preview]
        segments:
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: break, for: 4s}
          - {kind: bumper, picture: [{color: teal, for: 2s}]}
    """
    for before, segment in pairwise(show.segments):
        if before.kind == segment.kind == "break" and before.mark not in show.broken:
            yield Breach(segment.mark, f"the break {segment.id} follows the break {before.id}", "make one of them")


@rule("HR514")
def break_with_something(show: Show) -> Iterator[Breach]:
    """A break is black and silent.

    A network puts its commercials there. Pictures of a break would never be seen, its sound and its text would be in
    the black. What belongs to a break stands in bumpers around it.

    bad:

        segments:
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: bumper, picture: [{color: teal, for: 2s}]}
          - {kind: break, for: 2s, sound: [{music: song-2, for: 2s, fade: {out: 1s}}]}
          - {kind: host, id: again, picture: [{clip: film-1, in: 4s, for: 4s}]}

    good:

        segments:
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - kind: bumper
            picture: [{color: teal, for: 2s}]
            sound: [{music: song-2, for: 2s, fade: {out: 1s}}]
          - {kind: break, for: 2s}
          - {kind: host, id: again, picture: [{clip: film-1, in: 4s, for: 4s}]}
    """
    for segment in show.segments:
        for items, word in (segment.picture, "picture"), (segment.sound, "sound"), (segment.supers, "super"):
            if segment.kind == "break" and items:
                yield Breach(items[0].mark, f"the break {segment.id} has a {word}", "move it to a bumper")
        if segment.kind == "break" and segment.noise is not None:
            yield Breach(segment.mark, f"the break {segment.id} has a room tone", "take it away: a break is silent")


@rule("HR515", "warning")
def unmade_version(show: Show) -> Iterator[Breach]:
    """`only:` names versions that somebody makes.

    A segment that is limited to a version that no profile makes, that has no date and that no other segment names is in
    no file: mostly the name is mistyped.

    bad:

        segments:
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: interstitial, id: wait, title: Wait, only: [onlin], picture: [{color: teal, for: 2s}]}

    good:

        segments:
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: interstitial, id: wait, title: Wait, only: [online], picture: [{color: teal, for: 2s}]}
    """
    known = versions(show)
    count = Counter(name for segment in show.episode.segments for name in {*segment.only})
    for segment in show.episode.segments:
        for name in dict.fromkeys(segment.only):
            if name not in known and (count[name] < 2 or near(name, known)):
                hint = near(name, known) or f"versions are {', '.join(known)}"
                yield Breach(segment.mark, f"nothing makes a version {name!r}", hint)


def versions(show: Show) -> tuple[str, ...]:
    """Versions that are known: those of profiles, and those that the episode gives a date."""
    return tuple(dict.fromkeys((*STANDARD, *(one.version for one in show.known.values()), *show.episode.publish)))
