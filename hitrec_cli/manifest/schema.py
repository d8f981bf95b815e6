"""The shape of a manifest: the one source for reading it, for its JSON Schema and for docs/manifest.md.

Every key says what kind of value it has, what it is for, and examples; see shape.py for how the declarations work.
"""

from __future__ import annotations

from typing import ClassVar

from hitrec_cli.base.digest import Json
from hitrec_cli.manifest import schema_types as t
from hitrec_cli.manifest.nodes import Mapping, Node
from hitrec_cli.manifest.schema_show import Catalog, Leader, Raster, Slot
from hitrec_cli.manifest.schema_sound import Fade, RoomTone, Sound, Stretch
from hitrec_cli.manifest.schema_source import POINT, SOURCE, File, SourceTime
from hitrec_cli.manifest.shape import Either, Kind, ListOf, Of, Shape, asked, optional, required, usual
from hitrec_cli.manifest.values import Written
from hitrec_cli.model.episode import Format
from hitrec_cli.model.segment import Fit, Pick, SegmentKind


class Graphic(Shape):
    """A picture computed in Python."""

    function: str = required(t.FUNCTION, "File and function.", "../assets/graphics/opening.py:opening")
    args: tuple[tuple[str, Json], ...] | None = optional(
        t.ARGUMENTS,
        "What the function is handed: plain whole numbers, `true`, `false` and `null` are that, all else is text.",
        {"stars": 40},
    )


class View(Shape):
    """Part of a still that fills the screen."""

    zoom: int = usual("1", t.ZOOM, "1 is the whole still, 8 the most.", 1.4)
    x: int = usual("0.5", t.CENTER, "Center from the left, 0 to 1.", 0.3)
    y: int = usual("0.5", t.CENTER, "Center from the top, 0 to 1.", 0.4)


class Move(Shape):
    """A camera move over a still."""

    from_: View = required(Of(View), "Where it begins.", {"zoom": 1})
    to: View = required(Of(View), "Where it ends.", {"zoom": 1.4, "x": 0.3, "y": 0.4})


class Dip(Shape):
    """A fade to a color and back."""

    for_: Written = required(t.TIME, "How long both halves last together.", "1s")
    color: str = usual("black", t.COLOR, "The color between.", "white")


class Change(Shape):
    """A transition that takes time."""

    one_of = ("dissolve", "dip")
    dissolve: Written | None = optional(t.TIME, "Cross dissolve of this length.", "1s")
    dip: Written | Dip | None = optional(
        Either(t.TIME, Of(Dip)), "Through a color, centered on the cut.", "1s", {"for": "0.5s", "color": "white"}
    )


TRANSITION: Kind[str | Change] = Either(t.CUT, Of(Change))


class Picture(Shape):
    """One item of the picture; items follow one another."""

    one_of = ("clip", "still", "text", "graphic", "color")
    not_both = ("out", "for")
    fits: ClassVar = {
        "in": "clip",
        "out": "clip",
        "original": "clip",
        "level": "clip",
        "gain": "clip",
        "fade": "clip",
        "lead": "clip",
        "lag": "clip",
        "damaged": "clip",
        "captions": "clip",
        "move": "still",
    }
    clip: Pick | File | None = optional(SOURCE, "A moving contribution.", "rec-1001")
    still: Pick | File | None = optional(SOURCE, "A still contribution.", "rec-2002")
    text: Pick | File | None = optional(SOURCE, "A text contribution, set as a card.", "rec-2003")
    graphic: str | Graphic | None = optional(
        Either(t.FUNCTION, Of(Graphic)), "A picture computed by a Python function.", "graphics/opening.py:opening"
    )
    color: str | None = optional(t.COLOR, "A plain color.", "navy", "#a0b0c0")
    in_: Written | SourceTime | None = optional(POINT, "Where the clip begins.", "2s", {"tc": "10:00:02:00"})
    out: Written | SourceTime | None = optional(POINT, "Where the clip ends.", "00:00:31.500")
    for_: Written | None = optional(t.TIME, "How long it lasts.", "12s")
    fit: Fit | None = optional(t.FIT, "How an odd shape fills the screen.", "blur")
    move: Move | None = optional(Of(Move), "A camera move over a still.", {"from": {"zoom": 1}, "to": {"zoom": 1.4}})
    transition: str | Change | None = optional(TRANSITION, "How it begins.", "cut", {"dissolve": "1s"})
    original: bool = usual("on", t.SWITCH, "Whether the clip's own sound is heard.", "off")
    level: int | None = optional(t.LEVEL, "Loudness of the clip's own sound; without it, as in `defaults`.", "-20 LUFS")
    gain: int = usual("0 dB", t.GAIN, "How much louder or softer than that its own sound is.", "-3 dB")
    fade: Fade | None = optional(Of(Fade), "Fades at the ends of its own sound.", {"out": "0.5s"})
    lead: Written | None = optional(t.TIME, "J cut: its own sound begins so long before its picture.", "0.5s")
    lag: Written | None = optional(t.TIME, "L cut: its own sound runs on so long after its picture.", "1s")
    damaged: str | None = optional(t.ACCEPT, "`accept`: use the clip in spite of decode errors.", "accept")
    captions: Pick | None = optional(t.REFERENCE, "The captions of the clip, timed from its file's start.", "rec-2014")


