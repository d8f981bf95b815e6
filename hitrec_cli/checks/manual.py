"""The manual of all rules, docs/rules.md, made from their pages: `make docs` writes it, a test compares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import ModuleType

from hitrec_cli.checks.rule import Rule

_HEAD = """\
# Rules

What `hitrec validate` looks at. Errors stop a render, warnings and notes do not. `hitrec validate --explain HR110`
shows one page. This file is made from the rules themselves: `make docs` writes it anew.

"""
_EXAMPLE = re.compile(r"^(bad|good):\n\n((?:    .*\n|\n)+)", re.MULTILINE)


def manual(families: Iterable[ModuleType]) -> str:
    """Markdown: a table of all rules by family, then every page."""
    known = [(family, list(_rules(family))) for family in families]
    tables = "\n".join(_table(family, rules) for family, rules in known)
    pages = "\n".join(_page(rule) for _, rules in known for rule in rules)
    return f"{_HEAD}{tables}\n{pages}"


def _rules(family: ModuleType) -> Iterator[Rule]:
    return (rule for rule in vars(family).values() if isinstance(rule, Rule))


def _table(family: ModuleType, rules: Iterable[Rule]) -> str:
    lines = [f"| [{rule.id}](#{rule.id.lower()}) | {rule.severity} | {rule.name} | {rule.summary} |" for rule in rules]
    title = (family.__doc__ or "").strip().split("\n")[0]
    return "\n".join([f"**{title}**", "", "| id | severity | name | what holds |", "|---|---|---|---|", *lines, ""])


def _page(rule: Rule) -> str:
    text = _EXAMPLE.sub(_fenced, rule.page + "\n").rstrip()
    return f"## {rule.id}\n\n**{rule.name}** ({rule.severity}). {text}\n"


def _fenced(found: re.Match[str]) -> str:
    lines = [line[4:] for line in found[2].rstrip().split("\n")]
    language = "yaml" if ":" in found[2] else "csv"
    return "\n".join([f"{found[1].capitalize()}:", "", f"```{language}", *lines, "```", "", ""])
