"""One function per station of the line: manifest, lock, timeline, plan, engine, deliverable. It wires; rooms think."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hitrec_cli.base.digest import Json
from hitrec_cli.base.errors import ManifestError, MediaError, UsageError
from hitrec_cli.base.problems import Problem, errors_of, in_order

if TYPE_CHECKING:
    from hitrec_cli.attribution.credits import Credits
    from hitrec_cli.engine.engine import Outcome
    from hitrec_cli.engine.events import Event
    from hitrec_cli.library.desk import Desk
    from hitrec_cli.model.lock import Lock
    from hitrec_cli.model.profile import Profile
    from hitrec_cli.plan.picture import BurnIn
    from hitrec_cli.plan.step import Plan, Step
    from hitrec_cli.timeline.lettering import Stage
    from hitrec_cli.timeline.timeline import Timeline
    from hitrec_cli.tools.fonts import Fonts

Note = Callable[[str], None]
MEDIA_RULES = ("HR301", "HR302", "HR303", "HR306")


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


@dataclass(frozen=True, slots=True)
class Sheet:
    """An episode laid out in one version: everything that the plan, the credits and the report are made from."""

    desk: Desk
    lock: Lock
    version: str
    credits: Credits
    timeline: Timeline | None
    stage: Stage
    fonts: Fonts
    problems: tuple[Problem, ...]

    def laid_out(self) -> Timeline:
        """The timeline. Raises MediaError (picks and rights) or ManifestError with the problems that forbid one."""
        errors = errors_of(self.problems)
        if not errors and self.timeline is not None:
            return self.timeline
        media = [problem for problem in errors if problem.rule in MEDIA_RULES or problem.rule.startswith("HR41")]
        kind = MediaError if media else ManifestError
        count = f"{len(errors)} error{'s' if len(errors) != 1 else ''}"
        raise kind(f"{self.desk.manifest}: {count}; nothing was rendered", self.problems)


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


def lay(desk: Desk, lock: Lock, version: str, *, placeholders: bool) -> Sheet:
    """Credits, rights, layout and their problems for one version."""
    from hitrec_cli.attribution.credits import collect
    from hitrec_cli.attribution.rights import rights_problems
    from hitrec_cli.checks.lettering import undrawable
    from hitrec_cli.library.desk import graphics_of, texts_of
    from hitrec_cli.library.store import Store
    from hitrec_cli.timeline.layout import lay_out
    from hitrec_cli.timeline.lettering import Stage
    from hitrec_cli.timeline.materials import Materials
    from hitrec_cli.tools.fonts import fonts

    episode = desk.episode
    segments = episode.in_version(version)
    credited = collect(segments, desk.get)
    owed = [piece for work in credited.works if (piece := desk.get(work.contribution)) is not None]
    lettering = fonts(home(), desk.workspace.root / "assets" / "fonts")
    stage = Stage(episode.format.width, episode.format.height, episode.format.rate, lettering)
    texts = texts_of(desk, lock, Store(home()))
    graphics, lost = graphics_of(desk)
    materials = Materials(lock, desk.get, texts, graphics, credited, stage, placeholders)
    layout = lay_out(episode, version, materials)
    problems = in_order(
        (
            *desk.problems,
            *_suggested(credited.problems, desk),
            *rights_problems(owed, version),
            *lost,
            *undrawable(segments, credited, texts, lettering.missing, str(desk.manifest)),
            *layout.problems,
        )
    )
    return Sheet(desk, lock, version, credited, layout.timeline, stage, lettering, problems)


def _suggested(problems: Sequence[Problem], desk: Desk) -> list[Problem]:
    """Unknown picks get the ids that look like them."""
    answered = []
    for problem in problems:
        near = desk.suggest(problem.message.split("'")[1]) if problem.rule == "HR403" else ()
        answered.append(replace(problem, hint=f"did you mean {' or '.join(near)}?") if near else problem)
    return answered


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
    return plan_deliverable(sheet.laid_out(), profile, metadata, salts_of(sheet.fonts), burn_in_of(sheet.stage))


def salts_of(fonts: Fonts) -> Mapping[str, str]:
    """The salts of all keys: ffmpeg, libraries, fonts, our own sources."""
    from hitrec_cli.engine.salt import salts
    from hitrec_cli.tools.binary import ffmpeg_version

    return salts(ffmpeg_version(home()), fonts.digest)


def burn_in_of(stage: Stage) -> BurnIn:
    """Draws timecode and segment name of a preview's span."""
    from hitrec_cli.timeline.lettering_cards import burn_in
    from hitrec_cli.timeline.slicing import Span

    def draw(timeline: Timeline, span: Span) -> str:
        segment = next(one for one in timeline.segments if one.start <= span.start < one.end)
        first = timeline.start + span.start
        return burn_in(stage, first, span.frames, drop=timeline.drop, segment=segment.title or segment.id)

    return draw


def validate(manifest: Path, options: Options) -> tuple[Problem, ...]:
    """Every problem that can be found without media: also of layout, where the lock knows the picks."""
    from hitrec_cli.library.desk import open_desk
    from hitrec_cli.library.lockfile import read_lock
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
        sheet = lay(desk, lock or Lock(desk.episode.id), profile.version, placeholders=False)
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
    from hitrec_cli.library.store import Store

    desk = open_manifest(manifest, options)
    chosen = profiles_of(desk, profile)
    lock = bring_in(desk, Store(home()), locked=locked, offline=offline, note=note)
    return [(one, lay(desk, lock, version or one.version, placeholders=one.placeholders)) for one in chosen]


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
    from hitrec_cli import reports

    made = sheets(manifest, options, profile=profile, version=version, locked=locked, offline=offline, note=note)
    plans = [plan_of(sheet, one) for one, sheet in made]
    for problem in in_order(problem for _, sheet in made for problem in sheet.problems if problem.severity == "warning"):
        note(str(problem))
    outcome = engine_run(plans, workers, events)
    return reports.deliver(made, plans, outcome, out)


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
