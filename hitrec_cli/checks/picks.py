"""Picks as the catalog knows them: found before anything is pulled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from hitrec_cli.checks.rule import Breach, rule
from hitrec_cli.checks.show import Show
from hitrec_cli.model.contribution import ContributionKind
from hitrec_cli.model.episode import caption_picks, picks_of, used_picks
from hitrec_cli.model.segment import (
    ClipSource,
    InPoint,
    Pick,
    PictureItem,
    Segment,
    SoundItem,
    StillSource,
    TextSource,
)

_SOUNDS: tuple[ContributionKind, ...] = ("music", "voice", "effect")

_FITS: Mapping[str, tuple[ContributionKind, ...]] = {
    "clip": ("video", "animation"),
    "still": ("still",),
    "text": ("text",),
    "sound": (*_SOUNDS, "video", "animation"),
}
"""What each key of a picture, and a sound, can be made of. An animation may have sound too, if its file has."""


@rule("HR405")
def unfit_kind(show: Show) -> Iterator[Breach]:
    """A contribution is used as what it is.

    The catalog knows its kind before its file is there: a song is no `still:`, a poem is nothing that is heard. Where
    the file has been pulled the file decides (HR302).

    bad:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], sound: [{music: unpulled-2}]}

    good:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], sound: [{effect: hum-1, at: 1s}]}
    """
    for segment in show.segments:
        for key, pick in _uses(segment):
            if pick.id.startswith("file:") or show.lock.get(pick.id).state == "ok":
                continue
            piece = show.get(pick.id)
            if (
                piece is not None
                and piece.kind not in _FITS[key]
                and not (key == "sound" and piece.kind == "animation")
            ):
                wanted = " or ".join(_FITS[key])
                yield Breach(pick.mark, f"{pick.id} is of kind {piece.kind}; here {wanted} is wanted",
                             "use it as what it is, or correct the catalog")  # fmt: skip


@rule("HR406", "warning")
def unfit_sound(show: Show) -> Iterator[Breach]:
    """Music is named `music:`, speech `voice:`, an effect `effect:`.

    The key decides what gives way to what, and what the cue sheet lists: a song named `effect:` is missing there, and
    its composers are not paid.

    bad:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], sound: [{effect: song-2, for: 4s}]}

    good:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], sound: [{music: song-2, for: 4s}]}
    """
    for segment in show.segments:
        for sound in segment.sound:
            piece = show.get(sound.pick.id)
            if sound.room_tone or piece is None or sound.pick.id.startswith("file:") or piece.kind not in _SOUNDS:
                continue
            if piece.kind != sound.role:
                message = f"{sound.pick.id} is {_article(piece.kind)} in the catalog, not {_article(sound.role)}"
                yield Breach(sound.pick.mark, message, f"write {piece.kind}: or correct the catalog")


@rule("HR407", "warning")
def case_only(show: Show) -> Iterator[Breach]:
    """Two picks differ in more than upper and lower case.

    `Night.mp4` and `night.mp4` are two files on one computer and one file on another. Use one spelling.

    bad:

        segments:
          - kind: host
            picture:
              - {clip: {file: ../media/night.mp4, by: The Crew, license: CC0-1.0}, for: 4s}
              - {clip: {file: ../media/Night.mp4, by: The Crew, license: CC0-1.0}, for: 4s}

    good:

        segments:
          - kind: host
            picture:
              - {clip: film-1, for: 4s}
              - {clip: film-1, in: 4s, for: 4s}
    """
    first: dict[str, str] = {}
    for segment in show.segments:
        for pick in picks_of(segment):
            known = first.setdefault(pick.id.casefold(), pick.id)
            if known != pick.id:
                yield Breach(pick.mark, f"{pick.id} and {known} differ in case only", "use one spelling")


@rule("HR408")
def captions_are_no_text(show: Show) -> Iterator[Breach]:
    """The captions of a segment or of a clip are a text.

    `captions:` names a contribution of kind text: SubRip, WebVTT, Scenarist SCC, TTML (IMSC) or ASS.

    bad:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], captions: song-1}

    good:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], captions: captions-1}
    """
    for segment in show.segments:
        for pick in caption_picks(segment):
            piece = show.get(pick.id)
            if piece is None:
                continue
            facts = show.lock.get(pick.id).facts
            kind = facts.kind if facts is not None else piece.kind
            if kind != "text":
                yield Breach(pick.mark, f"{pick.id} is no text, it is {_article(kind)}", "name an SRT or WebVTT file")


@rule("HR409", "note")
def credited_anyway(show: Show) -> Iterator[Breach]:
    """What `credits:` adds is neither seen nor heard in the segment.

    What a segment uses is credited by itself. A role that is added is set beside the other: the same people are named
    twice.

    bad:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}]
            credits: [{contribution: film-1, role: Film}]

    good:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}]
            credits: [{contribution: poem-1, role: Idea}]
    """
    for segment in show.segments:
        used = {pick.id for pick in used_picks(segment)} if segment.credits else set()
        for credit in segment.credits:
            if credit.pick.id in used:
                message = f"{credit.pick.id} is credited by its use in {segment.id} already"
                yield Breach(credit.pick.mark, message, "take it out of credits:, unless it has two roles")


@rule("HR410", "warning", timed=True)
def longer_than_catalogued(show: Show) -> Iterator[Breach]:
    """A clip is not asked for more than the catalog says that it has.

    Where nothing was pulled yet the catalog's `duration` is all that is known. Once it is pulled the file decides
    (HR303).

    bad:

        segments:
          - {kind: host, picture: [{clip: unpulled-1, in: 2s, for: 12s}]}

    good:

        segments:
          - {kind: host, picture: [{clip: film-1, in: 2s, for: 2s}]}
    """
    rate = show.timeline.rate
    for segment in show.segments:
        asked: list[tuple[PictureItem | SoundItem, Pick, InPoint]] = [
            (item, item.source.pick, item.source.in_point)
            for item in segment.picture
            if isinstance(item.source, ClipSource)
        ]
        asked += [(sound, sound.pick, sound.in_point) for sound in segment.sound if sound.loop is None]
        for item, pick, point in asked:
            piece = show.get(pick.id) if pick.id not in show.lock.picks and not point.timecode else None
            if piece is None or not piece.duration:
                continue
            end = point.seconds + rate.seconds(max(0, (item.duration or 1) - 1))
            if end >= piece.duration:
                message = f"{pick.id} is asked for up to {_s(end)}, the catalog says that it lasts {_s(piece.duration)}"
                yield Breach(item.mark, message, "begin earlier, make it shorter, or correct the catalog")


def _uses(segment: Segment) -> Iterator[tuple[str, Pick]]:
    for item in segment.picture:
        match item.source:
            case ClipSource(pick=pick):
                yield "clip", pick
            case StillSource(pick=pick):
                yield "still", pick
            case TextSource(pick=pick):
                yield "text", pick
    for sound in segment.sound:
        yield "sound", sound.pick


def _article(kind: str) -> str:
    if kind in ("music", "audio"):
        return kind
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _s(value: Fraction) -> str:
    return f"{float(value):.2f} s"
