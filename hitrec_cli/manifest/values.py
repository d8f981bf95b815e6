"""One text to one typed value: ids, numbers, times, levels, colors. Each reader takes a node and raises Wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from hitrec_cli.base.problems import Mark, Problem
from hitrec_cli.base.timecode import Rate, TimeError, TimeValue, parse_rate, parse_time
from hitrec_cli.manifest import rules
from hitrec_cli.manifest.nodes import Mapping, Node, Scalar, Sequence
from hitrec_cli.model.episode import Format
from hitrec_cli.model.languages import LanguageError, language
from hitrec_cli.model.palette import PALETTE
from hitrec_cli.model.segment import Pick

WIDTHS: Final = {480: 854, 540: 960, 576: 1024, 720: 1280, 1080: 1920, 1440: 2560, 2160: 3840}
"""Height of a named raster -> its width in pixels, square samples, 16:9."""


LEVEL: Final = -2400
"""Loudness of each sound where a manifest says nothing, in hundredths of a LUFS (ATSC A/85: -24)."""


class Wrong(ValueError):
    """A value that cannot be read: rule id, message, remedy; place, where it is not the value's own."""

    def __init__(self, rule: str, message: str, hint: str = "", mark: Mark | None = None) -> None:
        super().__init__(message)
        self.rule, self.message, self.hint, self.mark = rule, message, hint, mark

    def problem(self, node: Node) -> Problem:
        """The same as a problem of the node that was read."""
        return Problem(self.rule, self.mark or node.mark, self.message, self.hint)


class Written(NamedTuple):
    """A time as written, and where."""

    time: TimeValue
    node: Scalar

    @property
    def mark(self) -> Mark:
        """Where it is written."""
        return self.node.mark


def near(word: str, words: Iterable[str]) -> str:
    """'did you mean …?' for the word that comes closest, or ''."""
    from difflib import get_close_matches

    found = get_close_matches(word, tuple(words), 1) if len(word) <= 40 else []
    return f"did you mean '{found[0]}'?" if found else ""


def name_of(node: object) -> str:
    """What a node is, in an author's words."""
    return "a mapping" if isinstance(node, Mapping) else "a list" if isinstance(node, Sequence) else "a text"


def text(node: Node) -> str:
    """Any text, as written."""
    if type(node) is not Scalar:
        raise Wrong(rules.SHAPE, f"a text is wanted here, not {name_of(node)}")
    found = node[0]
    if not found and node.plain:
        raise Wrong(rules.NO_VALUE, "the key has no value", "write one, or remove the key")
    return found


def words(node: Node) -> str:
    """A text that will be shown or spoken of: not blank."""
    if not (found := text(node)).strip():
        raise Wrong(rules.TEXT, "the text is blank", "write one, or remove the key")
    return found


def _matching(pattern: str, rule: str, wanted: str) -> Callable[[Node], str]:
    def read(node: Node) -> str:
        if not re.fullmatch(pattern, found := text(node), re.ASCII):
            raise Wrong(rule, f"{found!r} is not {wanted}")
        return found

    return read


slug = _matching(
    r"[a-z0-9][a-z0-9-]{0,99}", rules.ID, "an id; write lower case letters, digits and '-', at most 100, no '-' first"
)
timecode_text = _matching(r"\d\d:[0-5]\d:[0-5]\d[:;]\d\d", rules.TIME, "a timecode; write it like 10:00:02:00")
function = _matching(
    r"(?!/)[^:\n]+\.py:[A-Za-z_]\w*", rules.PATH, "a graphic; write file and function, like graphics/opening.py:opening"
)


def contribution(node: Node) -> Pick:
    """The id of a contribution in the catalog."""
    if isinstance(node, Mapping):
        raise Wrong(rules.SHAPE, "the id of a contribution is wanted here, not a mapping")
    found = text(node)
    if not found or len(found) > 200 or any(letter.isspace() for letter in found) or found.startswith("file:"):
        message = f"{found[:200]!r} is not the id of a contribution"
        raise Wrong(rules.ID, message, "write the id that the catalog has, or {file: …, by: …, license: …}")
    return Pick(found, node.mark)


def path(node: Node) -> str:
    """A file, relative to the file that names it, with forward slashes."""
    found = words(node)
    if "://" in found or "\\" in found or "\n" in found or len(found) > 1000:
        raise Wrong(rules.PATH, f"{found[:200]!r} is not the path of a file", "write it relative to this file")
    return found


def choice(options: Iterable[str], what: str) -> Callable[[Node], str]:
    """A reader for one word of a list."""
    known = tuple(options)

    def read(node: Node) -> str:
        found = text(node)
        if found not in known:
            hint = near(found, known) or f"write one of {', '.join(known)}"
            raise Wrong(rules.WORD, f"unknown {what} {found!r}", hint)
        return found

    return read


def language_tag(node: Node) -> str:
    """A language such as `en` or `pt-BR`."""
    found = text(node)
    try:
        return language(found)
    except LanguageError as error:
        raise Wrong(rules.WORD, str(error), error.hint) from None


def switch(node: Node) -> bool:
    """on, off, true or false."""
    return _setting(node) in ("on", "true")


_setting = choice(("on", "off", "true", "false"), "setting")
_cut = choice(("cut",), "transition")


def cut(node: Node) -> str:
    """The word cut; other transitions need a length."""
    found = text(node)
    if found in ("dissolve", "dip"):
        raise Wrong(rules.WORD, f"a {found} needs a length", f"write {{{found}: 1s}}")
    return _cut(node)


