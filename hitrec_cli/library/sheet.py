"""One version of an episode laid out: credits, rights, timeline, and every problem of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hitrec_cli.account.captions import captions_of
from hitrec_cli.attribution.credits import Credits, collect
from hitrec_cli.attribution.rights import rights_problems, withheld
from hitrec_cli.attribution.rights_rules import RIGHTS
from hitrec_cli.base.errors import ManifestError, MediaError
from hitrec_cli.base.problems import Mark, Problem, errors_of
from hitrec_cli.checks.book import problems_of
from hitrec_cli.checks.show import Show
from hitrec_cli.library.captions import caption_files
from hitrec_cli.library.desk import Desk, graphics_of, texts_of
from hitrec_cli.library.looks import unknown_families
from hitrec_cli.library.store import Store
from hitrec_cli.library.today import today as this_day
from hitrec_cli.manifest.broken import broken_marks
from hitrec_cli.model.captions import Caption
from hitrec_cli.model.episode import used_picks
from hitrec_cli.model.lock import Lock
from hitrec_cli.model.profile import Profile
from hitrec_cli.timeline.layout import lay_out
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.materials import Materials
from hitrec_cli.timeline.timeline import Timeline
from hitrec_cli.tools.fonts import Fonts, fonts

MEDIA_RULES = frozenset(("HR301", "HR302", "HR303", "HR306", "HR621")) | RIGHTS
"""Problems of picks and of rights: exit code 4."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """An episode laid out in one version: everything that the plan, the credits and the report are made from.

    `draft` is the timeline as good as the problems allow, for those who want to see it nevertheless.
    """

    desk: Desk
    lock: Lock
    version: str
    credits: Credits
    draft: Timeline
    stage: Stage
    fonts: Fonts
    captions: tuple[Caption, ...]
    problems: tuple[Problem, ...]

    @property
    def timeline(self) -> Timeline | None:
        """What may be rendered; None where there are errors."""
        return None if errors_of(self.problems) else self.draft

    def laid_out(self) -> Timeline:
        """The timeline. Raises MediaError (picks and rights) or ManifestError with the problems that forbid one."""
        errors = errors_of(self.problems)
        if not errors:
            return self.draft
        media = [problem for problem in errors if problem.rule in MEDIA_RULES]
        kind = MediaError if media else ManifestError
        count = f"{len(errors)} error{'s' if len(errors) != 1 else ''}"
        raise kind(f"{self.desk.manifest}: {count}; nothing was rendered", self.problems)


def lay(
    desk: Desk,
    lock: Lock,
    version: str,
    store: Store,
    *,
    placeholders: bool,
    profiles: Sequence[Profile] = (),
    today: str = "",
) -> Sheet:
    """Credits, rights, layout and their problems for one version. `profiles`: those that it is made for.

    `today`: the day that rights count from, ISO 8601; without it this one.
    """
    episode = desk.episode
    segments = episode.in_version(version)
    credited = collect(segments, desk.get)
    day = episode.publish.get(version, "")
    rights = rights_problems(credited.works, desk.get, version, day, today or this_day(), episode.shown_in(version))
    if placeholders and any(profile.placeholders for profile in profiles):  # a preview is for those who clear them
        rights = tuple(replace(one, severity="warning") if one.severity == "error" else one for one in rights)
    lettering = fonts(store.home, desk.workspace.root / "assets" / "fonts")
    form = episode.format
    stage = Stage(form.width, form.height, form.rate, lettering, desk.look.look)
    texts, captions = texts_of(desk, lock, store), caption_files(desk, lock, store)
    graphics, lost = graphics_of(desk)
    materials = Materials(lock, desk.get, texts, graphics, credited, stage, placeholders)
    layout = lay_out(episode, version, materials)
    unknown = {problem.mark for problem in credited.problems if problem.rule == "HR403"}
    unknown |= _refused(desk, lock, version)
    laid = [one for one in layout.problems if not (one.rule == "HR301" and one.mark in unknown)]
    owing = [] if _catalog_is_missing(desk) else _suggested(credited.problems, desk)
    show = Show(
        file=str(desk.manifest),
        episode=episode,
        version=version,
        profiles=tuple(profiles),
        known=desk.shelf.profiles,
        timeline=layout.draft,
        credits=credited,
        lock=lock,
        get=desk.get,
        texts=texts,
        stage=stage,
        undrawable=lettering.missing,
        captions=captions,
        told=(*desk.problems, *unknown_families(desk.look.families, lettering), *owing, *rights, *lost, *laid),
        broken=broken_marks(episode, desk.problems),
        faulty=frozenset(desk.shelf.problems) - frozenset(desk.shelf.profiles),
    )
    shown = captions_of(episode, layout.draft, captions)
    return Sheet(desk, lock, version, credited, layout.draft, stage, lettering, shown, problems_of(show))


def _refused(desk: Desk, lock: Lock, version: str) -> set[Mark]:
    """Where picks stand that the lock calls uncleared for a reason that their rights tell anyway."""
    picks = (pick for segment in desk.episode.in_version(version) for pick in used_picks(segment))
    return {
        pick.mark
        for pick in picks
        if lock.get(pick.id).state == "uncleared" and (piece := desk.get(pick.id)) is not None and withheld(piece)
    }


def _catalog_is_missing(desk: Desk) -> bool:
    """Whether a catalog that the manifest names was not read: nobody knows which picks it has."""
    return any(one.rule == "HR201" for one in desk.problems)


def _suggested(problems: Sequence[Problem], desk: Desk) -> list[Problem]:
    """Unknown picks get the ids that look like them."""
    answered = []
    for problem in problems:
        near = desk.suggest(problem.message.split("'")[1]) if problem.rule == "HR403" else ()
        answered.append(replace(problem, hint=f"did you mean {' or '.join(near)}?") if near else problem)
    return answered
