"""Sounds that meet, or that nothing meets: two musics, music over a voice, a bed that gives way to nobody, silence."""

from __future__ import annotations

from collections.abc import Iterator

from hitrec_cli.checks.parts import Part, code, finished, frames, heard, level, parts, shared, stretch
from hitrec_cli.checks.rule import Breach, rule
from hitrec_cli.checks.show import Show
from hitrec_cli.model.segment import Segment, SoundItem, SoundRole
from hitrec_cli.timeline.kinds import KINDS
from hitrec_cli.timeline.timeline import SoundClip

CROSSFADE = 2
"""Seconds that two musics may overlap: one leaves while the other comes."""

APART = 1200
"""Hundredths of a dB by which a sound is under another: as far as `duck:` takes a bed down by default."""

CLEAR = 1000
"""Hundredths of a dB that music stays below a voice at least. WCAG 2.2 §1.4.7 asks for 20 dB; half is ours."""

LONGEST_SILENCE = 3
"""Seconds of silence that a programme's quality control lets pass (docs: the broadcast definition, content QC)."""


@rule("HR330", "warning", timed=True)
def two_musics(show: Show) -> Iterator[Breach]:
    """Two musics do not play over each other.

    Keys and tempos clash. Up to two seconds are a crossfade, and so is what `crossfade:` says; one that is 12 dB below
    the other is a texture; pieces that begin on the same frame are taken for the parts of one, recorded apart.

    bad:

        segments:
          - kind: short-film
            title: Waves
            picture: [{clip: film-1, for: 9s}]
            sound: [{music: song-1, for: 7s}, {music: song-2, at: 3s, for: 5s}]

    good:

        segments:
          - kind: short-film
            title: Waves
            picture: [{clip: film-1, for: 9s}]
            sound:
              - {music: song-1, for: 5s, fade: {out: 2s}}
              - {music: song-2, at: 3s, for: 5s, fade: {in: 2s}}
    """
    for part in parts(show):
        for first, second, item, both in _meeting(part, "music"):
            near = abs(level(show, first) - level(show, second)) < APART
            if both > max(frames(show, CROSSFADE), second.cross_in) and first.start < second.start and near:
                message = f"{second.pick} plays over {first.pick} for {show.seconds(both)}"
                yield Breach(item.mark, message, "let one end where the other begins, or bring one down by 12 dB")


@rule("HR331", "warning", timed=True)
def ducks_under_nothing(show: Show) -> Iterator[Breach]:
    """A sound that gives way has something to give way to.

    `duck:` brings a bed down while somebody speaks: `under: voice` listens to the `voice:` sounds of the segment,
    `under: original` to its clips' own sound. Where none is heard together with it, the bed stays up.

    bad:

        segments:
          - kind: story
            title: The Sea
            picture: [{text: poem-1, for: 8s}]
            sound: [{music: song-2, for: 7s, duck: {under: voice, by: 12 dB}}]

    good:

        segments:
          - kind: story
            title: The Sea
            picture: [{text: poem-1, for: 9s}]
            sound:
              - {voice: voice-1, at: 0.5s}
              - {music: song-2, for: 8s, duck: {under: voice, by: 12 dB}}
    """
    for part in parts(show):
        for item, clip in part.sounds if part.sure else ():
            duck = clip.duck
            if duck is None:
                continue
            others = [one for one in part.place.sound if one.role == duck.under and one is not clip]
            if not any(shared(stretch(clip), stretch(other)) for other in others):
                words = {"voice": "no voice", "original": "no clip's own sound"}[duck.under]
                message = f"{clip.pick} ducks, but {words} is heard together with it"
                yield Breach(item.mark, message, "take duck: away, or name what it is under")


@rule("HR332", "warning", timed=True)
def silence(show: Show) -> Iterator[Breach]:
    """Nothing is silent for more than three seconds but breaks.

    Viewers take silence for a fault, and so does a network's quality control. Let a bed or an effect bridge the gap,
    begin a sound earlier, or end the picture with its sound. Segments without any sound: HR333. In a show of fewer
    than seven segments only those are looked at that have `sound:`.

    bad:

        segments:
          - kind: short-film
            title: Dunes
            picture: [{clip: film-2, for: 6s}]
            sound: [{effect: hum-1}]

    good:

        segments:
          - kind: short-film
            title: Dunes
            picture: [{clip: film-2, for: 4s}]
            sound: [{effect: hum-1, at: 0.5s}]
    """
    whole = finished(show)
    for segment, first, last in _silences(show):
        if last - first > frames(show, LONGEST_SILENCE) and (whole or segment.sound):
            where = f"from {code(show, first)} to {code(show, last)}"
            yield Breach(
                segment.mark,
                f"nothing is heard for {show.seconds(last - first)}, {where}",
                "lay a bed, begin a sound earlier, or end the picture with its sound",
            )


