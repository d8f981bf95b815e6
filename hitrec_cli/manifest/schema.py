"""The shape of a manifest: the one source for reading it and for its JSON Schema.

The models read nodes, not plain data: every leaf is read by a function of `values`, which knows its place, and `Shape`
tells of keys that are unknown, missing or exclude each other, so that one mistake hides no other.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, Tag

from hitrec_cli.manifest import schema_types as t
from hitrec_cli.manifest import values
from hitrec_cli.manifest.schema_shape import Shape


class File(Shape):
    """A file that is not in the catalog, still credited."""

    file: t.Path = Field(description="The file, relative to this manifest.", examples=["../assets/host/night.mp4"])
    by: Annotated[
        Annotated[list[t.Words], t.AS_LIST, Tag("list")] | Annotated[t.Words, Tag("text")], t.BY_LIST
    ] = Field(description="Who made it: one name or a list.", examples=[["The Crew"]])  # fmt: skip
    license: t.Words = Field(description="Its license, an SPDX expression.", examples=["CC-BY-4.0", "LicenseRef-own"])
    title: t.Words | None = Field(None, description="Its title; without one, the name of the file.")
    source: t.Words | None = Field(None, description="Where it comes from, for the credits.")


Source = Annotated[Annotated[t.Reference, Tag("text")] | Annotated[File, Tag("mapping")], t.BY_NODE]
"""The id of a contribution, or a file described here."""


class SourceTime(Shape):
    """A place in a source by the source's own timecode."""

    tc: t.SourceTimecode = Field(description="Timecode as the source carries it.", examples=["10:00:02:00"])


Point = Annotated[Annotated[t.Time, Tag("text")] | Annotated[SourceTime, Tag("mapping")], t.BY_NODE]


class Graphic(Shape):
    """A picture computed in Python."""

    function: t.Function = Field(description="File and function.", examples=["../assets/graphics/opening.py:opening"])
    args: t.Arguments = Field((), description="What the function is handed, by name.")


class View(Shape):
    """Part of a still that fills the screen."""

    zoom: t.Zoom = Field(10_000, description="1 is the whole still, 8 the most.")
    x: t.Center = Field(5_000, description="Center from the left, 0 to 1.")
    y: t.Center = Field(5_000, description="Center from the top, 0 to 1.")


class Move(Shape):
    """A camera move over a still."""

    from_: View = Field(alias="from", description="Where it begins.")
    to: View = Field(description="Where it ends.")


class Dip(Shape):
    """A fade to a color and back."""

    for_: t.Time = Field(alias="for", description="How long both halves last together.", examples=["1s"])
    color: t.Color = Field("black", description="The color between.")


class Change(Shape):
    """A transition that takes time."""

    one_of = ("dissolve", "dip")
    dissolve: t.Time | None = Field(None, description="Cross dissolve of this length.", examples=["1s"])
    dip: Annotated[Annotated[t.Time, Tag("text")] | Annotated[Dip, Tag("mapping")], t.BY_NODE] | None = Field(
        None, description="Through a color, centered on the cut."
    )


Transition = Annotated[Annotated[t.Cut, Tag("text")] | Annotated[Change, Tag("mapping")], t.BY_NODE]


class Picture(Shape):
    """One item of the picture; items follow one another."""

    one_of = ("clip", "still", "text", "graphic", "color")
    not_both = ("out", "for")
    clip: Source | None = Field(None, description="A moving contribution.", examples=["rec-1001"])
    still: Source | None = Field(None, description="A still contribution.", examples=["rec-2002"])
    text: Source | None = Field(None, description="A text contribution, set as a card.")
    graphic: Annotated[Annotated[t.Function, Tag("text")] | Annotated[Graphic, Tag("mapping")], t.BY_NODE] | None = (
        Field(None, description="A picture computed by a Python function.")
    )
    color: t.Color | None = Field(None, description="A plain color.")
    in_: Point | None = Field(None, alias="in", description="Where the clip begins.", examples=["2s"])
    out: Point | None = Field(None, description="Where the clip ends.", examples=["00:00:31.500"])
    for_: t.Time | None = Field(None, alias="for", description="How long it lasts.", examples=["12s"])
    fit: t.FitMode | None = Field(None, description="How an odd shape fills the screen.")
    move: Move | None = Field(None, description="A camera move over a still.")
    transition: Transition | None = Field(None, description="How it begins.", examples=["cut", {"dissolve": "1s"}])
    original: t.Switch = Field(True, description="Whether the clip's own sound is heard.")
    gain: t.Gain = Field(0, description="Level of the clip's own sound.", examples=["-3 dB"])
    damaged: t.Accept | None = Field(None, description="`accept`: use the clip in spite of decode errors.")


