"""How the schema is declared, and how nodes are read by it.

A mapping of the manifest is a class of typed attributes, each made by `required`, `optional` or `usual` from a kind of
value, a description and examples. The same declarations read nodes, make the JSON Schema and the reference page.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as MappingOf
from typing import Any, ClassVar, Final, Generic, NamedTuple, Self, TypeVar, cast

from hitrec_cli.base.problems import Mark, Problem
from hitrec_cli.manifest import rules, values
from hitrec_cli.manifest.nodes import Mapping, Node, Scalar, Sequence
from hitrec_cli.manifest.values import Wrong

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
U = TypeVar("U")
S = TypeVar("S", bound="Shape")

_HINTS: Final = 20
"""Unknown keys of one mapping for which a known one is looked for."""


class Lost(Exception):
    """A value that cannot be made; why has been told."""


class Kind(Generic[T_co]):
    """A kind of value: how a node is read as one. `leaf` is set where that needs nothing but the node."""

    leaf: Callable[[Node], T_co] | None = None

    def read(self, node: Node, problems: list[Problem]) -> T_co:
        """The value. What is wrong inside it goes to `problems`; raises Wrong or Lost where nothing is left of it."""
        raise NotImplementedError


class Leaf(Kind[T]):
    """A text read by a function; `words` say what it is, `schema` is what JSON Schema is told."""

    def __init__(self, read: Callable[[Any], T], words: str, schema: dict[str, Any]) -> None:
        self.leaf, self.words, self.schema = read, words, schema

    def read(self, node: Node, problems: list[Problem]) -> T:
        """The value."""
        assert self.leaf is not None
        return self.leaf(node)


class Table(Leaf[T]):
    """A mapping whose keys are the author's own, read by a function that tells the problems of every entry."""

    def __init__(self, read: Callable[[Node, list[Problem]], T], words: str, schema: dict[str, Any]) -> None:
        self.entries, self.words, self.schema = read, words, schema

    def read(self, node: Node, problems: list[Problem]) -> T:
        """The sound entries."""
        return self.entries(node, problems)


class ListOf(Kind[tuple[T, ...]]):
    """A list of values of one kind; of a faulty list the sound items are kept."""

    def __init__(self, item: Kind[T]) -> None:
        self.item = item

    def read(self, node: Node, problems: list[Problem]) -> tuple[T, ...]:
        """The values."""
        found: list[T] = []
        for item in values.sequence(node).items:
            try:
                found.append(self.item.read(item, problems))
            except Wrong as wrong:
                problems.append(wrong.problem(item))
            except Lost:
                pass
        return tuple(found)


class Either(Kind[T | U]):
    """One kind for texts, another for mappings or lists (`node`)."""

    def __init__(self, text: Kind[T], other: Kind[U], node: type[Mapping | Sequence] = Mapping) -> None:
        self.text, self.other, self.node = text, other, node

    def read(self, node: Node, problems: list[Problem]) -> T | U:
        """The value."""
        kind: Kind[Any] = self.other if type(node) is self.node else self.text
        return cast("T | U", kind.read(node, problems))


class Of(Kind[S]):
    """A mapping of some shape."""

    def __init__(self, shape: type[S]) -> None:
        self.shape = shape

    def read(self, node: Node, problems: list[Problem]) -> S:
        """The mapping."""
        return self.shape.read(node, problems)


NOTHING: Final = object()
"""What stands in for a key without which the mapping means nothing."""


class Key(NamedTuple):
    """One key of a mapping: `stand_in` holds where it is not written or cannot be read, `usual` is that in words."""

    kind: Kind[Any]
    description: str
    examples: tuple[Any, ...]
    required: bool = False
    stand_in: Any = None
    usual: str | None = None


def required(kind: Kind[T], description: str, *examples: Any) -> T:
    """A key without which the mapping means nothing."""
    return cast(T, Key(kind, description, examples, True, NOTHING))


def asked(kind: Kind[T], description: str, *examples: Any, stand_in: U) -> T | U:
    """A key that must be there, though the rest can be read without it."""
    return cast("T | U", Key(kind, description, examples, True, stand_in))


def optional(kind: Kind[T], description: str, *examples: Any) -> T | None:
    """A key that may be there."""
    return cast("T | None", Key(kind, description, examples))


def usual(default: str, kind: Kind[T], description: str, *examples: Any) -> T:
    """A key that may be there; without it the default holds, which is written as an author would."""
    assert kind.leaf is not None
    stand_in = kind.leaf(Scalar((default, "", 0, 0, bool(default))))
    return cast(T, Key(kind, description, examples, False, stand_in, default))


