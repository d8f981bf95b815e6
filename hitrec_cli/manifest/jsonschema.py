"""The JSON Schemas of an episode's manifest and of a segment file, for editors: made from what reads them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, Final

from hitrec_cli.manifest import look_shape, patterns, schema
from hitrec_cli.manifest.shape import Either, Key, Kind, Leaf, ListOf, Of, Shape
from hitrec_cli.model.segment import SEGMENT_KINDS

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

Part = dict[str, Any]


def episode_schema() -> Part:
    """JSON Schema 2020-12 of an episode's manifest; `hitrec_cli/schema/episode.schema.json` is this, written down."""
    definitions: dict[str, Part] = {}
    episode = _shape(schema.Episode, definitions, _plain)
    for shape in (schema.Segment, schema.Use):
        _reference(shape, definitions, _plain)
    definitions.pop("Episode", None)
    return {"$schema": DIALECT, **episode, "title": "hitrec episode", "$defs": dict(sorted(definitions.items()))}


def segment_schema() -> Part:
    """The same of a segment file, in which any text may hold `${name}`; `segment.schema.json` is this."""
    definitions: dict[str, Part] = {}
    segment = _shape(schema.Segment, definitions, _with_parameters)
    _reference(schema.Use, definitions, _with_parameters)
    parameters = {
        "title": "Parameters",
        "description": "Name and default of each `${name}`; one without a default must be given by `with:`.",
        "examples": [{"theme": None, "seconds": "5"}],
        "type": "object",
        "additionalProperties": {"type": [*patterns.SCALARS, "null"]},
    }
    for part in (segment, definitions["Use"]):
        part["properties"]["parameters"] = parameters
    used = {"if": {"required": ["use"]}, "then": {"$ref": "#/$defs/Use"}, "else": {"$ref": "#/$defs/Segment"}}
    definitions["Segment"] = segment
    head = {"$schema": DIALECT, "title": "hitrec segment file", "type": "object", **used}
    return {**head, "$defs": dict(sorted(definitions.items()))}


def look_schema() -> Part:
    """The same of a look file; `look.schema.json` is this."""
    definitions: dict[str, Part] = {}
    look = _shape(look_shape.Look, definitions, _plain)
    return {"$schema": DIALECT, **look, "title": "hitrec look", "$defs": dict(sorted(definitions.items()))}


Leaves = Callable[[Part], Part]
"""What becomes of the schema of each text."""


def _plain(leaf: Part) -> Part:
    return leaf


def _with_parameters(leaf: Part) -> Part:
    return {"anyOf": [leaf, {"type": "string", "pattern": patterns.PARAMETER}]}


def _reference(shape: type[Shape], definitions: dict[str, Part], leaves: Leaves) -> Part:
    name = shape.__name__
    if name not in definitions:
        definitions[name] = {}
        definitions[name] = _shape(shape, definitions, leaves)
    return {"$ref": f"#/$defs/{name}"}


def _shape(shape: type[Shape], definitions: dict[str, Part], leaves: Leaves) -> Part:
    made: Part = {
        "title": _title(re.sub("(?<=[a-z])(?=[A-Z])", " ", shape.__name__)),
        "description": shape.__doc__,
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _property(name, key, definitions, leaves) for name, key in shape.keys.items()},
    }
    if needed := [name for name, key in shape.keys.items() if key.required]:
        made["required"] = needed
    if shape.one_of:
        made["oneOf"] = [{"required": [name]} for name in shape.one_of]
    if shape.not_both:
        made["not"] = {"required": list(shape.not_both)}
    if shape.fits:
        made["dependentRequired"] = {name: [other] for name, other in shape.fits.items()}
    if issubclass(shape, schema.Segment):
        made |= _by_kind(shape)
    return made


def _by_kind(shape: type[schema.Segment]) -> Part:
    """What a kind of segment wants and does not want."""
    showing = [kind for kind in SEGMENT_KINDS if kind not in shape.without_picture]
    return {
        "dependentSchemas": {
            "for": {"properties": {"kind": {"enum": list(shape.timed)}}},
            "style": {"properties": {"kind": {"enum": list(shape.styled)}}},
        },
        "allOf": [
            {
                "if": {"required": ["kind"], "properties": {"kind": {"enum": showing}}},
                "then": {"required": ["picture"], "properties": {"picture": {"minItems": 1}}},
            },
            {
                "if": {"required": ["kind"], "properties": {"kind": {"const": "break"}}},
                "then": {"required": ["for"]},
            },
        ],
    }


def _property(name: str, key: Key, definitions: dict[str, Part], leaves: Leaves) -> Part:
    made: Part = {"title": _title(name), "description": key.description, "examples": list(key.examples)}
    if key.usual is not None:
        made["default"] = _value(key.usual)
    return {**made, **_kind(key.kind, definitions, leaves)}


def _kind(kind: Kind[Any], definitions: dict[str, Part], leaves: Leaves) -> Part:
    if isinstance(kind, Leaf):
        return leaves(kind.schema) if kind.schema.get("type") not in ("object", "array") else kind.schema
    if isinstance(kind, Of):
        return _reference(kind.shape, definitions, leaves)
    if isinstance(kind, ListOf):
        return {"type": "array", "items": _kind(kind.item, definitions, leaves)}
    assert isinstance(kind, Either)
    return {"anyOf": [_kind(kind.text, definitions, leaves), _kind(kind.other, definitions, leaves)]}


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _value(text: str) -> Any:
    """A default as an editor would insert it: a number where it is one."""
    return json.loads(text) if re.fullmatch(r"[0-9.]+", text) else text