@rule("HR333", "warning", timed=True)
def silent_segment(show: Show) -> Iterator[Breach]:
    """A segment of more than three seconds is heard.

    Titles and credits too: a clip's own sound, a bed or an effect. Silence that is meant is said by `mute:`. Asked of
    shows of seven segments and more; a smaller one is a sketch.

    bad:

        segments:
          - {kind: titles, picture: [{color: navy, for: 4s}], sound: [{music: song-2, for: 4s, fade: {out: 1s}}]}
          - {kind: host, id: hello, picture: [{clip: film-1, for: 5s}]}
          - {kind: bumper, id: soon, picture: [{color: teal, for: 2s}]}
          - {kind: interstitial, id: wait, title: Wait, picture: [{color: teal, for: 2s}]}
          - {kind: short-film, id: dunes, title: Dunes, picture: [{clip: film-2, for: 6s}]}
          - {kind: host, id: goodbye, picture: [{clip: film-1, in: 5s, for: 4s}]}
          - {kind: credits, for: 20s, sound: [{music: song-1, fade: {out: 2s}}]}

    good:

        segments:
          - {kind: titles, picture: [{color: navy, for: 4s}], sound: [{music: song-2, for: 4s, fade: {out: 1s}}]}
          - {kind: host, id: hello, picture: [{clip: film-1, for: 5s}]}
          - {kind: bumper, id: soon, picture: [{color: teal, for: 2s}]}
          - {kind: interstitial, id: wait, title: Wait, picture: [{color: teal, for: 2s}]}
          - kind: short-film
            id: dunes
            title: Dunes
            picture: [{clip: film-2, for: 6s}]
            sound: [{music: song-2, for: 6s, fade: {out: 1s}}]
          - {kind: host, id: goodbye, picture: [{clip: film-1, in: 5s, for: 4s}]}
          - {kind: credits, for: 20s, sound: [{music: song-1, fade: {out: 2s}}]}
    """
    if not finished(show):
        return
    for part in parts(show):
        if part.segment.kind == "break" or not part.sure or part.segment.mutes or heard(part):
            continue
        if part.place.duration > frames(show, LONGEST_SILENCE):
            message = f"{part.segment.kind} {part.segment.id} is silent for {show.seconds(part.place.duration)}"
            yield Breach(part.segment.mark, message, "add a bed or an effect under sound:, or mute: where it is meant")


@rule("HR334", "warning", timed=True)
def music_over_voice(show: Show) -> Iterator[Breach]:
    """Music under a voice lets the voice be understood.

    Sounds are brought to one level before their gain, so music at 0 dB is as loud as the voice. Let it give way
    (`duck: {under: voice, by: 12 dB}`) or take it down by 10 dB and more. WCAG 2.2 §1.4.7 asks for 20 dB. The leading
    music of a music segment may be as loud as it likes.

    bad:

        segments:
          - kind: story
            title: The Sea
            picture: [{text: poem-1, for: 9s}]
            sound: [{voice: voice-1, at: 0.5s}, {music: song-2, for: 8s}]

    good:

        segments:
          - kind: story
            title: The Sea
            picture: [{text: poem-1, for: 9s}]
            sound: [{voice: voice-1, at: 0.5s}, {music: song-2, for: 8s, duck: {under: voice, by: 12 dB}}]
    """
    for part in parts(show):
        voices = [clip for item, clip in part.sounds if item.role == "voice"]
        musics = [one for one in part.sounds if one[0].role == "music"] if voices else []
        for item, clip in musics if KINDS[part.segment.kind].ducks_music else musics[1:]:
            depth = clip.duck.depth if clip.duck is not None and clip.duck.under == "voice" else 0
            near = [voice for voice in voices if level(show, clip) - depth > level(show, voice) - CLEAR]
            covered = sum(shared(stretch(clip), stretch(voice)) for voice in near)
            if covered > frames(show, CROSSFADE):
                message = f"{clip.pick} is as loud as {near[0].pick} for {show.seconds(covered)}"
                yield Breach(item.mark, message, "add duck: {under: voice, by: 12 dB}, or a gain of -10 dB and less")


@rule("HR335", "warning", timed=True)
def two_voices(show: Show) -> Iterator[Breach]:
    """Two voices do not speak at once.

    Nobody can follow both. A translation spoken over the original takes the original down by 12 dB; in a conversation
    people may cut in for a second.

    bad:

        segments:
          - kind: story
            title: The Sea
            picture: [{text: poem-1, for: 9s}]
            sound: [{voice: voice-1}, {voice: voice-2, at: 5s}]

    good:

        segments:
          - kind: story
            title: The Sea
            picture: [{text: poem-1, for: 11s}]
            sound: [{voice: voice-1}, {voice: voice-2, at: 8.5s}]
    """
    for part in parts(show):
        for first, second, item, both in _meeting(part, "voice"):
            if both > frames(show, 1) and abs(level(show, first) - level(show, second)) < APART:
                message = f"{second.pick} speaks over {first.pick} for {show.seconds(both)}"
                yield Breach(item.mark, message, "let one begin where the other ends, or bring one down by 12 dB")


def _meeting(part: Part, role: SoundRole) -> Iterator[tuple[SoundClip, SoundClip, SoundItem, int]]:
    """Each sound of a role, the one before it that lasts longest, and how many frames they are heard together."""
    longest: SoundClip | None = None
    for item, clip in sorted((one for one in part.sounds if one[0].role == role), key=lambda one: one[1].start):
        if longest is not None and (both := shared(stretch(longest), stretch(clip))):
            yield longest, clip, item, both
        if longest is None or stretch(clip)[1] > stretch(longest)[1]:
            longest = clip


def _silences(show: Show) -> Iterator[tuple[Segment, int, int]]:
    """Silent stretches of the timeline, with the segment in which they begin; breaks and silent segments end them."""
    begun: tuple[Segment, int] | None = None
    end = 0
    for part in parts(show):
        sounding = heard(part) if part.sure and part.segment.kind != "break" else []
        if not sounding and begun is not None:
            yield (*begun, end)
        if not sounding:
            begun = None
            continue
        start, end = part.place.start, part.place.end
        for first, last in sounding:
            segment, silent = begun or (part.segment, start)
            yield segment, silent, start + first
            begun = part.segment, start + last
    if begun is not None:
        yield (*begun, end)
