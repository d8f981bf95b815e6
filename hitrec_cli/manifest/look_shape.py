"""The shape of a look file: what of the house's lettering a show may change. Declared like the manifest's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from hitrec_cli.manifest import patterns, rules, values
from hitrec_cli.manifest import schema_types as t
from hitrec_cli.manifest.nodes import Node
from hitrec_cli.manifest.shape import Kind, Leaf, Of, Shape, asked, optional
from hitrec_cli.manifest.values import Wrong
from hitrec_cli.model import look as model
from hitrec_cli.model.palette import rgb


class Shown(Leaf[Any]):
    """A leaf that also says how an author would write a value."""

    def __init__(
        self, read: Callable[[Node], Any], words: str, schema: dict[str, Any], shown: Callable[[Any], str] = str
    ) -> None:
        super().__init__(read, words, schema)
        self.shown = shown


def _percent(low: int, high: int, *, tenths: bool = True) -> Shown:
    """Percents from `low` to `high`, with one decimal kept in thousandths, or whole ones as they are."""
    unit = 10 if tenths else 1
    pattern = rf"([0-9]{{1,3}}){'(?:[.]([0-9]))?' if tenths else '()'} ?%"

    def read(node: Node) -> int:
        found = values.text(node)
        match = re.fullmatch(pattern, found, re.ASCII)
        value = int(match[1]) * unit + int(match[2] or 0) if match else -1
        if not low * unit <= value <= high * unit:
            raise Wrong(rules.NUMBER, f"{found!r} is not a share from {low} % to {high} %", f"write it like {high} %")
        return value

    schema = {"type": "string", "pattern": f"^{patterns.decimal(low, high, 1)} ?%$"}
    if not tenths:
        schema["pattern"] = f"^{patterns.whole(low, high, 3)} ?%$"
    return Shown(read, f"{low} % to {high} %", schema, lambda value: f"{value / unit:g} %")


def _milliseconds(node: Node) -> int:
    found = values.text(node)
    match = re.fullmatch(r"([0-9])(?:\.([0-9]{1,3}))?s", found, re.ASCII)
    value = int(match[1]) * 1000 + int((match[2] or "").ljust(3, "0")) if match else -1
    if not 0 <= value <= 2000:
        raise Wrong(rules.TIME, f"{found!r} is not a time from 0s to 2s", "write it like 0.5s")
    return value


def _family(node: Node) -> str:
    found = values.words(node)
    if not re.fullmatch(r"[^,\\{}\x00-\x1f]{1,100}", found):
        raise Wrong(
            rules.TEXT, f"{found[:100]!r} is no name of a family of fonts", "write it as the font itself has it"
        )
    return found


def _choice(what: str, *options: str) -> Shown:
    words = " or ".join(f"`{option}`" for option in options)
    return Shown(values.choice(options, what), words, {"enum": list(options)})


FAMILY: Kind[str] = Shown(
    _family,
    "a family of fonts",
    {"type": "string", "pattern": r"^(?=.*\S)[^,\\{}\n]{1,100}$"},
    lambda name: name or "-",
)
SIZE: Kind[int] = _percent(1, 40)
SMALL: Kind[int] = _percent(0, 20)
SAFE: Kind[int] = _percent(60, 93)
MEASURE: Kind[int] = _percent(20, 90)
LEADING: Kind[int] = _percent(80, 200)
OPACITY: Kind[int] = _percent(0, 100, tenths=False)
MOMENT: Kind[int] = Shown(
    _milliseconds, "`0s` to `2s`", {"type": "string", "pattern": r"^([01](\.[0-9]{1,3})?|2(\.0{1,3})?)s$"},
    lambda value: f"{value / 1000:g}s",
)  # fmt: skip
COLOR: Kind[str] = Shown(lambda node: rgb(values.color(node)), "a color", t.COLOR.schema, lambda color: f'"{color}"')  # type: ignore[attr-defined]
FACE: Kind[model.Face] = _choice("face", "regular", "bold", "italic", "bold-italic")
SIDE: Kind[model.Side] = _choice("side", "left", "right")
MANNER: Kind[model.Manner] = _choice("motion", "wipe", "slide", "fade", "cut")
SETTING: Kind[model.Setting] = _choice("setting", "centered", "paired")
COLUMNS: Kind[int] = Shown(values.integer(1, 3), "1 to 3", {"enum": [1, 2, 3, "1", "2", "3"]})


class Letters(Shape):
    """How words are set."""

    font: str | None = optional(FAMILY, "Its family of fonts, where it is not the look's.", "Fira Mono")
    size: int | None = optional(SIZE, "Ascent plus descent, of the picture's height.", "6 %")
    color: str | None = optional(COLOR, "Its color.", "white", "#f6efe0")
    face: model.Face | None = optional(FACE, "Its face.", "bold")


class CardLetters(Shape):
    """How words are set that stand on a segment's background."""

    font: str | None = optional(FAMILY, "Its family of fonts, where it is not the look's.", "Fira Mono")
    size: int | None = optional(SIZE, "Ascent plus descent, of the picture's height.", "6 %")
    color: str | None = optional(COLOR, "Its color on a dark background.", "white", "#f6efe0")
    on_light: str | None = optional(COLOR, "Its color on a light background.", "ink")
    face: model.Face | None = optional(FACE, "Its face.", "italic")


