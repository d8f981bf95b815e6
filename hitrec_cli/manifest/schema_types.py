"""The leaves of the schema: how each text is read, what it is in words, and what an editor is told about it.

JSON Schema lets a number stand wherever an author would write one without quotes; hitrec itself reads every scalar as
the text that was written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeVar

from hitrec_cli.base.digest import Json
from hitrec_cli.base.problems import Problem
from hitrec_cli.base.timecode import Rate
from hitrec_cli.manifest import patterns, tables, values, values_sound
from hitrec_cli.manifest.nodes import Mapping, Node
from hitrec_cli.manifest.shape import Kind, Leaf, Table
from hitrec_cli.manifest.values import Written
from hitrec_cli.manifest.values_sound import LoopLength
from hitrec_cli.model.episode import Format
from hitrec_cli.model.languages import TAG
from hitrec_cli.model.leader import Bars
from hitrec_cli.model.palette import PALETTE
from hitrec_cli.model.segment import FADE_SHAPES, SEGMENT_KINDS, FadeShape, Fit, Pick, SegmentKind
from hitrec_cli.model.territories import TERRITORIES, WORLDWIDE

T = TypeVar("T")
Under = Literal["voice", "original"]
Style = Literal["roll", "crawl", "cards"]


def _text(
    read: Callable[[Any], Any], words: str, pattern: str = "", types: tuple[str, ...] = patterns.SCALARS
) -> Leaf[Any]:
    kind = list(types) if len(types) > 1 else types[0]
    return Leaf(read, words, {"type": kind, "pattern": pattern} if pattern else {"type": kind})


def _string(read: Callable[[Any], Any], words: str, pattern: str) -> Leaf[Any]:
    return _text(read, words, pattern, ("string",))


def _whole(low: int, high: int, words: str) -> Leaf[int]:
    pattern = f"^{patterns.whole(low, high, 9)}$"
    schema = {"type": ["integer", "string"], "minimum": low, "maximum": high, "pattern": pattern}
    return Leaf(values.integer(low, high), f"{words} from {low} to {high}", schema)


def _decimal(low: int, high: int) -> Leaf[int]:
    pattern = f"^{patterns.decimal(low, high, 4)}$"
    schema = {"type": ["number", "string"], "minimum": low, "maximum": high, "pattern": pattern}
    return Leaf(values.ten_thousandths(low, high), f"a number from {low} to {high}", schema)


def _level(unit: str, low: int, high: int) -> Leaf[int]:
    schema = {"type": "string", "pattern": patterns.level(unit, low, high)}
    return Leaf(values.level(unit, low, high), f"a level from {low} to {high} {unit}", schema)


def _choice(what: str, *options: str) -> Leaf[Any]:
    words = " or ".join(f"`{option}`" for option in options) if len(options) < 4 else f"one of `{' '.join(options)}`"
    return Leaf(values.choice(options, what), words, {"enum": list(options)})


def _table(
    read: Callable[[Any, list[Problem]], T], words: str, keys: str = "", value: dict[str, Any] | None = None
) -> Table[T]:
    schema: dict[str, Any] = {"type": "object"}
    if keys:
        schema["propertyNames"] = {"pattern": keys}
    if value:
        schema["additionalProperties"] = value
    return Table(read, words, schema)


TEXT: Kind[str] = _text(values.text, "a text")
WORDS: Kind[str] = _text(values.words, "a text that is not blank", patterns.BLANK_NOT)
SLUG: Kind[str] = _text(
    values.slug, "lower case letters, digits and `-`", patterns.SLUG, ("string", "integer", "boolean")
)
REFERENCE: Kind[Pick] = _text(values.contribution, "the id of a contribution", patterns.REFERENCE)
PATH: Kind[str] = _text(values.path, "a path", patterns.PATH)
FUNCTION: Kind[str] = _string(values.function, "`file.py:function`", patterns.FUNCTION)
TIME: Kind[Written] = _string(values.time, "a [time](#times)", patterns.TIME)
START: Kind[Written] = _string(values.start_timecode, "a timecode", patterns.START)
SOURCE_TIMECODE: Kind[str] = _string(values.timecode_text, "a timecode", patterns.SOURCE_CODE)
GAIN: Kind[int] = _level("dB", -96, 24)
DEPTH: Kind[int] = _level("dB", 0, 60)
LOUDNESS: Kind[int] = _level("LUFS", -40, -5)
LEVEL: Kind[int] = _level("LUFS", -70, -5)
FADE_SHAPE: Kind[FadeShape] = _choice("shape", *FADE_SHAPES)
TEMPO: Kind[int] = _string(
    values_sound.tempo, "a tempo from 20 to 400 bpm", f"^{patterns.decimal(20, 400, 3)} ?[bB][pP][mM]$"
)
BEATS: Kind[int] = _whole(1, 32, "beats")
LOOP: Kind[LoopLength] = Leaf(
    values_sound.loop,
    "`on`, a number of bars like `8 bars`, or a [time](#times)",
    {"anyOf": [{"enum": ["on", True, "true"]}, {"type": "string", "pattern": patterns.LOOP}]},
)
COLOR: Kind[str] = Leaf(
    values.color,
    "a [color](#colors)",
    {"anyOf": [{"enum": list(PALETTE)}, {"type": "string", "pattern": patterns.COLOR}]},
)
NUMBER: Kind[int] = _whole(0, 99_999, "a whole number")
PIXELS: Kind[int] = _whole(16, 8192, "pixels")
ZOOM: Kind[int] = _decimal(1, 8)
CENTER: Kind[int] = _decimal(0, 1)
RATE: Kind[Rate] = Leaf(
    values.rate,
    "a [rate](#formats)",
    {"anyOf": [{"enum": list(patterns.RATES)}, {"type": "string", "pattern": patterns.RATE}]},
)
FORMAT: Kind[Format] = _string(values.named_format, "a [format](#formats)", patterns.FORMAT)
SECONDS: Kind[int] = _string(values.whole_seconds, "whole seconds", patterns.SECONDS)
LEADER: Kind[str] = _choice("leader", "us", "eu", "none")
BARS: Kind[Bars] = _choice("bars", "smpte", "ebu")
TONE: Kind[int] = _level("dBFS", -40, 0)
COUNT: Kind[int] = _whole(0, 10, "a number")
VERSION: Kind[str] = Leaf(values.choice(("1",), "version of the manifest language"), "`1`", {"enum": [1, "1"]})
KIND: Kind[SegmentKind] = _choice("kind", *SEGMENT_KINDS)
FIT: Kind[Fit] = _choice("fit", "letterbox", "crop", "blur")
CUT: Kind[str] = Leaf(values.cut, "`cut`", {"enum": ["cut"]})
STYLE: Kind[Style] = _choice("style", "roll", "crawl", "cards")
UNDER: Kind[Under] = _choice("sound", "voice", "original")
ACCEPT: Kind[str] = _choice("setting", "accept")
SWITCH: Kind[bool] = Leaf(values.switch, "`on` or `off`", {"enum": ["on", "off", True, False, "true", "false"]})
LANGUAGE: Kind[str] = _string(values.language_tag, "a language such as `en` or `pt-BR`", f"^{TAG}$")
DATES: Kind[dict[str, str]] = _table(
    tables.dates, "a mapping of version to day", patterns.SLUG, {"type": "string", "pattern": patterns.DAY}
)
PLACES: Kind[dict[str, tuple[str, ...]]] = _table(
    tables.places, f"a mapping of version to `{WORLDWIDE}` or a list of ISO 3166-1 alpha-2 codes", patterns.SLUG,
    {"anyOf": [{"const": WORLDWIDE}, {"type": "array", "minItems": 1,
                                      "items": {"enum": [*sorted(TERRITORIES), WORLDWIDE]}}]},
)  # fmt: skip
NAMES: Kind[tuple[tuple[str, str], ...]] = _table(
    tables.names, "a mapping of our name to theirs", "", {"type": list(patterns.SCALARS), "pattern": patterns.BLANK_NOT}
)
ARGUMENTS: Kind[tuple[tuple[str, Json], ...]] = _table(
    tables.arguments, "a mapping of name to any value", patterns.ARGUMENT
)
OVERRIDES: Kind[Mapping] = Leaf(
    values.mapping, "a mapping of parameters, or keys of a segment, to values", {"type": "object"}
)
SEGMENTS: Kind[tuple[Node, ...]] = Leaf(
    lambda node: values.sequence(node).items,
    "a list of [segments](#segment), or of [uses](#use) of segment files",
    {"type": "array", "minItems": 1, "items": {
        "if": {"type": "object", "required": ["use"]},
        "then": {"$ref": "#/$defs/Use"}, "else": {"$ref": "#/$defs/Segment"},
    }},
)  # fmt: skip
"""Segments stay nodes here: each is read by itself, after what it uses is there."""
