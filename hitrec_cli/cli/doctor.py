"""`hitrec doctor`: whether this machine can render."""

from __future__ import annotations

import typer

from hitrec_cli.cli import options as shared


def command(as_json: shared.AsJson = False) -> None:
    """Check ffmpeg, libraries, fonts and disk. Exit code 1 if something is not as it must be."""
    from hitrec_cli.cli.screen import Screen
    from hitrec_cli.pipeline import upkeep as station

    checks = list(station.doctor())
    with Screen(as_json=as_json) as screen:
        screen.answer(
            {"checks": [{"name": name, "ok": ok, "detail": detail} for name, ok, detail in checks]},
            [f"{'ok  ' if ok else 'FAIL'} {name}: {detail}" for name, ok, detail in checks],
        )
    if not all(ok for _, ok, _ in checks):
        raise typer.Exit(1)
