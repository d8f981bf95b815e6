"""What community members offered."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from hitrec_cli.base.problems import NOWHERE, Mark

ContributionKind = Literal["video", "animation", "still", "music", "voice", "effect", "text"]

CONTRIBUTION_KINDS: tuple[ContributionKind, ...] = ("video", "animation", "still", "music", "voice", "effect", "text")


@dataclass(frozen=True, slots=True)
class Contribution:
    """One piece as the catalog knows it.

    `location` is where its bytes are: an absolute path ('' when it has none), already resolved by the catalog.
    `resources` are the ids of the contributions it was made from. `duration` in seconds, where the catalog says it.
    """

    id: str
    kind: ContributionKind
    title: str
    artists: tuple[str, ...]
    license: str
    source: str = ""
    location: str = ""
    resources: tuple[str, ...] = ()
    duration: Fraction | None = None
    notes: str = ""
    mark: Mark = field(default=NOWHERE, compare=False)
