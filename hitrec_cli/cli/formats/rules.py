"""The rules' own pages: one, all, or a list of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hitrec_cli.base.errors import UsageError
from hitrec_cli.checks.book import RULES
from hitrec_cli.checks.rule import Rule
from hitrec_cli.cli.formats.json_ import dumped


def title_of(identifier: str) -> str:
    """A rule's id and name."""
    found = RULES.get(identifier)
    return f"{identifier} {found.name}" if found is not None else identifier


def find(written: str) -> list[Rule]:
    """The rule of an id or a name; all rules for `all`. Raises UsageError for what is neither."""
    if written == "all":
        return list(RULES.values())
    names = {rule.name: rule for rule in RULES.values()}
    found = RULES.get(written.upper()) or names.get(written.lower())
    if found is not None:
        return [found]
    from difflib import get_close_matches

    near = get_close_matches(written.upper(), RULES, 1) or get_close_matches(written.lower(), names, 1)
    hint = f"did you mean {near[0]}?" if near else "`hitrec validate --rules` lists all"
    raise UsageError(f"no rule is called {written!r}; {hint}")


def pages(rules: Iterable[Rule]) -> str:
    """Each rule's page under its id, name and severity."""
    return "\n\n".join(f"{rule.id} {rule.name} ({rule.severity})\n\n{rule.page}\n" for rule in rules)


def listed(rules: Iterable[Rule]) -> str:
    """A line for each rule."""
    known = list(rules)
    wide = max((len(rule.name) for rule in known), default=0)
    return "".join(f"{rule.id} {rule.severity:<7} {rule.name:<{wide}}  {rule.summary}\n" for rule in known)


def rules_json(rules: Iterable[Rule], *, whole: bool) -> str:
    """Rules as one JSON object; `whole`: with their pages."""
    return dumped({"rules": [_rule(rule, whole) for rule in rules]})


def _rule(rule: Rule, whole: bool) -> Mapping[str, str]:
    short = {"id": rule.id, "severity": rule.severity, "name": rule.name, "summary": rule.summary}
    return {**short, "page": rule.page} if whole else short