class LowerThird(Shape):
    """A name strap."""

    name: str = required(t.WORDS, "Who is seen.", "The Host")
    role: str | None = optional(t.WORDS, "What they do.", "Host")


class Title(Shape):
    """A title over the picture."""

    text: str = required(t.WORDS, "The title.", "First Stars")
    subtitle: str | None = optional(t.WORDS, "The line under it.", "A short film")


class Super(Shape):
    """Text over the picture."""

    one_of = ("lower-third", "title", "chapter")
    lower_third: LowerThird | None = optional(Of(LowerThird), "A name strap.", {"name": "The Host", "role": "Host"})
    title: str | Title | None = optional(Either(t.WORDS, Of(Title)), "A title.", "First Stars")
    chapter: str | None = optional(t.WORDS, "A chapter's name.", "Dusk")
    at: Written | None = optional(t.TIME, "When it comes in the segment.", "2s")
    for_: Written | None = asked(t.TIME, "How long it stays.", "5s", stand_in=None)


class Credit(Shape):
    """A contribution that is credited though neither seen nor heard."""

    contribution: Pick = required(t.REFERENCE, "Its id.", "rec-2050")
    role: str = required(t.WORDS, "What it was.", "Story")


class Segment(Shape):
    """One part of the show."""

    without_picture = ("break", "credits", "bumper")
    """Kinds that need no picture."""
    timed = ("break", "credits")
    """Kinds that may say how long they last; a break must."""
    styled = ("credits",)
    """Kinds that may have a style."""

    kind: SegmentKind = asked(t.KIND, "What kind of part it is.", "host", stand_in="host")
    id: str | None = optional(t.SLUG, "Its own name; without one, kind and number: host-2.", "monologue")
    title: str | None = optional(t.TEXT, "Its title.", "Turn on your recording devices")
    only: tuple[str, ...] | None = optional(
        ListOf(t.SLUG), "The versions it belongs to; without it, all.", ["broadcast"]
    )
    background: str = usual("black", t.COLOR, "What is behind pictures that do not fill the screen.", "navy")
    for_: Written | None = optional(t.TIME, "The length of a break, which must have one, or of the credits.", "2s")
    style: t.Style | None = optional(
        t.STYLE, "How credits are set; without it, as a roll. A crawl goes over the picture.", "cards"
    )
    picture: tuple[Picture, ...] | None = optional(
        ListOf(Of(Picture)), "What is seen, in order; all but break, credits and bumper need it.",
        [{"clip": "rec-1001", "for": "12s"}],
    )  # fmt: skip
    sound: tuple[Sound, ...] | None = optional(
        ListOf(Of(Sound)), "What is heard over it.", [{"music": "rec-2011", "gain": "-6 dB"}]
    )
    super: tuple[Super, ...] | None = optional(ListOf(Of(Super)), "Text over it.", [{"chapter": "Dusk", "for": "5s"}])
    bleep: tuple[Stretch, ...] | None = optional(
        ListOf(Of(Stretch)), "Where a tone covers speech.", [{"at": "14.2s", "for": "0.4s"}]
    )
    mute: tuple[Stretch, ...] | None = optional(
        ListOf(Of(Stretch)), "Where speech is silent: voices, clips' own sound.", [{"at": "3s", "for": "1s"}]
    )
    room_tone: Pick | RoomTone | None = optional(
        Either(t.REFERENCE, Of(RoomTone)),
        "A soft tone under all of it: a recording of the room, or what is made for it.",
        "rec-2013",
        {"level": "-60 LUFS"},
    )
    captions: Pick | None = optional(t.REFERENCE, "Its captions, timed from its own start.", "rec-2012")
    credits: tuple[Credit, ...] | None = optional(
        ListOf(Of(Credit)), "Who else is credited.", [{"contribution": "rec-2050", "role": "Story"}]
    )


