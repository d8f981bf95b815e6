"""YAML text to nodes with marks: one pass over libyaml's events, within a budget, everything a text.

PyYAML's own loaders recurse (200,000 brackets kill the process), guess types and keep the last of two keys; its events
do none of that.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from hitrec_cli.base.problems import Mark, Problem, in_order
from hitrec_cli.manifest import rules
from hitrec_cli.manifest.encoding import UNPRINTABLE, decode
from hitrec_cli.manifest.nodes import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from yaml.error import YAMLError

MAX_DEPTH: Final = 64
"""Most lists and mappings inside each other, through aliases too."""

MAX_NODES: Final = 200_000
"""Most nodes, each alias counted as what it stands for."""

_MERGE: Final = "<<"
_HINTS: Final = (
    ("mapping values are not allowed", "put quotes around a text that holds ': '"),
    ("cannot start any token", "indent with spaces, not tabs; put quotes around a text that begins with @, ` or %"),
    ("did not find expected key", "check the indentation, and that every quote and bracket above is closed"),
    ("did not find expected ',' or", "check that the bracket is closed and its items are parted by commas"),
    ("expected ',' or", "check that the bracket is closed and its items are parted by commas"),
    ("could not find expected ':'", "write a space after the colon, and close every quote above"),
    ("unexpected end of stream", "close the quote or bracket"),
)


def read_nodes(data: bytes, file: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """The nodes of one YAML document, and what is wrong with its syntax. `file` is the name that marks carry.

    None when it cannot be read at all. Never raises for what is in the data.
    """
    text, problems = decode(data, file)
    if text is None:
        return None, problems
    from yaml.error import YAMLError

    builder = _Builder(file)
    with _collector_at_rest():
        try:
            builder.run(_events_of(text))
        except _Stop as stop:
            return None, in_order((*problems, *builder.problems, stop.problem))
        except YAMLError as error:
            return None, in_order((*problems, *builder.problems, _syntax_problem(error, file)))
    if builder.root is None and not builder.problems:
        builder.tell(rules.EMPTY, Mark(file), "the file is empty", "`hitrec new` writes a manifest to begin with")
    return builder.root, in_order((*problems, *builder.problems))


def _events_of(text: str) -> Callable[[], Any]:
    """The function that gives the next event: libyaml's where PyYAML was built with it (ten times faster)."""
    try:
        from yaml._yaml import CParser
    except ImportError:
        from yaml import SafeLoader

        return SafeLoader(text).get_event
    get: Callable[[], Any] = CParser(text).get_event
    return get


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Nodes hold no cycles, yet the cyclic collector would walk them again and again while they are made."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


