"""Single values: words, ids, numbers, times, levels, colors, days, formats, paths, texts."""

from __future__ import annotations

from hitrec_cli.checks.rule import told


@told("HR120")
def unknown_word() -> None:
    """A value of a fixed list is one of that list.

    Kinds of segments, fits, styles and switches have names that are spelt in one way. The message says which one comes
    closest, or all of them. A dissolve or a dip needs its length: `transition: {dissolve: 1s}`. Territories are
    `worldwide`, or a list of codes of ISO 3166-1 alpha-2: `territories: {broadcast: [US, CA]}`.

    bad:

        segments:
          - {kind: hots, picture: [{clip: film-1, for: 5s}]}

    good:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 5s}]}
    """


@told("HR121")
def not_an_id() -> None:
    """Ids and names of versions and profiles are lower case letters, digits and '-'; contributions have no spaces.

    Files, reports and links are called after them, on systems that treat capitals and spaces in different ways. The id
    of a contribution is whatever its catalog says, in one word.

    bad:

        segments:
          - {kind: host, id: First Talk, picture: [{clip: film-1, for: 5s}]}

    good:

        segments:
          - {kind: host, id: first-talk, title: First Talk, picture: [{clip: film-1, for: 5s}]}
    """


@told("HR122")
def not_a_number() -> None:
    """A number is a plain decimal within its range.

    Numbers are written in digits, with a point before decimals: no units, no commas, no words. The message says what
    the range is.

    bad:

        season: two

    good:

        season: 2
    """


@told("HR123")
def not_a_time() -> None:
    """A time can be read, and exists at the episode's rate.

    Write seconds (3s, 1.5s), a clock (00:01:30.5), frames (90f) or a timecode (00:01:30;12). A number alone could be
    seconds or frames. Drop frame, with ';', leaves out the first two addresses of most minutes, and exists at 29.97 and
    59.94 only; no second has more frames than the rate.

    bad:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 5}]}

    good:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 5s}]}
    """


@told("HR124")
def not_a_level() -> None:
    """A level has its unit, dB or LUFS, and is within its range.

    Gains are in dB, from -96 to 24, the loudness of a programme in LUFS, from -40 to -5. Without its unit, -6 could be
    either, and one of them is deafening.

    bad:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 5s, gain: -6}]}

    good:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 5s, gain: -6 dB}]}
    """


@told("HR125")
def not_a_color() -> None:
    """A color is one of the palette, or #rrggbb.

    The palette has 20 names. Any other color is written as six hexadecimal digits, in quotes, as YAML takes what stands
    behind a bare # for a comment.

    bad:

        segments:
          - {kind: host, picture: [{color: bleu, for: 5s}]}

    good:

        segments:
          - {kind: host, picture: [{color: blue, for: 5s}, {color: "#1e3a5f", for: 5s}]}
    """


@told("HR126")
def not_a_day() -> None:
    """A date is a day that exists, written YYYY-MM-DD.

    Before this day nothing is delivered, so 05/06/2015 must not be read as May here and as June there.

    bad:

        publish: {online: 05/06/2015}

    good:

        publish: {online: 2015-06-05}
    """


@told("HR127")
def not_a_format() -> None:
    """A format is progressive, of a known raster and rate, or spelled out in width, height and rate.

    The whole episode is made in one raster and at one exact rate: write 1080p29.97, 1080p25, 720p59.94, or all three
    numbers. An episode is always progressive: interlaced is what a delivery profile makes of it.

    bad:

        format: 1080i59.94

    good:

        format: 1080p29.97
    """


@told("HR128")
def not_a_path() -> None:
    """A path names a file in the workspace; a graphic names a file and its function.

    Paths are relative to the file that they are written in, with forward slashes on every system, so that the show can
    be moved and shared. Addresses of the web are no paths: `hitrec pull` fetches what a catalog offers.

    bad:

        catalog: ["https://example.org/catalog.csv"]

    good:

        catalog: [../catalog.csv]
    """


@told("HR129")
def blank_text() -> None:
    """A text that is shown is not blank.

    A name strap without a name, or a work without a maker, is a box on the screen that says nothing. Write the text, or
    remove the key.

    bad:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}]
            super: [{lower-third: {name: " "}, at: 1s, for: 5s}]

    good:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}]
            super: [{lower-third: {name: The Host}, at: 1s, for: 5s}]
    """
