"""The look: how lettering is set, as data. What is written here is the house's own; a show changes any of it.

Sizes are thousandths of the picture's height unless they say otherwise, so every raster shows the same picture; colors
are '#rrggbb', opacities percent, times milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Face = Literal["regular", "bold", "italic", "bold-italic"]
Side = Literal["left", "right"]
Manner = Literal["wipe", "slide", "fade", "cut"]
Setting = Literal["centered", "paired"]

_WHITE, _SOFT, _DARK, _AMBER = "#ffffff", "#d6d3cc", "#12151b", "#f2a33a"


@dataclass(frozen=True, slots=True)
class Letters:
    """How words are set. `font`: a family's name, '' for the look's own. `on_light`: the color on a light background.

    `size` is ASS font size: ascent plus descent.
    """

    size: int
    color: str = _WHITE
    face: Face = "regular"
    font: str = ""
    on_light: str = _DARK


@dataclass(frozen=True, slots=True)
class Motion:
    """How a super comes (in `enter` milliseconds) and goes (in `leave`); `travel` is how far it slides."""

    style: Manner = "wipe"
    enter: int = 520
    leave: int = 320
    travel: int = 15


@dataclass(frozen=True, slots=True)
class LowerThird:
    """A name strap: a bar and a panel beside it, name over role."""

    side: Side = "left"
    panel: str = _DARK
    opacity: int = 82
    accent: str = _AMBER
    bar: int = 9
    padding: int = 24
    name: Letters = Letters(60, face="bold")
    role: Letters = Letters(41, _SOFT)
    motion: Motion = Motion()


@dataclass(frozen=True, slots=True)
class Title:
    """A title in the middle of the picture, a rule between it and its subtitle. `shade`: how dark it is behind them."""

    text: Letters = Letters(132, face="bold")
    subtitle: Letters = Letters(50, _SOFT)
    rule: str = _AMBER
    shade: int = 65
    motion: Motion = Motion()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter's name on a tab in an upper corner."""

    side: Side = "left"
    panel: str = _AMBER
    opacity: int = 100
    text: Letters = Letters(48, _DARK, "bold")
    motion: Motion = Motion()


@dataclass(frozen=True, slots=True)
class Card:
    """A text contribution as a card. `measure`: the longest comfortable line, in thousandths of the picture's width."""

    text: Letters = Letters(66)
    title: Letters = Letters(34, face="bold")
    byline: Letters = Letters(34, _SOFT, "italic", on_light="#4a4d55")
    rule: str = _AMBER
    measure: int = 640


@dataclass(frozen=True, slots=True)
class Credits:
    """End credits. `columns`: how many a long list of names is set in at most; `panel`: behind a crawl."""

    setting: Setting = "centered"
    columns: int = 3
    title: Letters = Letters(84, face="bold")
    role: Letters = Letters(34, _AMBER, "bold", on_light="#8a4d00")
    name: Letters = Letters(46)
    closing: Letters = Letters(36, _SOFT, on_light="#3c3f46")
    rule: str = _AMBER
    panel: str = _DARK


@dataclass(frozen=True, slots=True)
class Look:
    """`safe`: thousandths of width and height that lettering stays within (EBU R 95: graphics 90 %, action 93 %).

    `leading`: from line to line, in thousandths of the size.
    """

    font: str = "FiraGO"
    safe: int = 900
    leading: int = 1120
    lower_third: LowerThird = LowerThird()
    title: Title = Title()
    chapter: Chapter = Chapter()
    card: Card = Card()
    credits: Credits = Credits()


HOUSE = Look()
