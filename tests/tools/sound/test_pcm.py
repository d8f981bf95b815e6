"""Sound as arrays: reading, downmix, and what ffmpeg makes of the arguments."""

from __future__ import annotations

import subprocess
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from hitrec_cli.model.channels import kept
from hitrec_cli.tools.sound.pcm import Wanted, excerpt, open_pcm, pcm_arguments, pcm_filter, put_in_order, stereo
from tests.tools.sound.signals import FS, read, write


def test_file_is_read_as_samples_by_channels(tmp_path: Path) -> None:
    path = write(tmp_path / "a.pcm", np.arange(12.0))
    assert open_pcm(path, 3).tolist() == [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10, 11]]


def test_empty_file_is_no_sound(tmp_path: Path) -> None:
    path = write(tmp_path / "a.pcm", np.zeros(0))
    assert open_pcm(path, 2).shape == (0, 2)
    assert excerpt(path, 2, -3, 5).tolist() == [[0, 0]] * 5


def test_truncated_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pcm"
    path.write_bytes(bytes(12))
    with pytest.raises(ValueError, match="12 bytes"):
        open_pcm(path, 2)


@pytest.mark.parametrize(
    "first, count, expected",
    [
        (0, 4, [1, 2, 3, 4]),
        (-2, 4, [0, 0, 1, 2]),
        (3, 3, [4, 0, 0]),
        (-1, 6, [0, 1, 2, 3, 4, 0]),
        (9, 2, [0, 0]),
        (-9, 2, [0, 0]),
    ],
)
def test_outside_the_file_is_silence(tmp_path: Path, first: int, count: int, expected: list[int]) -> None:
    path = write(tmp_path / "a.pcm", np.array([1.0, 2, 3, 4]))
    assert excerpt(path, 1, first, count)[:, 0].tolist() == expected


@pytest.mark.parametrize(
    "channels, left, right",
    [
        (1, [1], [1]),
        (2, [1, 0], [0, 1]),
        (3, [1, 0, 0.7071], [0, 1, 0.7071]),
        (6, [1, 0, 0.7071, 0, 0.7071, 0], [0, 1, 0.7071, 0, 0, 0.7071]),
        (8, [1, 0, 0.7071, 0, 0.7071, 0, 0.7071, 0], [0, 1, 0.7071, 0, 0, 0.7071, 0, 0.7071]),
    ],
)
def test_downmix_follows_bs_775(channels: int, left: list[float], right: list[float]) -> None:
    each_alone = np.eye(channels, dtype=np.float32)
    assert stereo(each_alone, channels)[:, 0].tolist() == pytest.approx(left, abs=1e-4)
    assert stereo(each_alone, channels)[:, 1].tolist() == pytest.approx(right, abs=1e-4)


def test_what_is_no_number_is_silence(tmp_path: Path) -> None:
    path = write(tmp_path / "a.pcm", np.array([1.0, np.nan, np.inf, -np.inf, 2]))
    assert excerpt(path, 1, 0, 5)[:, 0].tolist() == [1, 0, 0, 0, 2]


def test_downmix_of_nine_channels_is_refused() -> None:
    with pytest.raises(ValueError, match="9 channels"):
        stereo(np.zeros((1, 9), np.float32), 9)


def wanted(rate: int, origin: Fraction = Fraction(0), stream: int = 0, layout: str = "mono") -> Wanted:
    return Wanted(stream, rate, origin, kept(layout, layout.count("+") + 1))


