"""Bytes to text: UTF-8 or a clear problem."""

from __future__ import annotations

import re

from hitrec_cli.base.problems import Mark, Problem
from hitrec_cli.manifest import rules

MAX_BYTES = 2_000_000
"""Largest file that is looked at."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that YAML 1.2 does not allow in a file (§5.1), and byte order marks inside it.

Written as what is forbidden: a set of all that is allowed takes fifteen times as long to compile.
"""


def unprintable(text: str) -> re.Match[str] | None:
    """The first character that cannot stand in a manifest."""
    return _UNPRINTABLE.search(text)


def decode(data: bytes, file: str) -> tuple[str | None, tuple[Problem, ...]]:
    """The text of a file, without a byte order mark, and what is wrong with its bytes; None where it cannot be read."""
    if len(data) > MAX_BYTES:
        message = f"the file has more than {MAX_BYTES:,} bytes, the most that a manifest may have"
        return None, (Problem(rules.BUDGET, Mark(file), message, "move segments to files of their own and `use` them"),)
    warnings: tuple[Problem, ...] = ()
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
        hint = "save it as UTF-8 without a byte order mark"
        message = "the file begins with a byte order mark, which other tools stumble over"
        warnings = (Problem(rules.ENCODING, Mark(file, 1, 1), message, hint, "warning"),)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or _every_other_is_zero(data):
        return None, (Problem(rules.ENCODING, Mark(file, 1, 1), "the file is UTF-16 or UTF-32", "save it as UTF-8"),)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        hint = "save the file as UTF-8 (it looks like Latin-1 or Windows-1252)"
        return None, (*warnings, Problem(rules.ENCODING, _end_of(before, file), message, hint))
    if found := unprintable(text):
        name = "a NUL byte" if found[0] == "\0" else f"the control character U+{ord(found[0]):04X}"
        place = _end_of(text[: found.start()], file)
        return None, (*warnings, Problem(rules.ENCODING, place, f"{name} cannot stand in a manifest", "remove it"))
    return text, warnings


def _every_other_is_zero(data: bytes) -> bool:
    head = data[:64]
    return len(head) >= 4 and (not any(head[0::2]) or not any(head[1::2]))


def _end_of(text: str, file: str) -> Mark:
    return Mark(file, text.count("\n") + 1, len(text) - text.rfind("\n"))
