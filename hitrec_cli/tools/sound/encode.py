"""Sound files for receivers: ffmpeg's arguments, and what such a file really holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hitrec_cli.tools.sound.levels import RATE
from hitrec_cli.tools.sound.meter import Loudness, Meter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from numpy.typing import NDArray


def aac_arguments(pcm: str, bitrate: int, out: str) -> list[str]:
    """Arguments of ffmpeg, without the binary, that encode a whole programme once as AAC-LC in MP4 (.m4a).

    `pcm` is stereo float32 at 48 kHz, `bitrate` in bit/s. The edit list leaves out the encoder's 1024 samples of
    priming and the last packet's duration is cut to the programme, so decoders give exactly the samples of the PCM,
    also after the stream was copied into an MP4 with picture (ffmpeg 9.0.2: any length from 1 sample).
    `-cpuflags 0`, a third slower, because the encoder's choices differ between instruction sets.
    """
    return [*_read(pcm), "-c:a", "aac", "-profile:a", "aac_low", "-b:a", str(bitrate), *_write("mp4", out)]


def wav_arguments(pcm: str, out: str) -> list[str]:
    """Arguments of ffmpeg, without the binary, that write the PCM (stereo float32 at 48 kHz) as WAV of 24 bits."""
    return [*_read(pcm), "-c:a", "pcm_s24le", *_write("wav", out)]


def decode_and_measure(path: Path) -> tuple[Loudness, int]:
    """Loudness and number of samples of a file's first sound stream, decoded.

    PyAV hands out the padding after the last sample, so what is longer than the stream's declared duration is cut.
    For our own files: contributions are decoded in a limited child process. Raises ValueError if there is no sound or
    its rate is not 48 kHz; PyAV's errors pass.
    """
    import av

    with av.open(str(path)) as container:
        if not container.streams.audio:
            raise ValueError(f"{path.name} holds no sound")
        stream = container.streams.audio[0]
        if stream.rate != RATE:
            raise ValueError(f"{path.name} has {stream.rate} samples per second, not {RATE}")
        meter, samples, end = Meter(stream.channels), 0, _declared(stream)
        for block in _decoded(container, stream):
            part = block if end is None else block[: end - samples]
            meter.feed(part)
            samples += len(part)
        return meter.result(), samples


def _declared(stream: AudioStream) -> int | None:
    if stream.duration is None or stream.time_base is None:
        return None
    return round(stream.duration * stream.time_base * RATE)


def _decoded(container: InputContainer, stream: AudioStream) -> Iterator[NDArray[np.float32]]:
    """The stream's samples as float, in blocks of shape (n, channels)."""
    import numpy as np
    from av import AudioResampler

    floats = AudioResampler(format="flt", layout=stream.layout)
    for frame in container.decode(stream):
        for block in floats.resample(frame):
            yield np.asarray(block.to_ndarray(), np.float32).reshape(-1, stream.channels)


def _read(pcm: str) -> list[str]:
    source = ["-f", "f32le", "-ar", str(RATE), "-ch_layout", "stereo", "-i", f"file:{pcm}"]
    return ["-nostdin", "-y", "-v", "error", "-cpuflags", "0", "-protocol_whitelist", "file,pipe", *source]


def _write(muxer: str, out: str) -> list[str]:
    return ["-threads", "1", "-fflags", "+bitexact", "-flags:a", "+bitexact", "-f", muxer, f"file:{out}"]
