"""The texts that lie beside a deliverable, made from its timeline, and what all its files are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from hitrec_cli.pipeline.opening import frames_around, leader_of

if TYPE_CHECKING:
    from hitrec_cli.library.sheet import Sheet
    from hitrec_cli.model.profile import Profile

REPORT: Final = "report.json"
CREDITS: Final = "credits.md"
CREDITS_DATA: Final = "credits.json"


def sidecars(sheet: Sheet, profile: Profile) -> Mapping[str, str]:
    """Each text by what its file's name ends in, after episode and profile. `render` writes and `deliver` gathers them.

    A file with timecode has its segment sheet; one whose programme has captions has those that its receiver asks for.
    """
    from hitrec_cli.account.segment_sheet import segment_sheet, sheet_csv, sheet_html

    captions = _captions(sheet, profile)
    if not profile.timecode:
        return captions
    made = segment_sheet(sheet.desk.episode, sheet.laid_out(), leader_of(sheet, profile))
    return {"segments.csv": sheet_csv(made), "segments.html": sheet_html(made), **captions}


def file_names(episode: str, profile: Profile, endings: Iterable[str]) -> Mapping[str, str]:
    """What `render` calls each file of a deliverable, by what its name ends in. `endings`: those of its sidecars.

    The credits are the episode's, and lie beside all its deliverables.
    """
    own = {ending: f"{episode}.{profile.name}.{ending}" for ending in (profile.container, REPORT, *endings)}
    return {**own, CREDITS: CREDITS, CREDITS_DATA: CREDITS_DATA}


def _captions(sheet: Sheet, profile: Profile) -> dict[str, str]:
    from hitrec_cli.deliver.captions.files import caption_file, has_line21

    if not sheet.captions or not profile.caption_files:
        return {}
    timeline, around = sheet.laid_out(), frames_around(sheet, profile)
    wanted = [kind for kind in profile.caption_files if kind != "scc" or has_line21(timeline)]
    return {kind: caption_file(kind, sheet.captions, timeline, sheet.desk.episode.language, *around) for kind in wanted}
