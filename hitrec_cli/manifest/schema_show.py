"""Shapes of what an episode says of itself: its format, its slot, its leader, its catalogs."""

from __future__ import annotations

from hitrec_cli.base.timecode import Rate
from hitrec_cli.manifest import schema_types as t
from hitrec_cli.manifest.shape import Shape, optional, required, usual
from hitrec_cli.manifest.values import Written
from hitrec_cli.model.leader import Bars


class Raster(Shape):
    """A format spelled out; samples are square."""

    width: int = required(t.PIXELS, "Pixels across.", 1920)
    height: int = required(t.PIXELS, "Pixels down.", 1080)
    rate: Rate = required(t.RATE, "Frames per second, exact.", "30000/1001", 25)


class Slot(Shape):
    """The running time that the network wants."""

    duration: Written = required(t.TIME, "How long.", "00:22:00;00")
    tolerance: Written | None = optional(t.TIME, "How far off it may be.", "5s")


class Leader(Shape):
    """What stands before and after the programme on a master. Lengths are whole seconds of timecode."""

    bars: int = usual("60s", t.SECONDS, "Color bars with a tone of 1 kHz.", "30s")
    colors: Bars = usual("smpte", t.BARS, "Which bars: SMPTE RP 219, or EBU 100/0/75/0.", "ebu")
    tone: int = usual("-20 dBFS", t.TONE, "Peak level of the tone.", "-18 dBFS")
    slate: int = usual("15s", t.SECONDS, "The slate, drawn from this manifest.", "20s")
    black: int = usual("15s", t.SECONDS, "Black before the programme, with the countdown at its end.", "10s")
    count: int = usual("2", t.COUNT, "First number of the countdown: `2` is the 2-pop alone, `0` none.", 8)
    tail: int = usual("5s", t.SECONDS, "Black after the programme.", "30s")


class Catalog(Shape):
    """A catalog whose columns have other names."""

    path: str = required(t.PATH, "The file, relative to this manifest.", "../assets/catalog.csv")
    columns: tuple[tuple[str, str], ...] | None = optional(
        t.NAMES, "Our name of a column: theirs.", {"artists": "creator"}
    )
