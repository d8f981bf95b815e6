"""The beginning of the line: manifest and catalogs, lock, layout, plan."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from hitrec_cli.base.errors import ManifestError, UsageError
from hitrec_cli.pipeline.options import Note, Options, home

if TYPE_CHECKING:
    from hitrec_cli.library.desk import Desk
    from hitrec_cli.library.sheet import Sheet
    from hitrec_cli.model.profile import Profile
    from hitrec_cli.plan.step import Plan, StepKind
    from hitrec_cli.tools.fonts import Fonts


def open_manifest(manifest: Path, options: Options) -> Desk:
    """Read a manifest and its catalogs; workers learn its workspace by HITREC_WORKSPACE."""
    from hitrec_cli.library.desk import open_desk

    desk = open_desk(manifest, options.source_roots, options.columns)
    os.environ["HITREC_WORKSPACE"] = str(desk.workspace.root)
    return desk


def profiles_of(desk: Desk, name: str | None) -> list[Profile]:
    """The profile asked for, else the manifest's, else web. Raises UsageError, ManifestError for one unknown."""
    from hitrec_cli.deliver.profiles import PROFILES

    wanted = (name,) if name else desk.episode.deliver or ("web",)
    unknown = [one for one in wanted if one not in PROFILES]
    if unknown:
        kind = UsageError if name else ManifestError
        raise kind(f"unknown profile {unknown[0]!r}; there are {', '.join(PROFILES)}")
    return [PROFILES[one] for one in wanted]


def sheets(
    manifest: Path,
    options: Options,
    *,
    profile: str | None,
    version: str | None,
    locked: bool,
    offline: bool,
    note: Note = lambda _: None,
) -> list[tuple[Profile, Sheet]]:
    """Pull, then lay the episode out for every profile asked for."""
    from hitrec_cli.library.desk import bring_in
    from hitrec_cli.library.sheet import lay
    from hitrec_cli.library.store import Store

    desk = open_manifest(manifest, options)
    chosen = profiles_of(desk, profile)
    store = Store(home())
    lock = bring_in(desk, store, locked=locked, offline=offline, note=note)
    return [
        (one, lay(desk, lock, version or one.version, store, placeholders=one.placeholders, profiles=(one,)))
        for one in chosen
    ]


def plan_of(sheet: Sheet, profile: Profile) -> Plan:
    """The steps of one deliverable."""
    from hitrec_cli.plan.deliverable import plan_deliverable

    episode = sheet.desk.episode
    name = ": ".join(part for part in (episode.series, episode.title) if part) or episode.id
    metadata = {"title": name, "creation_time": f"{episode.creation_date}T00:00:00Z"}
    return plan_deliverable(sheet.laid_out(), profile, metadata, salts_of(sheet.fonts), sheet.stage)


def salts_of(fonts: Fonts) -> Mapping[StepKind, str]:
    """The salts of all keys: ffmpeg, libraries, fonts, our own sources."""
    from hitrec_cli.engine.salt import salts
    from hitrec_cli.tools.binary import ffmpeg_version

    return salts(ffmpeg_version(home()), fonts.digest)
