"""Sound as arrays: decode a source once to float samples at 48 kHz, then read slices of the file.

The file is headerless little-endian float32, channels interleaved in the order of their number (`model.channels`); its
sample 0 is the instant of the source's first picture, so sound and picture share one origin, or a whole number of
seconds after it. Samples that could not be decoded are no numbers (NaN).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from hitrec_cli.model.channels import Kept
from hitrec_cli.tools.sound.levels import RATE

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

_HALF = 0.5**0.5
_LEFT, _RIGHT, _CENTRE, _NONE = (1.0, 0.0), (0.0, 1.0), (_HALF, _HALF), (0.0, 0.0)
_SIDE_L, _SIDE_R = (_HALF, 0.0), (0.0, _HALF)
_DOWNMIX: dict[int, tuple[tuple[float, float], ...]] = {
    1: ((1.0, 1.0),),
    2: (_LEFT, _RIGHT),
    3: (_LEFT, _RIGHT, _CENTRE),
    4: (_LEFT, _RIGHT, _SIDE_L, _SIDE_R),
    5: (_LEFT, _RIGHT, _CENTRE, _SIDE_L, _SIDE_R),
    6: (_LEFT, _RIGHT, _CENTRE, _NONE, _SIDE_L, _SIDE_R),
    7: (_LEFT, _RIGHT, _CENTRE, _NONE, (0.5, 0.5), _SIDE_L, _SIDE_R),
    8: (_LEFT, _RIGHT, _CENTRE, _NONE, _SIDE_L, _SIDE_R, _SIDE_L, _SIDE_R),
}


BLOCK = 480_000
"""Samples that are worked on at once."""

LEAD = 1
"""Seconds decoded before a window and after it, so that the resampler is in full swing at its edges."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to decode: a stream (file-wide index) of `rate` samples per second as decoded.

    `origin` is the first picture's presentation time in seconds, or the container's start where there is no picture.
    `window`: whole seconds from there, first and last; None is everything. `channels`: how they are kept.
    """

    stream: int
    rate: int
    origin: Fraction
    channels: Kept
    window: tuple[int, int] | None = None


def pcm_filter(wanted: Wanted) -> str:
    """Filter text that puts a stream on the picture's clock and resamples it; its channels stay as they are.

    Timestamps decide where sound begins and fill holes from 15 ms (a lost packet of Opus has 20); both sides of the
    resampler are float. A window begins on a whole second, which is a whole number of samples at any rate: it has the
    samples of the whole, but for the last bit of some (the resampler works in blocks).
    """
    rate, offset = wanted.rate, (2 * wanted.origin * wanted.rate + 1) // 2
    filters = [f"aformat=sample_fmts=flt,asettb=1/{rate},asetpts=PTS-({offset})"]
    filters.append("aresample=async=1:first_pts=0:min_comp=0.00001:min_hard_comp=0.015")
    early = 0
    if wanted.window is not None:
        first, last = wanted.window
        early = min(LEAD, first)
        cut = f"atrim=start_pts={(first - early) * rate}:end_pts={(last + LEAD) * rate}"
        filters.append(f"{cut},asetpts=PTS-{(first - early) * rate}")
    filters.append(f"aresample={RATE}:resampler=soxr:precision=28:osf=flt,asetpts=N")
    if wanted.window is not None:
        filters.append(f"atrim=start_sample={early * RATE}:end_sample={(early + last - first) * RATE},asetpts=N")
    return ",".join(filters)


def put_in_order(pcm: Path, channels: Kept) -> None:
    """Bring the channels of a decoded file into the order in which they are kept.

    By hand, because ffmpeg's `pan` mixes channels into each other where one layout is turned into another.
    """
    import numpy as np

    if channels.as_they_are:
        return
    ordered = pcm.with_name(f"{pcm.name}.ordered")
    with pcm.open("rb") as source, ordered.open("wb") as target:
        while len(held := np.fromfile(source, "<f4", BLOCK * channels.of)):
            block = held.reshape(-1, channels.of)
            sums = [block[:, list(one)].sum(axis=1, dtype="<f4") for one in channels.sums]
            np.stack(sums, axis=1).tofile(target)
    ordered.replace(pcm)


def pcm_arguments(source: str, demuxer: str, wanted: Wanted, out: str) -> list[str]:
    """Arguments of ffmpeg, without the binary, that decode `source` into `out`.

    `demuxer` is ffmpeg's own name (mov, matroska, mp3, ogg, wav, flac, aac, mpegts…): the content never chooses it.
    `-cpuflags 0`: the float decoders' last bit differs between instruction sets, so none beyond the common is used.
    `-reinit_filter 0`: a stream that changes its rate or channels fails, instead of beginning anew at sample 0.
    """
    read = ["-protocol_whitelist", "file,pipe", "-threads", "1", "-reinit_filter", "0", "-f", demuxer]
    write = ["-threads", "1", "-fflags", "+bitexact", "-c:a", "pcm_f32le", "-f", "f32le", f"file:{out}"]
    chain = ["-i", f"file:{source}", "-map", f"0:{wanted.stream}", "-af", pcm_filter(wanted)]
    return ["-nostdin", "-y", "-v", "error", "-cpuflags", "0", "-copyts", *read, *chain, *write]


def samples_in(path: Path, channels: int) -> int:
    """How many samples of `channels` channels a PCM file holds; ValueError where that is no whole number."""
    size = path.stat().st_size
    if size % (4 * channels):
        raise ValueError(f"{path.name}: {size} bytes are no whole number of samples of {channels} channels")
    return size // (4 * channels)


def open_pcm(path: Path, channels: int) -> NDArray[np.float32]:
    """The samples of a PCM file, shape (samples, channels), mapped and not read; an empty file gives no samples.

    For looking around in a file: pages once touched stay mapped. To read it through, see `excerpt`.
    Raises ValueError as `samples_in` does.
    """
    import numpy as np

    if samples_in(path, channels) == 0:
        return np.zeros((0, channels), np.float32)
    return np.memmap(path, "<f4", "r").reshape(-1, channels)


def excerpt(path: Path, channels: int, first: int, count: int) -> NDArray[np.float32]:
    """Samples first … first+count of a PCM file, shape (count, channels), read; what lies outside it is silence, and
    so is what is no number."""
    import numpy as np

    block = np.zeros((count, channels), np.float32)
    low, high = max(first, 0), max(first + count, 0)
    if low < high:
        held = np.fromfile(path, "<f4", (high - low) * channels, offset=4 * channels * low).reshape(-1, channels)
        block[low - first : low - first + len(held)] = np.nan_to_num(held, copy=False, posinf=0, neginf=0)
    return block


def stereo(block: NDArray[np.float32], channels: int) -> NDArray[np.float64]:
    """Left and right of a block (samples, channels), shape (samples, 2), by the matrix of ITU-R BS.775-4 Annex 4.

    Orders are those of WAVE masks: 3 = L R C, 4 = L R Ls Rs, 5 = L R C Ls Rs, 6 = L R C LFE Ls Rs,
    7 = L R C LFE Cs Ls Rs, 8 = L R C LFE Lb Rb Ls Rs. Centre and surrounds enter at -3 dB, the single back channel at
    -6 dB in each side, the LFE channel is left out, nothing is scaled down: the limiter's business.
    Mono goes to both sides at unity (dual mono). Raises ValueError for other numbers of channels.
    """
    import numpy as np

    if channels not in _DOWNMIX:
        raise ValueError(f"no downmix to stereo is defined for {channels} channels")
    mixed = np.zeros((len(block), 2))
    for channel, factors in enumerate(_DOWNMIX[channels]):
        for side, factor in enumerate(factors):
            if factor:
                mixed[:, side] += block[:, channel] * np.float64(factor)
    return mixed
