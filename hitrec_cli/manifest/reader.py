"""YAML text to nodes with marks: one pass over libyaml's events, within a budget, everything a text.

PyYAML's own loaders recurse (200,000 brackets kill the process), guess types and keep the last of two keys; its events
do none of that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from hitrec_cli.base.problems import NOWHERE, Mark, Problem, in_order
from hitrec_cli.manifest import rules
from hitrec_cli.manifest.collector import collector_at_rest
from hitrec_cli.manifest.encoding import decode, unprintable
from hitrec_cli.manifest.nodes import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from yaml.error import YAMLError

MAX_DEPTH: Final = 64
"""Most lists and mappings inside each other, through aliases too."""

MAX_NODES: Final = 200_000
"""Most nodes, each alias counted as what it stands for."""

_MERGE: Final = "<<"
_FIRST: Final[Callable[[Any], str]] = itemgetter(0)
"""The text of a Scalar."""

_HINTS: Final = (
    ("mapping values are not allowed", "put quotes around a text that holds ': '"),
    ("cannot start any token", "put quotes around a text that begins with @, ` or %"),
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
    with collector_at_rest():
        try:
            builder.run(_events_of(text))
        except _Stop as stop:
            return None, in_order((*problems, *builder.problems, stop.problem))
        except YAMLError as error:
            return None, in_order((*problems, *builder.problems, _syntax_problem(error, file, text)))
    builder.tell_of_unused()
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


class _Stop(Exception):
    """Reading cannot go on."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class _Builder:
    """Builds nodes from events. `None` among nodes is an alias that stands for nothing.

    anchors: name -> (node, nodes below it, levels below it); the node is None while it is still open.
    named: name -> where the anchor is written. unused: those that no alias has repeated so far.
    special: whether any key may be no Scalar, or any node None.

    `run` turns once per event, 170,000 times for 2,000 segments, with no call that can be spared. Of the innermost list
    or mapping that is still open it has `begin`, its event; `nodes`, for a mapping keys and values in turn; `inside`,
    the nodes below those, aliases counted in full; `height`, the levels below it. `outer` has the others'.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.nodes: list[Any] = []
        self.anchors: dict[str, tuple[Node | None, int, int]] = {}
        self.named: dict[str, Mark] = {}
        self.unused: dict[Mark, str] = {}
        self.special = False

    def tell(self, rule: str, mark: Mark, message: str, hint: str = "") -> None:
        """Keep a problem; reading goes on."""
        self.problems.append(Problem(rule, mark, message, hint))

    def run(self, next_event: Callable[[], Any]) -> None:
        """Read to the end of the first document. Raises _Stop over budget, YAMLError for what is not YAML."""
        from yaml import events as kinds

        scalar, mapping, sequence = kinds.ScalarEvent, kinds.MappingStartEvent, kinds.SequenceStartEvent
        mapping_end, sequence_end, file = kinds.MappingEndEvent, kinds.SequenceEndEvent, self.file
        begin: Any
        nodes: list[Any]
        begin, nodes, inside, height = None, self.nodes, 0, 0
        outer: list[tuple[Any, list[Any], int, int]] = []
        for event in islice(iter(next_event, None), 2 * MAX_NODES):
            kind = type(event)
            if kind is scalar:
                place, plain = event.start_mark, event.implicit[0]
                nodes.append(Scalar((event.value, file, place.line + 1, place.column + 1, plain)))
                if not plain or event.anchor is not None:
                    self._look_closely(event, nodes[-1])
            elif kind is mapping or kind is sequence:
                outer.append((begin, nodes, inside, height))
                begin, nodes, inside, height = event, [], 0, 0
                if event.anchor is not None or event.tag is not None or len(outer) > MAX_DEPTH:
                    self._look_at_start(event, len(outer))
            elif kind is mapping_end or kind is sequence_end:
                place, size = begin.start_mark, inside + len(nodes)
                node: Any
                if kind is sequence_end:
                    node = Sequence((self._items(nodes), file, place.line + 1, place.column + 1))
                else:
                    keys, values = tuple(nodes[::2]), tuple(nodes[1::2])
                    if self.special or len(texts := set(map(_FIRST, keys))) < len(keys) or _MERGE in texts:
                        keys, values = self._entries(keys, values)
                    node = Mapping((keys, values, file, place.line + 1, place.column + 1))
                if begin.anchor is not None:
                    self.anchors[begin.anchor] = (node, size, height + 1)
                below = height
                begin, nodes, inside, height = outer.pop()
                if not len(nodes) & 1 and type(begin) is mapping:
                    self.special = True
                nodes.append(node)
                inside += size
                if inside >= MAX_NODES:
                    raise _Stop(self._over_budget(node.mark))
                if below >= height:
                    height = below + 1
            elif kind is kinds.AliasEvent:
                node, size, below = self._alias(event, len(outer))
                inside += size
                if inside > MAX_NODES:
                    raise _Stop(self._over_budget(self._at(event)))
                height = max(height, below)
                if not len(nodes) & 1 and type(begin) is mapping and type(node) is not Scalar:
                    self.special = True
                nodes.append(node)
            elif kind is kinds.DocumentStartEvent and self.nodes:
                self.tell(rules.DOCUMENTS, self._at(event), "a second document begins here", "keep one in a file")
                return
            elif kind is kinds.StreamEndEvent:
                return
        raise _Stop(self._over_budget(Mark(file)))

    @property
    def root(self) -> Node | None:
        """The document's node, once it is read."""
        return next(iter(self.nodes), None)

    def _at(self, event: Any) -> Mark:
        return Mark(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _look_closely(self, event: Any, node: Node | None) -> None:
        """At a text with quotes, tag or anchor."""
        if event.tag is not None:
            self._tag(event.tag, self._at(event))
        if event.style == '"' and (found := unprintable(event.value)):
            message = f"the text holds the control character U+{ord(found[0]):04X}"
            self.tell(rules.ENCODING, self._at(event), message, "remove it")
        if event.anchor is not None:
            self._anchor(event, node)

    def _look_at_start(self, event: Any, depth: int) -> None:
        """At a list or mapping with tag or anchor, or too deep."""
        if depth > MAX_DEPTH:
            raise _Stop(self._too_deep(self._at(event)))
        if event.tag is not None:
            self._tag(event.tag, self._at(event))
        if event.anchor is not None:
            self._anchor(event, None)

    def _anchor(self, event: Any, node: Node | None) -> None:
        self.anchors[event.anchor] = (node, 0, 0)
        self.named[event.anchor] = self._at(event)
        self.unused[self.named[event.anchor]] = event.anchor

    def tell_of_unused(self) -> None:
        """Warn of anchors that nothing repeats, unless an alias went astray: it may have meant one of them."""
        if all(problem.rule != rules.ANCHOR for problem in self.problems):
            for mark, name in self.unused.items():
                message, hint = f"nothing repeats the anchor '&{name}'", "remove it, or repeat it with '*'"
                self.problems.append(Problem(rules.UNUSED_ANCHOR, mark, message, hint, "warning"))

    def _items(self, nodes: list[Any]) -> tuple[Any, ...]:
        return tuple(nodes) if not self.special else tuple(node for node in nodes if node is not None)

    def _alias(self, event: Any, depth: int) -> tuple[Node | None, int, int]:
        """What an alias stands for, the nodes and the levels below it."""
        node, _, height = known = self.anchors.get(event.anchor, (None, 0, 0))
        self.unused.pop(self.named.get(event.anchor, NOWHERE), None)
        if node is None:
            self.special = True
            if event.anchor in self.anchors:
                message = f"'*{event.anchor}' stands inside what it repeats"
                self.tell(rules.ANCHOR, self._at(event), message, "write the value out")
            else:
                near = _near(event.anchor, self.anchors)
                message = f"there is no anchor '&{event.anchor}' before this alias"
                self.tell(rules.ANCHOR, self._at(event), message, near)
        if depth + height > MAX_DEPTH:
            raise _Stop(self._too_deep(self._at(event)))
        return known

    def _entries(
        self, keys: tuple[Node | None, ...], values: tuple[Node | None, ...]
    ) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        """Keys and values without what is not allowed, aliases that stand for nothing, and merge keys."""
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


def _syntax_problem(error: YAMLError, file: str, text: str) -> Problem:
    """libyaml's complaint with its place, what it was reading, and the usual remedy."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = Mark(file, mark.line + 1, mark.column + 1) if mark else Mark(file)
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    context, began = getattr(error, "context", None), getattr(error, "context_mark", None)
    where = f" ({context} that begins at line {began.line + 1})" if context and began else ""
    hint = next((hint for sign, hint in _HINTS if sign in said), "check indentation, quotes and brackets")
    if mark and any(
        line[mark.column : mark.column + 1] == "\t" for line in text.split("\n")[mark.line : mark.line + 1]
    ):
        said, hint = f"a tab stands where spaces should; {said}", "indent with spaces, not tabs"
    return Problem(rules.SYNTAX, place, f"this is not YAML: {said}{where}", hint)