@pytest.mark.parametrize(
    "origin, offset", [(Fraction(0), 0), (Fraction(1, 2), 22050), (Fraction(-1, 44100), -1), (Fraction(1, 88200), 1)]
)
def test_origin_is_a_whole_number_of_the_streams_samples(origin: Fraction, offset: int) -> None:
    assert f"asettb=1/44100,asetpts=PTS-({offset})," in pcm_filter(wanted(44100, origin))


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        ("FL+FC+FR+SL+SR+LFE", [1, 3, 2, 6, 4, 5]),
        ("FL+FR+LFE", [1, 2, 0, 3, 0, 0]),
        ("FL+FR+FC+BL+BR+BC+SL+SR", [1, 2, 3, 0, 6, 4 + 7, 5 + 8]),
        ("FL+FR+FC+LFE+BL+BR", [1, 2, 3, 4, 5, 6]),
    ],
)
def test_channels_are_put_in_order(layout: str, expected: list[int], tmp_path: Path) -> None:
    """Over more than one block; channel k holds k+1."""
    channels = layout.count("+") + 1
    path = write(tmp_path / "a", np.tile(np.arange(1.0, channels + 1), (500_001, 1)))
    put_in_order(path, kept(layout, channels))
    sound = read(path, len(expected))
    assert len(sound) == 500_001
    assert (sound == expected).all()


def test_source_cannot_choose_its_demuxer_or_a_protocol() -> None:
    arguments = pcm_arguments("-x.mp4", "mov", wanted(48000, stream=1), "out.pcm")
    before = arguments[: arguments.index("-i")]
    assert before[before.index("-protocol_whitelist") + 1] == "file,pipe"
    assert before[before.index("-f") + 1] == "mov"
    assert arguments[arguments.index("-i") + 1] == "file:-x.mp4"
    assert arguments[arguments.index("-map") + 1] == "0:1"
    assert "-nostdin" in before


def ffmpeg(*arguments: str) -> None:
    import imageio_ffmpeg

    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), *arguments], check=True, capture_output=True)


def chirp(seconds: float, rate: int) -> np.ndarray:
    t = np.arange(round(seconds * rate)) / rate
    return 0.4 * np.sin(2 * np.pi * (200 * t + 400 * t * t))[:, None]


def lag(sound: np.ndarray, of: np.ndarray) -> int:
    """Samples by which `sound` comes later than `of`."""
    size = 2 * max(len(sound), len(of))
    match = np.fft.irfft(np.fft.rfft(sound, size) * np.conj(np.fft.rfft(of, size)), size)
    at = int(match.argmax())
    return at if at < size // 2 else at - size


@pytest.mark.media
@pytest.mark.parametrize(
    "name, demuxer, codec, rate, late",
    [
        ("a.wav", "wav", "pcm_s16le", 44100, 0),
        ("a.flac", "flac", "flac", 44100, 0),
        ("a.m4a", "mov", "aac", 44100, 0),
        ("a.mp3", "mp3", "libmp3lame", 44100, 0),
        ("a.ogg", "ogg", "libopus", 48000, 0),
        ("late.m4a", "mov", "aac", 48000, 5760),
    ],
)
def test_decoded_sound_is_in_its_place(
    tmp_path: Path, name: str, demuxer: str, codec: str, rate: int, late: int
) -> None:
    raw, source, out = write(tmp_path / "raw", chirp(3, rate)), tmp_path / name, tmp_path / "out.pcm"
    ffmpeg("-f", "f32le", "-ar", str(rate), "-ac", "1", "-i", f"file:{raw}", "-c:a", codec, f"file:{source}")
    if late:
        picture = ["-f", "lavfi", "-i", "color=size=64x64:rate=25:duration=3", "-itsoffset", str(late / FS)]
        ffmpeg(*picture, "-i", f"file:{source}", "-c:a", "copy", f"file:{tmp_path / 'both.mp4'}")
        source = tmp_path / "both.mp4"
    index, origin = place_of_sound(source)
    ffmpeg(*pcm_arguments(str(source), demuxer, wanted(rate, origin, index), str(out)))
    assert lag(read(out, 1)[:, 0], chirp(3, FS)[:, 0]) == late


def place_of_sound(path: Path) -> tuple[int, Fraction]:
    """The sound's stream, and when the first picture or else the file starts."""
    import av

    with av.open(str(path)) as container:
        first = (*container.streams.video, *container.streams.audio)[0]
        assert first.time_base is not None
        return container.streams.audio[0].index, (first.start_time or 0) * first.time_base
