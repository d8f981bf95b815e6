"""docs/rules.md is what the rules' own pages say."""

from __future__ import annotations

from pathlib import Path

from hitrec_cli.checks.book import FAMILIES, RULES
from hitrec_cli.checks.manual import manual

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "rules.md"


def test_the_manual_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == manual(FAMILIES), "docs/rules.md is old: `make docs` writes it anew"


def test_every_rule_has_its_line_and_its_page() -> None:
    text = manual(FAMILIES)
    for rule in RULES.values():
        assert f"| [{rule.id}](#{rule.id.lower()}) | {rule.severity} | {rule.name} | {rule.summary} |\n" in text
        assert f"\n## {rule.id}\n\n**{rule.name}** ({rule.severity}). {rule.summary}\n" in text
