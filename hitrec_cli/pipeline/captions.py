"""The captions of one version, as one file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hitrec_cli.base.digest import Json
from hitrec_cli.base.errors import ManifestError, MediaError
from hitrec_cli.base.problems import Problem
from hitrec_cli.pipeline.opening import sheets
from hitrec_cli.pipeline.options import Note, Options

if TYPE_CHECKING:
    from hitrec_cli.model.captions import CaptionFormat


@dataclass(frozen=True, slots=True)
class Written:
    """The captions as `text`, as data, and what rules say of them. `file`: where they were written, or ''."""

    text: str
    data: dict[str, Json]
    problems: tuple[Problem, ...]
    file: str = ""


def captions(
    manifest: Path,
    options: Options,
    *,
    profile: str | None,
    version: str | None,
    kind: CaptionFormat,
    out: Path | None,
    locked: bool,
    offline: bool,
    note: Note,
) -> Written:
    """The captions of the version of the first profile, or of `version`. Times count from the programme's first frame.

    Raises MediaError where the version has none, or a file of them cannot be read; ManifestError where SCC cannot have
    them.
    """
    from hitrec_cli.deliver.captions.files import caption_file
    from hitrec_cli.deliver.captions.rows import NotCarried
    from hitrec_cli.library.outputs import write

    made = sheets(manifest, options, profile=profile, version=version, locked=locked, offline=offline, note=note)
    sheet = made[0][1]
    timeline = sheet.laid_out()
    if not sheet.captions:
        raise MediaError(
            f"the {sheet.version} version of {timeline.episode} has no captions; add captions: to segments"
        )
    try:
        text = caption_file(kind, sheet.captions, timeline, sheet.desk.episode.language)
    except NotCarried as reason:
        raise ManifestError(f"{manifest}: no {kind} can be made of the captions: {reason}") from reason
    if out is not None:
        write(out, text)
    data: dict[str, Json] = {
        "episode": timeline.episode, "version": sheet.version, "rate": str(timeline.rate), "format": kind,
        "captions": [{"start": one.start, "end": one.end, "lines": list(one.texts), "top": one.top,
                      "pick": one.origin[0], "cue": one.origin[1]} for one in sheet.captions],
        "file": str(out) if out else None,
    }  # fmt: skip
    told = tuple(one for one in sheet.problems if one.rule.startswith("HR62"))
    return Written(text, data, told, str(out or ""))