class Ducking(Shape):
    """How a bed goes down under speech."""

    under: t.Under = Field("voice", description="What it gives way to.")
    by: t.Depth = Field(1200, description="How far.", examples=["12 dB"])


class Fade(Shape):
    """Fades at the ends of a sound."""

    in_: t.Time | None = Field(None, alias="in", description="At its beginning.")
    out: t.Time | None = Field(None, description="At its end.")


class Sound(Shape):
    """One sound over the segment."""

    one_of = ("voice", "music", "effect")
    voice: Source | None = Field(None, description="Speech.")
    music: Source | None = Field(None, description="Music, a bed or in front.")
    effect: Source | None = Field(None, description="A sound effect.")
    at: t.Time | None = Field(None, description="When it begins in the segment.", examples=["1s"])
    in_: Point | None = Field(None, alias="in", description="Where in the source it begins.")
    for_: t.Time | None = Field(None, alias="for", description="How long it lasts.")
    gain: t.Gain = Field(0, description="Its level.", examples=["-6 dB"])
    duck: Ducking | None = Field(None, description="How it gives way to speech.")
    fade: Fade | None = Field(None, description="Fades at its ends.")


class LowerThird(Shape):
    """A name strap."""

    name: t.Words = Field(description="Who is seen.")
    role: t.Words | None = Field(None, description="What they do.")


class Title(Shape):
    """A title over the picture."""

    text: t.Words = Field(description="The title.")
    subtitle: t.Words | None = Field(None, description="The line under it.")


class Super(Shape):
    """Text over the picture."""

    one_of = ("lower-third", "title", "chapter")
    lower_third: LowerThird | None = Field(None, alias="lower-third", description="A name strap.")
    title: Annotated[Annotated[t.Words, Tag("text")] | Annotated[Title, Tag("mapping")], t.BY_NODE] | None = Field(
        None, description="A title."
    )
    chapter: t.Words | None = Field(None, description="A chapter's name.")
    at: t.Time | None = Field(None, description="When it comes in the segment.", examples=["2s"])
    for_: t.Time = Field(alias="for", description="How long it stays.", examples=["5s"])


class Stretch(Shape):
    """A stretch of the segment's sound."""

    at: t.Time = Field(description="When it begins in the segment.", examples=["14.2s"])
    for_: t.Time = Field(alias="for", description="How long it lasts.", examples=["0.4s"])


class Credit(Shape):
    """A contribution that is credited though neither seen nor heard."""

    contribution: t.Reference = Field(description="Its id.", examples=["rec-2050"])
    role: t.Words = Field(description="What it was.", examples=["Story"])


