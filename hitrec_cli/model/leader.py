"""What stands before and after a programme on a master: bars and tone, slate, countdown, black."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from hitrec_cli.base.problems import NOWHERE, Mark

Bars = Literal["smpte", "ebu"]


@dataclass(frozen=True, slots=True)
class Leader:
    """Lengths in whole seconds of timecode, one after the other up to the programme; `tail`: black after it.

    `colors`: which bars; `tone`: peak level of their tone in hundredths of a dBFS. `count`: the first number of the
    countdown at the end of `black`: 2 is the 2-pop alone, 0 none.
    """

    bars: int = 60
    slate: int = 15
    black: int = 15
    tail: int = 5
    colors: Bars = "smpte"
    tone: int = -2000
    count: int = 2
    mark: Mark = field(default=NOWHERE, compare=False)

    @property
    def seconds(self) -> int:
        """Of all that stands before the programme."""
        return self.bars + self.slate + self.black


US = Leader()
"""SMPTE RP 219 bars and 1 kHz at -20 dBFS from 00:58:30;00, slate, 2-pop: as US networks and PBS ask for it."""

EU = Leader(bars=20, slate=7, black=3, colors="ebu", tone=-1800, count=0)
"""EBU bars (100/0/75/0) and 1 kHz at -18 dBFS (EBU R 68), slate at 09:59:50:00, three seconds of black."""

LEADERS = {"us": US, "eu": EU}
