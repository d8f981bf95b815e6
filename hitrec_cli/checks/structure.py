"""A show's build: it opens, it ends with its credits, somebody leads through it, each part has a name."""

from __future__ import annotations

from collections.abc import Iterator

from hitrec_cli.checks.parts import finished, frames, parts
from hitrec_cli.checks.rule import Breach, rule
from hitrec_cli.checks.show import Show
from hitrec_cli.model.segment import ClipSource, Segment, SegmentKind
from hitrec_cli.timeline.timeline import MediaPicture

WHOLE = 3
"""From so many segments on a version is a show, which opens and ends."""

OPENING = 3
"""The titles are among the first so many segments: what comes before them is a cold open."""

_AFTER_CREDITS: tuple[SegmentKind, ...] = ("bumper", "break", "credits", "interstitial")
_NAMED: tuple[SegmentKind, ...] = (
    "short-film", "documentary", "music", "live", "conversation", "animation", "story", "interstitial",
)  # fmt: skip


@rule("HR501", "warning")
def no_opening(show: Show) -> Iterator[Breach]:
    """A show opens with its titles.

    They are its first segment, or follow a cold open of one or two. Asked of versions of three segments and more.

    bad:

        segments:
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: short-film, id: dunes, title: Dunes, picture: [{clip: film-2, for: 5s}]}
          - {kind: host, id: goodbye, picture: [{clip: film-1, in: 4s, for: 4s}]}
          - {kind: titles, picture: [{color: navy, for: 4s}]}

    good:

        segments:
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: titles, picture: [{color: navy, for: 4s}]}
          - {kind: short-film, id: dunes, title: Dunes, picture: [{clip: film-2, for: 5s}]}
    """
    chosen = show.segments
    if len(chosen) >= WHOLE and all(segment.kind != "titles" for segment in chosen[:OPENING]):
        late = any(segment.kind == "titles" for segment in chosen)
        message = "the titles come late" if late else "the show has no titles"
        yield Breach(chosen[0].mark, message, "begin with a segment of kind titles")


@rule("HR502", "warning")
def no_credits(show: Show) -> Iterator[Breach]:
    """A show that uses contributions ends with their credits.

    Who gave something to the show is named in it; most licenses ask for that. `kind: credits` without a picture is made
    from what the episode really uses. Asked of versions of three segments and more.

    bad:

        hitrec: 1
        id: show
        catalog: [../catalog.csv]
        deliver: [web]
        segments: [
          {kind: titles, picture: [{color: navy, for: 4s}]},
          {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]},
          {kind: host, id: goodbye, picture: [{clip: film-1, in: 4s, for: 4s}]}]

    good:

        segments:
          - {kind: titles, picture: [{color: navy, for: 4s}]}
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: credits, for: 20s}
    """
    chosen = show.segments
    if len(chosen) >= WHOLE and show.credits.works and all(segment.kind != "credits" for segment in chosen):
        message = f"the {show.version} version credits nobody of {len(show.credits.works)} contributions"
        yield Breach(show.episode.place("segments"), message, "end with {kind: credits}")


@rule("HR503", "warning")
def credits_not_at_the_end(show: Show) -> Iterator[Breach]:
    """Credits are the end of a show.

    After them may come one more scene, bumpers, breaks and interstitials. In the middle of a show viewers take credits
    for its end and go.

    bad:

        segments:
          - {kind: titles, picture: [{color: navy, for: 4s}]}
          - {kind: credits, for: 20s}
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: short-film, id: dunes, title: Dunes, picture: [{clip: film-2, for: 5s}]}

    good:

        segments:
          - {kind: titles, picture: [{color: navy, for: 4s}]}
          - {kind: short-film, id: dunes, title: Dunes, picture: [{clip: film-2, for: 5s}]}
          - {kind: credits, for: 20s}
          - {kind: host, id: after, picture: [{clip: film-1, for: 4s}]}
    """
    chosen = show.segments
    last = next((i for i, segment in reversed([*enumerate(chosen)]) if segment.kind == "credits"), len(chosen))
    after = sum(segment.kind not in _AFTER_CREDITS for segment in chosen[last + 1 :])
    if len(chosen) >= WHOLE and after > 1:
        yield Breach(chosen[last].mark, f"{after} segments come after the credits", "move the credits to the end")


@rule("HR504", "warning")
def credits_twice(show: Show) -> Iterator[Breach]:
    """A version has its credits once.

    Both would name everybody of the whole episode. Credits for one version only are limited with `only:`.

    bad:

        segments:
          - {kind: titles, picture: [{color: navy, for: 4s}]}
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: credits, style: roll, for: 20s}
          - {kind: credits, style: cards, for: 20s}

    good:

        segments:
          - {kind: titles, picture: [{color: navy, for: 4s}]}
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: credits, style: roll, for: 20s, only: [online]}
          - {kind: credits, id: short, style: cards, for: 20s, only: [broadcast]}
    """
    made = [segment for segment in show.segments if segment.kind == "credits" and not segment.picture]
    for segment in made[1:]:
        yield Breach(segment.mark, f"the {show.version} version has credits already: {made[0].id}",
                     "take one away, or limit both with only:")  # fmt: skip