def integer(low: int, high: int) -> Callable[[Node], int]:
    """A reader for a whole number within a range."""

    def read(node: Node) -> int:
        found = text(node)
        if not re.fullmatch(r"[0-9]{1,9}", found) or not low <= int(found) <= high:
            raise Wrong(rules.NUMBER, f"{found!r} is not a whole number from {low} to {high}")
        return int(found)

    return read


def ten_thousandths(low: int, high: int) -> Callable[[Node], int]:
    """A reader for a decimal within a range of whole numbers, exact, in ten-thousandths."""

    def read(node: Node) -> int:
        found = text(node)
        match = re.fullmatch(r"([0-9]{1,3})(?:\.([0-9]{1,4}))?", found)
        value = int(match[1]) * 10_000 + int((match[2] or "").ljust(4, "0")) if match else -1
        if not low * 10_000 <= value <= high * 10_000:
            raise Wrong(rules.NUMBER, f"{found!r} is not a number from {low} to {high} with at most four decimals")
        return value

    return read


def time(node: Node) -> Written:
    """A time as DESIGN.md writes it; frames are counted later, when the rate is known."""
    found = text(node)
    assert isinstance(node, Scalar)
    try:
        return Written(_time(found), node)
    except TimeError as error:
        raise Wrong(rules.TIME, str(error)) from None


def whole_seconds(node: Node) -> int:
    """Whole seconds, like 15s."""
    found = text(node)
    if not re.fullmatch(r"[0-9]{1,3}s", found):
        raise Wrong(rules.TIME, f"{found!r} is no length of whole seconds", "write it like 15s")
    return int(found[:-1])


@lru_cache(10_000)
def _time(found: str) -> TimeValue:
    """Few of the times of an episode differ."""
    if not found.isascii():
        raise TimeError(f"{found!r} is not a time; write it with the digits 0 to 9")
    return parse_time(found)


def start_timecode(node: Node) -> Written:
    """A timecode within a day."""
    found = time(node)
    if found.time.timecode is None or found.time.timecode.hours > 23:
        raise Wrong(rules.TIME, f"{text(node)!r} is not a timecode", "write it like 01:00:00;00, ';' for drop frame")
    return found


def level(unit: str, low: int, high: int) -> Callable[[Node], int]:
    """A reader for a level with its unit, in hundredths, within a range of whole units."""
    pattern = rf"([+-]?)([0-9]{{1,3}})(?:\.([0-9]{{1,2}}))? ?{unit}"

    def read(node: Node) -> int:
        found = text(node)
        match = re.fullmatch(pattern, found, re.IGNORECASE | re.ASCII)
        value = int(match[2]) * 100 + int((match[3] or "").ljust(2, "0")) if match else 0
        value = -value if match and match[1] == "-" else value
        if not match or not low * 100 <= value <= high * 100:
            message = f"{found!r} is not a level from {low} to {high} {unit}"
            raise Wrong(rules.LEVEL, message, f"write it like {-24 if high < 0 else 12 if low == 0 else -6} {unit}")
        return value

    return read


def color(node: Node) -> str:
    """A name of the palette, or #rrggbb, in lower case."""
    found = text(node).lower()
    if found in PALETTE or re.fullmatch(r"#[0-9a-f]{6}", found):
        return found
    remedy = near(found, PALETTE) or f'write "#rrggbb" in quotes, or one of {", ".join(PALETTE)}'
    raise Wrong(rules.COLOR, f"unknown color {text(node)!r}", remedy)


def day(node: Node) -> str:
    """A day that exists, ISO 8601."""
    found = text(node)
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", found):
            return date.fromisoformat(found).isoformat()
    except ValueError:
        pass
    raise Wrong(rules.DATE, f"{found!r} is not a day", "write it like 2015-06-05")


def rate(node: Node) -> Rate:
    """Frames per second, exact."""
    found = text(node)
    try:
        return parse_rate(found if found.isascii() else ascii(found))
    except TimeError as error:
        raise Wrong(rules.FORMAT, str(error)) from None


def named_format(node: Node) -> Format:
    """A raster and rate in one word: 1080p29.97."""
    found = text(node)
    assert isinstance(node, Scalar)
    match = re.fullmatch(r"([1-9][0-9]{2,3})([pi])([0-9./]+)", found)
    if match and match[2] == "i":
        hint = "an episode is progressive, like 1080p29.97; interlaced is what a delivery profile makes of it"
        raise Wrong(rules.FORMAT, f"{found!r} is interlaced", hint)
    if not match or int(match[1]) not in WIDTHS:
        heights = ", ".join(str(height) for height in WIDTHS)
        hint = f"write height (one of {heights}), 'p' and rate, or {{width: …, height: …, rate: …}}"
        raise Wrong(rules.FORMAT, f"{found!r} is not a format", hint)
    return Format(WIDTHS[int(match[1])], int(match[1]), rate(node.saying(match[3])))


def mapping(node: Node) -> Mapping:
    """A mapping."""
    if not isinstance(node, Mapping):
        raise Wrong(rules.SHAPE, f"a mapping is wanted here, not {name_of(node)}", "write key: value, or {key: value}")
    return node


def sequence(node: Node) -> Sequence:
    """A list."""
    if not isinstance(node, Sequence):
        raise Wrong(rules.SHAPE, f"a list is wanted here, not {name_of(node)}", "write '- ' before each item, or [ ]")
    return node
