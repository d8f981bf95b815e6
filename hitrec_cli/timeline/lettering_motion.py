"""How supers come and go: each drawn thing gets the tags, or the pieces in time, that its motion asks for.

All times count in the super's own clock, which slices never rebase: libass rounds to milliseconds, and a rebased time
would round otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

from hitrec_cli.model.look import Motion
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.lettering_script import Align, Event, box, clip, moment, words
from hitrec_cli.timeline.lettering_wrap import Block

Edges = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Opening:
    """A wipe from one rectangle to another, from `first` to `last` percent of the way in."""

    shut: Edges
    wide: Edges
    first: int = 0
    last: int = 100


@dataclass(frozen=True, slots=True)
class Entrance:
    """A super of some frames that comes and goes by a motion.

    wipe: boxes open, and on them words slide into place while they fade in. slide: everything slides by `by`, (x, y)
    pixels from its place, while it fades in, and back. fade: without sliding. cut: it is there, and gone.
    Coming and going take a quarter of its length each at most.
    """

    stage: Stage
    motion: Motion
    frames: int
    by: tuple[int, int]

    @property
    def gone(self) -> int:
        """Milliseconds that it lasts."""
        return int(self.stage.rate.seconds(self.frames) * 1000)

    @property
    def come(self) -> int:
        """Milliseconds after which it has come in."""
        return min(self.motion.enter, self.gone // 4)

    @property
    def go(self) -> int:
        """Milliseconds after which it begins to go."""
        return self.gone - min(self.motion.leave, self.gone // 4)

    def box(self, edges: Edges, color: str, opacity: int, opening: Opening) -> list[Event]:
        """A filled rectangle that opens, in a wipe, as told."""
        if self.motion.style == "wipe":
            return [self._whole(box(edges, color, opacity, self._wipe(opening)))]
        return [
            Event(box(edges, color, opacity, tags), start, end)
            for start, end, tags in self._pieces((edges[0], edges[1]))
        ]

    def words(
        self,
        block: Block,
        at: tuple[int, int],
        *,
        align: Align = "left",
        color: str = "",
        tags: str = "",
        first: int = 0,
        on: Opening | None = None,
    ) -> list[Event]:
        """A block's lines from (x, top). In a wipe they come from `first` percent of the way in, seen through `on`."""
        drawn = []
        for line, down in zip(block.lines, block.tops, strict=True):
            place = (at[0], at[1] + down)
            for start, end, more in self._pieces(place, first, on) if line else ():
                text = words(line, place, block.letters, block.size, color=color, align=align, tags=tags + more)
                drawn.append(Event(text, start, end))
        return drawn

    def _whole(self, text: str) -> Event:
        return Event(text, 0, moment(self.frames, self.stage.rate))

    def _pieces(self, place: tuple[int, int], first: int = 0, on: Opening | None = None) -> list[tuple[int, int, str]]:
        """Start and end in hundredths, and the tags, of each piece in time of what stands at a place."""
        end, style = moment(self.frames, self.stage.rate), self.motion.style
        if style == "cut":
            return [(0, end, "")]
        if style == "wipe":
            a, b, c, d = self._part(first, 100)
            opening = self._wipe(on) if on is not None else ""
            return [(0, end, f"{opening}\\fade(255,0,255,{a},{b},{c},{d}){_move(self._aside(place), place, a, b)}")]
        if style == "fade" or self.by == (0, 0):
            return [(0, end, f"\\fad({self.come},{self.gone - self.go})")]
        # A \move goes one way only: the way out is an event of its own, from a frame's beginning.
        leaving = moment(max(1, int(self.stage.rate.fraction * self.go / 1000)), self.stage.rate)
        out = max(1, 10 * (end - leaving))
        there, back = _move(self._aside(place), place, 0, self.come), _move(place, self._aside(place), 0, out)
        return [(0, leaving, f"\\fad({self.come},0){there}"), (leaving, end, f"\\fad(0,{out}){back}")]

    def _aside(self, place: tuple[int, int]) -> tuple[int, int]:
        return place[0] + self.by[0], place[1] + self.by[1]

    def _part(self, first: int, last: int) -> tuple[int, int, int, int]:
        """Milliseconds of what moves from `first` to `last` percent of the way in, and the reverse on the way out."""
        come, go, out = self.come, self.go, self.gone - self.go
        return (
            come * first // 100,
            come * last // 100,
            go + out * (100 - last) // 100,
            go + out * (100 - first) // 100,
        )

    def _wipe(self, opening: Opening) -> str:
        """Open from one rectangle to another, quick first and slow at the end, and close again."""
        a, b, c, d = self._part(opening.first, opening.last)
        wide, shut = clip(opening.wide), clip(opening.shut)
        return f"{shut}\\t({a},{b},0.4,{wide})\\t({c},{d},2.2,{shut})"


def _move(start: tuple[int, int], end: tuple[int, int], first: int, last: int) -> str:
    return f"\\move({start[0]},{start[1]},{end[0]},{end[1]},{first},{last})"
