"""Where a picture or a sound comes from, and where in its source it begins: part of the schema."""

from __future__ import annotations

from hitrec_cli.manifest import schema_types as t
from hitrec_cli.manifest.nodes import Sequence
from hitrec_cli.manifest.shape import Either, Kind, ListOf, Of, Shape, optional, required
from hitrec_cli.manifest.values import Written
from hitrec_cli.model.segment import Pick


class File(Shape):
    """A file that is not in the catalog, still credited."""

    file: str = required(t.PATH, "The file, relative to this manifest.", "../assets/host/night.mp4")
    by: str | tuple[str, ...] = required(
        Either(t.WORDS, ListOf(t.WORDS), Sequence), "Who made it: one name or a list.", ["The Crew"]
    )
    license: str = required(t.WORDS, "Its license, an SPDX expression.", "CC-BY-4.0", "LicenseRef-own")
    title: str | None = optional(t.WORDS, "Its title; without one, the name of the file.", "Night")
    source: str | None = optional(t.WORDS, "Where it comes from, for the credits.", "Roll 12")


SOURCE: Kind[Pick | File] = Either(t.REFERENCE, Of(File))
"""The id of a contribution, or a file described here."""


class SourceTime(Shape):
    """A place in a source by the source's own timecode."""

    tc: str = required(t.SOURCE_TIMECODE, "Timecode as the source carries it.", "10:00:02:00")


POINT: Kind[Written | SourceTime] = Either(t.TIME, Of(SourceTime))
