"""The lock: digest, size, facts and rights of each pick, as `pull` found them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from hitrec_cli.model.media import MediaFacts

PickState = Literal["ok", "missing", "broken", "uncleared"]


@dataclass(frozen=True, slots=True)
class LockedPick:
    """One pick. `digest` (SHA-256), `size` (bytes) and `facts` are set when the bytes are in the store.

    `reason` says in one line why the state is not "ok". `license`, `release`, `expires`, `withdrawn` (the reason) and
    `territories` (parted by semicolons) are the rights that the catalog told. Who is under age is not among them: locks
    are published.
    """

    id: str
    state: PickState
    digest: str = ""
    size: int = 0
    license: str = ""
    facts: MediaFacts | None = None
    reason: str = ""
    release: str = ""
    expires: str = ""
    withdrawn: str = ""
    territories: str = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """All picks of one episode, by id."""

    episode: str
    picks: Mapping[str, LockedPick] = field(default_factory=dict)

    def get(self, pick: str) -> LockedPick:
        """The locked pick, or one in state "missing" where the lock does not have it."""
        return self.picks.get(pick) or LockedPick(pick, "missing", reason="not in the lock; run hitrec pull")
