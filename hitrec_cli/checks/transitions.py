"""Transitions between pictures: what they need on both sides, and what they leave of a picture."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from hitrec_cli.base.problems import Mark
from hitrec_cli.checks.parts import parts, transition_mark
from hitrec_cli.checks.rule import Breach, rule
from hitrec_cli.checks.show import Show
from hitrec_cli.model.palette import rgb
from hitrec_cli.model.segment import ColorSource, PictureItem, StillSource
from hitrec_cli.timeline.cutting import transition_range
from hitrec_cli.timeline.timeline import Clip

FLASH = 2
"""Frames: what is shown for so few is seen as a flicker."""


@rule("HR340", "warning")
def dissolve_from_nothing(show: Show) -> Iterator[Breach]:
    """The first picture of a show does not dissolve.

    There is no picture before it that could go over into it. `dip:` begins with its color: a show that fades in from
    black begins with `transition: {dip: 2s}`. A transition from `defaults:` is let be.

    bad:

        segments:
          - {kind: titles, picture: [{color: navy, for: 4s, transition: {dissolve: 1s}}]}

    good:

        segments:
          - {kind: titles, picture: [{color: navy, for: 4s, transition: {dip: 1s}}]}
    """
    first = next((item for segment in show.segments for item in segment.picture), None)
    if first is not None and show.segments[0].picture and first.transition.kind == "dissolve":
        mark = transition_mark(first)
        if mark is not None:
            yield Breach(mark, "nothing comes before this dissolve", "take it away, or write dip: to fade in")


@rule("HR341", "warning")
def transition_out_of_a_break(show: Show) -> Iterator[Breach]:
    """After a break the picture cuts in, or comes from black.

    A break is where a network puts its commercials: it is black from its first frame to its last. A dissolve would let
    it reach into the show, a dip in another color would color its end.

    bad:

        deliver: [preview]
        segments:
          - {kind: host, id: hello, picture: [{clip: film-1, for: 8s}]}
          - {kind: bumper, picture: [{color: teal, for: 1s}]}
          - {kind: break, for: 2s}
          - {kind: host, id: again, picture: [{clip: film-1, for: 5s, transition: {dissolve: 1s}}]}

    good:

        deliver: [preview]
        segments:
          - {kind: host, id: hello, picture: [{clip: film-1, for: 8s}]}
          - {kind: bumper, picture: [{color: teal, for: 1s}]}
          - {kind: break, for: 2s}
          - {kind: host, id: again, picture: [{clip: film-1, for: 8s, transition: {dip: 1s}}]}
    """
    for before, segment in pairwise(show.segments):
        if before.kind != "break" or not segment.picture:
            continue
        item = segment.picture[0]
        change = item.transition
        if change.kind == "dissolve" or (change.kind == "dip" and rgb(change.color) != rgb("black")):
            what = "a dissolve" if change.kind == "dissolve" else f"a dip to {change.color}"
            message = f"{what} reaches into the break before {segment.id}"
            yield Breach(transition_mark(item) or item.mark, message, "cut, or write a dip to black")


@rule("HR342", "warning", timed=True)
def transition_longer_than_half(show: Show) -> Iterator[Breach]:
    """A transition takes at most half of its picture.

    What is still going over into something when it is half gone is never seen as itself.

    bad:

        segments:
          - kind: host
            picture:
              - {clip: film-1, for: 8s}
              - {still: still-1, for: 1s, transition: {dissolve: 0.8s}}
              - {color: navy, for: 3s}

    good:

        segments:
          - kind: host
            picture:
              - {clip: film-1, for: 8s}
              - {still: still-1, for: 2s, transition: {dissolve: 0.8s}}
              - {color: navy, for: 3s}
    """
    for shot in _shots(show):
        _, last = transition_range(shot.clip)
        inside = last - shot.clip.start
        if 2 * inside > shot.clip.duration >= inside and not shot.melted:
            what, whole = shot.clip.transition.kind, shot.clip.duration
            message = f"the {what} takes {inside} of the {whole} frames of its picture"
            yield Breach(shot.mark, message, "shorten it, or show the picture longer")


@rule("HR343", "warning", timed=True)
def touching_transitions(show: Show) -> Iterator[Breach]:
    """Between two transitions a picture stands by itself.

    Where one transition ends on the frame on which the next begins no frame shows the picture alone: three pictures
    melt into a mush.

    bad:

        segments:
          - kind: host
            picture:
              - {clip: film-1, for: 8s}
              - {still: still-1, for: 1s, transition: {dissolve: 0.5s}}
              - {color: navy, for: 3s, transition: {dip: 1s}}

    good:

        segments:
          - kind: host
            picture:
              - {clip: film-1, for: 8s}
              - {still: still-1, for: 2s, transition: {dissolve: 0.5s}}
              - {color: navy, for: 3s, transition: {dip: 1s}}
    """
    for shot in _shots(show):
        if shot.melted:
            yield Breach(shot.mark, "this transition and the next leave no frame of the picture by itself",
                         "shorten one of them, or show the picture longer")  # fmt: skip


@rule("HR344", "warning", timed=True)
def flash(show: Show) -> Iterator[Breach]:
    """A picture is shown for more than two frames.

    One or two frames are seen as a flicker: mostly a length that was mistyped. Pictures that change so fast over
    a quarter of the screen fail the test for photosensitive viewers (ITU-R BT.1702). A run of them is told once.

    bad:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}, {still: still-1, for: 2f}, {color: navy, for: 3s}]

    good:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}, {still: still-1, for: 2s}, {color: navy, for: 3s}]
    """
    running = False
    for shot in _shots(show):
        short = shot.clip.duration <= FLASH
        if short and not running:
            count = f"{shot.clip.duration} frame{'s' if shot.clip.duration > 1 else ''}"
            yield Breach(shot.item.mark, f"this picture is shown for {count}", "show it longer, or take it away")
        running = short


@rule("HR345", "note")
def transition_between_equals(show: Show) -> Iterator[Breach]:
    """A transition goes from one picture to another.

    A dissolve between two items of the same color, or of the same still that does not move, shows nothing.

    bad:

        segments:
          - kind: host
            picture: [{still: still-1, for: 4s}, {still: still-1, for: 4s, transition: {dissolve: 1s}}]

    good:

        segments:
          - kind: host
            picture: [{still: still-1, for: 4s}, {color: navy, for: 4s, transition: {dissolve: 1s}}]
    """
    for segment in show.segments:
        for before, item in pairwise(segment.picture):
            if item.transition.kind != "dissolve" or before.fit != item.fit or _face(before) != _face(item):
                continue
            if _face(item):
                mark = transition_mark(item) or item.mark
                yield Breach(mark, "this dissolve goes from a picture to the same picture", "write one, longer item")


class _Shot(NamedTuple):
    """An item, its clip, where its transition is written, whether it and the next leave nothing of the picture."""

    item: PictureItem
    clip: Clip
    mark: Mark
    melted: bool


def _shots(show: Show) -> Iterator[_Shot]:
    """All pictures that were laid; nothing is said of broken ones."""
    laid = [shot for part in parts(show) for shot in part.shots]
    for (item, clip), after in zip(laid, [*laid[1:], None], strict=False):
        if item.mark in show.broken:
            continue
        melted = (
            after is not None
            and clip.end == after[1].start
            and "cut" not in (clip.transition.kind, after[1].transition.kind)
            and transition_range(clip)[1] == transition_range(after[1])[0]
        )
        yield _Shot(item, clip, transition_mark(item) or item.mark, melted)


def _face(item: PictureItem) -> str:
    """What a picture looks like throughout; '' where that may change."""
    if isinstance(item.source, ColorSource):
        return rgb(item.source.color)
    if isinstance(item.source, StillSource) and item.source.move is None:
        return f"still {item.source.pick.id}"
    return ""
