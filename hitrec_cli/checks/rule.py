"""A rule: id, severity, what it looks for, and its manual page, which is the docstring of its check."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from hitrec_cli.base.problems import Mark, Severity
from hitrec_cli.checks.show import Show


class Breach(NamedTuple):
    """What a check found: where, what, remedy."""

    mark: Mark
    message: str
    hint: str = ""


Check = Callable[[Show], Iterable[Breach]]


@dataclass(frozen=True, slots=True)
class Rule:
    """`check` is None where reading, the catalog, attribution or layout find the problem before rules are asked.

    `timed`: whether it counts on lengths, so that it says nothing of what is already known to be broken.
    """

    id: str
    severity: Severity
    name: str
    page: str
    check: Check | None = None
    timed: bool = False

    @property
    def summary(self) -> str:
        """What holds when the rule is kept: the page's first line."""
        return self.page.split("\n", 1)[0]

    def example(self, which: str) -> str:
        """The page's example, `bad` or `good`: a manifest, or as much of one as it takes; '' where it has none."""
        found = re.search(rf"^{which}:\n\n((?:    .*\n|\n)+)", self.page + "\n", re.MULTILINE)
        return inspect.cleandoc("\n" + found[1]) + "\n" if found else ""


def rule(identifier: str, severity: Severity = "error", *, timed: bool = False) -> Callable[[Check], Rule]:
    """Makes a rule of a check: a function from a show to what is wrong with it."""

    def make(check: Check) -> Rule:
        return Rule(identifier, severity, _name(check), inspect.cleandoc(check.__doc__ or ""), check, timed)

    return make


def told(identifier: str, severity: Severity = "error", *, timed: bool = False) -> Callable[[Callable[[], Any]], Rule]:
    """Makes a rule of a mere page: what breaks it is found before rules are asked."""

    def make(page: Callable[[], Any]) -> Rule:
        return Rule(identifier, severity, _name(page), inspect.cleandoc(page.__doc__ or ""), None, timed)

    return make


def _name(function: Callable[..., Any]) -> str:
    return function.__name__.replace("_", "-")
