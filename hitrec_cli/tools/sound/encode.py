"""Sound files for receivers: ffmpeg's arguments, and what such a file really holds."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import chain
from typing import TYPE_CHECKING

from hitrec_cli.tools.sound.levels import RATE
from hitrec_cli.tools.sound.meter import Loudness, Meter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from numpy.typing import NDArray

_LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1"}


def aac_arguments(tracks: Sequence[tuple[Path, int]], bitrate: int, out: Path) -> list[str]:
    """Arguments of ffmpeg, without the binary, that encode whole tracks once as AAC-LC in MP4 (.m4a).

    `tracks`: each a file of float32 at 48 kHz and its number of channels (1, 2 or 6), `bitrate` in bit/s for two
    channels. The edit list leaves out the encoder's 1024 samples of priming and the last packet's duration is cut to
    the programme, so decoders give exactly the samples of the PCM, also after the stream was copied into an MP4 with
    picture (ffmpeg 9.0.2: any length from 1 sample).
    `-cpuflags 0`, a third slower, because the encoder's choices differ between instruction sets. In 5.1 noise shaping
    and substitution, mid/side and intensity coding are off: with them this encoder fails at bursts.
    """
    coded = ["-c:a", "aac", "-profile:a", "aac_low"]
    for number, (_, channels) in enumerate(tracks):
        coded += [f"-b:a:{number}", str(bitrate * channels // 2)]
        if channels > 2:
            coded += chain(*((f"-{tool}:a:{number}", "0") for tool in ("aac_tns", "aac_pns", "aac_ms", "aac_is")))
    return [*_read(tracks), *coded, *_write("mp4", out)]


def wav_arguments(pcm: Path, channels: int, out: Path) -> list[str]:
    """Arguments of ffmpeg, without the binary, that write float32 at 48 kHz as WAV of 24 bits, over 4 GB as RF64."""
    return [*_read([(pcm, channels)]), "-c:a", "pcm_s24le", "-rf64", "auto", *_write("wav", out)]


def interleave(tracks: Sequence[tuple[Path, int]], out: Path) -> None:
    """Write files of float32, each with its number of channels and all equally long, as one with all their channels."""
    import numpy as np

    with ExitStack() as stack:
        files = [(stack.enter_context(path.open("rb")), channels) for path, channels in tracks]
        joined = stack.enter_context(out.open("wb"))
        while len((blocks := [np.fromfile(file, "<f4", RATE * wide).reshape(-1, wide) for file, wide in files])[0]):
            np.concatenate(blocks, axis=1).tofile(joined)


def decode_and_measure(
    path: Path, tracks: Sequence[int] = (0,), weights: Sequence[float] | None = None
) -> tuple[Loudness, int]:
    """The figures and the number of samples of some of a file's sound tracks, decoded, their channels in a row.

    `weights` as for `Meter`. For our own files: contributions are decoded in a limited child process. Raises ValueError
    if a track is not there, is not as long as the others, or its rate is not 48 kHz; PyAV's errors pass.
    """
    import numpy as np

    meter, samples = None, 0
    for blocks in zip(*(decoded(path, track) for track in tracks), strict=True):
        block = np.concatenate(blocks, axis=1)
        meter = meter or Meter(block.shape[1], weights=weights)
        meter.feed(block)
        samples += len(block)
    return (meter or Meter(weights=weights)).result(), samples


def decoded(path: Path, track: int) -> Iterator[NDArray[np.float32]]:
    """A track's samples as float in blocks of one second, shape (48000, channels), the last one shorter.

    PyAV hands out the padding after the last sample, so what is longer than the stream's declared duration is cut.
    Raises ValueError and PyAV's errors as `decode_and_measure` does.
    """
    import av

    with av.open(str(path)) as container:
        stream = _stream(container, path, track)
        left = _declared(stream)
        for block in _blocks(container, stream):
            if left == 0:
                return
            yield block if left is None else block[:left]
            left = None if left is None else max(0, left - len(block))


def lengths(path: Path) -> list[int | None]:
    """Samples that each sound track of a file declares to have."""
    import av

    with av.open(str(path)) as container:
        return [_declared(stream) for stream in container.streams.audio]


def _stream(container: InputContainer, path: Path, track: int) -> AudioStream:
    if track >= len(container.streams.audio):
        raise ValueError(f"{path.name} holds no sound on track {track + 1}")
    stream = container.streams.audio[track]
    if stream.rate != RATE:
        raise ValueError(f"{path.name} has {stream.rate} samples per second, not {RATE}")
    return stream


def _declared(stream: AudioStream) -> int | None:
    if stream.duration is None or stream.time_base is None:
        return None
    return round(stream.duration * stream.time_base * RATE)


def _blocks(container: InputContainer, stream: AudioStream) -> Iterator[NDArray[np.float32]]:
    import numpy as np
    from av import AudioResampler

    floats = AudioResampler(format="flt", layout=stream.layout, rate=RATE, frame_size=RATE)
    for frame in chain(container.decode(stream), [None]):
        for block in floats.resample(frame):
            yield np.asarray(block.to_ndarray(), np.float32).reshape(-1, stream.channels)


def _read(tracks: Sequence[tuple[Path, int]]) -> list[str]:
    raw = ("-protocol_whitelist", "file,pipe", "-f", "f32le", "-ar", str(RATE))
    sources = [
        (*raw, "-ch_layout", _LAYOUTS.get(channels, f"{channels}C"), "-i", f"file:{path}") for path, channels in tracks
    ]
    maps = [("-map", f"{number}:a") for number in range(len(tracks))]
    return ["-nostdin", "-y", "-v", "error", "-cpuflags", "0", *chain(*sources, *maps)]


def _write(muxer: str, out: Path) -> list[str]:
    return ["-threads", "1", "-fflags", "+bitexact", "-flags:a", "+bitexact", "-f", muxer, f"file:{out}"]
