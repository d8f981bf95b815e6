"""Fades, gains, bleeps and mutes: each within what it works on."""

from __future__ import annotations

from collections.abc import Iterator

from hitrec_cli.checks.parts import Part, finished, parts, shared, stretch
from hitrec_cli.checks.rule import Breach, rule
from hitrec_cli.checks.show import Show
from hitrec_cli.model.segment import ClipSource, FrameRange

LOUD = 1200
"""Hundredths of a dB: a gain above that is four times the level that all sounds are brought to."""


@rule("HR329", "note", timed=True)
def music_cut_off(show: Show) -> Iterator[Breach]:
    """Music that its segment cuts off fades out.

    A piece that goes on in its file but ends with the segment stops dead, in the middle of a bar. `fade: {out: 2s}`
    brings it to an end; a piece that the next segment goes on with needs none. Asked of shows of seven segments and
    more.

    bad:

        segments:
          - {kind: titles, picture: [{color: navy, for: 3s}]}
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: bumper, id: soon, picture: [{color: teal, for: 2s}]}
          - kind: documentary
            id: tape
            title: Old Tape
            picture: [{clip: film-3, for: 5s}]
            sound: [{music: song-2, gain: -12 dB}]
          - {kind: interstitial, id: wait, title: Wait, picture: [{color: teal, for: 2s}]}
          - {kind: host, id: goodbye, picture: [{clip: film-1, in: 4s, for: 4s}]}
          - {kind: credits, for: 20s, sound: [{music: song-1, fade: {out: 2s}}]}

    good:

        segments:
          - {kind: titles, picture: [{color: navy, for: 3s}]}
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: bumper, id: soon, picture: [{color: teal, for: 2s}]}
          - kind: documentary
            id: tape
            title: Old Tape
            picture: [{clip: film-3, for: 5s}]
            sound: [{music: song-2, gain: -12 dB, fade: {out: 2s}}]
          - {kind: interstitial, id: wait, title: Wait, picture: [{color: teal, for: 2s}]}
          - {kind: host, id: goodbye, picture: [{clip: film-1, in: 4s, for: 4s}]}
          - {kind: credits, for: 20s, sound: [{music: song-1, fade: {out: 2s}}]}
    """
    if not finished(show):
        return
    rate = show.timeline.rate
    following = [{one.pick for one in place.sound if one.start == 0} for place in show.timeline.segments[1:]]
    for part, next_picks in zip(parts(show), [*following, set()], strict=False):
        for item, clip in part.sounds:
            left = clip.facts.duration - clip.in_point - rate.seconds(clip.duration)
            goes_on = left > 1 or clip.repeat is not None
            ends = clip.start + clip.duration >= part.place.duration
            if item.role == "music" and ends and not clip.fade_out and goes_on and clip.pick not in next_picks:
                message = f"{clip.pick} is cut off by the end of {part.segment.id}"
                yield Breach(item.mark, message, "add fade: {out: 2s}")


@rule("HR336", timed=True)
def cover_beyond_segment(show: Show) -> Iterator[Breach]:
    """A bleep or a mute lies within its segment.

    It counts from the segment's start. What reaches beyond the end covers nothing there, and the word that it should
    hide goes on the air.

    bad:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 5s}]
            bleep: [{at: 14.2s, for: 0.4s}]

    good:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 5s}]
            bleep: [{at: 4.2s, for: 0.4s}]
    """
    for part in parts(show):
        for word, cover in _covers(part) if part.sure else ():
            if cover.at + cover.duration > part.place.duration + 1:  # begin and length are rounded by themselves
                message = f"the {word} reaches beyond its segment, which is {show.seconds(part.place.duration)} long"
                yield Breach(cover.mark, message, f"count its time from the start of {part.segment.id}")


@rule("HR337", "warning", timed=True)
def cover_of_nothing(show: Show) -> Iterator[Breach]:
    """Where a bleep or a mute lies something is heard.

    A bleep over silence hides no word: it has the wrong time, or the sound that it is for has moved.

    bad:

        segments:
          - kind: story
            title: The Sea
            picture: [{text: poem-1, for: 4s}]
            sound: [{voice: voice-2, at: 1s}]
            bleep: [{at: 3s, for: 0.4s}]

    good:

        segments:
          - kind: story
            title: The Sea
            picture: [{text: poem-1, for: 4s}]
            sound: [{voice: voice-2, at: 1s}]
            bleep: [{at: 1.5s, for: 0.4s}]
    """
    for part in parts(show):
        for word, cover in _covers(part) if part.sure else ():
            where = (cover.at, cover.at + cover.duration)
            if where[1] <= part.place.duration and not any(shared(where, stretch(one)) for one in part.place.sound):
                yield Breach(cover.mark, f"nothing is heard where this {word} is", "correct its time, or take it away")


@rule("HR338", "warning", timed=True)
def fades_too_long(show: Show) -> Iterator[Breach]:
    """The fades of a sound are together no longer than the sound.

    Fades that meet before the middle never let the sound come to its level.

    bad:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}]
            sound: [{effect: hum-1, fade: {in: 1s, out: 1.5s}}]

    good:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}]
            sound: [{effect: hum-1, fade: {in: 0.5s, out: 1s}}]
    """
    for part in parts(show):
        for item, clip in part.sounds:
            if clip.fade_in + clip.fade_out > clip.duration:
                fades, length = show.seconds(clip.fade_in + clip.fade_out), show.seconds(clip.duration)
                yield Breach(item.mark, f"the fades of {clip.pick} last {fades}, it lasts {length}", "shorten them")


@rule("HR339", "warning")
def loud_gain(show: Show) -> Iterator[Breach]:
    """A gain is at most +12 dB.

    Sounds are brought to one level before their gain. More than 12 dB above it lifts noise with the sound and has to be
    taken away again by the limiter; take the other sounds down instead.

    bad:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s, gain: +15 dB}]

    good:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s, gain: +3 dB}]
    """
    for segment in show.segments:
        gains = [(item.mark, item.gain) for item in segment.picture if isinstance(item.source, ClipSource)]
        for mark, gain in (*gains, *((sound.mark, sound.gain) for sound in segment.sound)):
            if gain > LOUD:
                yield Breach(mark, f"a gain of {gain / 100:+g} dB", "take the other sounds down instead")


def _covers(part: Part) -> Iterator[tuple[str, FrameRange]]:
    """Bleeps and mutes of a segment that has any sound by its kind: a break has none."""
    if part.segment.kind != "break":
        yield from (("bleep", one) for one in part.segment.bleeps)
        yield from (("mute", one) for one in part.segment.mutes)
