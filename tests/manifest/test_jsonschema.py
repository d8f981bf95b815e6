"""The JSON Schema that is shipped is what the models say, and points nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hitrec_cli.manifest.jsonschema import episode_schema, segment_schema

SHIPPED = Path(__file__).parents[2] / "hitrec_cli" / "schema"
SCHEMAS = {"episode": episode_schema, "segment": segment_schema}


def parts(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from parts(value)
    elif isinstance(node, list):
        for item in node:
            yield from parts(item)


@pytest.mark.parametrize("name", SCHEMAS)
def test_it_is_current(name: str) -> None:
    written = json.dumps(SCHEMAS[name](), indent=2, ensure_ascii=False) + "\n"
    assert (SHIPPED / f"{name}.schema.json").read_text(encoding="utf-8") == written, "write it anew: hitrec schema"


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_reference_has_its_definition(name: str) -> None:
    schema = SCHEMAS[name]()
    references = {part["$ref"] for part in parts(schema) if "$ref" in part}
    assert references == {f"#/$defs/{name}" for name in schema["$defs"]}


@pytest.mark.parametrize("name", SCHEMAS)
def test_mappings_are_closed_and_keys_are_explained(name: str) -> None:
    schema = SCHEMAS[name]()
    shapes = schema["$defs"] | ({"Episode": schema} if "properties" in schema else {})
    assert len(shapes) > 15
    for place, part in shapes.items():
        assert part["additionalProperties"] is False, place
        assert part["title"] and part["description"], place
        for key, value in part["properties"].items():
            assert value["title"] and value["description"] and value["examples"], (place, key)
            assert not key.endswith("_") and "_" not in key


def test_keys_that_are_asked_for_or_exclude_each_other() -> None:
    schema = episode_schema()
    assert schema["required"] == ["hitrec", "id", "segments"]
    picture = schema["$defs"]["Picture"]
    assert picture["oneOf"] == [{"required": [key]} for key in ("clip", "still", "text", "graphic", "color")]
    assert picture["not"] == {"required": ["out", "for"]}
    assert schema["$defs"]["Segment"]["required"] == ["kind"]
    assert schema["$defs"]["Super"]["required"] == ["for"]


def test_numbers_may_stand_unquoted() -> None:
    schema = episode_schema()
    assert schema["properties"]["title"]["type"] == ["string", "number", "boolean"]
    assert schema["properties"]["season"]["type"] == ["integer", "string"]
    assert schema["$defs"]["View"]["properties"]["zoom"]["type"] == ["number", "string"]
    assert schema["properties"]["hitrec"]["enum"] == [1, "1"]
