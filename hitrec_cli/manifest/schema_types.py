"""The leaves of the schema: how each text is read, and what an editor is told about it.

JSON Schema lets a number stand wherever an author would write one without quotes; hitrec itself reads every scalar as
the text that was written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, PlainValidator, WithJsonSchema

from hitrec_cli.base.timecode import Rate
from hitrec_cli.manifest import values
from hitrec_cli.manifest.nodes import Mapping, Node, Sequence
from hitrec_cli.manifest.values import Written
from hitrec_cli.model.episode import Format
from hitrec_cli.model.segment import SEGMENT_KINDS, Fit, Pick, SegmentKind

_SLUG = "^[a-z0-9][a-z0-9-]*$"
_TIME = r"^([0-9]+(\.[0-9]+)?s|[0-9]+f|[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?|[0-9]{2}:[0-9]{2}:[0-9]{2}[:;][0-9]{2})$"


def _reader(read: Callable[[Any], Any]) -> PlainValidator:
    return PlainValidator(read)


def _text(pattern: str = "", *types: str) -> WithJsonSchema:
    schema: dict[str, Any] = {"type": ["string", *types]} if types else {"type": "string"}
    return WithJsonSchema({**schema, "pattern": pattern} if pattern else schema)


def _range(kind: str, low: int, high: int, pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": [kind, "string"], "minimum": low, "maximum": high, "pattern": pattern})


def _one_of(*options: str | bool | int) -> WithJsonSchema:
    return WithJsonSchema({"enum": list(options)})


Text = Annotated[str, _reader(values.text), _text("", "number")]
Words = Annotated[str, _reader(values.words), _text("", "number")]
Slug = Annotated[str, _reader(values.slug), _text(_SLUG, "number")]
Reference = Annotated[Pick, _reader(values.contribution), _text(r"^(?!file:)\S+$", "number")]
Path = Annotated[str, _reader(values.path), _text(r"^[^\\]+$")]
Function = Annotated[str, _reader(values.function), _text(r"^[^:]+\.py:[A-Za-z_]\w*$")]
Time = Annotated[Written, _reader(values.time), _text(_TIME)]
StartTimecode = Annotated[Written, _reader(values.start_timecode), _text(r"^[0-9]{2}:[0-9]{2}:[0-9]{2}[:;][0-9]{2}$")]
SourceTimecode = Annotated[str, _reader(values.timecode_text), _text(r"^[0-9]{2}:[0-9]{2}:[0-9]{2}[:;][0-9]{2}$")]
Gain = Annotated[int, _reader(values.level("dB", -96, 24)), _text(r"^[+-]?[0-9]+(\.[0-9]{1,2})? ?dB$")]
Depth = Annotated[int, _reader(values.level("dB", 0, 60)), _text(r"^[+]?[0-9]+(\.[0-9]{1,2})? ?dB$")]
Loudness = Annotated[int, _reader(values.level("LUFS", -40, -5)), _text(r"^-[0-9]+(\.[0-9]{1,2})? ?LUFS$")]
Color = Annotated[str, _reader(values.color), WithJsonSchema(
    {"anyOf": [{"enum": list(values.PALETTE)}, {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"}]}
)]  # fmt: skip
Number = Annotated[int, _reader(values.integer(0, 99_999)), _range("integer", 0, 99_999, "^[0-9]+$")]
Pixels = Annotated[int, _reader(values.integer(16, 8192)), _range("integer", 16, 8192, "^[0-9]+$")]
Zoom = Annotated[int, _reader(values.ten_thousandths(1, 8)), _range("number", 1, 8, r"^[0-9]+(\.[0-9]{1,4})?$")]
Center = Annotated[int, _reader(values.ten_thousandths(0, 1)), _range("number", 0, 1, r"^[01](\.[0-9]{1,4})?$")]
FrameRate = Annotated[Rate, _reader(values.rate), _text(r"^[0-9.]+(/[0-9]+)?$", "number")]
NamedFormat = Annotated[Format, _reader(values.named_format), _text(r"^[0-9]{3,4}p[0-9./]+$")]
MajorVersion = Annotated[str, _reader(values.choice(("1",), "version of the manifest language")), _one_of(1, "1")]
Kind = Annotated[SegmentKind, _reader(values.choice(SEGMENT_KINDS, "kind")), _one_of(*SEGMENT_KINDS)]
FitMode = Annotated[
    Fit, _reader(values.choice(("letterbox", "crop", "blur"), "fit")), _one_of("letterbox", "crop", "blur")
]
Cut = Annotated[Literal["cut"], _reader(values.cut), _one_of("cut")]
Style = Annotated[
    Literal["roll", "cards"], _reader(values.choice(("roll", "cards"), "style")), _one_of("roll", "cards")
]
Under = Annotated[
    Literal["voice", "original"], _reader(values.choice(("voice", "original"), "sound")), _one_of("voice", "original")
]
Accept = Annotated[Literal["accept"], _reader(values.choice(("accept",), "setting")), _one_of("accept")]
Switch = Annotated[bool, _reader(values.switch), _one_of("on", "off", True, False)]
Dates = Annotated[dict[str, str], _reader(values.dates), WithJsonSchema(
    {"type": "object", "additionalProperties": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}}
)]  # fmt: skip
Names = Annotated[tuple[tuple[str, str], ...], _reader(values.names), WithJsonSchema(
    {"type": "object", "additionalProperties": {"type": ["string", "number"]}}
)]  # fmt: skip
Arguments = Annotated[tuple[tuple[str, Any], ...], _reader(values.arguments), WithJsonSchema({"type": "object"})]
Overrides = Annotated[Mapping, _reader(values.mapping), WithJsonSchema({"type": "object"})]
SegmentNodes = Annotated[tuple[Node, ...], _reader(lambda node: values.sequence(node).items), WithJsonSchema(
    {"type": "array", "minItems": 1, "items": {"anyOf": [{"$ref": "#/$defs/Segment"}, {"$ref": "#/$defs/Use"}]}}
)]  # fmt: skip
"""Segments stay nodes here: each is read by itself, after what it uses is there."""

AS_LIST = BeforeValidator(lambda node: list(values.sequence(node).items))
"""Lets a list of the schema be read from a node."""

BY_NODE = Discriminator(lambda node: "mapping" if isinstance(node, Mapping) else "text")
"""Chooses between a text and a mapping by what was written."""

BY_LIST = Discriminator(lambda node: "list" if isinstance(node, Sequence) else "text")
"""Chooses between a text and a list by what was written."""
