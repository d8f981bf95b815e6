"""Catalogs in JSON: objects as rows, each at its line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import IO

from hitrec_cli.library.catalog_rows import BAD_ROW, UNREADABLE, Report, Row, Value

_LONGEST = 64 << 20
_SPACE = re.compile(r"[ \t\r\n]*")
_BAD = re.compile("[\\x00\\ud800-\\udfff]")
"""What JSON can spell and no file or screen can hold."""


def row_of(data: object, line: int, report: Report) -> Row | None:
    """The row of one object; a problem where it is none, or holds what is no text."""
    if not isinstance(data, dict):
        report.add(BAD_ROW, line, "the line is no object", 'write {"id": ..., "kind": ...}')
        return None
    kept = {name: value for name, value in data.items() if value is not None}
    if _BAD.search("".join(_strings(kept))):
        report.add(BAD_ROW, line, "the row has a NUL or half a character in it", "remove what is no text")
        return None
    return Row(line, {name: _flat(value) for name, value in kept.items()}, data=kept)


def document_rows(file: IO[bytes], report: Report) -> Iterator[Row]:
    """The objects of a list, alone or under `contributions`, each with the line that it begins in."""
    data = file.read(_LONGEST + 1)
    if len(data) > _LONGEST:
        report.add(UNREADABLE, 0, f"the catalog is longer than {_LONGEST >> 20} MB", "write it as JSON Lines")
        return
    try:
        text = data.decode("utf-8-sig")
        yield from _items(text, report)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        report.add(UNREADABLE, line, f"byte 0x{data[error.start]:02x} is not UTF-8", "save the catalog as UTF-8")
    except json.JSONDecodeError as error:
        report.add(UNREADABLE, error.lineno, f"the catalog is no JSON: {error.msg}", "correct it")
    except (RecursionError, ValueError) as error:
        report.add(UNREADABLE, 0, f"the catalog is no JSON: {error}", "correct it")


def _items(text: str, report: Report) -> Iterator[Row]:
    decoder = json.JSONDecoder()
    at = _skip(text, 0)
    if text[at : at + 1] == "{":
        found = re.compile(r'"contributions"\s*:\s*(?=\[)').search(text, at)
        if found is None:
            report.add(UNREADABLE, 1, "the catalog is no list", 'write [{"id": ...}, ...]')
            return
        decoder.raw_decode(text, at)  # the whole has to be JSON
        at = found.end()
    if text[at : at + 1] != "[":
        report.add(UNREADABLE, 1, "the catalog is no list", 'write [{"id": ...}, ...]')
        return
    at, line, counted = _skip(text, at + 1), 1, 0
    while text[at : at + 1] != "]":
        line, counted = line + text.count("\n", counted, at), at
        data, at = decoder.raw_decode(text, at)
        row = row_of(data, line, report)
        if row is not None:
            yield row
        at = _skip(text, at)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "]":
            raise json.JSONDecodeError("expecting ',' or ']'", text, at)


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield name
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _flat(value: object) -> Value:
    if isinstance(value, list):
        return tuple(str(item).strip() for item in value)
    if isinstance(value, str):
        return value.strip()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | bool) else str(value)
