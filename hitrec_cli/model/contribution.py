"""What community members offered."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from hitrec_cli.base.problems import NOWHERE, Mark

ContributionKind = Literal["video", "animation", "still", "music", "voice", "effect", "text"]

ReleaseState = Literal["released", "pending", ""]
"""Whether its artists have signed what the show needs; '' where the catalog says nothing about it."""

Stated = Literal["yes", "no", ""]
"""An answer; '' where the catalog gives none."""

CONTRIBUTION_KINDS: tuple[ContributionKind, ...] = ("video", "animation", "still", "music", "voice", "effect", "text")


@dataclass(frozen=True, slots=True)
class Contribution:
    """One piece as the catalog knows it.

    `location` is where its bytes are: an absolute path ('' when it has none), already resolved by the catalog.
    `resources` are the ids of the contributions it was made from. `duration` in seconds, where the catalog says it.
    `offered`, `expires` (the last day of its license or release) and `withdrawn_on` are dates, ISO 8601, or ''.
    `recommended` of `votes` people recommend it; 0 votes: the source counts only the former. `agreement` names the
    paper behind `release`. `withdrawn` is the reason, never '' when it was withdrawn. `territories`: where it may be
    shown (`model.territories`), () where nothing is said of it. `minor`: whether somebody under age made it, or is seen
    or heard in it; `guardian`: whether those who answer for them have signed.
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
    theme: str = ""
    offered: str = ""
    recommended: int = 0
    votes: int = 0
    release: ReleaseState = ""
    agreement: str = ""
    expires: str = ""
    withdrawn: str = ""
    withdrawn_on: str = ""
    territories: tuple[str, ...] = ()
    minor: Stated = ""
    guardian: ReleaseState = ""
    mark: Mark = field(default=NOWHERE, compare=False)
