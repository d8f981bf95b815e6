"""Which of our own modules shape a result, and their digests: what was made by other sources is made anew."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

from hitrec_cli.base.digest import digest

_NEUTRAL = frozenset({"hitrec_cli.base.errors", "hitrec_cli.base.problems"})
_IMPORT = re.compile(
    r"^\s*(?:from (hitrec_cli[\w.]*) import (?:\(([^)]*)\)|([^#\n]*))|import (hitrec_cli[\w.]*))", re.MULTILINE
)
_HOUSE = Path(__file__).parents[2]


def digests(module: str) -> dict[str, str]:
    """SHA-256 of a module and of all that it imports from hitrec, wherever in a module that is done; by name."""
    return {name: _read(name)[0] for name in sorted(reach(module))}


@cache
def reader(module: str, library: str) -> str:
    """What a reading child finds out depends on besides the bytes: our sources and the library that reads them."""
    return digest({"sources": dict(digests(module)), library: installed(library)})


@cache
def reach(module: str) -> frozenset[str]:
    """A module and all modules of ours that it imports, by way of others too."""
    seen: set[str] = set()
    ahead = [module]
    while ahead:
        name = ahead.pop()
        if name not in seen and name not in _NEUTRAL:
            seen.add(name)
            ahead += _read(name)[1]
    return frozenset(seen)


@cache
def _read(module: str) -> tuple[str, tuple[str, ...]]:
    """A module's digest, and the modules of hitrec that it imports; a plain package is no source."""
    path = _file(module)
    if path is None:
        return "", ()
    source = path.read_text("utf-8")
    named: set[str] = set()
    for origin, many, few, whole in _IMPORT.findall(source):
        named.add(origin or whole)
        named.update(f"{origin}.{name.split()[0]}" for name in (many or few).split(",") if name.strip())
    found = tuple(sorted(name for name in named if _file(name) is not None))
    return hashlib.sha256(source.encode()).hexdigest(), found


@cache
def _file(module: str) -> Path | None:
    path = _HOUSE.joinpath(*module.split(".")).with_suffix(".py")
    return path if path.is_file() else None


@cache
def installed(library: str) -> str:
    """A library's version, by its name as a distribution; "" where it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(library)
    except PackageNotFoundError:
        return ""
