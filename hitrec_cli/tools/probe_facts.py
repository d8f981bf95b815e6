"""Media facts as plain data and back, exactly: a Fraction is written as "n/d"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from fractions import Fraction
from typing import Any, TypeVar, get_args

from hitrec_cli.model.media import MediaFacts, MediaKind, PictureFacts, SoundFacts

_T = TypeVar("_T", PictureFacts, SoundFacts, MediaFacts)
_ORDERS = ("progressive", "tff", "bff")
_RATIO = re.compile(r"-?[0-9]{1,24}/[1-9][0-9]{0,23}")


def facts_to_data(facts: MediaFacts | PictureFacts | SoundFacts) -> dict[str, Any]:
    """Text, integers, booleans and objects; what has its default value is left out."""
    data: dict[str, Any] = {}
    for each in fields(facts):
        value = getattr(facts, each.name)
        if value == each.default:
            continue
        if isinstance(value, Fraction):
            value = f"{value.numerator}/{value.denominator}"
        elif isinstance(value, PictureFacts | SoundFacts):
            value = facts_to_data(value)
        data[each.name] = value
    return data


def facts_from_data(data: object) -> MediaFacts:
    """Inverse of `facts_to_data`. Raises ValueError naming the fact that is missing, unknown or of a wrong type."""
    facts = _build(MediaFacts, data)
    if facts.kind not in get_args(MediaKind):
        raise ValueError(f"kind {facts.kind!r} is unknown")
    if facts.picture is not None and facts.picture.field_order not in _ORDERS:
        raise ValueError(f"field_order {facts.picture.field_order!r} is unknown")
    return facts


def _build(kind: type[_T], data: object) -> _T:
    if not isinstance(data, Mapping):
        raise ValueError(f"{kind.__name__} is not an object")
    known = {each.name: each for each in fields(kind)}
    for name in data:
        if name not in known:
            raise ValueError(f"{name} is unknown")
    values: dict[str, Any] = {}
    for name, each in known.items():
        if name in data:
            values[name] = _value(each, data[name])
        elif each.default is MISSING:
            raise ValueError(f"{name} is missing")
    return kind(**values)


def _value(each: Field[Any], value: object) -> object:
    if each.name == "picture":
        return _build(PictureFacts, value)
    if each.name == "sound":
        return _build(SoundFacts, value)
    if isinstance(each.default, Fraction):
        if not isinstance(value, str) or not _RATIO.fullmatch(value):
            raise ValueError(f"{each.name} is not a ratio like 30000/1001: {value!r}")
        return Fraction(value)
    if each.default is not MISSING:
        wanted: type = type(each.default)
    else:  # a fact without default says its type itself; annotations are text
        wanted = int if each.type == "int" else str
    if type(value) is not wanted:
        raise ValueError(f"{each.name} is not {'a whole number' if wanted is int else wanted.__name__}: {value!r}")
    return value
