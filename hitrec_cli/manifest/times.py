"""Written times to whole frames at the episode's rate."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hitrec_cli.base.problems import Mark, Problem
from hitrec_cli.base.timecode import Rate, TimeError, TimeValue
from hitrec_cli.manifest import rules
from hitrec_cli.manifest.values import Written


class Clock:
    """Counts frames; what cannot be counted becomes a problem and zero."""

    def __init__(self, rate: Rate, problems: list[Problem]) -> None:
        self.rate, self.problems = rate, problems
        self._counted: dict[str, int] = {}

    def tell(self, rule: str, mark: Mark, message: str, hint: str = "") -> None:
        """Keep a problem."""
        self.problems.append(Problem(rule, mark, message, hint))

    def frames(self, written: Written | None) -> int:
        """Whole frames; 0 for what was not written."""
        if written is None:
            return 0
        text = written.node.text
        if (known := self._counted.get(text)) is not None:
            return known
        try:
            frames = self._counted[text] = written.time.to_frames(self.rate)
            return frames
        except TimeError as error:
            self.tell(rules.TIME, written.mark, str(error))
            return 0

    def length(self, written: Written) -> int:
        """Whole frames, at least one."""
        known = len(self.problems)
        frames = self.frames(written)
        if frames < 1 and len(self.problems) == known:
            self.tell(rules.LENGTH, written.mark, "this is shorter than one frame", "write a longer time")
        return max(frames, 1)

    def running_time(self, written: Written) -> int:
        """Whole frames of a programme's length.

        Nothing begins at 00:22:00;00, which drop frame skips, yet a programme may last so long: to the next address.
        """
        code = written.time.timecode
        if code and code.drop and self.rate.can_drop and code.minutes % 10 and not (code.seconds or code.frames):
            following = replace(code, frames=self.rate.nominal // 15)
            return self.length(Written(TimeValue(timecode=following), written.node.saying(str(following))))
        return self.length(written)

    def seconds(self, written: Written | None) -> Fraction:
        """Exact seconds; 0 for what was not written."""
        if written is None:
            return Fraction(0)
        try:
            return written.time.to_seconds(self.rate)
        except TimeError as error:
            self.tell(rules.TIME, written.mark, str(error))
            return Fraction(0)

    def between(self, begin: Written | None, end: Written) -> int:
        """Whole frames from one time to a later one, rounded once."""
        known = len(self.problems)
        frames = self.rate.frames(self.seconds(end) - self.seconds(begin))
        if frames < 1 and len(self.problems) == known:
            self.tell(rules.RANGE, end.mark, "`out` does not come after `in`", "both are times in the source")
        return max(frames, 1)
