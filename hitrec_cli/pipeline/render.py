"""One function per station of the line: manifest, lock, timeline, plan, engine, deliverable. It wires; rooms think."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hitrec_cli.base.digest import Json
from hitrec_cli.base.errors import ManifestError, UsageError
from hitrec_cli.base.problems import Problem, in_order

if TYPE_CHECKING:
    from hitrec_cli.engine.engine import Outcome
    from hitrec_cli.engine.events import Event
    from hitrec_cli.library.desk import Desk
    from hitrec_cli.library.sheet import Sheet
    from hitrec_cli.model.lock import Lock
    from hitrec_cli.model.profile import Profile
    from hitrec_cli.plan.step import Plan, Step, StepKind
    from hitrec_cli.tools.fonts import Fonts

Note = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Options:
    """What a command was told besides the manifest: folders that picks may come from, columns of catalogs."""

    source_roots: tuple[Path, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A command's result: as one JSON object, and as lines for people."""

    data: Mapping[str, Json]
    lines: Sequence[str]


def home() -> Path:
    """The store's folder, also told to workers by HITREC_HOME."""
    from hitrec_cli.library.store import default_home

    place = default_home().absolute()
    os.environ["HITREC_HOME"] = str(place)
    return place


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


def validate(manifest: Path, options: Options) -> tuple[Problem, ...]:
    """Every problem that can be found without media: also of layout, where the lock knows the picks."""
    from hitrec_cli.library.desk import open_desk
    from hitrec_cli.library.lockfile import read_lock
    from hitrec_cli.library.sheet import lay
    from hitrec_cli.library.store import Store
    from hitrec_cli.model.lock import Lock

    try:
        desk = open_desk(manifest, options.source_roots, options.columns)
    except ManifestError as error:
        if error.problems:
            return error.problems
        raise
    lock = read_lock(desk.lock_file)
    known = lock is not None
    problems: list[Problem] = []
    for profile in profiles_of(desk, None):
        sheet = lay(desk, lock or Lock(desk.episode.id), profile.version, Store(home()), placeholders=False)
        problems += (one for one in sheet.problems if known or one.rule != "HR301")
    return in_order(problems)


def pull(manifest: Path, options: Options, *, locked: bool, offline: bool, note: Note) -> Lock:
    """Bring the picks into the store and write the lock."""
    from hitrec_cli.library.desk import bring_in
    from hitrec_cli.library.store import Store

    desk = open_manifest(manifest, options)
    return bring_in(desk, Store(home()), locked=locked, offline=offline, note=note)


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
    return [(one, lay(desk, lock, version or one.version, store, placeholders=one.placeholders)) for one in chosen]


def plan(
    manifest: Path, options: Options, *, profile: str | None, version: str | None, locked: bool, offline: bool
) -> Sequence[tuple[Step, str]]:
    """Every step of the deliverables and why it would be run ('' where its result is stored)."""
    from hitrec_cli.engine.engine import survey, why
    from hitrec_cli.engine.results import Results

    made = sheets(manifest, options, profile=profile, version=version, locked=locked, offline=offline)
    plans = [plan_of(sheet, one) for one, sheet in made]
    results = Results(home())
    missing = survey(plans, results).missing
    steps = {step.key: step for one in plans for step in one.steps}
    return [(step, why(step, results) if key in missing else "") for key, step in steps.items()]


def render(
    manifest: Path,
    options: Options,
    *,
    profile: str | None,
    version: str | None,
    locked: bool,
    offline: bool,
    workers: int,
    out: Path,
    events: Callable[[Event], None],
    note: Note,
) -> Answer:
    """Make the deliverables, their reports and the credits."""
    made = sheets(manifest, options, profile=profile, version=version, locked=locked, offline=offline, note=note)
    plans = [plan_of(sheet, one) for one, sheet in made]
    warnings = in_order(one for _, sheet in made for one in sheet.problems if one.severity == "warning")
    for warning in warnings:
        note(str(warning))
    outcome = engine_run(plans, workers, events)
    return deliver(made, plans, outcome, out)


