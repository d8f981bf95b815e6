"""`hitrec plan`: what a render would do, and why."""

from __future__ import annotations

from hitrec_cli.cli import options as shared


def command(
    manifest: shared.Manifest,
    profile: shared.ProfileName = None,
    cut: shared.Cut = None,
    source_root: shared.SourceRoots = None,
    columns: shared.Columns = None,
    locked: shared.Locked = False,
    offline: shared.Offline = False,
    as_json: shared.AsJson = False,
    quiet: shared.Quiet = False,
    verbose: shared.Verbose = False,
) -> None:
    """Say which steps a render would run, and why. With -v also those that it would not."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import plan as station

    with Screen(as_json=as_json, quiet=quiet, verbose=verbose) as screen:
        planned, notes = station.plan(
            manifest, shared.options(source_root, columns), profile=profile, version=cut, locked=locked, offline=offline
        )
        missing = [step for step, why in planned if why]
        frames = sum(step.frames for step in missing)
        lines = [f"{step.kind} {step.label}: {why or 'stored'}" for step, why in planned if why or verbose]
        screen.answer(
            {
                "total": len(planned),
                "missing": len(missing),
                "frames": frames,
                "notes": list(notes),
                "steps": [
                    {"key": step.key, "kind": step.kind, "label": step.label, "frames": step.frames, "why": why}
                    for step, why in planned
                ],
            },
            [*lines, *notes, f"{len(missing)} of {len(planned)} steps to run, {frames} frames"],
        )
