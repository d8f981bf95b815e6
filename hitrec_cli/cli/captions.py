"""`hitrec captions`: the captions of an episode as one file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hitrec_cli.cli import options as shared


class Format(StrEnum):
    """Files of captions, by what their names end in."""

    vtt = "vtt"
    srt = "srt"
    ttml = "ttml"
    scc = "scc"


def command(
    manifest: shared.Manifest,
    kind: Annotated[Format, typer.Option("--format", help="WebVTT, SubRip, IMSC (TTML) or Scenarist.")] = Format.srt,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to write it; otherwise it is printed.")
    ] = None,
    profile: shared.ProfileName = None,
    cut: shared.Cut = None,
    source_root: shared.SourceRoots = None,
    columns: shared.Columns = None,
    locked: shared.Locked = False,
    offline: shared.Offline = False,
    as_json: shared.AsJson = False,
    quiet: shared.Quiet = False,
) -> None:
    """Print an episode's captions, in time with it, or write them to a file. Says what is wrong with them."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import captions as station

    with Screen(as_json=as_json, quiet=quiet) as screen:
        made = station.captions(
            manifest, shared.options(source_root, columns), profile=profile, version=cut, kind=kind.value, out=out,
            locked=locked, offline=offline, note=screen.note,
        )  # fmt: skip
        screen.table(made.data, [made.file], None if made.file or as_json else made.text, made.problems)
