"""What all lettering shares: the stage it is set on, and how wide words are.

Pure: fonts are never opened here. The metrics are handed in, the result is an ASS script as text (see
`lettering_script`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from hitrec_cli.base.timecode import Rate
from hitrec_cli.model.look import HOUSE, Face, Letters, Look

LEGIBLE = 30
"""The smallest size that viewers can read, in thousandths of the picture's height."""


class Metrics(Protocol):
    """Widths of words in the fonts that will draw them."""

    def width(self, text: str, size: int, face: Face, family: str) -> int:
        """Advance width in pixels, rounded up. `size` is ASS font size: ascent plus descent, in pixels."""
        ...


@dataclass(frozen=True, slots=True)
class Stage:
    """Where lettering is set: a raster in pixels, its rate, the fonts' metrics and the look."""

    width: int
    height: int
    rate: Rate
    metrics: Metrics
    look: Look = HOUSE

    def px(self, thousandths: int) -> int:
        """A size of the look in pixels."""
        return max(1, (self.height * thousandths + 500) // 1000)

    def even(self, thousandths: int) -> int:
        """The same to an even number: edges on whole chroma samples stay clean in 4:2:0."""
        return max(2, (self.height * thousandths + 1000) // 2000 * 2)

    @property
    def legible(self) -> int:
        """The smallest size that viewers can read, in pixels."""
        return self.px(LEGIBLE)

    @property
    def left(self) -> int:
        """Left edge of the safe area, on a whole chroma sample inside it."""
        return -(-self.width * (1000 - self.look.safe) // 4000) * 2

    @property
    def right(self) -> int:
        """Right edge of the safe area."""
        return self.width - self.left

    @property
    def top(self) -> int:
        """Upper edge of the safe area."""
        return -(-self.height * (1000 - self.look.safe) // 4000) * 2

    @property
    def bottom(self) -> int:
        """Lower edge of the safe area."""
        return self.height - self.top

    @property
    def room(self) -> int:
        """Width of the safe area."""
        return self.right - self.left

    def family(self, letters: Letters) -> str:
        """The family of fonts that words are set in."""
        return letters.font or self.look.font

    def width_of(self, text: str, letters: Letters, size: int) -> int:
        """Width of words in pixels."""
        return self.metrics.width(text, size, letters.face, self.family(letters))


def light(color: str) -> bool:
    """Whether dark letters read better on this color: luma (BT.709) above the middle."""
    red, green, blue = (int(color[n : n + 2], 16) for n in (1, 3, 5))
    return 2126 * red + 7152 * green + 722 * blue > 10_000 * 140


def on(background: str, letters: Letters) -> str:
    """The color of words on a background."""
    return letters.on_light if light(background) else letters.color
