"""Python's cyclic collector, kept from walking what is just being made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Nodes and models hold no cycles, yet the collector would walk them again and again while they are made.

    Afterwards they count as old (`freeze` and `unfreeze` together do no more), so that it does not walk them at once.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if gc.get_freeze_count() == 0:
            gc.freeze()
            gc.unfreeze()
        gc.enable()
