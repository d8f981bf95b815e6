"""Sounds that go on past a cut, are repeated, or take over from one another: layout finds what they lack."""

from __future__ import annotations

from hitrec_cli.checks.rule import told


@told("HR315", timed=True)
def short_sound() -> None:
    """A clip has the sound by which it leads its picture, or lags behind it.

    In a J cut (`lead:`) a clip's own sound begins before its picture, with what the file has before its in point; in an
    L cut (`lag:`) it runs on, with what the file has after its out point. There has to be so much. Move the in or the
    out point, or shorten it. A clip that is silent, or whose sound is off, has nothing to lead with.

    bad:

        segments:
          - kind: short-film
            picture:
              - {clip: film-3, for: 5s}
              - {clip: film-1, for: 5s, lead: 1s}

    good:

        segments:
          - kind: short-film
            picture:
              - {clip: film-3, for: 5s}
              - {clip: film-1, in: 2s, for: 5s, lead: 1s}
    """


@told("HR316", timed=True)
def short_loop() -> None:
    """A sound holds what is repeated of it.

    `loop: 8 bars` takes eight bars from the in point, `loop: on` with a `tempo:` all whole bars, at least one; so much
    of the file has to be there, and its tempo has to be known. Without bars a tenth of a second is the least: less is
    no loop but a tone. Repeat less of it, begin earlier, or correct the tempo.

    bad:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}]
            sound: [{music: song-2, gain: -12 dB, tempo: 96 bpm, loop: 16 bars, fade: {out: 2s}}]

    good:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}]
            sound: [{music: song-2, gain: -12 dB, tempo: 96 bpm, loop: 8 bars, fade: {out: 2s}}]
    """


@told("HR317", timed=True)
def short_crossfade() -> None:
    """A crossfade has two sounds that last as long as it does.

    `crossfade: 2s` lets a sound take over from the one of its role (voice, music or effect) that begins before it; that
    one ends when the crossfade does, so it has to last until then. A sound whose length nobody gives lasts as long as
    its file.

    bad:

        segments:
          - kind: short-film
            picture: [{clip: film-1, for: 9s}]
            sound:
              - {music: song-1, for: 5s}
              - {music: song-2, at: 4s, for: 5s, crossfade: 2s, fade: {out: 1s}}

    good:

        segments:
          - kind: short-film
            picture: [{clip: film-1, for: 9s}]
            sound:
              - {music: song-1}
              - {music: song-2, at: 4s, for: 5s, crossfade: 2s, fade: {out: 1s}}
    """


@told("HR318", timed=True)
def sound_in_a_break() -> None:
    """A clip's sound that leads or lags stays in the programme and out of breaks.

    Before the first segment and after the last there is nothing that it could be heard under, and a break is silent: a
    network puts its commercials there. Shorten `lead:` or `lag:`.

    bad:

        segments:
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: bumper, picture: [{clip: film-1, in: 4s, for: 2s, lag: 1s}]}
          - {kind: break, for: 2s}
          - {kind: host, id: again, picture: [{clip: film-1, in: 6s, for: 4s}]}

    good:

        segments:
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s, lag: 1s}]}
          - {kind: bumper, picture: [{color: teal, for: 2s}]}
          - {kind: break, for: 2s}
          - {kind: host, id: again, picture: [{clip: film-1, in: 6s, for: 4s}]}
    """
