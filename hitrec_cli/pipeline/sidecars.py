"""The texts that lie beside a deliverable, made from its timeline, and what all its files are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from hitrec_cli.pipeline.opening import leader_of

if TYPE_CHECKING:
    from hitrec_cli.library.sheet import Sheet
    from hitrec_cli.model.profile import Profile

REPORT: Final = "report.json"
CREDITS: Final = "credits.md"
CREDITS_DATA: Final = "credits.json"


def sidecars(sheet: Sheet, profile: Profile) -> Mapping[str, str]:
    """Each text by what its file's name ends in, after episode and profile. `render` writes and `deliver` gathers them.

    A file with timecode has its segment sheet.
    """
    from hitrec_cli.account.segment_sheet import segment_sheet, sheet_csv, sheet_html

    if not profile.timecode:
        return {}
    made = segment_sheet(sheet.desk.episode, sheet.laid_out(), leader_of(sheet, profile))
    return {"segments.csv": sheet_csv(made), "segments.html": sheet_html(made)}


def file_names(episode: str, profile: Profile, endings: Iterable[str]) -> Mapping[str, str]:
    """What `render` calls each file of a deliverable, by what its name ends in. `endings`: those of its sidecars.

    The credits are the episode's, and lie beside all its deliverables.
    """
    own = {ending: f"{episode}.{profile.name}.{ending}" for ending in (profile.container, REPORT, *endings)}
    return {**own, CREDITS: CREDITS, CREDITS_DATA: CREDITS_DATA}
