"""Speech, spoken by eSpeak NG (a formant synthesizer; the wheel espeakng-loader has it)."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from assets.make.encode import Samples

RATE = 22050
_SYNCHRONOUS = 2
_UTF8 = 1


@dataclass(frozen=True)
class Speaker:
    """A voice of the synthesizer: language and variant, words per minute, pitch, liveliness."""

    voice: str
    speed: int = 150
    pitch: int = 45
    range: int = 55
    gap: int = 2


WREN = Speaker("en-us+anika", speed=158, pitch=62, range=78)
NARRATOR = Speaker("en-gb-x-rp+m3", speed=128, pitch=36, range=48, gap=4)
WALKER = Speaker("en-gb-scotland+m7", speed=142, pitch=44, range=52)


def available() -> bool:
    try:
        import espeakng_loader  # noqa: F401
    except ImportError:
        return False
    return True


@lru_cache(maxsize=1)
def _library() -> Any:
    import espeakng_loader

    library = ctypes.CDLL(str(espeakng_loader.get_library_path()))
    data = str(espeakng_loader.get_data_path()).encode()
    rate = library.espeak_Initialize(_SYNCHRONOUS, 500, data, 0)
    if rate != RATE:
        raise RuntimeError(f"eSpeak NG speaks at {rate} samples per second")
    return library


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def speak(text: str, speaker: Speaker) -> Samples:
    """The text as sound: mono, 22,050 samples per second."""
    library = _library()
    chunks: list[np.ndarray[Any, Any]] = []

    def collect(samples: Any, count: int, _events: Any) -> int:
        if count > 0:
            chunks.append(np.ctypeslib.as_array(samples, shape=(count,)).copy())
        return 0

    callback = _Callback(collect)
    library.espeak_SetSynthCallback(callback)
    if library.espeak_SetVoiceByName(speaker.voice.encode()) != 0:
        raise RuntimeError(f"eSpeak NG has no voice {speaker.voice}")
    settings = {1: speaker.speed, 2: 100, 3: speaker.pitch, 4: speaker.range, 7: speaker.gap}
    for parameter, value in settings.items():
        library.espeak_SetParameter(parameter, value, 0)
    raw = text.encode() + b"\0"
    library.espeak_Synth(raw, len(raw), 0, 1, 0, _UTF8, None, None)
    return np.concatenate(chunks).astype(np.float64)[:, None] / 32768


def said(lines: list[tuple[float, str]], speaker: Speaker, seconds: float) -> Samples:
    """Several lines, each at its own second of a track of the given length."""
    track = np.zeros((round(seconds * RATE), 1))
    for at, text in lines:
        words = speak(text, speaker)
        start = round(at * RATE)
        if start + len(words) > len(track) + RATE // 4:
            raise ValueError(f"{text!r} runs {(start + len(words)) / RATE:.2f} s into the track")
        end = min(len(track), start + len(words))
        track[start:end] += words[: end - start]
    return warm(track)


def warm(track: Samples) -> Samples:
    """Take the edge off: less hiss above 5 kHz, less boom, a small room, an even level."""
    spectrum = np.fft.rfft(track[:, 0])
    f = np.fft.rfftfreq(len(track), 1 / RATE)
    shelf = 1 / (1 + (f / 5200) ** 4) ** 0.5 * (f / 90) ** 2 / (1 + (f / 90) ** 2)
    dry = np.fft.irfft(spectrum * shelf, len(track))
    wet = np.zeros_like(dry)
    for delay, gain in ((0.011, 0.16), (0.019, -0.12), (0.031, 0.10), (0.047, -0.07)):
        step = round(delay * RATE)
        wet[step:] += gain * dry[:-step]
    level = np.tanh(1.6 * (dry + wet))
    return np.asarray(level / np.abs(level).max() * 0.72)[:, None]


def loudness_curve(track: Samples, rate: float) -> list[float]:
    """How open a mouth is at each picture: the track's smoothed level, 0..1."""
    step = RATE / rate
    count = int(len(track) / step)
    windows = [track[round(k * step) : round((k + 1.4) * step), 0] for k in range(count)]
    level = np.array([float(np.sqrt(np.mean(w * w))) for w in windows])
    return [float(x) for x in np.clip(level / (np.quantile(level, 0.92) + 1e-9), 0, 1)]
