"""`hitrec schema`: the shape of manifests, for editors and for readers."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import Annotated

import typer


class Format(StrEnum):
    """How the shape is told."""

    json = "json"
    markdown = "markdown"


def command(
    segment: Annotated[bool, typer.Option("--segment", help="Of segment files instead of episodes.")] = False,
    look: Annotated[bool, typer.Option("--look", help="Of look files instead of episodes.")] = False,
    form: Annotated[Format, typer.Option("--format", help="JSON Schema, or the reference page.")] = Format.json,
) -> None:
    """Print the JSON Schema of manifests, which editors complete and check by."""
    from hitrec_cli.manifest.jsonschema import episode_schema, look_schema, segment_schema
    from hitrec_cli.manifest.look_reference import look_table
    from hitrec_cli.manifest.reference import reference

    if form is Format.markdown:
        sys.stdout.write(look_table() if look else reference())
        return
    made = look_schema() if look else segment_schema() if segment else episode_schema()
    sys.stdout.write(json.dumps(made, indent=2, ensure_ascii=False) + "\n")
