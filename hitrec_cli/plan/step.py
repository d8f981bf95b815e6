"""One piece of work, described so exactly that its description's hash names its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from hitrec_cli.base.digest import Json, canonical, digest

StepKind = Literal["graphic", "roll", "pcm", "loudness", "speech", "mix", "sound", "tone", "span", "stitch"]


@dataclass(frozen=True, slots=True)
class Step:
    """`spec` says what to make and is all that `perform` gets besides its inputs; it is canonical JSON.

    `needs` are keys of steps whose results it reads, `reads` digests of store objects. `label`, `frames` (of
    picture: 0 for sound and measurements) are for people and for the order of work; they are in no key.
    """

    kind: StepKind
    key: str
    spec: str
    needs: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    suffix: str = ""
    label: str = field(default="", compare=False)
    frames: int = field(default=0, compare=False)


def make_step(
    kind: StepKind,
    spec: Mapping[str, Json],
    *,
    salt: str,
    suffix: str,
    needs: tuple[str, ...] = (),
    reads: tuple[str, ...] = (),
    label: str = "",
    frames: int = 0,
) -> Step:
    """A step under its key: SHA-256 over kind, spec, the keys it needs, the digests it reads, and the engine's salt."""
    key = digest({"kind": kind, "spec": spec, "needs": list(needs), "reads": list(reads), "salt": salt})
    return Step(kind, key, canonical(spec), needs, reads, suffix, label, frames)


@dataclass(frozen=True, slots=True)
class Plan:
    """All steps of one deliverable, each before those that need it; the last one makes the deliverable."""

    steps: tuple[Step, ...]

    @property
    def target(self) -> Step:
        """The step whose result is the deliverable."""
        return self.steps[-1]
