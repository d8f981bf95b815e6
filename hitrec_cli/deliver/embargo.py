"""Who may have a version before its first day: a station, which holds it back until it airs; the web may not."""

from __future__ import annotations

from dataclasses import dataclass

from hitrec_cli.model.episode import Episode
from hitrec_cli.model.profile import Profile


@dataclass(frozen=True, slots=True)
class Embargo:
    """A version that may not be shown before the day `until`, ISO 8601; `refused`: nor handed over."""

    until: str
    refused: bool
    message: str


def embargo(profile: Profile, episode: Episode, version: str, today: str) -> Embargo | None:
    """The embargo that lies on a deliverable today, None where its version's first day has come or there is no date.

    A profile that is `early` is taken by a receiver who holds it back. That is said of the profile's own version:
    another one in the same kind of file waits for its day.
    """
    until = episode.publish.get(version, "")
    if not until or today >= until:
        return None
    what = f"the {version} version of {episode.id}"
    if profile.early and version == profile.version:
        return Embargo(until, False, f"{what} as {profile.name} is not to be shown before {until}: tell its receiver")
    remedy = f"deliver it then, or correct publish: at {episode.place('publish')}"
    return Embargo(until, True, f"{what} is under embargo until {until}, and today is {today}; {remedy}")
