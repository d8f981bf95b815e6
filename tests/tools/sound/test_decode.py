"""What people send in, decoded: every rate, every kind of sample, every layout of channels, in its place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hitrec_cli.base.errors import MediaError
from hitrec_cli.tools.sound.steps import perform_pcm
from tests.media.asking import heard
from tests.media.making import make
from tests.tools.sound.decoding import chirp, decoded, encoded, lag, step

pytestmark = pytest.mark.media


@pytest.mark.parametrize("rate", [8000, 11_025, 22_050, 32_000, 44_100, 48_000, 96_000, 192_000])
def test_every_rate_comes_to_48_kilohertz_in_its_place(rate: int, tmp_path: Path) -> None:
    sound = decoded(encoded(tmp_path / "a.wav", chirp(1, rate), rate, "-c:a", "pcm_f32le"))[:, 0]
    t = np.arange(48_000) / 48_000
    expected = 0.4 * np.sin(2 * np.pi * (200 * t + (rate / 3 - 200) / 2 * t * t))
    if rate > 48_000:  # what is over 20 kHz is gone; it was still under 16 kHz in the first quarter
        sound, expected = sound[:12_000], expected[:12_000]
    assert abs(len(sound) - len(expected)) <= 1
    middle = slice(1000, len(expected) - 1000)
    assert np.abs(sound[: len(expected)] - expected)[middle].max() < 2e-4  # a sample late would be 0.1


@pytest.mark.parametrize(
    ("coder", "exact"),
    [("pcm_u8", 2**-7), ("pcm_s16le", 2**-15), ("pcm_s24le", 2**-23), ("pcm_s32le", 2**-23), ("pcm_f64le", 2**-23),
     ("pcm_alaw", 0.04), ("pcm_mulaw", 0.04)],
)  # fmt: skip
def test_every_kind_of_sample(coder: str, exact: float, tmp_path: Path) -> None:
    """A quarter of a second of direct current at +0.5, then a tone around -0.25: levels and sign are kept."""
    tone = 0.125 * np.sin(2 * np.pi * 1000 / 48_000 * np.arange(12_000)) - 0.25
    sent = np.concatenate([np.full(12_000, 0.5), tone])
    sound = decoded(encoded(tmp_path / "a.wav", sent, 48_000, "-c:a", coder))[:24_000, 0]
    assert np.abs(sound - sent)[100:].max() <= exact * 1.01
    assert sound[1000:11_000].mean() == pytest.approx(0.5, abs=exact)


def test_floating_point_may_be_louder_than_full_scale(tmp_path: Path) -> None:
    sound = decoded(encoded(tmp_path / "a.wav", np.full(4800, 3.5), 48_000, "-c:a", "pcm_f32le"))
    assert (sound == 3.5).all()


@pytest.mark.parametrize(
    ("layout", "channels", "places"),
    [
        ("mono", 1, "0"), ("stereo", 2, "01"), ("2.1", 3, "01.2.."), ("3.0", 3, "012"), ("3.1", 4, "0123.."),
        ("4.0", 4, "012.3.."), ("quad", 4, "0123"), ("5.0", 5, "01234"), ("5.0(side)", 5, "01234"),
        ("5.1", 6, "012345"), ("5.1(side)", 6, "012345"), ("6.0", 6, "012.345"), ("6.1", 7, "0123456"),
        ("6.1(back)", 7, "0123645"), ("7.1", 8, "01234567"), ("octagonal", 8, None),
    ],
)  # fmt: skip
def test_every_layout_is_kept_in_the_order_of_its_number(
    layout: str, channels: int, places: str | None, tmp_path: Path
) -> None:
    """Channel k is the level (k+1)/16; in `places` is which channel stands where, a dot where silence does."""
    levels = np.arange(1, channels + 1) / 16
    path = encoded(tmp_path / "a.wav", np.tile(levels, (4800, 1)), 48_000, "-c:a", "pcm_f32le", layout=layout)
    sound = decoded(path)
    if places is None:  # back and side together, for there is a back center too
        assert sound[2400].tolist() == [1 / 16, 2 / 16, 3 / 16, 0, 6 / 16, 11 / 16, 13 / 16]
        return
    assert sound[2400].tolist() == [0 if one == "." else (int(one) + 1) / 16 for one in places]


@pytest.mark.parametrize("rate", [48_000, 44_100])
def test_channels_that_a_film_names_in_another_order(rate: int, tmp_path: Path) -> None:
    """Cinema's order L C R Ls Rs LFE, as a QuickTime film describes it channel by channel."""
    levels = np.arange(1, 7) / 16
    path = encoded(tmp_path / "a.mov", np.tile(levels, (4800, 1)), rate, "-c:a", "pcm_s16le",
                   layout="FL+FC+FR+SL+SR+LFE")  # fmt: skip
    names = heard(path).layout.split("+")
    assert sorted(names) == sorted(["FL", "FC", "FR", "SL", "SR", "LFE"])
    sound = decoded(path)[2400]
    order = ("FL", "FR", "FC", "LFE", "SL", "SR")
    sent = [(("FL", "FC", "FR", "SL", "SR", "LFE").index(one) + 1) / 16 for one in order]
    assert sound.tolist() == pytest.approx(sent, abs=1e-4)


