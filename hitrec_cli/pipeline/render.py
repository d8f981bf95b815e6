"""The whole line: from a manifest to deliverables, their reports and the credits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from hitrec_cli.base.digest import Json
from hitrec_cli.base.errors import LoudnessError
from hitrec_cli.base.problems import in_order
from hitrec_cli.pipeline.opening import frames_around, plan_of, sheets
from hitrec_cli.pipeline.options import Answer, Note, Options, home
from hitrec_cli.pipeline.sidecars import CREDITS, CREDITS_DATA, REPORT, file_names, sidecars
from hitrec_cli.pipeline.validate import not_ignored

if TYPE_CHECKING:
    from hitrec_cli.engine.engine import Outcome
    from hitrec_cli.engine.events import Event
    from hitrec_cli.library.sheet import Sheet
    from hitrec_cli.model.profile import Profile
    from hitrec_cli.plan.step import Plan, Step, StepKind


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
    tell_warnings(made, note)
    return write_files(made, plans, run_all(made, plans, workers, events), out)


def tell_warnings(made: Sequence[tuple[Profile, Sheet]], note: Note) -> None:
    """Each warning that the manifest does not ignore, once for all deliverables."""
    problems = in_order(one for _, sheet in made for one in sheet.problems)
    for problem in not_ignored(made[0][1].desk, problems):
        if problem.severity == "warning":
            note(str(problem))


def run_all(
    made: Sequence[tuple[Profile, Sheet]], plans: Sequence[Plan], workers: int, events: Callable[[Event], None]
) -> Outcome:
    """Run what is missing. Raises LoudnessError with the segment's name and timecode, and what the engine raises."""
    try:
        return engine_run(plans, workers, events)
    except LoudnessError as refusal:
        raise _in_place(refusal, made, plans) from refusal


def _in_place(refusal: LoudnessError, made: Sequence[tuple[Profile, Sheet]], plans: Sequence[Plan]) -> LoudnessError:
    """The refusal with segment and timecode, which the step that measures does not know."""
    from hitrec_cli.account.loudness import place_of

    for (profile, sheet), plan in zip(made, plans, strict=True):
        if any(step.key == refusal.step for step in plan.steps):
            segment, at = place_of(sheet.laid_out(), refusal.sample)
            return LoudnessError(f"{profile.name}: segment {segment.id} at {at}: {refusal.message}", refusal.problems)
    return refusal


def write_files(made: Sequence[tuple[Profile, Sheet]], plans: Sequence[Plan], outcome: Outcome, out: Path) -> Answer:
    """Put the files in their places under `out`, each with its report, and the credits beside them."""
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
        texts = sidecars(sheet, profile)
        names = file_names(episode.id, profile, texts)
        target = folder / names[profile.container]
        place(outcome.results[plan.target.key].path, target)
        seen = ((f"{step.label}: ", part.get("damage")) for step, part in told(plan, "span"))
        heard = (("", part.get("damage")) for _, part in told(plan, "loudness"))
        said = [(label, lines) for label, lines in (*seen, *heard) if isinstance(lines, list)]
        damage = [f"{label}{line}" for label, lines in said for line in lines]
        sound, made_by = told(plan, "sound")[0][1], versions(home())
        laid, key = sheet.laid_out(), plan.target.key
        one = report(laid, profile, sheet.lock, key, steps, sound, made_by, sheet.problems, damage)
        one["tracks"] = [list(track) for track in profile.layout.tracks]
        one["leader"] = dict(zip(("head", "tail"), frames_around(sheet, profile), strict=True))
        one["captions"] = len(sheet.captions)
        one["coarser_parts"] = sum("encoder" in part for _, part in told(plan, "span"))
        if profile.cells:
            one["constant_rate"] = dict(told(plan, "stitch")[0][1])
        for ending, text in {REPORT: report_text(one), **texts}.items():
            write(folder / names[ending], text)
        reports.append({**one, "file": str(target)})
    sheet = made[-1][1]
    uses = uses_of(sheet.laid_out())
    write(folder / CREDITS, credits_markdown(episode, sheet.credits))
    write(folder / CREDITS_DATA, credits_json(episode, sheet.credits, uses, sheet.version))
    lines = [line for one in reports for line in summary(one)]
    return Answer({"steps": steps, "deliverables": list(reports)}, [*lines, str(folder / CREDITS)])


def told(plan: Plan, kind: StepKind) -> list[tuple[Step, Mapping[str, Json]]]:
    """The steps of a kind, and what each said of what it had made, now or in an earlier run."""
    from hitrec_cli.engine.results import Results

    results = Results(home())
    found = ((step, results.find(step)) for step in plan.steps if step.kind == kind)
    return [(step, result.report) for step, result in found if result is not None]


def engine_run(plans: Sequence[Plan], workers: int, events: Callable[[Event], None]) -> Outcome:
    """Run what is missing in local worker processes."""
    from hitrec_cli.engine.engine import run
    from hitrec_cli.engine.executor import LocalPool
    from hitrec_cli.engine.results import Results

    return run(plans, Results(home()), LocalPool(workers), events)
