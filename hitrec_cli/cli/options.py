"""Arguments and options that several commands share, each spelled once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hitrec_cli.base.errors import UsageError

if TYPE_CHECKING:
    from hitrec_cli.pipeline.options import Options

Manifest = Annotated[Path, typer.Argument(metavar="MANIFEST", show_default=False, help="The episode's YAML file.")]
SourceRoots = Annotated[
    list[Path] | None,
    typer.Option("--source-root", metavar="DIR", help="A folder that picks may come from. May be repeated."),
]
Columns = Annotated[
    list[str] | None,
    typer.Option("--columns", metavar="OURS=THEIRS", help="What a catalog calls a column of ours. May be repeated."),
]
ProfileName = Annotated[
    str | None,
    typer.Option("--profile", "-p", metavar="NAME", help="One delivery profile; otherwise those of the manifest."),
]
Cut = Annotated[
    str | None, typer.Option("--cut", metavar="VERSION", help="broadcast, online, or the manifest's own version.")
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where deliverables go.")]
Workers = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", min=1, help="Steps at once; otherwise HITREC_WORKERS, or all cores."),
]
Locked = Annotated[bool, typer.Option("--locked", help="Refuse a lock that does not fit the manifest's picks.")]
Offline = Annotated[bool, typer.Option("--offline", help="Fetch nothing.")]
Largest = Annotated[
    str, typer.Option("--largest", metavar="SIZE", show_default=False, help="Of one fetched file, such as 2 GB.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="More about every step.")]


def options(source_roots: Sequence[Path] | None, columns: Sequence[str] | None) -> Options:
    """What most commands hand to the pipeline. Raises UsageError for a column that is not `ours=theirs`."""
    from hitrec_cli.pipeline.options import Options

    pairs = []
    for column in columns or ():
        ours, equals, theirs = column.partition("=")
        if not (ours.strip() and equals and theirs.strip()):
            raise UsageError(f"--columns {column}: write it as ours=theirs, for example title=Name")
        pairs.append((ours.strip(), theirs.strip()))
    return Options(source_roots=tuple(source_roots or ()), columns=tuple(pairs))
