"""What a manifest is before it says anything: a file, text, YAML, keys that the schema knows."""

from __future__ import annotations

from hitrec_cli.checks.rule import told


@told("HR100")
def unreadable_file() -> None:
    """The manifest and its lock can be read.

    There is no file of this name, it is a folder, hitrec may not read it, or its lock is damaged. Name the YAML file of
    an episode. A damaged lock is mended by removing it and running `hitrec pull`.
    """


@told("HR101")
def not_utf8() -> None:
    """The file is text in UTF-8, without control characters.

    Names come from everywhere, and UTF-8 can write all of them. A file in another encoding shows wrong names, or none;
    control characters come from damaged files and from copying out of terminals. Save the file as UTF-8 without a byte
    order mark (with one, hitrec only warns), and remove the character that the message names.

    bad:

        title: "The \\x07First"

    good:

        title: The First
    """


@told("HR102")
def empty_file() -> None:
    """The file says something.

    An empty file, or one of comments alone, describes no episode. `hitrec new` writes a manifest to begin with.
    """


@told("HR103")
def too_large() -> None:
    """The file keeps to 2 MB, 64 levels and 200,000 values, aliases and segment files counted in full.

    Ten lines of aliases can stand for more values than any machine has memory for; the budget keeps them out. No show
    comes near it. Reading also stops after 500 problems. Move segments to files of their own and `use` them.
    """


@told("HR104")
def not_yaml() -> None:
    """The file is YAML.

    From the place that is named on, nobody can say what was meant, so nothing behind it is looked at. Most often a text
    that holds ': ' lacks its quotes, a line begins with a tab, or a bracket or quote was never closed, perhaps lines
    before.

    bad:

        title: RE: The Dark

    good:

        title: "RE: The Dark"
    """


@told("HR105")
def two_documents() -> None:
    """One file holds one YAML document.

    A line `---` in the middle of a file begins a second document, which nobody would read. Give each episode a file of
    its own.

    bad:

        title: The First
        ---
        title: The Second

    good:

        title: The First
    """


@told("HR106")
def unknown_anchor() -> None:
    """An alias repeats an anchor that stands before it and is closed.

    `*name` stands for the value that `&name` marks further up in the same file. It cannot stand for what comes later,
    nor for what it is itself a part of. Check the spelling, or write the anchor where the value is first used.

    bad:

        segments:
          - {kind: host, picture: &sky [{color: navy, for: 5s}]}
          - {kind: host, picture: *sea}

    good:

        segments:
          - {kind: host, picture: &sky [{color: navy, for: 5s}]}
          - {kind: host, picture: *sky}
    """


@told("HR107")
def yaml_tag() -> None:
    """Values carry no YAML tags: the schema knows every type.

    Tags such as `!!int` or `!python/object` tell a program how to read a value, and can make a careless one run a
    stranger's code. Remove the tag. A text that begins with '!' needs quotes.

    bad:

        season: !!int 2

    good:

        season: 2
    """


@told("HR108")
def duplicate_key() -> None:
    """A key is written once in its mapping.

    Most programs take the last of two and say nothing, so that half of what was written is lost. Keep one; of two
    lists, join the items.

    bad:

        title: The First
        title: The Second

    good:

        title: The First
    """


@told("HR109")
def key_is_no_text() -> None:
    """Keys are texts; `<<` merges mappings.

    A list or a mapping cannot be a key, and what stands behind `<<` must be a mapping, or a list of mappings, that was
    marked before. A bracket before a colon is mostly a text that lacks its quotes.

    bad:

        segments:
          - {<<: sky, kind: host, picture: [{color: navy, for: 5s}]}

    good:

        segments:
          - &sky {kind: host, id: one, picture: [{color: navy, for: 5s}]}
          - {<<: *sky, id: two}
    """


@told("HR110")
def unknown_key() -> None:
    """Every key is one that the schema knows.

    A misspelt key would be left out in silence, and the super it was to make would be missed on the air. The message
    says which key was meant, or which ones this place knows; docs/manifest-language.md has all of them.

    bad:

        segments:
          - {kind: host, picure: [{clip: film-1, for: 5s}]}

    good:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 5s}]}
    """


@told("HR111")
def missing_key() -> None:
    """Every required key is there.

    An episode has `hitrec`, `id` and `segments`, a segment its `kind` and mostly a `picture`, a break its length, a
    file that is not in the catalog its makers and its license. Add what the message names.

    bad:

        segments:
          - {picture: [{clip: film-1, for: 5s}]}

    good:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 5s}]}
    """


@told("HR112")
def wrong_shape() -> None:
    """A value is a text, a list or a mapping as the schema wants it.

    Items of a list begin with '- ' or stand in [ ], also when there is only one. Keys of a mapping stand one on a line,
    or in { }.

    bad:

        segments:
          - {kind: host, picture: {clip: film-1, for: 5s}}

    good:

        segments:
          - {kind: host, picture: [{clip: film-1, for: 5s}]}
    """


@told("HR113")
def exclusive_keys() -> None:
    """Of keys that exclude each other one is written: not none, not two.

    A picture item is one of clip, still, text, graphic and color, a sound one of voice, music and effect, a super one
    of lower-third, title and chapter; `for` and `out` both say where an item ends. Keep one, or write two items.

    bad:

        segments:
          - kind: host
            picture:
              - {clip: film-1, still: still-1, for: 5s}

    good:

        segments:
          - kind: host
            picture:
              - {clip: film-1, for: 5s}
              - {still: still-1, for: 5s}
    """


@told("HR114")
def no_value() -> None:
    """A key that is written has a value.

    A key with nothing behind it was mostly meant to be filled in later. Write its value, or remove the key. A text that
    is meant to be empty is written "".

    bad:

        theme:

    good:

        theme: The Sea
    """


@told("HR115", "warning")
def unused_anchor() -> None:
    """An anchor is repeated by some alias.

    `&name` marks a value so that `*name` can repeat it. Where nothing repeats it, either the alias is misspelt or the
    segment that used it was taken out. Remove the anchor, or use it.

    bad:

        segments:
          - {kind: host, picture: &sky [{color: navy, for: 5s}]}

    good:

        segments:
          - {kind: host, picture: [{color: navy, for: 5s}]}
    """
