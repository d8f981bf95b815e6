"""From an episode to its receiver: what is missing is rendered, everything is gathered, copied and listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from hitrec_cli.base.digest import Json
from hitrec_cli.base.errors import MediaError, UsageError
from hitrec_cli.deliver.embargo import Embargo, embargo
from hitrec_cli.pipeline.opening import plan_of, sheets
from hitrec_cli.pipeline.options import Answer, Note, Options, home
from hitrec_cli.pipeline.render import run_all, tell_warnings, write_files
from hitrec_cli.pipeline.sidecars import file_names, sidecars

if TYPE_CHECKING:
    from hitrec_cli.engine.events import Event
    from hitrec_cli.library.delivery import Delivered
    from hitrec_cli.library.sheet import Sheet
    from hitrec_cli.model.profile import Profile
    from hitrec_cli.plan.step import Plan

Made = tuple["Profile", "Sheet"]


def deliver(
    manifest: Path,
    options: Options,
    *,
    profile: str | None,
    version: str | None,
    to: Path,
    name: str,
    dry_run: bool,
    locked: bool,
    offline: bool,
    workers: int,
    out: Path,
    events: Callable[[Event], None],
    note: Note,
    today: str = "",
) -> Answer:
    """Deliver an episode. `to`: the receiver's folder, `name`: the template of files' names, `today`: ISO 8601.

    Raises MediaError before the version's first day, UsageError for a template that makes no name.
    """
    from hitrec_cli.library.today import today as this_day

    made = sheets(manifest, options, profile=profile, version=version, locked=locked, offline=offline, note=note)
    plans = [plan_of(sheet, one) for one, sheet in made]
    names = _names(made, name)
    tell_warnings(made, note)
    held = [embargo(one, sheet.desk.episode, sheet.version, today or this_day()) for one, sheet in made]
    if dry_run:
        return _listed(made, plans, names, held, to)
    if refused := next((one.message for one in held if one and one.refused), None):
        raise MediaError(refused)
    write_files(made, plans, run_all(made, plans, workers, events), out)
    data: list[Json] = []
    lines: list[str] = []
    for (one, sheet), base, early in zip(made, names, held, strict=True):
        given = [_hand_over(source, to / called, note) for source, called in _files(one, sheet, out, base)]
        given += _lists(given, to, base)
        data += [{"file": str(item.path), "size": item.size, "md5": item.md5, "sha256": item.sha256,
                  "state": item.state, "kept": item.kept} for item in given]  # fmt: skip
        lines += [f"{item.path}  {item.size} bytes, {item.state}" for item in given]
        lines += [early.message] if early else []
    return Answer({"to": str(to), "files": data, "embargo": _told(held)}, lines)


def _names(made: list[Made], template: str) -> list[str]:
    from hitrec_cli.deliver.naming import NamingError, file_name, words_of

    try:
        names = [file_name(template, words_of(sheet.desk.episode, one, sheet.version)) for one, sheet in made]
    except NamingError as error:
        raise UsageError(f"--name {error}") from error
    if len(set(names)) < len(names):
        raise UsageError(f"--name {template}: several profiles would have one name; add {{profile}}")
    return names


def _files(profile: Profile, sheet: Sheet, out: Path, base: str) -> Iterator[tuple[Path, str]]:
    """What is handed over: each file that `render` wrote, and what it is called there."""
    episode = sheet.desk.episode.id
    for ending, name in file_names(episode, profile, sidecars(sheet, profile)).items():
        yield out / episode / name, f"{base}.{ending}"


def _hand_over(source: Path, target: Path, note: Note) -> Delivered:
    from hitrec_cli.library.delivery import hand_over

    given = hand_over(source, target)
    if given.kept:
        note(f"{target}: {given.kept} bytes of an earlier run were right and kept")
    return given


def _lists(given: list[Delivered], to: Path, base: str) -> list[Delivered]:
    """Check sums in the form that `md5sum --check` and `sha256sum --check` read."""
    from hitrec_cli.library.delivery import delivered
    from hitrec_cli.library.outputs import write

    made = []
    for ending, sums in (("md5", [item.md5 for item in given]), ("sha256", [item.sha256 for item in given])):
        target = to / f"{base}.{ending}"
        write(target, "".join(f"{one}  {item.path.name}\n" for one, item in zip(sums, given, strict=True)))
        made.append(delivered(target))
    return made


def _listed(made: list[Made], plans: list[Plan], names: list[str], held: list[Embargo | None], to: Path) -> Answer:
    """What would be done."""
    from hitrec_cli.engine.engine import survey
    from hitrec_cli.engine.results import Results

    missing = len(survey(plans, Results(home())).missing)
    lines = [f"{missing} steps to run" if missing else "everything is rendered"]
    files: list[Json] = []
    for (one, sheet), base, early in zip(made, names, held, strict=True):
        wanted = [called for _, called in _files(one, sheet, Path(), base)]
        wanted += [f"{base}.md5", f"{base}.sha256"]
        files += [{"file": str(to / called), "there": (to / called).exists()} for called in wanted]
        lines += [f"{to / called}{'  (there is one)' if (to / called).exists() else ''}" for called in wanted]
        lines += [early.message] if early else []
    return Answer({"to": str(to), "dry_run": True, "steps": missing, "files": files, "embargo": _told(held)}, lines)


def _told(held: list[Embargo | None]) -> list[Json]:
    return [{"until": one.until, "refused": one.refused, "message": one.message} for one in held if one]
