"""The one face of all places that bytes come from over a network."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from hitrec_cli.library.sources.part import Part
from hitrec_cli.library.sources.rules import OBJECT_STORES, PORTS, Rules

Moved = Callable[[int, int], None]
"""Told how many bytes are there, and of how many (0: nobody knows). May raise, which ends the fetching."""


class Stopped(Exception):
    """The command is ending (Ctrl-C, a full disk): what was fetched stays, the next pull goes on from there."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells a server's version of a file from its others: ETag and Last-Modified as it sent them, '' for none."""

    etag: str = ""
    modified: str = ""


class Source(Protocol):
    """A kind of place."""

    def fetch(self, location: str, part: Part, moved: Moved, known: Mark | None = None) -> bool:
        """Bring what is at an address into its part, from where the part ends; False: it is still the `known` one.

        Raises MediaError in one line for what cannot be had, Stopped when told to end, OSError for the own disk.
        """

    def close(self) -> None:
        """Drop connections."""


def source_for(scheme: str, rules: Rules, stop: threading.Event) -> Source | None:
    """The source for addresses of a scheme, or None for a scheme that nobody fetches."""
    if scheme in PORTS:
        from hitrec_cli.library.sources.web import Web

        return Web(rules, stop)
    if scheme in OBJECT_STORES:
        from hitrec_cli.library.sources.objects import ObjectStores

        return ObjectStores(rules, stop)
    return None
