"""Encoded sound: exactly as long as it was, also behind a stream copy, and measured as decoded."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest

from hitrec_cli.tools.sound.encode import aac_arguments, decode_and_measure, decoded, interleave, lengths, wav_arguments
from hitrec_cli.tools.sound.meter import measure
from tests.tools.sound.signals import FS, tone, write

pytestmark = pytest.mark.media


def ffmpeg(*arguments: str) -> bytes:
    import imageio_ffmpeg

    return subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), *arguments], check=True, capture_output=True).stdout


def decoded_samples(path: Path) -> int:
    return len(ffmpeg("-nostdin", "-v", "error", "-i", f"file:{path}", "-map", "0:a", "-f", "f32le", "-")) // 8


@pytest.mark.parametrize("samples", [1, 1023, 1601, 102_400, 102_401, 160_160])
def test_aac_is_as_long_as_the_pcm_also_after_a_stream_copy(tmp_path: Path, samples: int) -> None:
    pcm = write(tmp_path / "a.pcm", tone(4, -20)[:samples])
    sound, picture, both = tmp_path / "a.m4a", tmp_path / "v.mp4", tmp_path / "both.mp4"
    ffmpeg(*aac_arguments([(pcm, 2)], 192_000, sound))
    frames = max(1, round(samples * 30000 / 1001 / FS))
    source = f"color=size=64x64:rate=30000/1001,trim=end_frame={frames}"
    ffmpeg("-f", "lavfi", "-i", source, "-c:v", "libx264", str(picture))
    ffmpeg("-i", str(picture), "-i", str(sound), "-map", "0:v", "-map", "1:a", "-c", "copy", str(both))
    assert [decoded_samples(path) for path in (sound, both)] == [samples, samples]
    assert [decode_and_measure(path)[1] for path in (sound, both)] == [samples, samples]


def test_decoded_file_reads_like_its_pcm(tmp_path: Path) -> None:
    signal = tone(6, -23) + np.random.default_rng(2).standard_normal((6 * FS, 2)) * 0.01
    expected = measure([signal])
    pcm = write(tmp_path / "a.pcm", signal)
    for arguments, name, within in (
        (aac_arguments([(pcm, 2)], 320_000, tmp_path / "a.m4a"), "a.m4a", 0.1),
        (wav_arguments(pcm, 2, tmp_path / "a.wav"), "a.wav", 0.001),
    ):
        ffmpeg(*arguments)
        measured, samples = decode_and_measure(tmp_path / name)
        assert samples == len(signal)
        assert measured.integrated == pytest.approx(expected.integrated, abs=within)


def test_encoding_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    pcm = write(tmp_path / "a.pcm", tone(2, -20))
    for name in ("a.m4a", "b.m4a"):
        ffmpeg(*aac_arguments([(pcm, 2)], 192_000, tmp_path / name))
    assert (tmp_path / "a.m4a").read_bytes() == (tmp_path / "b.m4a").read_bytes()


def test_file_of_another_rate_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    ffmpeg("-f", "lavfi", "-i", "sine=duration=1:sample_rate=44100", str(path))
    with pytest.raises(ValueError, match="44100"):
        decode_and_measure(path)


def test_a_track_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    ffmpeg(*wav_arguments(write(tmp_path / "a.pcm", tone(1, -20)), 2, path))
    with pytest.raises(ValueError, match="no sound on track 2"):
        decode_and_measure(path, [0, 1])


@pytest.mark.parametrize("samples", [1, 1601, 96_001])
def test_tracks_of_many_widths_keep_their_order_and_every_sample(tmp_path: Path, samples: int) -> None:
    chance = np.random.default_rng(samples)
    sounds = {width: np.round(chance.uniform(-0.9, 0.9, (samples, width)) * 2**23) / 2**23 for width in (1, 6, 2)}
    tracks = [(write(tmp_path / str(width), signal), width) for width, signal in sounds.items()]
    pcm, aac, raw = tmp_path / "a.wav", tmp_path / "a.m4a", tmp_path / "raw"
    interleave(tracks, raw)
    ffmpeg(*wav_arguments(raw, 9, pcm))
    together = np.concatenate(list(sounds.values()), axis=1)
    assert np.array_equal(np.concatenate(list(decoded(pcm, 0))), together)
    read = ffmpeg("-v", "error", "-i", str(pcm), "-f", "f32le", "-")
    assert np.array_equal(np.frombuffer(read, "<f4").reshape(-1, 9), together)
    ffmpeg(*aac_arguments(tracks, 192_000, aac))
    assert lengths(pcm) == [samples] and lengths(aac) == [samples] * 3
    assert [block.shape[1] for number in range(3) for block in list(decoded(aac, number))[:1]] == [1, 6, 2]
