"""The episode as a whole, and keys and times that have to fit each other."""

from __future__ import annotations

from hitrec_cli.checks.rule import told


@told("HR140")
def no_segments() -> None:
    """An episode has segments.

    There is nothing to render. Write at least one; `hitrec new` writes a manifest to begin with.

    bad:

        segments: []

    good:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 5s}]}
    """


@told("HR141")
def duplicate_id() -> None:
    """A segment's id is its own.

    Rundown, reports and comments speak of segments by their ids. A file that is used twice has the same id twice: give
    one of them another by `with: {id: …}`.

    bad:

        segments:
          - {kind: host, id: talk, picture: [{clip: film-1, for: 5s}]}
          - {kind: host, id: talk, picture: [{still: still-1, for: 5s}]}

    good:

        segments:
          - {kind: host, id: talk, picture: [{clip: film-1, for: 5s}]}
          - {kind: host, id: farewell, picture: [{still: still-1, for: 5s}]}
    """


@told("HR142")
def backward_range() -> None:
    """`out` comes after `in`, both in the same kind of time.

    Both are times in the source, counted from its beginning: the clip lasts from the one to the other. Beside a
    source's own timecode (`in: {tc: …}`) the length is written with `for`.

    bad:

        segments:
          - {kind: host, picture: [{clip: film-1, in: 5s, out: 3s}]}

    good:

        segments:
          - {kind: host, picture: [{clip: film-1, in: 3s, out: 8s}]}
    """


@told("HR143")
def no_length() -> None:
    """A length is at least one frame.

    A picture, super or transition of no length is never seen. Write a longer time, or remove the item.

    bad:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 0s}]}

    good:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 5s}]}
    """


@told("HR144")
def unfit_key() -> None:
    """A key fits the kind of segment or item that it is written in.

    Stills and colors have no in point and no sound, clips have no camera move, and only credits and breaks say their
    own length: all others last as long as their picture. Remove the key, or write it where it belongs.

    bad:

        segments:
          - {kind: host, picture: [{still: still-1, in: 2s, for: 5s}]}

    good:

        segments:
          - {kind: host, picture: [{still: still-1, for: 5s}]}
    """


@told("HR145")
def two_descriptions() -> None:
    """A file that is used twice is described in the same words.

    A file that is not in the catalog is credited as the manifest describes it. Two descriptions of one file would
    credit it to two makers, or under two licenses. Write them alike, or put the file into the catalog.

    bad:

        segments:
          - {kind: host, picture: [{color: navy, for: 5s}],
             sound: [{voice: {file: night.wav, by: Ann, license: CC-BY-4.0}}]}
          - {kind: host, picture: [{color: navy, for: 5s}],
             sound: [{voice: {file: night.wav, by: Bob, license: CC-BY-4.0}}]}

    good:

        segments:
          - {kind: host, picture: [{color: navy, for: 9s}], sound: [{voice: voice-1}]}
          - {kind: host, picture: [{color: navy, for: 9s}], sound: [{voice: voice-1}]}
    """
