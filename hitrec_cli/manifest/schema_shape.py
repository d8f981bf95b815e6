"""What all mappings of the schema have in common: they are read from nodes and tell of their keys by themselves."""

from __future__ import annotations

from typing import Any, ClassVar, Final, Self

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, PrivateAttr, ValidationInfo, model_validator

from hitrec_cli.base.problems import NOWHERE, Mark, Problem
from hitrec_cli.manifest import rules, values
from hitrec_cli.manifest.nodes import Mapping

_HINTS: Final = 20
"""Unknown keys of one mapping for which a known one is looked for."""


def _json_schema(schema: dict[str, Any], model: type[BaseModel]) -> None:
    """What pydantic cannot know about a shape: keys that exclude each other, and keys that are asked for."""
    assert issubclass(model, Shape)
    if model.asked:
        schema["required"] = sorted({*schema.get("required", ()), *model.asked})
        for name in model.asked:
            schema["properties"][name].pop("default", None)
    if model.one_of:
        schema["oneOf"] = [{"required": [name]} for name in model.one_of]
    if model.not_both:
        schema["not"] = {"required": list(model.not_both)}


class Shape(BaseModel):
    """A mapping with known keys.

    one_of: exactly one of these keys is written. not_both: these two are never written together.
    asked: keys that must be there, though the rest can be read without them.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True, defer_build=True,
        json_schema_extra=_json_schema,
    )  # fmt: skip
    one_of: ClassVar[tuple[str, ...]] = ()
    not_both: ClassVar[tuple[str, ...]] = ()
    asked: ClassVar[tuple[str, ...]] = ()
    _mark: Mark = PrivateAttr(NOWHERE)
    _places: dict[str, Mark] = PrivateAttr({})

    @property
    def mark(self) -> Mark:
        """Where the mapping begins."""
        return self._mark

    def place(self, key: str) -> Mark | None:
        """Where a key is written, or None."""
        return self._places.get(key)

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """The keys that it knows, as an author writes them."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())

    @model_validator(mode="wrap")
    @classmethod
    def _from_node(cls, node: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        written = values.mapping(node)
        known = cls.keys()
        assert isinstance(info.context, list), "the context is the list that problems go to"
        info.context.extend(cls._problems_of_keys(written, known))
        made = handler({key.text: value for key, value in written.entries if key.text in known})
        made._mark = written.mark
        made._places = {key.text: key.mark for key in written.keys}
        return made

    @classmethod
    def _problems_of_keys(cls, node: Mapping, known: tuple[str, ...]) -> list[Problem]:
        found: list[Problem] = []
        there = {key.text: key for key in node.keys}
        for name, key in there.items():
            if name not in known:
                near = values.near(name, known) if len(found) < _HINTS else ""
                hint = near or f"known here: {', '.join(known)}"
                found.append(Problem(rules.UNKNOWN_KEY, key.mark, f"unknown key {name!r}", hint))
        required = {field.alias or name for name, field in cls.model_fields.items() if field.is_required()}
        found.extend(
            Problem(rules.MISSING_KEY, node.mark, f"the key {name!r} is missing", "add it")
            for name in known
            if name not in there and (name in required or name in cls.asked)
        )
        alternatives = [there[name] for name in cls.one_of if name in there]
        if cls.one_of and not alternatives:
            message = f"one of {', '.join(cls.one_of)} is missing"
            found.append(Problem(rules.CHOICE, node.mark, message, "say what it is"))
        clash = alternatives if len(alternatives) > 1 else [there[name] for name in cls.not_both if name in there]
        if len(clash) > 1:
            message = f"{clash[0].text!r} and {clash[1].text!r} exclude each other"
            found.append(Problem(rules.CHOICE, clash[1].mark, message, "keep one"))
        return found
