"""Contributions that are named: by the manifest, and by others that were made from them."""

from __future__ import annotations

from hitrec_cli.checks.rule import told


@told("HR401")
def unknown_resource() -> None:
    """What a contribution was made from is in a catalog.

    Whoever a remix was made from is credited too, down to the first. A resource that no catalog has would be forgotten.
    Add it to the catalog, or take it out of the resources if it was not used.

    bad:

        segments:
          - {kind: short-film, picture: [{clip: orphan-1, for: 5s}]}

    good:

        segments:
          - {kind: short-film, picture: [{clip: remix-1, for: 5s}]}
    """


@told("HR402")
def circular_resources() -> None:
    """Nothing was made from itself.

    Where two contributions name each other as what they were made from, one of the two is wrong. Ask the artists which
    came first, and correct the catalog.

    bad:

        segments:
          - {kind: short-film, picture: [{clip: circle-1, for: 5s}]}

    good:

        segments:
          - {kind: short-film, picture: [{clip: remix-1, for: 5s}]}
    """


@told("HR403")
def unknown_pick() -> None:
    """Every pick is in a catalog.

    Without its row nobody knows who made it, nor what it may be used for. Correct the id, name the catalog that has it,
    or describe the file where it stands: {file: …, by: …, license: …}.

    bad:

        segments:
          - {kind: short-film, picture: [{clip: flim-1, for: 5s}]}

    good:

        segments:
          - {kind: short-film, picture: [{clip: film-1, for: 5s}]}
    """
