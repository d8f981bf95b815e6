"""The texts that lie beside a deliverable, made from its timeline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from hitrec_cli.pipeline.opening import leader_of

if TYPE_CHECKING:
    from hitrec_cli.library.sheet import Sheet
    from hitrec_cli.model.profile import Profile


def sidecars(sheet: Sheet, profile: Profile) -> Mapping[str, str]:
    """Each text by what its file's name ends in, after episode and profile. `render` writes and `deliver` gathers them.

    A file with timecode has its segment sheet.
    """
    from hitrec_cli.account.segment_sheet import segment_sheet, sheet_csv, sheet_html

    if not profile.timecode:
        return {}
    made = segment_sheet(sheet.desk.episode, sheet.laid_out(), leader_of(sheet, profile))
    return {"segments.csv": sheet_csv(made), "segments.html": sheet_html(made)}