class Segment(Shape):
    """One part of the show."""

    asked = ("kind",)
    kind: t.Kind = Field("host", description="What kind of part it is.")
    id: t.Slug | None = Field(None, description="Its own name; without one, kind and number: host-2.")
    title: t.Text | None = Field(None, description="Its title.")
    only: Annotated[list[t.Slug], t.AS_LIST] | None = Field(
        None, description="The versions it belongs to; without it, all.", examples=[["broadcast"]]
    )
    background: t.Color = Field("black", description="What is behind pictures that do not fill the screen.")
    for_: t.Time | None = Field(None, alias="for", description="The length of a break or of the credits.")
    style: t.Style | None = Field(None, description="How credits are set.")
    picture: Annotated[list[Picture], t.AS_LIST] | None = Field(None, description="What is seen, in order.")
    sound: Annotated[list[Sound], t.AS_LIST] | None = Field(None, description="What is heard over it.")
    super: Annotated[list[Super], t.AS_LIST] | None = Field(None, description="Text over the picture.")
    bleep: Annotated[list[Stretch], t.AS_LIST] | None = Field(None, description="Where a tone covers speech.")
    mute: Annotated[list[Stretch], t.AS_LIST] | None = Field(None, description="Where the sound is silent.")
    captions: t.Reference | None = Field(None, description="The contribution that holds its captions.")
    credits: Annotated[list[Credit], t.AS_LIST] | None = Field(None, description="Who else is credited.")


class Use(Shape):
    """A segment that stands in a file of its own."""

    asked = ("use",)
    use: t.Path = Field("", description="The file, relative to this one.", examples=["../segments/opening.yaml"])
    with_: t.Overrides | None = Field(None, alias="with", description="Its parameters, or keys of the segment.")


class Raster(Shape):
    """A format spelled out; samples are square."""

    width: t.Pixels = Field(description="Pixels across.", examples=[1920])
    height: t.Pixels = Field(description="Pixels down.", examples=[1080])
    rate: t.FrameRate = Field(description="Frames per second, exact.", examples=["30000/1001"])


class Slot(Shape):
    """The running time that the network wants."""

    duration: t.Time = Field(description="How long.", examples=["00:22:00;00"])
    tolerance: t.Time | None = Field(None, description="How far off it may be.", examples=["5s"])


class Catalog(Shape):
    """A catalog whose columns have other names."""

    path: t.Path = Field(description="The file, relative to this manifest.")
    columns: t.Names = Field((), description="Our name of a column: theirs.", examples=[{"artists": "creator"}])


class Defaults(Shape):
    """What holds for every picture item that says nothing else, and the level of every sound."""

    fit: t.FitMode = Field("letterbox", description="How odd shapes fill the screen.")
    transition: Transition | None = Field(None, description="How items begin.")
    level: t.Loudness = Field(values.LEVEL, description="Loudness of sounds before their gain.", examples=["-24 LUFS"])


class Episode(Shape):
    """One episode of the show."""

    asked = ("hitrec", "id", "segments")
    hitrec: t.MajorVersion = Field("1", description="Version of the manifest language.")
    id: t.Slug = Field("", description="The episode's name; its files are called so.", examples=["s02e01"])
    series: t.Text = Field("", description="The show.")
    season: t.Number = Field(0, description="Number of the season.")
    episode: t.Number = Field(0, description="Number within the season.")
    title: t.Text = Field("", description="The episode's title.")
    theme: t.Text = Field("", description="What it is about.")
    publish: t.Dates = Field({}, description="Version: first day of publication.", examples=[{"online": "2015-06-05"}])
    format: Annotated[Annotated[t.NamedFormat, Tag("text")] | Annotated[Raster, Tag("mapping")], t.BY_NODE] | None = (
        Field(None, description="Raster and rate.", examples=["1080p29.97"])
    )
    start: t.StartTimecode | None = Field(None, description="First timecode.", examples=["01:00:00;00"])
    slot: Slot | None = Field(None, description="The running time that the network wants.")
    catalog: Annotated[
        list[Annotated[Annotated[t.Path, Tag("text")] | Annotated[Catalog, Tag("mapping")], t.BY_NODE]], t.AS_LIST
    ] = Field([], description="Where contributions are listed.", examples=[["../assets/catalog.csv"]])
    deliver: Annotated[list[t.Slug], t.AS_LIST] = Field([], description="Delivery profiles.", examples=[["web"]])
    defaults: Defaults | None = Field(None, description="What holds where nothing else is said.")
    segments: t.SegmentNodes = Field((), description="The parts of the show, in order.")
