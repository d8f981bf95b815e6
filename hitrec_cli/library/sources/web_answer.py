"""What the head of an answer says: status, version, length, when to come back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from hitrec_cli.library.sources.source import Mark

if TYPE_CHECKING:
    import httpx

_TEMPORARY = (408, 425, 429, 500, 502, 503, 504)
_MEANING = {
    401: ("it asks who you are (401)", "ask for an address that everybody may read"),
    403: ("it is not for everybody (403)", "ask for an address that everybody may read"),
    404: ("it is not there (404)", "correct the address, or ask whoever offers it"),
    410: ("it is gone (410)", "ask whoever offered it for another address"),
}
_RANGE = re.compile(r"bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18}|\*)")


class Again(Exception):
    """It may work another time. `after`: seconds that the server asks to wait; `at_once`: there is nothing to await."""

    def __init__(self, why: str, *, after: float = 0.0, at_once: bool = False, remedy: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.after = after
        self.at_once = at_once
        self.remedy = remedy


class Refusal(Exception):
    """It will not work another time either."""

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(why, remedy)
        self.why = why
        self.remedy = remedy


def refusal(status: int, headers: Mapping[str, str]) -> Exception:
    """What to make of a status that brings no bytes."""
    if status in _TEMPORARY:
        return Again(f"the server answers {status}", after=waited(headers.get("retry-after", "")))
    why, remedy = _MEANING.get(status, (f"the server answers {status}", "correct the address, or offer it elsewhere"))
    return Refusal(why, remedy)


def waited(value: str) -> float:
    """Seconds of a Retry-After: a number, or a date that is compared with now; 0 for anything else."""
    import time
    from email.utils import mktime_tz, parsedate_tz

    text = value.strip()
    if text.isdecimal() and text.isascii():
        return float(text[:9])
    date = parsedate_tz(text) if text else None
    try:
        return max(0.0, mktime_tz(date) - time.time()) if date else 0.0
    except (ValueError, OverflowError):
        return 0.0


def version_of(headers: Mapping[str, str]) -> Mark:
    """What tells this version of the file from others; a weak ETag tells too little to go on with a part."""
    etag = headers.get("etag", "").strip()
    if not re.fullmatch(r'"[\x21\x23-\x7e]{0,300}"', etag):
        etag = ""
    modified = headers.get("last-modified", "").strip()
    return Mark(etag, modified if re.fullmatch(r"[A-Za-z0-9,: +-]{10,60}", modified) else "")


def total_of(answer: httpx.Response) -> int:
    """The file's length in bytes, as an answer with all of it says; 0 where it does not."""
    length = answer.headers.get("content-length", "").strip()
    return int(length) if length.isdecimal() and length.isascii() and len(length) < 19 else 0


def part_begins(headers: Mapping[str, str]) -> tuple[int, int]:
    """Where an answer with a part begins, -1 where it does not say; and the whole length, 0 where it does not say."""
    found = _RANGE.fullmatch(headers.get("content-range", "").strip())
    if found is None:
        return -1, 0
    return int(found[1]), int(found[2]) if found[2] != "*" else 0
