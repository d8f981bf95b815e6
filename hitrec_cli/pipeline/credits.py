"""Who made what."""

from __future__ import annotations

from pathlib import Path

from hitrec_cli.pipeline.opening import sheets
from hitrec_cli.pipeline.options import Answer, Options


def credits(manifest: Path, options: Options, *, version: str | None, locked: bool, offline: bool) -> Answer:
    """Who made what, as Markdown lines and as data."""
    import json

    from hitrec_cli.account.credits_files import credits_json, credits_markdown
    from hitrec_cli.account.uses import uses_of

    made = sheets(manifest, options, profile=None, version=version, locked=locked, offline=offline)
    sheet = made[0][1]
    uses = uses_of(sheet.timeline) if sheet.timeline is not None else ()
    episode = sheet.desk.episode
    data = json.loads(credits_json(episode, sheet.credits, uses, sheet.version))
    return Answer({"credits": data}, credits_markdown(episode, sheet.credits).splitlines())
