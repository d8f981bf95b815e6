"""The mix of one segment: clips placed to the sample, levelled, faded, ducked; words taken out; block by block.

The specification is plain data, as it lies in a step (lengths and places in samples at 48 kHz, levels in hundredths of
a dB, files by key; "bus" is "stereo" where it is left out, "stem" is that of the role):

    {"samples": L, "bus": "stereo|5.1", "stems": true|false, "mutes": [[a, b]…], "bleeps": [[a, b]…],
     "noise": loudness|null, "clips": [
        {"role": "original|voice|music|effect", "pcm": KEY, "channels": c, "from": p, "start": s, "length": n,
         "loop": null|{"period": [numerator, denominator], "overlap": n}, "gain": g,
         "level": KEY|null, "target": t, "exact": bool,
         "fade_in": n, "fade_out": n, "shape": name, "cross_in": n, "cross_out": n,
         "duck": null|{"depth": d, "attack": n, "hold": n, "release": n, "under": [clip indexes]},
         "speech": KEY|null, "stem": "voice|music|effects"}…]}

Sample s + k of the segment is sample p + k of the clip's PCM (of a loop: of what it becomes, see loops.py); outside the
file is silence. A clip may begin before the segment and end after it: what lies outside is not heard here.
"level" names a JSON file {"integrated": hundredths of LUFS or null, "ambience": …}; ambience is too soft to be brought
to a target unless the manifest asks for just that ("exact"). "speech" names one {"ranges": [[a, b]…]} in samples of the
PCM; a clip without it is taken to speak from its first to its last sample. "noise": a room tone under it all.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hitrec_cli.base.errors import MediaError
from hitrec_cli.model.audio import STEMS
from hitrec_cli.tools.sound.buses import WIDTH, onto
from hitrec_cli.tools.sound.envelopes import Dips, ducking, gaps, merged
from hitrec_cli.tools.sound.levels import (
    MICRO_FADE,
    RATE,
    amplitude,
    decibels,
    equal_power,
    fade_in,
    hundredths,
    raised_cosine,
)
from hitrec_cli.tools.sound.loops import Loop
from hitrec_cli.tools.sound.noise import Noise
from hitrec_cli.tools.sound.pcm import excerpt, samples_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

LEVELLING = 2000
"""Hundredths of a dB by which a clip is brought to its target at most, either way."""

FARTHEST = 6000
"""The same where the manifest asks for the target: what is 60 dB off is a mistake."""

BLEEP_LEVEL = -2000
"""Peak of the tone over a bleeped word, hundredths of a dBFS."""

_SPOKEN = {"original": True, "voice": True, "music": False, "effect": False}
_STEM = {"original": "voice", "voice": "voice", "music": "music", "effect": "effects"}


def mix_segment(spec: Mapping[str, Any], paths: Mapping[str, Path], out: Path, block: int = 480_000) -> dict[str, Any]:
    """Write the mix of a segment to `out`: float32, little-endian, interleaved, exactly spec["samples"] long.

    The channels are those of the bus; with stems, those of one stem after the other, which together are the mix.
    The bytes do not depend on `block`, the number of samples that is worked on at once. Returns {"samples", "peak"},
    the peak in hundredths of a dBFS or null for silence. Raises ValueError for what cannot be mixed (an unknown role,
    a truncated PCM file, samples that are no numbers), KeyError for a missing entry or path.
    """
    import numpy as np

    peak = 0.0
    with out.open("wb") as file:
        for mixed in mix_blocks(spec, paths, block):
            peak = max(peak, float(np.abs(mixed).max(initial=0)))
            if not np.isfinite(mixed).all():
                raise ValueError("a sound file holds samples that are no numbers")
            mixed.tofile(file)
    return {"samples": spec["samples"], "peak": hundredths(decibels(peak))}


def mix_blocks(spec: Mapping[str, Any], paths: Mapping[str, Path], block: int) -> Iterator[NDArray[np.float32]]:
    """The mix in blocks of shape (block, channels), the last one shorter; see `mix_segment`."""
    import numpy as np

    bus = spec.get("bus", "stereo")
    clips = [_clip(spec["clips"], index, paths, bus) for index in range(len(spec["clips"]))]
    bleeps = merged((a, b) for a, b in spec["bleeps"])
    out_of_speech = gaps([*bleeps, *((a, b) for a, b in spec["mutes"])])
    tone = _tone() if bleeps else None
    room = Noise(spec["noise"]) if spec["noise"] is not None else None
    for first in range(0, spec["samples"], block):
        end = min(first + block, spec["samples"])
        stems = {name: np.zeros((end - first, WIDTH[bus])) for name in STEMS}
        gain = out_of_speech.over(first, end)
        for clip in clips:
            clip.add(stems[clip.stem], first, gain if clip.spoken else None)
        if room is not None:
            stems["effects"] += onto(room.read(first, end - first), 2, bus, spoken=False)
        if tone is not None:
            _add_tone(stems["voice"], first, bleeps, onto(tone, 1, bus, spoken=True))
        voice, music, effects = (stems[name] for name in STEMS)
        mixed = np.concatenate((voice, music, effects), axis=1) if spec.get("stems") else voice + music + effects
        yield mixed.astype("<f4")


@dataclass(frozen=True, slots=True, eq=False)
class _Clip:
    """A clip ready to be added: `read` gives its samples, `head` and `tail` are the fades over its first and last."""

    read: Callable[[int, int], NDArray[np.float32]]
    channels: int
    start: int
    length: int
    gain: float
    head: NDArray[np.float64]
    tail: NDArray[np.float64]
    duck: Dips | None
    spoken: bool
    bus: str
    stem: str

    def add(self, bus: NDArray[np.float64], first: int, gain: NDArray[np.float64] | None) -> None:
        """Add to `bus` (n, width), whose sample 0 is sample `first` of the segment, what sounds there under `gain`."""
        low, high = max(self.start, first), min(self.start + self.length, first + len(bus))
        if low >= high:
            return
        at = low - self.start
        sound = onto(self.read(at, high - low), self.channels, self.bus, spoken=self.spoken)
        sound *= self.gain
        if at < len(self.head):
            part = self.head[at : at + len(sound)]
            sound[: len(part)] *= part[:, None]
        before_tail = self.length - len(self.tail) - at
        if before_tail < len(sound):
            part = self.tail[max(-before_tail, 0) :][: len(sound) - max(before_tail, 0)]
            sound[max(before_tail, 0) :] *= part[:, None]
        dip = self.duck.over(low, high) if self.duck else None
        if dip is not None:
            sound *= dip[:, None]
        if gain is not None:
            sound *= gain[low - first : high - first, None]
        bus[low - first : high - first] += sound


def _clip(clips: list[dict[str, Any]], index: int, paths: Mapping[str, Path], bus: str) -> _Clip:
    clip = clips[index]
    if clip["role"] not in _SPOKEN:
        raise ValueError(f"clip {index}: unknown role {clip['role']!r}")
    pcm = paths[clip["pcm"]]
    samples_in(pcm, clip["channels"])
    return _Clip(
        read=_reader(clip, pcm),
        channels=clip["channels"],
        start=clip["start"],
        length=clip["length"],
        gain=amplitude(_levelling(clip, paths) + clip["gain"]),
        head=_fade(clip["fade_in"], clip["cross_in"], clip["length"], clip["shape"]),
        tail=_fade(clip["fade_out"], clip["cross_out"], clip["length"], clip["shape"])[::-1],
        duck=_duck(clips, clip["duck"], paths) if clip["duck"] else None,
        spoken=_SPOKEN[clip["role"]],
        bus=bus,
        stem=clip.get("stem", _STEM[clip["role"]]),
    )


def _reader(clip: Mapping[str, Any], pcm: Path) -> Callable[[int, int], NDArray[np.float32]]:
    """What gives samples at … at+count of a clip."""
    if clip["loop"] is not None:
        period = Fraction(*clip["loop"]["period"])
        return Loop(pcm, clip["channels"], clip["from"], period, clip["loop"]["overlap"]).read
    return lambda at, count: excerpt(pcm, clip["channels"], clip["from"] + at, count)


def _levelling(clip: Mapping[str, Any], paths: Mapping[str, Path]) -> int:
    """Hundredths of a dB that bring a clip to its target. Raises MediaError where an exact one is out of reach."""
    if clip["level"] is None:
        return 0
    measured = json.loads(paths[clip["level"]].read_bytes())
    loudness: int | None = measured["integrated"]
    if not clip["exact"]:
        return 0 if loudness is None else max(-LEVELLING, min(LEVELLING, clip["target"] - loudness))
    loudness = measured["ambience"] if loudness is None else loudness
    if loudness is None or abs(clip["target"] - loudness) > FARTHEST:
        what = "silent" if loudness is None else f"at {loudness / 100:.1f} LUFS"
        place = f"the {clip['role']} at {max(0, clip['start']) / RATE:.2f} s of the segment"
        raise MediaError(f"{place} is {what} and cannot be brought to {clip['target'] / 100:g} LUFS; choose another")
    return int(clip["target"]) - loudness


def _fade(fade: int, cross: int, length: int, shape: str) -> NDArray[np.float64]:
    """The way up at a clip's edge: its shape for a fade to silence, equal power for a crossfade, both where both are
    asked for; else 5 ms of raised cosine. Never longer than the clip, the micro-fade than half of it."""
    import numpy as np

    if not fade and not cross:
        return raised_cosine(min(MICRO_FADE, length // 2))
    fade, cross = min(fade, length), min(cross, length)
    curve = np.ones(max(fade, cross))
    curve[:fade] *= fade_in(shape, fade)
    curve[:cross] *= equal_power(cross)
    return curve


def _duck(clips: list[dict[str, Any]], duck: Mapping[str, Any], paths: Mapping[str, Path]) -> Dips:
    ranges = [pair for index in duck["under"] for pair in _spoken_in(clips[index], paths)]
    return ducking(ranges, duck["depth"], duck["attack"], duck["hold"], duck["release"])


def _spoken_in(clip: Mapping[str, Any], paths: Mapping[str, Path]) -> Iterator[tuple[int, int]]:
    """Where in the segment a clip speaks."""
    start, end = clip["start"], clip["start"] + clip["length"]
    if clip["speech"] is None:
        yield start, end
        return
    shift = start - clip["from"]
    for a, b in json.loads(paths[clip["speech"]].read_bytes())["ranges"]:
        yield max(a + shift, start), min(b + shift, end)


def _tone() -> NDArray[np.float64]:
    """One period of the bleep, 1 kHz, which is 48 samples exactly, shape (48, 1)."""
    from itertools import islice

    import numpy as np

    from hitrec_cli.tools.sound.speech import pydub_module

    wave = pydub_module("generators").Sine(1000, sample_rate=RATE).generate()
    period = np.fromiter(islice(wave, RATE // 1000), float)
    return np.asarray(np.round(period * amplitude(BLEEP_LEVEL) * 2**24) / 2**24)[:, None]


def _add_tone(
    bus: NDArray[np.float64], first: int, bleeps: Iterable[tuple[int, int]], tone: NDArray[np.float64]
) -> None:
    """Add the tone (period, width) to `bus`, whose sample 0 is sample `first`, in each range, its ends faded."""
    import numpy as np

    for start, stop in bleeps:
        low, high = max(start, first), min(stop, first + len(bus))
        if low >= high:
            continue
        at = np.arange(low, high)
        fade = np.append(raised_cosine(min(MICRO_FADE, (stop - start) // 2)), 1.0)
        edge = np.minimum(np.minimum(at - start, stop - 1 - at), len(fade) - 1)
        bus[low - first : high - first] += tone[(at - start) % len(tone)] * fade[edge, None]
