"""Segments in files of their own: `use:`, `with:`, parameters."""

from __future__ import annotations

from hitrec_cli.checks.rule import told


@told("HR130")
def unusable_file() -> None:
    """A segment file that is used can be read and is a segment.

    What stands in the file is put where `use:` stands. Its path is relative to the file that uses it and stays in the
    workspace, and the file is the mapping of one segment, which begins with `kind:`, not a list and not an episode.

    bad:

        segments:
          - {use: ../segments/helo.yaml, with: {name: The Host}}

    good:

        segments:
          - {use: ../segments/hello.yaml, with: {name: The Host}}
    """


@told("HR131")
def circular_use() -> None:
    """Segment files do not use each other in a circle, nor more than 8 deep.

    A file that uses itself, directly or by way of others, would never end. Write the segment out in one of them.

    bad:

        segments:
          - use: ../segments/circle.yaml

    good:

        segments:
          - {use: ../segments/hello.yaml, with: {name: The Host}}
    """


@told("HR132")
def unfilled_parameter() -> None:
    """`${name}` is a declared parameter with a value; `with:` gives parameters, or keys of a segment.

    A segment file says under `parameters:` what can be filled in, with what holds when nobody does. One without a
    default must be given, else `${name}` itself would stand on the screen.

    bad:

        segments:
          - use: ../segments/hello.yaml

    good:

        segments:
          - use: ../segments/hello.yaml
            with: {name: The Host}
    """
