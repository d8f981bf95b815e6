"""Mappings whose keys are the author's own: versions, columns, arguments."""

from __future__ import annotations

import re
from collections.abc import Callable

from hitrec_cli.base.digest import Json
from hitrec_cli.base.problems import Problem
from hitrec_cli.manifest import rules
from hitrec_cli.manifest.nodes import Mapping, Node, Sequence
from hitrec_cli.manifest.values import Wrong, day, mapping, slug, text, words
from hitrec_cli.model.territories import WORLDWIDE, TerritoryError, territories


def dates(node: Node, problems: list[Problem]) -> dict[str, str]:
    """Version -> day."""
    return {
        version: when
        for key, value in mapping(node).entries
        if (version := _sound(slug, key, problems)) and (when := _sound(day, value, problems))
    }


def places(node: Node, problems: list[Problem]) -> dict[str, tuple[str, ...]]:
    """Version -> territories."""
    found: dict[str, tuple[str, ...]] = {}
    for key, value in mapping(node).entries:
        version = _sound(slug, key, problems)
        if isinstance(value, Sequence):
            if not value.items:
                problems.append(Problem(rules.NO_VALUE, value.mark, "the list is empty", f"write [US] or {WORLDWIDE}"))
            codes = [_sound(_territory, item, problems) for item in value.items]
        else:
            codes = [_sound(_worldwide, value, problems)]
        if version:
            found[version] = territories(filter(None, codes))
    return found


def names(node: Node, problems: list[Problem]) -> tuple[tuple[str, str], ...]:
    """Our name -> theirs, in the order written."""
    entries = mapping(node).entries
    return tuple((key.text, theirs) for key, value in entries if (theirs := _sound(words, value, problems)))


def arguments(node: Node, problems: list[Problem]) -> tuple[tuple[str, Json], ...]:
    """Arguments of a graphic's function, by name in alphabetical order."""
    entries = [(key, value) for key, value in mapping(node).entries if _sound(_argument, key, problems)]
    return tuple((key.text, json_value(value)) for key, value in sorted(entries, key=lambda entry: entry[0].text))


def _argument(node: Node) -> str:
    found = text(node)
    if not found.isidentifier():
        raise Wrong(rules.ID, f"{found!r} is not the name of an argument")
    return found


def _territory(node: Node) -> str:
    found = text(node)
    try:
        (code,) = territories((found,))
    except TerritoryError as error:
        raise Wrong(rules.WORD, str(error), error.hint) from None
    return code


def _worldwide(node: Node) -> str:
    found = text(node)
    if found != WORLDWIDE:
        raise Wrong(rules.WORD, f"unknown territory {found!r}", f"write {WORLDWIDE}, or a list such as [US, CA]")
    return found


def _sound(read: Callable[[Node], str], node: Node, problems: list[Problem]) -> str:
    """What a text says; '' after a problem."""
    try:
        return read(node)
    except Wrong as wrong:
        problems.append(wrong.problem(node))
        return ""


def json_value(node: Node) -> Json:
    """What a graphic's function is handed: plain whole numbers, true, false and null are that, all else is text."""
    if isinstance(node, Sequence):
        return tuple(json_value(item) for item in node.items)
    if isinstance(node, Mapping):
        return {key.text: json_value(value) for key, value in node.entries}
    if not node.plain:
        return node.text
    if re.fullmatch(r"-?(0|[1-9][0-9]{0,17})", node.text):
        return int(node.text)
    return {"": None, "null": None, "true": True, "false": False}.get(node.text, node.text)