@pytest.mark.parametrize(
    ("name", "coded", "rate"),
    [("a.wav", ("-c:a", "pcm_s16le"), 44_100), ("a.m4a", ("-c:a", "aac"), 44_100), ("a.mp3", (), 44_100),
     ("a.mka", ("-c:a", "libopus"), 48_000), ("a.flac", (), 96_000), ("a.ogg", ("-c:a", "libvorbis"), 32_000)],
)  # fmt: skip
def test_a_window_has_the_samples_of_the_whole(name: str, coded: tuple[str, ...], rate: int, tmp_path: Path) -> None:
    """But for the last bit, at its beginning and at its end too, and it ends with the sound."""
    path = encoded(tmp_path / name, chirp(3.5, rate), rate, *coded)
    whole = decoded(path)
    for first, last in ((0, 2), (2, 30)):
        part = decoded(path, (first, last))
        expected = whole[first * 48_000 : last * 48_000]
        assert len(part) == len(expected)
        assert np.abs(part - expected).max() <= 2**-24, (first, last)


@pytest.mark.parametrize(
    ("suffix", "coded"), [("aac", ("-c:a", "aac")), ("mp3", ("-c:a", "libmp3lame", "-write_xing", "0"))]
)
@pytest.mark.parametrize("other", [(48_000, 1), (44_100, 2)])
def test_a_sound_that_changes_on_the_way_is_refused(
    suffix: str, coded: tuple[str, ...], other: tuple[int, int], tmp_path: Path
) -> None:
    """Two streams put one behind the other, of another rate or of more channels."""
    rate, channels = other
    one = encoded(tmp_path / f"one.{suffix}", chirp(1, 44_100), 44_100, *coded)
    two = encoded(tmp_path / f"two.{suffix}", np.tile(chirp(1, rate)[:, None], (1, channels)), rate, *coded)
    both = tmp_path / f"both.{suffix}"
    both.write_bytes(one.read_bytes() + two.read_bytes())
    with pytest.raises(MediaError, match="changes its sample rate or its channels on the way"):
        perform_pcm(step(both), {}, Path, tmp_path / "out")


def test_an_mp3_that_does_not_tell_its_coders_delay_is_late(tmp_path: Path) -> None:
    """By 1105 samples of its own, as in every player: the page on sound says so."""
    told = decoded(encoded(tmp_path / "told.mp3", chirp(1, 44_100), 44_100))[:, 0]
    untold = decoded(encoded(tmp_path / "untold.mp3", chirp(1, 44_100), 44_100, "-write_xing", "0"))[:, 0]
    assert abs(lag(untold, told.astype(float)) - 1105 * 48_000 / 44_100) < 1


def test_a_hole_is_filled(tmp_path: Path) -> None:
    """Four packets of Opus, 80 ms, and another one of 20 ms are not there: what follows stays where it was."""
    whole = encoded(tmp_path / "whole.mka", chirp(3, 48_000), 48_000, "-c:a", "libopus", "-frame_duration", "20")
    lost = "noise=drop='between(n,50,53)+eq(n,100)'"
    holed = make(tmp_path / "holed.mka", "-i", f"file:{whole}", "-c", "copy", "-bsf:a", lost)
    sound = decoded(holed)[:, 0]
    before, after = sound[10_000:40_000], sound[100_000:140_000]
    assert lag(before, chirp(3, 48_000)[10_000:40_000]) == 0
    assert abs(lag(after, chirp(3, 48_000)[100_000:140_000])) <= 24  # the container counts milliseconds
    assert np.abs(sound[49_000:51_000]).max() < 1e-3


def test_commentary_is_not_taken_for_the_sound(tmp_path: Path) -> None:
    """Neither marked as default nor first: the stream that is no commentary and no description for the blind."""
    one = encoded(tmp_path / "one.wav", np.full(9600, 0.25), 48_000)
    two = encoded(tmp_path / "two.wav", np.full(9600, -0.5), 48_000)
    streams = ("-i", f"file:{one}", "-i", f"file:{two}", "-map", "0", "-map", "0", "-map", "1", "-c:a", "pcm_s16le")
    marks = ("-disposition:a:0", "default+comment", "-disposition:a:1", "visual_impaired", "-disposition:a:2", "0")
    sound = decoded(make(tmp_path / "both.mkv", *streams, *marks))
    assert sound[4800, 0] == -0.5
