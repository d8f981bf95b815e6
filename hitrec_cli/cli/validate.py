"""`hitrec validate`: every mistake in a manifest, each with its place and a remedy."""

from __future__ import annotations

import typer

from hitrec_cli.cli import options as shared


def command(
    manifest: shared.Manifest,
    source_root: shared.SourceRoots = None,
    columns: shared.Columns = None,
    as_json: shared.AsJson = False,
    quiet: shared.Quiet = False,
) -> None:
    """Say what is wrong with a manifest, and where. Exit code 3 if anything is."""
    from hitrec_cli.base.errors import ManifestError
    from hitrec_cli.base.problems import errors_of
    from hitrec_cli.cli.screen import Screen, problem_json
    from hitrec_cli.pipeline import validate as station

    problems = station.validate(manifest, shared.options(source_root, columns))
    errors = errors_of(problems)
    fine = [] if problems or quiet else [f"{manifest}: fine"]
    with Screen(as_json=as_json, quiet=quiet) as screen:
        screen.answer(
            {"manifest": str(manifest), "problems": [problem_json(problem) for problem in problems]},
            [*map(str, problems), *fine],
        )
    if errors:
        raise typer.Exit(ManifestError.exit_code)