class Shape:
    """A mapping with known keys; an attribute is called like its key (`for_` is `for`, `lower_third` `lower-third`).

    one_of: exactly one of these keys is written. not_both: these two are never written together.
    fits: keys that are written together with another key only.
    """

    one_of: ClassVar[tuple[str, ...]] = ()
    not_both: ClassVar[tuple[str, ...]] = ()
    fits: ClassVar[MappingOf[str, str]] = {}
    keys: ClassVar[dict[str, Key]] = {}
    """The keys by name, in the order declared."""
    _readers: ClassVar[dict[str, tuple[str, Callable[[Node], Any] | None, Kind[Any]]]] = {}
    _required: ClassVar[tuple[str, ...]] = ()
    _one_of: ClassVar[tuple[str, ...]] = ()
    _not_both: ClassVar[tuple[str, ...]] = ()
    _fits: ClassVar[tuple[tuple[str, str], ...]] = ()

    node: Mapping
    """What it was read from."""

    def __init_subclass__(cls) -> None:
        """Collect the keys. The class itself keeps what stands in for those that are not written."""
        cls.keys, cls._readers = {}, {}
        attributes: dict[str, str] = {}
        for attribute, key in [(name, key) for name, key in vars(cls).items() if isinstance(key, Key)]:
            name = attribute.rstrip("_").replace("_", "-")
            attributes[name] = attribute
            cls.keys[name] = key
            cls._readers[name] = (attribute, key.kind.leaf, key.kind)
            if key.stand_in is NOTHING:
                delattr(cls, attribute)
            else:
                setattr(cls, attribute, key.stand_in)
        cls._required = tuple(attributes[name] for name, key in cls.keys.items() if key.required)
        cls._one_of = tuple(attributes[name] for name in cls.one_of)
        cls._not_both = tuple(attributes[name] for name in cls.not_both)
        cls._fits = tuple((attributes[one], attributes[other]) for one, other in cls.fits.items())

    @property
    def mark(self) -> Mark:
        """Where the mapping begins."""
        return self.node.mark

    def place(self, name: str) -> Mark | None:
        """Where a key is written, or None."""
        return next((key.mark for key in self.node.keys if key.text == name), None)

    @classmethod
    def read(cls, node: Node, problems: list[Problem]) -> Self:
        """What a mapping says. What is wrong goes to `problems` and is left out, so that the rest can be looked at.

        Raises Wrong for what is no mapping, Lost where a required key that nothing stands in for cannot be read.
        """
        mapping = node if type(node) is Mapping else values.mapping(node)
        made = cls.__new__(cls)
        written, readers, fine = made.__dict__, cls._readers, True
        for name, value in zip(mapping[0], mapping[1], strict=True):
            if (reader := readers.get(name[0])) is None:
                fine = False
                continue
            attribute, leaf, kind = reader
            try:
                written[attribute] = kind.read(value, problems) if leaf is None else leaf(value)
            except Wrong as wrong:
                problems.append(wrong.problem(value))
                fine = False
            except Lost:
                fine = False
        if not (fine and cls._is_whole(written)):
            problems.extend(cls._problems_of_keys(mapping))
            if not all(name in written or hasattr(cls, name) for name in cls._required):
                raise Lost
        made.node = mapping
        return made

    @classmethod
    def _is_whole(cls, written: MappingOf[str, Any]) -> bool:
        """Whether the keys that were read may stand together, and no other is missing."""
        for name in cls._required:
            if name not in written:
                return False
        for name, other in cls._fits:
            if name in written and other not in written:
                return False
        if cls._not_both and all(name in written for name in cls._not_both):
            return False
        return not cls._one_of or sum(name in written for name in cls._one_of) == 1

    @classmethod
    def _problems_of_keys(cls, node: Mapping) -> list[Problem]:
        found: list[Problem] = []
        there = {key.text: key for key in node.keys}
        meant: set[str] = set()
        for name, key in there.items():
            if name not in cls.keys:
                near = values.near(name, cls.keys) if len(found) < _HINTS else ""
                meant.update(one for one in cls.keys if near == f"did you mean '{one}'?")
                hint = near or f"known here: {', '.join(cls.keys)}"
                found.append(Problem(rules.UNKNOWN_KEY, key.mark, f"unknown key {name!r}", hint))
            elif (other := cls.fits.get(name)) and other not in there:
                found.append(Problem(rules.UNFIT_KEY, key.mark, f"{name!r} fits {other}s only", "remove it"))
        found.extend(
            Problem(rules.MISSING_KEY, node.mark, f"the key {name!r} is missing", "add it")
            for name, key in cls.keys.items()
            if key.required and name not in there and name not in meant
        )
        alternatives = [there[name] for name in cls.one_of if name in there]
        if cls.one_of and not alternatives and meant.isdisjoint(cls.one_of):
            message = f"one of {', '.join(cls.one_of)} is missing"
            found.append(Problem(rules.CHOICE, node.mark, message, "say what it is"))
        clash = alternatives if len(alternatives) > 1 else [there[name] for name in cls.not_both if name in there]
        clash.sort(key=lambda key: key.mark)
        if len(clash) > 1:
            message = f"{clash[0].text!r} and {clash[1].text!r} exclude each other"
            found.append(Problem(rules.CHOICE, clash[1].mark, message, "keep one"))
        return found