class _Stop(Exception):
    """Reading cannot go on."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class _Frame:
    """A list or mapping that is still open: its nodes (keys and values in turn), place and anchor.

    `height`: levels below it so far; `inside`: nodes inside its nodes so far, aliases counted in full.
    """

    __slots__ = ("anchor", "column", "height", "inside", "is_mapping", "line", "nodes")

    def __init__(self, is_mapping: bool, line: int, column: int, anchor: str | None) -> None:
        self.nodes: list[Node | None] = []
        self.is_mapping, self.line, self.column, self.anchor = is_mapping, line, column, anchor
        self.height = self.inside = 0


class _Builder:
    """Builds nodes from events. `None` among a frame's nodes is an alias that stands for nothing."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.dangling = False
        self.frames: list[_Frame] = [_Frame(False, 0, 0, None)]
        self.anchors: dict[str, tuple[Node, int, int]] = {}

    def tell(self, rule: str, mark: Mark, message: str, hint: str = "") -> None:
        """Keep a problem; reading goes on."""
        self.problems.append(Problem(rule, mark, message, hint))

    def run(self, next_event: Callable[[], Any]) -> None:
        """Read to the end of the first document. Raises _Stop over budget, YAMLError for what is not YAML."""
        from yaml import events as kinds

        # One turn of this loop per event, of which most are scalars: they are made here, without a call.
        scalar, file, make, add = kinds.ScalarEvent, self.file, tuple.__new__, self.frames[0].nodes.append
        for event, _ in zip(iter(next_event, None), range(2 * MAX_NODES), strict=False):
            kind = type(event)
            if kind is scalar:
                place = event.start_mark
                plain = event.implicit[0]
                add(make(Scalar, (event.value, file, place.line + 1, place.column + 1, plain)))
                if not plain or event.anchor is not None:
                    self._look_closely(event)
            elif kind is kinds.MappingStartEvent or kind is kinds.SequenceStartEvent:
                add = self._open(event, kind is kinds.MappingStartEvent).nodes.append
            elif kind is kinds.MappingEndEvent or kind is kinds.SequenceEndEvent:
                add = self._close().nodes.append
            elif kind is kinds.AliasEvent:
                self._alias(event)
            elif kind is kinds.DocumentStartEvent and self.frames[0].nodes:
                self.tell(rules.DOCUMENTS, self._at(event), "a second document begins here", "keep one in a file")
                return
            elif kind is kinds.StreamEndEvent:
                return
        raise _Stop(self._over_budget(Mark(file)))

    @property
    def root(self) -> Node | None:
        """The document's node, once it is read."""
        return next(iter(self.frames[0].nodes), None)

    def _at(self, event: Any) -> Mark:
        return Mark(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _look_closely(self, event: Any) -> None:
        if event.tag is not None:
            self._tag(event.tag, self._at(event))
        if event.style == '"' and (found := UNPRINTABLE.search(event.value)):
            message = f"the text holds the control character U+{ord(found[0]):04X}"
            self.tell(rules.ENCODING, self._at(event), message, "remove it")
        if event.anchor is not None and (node := self.frames[-1].nodes[-1]) is not None:
            self.anchors[event.anchor] = (node, 1, 0)

    def _open(self, event: Any, is_mapping: bool) -> _Frame:
        place = event.start_mark
        frame = _Frame(is_mapping, place.line + 1, place.column + 1, event.anchor)
        self.frames.append(frame)
        if len(self.frames) - 1 > MAX_DEPTH:
            raise _Stop(self._too_deep(self._at(event)))
        if event.tag is not None:
            self._tag(event.tag, self._at(event))
        if event.anchor is not None:
            self.anchors.pop(event.anchor, None)
        return frame

    def _close(self) -> _Frame:
        """Make the innermost open list or mapping a node of its parent, which is given back."""
        frame = self.frames.pop()
        node: Node
        if frame.is_mapping:
            node = Mapping(*self._entries(frame.nodes), self.file, frame.line, frame.column)
        else:
            items = tuple(item for item in frame.nodes if item is not None) if self.dangling else tuple(frame.nodes)
            node = Sequence(items, self.file, frame.line, frame.column)  # type: ignore[arg-type]  # no None
        size = frame.inside + len(frame.nodes)
        parent = self.frames[-1]
        parent.nodes.append(node)
        parent.inside += size
        if parent.inside >= MAX_NODES:
            raise _Stop(self._over_budget(node.mark))
        if frame.height >= parent.height:
            parent.height = frame.height + 1
        if frame.anchor is not None:
            self.anchors[frame.anchor] = (node, size + 1, frame.height + 1)
        return parent

    def _alias(self, event: Any) -> None:
        place = self._at(event)
        parent = self.frames[-1]
        node, size, height = self.anchors.get(event.anchor, (None, 1, 0))
        if node is None and any(frame.anchor == event.anchor for frame in self.frames):
            self.tell(rules.ANCHOR, place, f"'*{event.anchor}' stands inside what it repeats", "write the value out")
        elif node is None:
            near = _near(event.anchor, self.anchors)
            self.tell(rules.ANCHOR, place, f"there is no anchor '&{event.anchor}' before this alias", near)
        self.dangling = self.dangling or node is None
        if len(self.frames) - 1 + height > MAX_DEPTH:
            raise _Stop(self._too_deep(place))
        parent.inside += size - 1
        if parent.inside > MAX_NODES:
            raise _Stop(self._over_budget(place))
        parent.height = max(parent.height, height)
        parent.nodes.append(node)

    def _entries(self, nodes: list[Node | None]) -> tuple[tuple[Scalar, ...], tuple[Node, ...]]:
        keys, values = tuple(nodes[::2]), tuple(nodes[1::2])
        names = {key.text for key in keys if type(key) is Scalar}
        if len(names) == len(keys) and _MERGE not in names and not self.dangling:
            return keys, values  # type: ignore[return-value]  # every key is a Scalar, every value a node
        entries: dict[str, tuple[Scalar, Node]] = {}
        merged: list[Node] = []
        for key, value in zip(keys, values, strict=True):
            if value is None or key is None:
                continue
            if not isinstance(key, Scalar):
                self.tell(rules.KEY, key.mark, "a key is a text, not a list or a mapping", "put quotes around it")
            elif key.text == _MERGE and key.plain:
                merged.append(value)
            elif first := entries.get(key.text):
                self.tell(
                    rules.DUPLICATE_KEY, key.mark, f"key {key.text!r} is written twice (first at line {first[0].line})",
                    "keep one of them",
                )  # fmt: skip
            else:
                entries[key.text] = (key, value)
        for key, value in self._merged(merged):
            entries.setdefault(key.text, (key, value))
        return tuple(key for key, _ in entries.values()), tuple(value for _, value in entries.values())

    def _merged(self, values: list[Node]) -> Iterator[tuple[Scalar, Node]]:
        for value in values:
            for part in value.items if isinstance(value, Sequence) else (value,):
                if isinstance(part, Mapping):
                    yield from part.entries
                else:
                    self.tell(rules.KEY, part.mark, "'<<' merges mappings", "name the anchor of one: <<: *name")

    def _tag(self, tag: str, mark: Mark) -> None:
        self.tell(rules.TAG, mark, f"the tag {tag!r} has no meaning here", "remove it; put quotes around a text")

    def _over_budget(self, mark: Mark) -> Problem:
        message = f"more than {MAX_NODES:,} values, aliases counted in full"
        return Problem(rules.BUDGET, mark, message, "move segments to files of their own and `use` them")

    def _too_deep(self, mark: Mark) -> Problem:
        return Problem(rules.BUDGET, mark, f"more than {MAX_DEPTH} lists and mappings inside each other", "nest less")


def _near(name: str, known: dict[str, Any]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1)
    return f"did you mean '*{near[0]}'?" if near else "write the anchor first: key: &name value"


def _syntax_problem(error: YAMLError, file: str) -> Problem:
    """libyaml's complaint with its place, what it was reading, and the usual remedy."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = Mark(file, mark.line + 1, mark.column + 1) if mark else Mark(file)
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    context, began = getattr(error, "context", None), getattr(error, "context_mark", None)
    where = f" ({context} that begins at line {began.line + 1})" if context and began else ""
    hint = next((hint for sign, hint in _HINTS if sign in said), "check indentation, quotes and brackets")
    return Problem(rules.SYNTAX, place, f"this is not YAML: {said}{where}", hint)
