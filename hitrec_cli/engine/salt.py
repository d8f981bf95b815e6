"""What else a result depends on, besides its step: the programs, libraries, fonts and our own sources that make it."""

from __future__ import annotations

from collections.abc import Mapping

from hitrec_cli.base.digest import digest
from hitrec_cli.engine.perform import PERFORMERS
from hitrec_cli.plan.step import StepKind
from hitrec_cli.tools.own_sources import digests, installed

LIBRARIES: Mapping[StepKind, tuple[str, ...]] = {
    "graphic": ("moviepy", "numpy", "pillow"),
    "roll": ("ffmpeg-python",),
    "span": ("ffmpeg-python", "numpy", "pillow"),
    "pcm": ("av", "numpy"),
    "speech": ("numpy", "pydub"),
    "loudness": ("numpy",),
    "mix": ("numpy", "pydub"),
    "sound": ("numpy",),
    "tone": ("numpy",),
    "stitch": ("av",),
}
"""Which libraries draw or compute for a kind, by their names as distributions."""

_FONTS: frozenset[StepKind] = frozenset({"graphic", "roll", "span"})


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
                "libraries": {name: installed(name) for name in LIBRARIES[kind]},
                "sources": digests(_module(kind)),
            }
        )
        for kind in PERFORMERS
    }


def _module(kind: StepKind) -> str:
    return PERFORMERS[kind].partition(":")[0]
