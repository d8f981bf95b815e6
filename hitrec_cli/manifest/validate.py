"""A node read by a model of the schema, and every problem on the way, each at its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from hitrec_cli.base.problems import Mark, Problem
from hitrec_cli.manifest import rules
from hitrec_cli.manifest.nodes import Mapping, Node, Scalar, Sequence
from hitrec_cli.manifest.values import Wrong

if TYPE_CHECKING:
    from hitrec_cli.manifest.schema_shape import Shape

Model = TypeVar("Model", bound="Shape")


def validate(model: type[Model], node: Mapping) -> tuple[Model, tuple[Problem, ...]]:
    """What the node says, and what is wrong with it.

    What is wrong is left out, so that the rest can be looked at further: every key of `model` must have a default.
    """
    from pydantic import ValidationError

    problems: list[Problem] = []
    try:
        return model.model_validate(node, context=problems), tuple(problems)
    except ValidationError as error:
        faults = error.errors(include_url=False)
    problems.extend(_problem(fault, node.mark) for fault in faults if fault["type"] != "missing")
    return model.model_validate(_sound_part(node, faults), context=[]), tuple(problems)


def _sound_part(node: Mapping, faults: Iterable[Any]) -> Mapping:
    """The mapping without its faulty values; of a list only the faulty items are left out."""
    faulty: dict[str, set[int | None]] = {}
    for fault in faults:
        key, *inside = fault["loc"]
        faulty.setdefault(key, set()).add(inside[0] if inside and isinstance(inside[0], int) else None)
    entries: list[tuple[Scalar, Node]] = []
    for key, value in node.entries:
        wrong = faulty.get(key.text, set())
        if wrong and isinstance(value, Sequence) and None not in wrong:
            value = value._replace(items=tuple(item for i, item in enumerate(value.items) if i not in wrong))
            wrong = set()
        if not wrong:
            entries.append((key, value))
    return node.having(entries)


def _problem(fault: Any, whole: Mark) -> Problem:
    """`missing` is told by the shape itself; all else comes from a reader of values."""
    written, wrong = fault["input"], fault.get("ctx", {}).get("error")
    mark = written.mark if isinstance(written, (Scalar, Sequence, Mapping)) else whole
    if isinstance(wrong, Wrong):
        return Problem(wrong.rule, wrong.mark or mark, wrong.message, wrong.hint)
    return Problem(rules.SHAPE, mark, f"this cannot be read: {fault['msg']}")
