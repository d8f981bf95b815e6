"""The beginning of the line: manifest and catalogs, lock, layout, plan."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from hitrec_cli.base.errors import ManifestError, UsageError
from hitrec_cli.model.languages import three_letters
from hitrec_cli.pipeline.options import Note, Options, home

if TYPE_CHECKING:
    from hitrec_cli.library.desk import Desk
    from hitrec_cli.library.sheet import Sheet
    from hitrec_cli.model.profile import Profile
    from hitrec_cli.plan.step import Plan, StepKind
    from hitrec_cli.timeline.leader import Surround
    from hitrec_cli.tools.fonts import Fonts


def open_manifest(manifest: Path, options: Options) -> Desk:
    """Read a manifest and its catalogs; workers learn its workspace by HITREC_WORKSPACE."""
    from hitrec_cli.library.desk import open_desk

    desk = open_desk(manifest, options.source_roots, options.columns)
    os.environ["HITREC_WORKSPACE"] = str(desk.workspace.root)
    return desk


def profiles_of(desk: Desk, name: str | None) -> list[Profile]:
    """The profile asked for, else the manifest's, else web. Raises UsageError or ManifestError."""
    wanted = (name,) if name else desk.episode.deliver or ("web",)
    known = desk.shelf.profiles
    for one in wanted:
        if one not in known and (faults := desk.shelf.problems.get(one)):
            raise ManifestError(f"the profile {one} has mistakes", faults)
        if one not in known:
            kind = UsageError if name else ManifestError
            raise kind(f"unknown profile {one!r}; there are {', '.join(known)}")
    return [known[one] for one in wanted]


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
    if episode.language:
        metadata["language"] = three_letters(episode.language)
    around = leader_of(sheet, profile)
    return plan_deliverable(sheet.laid_out(), profile, metadata, salts_of(sheet.fonts), sheet.stage, around,
                            sheet.captions)  # fmt: skip


def leader_of(sheet: Sheet, profile: Profile) -> Surround | None:
    """What lies around the programme in this profile: the manifest's leader, but for what is made for the web."""
    from hitrec_cli.account.slate import slate_rows
    from hitrec_cli.timeline.leader import surround

    leader, timeline = sheet.desk.episode.leader, sheet.laid_out()
    if leader is None or not profile.leader or timeline.version == "online":
        return None
    return surround(timeline, leader, sheet.stage, slate_rows(sheet.desk.episode, timeline, profile))


def frames_around(sheet: Sheet, profile: Profile) -> tuple[int, int]:
    """Frames of the file before and after the programme's."""
    around = leader_of(sheet, profile)
    return (around.head.frames, around.tail.frames) if around else (0, 0)


def salts_of(fonts: Fonts) -> Mapping[StepKind, str]:
    """The salts of all keys: ffmpeg, libraries, fonts, our own sources."""
    from hitrec_cli.engine.salt import salts
    from hitrec_cli.tools.binary import ffmpeg_version

    return salts(ffmpeg_version(home()), fonts.digest)
