"""Every rule that reading a manifest can break: id and one line. HR1xx is syntax and shape."""

from __future__ import annotations

from typing import Final

ENCODING: Final = "HR101"
EMPTY: Final = "HR102"
BUDGET: Final = "HR103"
SYNTAX: Final = "HR104"
DOCUMENTS: Final = "HR105"
ANCHOR: Final = "HR106"
TAG: Final = "HR107"
DUPLICATE_KEY: Final = "HR108"
KEY: Final = "HR109"
UNKNOWN_KEY: Final = "HR110"
MISSING_KEY: Final = "HR111"
SHAPE: Final = "HR112"
CHOICE: Final = "HR113"
NO_VALUE: Final = "HR114"
UNUSED_ANCHOR: Final = "HR115"
WORD: Final = "HR120"
ID: Final = "HR121"
NUMBER: Final = "HR122"
TIME: Final = "HR123"
LEVEL: Final = "HR124"
COLOR: Final = "HR125"
DATE: Final = "HR126"
FORMAT: Final = "HR127"
PATH: Final = "HR128"
TEXT: Final = "HR129"
INCLUDE: Final = "HR130"
CYCLE: Final = "HR131"
PARAMETER: Final = "HR132"
NO_SEGMENTS: Final = "HR140"
DUPLICATE_ID: Final = "HR141"
RANGE: Final = "HR142"
LENGTH: Final = "HR143"
UNFIT_KEY: Final = "HR144"
TWO_DESCRIPTIONS: Final = "HR145"

RULES: Final = {
    ENCODING: "The file is text in UTF-8, without control characters.",
    EMPTY: "The file says something.",
    BUDGET: "The file keeps to 2 MB, 64 levels and 200,000 nodes, aliases and included segments counted in full.",
    SYNTAX: "The file is YAML.",
    DOCUMENTS: "One file holds one YAML document.",
    ANCHOR: "An alias repeats an anchor that stands before it and is closed.",
    TAG: "Values carry no YAML tags; the schema knows every type.",
    DUPLICATE_KEY: "A key is written once in its mapping.",
    KEY: "Keys are texts; `<<` merges mappings.",
    UNKNOWN_KEY: "Every key is one that the schema knows.",
    MISSING_KEY: "Every required key is there.",
    SHAPE: "A value is a text, a list or a mapping as the schema wants it.",
    CHOICE: "Of keys that exclude each other one is written, not none and not two.",
    NO_VALUE: "A key that is written has a value.",
    UNUSED_ANCHOR: "An anchor is repeated by some alias.",
    WORD: "A value of a fixed list is one of that list.",
    ID: "Ids and names of versions and profiles are lower case letters, digits and '-'; contributions have no spaces.",
    NUMBER: "A number is a plain decimal within its range.",
    TIME: "A time can be read and exists at the episode's rate.",
    LEVEL: "A level has its unit (dB or LUFS) and is within its range.",
    COLOR: "A color is of the palette or #rrggbb.",
    DATE: "A date is a day that exists, written YYYY-MM-DD.",
    FORMAT: "A format is progressive, of a known raster and rate, or spelled out in width, height and rate.",
    PATH: "A path names a file in the workspace; a graphic names a file and its function.",
    TEXT: "A text that is shown is not blank.",
    INCLUDE: "A segment file that is used can be read and is a segment.",
    CYCLE: "Segment files do not use each other in a circle, nor more than 8 deep.",
    PARAMETER: "`${name}` is a declared parameter with a value; `with:` gives parameters or keys of a segment.",
    NO_SEGMENTS: "An episode has segments.",
    DUPLICATE_ID: "A segment's id is its own.",
    RANGE: "`out` comes after `in`, both in the same kind of time.",
    LENGTH: "A length is at least one frame.",
    UNFIT_KEY: "A key fits the kind of segment or item that it is written in.",
    TWO_DESCRIPTIONS: "A file that is used twice is described in the same words.",
}
"""Rule id -> what holds when it is kept."""
