"""Regular expressions for JSON Schema, which knows no numbers with units: each is what a reader of `values` accepts."""

from __future__ import annotations

from typing import Final

SCALARS: Final = ("string", "number", "boolean")
"""What YAML may make of a text without quotes."""

PARAMETER: Final = r"\$\{[^{}]*\}"
SLUG: Final = "^[a-z0-9][a-z0-9-]{0,99}$"
REFERENCE: Final = r"^(?!file:)\S{1,200}$"
PATH: Final = r"^(?!.*://)[^\\\n]*[^\\\s][^\\\n]*$"
FUNCTION: Final = r"^(?!/)[^:\n]+\.py:[A-Za-z_][A-Za-z0-9_]*$"
ARGUMENT: Final = r"^[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*$"
BLANK_NOT: Final = r"\S"
COLOR: Final = "^#[0-9A-Fa-f]{6}$"
DAY: Final = (
    "^(?!0000)[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
    "|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))$"
)
_CODE: Final = "[0-9]{2}:[0-9]{2}:[0-9]{2}[:;][0-9]{2}"
START: Final = rf"^\s*(?=[01][0-9]|2[0-3]){_CODE}\s*$"
SOURCE_CODE: Final = "^[0-9]{2}:[0-5][0-9]:[0-5][0-9][:;][0-9]{2}$"
TIME: Final = (
    r"^\s*([0-9]{1,6}(\.[0-9]{1,9})?s|[0-9]{1,8}f|"
    rf"{_CODE}|[0-9]{{1,2}}:[0-5][0-9]:[0-5][0-9](\.[0-9]{{1,9}})?)\s*$"
)
SECONDS: Final = "^[0-9]{1,3}s$"
LOOP: Final = rf"^[1-9][0-9]{{0,2}} bars?$|{TIME}"
RATES: Final = (23.976, 23.98, 24, 25, 29.97, 30, 48, 50, 59.94, 60)
"""Rates that have a name, as numbers; timecode.py reads them."""

_RATE: Final = "|".join(str(rate).replace(".", r"\.") for rate in RATES) + "|[0-9]{1,6}/[0-9]{1,4}"
RATE: Final = rf"^\s*({_RATE})\s*$"
FORMAT: Final = rf"^(480|540|576|720|1080|1440|2160)p({_RATE})$"


def whole(low: int, high: int, digits: int) -> str:
    """Whole numbers within a range, written with at most so many digits."""
    least = rf"(?!{_up_to(low - 1, digits)}(?![0-9]))" if low > 0 else ""
    return f"{least}{_up_to(high, digits)}"


def decimal(low: int, high: int, places: int) -> str:
    """Decimals within a range of whole numbers, with at most so many decimals and three digits before them."""
    below = rf"{whole(low, high - 1, 3)}(\.[0-9]{{1,{places}}})?|" if high > low else ""
    return rf"({below}{whole(high, high, 3)}(\.0{{1,{places}}})?)"


def level(unit: str, low: int, high: int) -> str:
    """Levels with their unit, within a range of whole units."""
    parts = []
    if low <= 0:
        parts.append(f"-{decimal(max(-high, 0), -low, 2)}")
    if high >= 0:
        parts.append(rf"\+?{decimal(max(low, 0), high, 2)}")
    letters = "".join(f"[{letter.lower()}{letter.upper()}]" for letter in unit)
    return f"^({'|'.join(parts)}) ?{letters}$"


def _up_to(limit: int, digits: int) -> str:
    """Whole numbers from 0 to a limit, written with at most so many digits."""
    written = str(limit)
    options = [f"[0-9]{{1,{len(written) - 1}}}"] if len(written) > 1 else []
    for place, digit in enumerate(written):
        if digit != "0":
            rest = len(written) - place - 1
            options.append(f"{written[:place]}[0-{int(digit) - 1}]" + (f"[0-9]{{{rest}}}" if rest else ""))
    return f"0{{0,{digits - len(written)}}}({'|'.join([*options, written])})"
