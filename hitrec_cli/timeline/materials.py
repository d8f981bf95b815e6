"""What layout is given besides the episode."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from hitrec_cli.attribution.credits import Credits
from hitrec_cli.base.problems import Mark, Problem
from hitrec_cli.model.contribution import Contribution
from hitrec_cli.model.lock import Lock
from hitrec_cli.timeline.lettering import Stage


@dataclass
class Materials:
    """What layout is given besides the episode, all of it as data.

    `texts`: the words of text contributions by id. `graphics`: each graphic's function by its path from the
    workspace, and its digest. `stage`: fonts' metrics
    and the raster. `placeholders`: a slate stands in for what is missing (previews). `problems` collects.
    """

    lock: Lock
    get: Callable[[str], Contribution | None]
    texts: Mapping[str, str]
    graphics: Mapping[str, tuple[str, str]]
    credits: Credits
    stage: Stage
    placeholders: bool = False
    problems: list[Problem] = field(default_factory=list)

    def problem(self, rule: str, mark: Mark, message: str, hint: str = "", *, missing: bool = False) -> None:
        """Note a problem; with placeholders, one of `missing` media is only a warning."""
        if missing and self.placeholders:
            self.warning(rule, mark, message, hint)
        else:
            self.problems.append(Problem(rule, mark, message, hint))

    def warning(self, rule: str, mark: Mark, message: str, hint: str = "") -> None:
        """Note what does not stop a render."""
        self.problems.append(Problem(rule, mark, message, hint, "warning"))