class Use(Shape):
    """A segment that stands in a file of its own."""

    use: str = asked(t.PATH, "The file, relative to this one.", "../segments/opening.yaml", stand_in="")
    with_: Mapping | None = optional(t.OVERRIDES, "Its parameters, or keys of the segment.", {"theme": "The Dark"})


class Defaults(Shape):
    """What holds for every picture item that says nothing else, and the level of every sound."""

    fit: Fit = usual("letterbox", t.FIT, "How odd shapes fill the screen.", "blur")
    transition: str | Change | None = optional(TRANSITION, "How items begin; without it, with a cut.", "cut")
    level: int = usual("-24 LUFS", t.LOUDNESS, "Loudness of sounds before their gain.", "-23 LUFS")


class Episode(Shape):
    """One episode of the show."""

    hitrec: str = asked(t.VERSION, "Version of the manifest language.", 1, stand_in="1")
    id: str = asked(t.SLUG, "The episode's name; its files are called so.", "s02e01", stand_in="")
    series: str | None = optional(t.TEXT, "The show.", "Example Show")
    season: int = usual("0", t.NUMBER, "Number of the season.", 2)
    episode: int = usual("0", t.NUMBER, "Number within the season.", 1)
    title: str | None = optional(t.TEXT, "The episode's title.", "RE: The Dark")
    theme: str | None = optional(t.TEXT, "What it is about.", "The Dark")
    language: str | None = optional(t.LANGUAGE, "What is spoken; files and captions tell it.", "en")
    publish: dict[str, str] | None = optional(
        t.DATES, "First day of publication, by version.", {"online": "2015-06-05"}
    )
    territories: dict[str, tuple[str, ...]] | None = optional(
        t.PLACES, "Where a version is shown; without it, worldwide.", {"broadcast": ["US", "CA"]}
    )
    format: Format | Raster | None = optional(
        Either(t.FORMAT, Of(Raster)), "Raster and rate; without it, 1080p29.97.", "1080p29.97"
    )
    start: Written | None = optional(t.START, "First timecode; without it, one hour.", "01:00:00;00")
    slot: Slot | None = optional(Of(Slot), "The running time that the network wants.", {"duration": "00:22:00;00"})
    leader: str | Leader | None = optional(
        Either(t.LEADER, Of(Leader)), "What stands around the programme on a master; without it, nothing.", "us"
    )
    catalog: tuple[str | Catalog, ...] | None = optional(
        ListOf(Either(t.PATH, Of(Catalog))), "Where contributions are listed.", ["../assets/catalog.csv"]
    )
    deliver: tuple[str, ...] | None = optional(ListOf(t.SLUG), "Delivery profiles.", ["web"])
    look: str | None = optional(t.PATH, "Its look; without one, the show's assets/look.yaml.", "../assets/gala.yaml")
    defaults: Defaults | None = optional(Of(Defaults), "What holds where nothing else is said.", {"fit": "blur"})
    segments: tuple[Node, ...] = asked(
        t.SEGMENTS, "The parts of the show, in order.", [{"use": "../segments/opening.yaml"}], stand_in=()
    )
