"""What licenses ask for, as data. Whoever knows a license better changes a row here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Terms:
    """What a license asks of a show that uses a work: no commerce (NC), no changes (ND), the same license (SA)."""

    non_commercial: bool = False
    no_derivatives: bool = False
    share_alike: bool = False


_FREE = Terms()
_SHARED = Terms(share_alike=True)

OWN = "LicenseRef-own"
PUBLIC_DOMAIN = "LicenseRef-public-domain"

TERMS: Mapping[str, Terms] = {
    OWN: _FREE,
    PUBLIC_DOMAIN: _FREE,
    **dict.fromkeys(("CC0-1.0", "CC-PDM-1.0", "CC-PDDC", "PDDL-1.0", "Unlicense", "0BSD", "WTFPL"), _FREE),
    **dict.fromkeys(("Apache-2.0", "MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "OFL-1.1", "Zlib"), _FREE),
    **dict.fromkeys(("FAL-1.3", "LAL-1.2", "LAL-1.3", "OPUBL-1.0", "ODbL-1.0"), _SHARED),
    **dict.fromkeys((f"GFDL-1.{n}-{which}" for n in (1, 2, 3) for which in ("only", "or-later")), _SHARED),
    **dict.fromkeys((f"GPL-{n}.0-{which}" for n in (2, 3) for which in ("only", "or-later")), _SHARED),
}
"""Terms by SPDX identifier. Creative Commons licenses are read from their names, see `terms_of`."""

COMMERCIAL: Mapping[str, bool] = {"broadcast": True, "online": False}
"""Whether a version is a commercial use. A version that is not listed is taken for one."""

REFUSALS = frozenset(
    ("declined", "missing", "no", "none", "open", "pending", "refused", "rejected", "requested", "unsigned")
)
"""What a catalog's `agreement` says where there is none; anything else is the name of a paper."""

BARE = frozenset(("1", "true", "withdrawn", "x", "yes"))
"""What a catalog's `withdrawn` says where it gives no reason."""

RuleName = Literal[
    "missing", "unknown", "unchecked", "non_commercial", "no_derivatives", "share_alike", "artists", "withdrawn",
    "unreleased", "expired", "lapsed", "elsewhere", "guardian",
]  # fmt: skip

RULES: Mapping[RuleName, tuple[str, Literal["error", "warning", "note"], str, str]] = {
    "missing": (
        "HR411", "error",
        "{id} has no license, so nobody may use it",
        "ask {artists} for one, such as CC-BY-4.0, and write it into the catalog; LicenseRef-own is for the show's own",
    ),
    "unknown": (
        "HR412", "error",
        "{id}: {license!r} is not an SPDX license expression ({detail})",
        "write an identifier of spdx.org/licenses such as CC-BY-4.0, or LicenseRef-… for wording of your own",
    ),
    "unchecked": (
        "HR413", "warning",
        "{id}: what {detail} allows is not known here",
        "read it, and see that {version} use of an edited work is allowed",
    ),
    "non_commercial": (
        "HR414", "error",
        "{id} is under {license}: NC allows no commercial use, and the {version} version is one",
        "ask {artists} for permission, choose another contribution, or limit the segment with only: [online]",
    ),
    "no_derivatives": (
        "HR415", "error",
        "{id} is under {license}: ND allows no changed copies, and an episode cuts and mixes what it uses",
        "ask {artists} for permission or choose another contribution",
    ),
    "share_alike": (
        "HR416", "note",
        "{id} is under {license}: what is made from it has to be offered under the same license (SA)",
        "offer the segments that use it under that license and say so in the credits",
    ),
    "artists": (
        "HR417", "error",
        "{id} names no artist, so nobody can be credited",
        "write into the catalog who made it",
    ),
    "withdrawn": (
        "HR418", "error",
        "{id} was withdrawn{detail}",
        "choose another contribution, or ask {artists} whether it may stay",
    ),
    "unreleased": (
        "HR419", "error",
        "{id} is not released: {detail}",
        "have it signed by {artists} and say so in the catalog, or choose another contribution",
    ),
    "expired": (
        "HR425", "error",
        "{id} may be used until {expires}, and the {version} version is for {detail}",
        "ask {artists} for more time, or choose another contribution",
    ),
    "lapsed": (
        "HR426", "warning",
        "{id} might be used until {expires}: the {version} version of {detail} was in time, a new one is not",
        "ask {artists} for more time before it is published again",
    ),
    "elsewhere": (
        "HR427", "error",
        "{id} may be shown in {territories} only, and the {version} version is shown {detail}",
        "ask {artists} for more, choose another contribution, or say in the manifest's territories where it is shown",
    ),
    "guardian": (
        "HR428", "error",
        "{id} has somebody under age in it or behind it, and no guardian's release {detail}",
        "have a parent or guardian sign, and write guardian: released into the catalog",
    ),
}  # fmt: skip
"""Rule id, severity, message and remedy."""

RIGHTS = frozenset(code for code, *_ in RULES.values())
"""The ids of all of them."""


def terms_of(identifier: str) -> Terms | None:
    """What an SPDX identifier asks for; None where the table does not know."""
    parts = identifier.upper().split("-")
    if parts[:2] == ["CC", "BY"]:
        return Terms("NC" in parts, "ND" in parts, "SA" in parts)
    return TERMS.get(identifier)
