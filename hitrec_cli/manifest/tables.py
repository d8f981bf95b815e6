"""Mappings whose keys are the author's own: versions, columns, arguments."""

from __future__ import annotations

import re
from collections.abc import Callable

from hitrec_cli.base.digest import Json
from hitrec_cli.manifest import rules
from hitrec_cli.manifest.nodes import Mapping, Node, Sequence
from hitrec_cli.manifest.values import Wrong, day, mapping, slug, words


def dates(node: Node) -> dict[str, str]:
    """Version -> day."""
    return {_in_place(slug, key): _in_place(day, value) for key, value in mapping(node).entries}


def names(node: Node) -> tuple[tuple[str, str], ...]:
    """Our name -> theirs, in the order written."""
    return tuple((key.text, _in_place(words, value)) for key, value in mapping(node).entries)


def arguments(node: Node) -> tuple[tuple[str, Json], ...]:
    """Arguments of a graphic's function, by name in alphabetical order."""
    entries = mapping(node).entries
    for key, _ in entries:
        if not key.text.isidentifier():
            raise Wrong(rules.ID, f"{key.text!r} is not the name of an argument", mark=key.mark)
    return tuple((key.text, json_value(value)) for key, value in sorted(entries, key=lambda entry: entry[0].text))


def _in_place(read: Callable[[Node], str], node: Node) -> str:
    try:
        return read(node)
    except Wrong as wrong:
        raise Wrong(wrong.rule, wrong.message, wrong.hint, node.mark) from None


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
