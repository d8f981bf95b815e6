"""What else a result depends on, besides its step: the programs, libraries, fonts and our own sources that make it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from hitrec_cli.base.digest import digest
from hitrec_cli.engine.perform import PERFORMERS
from hitrec_cli.plan.step import StepKind

LIBRARIES: Mapping[StepKind, tuple[str, ...]] = {
    "graphic": ("moviepy", "numpy", "pillow"),
    "roll": ("ffmpeg-python",),
    "span": ("ffmpeg-python",),
    "pcm": ("av", "numpy"),
    "speech": ("numpy", "pydub"),
    "loudness": ("numpy",),
    "mix": ("numpy", "pydub"),
    "sound": ("numpy",),
    "tone": ("numpy",),
    "stitch": (),
}
"""Which libraries draw or compute for a kind, by their names as distributions."""

_FONTS: frozenset[StepKind] = frozenset({"graphic", "roll", "span"})
_NEUTRAL = frozenset({"hitrec_cli.base.errors", "hitrec_cli.base.problems"})
_IMPORT = re.compile(
    r"^\s*(?:from (hitrec_cli[\w.]*) import (?:\(([^)]*)\)|([^#\n]*))|import (hitrec_cli[\w.]*))", re.MULTILINE
)
_HOUSE = Path(__file__).parents[2]


def salts(ffmpeg: str, fonts: str) -> Mapping[StepKind, str]:
    """The salt of each kind's keys. `ffmpeg` is its version line, `fonts` the digest of the fonts that text is set in.

    Where one of them changes, results of the kinds that it shapes are made anew, and only those. So it is for our own
    sources: a kind's salt holds the digests of its performer's module and of all that it imports from hitrec.
    """
    return {
        kind: digest(
            {
                "ffmpeg": ffmpeg,
                "fonts": fonts if kind in _FONTS else "",
                "libraries": {name: _version(name) for name in LIBRARIES[kind]},
                "sources": {name: _read(name)[0] for name in sorted(sources_of(kind))},
            }
        )
        for kind in PERFORMERS
    }


def sources_of(kind: StepKind) -> frozenset[str]:
    """The modules of ours that shape the results of a kind, wherever in a module they are imported."""
    return _reach(PERFORMERS[kind].partition(":")[0])


@cache
def _reach(module: str) -> frozenset[str]:
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
def _version(library: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(library)
    except PackageNotFoundError:
        return ""
