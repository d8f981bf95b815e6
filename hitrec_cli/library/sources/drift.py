"""What has become other than the lock says, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hitrec_cli.model.lock import LockedPick
from hitrec_cli.model.media import MediaFacts


@dataclass(frozen=True, slots=True)
class Drift:
    """A pick whose bytes are no longer those that were locked. `changes` are (field, before, now), as text.

    `kept`: the locked bytes are in the store and are used; else the pick is missing until one or the other comes.
    """

    pick: str
    changes: tuple[tuple[str, str, str], ...]
    kept: bool

    def __str__(self) -> str:
        told = ", ".join(f"{name} {before} → {now}" for name, before, now in self.changes)
        used = "the locked bytes are used" if self.kept else "the locked bytes are not in the store"
        return f"{self.pick} has changed since it was locked: {told}; {used}; {remedy(self.pick)}"


def remedy(pick: str) -> str:
    """What to do for the new bytes."""
    return f"take the new ones with hitrec pull --update {pick}"


def drift(locked: LockedPick, digest: str, size: int, facts: MediaFacts | None, *, kept: bool) -> Drift:
    """How what is offered now differs from what was locked."""
    before, now = dict(_fields(locked.digest, locked.size, locked.facts)), dict(_fields(digest, size, facts))
    names = [*before, *(name for name in now if name not in before)]
    changes = tuple(
        (name, before.get(name, "none"), now.get(name, "none")) for name in names if before.get(name) != now.get(name)
    )
    return Drift(locked.id, changes, kept)


def _fields(digest: str, size: int, facts: MediaFacts | None) -> Iterator[tuple[str, str]]:
    yield "digest", digest[:12]
    yield "size", f"{size:,} bytes"
    if facts is None:
        return
    yield "kind", f"{facts.kind} ({facts.format})"
    if facts.duration:
        yield "duration", f"{float(facts.duration):.3f} s"
    picture, sound = facts.picture, facts.sound
    if picture is not None:
        yield (
            "raster",
            f"{picture.width}x{picture.height}" + (f" turned {picture.rotation}°" if picture.rotation else ""),
        )
        if picture.rate:
            yield "rate", str(picture.rate) + (" (variable)" if picture.variable else "")
    if sound is not None:
        yield "sound", f"{sound.channels} channels at {sound.rate} Hz"
    if facts.encoding:
        yield "encoding", facts.encoding
