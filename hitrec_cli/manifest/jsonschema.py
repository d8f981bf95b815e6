"""The JSON Schema of a manifest, for editors: made from the same models that read it."""

from __future__ import annotations

from typing import Any, Final

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def episode_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of an episode's manifest; `hitrec_cli/schema/episode.schema.json` is this, written down."""
    from pydantic.json_schema import models_json_schema

    from hitrec_cli.manifest import schema as shapes

    models = [(model, "validation") for model in (shapes.Episode, shapes.Segment, shapes.Use)]
    _, schema = models_json_schema(models, by_alias=True)  # type: ignore[arg-type]  # each pair is what it asks for
    # Leaves are spelled out where they stand; what they are read into (Pick, Written) is no editor's business.
    definitions = {name: _without_null(part) for name, part in sorted(schema["$defs"].items()) if name in vars(shapes)}
    episode = definitions.pop("Episode")
    return {"$schema": DIALECT, **episode, "title": "hitrec episode", "$defs": definitions}


def _without_null(part: Any) -> Any:
    """The schema without the null that stands for a key that is not written: a key that is written has a value."""
    if isinstance(part, list):
        return [_without_null(item) for item in part]
    if not isinstance(part, dict):
        return part
    made = {key: _without_null(value) for key, value in part.items() if not (key == "default" and value is None)}
    options = made.get("anyOf", [])
    if {"type": "null"} in options:
        rest = [option for option in options if option != {"type": "null"}]
        made.pop("anyOf")
        made = {**made, **rest[0]} if len(rest) == 1 else {**made, "anyOf": rest}
    return made
