"""Catalogs: files that list contributions, and the store that keeps their bytes."""

from __future__ import annotations

from hitrec_cli.checks.rule import told


@told("HR201")
def unreadable_catalog() -> None:
    """A catalog can be read and has rows.

    hitrec reads CSV (.csv, .tsv), JSON (.json, .jsonl), YAML (.yaml) and the catalogs that `hitrec catalog import`
    keeps (.db) from inside the workspace and its sources. The first line of a CSV names its columns. From a
    spreadsheet, save as CSV in UTF-8.

    bad:

        catalog: [../catalog.xlsx]

    good:

        catalog: [../catalog.csv]
    """


@told("HR202")
def bad_row() -> None:
    """Every row of a catalog is a contribution, with an id and a kind.

    A row that cannot be read is left out, and whoever picks it finds nothing. Kinds are video, animation, still, music,
    voice, effect and text. A field that holds the separator needs quotes around it.

    bad:

        id,kind,title,artists,license
        film-9,vidoe,Night,Ann Example,CC-BY-4.0

    good:

        id,kind,title,artists,license
        film-9,video,Night,Ann Example,CC-BY-4.0
    """


@told("HR203")
def missing_columns() -> None:
    """A catalog has the columns that are asked for.

    Without a column that says the kind, no row is a contribution. Where a catalog calls its columns otherwise, the
    manifest says so: `catalog: [{path: ours.csv, columns: {kind: Medium}}]`, or `--columns kind=Medium`.

    bad:

        id,medium,title,artists,license
        film-9,video,Night,Ann Example,CC-BY-4.0

    good:

        id,kind,title,artists,license
        film-9,video,Night,Ann Example,CC-BY-4.0
    """


@told("HR204")
def duplicate_contribution() -> None:
    """An id stands for one contribution.

    Of two rows with one id, hitrec takes the first; whoever picks the other gets the wrong work, and credits the wrong
    artist. Rename one of them. Across two catalogs of one episode it is a warning, and the earlier catalog holds.

    bad:

        id,kind,title,artists,license
        film-9,video,Night,Ann Example,CC-BY-4.0
        film-9,video,Day,Bob Sample,CC-BY-4.0

    good:

        id,kind,title,artists,license
        film-8,video,Night,Ann Example,CC-BY-4.0
        film-9,video,Day,Bob Sample,CC-BY-4.0
    """


@told("HR205", "warning")
def unusable_value() -> None:
    """Durations, dates, recommendations and releases in a catalog are what their columns say.

    A duration is seconds (12.5) or a clock (00:01:30), a date 2015-06-05, recommendations 12 or 12/15, a release
    `released` or `pending`. A value that cannot be read is not used; a release that cannot be read counts as pending.

    bad:

        id,kind,title,artists,license,duration
        film-9,video,Night,Ann Example,CC-BY-4.0,long

    good:

        id,kind,title,artists,license,duration
        film-9,video,Night,Ann Example,CC-BY-4.0,12.5
    """


@told("HR211")
def damaged_object() -> None:
    """The bytes in the store are those that their name says.

    Every file in the store is called after its digest, and `hitrec cache verify` reads all of them again. A difference
    means a failing disk, or somebody who edited the store. Remove the file that is named and run `hitrec pull`.
    """
