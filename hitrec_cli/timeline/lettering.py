"""What all lettering shares: the look as data, the stage it is set on, and how wide words are.

Pure: fonts are never opened here. The metrics are handed in, the result is an ASS script as text (see
`lettering_script`). Sizes in a look are thousandths of the raster's height, so every raster shows the same picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from hitrec_cli.base.timecode import Rate

Face = Literal["regular", "bold", "italic", "bold-italic", "mono"]


class Metrics(Protocol):
    """Widths of words in the fonts that will draw them."""

    def width(self, text: str, size: int, face: Face) -> int:
        """Advance width in pixels, rounded up. `size` is ASS font size: ascent plus descent, in pixels."""
        ...


@dataclass(frozen=True, slots=True)
class Look:
    """Colors '#rrggbb'; opacity in percent; sizes in thousandths of the raster's height.

    `safe` is what text stays within (EBU R 95, graphics safe area: 90 % of width and height), `measure` the widest
    comfortable line of a card in thousandths of the raster's width, `legible` the smallest size that viewers can read.
    """

    family: str = "FiraGO"
    mono: str = "Fira Mono"
    ink: str = "#ffffff"
    soft: str = "#d6d3cc"
    accent: str = "#f2a33a"
    panel: str = "#12151b"
    opacity: int = 82
    safe: int = 900
    measure: int = 640
    name: int = 60
    role: int = 41
    title: int = 132
    subtitle: int = 50
    chapter: int = 48
    card: int = 66
    legible: int = 30
    credit: int = 46
    heading: int = 34
    small: int = 28
    bar: int = 9
    pad: int = 24
    leading: int = 1120


LOOK = Look()


@dataclass(frozen=True, slots=True)
class Stage:
    """Where lettering is set: a raster in pixels, its rate, the fonts' metrics and the look."""

    width: int
    height: int
    rate: Rate
    metrics: Metrics
    look: Look = LOOK

    def px(self, thousandths: int) -> int:
        """A size of the look in pixels."""
        return max(1, (self.height * thousandths + 500) // 1000)

    def even(self, thousandths: int) -> int:
        """The same to an even number: edges on whole chroma samples stay clean in 4:2:0."""
        return max(2, (self.height * thousandths + 1000) // 2000 * 2)

    @property
    def left(self) -> int:
        """Left edge of the safe area."""
        return self.width * (1000 - self.look.safe) // 4000 * 2

    @property
    def right(self) -> int:
        """Right edge of the safe area."""
        return self.width - self.left

    @property
    def top(self) -> int:
        """Upper edge of the safe area."""
        return self.height * (1000 - self.look.safe) // 4000 * 2

    @property
    def bottom(self) -> int:
        """Lower edge of the safe area."""
        return self.height - self.top

    def width_of(self, text: str, size: int, face: Face = "regular") -> int:
        """Width of words in pixels."""
        return self.metrics.width(text, size, face)


def light(color: str) -> bool:
    """Whether dark letters read better on this color: luma (BT.709) above the middle."""
    red, green, blue = (int(color[n : n + 2], 16) for n in (1, 3, 5))
    return 2126 * red + 7152 * green + 722 * blue > 10_000 * 140
