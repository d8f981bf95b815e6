"""Segments in files of their own: `use: path` with `with: {…}`, and `${name}` for what they are given.

A segment file is a segment's mapping, with `parameters: {name: default}` beside it; a parameter without a default must
be given. Paths that it names are relative to itself.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from hitrec_cli.base.problems import Mark, Problem
from hitrec_cli.manifest import rules
from hitrec_cli.manifest.nodes import Mapping, Node, Scalar, Sequence, size_of
from hitrec_cli.manifest.reader import MAX_NODES, read_nodes
from hitrec_cli.manifest.values import near

Read = Callable[[str], bytes]
"""Bytes of a file by its path, counted from where the manifest's own counts. Raises OSError, ValueError at refusal."""

MAX_USES: Final = 8
"""How deep segment files may use each other."""

MAX_TEXT: Final = 10_000
"""Longest text in characters that `${name}` may grow to."""

MAX_FILLED: Final = 2_000_000
"""Most characters that all texts with `${name}` of one manifest may have together."""

PARAMETER: Final = re.compile(r"\$\{([^{}]*)\}")


class Found(NamedTuple):
    """A segment's mapping, and the folder that its paths count from, relative to the manifest's ('' for its own)."""

    node: Mapping
    folder: str = ""


class Includes:
    """Reads segment files for one manifest, each once; keeps the problems and the budget of all of them together."""

    def __init__(self, file: str, read: Read, segment_keys: tuple[str, ...], problems: list[Problem]) -> None:
        self.file, self.read, self.segment_keys, self.problems = file, read, segment_keys, problems
        self.nodes = self.filled = 0
        self._files: dict[str, Node | str | None] = {}

    def resolve(self, node: Mapping) -> Found | None:
        """The segment that stands here, or that is used here; None where it cannot be had (the problems say why)."""
        found = Found(node)
        seen: list[str] = []
        while found.node.get("use") is not None:
            step = self._use(found, seen)
            if step is None:
                return None
            found = step
        return found

    def _tell(self, rule: str, mark: Mark, message: str, hint: str = "") -> None:
        self.problems.append(Problem(rule, mark, message, hint))

    def _use(self, place: Found, seen: list[str]) -> Found | None:
        from hitrec_cli.manifest.schema import Use

        use = Use.read(place.node, self.problems)
        if not use.use:
            return None
        written = place.node.get("use")
        mark = written.mark if written is not None else place.node.mark
        path = posixpath.normpath(posixpath.join(place.folder, use.use))
        if path in seen or len(seen) >= MAX_USES:
            what = "uses itself, by way of others" if path in seen else f"is used more than {MAX_USES} files deep"
            self._tell(rules.CYCLE, mark, f"{use.use!r} {what}", "write the segment out once")
            return None
        seen.append(path)
        node = self._file(path, use.use, mark)
        if node is None:
            return None
        given = use.with_ if use.with_ is not None else Mapping(((), (), mark.file, mark.line, mark.column))
        return Found(self._filled(node, given), posixpath.dirname(path))

    def _file(self, path: str, written: str, mark: Mark) -> Mapping | None:
        """The nodes of a segment file. Its own problems are told once, that it cannot be had at each `use`."""
        name = posixpath.normpath(posixpath.join(posixpath.dirname(self.file), path))
        if path not in self._files:
            try:
                self._files[path], problems = read_nodes(self.read(name), name)
                self.problems.extend(problems)
            except (OSError, ValueError) as error:
                self._files[path] = getattr(error, "strerror", None) or str(error) or "it cannot be read"
        node = self._files[path]
        if node is None:
            return None
        if isinstance(node, str):
            self._tell(rules.INCLUDE, mark, f"cannot use {written!r}: {node}", "check the path, relative to this file")
            return None
        if not isinstance(node, Mapping):
            self._tell(rules.INCLUDE, mark, f"{written!r} is not a segment", "a segment file begins with `kind: …`")
            return None
        self.nodes += size_of(node)
        if self.nodes > MAX_NODES:
            message = f"all segment files together have more than {MAX_NODES:,} values"
            self._tell(rules.BUDGET, mark, message, "use fewer")
            return None
        return node

    def _filled(self, node: Mapping, given: Mapping) -> Mapping:
        """The segment with its parameters filled in and its keys overridden."""
        declared = node.get("parameters")
        if declared is not None and not isinstance(declared, Mapping):
            self._tell(rules.PARAMETER, declared.mark, "parameters are a mapping", "write parameters: {name: default}")
        known = {key.text: value for key, value in declared.entries} if isinstance(declared, Mapping) else {}
        named = known | {key.text: value for key, value in given.entries if key.text in known}
        texts: dict[str, Scalar] = {}
        for name, value in named.items():
            if not isinstance(value, Scalar):
                self._tell(rules.PARAMETER, value.mark, f"the parameter {name!r} is a text", "write one text")
            elif value.plain and not value.text:
                hint = f"give it: with: {{{name}: …}}"
                self._tell(rules.PARAMETER, given.mark, f"the parameter {name!r} has no value", hint)
            else:
                texts[name] = value
        body = self._substituted(node.without({"parameters"}), texts, frozenset(named))
        assert isinstance(body, Mapping)
        return body.having((*body.entries, *self._overrides(known, given)))

    def _overrides(self, known: dict[str, Node], given: Mapping) -> Iterator[tuple[Scalar, Node]]:
        for key, value in given.entries:
            if key.text in known:
                continue
            if key.text in self.segment_keys:
                yield key, value
            else:
                hint = near(key.text, (*known, *self.segment_keys)) or f"its parameters: {', '.join(known) or 'none'}"
                message = f"{key.text!r} is neither a parameter of this segment file nor a key of a segment"
                self._tell(rules.PARAMETER, key.mark, message, hint)

    def _substituted(self, node: Node, texts: dict[str, Scalar], known: frozenset[str]) -> Node:
        if isinstance(node, Mapping):
            return node.holding(self._substituted(value, texts, known) for value in node.values)
        if isinstance(node, Sequence):
            return node.holding(self._substituted(item, texts, known) for item in node.items)
        if "${" not in node.text:
            return node
        for name in dict.fromkeys(PARAMETER.findall(node.text)):
            if name not in known:
                hint = near(name, known) or f"declare it: parameters: {{{name}: default}}"
                self._tell(rules.PARAMETER, node.mark, f"there is no parameter {name!r}", hint)
        whole = PARAMETER.fullmatch(node.text)
        if whole and whole[1] in texts:
            return node.saying(texts[whole[1]].text, plain=texts[whole[1]].plain)
        length = len(node.text) + sum(len(texts[name].text) for name in PARAMETER.findall(node.text) if name in texts)
        self.filled += length
        if length > MAX_TEXT or self.filled > MAX_FILLED:
            self._tell(rules.BUDGET, node.mark, "parameters make this text too long", "give shorter values")
            return node
        filled = PARAMETER.sub(lambda found: texts[found[1]].text if found[1] in texts else found[0], node.text)
        return node.saying(filled, plain=False)