@rule("HR505", "note")
def no_host(show: Show) -> Iterator[Breach]:
    """The host opens the show and closes it.

    Somebody of the first three segments says what is to come, somebody of the last three says goodbye. Asked of shows
    of seven segments and more that have a host at all.

    bad:

        segments:
          - {kind: titles, picture: [{color: navy, for: 3s}]}
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: documentary, id: tape, title: Tape, picture: [{clip: film-3, for: 5s}]}
          - {kind: bumper, id: soon, picture: [{color: teal, for: 2s}]}
          - {kind: animation, id: ink, title: Ink, picture: [{clip: anim-1, for: 3s}]}
          - {kind: interstitial, id: wait, title: Wait, picture: [{color: teal, for: 2s}]}
          - {kind: credits, for: 20s, sound: [{music: song-1, fade: {out: 2s}}]}

    good:

        segments:
          - {kind: titles, picture: [{color: navy, for: 3s}]}
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: documentary, id: tape, title: Tape, picture: [{clip: film-3, for: 5s}]}
          - {kind: bumper, id: soon, picture: [{color: teal, for: 2s}]}
          - {kind: animation, id: ink, title: Ink, picture: [{clip: anim-1, for: 3s}]}
          - {kind: host, id: goodbye, picture: [{clip: film-1, in: 4s, for: 4s}]}
          - {kind: credits, for: 20s, sound: [{music: song-1, fade: {out: 2s}}]}
    """
    chosen = [segment for segment in show.segments if segment.kind not in ("break", "bumper")]
    if not finished(show) or all(segment.kind != "host" for segment in chosen):
        return
    if all(segment.kind != "host" for segment in chosen[:OPENING]):
        yield Breach(chosen[0].mark, "no host opens the show", "let one of the first three segments be of kind host")
    if all(segment.kind != "host" for segment in chosen[-OPENING:]):
        yield Breach(chosen[-1].mark, "no host closes the show", "let one of the last three segments be of kind host")


@rule("HR506", "note")
def untitled(show: Show) -> Iterator[Breach]:
    """What a rundown lists has a title.

    Films, music, stories and interstitials are looked for by their titles: in the rundown, the cue sheet and the
    chapters of a file. Asked of shows of seven segments and more.

    bad:

        segments:
          - {kind: titles, picture: [{color: navy, for: 3s}]}
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: documentary, id: tape, picture: [{clip: film-3, for: 5s}]}
          - {kind: bumper, id: soon, picture: [{color: teal, for: 2s}]}
          - {kind: animation, id: ink, title: Ink, picture: [{clip: anim-1, for: 3s}]}
          - {kind: host, id: goodbye, picture: [{clip: film-1, in: 4s, for: 4s}]}
          - {kind: credits, for: 20s, sound: [{music: song-1, fade: {out: 2s}}]}

    good:

        segments:
          - {kind: titles, picture: [{color: navy, for: 3s}]}
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: documentary, id: tape, title: Old Tape, picture: [{clip: film-3, for: 5s}]}
          - {kind: bumper, id: soon, picture: [{color: teal, for: 2s}]}
          - {kind: animation, id: ink, title: Ink, picture: [{clip: anim-1, for: 3s}]}
          - {kind: host, id: goodbye, picture: [{clip: film-1, in: 4s, for: 4s}]}
          - {kind: credits, for: 20s, sound: [{music: song-1, fade: {out: 2s}}]}
    """
    for segment in show.segments if finished(show) else ():
        if segment.kind in _NAMED and not segment.title.strip():
            yield Breach(segment.mark, f"{segment.kind} {segment.id} has no title", "add title:")


@rule("HR507", "note", timed=True)
def shown_twice(show: Show) -> Iterator[Breach]:
    """A stretch of a clip is shown once.

    The same second of the same clip in segments that are far from each other was mostly pasted by mistake. Titles and
    bumpers come again. Asked of shows of seven segments and more.

    bad:

        segments:
          - {kind: titles, picture: [{color: navy, for: 3s}]}
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: documentary, id: tape, title: Tape, picture: [{clip: film-3, for: 5s}]}
          - {kind: bumper, id: soon, picture: [{color: teal, for: 2s}]}
          - {kind: animation, id: ink, title: Ink, picture: [{clip: anim-1, for: 3s}]}
          - {kind: host, id: goodbye, picture: [{clip: film-1, in: 2s, for: 4s}]}
          - {kind: credits, for: 20s, sound: [{music: song-1, fade: {out: 2s}}]}

    good:

        segments:
          - {kind: titles, picture: [{color: navy, for: 3s}]}
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: documentary, id: tape, title: Tape, picture: [{clip: film-3, for: 5s}]}
          - {kind: bumper, id: soon, picture: [{color: teal, for: 2s}]}
          - {kind: animation, id: ink, title: Ink, picture: [{clip: anim-1, for: 3s}]}
          - {kind: host, id: goodbye, picture: [{clip: film-1, in: 4s, for: 4s}]}
          - {kind: credits, for: 20s, sound: [{music: song-1, fade: {out: 2s}}]}
    """
    if not finished(show):
        return
    used: dict[str, list[tuple[int, int, int, Segment]]] = {}
    for number, part in enumerate(parts(show)):
        if part.segment.kind in ("titles", "bumper"):
            continue
        for item, clip in part.shots:
            if not isinstance(item.source, ClipSource) or not isinstance(clip.picture, MediaPicture):
                continue
            first = frames(show, clip.picture.in_point)
            known = used.setdefault(clip.picture.pick, [])
            for before, begin, end, segment in known[-8:]:
                both = min(end, first + clip.duration) - max(begin, first)
                if number - before > 1 and both >= frames(show, 1):
                    message = f"{show.seconds(both)} of {clip.picture.pick} are shown in {segment.id} already"
                    yield Breach(item.mark, message, "take another stretch of it")
                    break
            known.append((number, first, first + clip.duration, part.segment))