class Motion(Shape):
    """How a super comes and goes."""

    style: model.Manner | None = optional(MANNER, "It opens, slides and fades, only fades, or is simply there.", "fade")
    enter: int | None = optional(MOMENT, "How long it takes to come; at most a quarter of its length.", "0.5s")
    leave: int | None = optional(MOMENT, "How long it takes to go; at most a quarter of its length.", "0.3s")
    travel: int | None = optional(SMALL, "How far words, or all in a slide, come from.", "1.5 %")


class LowerThird(Shape):
    """A name strap: a bar and a panel beside it, name over role."""

    side: model.Side | None = optional(SIDE, "The corner that it stands in.", "right")
    panel: str | None = optional(COLOR, "What the words stand on.", "navy")
    opacity: int | None = optional(OPACITY, "How dense the panel is.", "82 %")
    accent: str | None = optional(COLOR, "The bar.", "teal")
    bar: int | None = optional(SMALL, "Width of the bar.", "0.9 %")
    padding: int | None = optional(SMALL, "What is free around the words.", "2.4 %")
    name: Letters | None = optional(Of(Letters), "Who is seen.", {"size": "6 %"})
    role: Letters | None = optional(Of(Letters), "What they do.", {"size": "4.1 %"})
    motion: Motion | None = optional(Of(Motion), "How it comes and goes.", {"style": "slide"})


class Title(Shape):
    """A title in the middle of the picture, a rule between it and its subtitle."""

    text: Letters | None = optional(Of(Letters), "The title.", {"size": "13.2 %"})
    subtitle: Letters | None = optional(Of(Letters), "The line under it.", {"face": "italic"})
    rule: str | None = optional(COLOR, "The rule.", "gold")
    shade: int | None = optional(OPACITY, "How dark the soft shade behind the words is.", "65 %")
    motion: Motion | None = optional(Of(Motion), "How it comes and goes.", {"enter": "0.8s"})


class Chapter(Shape):
    """A chapter's name on a tab in an upper corner."""

    side: model.Side | None = optional(SIDE, "The corner that it stands in.", "right")
    panel: str | None = optional(COLOR, "The tab.", "teal")
    opacity: int | None = optional(OPACITY, "How dense the tab is.", "100 %")
    text: Letters | None = optional(Of(Letters), "The chapter's name.", {"color": "white"})
    motion: Motion | None = optional(Of(Motion), "How it comes and goes.", {"style": "cut"})


class Card(Shape):
    """A text contribution as a card."""

    text: CardLetters | None = optional(Of(CardLetters), "The words.", {"size": "6.6 %"})
    title: CardLetters | None = optional(Of(CardLetters), "The small title over them.", {"face": "regular"})
    byline: CardLetters | None = optional(Of(CardLetters), "Who wrote them.", {"color": "silver"})
    rule: str | None = optional(COLOR, "The rule under the title.", "gold")
    measure: int | None = optional(MEASURE, "The longest comfortable line, of the picture's width.", "64 %")


class Credits(Shape):
    """End credits: roll, crawl and cards."""

    setting: model.Setting | None = optional(SETTING, "Roles over their names, or at the left of them.", "paired")
    columns: int | None = optional(COLUMNS, "Columns that a long list of names is set in at most.", 2)
    title: CardLetters | None = optional(Of(CardLetters), "The show's name.", {"size": "8.4 %"})
    role: CardLetters | None = optional(Of(CardLetters), "What people did.", {"color": "silver"})
    name: CardLetters | None = optional(Of(CardLetters), "Their names.", {"size": "4.6 %"})
    closing: CardLetters | None = optional(Of(CardLetters), "The last lines.", {"size": "3.6 %"})
    rule: str | None = optional(COLOR, "The rule under the title.", "gold")
    panel: str | None = optional(COLOR, "The band that a crawl moves in.", "black")


class Look(Shape):
    """How the show's lettering is set."""

    look: str = asked(
        Leaf(values.choice(("1",), "version of looks"), "`1`", {"enum": [1, "1"]}),
        "Version of this language.", 1, stand_in="1",
    )  # fmt: skip
    font: str | None = optional(FAMILY, "The family of fonts.", "FiraGO")
    safe: int | None = optional(SAFE, "What lettering stays within, of width and height (EBU R 95).", "90 %")
    leading: int | None = optional(LEADING, "From line to line, of the size.", "112 %")
    lower_third: LowerThird | None = optional(Of(LowerThird), "Name straps.", {"panel": "navy"})
    title: Title | None = optional(Of(Title), "Titles.", {"rule": "gold"})
    chapter: Chapter | None = optional(Of(Chapter), "Chapters.", {"side": "right"})
    card: Card | None = optional(Of(Card), "Text contributions.", {"measure": "60 %"})
    credits: Credits | None = optional(Of(Credits), "End credits.", {"setting": "paired"})
