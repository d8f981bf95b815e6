"""Captions: files can be read, and so can what they show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from hitrec_cli.account.captions import Placement, merged, placed, placements
from hitrec_cli.base.problems import Mark
from hitrec_cli.base.text import one_line
from hitrec_cli.base.timecode import timecode_at
from hitrec_cli.checks.rule import Breach, rule
from hitrec_cli.checks.show import Show
from hitrec_cli.model.captions import Caption, CaptionFile
from hitrec_cli.model.episode import caption_picks
from hitrec_cli.model.segment import Pick

LETTERS_A_SECOND = 20
"""Adult programmes in English: Netflix Timed Text Style Guide, I.13. The BBC asks for about 15."""

SHORTEST = 1
"""Seconds."""


@rule("HR621")
def unreadable_captions(show: Show) -> Iterator[Breach]:
    """A file of captions can be read.

    hitrec reads SubRip (.srt), WebVTT (.vtt), Scenarist (.scc), TTML and IMSC (.ttml, .xml) and ASS. The message says
    what is wrong with the file and, where that is known, in which line of it.

    bad:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], captions: poem-1}

    good:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], captions: captions-1}
    """
    for pick, file in _files(show):
        if file.fault:
            yield Breach(pick.mark, f"the captions {pick.id} cannot be read: {file.fault}")


@rule("HR622", "warning")
def doubtful_captions(show: Show) -> Iterator[Breach]:
    """Everything in a file of captions is understood.

    What is not, like a tag that never ends, is passed over, and words may be missing or look wrong.

    bad:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], captions: captions-tags}

    good:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], captions: captions-1}
    """
    for pick, file in _files(show):
        if file.doubts:
            message = f"something in the captions {pick.id} was passed over: {'; '.join(file.doubts[:3])}"
            yield Breach(pick.mark, message, "correct the file")


@rule("HR623", "warning", timed=True)
def fast_captions(show: Show) -> Iterator[Breach]:
    """A caption has no more than 20 characters for each second that it is shown.

    Who reads faster than that does not see the picture.

    bad:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], captions: captions-fast}

    good:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], captions: captions-1}
    """
    for place, captions in shown_at(show):
        letters = ((one, sum(map(len, one.texts))) for one in captions)
        fast = [one for one, count in letters if count > LETTERS_A_SECOND * show.timeline.rate.seconds(_length(one))]
        what = f"faster than {LETTERS_A_SECOND} characters a second"
        yield from _told(show, place, captions, fast, what, "show it longer, or say it shorter")


@rule("HR624", "warning", timed=True)
def brief_captions(show: Show) -> Iterator[Breach]:
    """A caption is shown for a second or longer.

    A cut may also leave only the end or the beginning of one.

    bad:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], captions: captions-brief}

    good:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], captions: captions-1}
    """
    shortest = show.timeline.rate.frames(Fraction(SHORTEST))
    for place, captions in shown_at(show):
        brief = [one for one in captions if _length(one) < shortest]
        yield from _told(show, place, captions, brief, f"shown for less than {SHORTEST} s", "join it with its neighbor")


@rule("HR625", "warning", timed=True)
def overlapping_captions(show: Show) -> Iterator[Breach]:
    """One caption is shown at a time.

    Where a caption begins while another one is shown, the other one ends. Two that begin in one frame are shown
    together.

    bad:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], captions: captions-crowd}

    good:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], captions: captions-1}
    """
    everything = sorted((one for _, found in shown_at(show) for one in found), key=lambda one: one.start)
    cut = [one for one, following in pairwise(everything) if one.start < following.start < one.end]
    by_mark: dict[Mark, list[Caption]] = {}
    for one in cut:
        by_mark.setdefault(one.origin[2], []).append(one)
    for place, captions in shown_at(show):
        short = by_mark.get(place.pick.mark, [])
        yield from _told(show, place, captions, short, "still shown when the next one begins", "end it earlier")


@rule("HR626", "warning", timed=True)
def close_captions(show: Show) -> Iterator[Breach]:
    """Captions follow one another at once, or with two frames or more between them.

    A gap of one frame flickers.

    bad:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], captions: captions-close}

    good:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], captions: captions-1}
    """
    for place, captions in shown_at(show):
        line = merged(captions)
        close = [one for one, following in pairwise(line) if following.start - one.end == 1]
        yield from _told(show, place, captions, close, "gone for one frame only", "close the gap, or widen it")


@rule("HR627", "warning", timed=True)
def captions_after_the_end(show: Show) -> Iterator[Breach]:
    """The captions of a segment lie within it.

    They count from its first frame. Those after its end are not shown: they may belong to another cut.

    bad:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], captions: captions-after}

    good:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], captions: captions-1}
    """
    for place in placements(show.episode, show.timeline):
        file, rate = show.captions.get(place.pick.id), show.timeline.rate
        if file is None or place.zero != place.first:
            continue
        after = sum(rate.frames(cue.start) >= place.end - place.first for cue in file.cues)
        if after:
            message = f"{after} of {len(file.cues)} captions of {place.pick.id} begin after its segment's end"
            yield Breach(place.pick.mark, message, "is this the file of this cut?")


def _files(show: Show) -> Iterator[tuple[Pick, CaptionFile]]:
    """Every file that is named and known, where it is named."""
    for segment in show.segments:
        for pick in caption_picks(segment):
            file = show.captions.get(pick.id)
            if file is not None:
                yield pick, file


def shown_at(show: Show) -> Iterator[tuple[Placement, Sequence[Caption]]]:
    """What each place shows."""
    for place in placements(show.episode, show.timeline):
        file = show.captions.get(place.pick.id)
        if file is not None:
            yield place, placed(place, file.cues, show.timeline.rate)


def _told(
    show: Show, place: Placement, captions: Sequence[Caption], found: Sequence[Caption], what: str, remedy: str
) -> Iterator[Breach]:
    """One breach for all of a place."""
    if found:
        count = f"{len(found)} of {len(captions)} captions of {place.pick.id} are" if len(found) > 1 else ""
        first = f", the first {called(show, found[0])}" if count else ""
        yield Breach(place.pick.mark, f"{count or f'{called(show, found[0])} is'} {what}{first}", remedy)


def called(show: Show, one: Caption) -> str:
    """A caption by its number, time and first words."""
    line = show.timeline
    code = timecode_at(line.start + one.start, line.rate, drop=line.drop)
    return f"caption {one.origin[1]} of {one.origin[0]} at {code} ({one_line(' '.join(one.texts))[:30]!r})"


def _length(one: Caption) -> int:
    return one.end - one.start
