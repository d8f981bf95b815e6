"""What the page on sound gives to copy is valid, and has no warning."""

from __future__ import annotations

import textwrap

import pytest

from tests.checks.corpus import CORPUS, examine, told
from tests.checks.examples import whole
from tests.docs.test_snippets import fences

SNIPPETS = fences("sound.md", "yaml")


@pytest.mark.parametrize("snippet", SNIPPETS, ids=range(len(SNIPPETS)))
def test_a_snippet_is_valid(snippet: str) -> None:
    manifest = whole("segments:\n" + textwrap.indent(snippet, "  "))
    problems = examine(CORPUS / "good" / "sound.yaml", manifest.encode()).problems
    assert not problems, told(problems)


def test_there_is_one_for_each_task() -> None:
    page = "".join(SNIPPETS)
    keys = (
        "level:",
        "duck:",
        "loop:",
        "tempo:",
        "crossfade:",
        "lead:",
        "lag:",
        "room-tone:",
        "bleep:",
        "mute:",
        "shape:",
    )
    assert [key for key in keys if key not in page] == []