def deliver(made: Sequence[tuple[Profile, Sheet]], plans: Sequence[Plan], outcome: Outcome, out: Path) -> Answer:
    """Put the files in their places, each with its report, and the credits beside them."""
    from hitrec_cli.account.credits_files import credits_json, credits_markdown
    from hitrec_cli.account.report import report, report_text, summary
    from hitrec_cli.account.uses import uses_of
    from hitrec_cli.library.outputs import place, write
    from hitrec_cli.tools.doctor import versions

    episode = made[0][1].desk.episode
    folder = out / episode.id
    rendered: dict[str, Json] = dict(outcome.stats.rendered.items())
    steps: dict[str, Json] = {"total": outcome.stats.total, "cached": outcome.stats.cached, "rendered": rendered}
    reports: list[dict[str, Json]] = []
    for (profile, sheet), plan in zip(made, plans, strict=True):
        target = folder / f"{episode.id}.{profile.name}{profile.suffix}"
        place(outcome.results[plan.target.key].path, target)
        damage = [line for part in told(plan, "span") if isinstance(said := part.get("damage"), list) for line in said]
        sound, made_by = told(plan, "sound")[0], versions(home())
        laid, key = sheet.laid_out(), plan.target.key
        one = report(laid, profile, sheet.lock, key, steps, sound, made_by, sheet.problems, damage)
        write(folder / f"{episode.id}.{profile.name}.report.json", report_text(one))
        reports.append({**one, "file": str(target)})
    sheet = made[-1][1]
    uses = uses_of(sheet.laid_out())
    write(folder / "credits.md", credits_markdown(episode, sheet.credits))
    write(folder / "credits.json", credits_json(episode, sheet.credits, uses, sheet.version))
    lines = [line for one in reports for line in summary(one)]
    return Answer({"steps": steps, "deliverables": list(reports)}, [*lines, str(folder / "credits.md")])


def told(plan: Plan, kind: StepKind) -> list[Mapping[str, Json]]:
    """What the steps of a kind said of what they had made, now or in an earlier run."""
    from hitrec_cli.engine.results import Results

    results = Results(home())
    found = (results.find(step) for step in plan.steps if step.kind == kind)
    return [result.report for result in found if result is not None]


def engine_run(plans: Sequence[Plan], workers: int, events: Callable[[Event], None]) -> Outcome:
    """Run what is missing in local worker processes."""
    from hitrec_cli.engine.engine import run
    from hitrec_cli.engine.executor import LocalPool
    from hitrec_cli.engine.results import Results

    return run(plans, Results(home()), LocalPool(workers), events)


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


def frame(manifest: Path, timecode: str, out: Path, profile: str | None, options: Options) -> Path:
    """One picture of the programme as a PNG file."""
    from hitrec_cli.base.timecode import TimeError, parse_time, timecode_at
    from hitrec_cli.engine.executor import default_workers
    from hitrec_cli.library.outputs import place
    from hitrec_cli.plan.picture import span_step
    from hitrec_cli.plan.step import Plan
    from hitrec_cli.timeline.slicing import slice_picture

    made = sheets(manifest, options, profile=profile, version=None, locked=False, offline=False)
    chosen, sheet = made[0]
    timeline = sheet.laid_out()
    try:
        value = parse_time(timecode)
        number = value.to_frames(timeline.rate) - (timeline.start if value.timecode else 0)
    except TimeError as error:
        raise UsageError(str(error)) from error
    if not 0 <= number < timeline.frames:
        first, last = (timecode_at(timeline.start + at, timeline.rate, drop=timeline.drop)
                       for at in (0, timeline.frames - 1))  # fmt: skip
        raise UsageError(f"{timecode} is outside the programme, which runs from {first} to {last}")
    span = slice_picture(timeline, number, number + 1, chosen.raster or timeline.raster)
    still = replace(chosen, video=("-c:v", "png"), container="png")
    before, step = span_step(timeline, span, still, salts_of(sheet.fonts), sheet.stage)
    outcome = engine_run([Plan((*before, step))], default_workers(), lambda event: None)
    place(outcome.results[step.key].path, out)
    return out


def doctor() -> Sequence[tuple[str, bool, str]]:
    """Whether this machine can render: (what, fine, detail)."""
    from hitrec_cli.tools.doctor import examine

    return examine(home())


def cache_verify(repair: bool) -> Sequence[tuple[str, str]]:
    """Everything in the store that is not what it was stored as."""
    from hitrec_cli.engine.results import Results
    from hitrec_cli.library.store import Store

    wrong = [(problem.mark.file or problem.rule, problem.message) for problem in Store(home()).verify()]
    return [*wrong, *Results(home()).verify(repair=repair)]


def cache_du() -> Mapping[str, int]:
    """Bytes in the store by kind."""
    from hitrec_cli.engine.results import Results
    from hitrec_cli.library.store import Store

    return {**Store(home()).du(), **Results(home()).du()}
