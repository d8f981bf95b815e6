"""The shape of a leader in a manifest."""

from __future__ import annotations

from hitrec_cli.manifest import schema_types as t
from hitrec_cli.manifest.shape import Shape, usual
from hitrec_cli.model.leader import Bars


class Leader(Shape):
    """What stands before and after the programme on a master. Lengths are whole seconds of timecode."""

    bars: int = usual("60s", t.SECONDS, "Color bars with a tone of 1 kHz.", "30s")
    colors: Bars = usual("smpte", t.BARS, "Which bars: SMPTE RP 219, or EBU 100/0/75/0.", "ebu")
    tone: int = usual("-20 dBFS", t.TONE, "Peak level of the tone.", "-18 dBFS")
    slate: int = usual("15s", t.SECONDS, "The slate, drawn from this manifest.", "20s")
    black: int = usual("15s", t.SECONDS, "Black before the programme, with the countdown at its end.", "10s")
    count: int = usual("2", t.COUNT, "First number of the countdown: `2` is the 2-pop alone, `0` none.", 8)
    tail: int = usual("5s", t.SECONDS, "Black after the programme.", "30s")
