"""What a probe finds: the facts, and the table of pictures that belongs to them."""

from __future__ import annotations

from dataclasses import dataclass

from hitrec_cli.model.media import MediaFacts


@dataclass(frozen=True, slots=True)
class Found:
    """`pts`: the time of every displayed picture, in order, in ticks of the picture's time base; `keyframes`: the times
    at which decoding can begin, also of pictures before the first that an edit list hides. Both are empty where
    nothing moves.
    """

    facts: MediaFacts
    keyframes: tuple[int, ...] = ()
    pts: tuple[int, ...] = ()
