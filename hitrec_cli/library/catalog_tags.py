"""Tags of files of strangers, read in a limited child process, and what they mean for a catalog."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from hitrec_cli.tools.process import Limits, ProcessFailed, stream

Tags = Mapping[str, Sequence[str]]

_MEMORY = 2 << 30
_PER_FILE = 20
_CC = re.compile(
    r"creativecommons\.org/(?:licenses/([a-z-]+)/([0-9.]+)(?:/([a-z]{2,3})\b)?|(publicdomain)/(zero|mark))",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(CC[ -]?0|CC[ -]BY(?:[ -](?:NC|SA|ND))*)(?:[ -]([1-4]\.[05]))?(?![A-Za-z0-9])", re.IGNORECASE)


def tags_of(paths: Sequence[Path]) -> Iterator[Tags]:
    """The tags of each file, in order; none of one that crashes or stops the child."""
    waiting = list(paths)
    while waiting:
        done = 0
        try:
            for line in _lines(waiting):
                yield _read(line)
                done += 1
                if done == len(waiting):
                    break
        except ProcessFailed:
            pass
        if done < len(waiting):
            yield {}
            done += 1
        waiting = waiting[done:]


def _lines(paths: Sequence[Path]) -> Iterator[bytes]:
    allowed = 30 + _PER_FILE * len(paths)
    pieces = stream(
        [sys.executable, "-P", "-m", "hitrec_cli.library.catalog_tags_child"],
        stdin=json.dumps([str(path.absolute()) for path in paths]).encode(),
        limits=Limits(wall=allowed, cpu=allowed, memory=_MEMORY, file_size=0, output=1 << 30),
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        yield from lines


def _read(line: bytes) -> Tags:
    try:
        data = json.loads(line)
        return {str(name): [str(text) for text in texts] for name, texts in data.items()}
    except (ValueError, AttributeError, TypeError):
        return {}


def spdx(texts: Sequence[str]) -> str:
    """The license that a text names for certain, as SPDX; '' where a person has to read it."""
    from hitrec_cli.attribution.rights import LicenseError, parse_license

    for text in texts:
        whole = re.fullmatch(r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*", text)
        name = (text if whole and " " in text else "") or _creative_commons(text) or (text if whole else "")
        try:
            if name and set(parse_license(name).names) == set(re.split(r" (?:AND|OR|WITH) ", name)):
                return name
        except LicenseError:
            continue
    return ""


def _creative_commons(text: str) -> str:
    if found := _CC.search(text):
        if found[4]:
            return "CC0-1.0" if found[5].lower() == "zero" else "CC-PDM-1.0"
        port = f"-{found[3].upper()}" if found[3] and found[3].lower() != "deed" else ""
        return f"CC-{found[1].upper()}-{found[2]}{port}"
    if found := _NAMED.search(text):
        name = found[1].upper().replace(" ", "-")
        if name in ("CC0", "CC-0"):
            return "CC0-1.0"
        return f"{name}-{found[2]}" if found[2] else ""  # without a version nobody knows what was agreed
    return ""
