"""Every rule has a page that keeps what it says: the bad example breaks the rule, the good one breaks none."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from hitrec_cli.checks.book import FAMILIES, RULES
from hitrec_cli.checks.rule import Rule
from tests.checks.corpus import BAD, expected, found_in, told
from tests.checks.examples import problems_of

ROOT = Path(__file__).resolve().parent.parent.parent

WITHOUT_EXAMPLE = {
    "HR100": "there is no file that could be shown",
    "HR102": "an empty file has nothing to show",
    "HR103": "what is too large for hitrec is too large for a page",
    "HR211": "it speaks of the store's bytes",
    "HR613": "it speaks of a profile, which is a file of its own",
}
"""Rules whose mistake is nothing that one writes."""

MIXED = {
    "HR101": "a byte order mark is a warning",
    "HR203": "a name in `columns` that the catalog lacks is a warning",
    "HR204": "the same id in two catalogs is a warning: the first is taken",
}
"""Rules that are told in more than one severity; the page has the gravest."""

TESTED = {
    "HR100": "tests/checks/test_bytes.py",
    "HR101": "tests/checks/test_bytes.py",
    "HR103": "tests/checks/test_bytes.py",
    "HR211": "tests/checks/test_bytes.py",
}
"""Rules that no small text can break, and the test that does."""

RULE_PARAMETERS = [pytest.param(rule, id=rule.id) for rule in RULES.values()]
WITH_EXAMPLE = [pytest.param(rule, id=rule.id) for rule in RULES.values() if rule.id not in WITHOUT_EXAMPLE]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("examples")


def _ids_in_code() -> set[str]:
    code = (path for path in (ROOT / "hitrec_cli").rglob("*.py") if "checks" not in path.parts)
    return {found for path in code for found in re.findall(r'"(HR\d{3})"', path.read_text(encoding="utf-8"))}


def test_ids_are_unique_and_in_order() -> None:
    rules = [rule for family in FAMILIES for rule in vars(family).values() if isinstance(rule, Rule)]
    assert [one for one, count in Counter(rule.id for rule in rules).items() if count > 1] == []
    assert [one for one, count in Counter(rule.name for rule in rules).items() if count > 1] == []
    for family in FAMILIES:
        ids = [rule.id for rule in vars(family).values() if isinstance(rule, Rule)]
        assert ids == sorted(ids), family.__name__


def test_every_rule_that_is_told_has_a_page_and_every_page_is_told() -> None:
    told_of = {rule.id for rule in RULES.values() if rule.check is None}
    checked = set(RULES) - told_of
    assert _ids_in_code() - set(RULES) == set()
    assert told_of - _ids_in_code() == set()
    assert all(re.fullmatch(r"HR[1-9]\d\d", one) for one in {*told_of, *checked})


@pytest.mark.parametrize("rule", RULE_PARAMETERS)
def test_a_page_begins_with_a_sentence_and_explains_it(rule: Rule) -> None:
    first, *rest = rule.page.split("\n\n")
    assert re.fullmatch(r"[A-Z`].*\.", first), first
    assert len(first) <= 120, "the first line is the rule in a sentence"
    prose = [part for part in rest if not part.startswith((" ", "bad:", "good:"))]
    assert prose, "say why a show needs it, and what to do"
    assert bool(rule.example("bad")) == bool(rule.example("good")) == (rule.id not in WITHOUT_EXAMPLE)


@pytest.mark.parametrize("rule", WITH_EXAMPLE)
def test_the_bad_example_breaks_the_rule(rule: Rule, folder: Path) -> None:
    problems = problems_of(rule, "bad", folder)
    assert rule.id in {one.rule for one in problems}, told(problems)


@pytest.mark.parametrize("rule", WITH_EXAMPLE)
def test_the_good_example_breaks_no_rule(rule: Rule, folder: Path) -> None:
    problems = problems_of(rule, "good", folder)
    assert not problems, told(problems)


@pytest.mark.parametrize("rule", RULE_PARAMETERS)
def test_a_rule_has_a_manifest_that_breaks_it(rule: Rule) -> None:
    if rule.id in TESTED:
        assert rule.id in (ROOT / TESTED[rule.id]).read_text(encoding="utf-8")
    else:
        assert any(rule.id in {place.rule for place in expected(manifest)} for manifest in BAD)


@pytest.mark.parametrize("manifest", BAD, ids=lambda path: path.stem)
def test_what_is_told_has_the_severity_of_its_page(manifest: Path) -> None:
    for one in found_in(manifest):
        assert one.rule in MIXED or one.severity == RULES[one.rule].severity, str(one)
