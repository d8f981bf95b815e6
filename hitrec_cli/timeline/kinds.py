"""What each kind of segment brings with it; every kind has the same face."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from hitrec_cli.model.segment import SegmentKind


@dataclass(frozen=True, slots=True)
class KindTraits:
    """Defaults and requirements of a kind of segment.

    `needs_picture`: it must have picture items. `longest`: seconds it may last at most. `strap`: what lower thirds name
    when the manifest has no super, its leading music or those who are heard. `ducks_music`: whether a bed may go down
    under speech.
    """

    needs_picture: bool = True
    longest: Fraction | None = None
    strap: Literal["", "music", "speakers"] = ""
    ducks_music: bool = True


KINDS: Mapping[SegmentKind, KindTraits] = {
    "titles": KindTraits(),
    "host": KindTraits(),
    "short-film": KindTraits(),
    "documentary": KindTraits(strap="speakers"),
    "music": KindTraits(strap="music", ducks_music=False),
    "live": KindTraits(),
    "conversation": KindTraits(),
    "animation": KindTraits(),
    "story": KindTraits(),
    "interstitial": KindTraits(longest=Fraction(30)),
    "bumper": KindTraits(),
    "break": KindTraits(needs_picture=False),
    "graphic": KindTraits(),
    "credits": KindTraits(needs_picture=False),
}


def reading_time(text: str) -> Fraction:
    """Seconds a card stays: 15 characters a second plus one second to find it, three seconds at least.

    The rate is that of subtitling practice for adult programmes (BBC Subtitle Guidelines: 160 to 180 words a minute).
    """
    letters = sum(not character.isspace() for character in text)
    return max(Fraction(3), 1 + Fraction(letters, 15))
