"""Picture and sound on the timeline: what is there, what fits, what lasts long enough."""

from __future__ import annotations

from hitrec_cli.checks.rule import told


@told("HR301")
def unusable_pick() -> None:
    """Every pick is in the lock, whole and cleared.

    The lock says what `hitrec pull` found: a file that is missing, broken or not cleared cannot go on the air. Put the
    file where the catalog says, ask the artist for it again, clear its rights, or choose another pick. A preview shows
    a labelled slate in its place. Without a lock, this is not asked.

    bad:

        segments:
          - {kind: short-film, picture: [{clip: lost-1, for: 5s}]}

    good:

        segments:
          - {kind: short-film, picture: [{clip: film-1, for: 5s}]}
    """


@told("HR302")
def wrong_medium() -> None:
    """A pick is used as what it is.

    `clip:` takes what moves, `still:` what does not, `text:` what is read, and a sound needs a file that can be heard.
    What a file is was found in its bytes, whatever its name or the catalog says.

    bad:

        segments:
          - {kind: short-film, picture: [{clip: still-1, for: 5s}]}

    good:

        segments:
          - {kind: short-film, picture: [{still: still-1, for: 5s}]}
    """


@told("HR303", timed=True)
def beyond_the_file() -> None:
    """A range lies inside the file that it is taken from.

    A clip or a sound that is asked for longer than it lasts would freeze or fall silent. Begin earlier, make it
    shorter, or show something after it. An animation (GIF, animated PNG or WebP, AVIF) begins again by itself. The
    file's own timecode (`tc:`) counts from the one that it begins with.

    bad:

        segments:
          - {kind: short-film, picture: [{clip: film-1, in: 8s, for: 5s}]}

    good:

        segments:
          - {kind: short-film, picture: [{clip: film-1, in: 4s, for: 5s}]}
    """


@told("HR304", timed=True)
def unsaid_length() -> None:
    """Somebody says how long a still, a color or a graphic lasts.

    A clip lasts as long as its file, a text as long as it takes to read. All else has no length of its own: add `for:`.

    bad:

        segments:
          - {kind: short-film, picture: [{still: still-1}]}

    good:

        segments:
          - {kind: short-film, picture: [{still: still-1, for: 5s}]}
    """


@told("HR305", timed=True)
def long_transition() -> None:
    """A transition is no longer than what it joins.

    A dissolve is over before its clip is; a dip through a color takes half of its length from the clip before. Shorten
    the transition, or lengthen the clip.

    bad:

        segments:
          - kind: short-film
            picture:
              - {clip: film-1, for: 5s}
              - {still: still-1, for: 1s, transition: {dissolve: 2s}}

    good:

        segments:
          - kind: short-film
            picture:
              - {clip: film-1, for: 5s}
              - {still: still-1, for: 4s, transition: {dissolve: 2s}}
    """


@told("HR306", timed=True)
def short_handle() -> None:
    """A clip goes on for as long as the dissolve that follows it.

    While two clips dissolve, the first still runs: it needs spare frames, a handle, after its out point. End it
    earlier, or shorten the dissolve. Stills, texts and colors go on forever.

    bad:

        segments:
          - kind: short-film
            picture:
              - {clip: film-1, in: 2s}
              - {still: still-1, for: 4s, transition: {dissolve: 1s}}

    good:

        segments:
          - kind: short-film
            picture:
              - {clip: film-1, in: 2s, for: 7s}
              - {still: still-1, for: 4s, transition: {dissolve: 1s}}
    """


@told("HR307", timed=True)
def no_picture() -> None:
    """A segment that is seen has a picture.

    A bumper is mostly a second or two of picture, never none. Only a break, which is black, and credits, which are made
    from what the episode uses, do without. Add a clip, still, text, graphic or color.

    bad:

        segments:
          - {kind: bumper, sound: [{effect: hum-1}]}

    good:

        segments:
          - {kind: bumper, picture: [{color: navy, for: 2s}]}
    """


@told("HR308", timed=True)
def super_beyond_the_end() -> None:
    """A super is over before its segment is.

    A name strap that runs into the next segment names the wrong person. Let it begin earlier, or last shorter: `at:`
    counts from the beginning of its segment.

    bad:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 6s}]
            super: [{lower-third: {name: The Host}, at: 4s, for: 5s}]

    good:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 6s}]
            super: [{lower-third: {name: The Host}, at: 1s, for: 4s}]
    """


@told("HR309", timed=True)
def overlong_segment() -> None:
    """A segment keeps to the length of its kind.

    An interstitial lasts 30 seconds at most: what is longer is a piece of its own, with a title in the rundown. Shorten
    it, or give it another kind.

    bad:

        segments:
          - {kind: interstitial, picture: [{still: still-1, for: 31s}]}

    good:

        segments:
          - {kind: interstitial, picture: [{still: still-1, for: 15s}]}
    """


@told("HR310")
def empty_version() -> None:
    """Every version that is delivered has segments.

    Segments can be limited to versions with `only:`. Where all of them are limited to others, there is nothing to
    deliver. Take `only:` away from some, or the profile from `deliver:`.

    bad:

        deliver: [web]
        segments:
          - {kind: host, only: [broadcast], picture: [{clip: film-1, for: 5s}]}

    good:

        deliver: [web]
        segments:
          - {kind: titles, picture: [{color: navy, for: 4s}]}
          - {kind: host, picture: [{clip: film-1, for: 5s}]}
          - {kind: credits, for: 20s}
    """


@told("HR311", timed=True)
def sound_beyond_the_end() -> None:
    """A sound begins and ends within its segment.

    `at:` counts from the beginning of the segment, and a sound whose length nobody gives ends with it. Let it begin
    earlier, or last shorter, or lengthen the picture.

    bad:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 6s}], sound: [{music: song-2, at: 4s, for: 5s}]}

    good:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 6s}], sound: [{music: song-2, at: 1s, for: 5s}]}
    """


@told("HR312", "warning", timed=True)
def off_the_slot() -> None:
    """The running time fits the slot.

    The network has an hour to fill and starts the next programme on time. Change lengths, or the slot and its
    tolerance.

    bad:

        slot: {duration: 30s, tolerance: 2s}
        segments:
          - {kind: host, picture: [{clip: film-1, for: 9s}]}

    good:

        slot: {duration: 30s, tolerance: 5s}
        segments:
          - {kind: host, picture: [{clip: film-1, for: 9s}]}
    """


@told("HR314", "warning")
def ducked_lead() -> None:
    """Leading music is never ducked.

    In a music segment the first music is what the audience came for: it does not go down under speech, and `duck:` is
    not used. Take it away, or give the segment another kind.

    bad:

        segments:
          - {kind: music, picture: [{clip: film-1, for: 9s}], sound: [{music: song-1, duck: {by: 12 dB}}]}

    good:

        segments:
          - {kind: music, picture: [{clip: film-1, for: 9s}], sound: [{music: song-1}]}
    """


@told("HR319")
def channels_without_place() -> None:
    """The channels of a sound have places around the listener.

    Mono, stereo and surround up to 7.1 are mixed down by ITU-R BS.775; channels without names are taken to be in the
    order of their number (L R C LFE Ls Rs). Heights, ambisonics and more than eight channels have no downmix: ask for
    the sound in mono, stereo, 5.1 or 7.1.

    bad:

        segments:
          - {kind: host, picture: [{color: navy, for: 6s}], sound: [{effect: field-1, for: 4s}]}

    good:

        segments:
          - {kind: host, picture: [{color: navy, for: 4s}], sound: [{effect: hum-1, at: 1s, for: 2s}]}
    """
