"""Where somebody speaks in a sound, so that a bed can step back in time. pydub finds it, in short pieces."""

from __future__ import annotations

import importlib
import math
import warnings
from typing import TYPE_CHECKING, Any

from hitrec_cli.tools.sound.envelopes import merged
from hitrec_cli.tools.sound.levels import RATE
from hitrec_cli.tools.sound.meter import measure
from hitrec_cli.tools.sound.pcm import excerpt, samples_in, stereo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BELOW = 14
"""dB under the range's own loudness at which sound no longer counts as speech."""

QUIETEST = -60
"""dBFS under which nothing counts as speech, however quiet the range is."""

GAP = 300
"""Milliseconds of silence that speech must leave to count as a pause."""

_WINDOW, _STEP = 100, 10
_MS = RATE // 1000
_PIECE, _MARGIN = 30 * RATE, RATE


def speech_ranges(path: Path, channels: int, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Where speech is in samples start … end of a PCM file, as (first, end) in samples of the file, in order.

    Speech is what is louder, in mean square over 100 ms, than a threshold BELOW dB under the integrated loudness of
    the range itself (BS.1770 gating leaves its pauses out), but at least QUIETEST; silence included that is shorter
    than GAP. Edges are accurate to some 10 ms. Music counts too: it is a question of level, not of language.
    Memory stays flat: pydub sees pieces of 32 s at most, whose margins make their joins invisible.
    Raises ValueError for a file that `samples_in` or `stereo` refuses.
    """
    held = samples_in(path, channels)
    end = held if end is None else min(end, held)
    seconds = (stereo(excerpt(path, channels, at, min(RATE, end - at)), channels) for at in range(start, end, RATE))
    loudness = measure(seconds, true_peak=False)
    if math.isinf(loudness.integrated):
        return []
    threshold = max(loudness.integrated - BELOW, QUIETEST)
    found = (
        (max(a, piece), min(b, piece + _PIECE, end))
        for piece in range(start, end, _PIECE)
        for a, b in _loud(path, channels, max(piece - _MARGIN, start), min(piece + _PIECE + _MARGIN, end), threshold)
    )
    return merged(found, GAP * _MS)


def pydub_module(name: str) -> Any:
    """A module of pydub, imported without its warning that no ffmpeg is on the PATH: it is never asked to run one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module(f"pydub.{name}")


def _loud(path: Path, channels: int, start: int, end: int, threshold: float) -> Iterator[tuple[int, int]]:
    """What is louder than `threshold` dBFS in samples start … end, as samples of the file."""
    import numpy as np

    mono = stereo(excerpt(path, channels, start, end - start), channels).mean(axis=1)
    whole = np.zeros(-(-len(mono) // _MS) * _MS, "<i2")
    whole[: len(mono)] = np.round(np.clip(mono, -1, 1) * 32767)
    sound = pydub_module("audio_segment").AudioSegment(whole.tobytes(), sample_width=2, frame_rate=RATE, channels=1)
    for a, b in pydub_module("silence").detect_nonsilent(sound, _WINDOW, threshold, _STEP):
        yield start + a * _MS, start + b * _MS
