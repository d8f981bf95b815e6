"""Damage in a sound: where it is, what it does to who uses it, and that all else is as if it were not there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from hitrec_cli.base.errors import MediaError
from hitrec_cli.tools.sound.damage import damaged_ranges, in_words
from hitrec_cli.tools.sound.steps import perform_loudness, perform_pcm
from tests.tools.sound.decoding import chirp, decoded, encoded, lag, step
from tests.tools.sound.signals import write

FS = 48_000


def test_ranges_of_what_is_no_number(tmp_path: Path) -> None:
    sound = np.zeros((1_000_000, 2))
    sound[3, 0] = np.nan
    sound[479_990:480_020, 1] = np.inf  # over the edge of a block
    sound[999_999] = np.nan
    path = write(tmp_path / "a", sound)
    assert damaged_ranges(path, 2, 0, 1_000_000) == [(3, 4), (479_990, 480_020), (999_999, 1_000_000)]
    assert damaged_ranges(path, 2, 4, 479_986) == []
    assert damaged_ranges(path, 2, 480_000, 10) == [(480_000, 480_010)]


def test_ranges_in_words() -> None:
    assert in_words([(4800, 9600)], 48_000) == "1.10 to 1.20 s"
    assert in_words([(n, n + 1) for n in range(0, 480, 60)], 0).endswith(" and 3 more")


def spoiled(path: Path, first: float, last: float) -> Path:
    """A copy in which the packets of this time hold other bytes."""
    data = bytearray(path.read_bytes())
    with av.open(str(path)) as file:
        for packet in file.demux(audio=0):
            if packet.pts is not None and packet.time_base and first <= packet.pts * packet.time_base < last:
                assert packet.pos is not None
                data[packet.pos : packet.pos + packet.size] = bytes(n * 37 % 251 | 128 for n in range(packet.size))
    copy = path.with_name(f"spoiled-{path.name}")
    copy.write_bytes(data)
    return copy


@pytest.mark.media
@pytest.mark.parametrize(
    ("name", "coded"), [("a.m4a", ("-c:a", "aac")), ("a.flac", ("-frame_size", "1024")), ("a.mp3", ())]
)
def test_what_fails_is_marked_and_the_rest_stays(name: str, coded: tuple[str, ...], tmp_path: Path) -> None:
    path = encoded(tmp_path / name, chirp(5, 44_100), 44_100, *coded)
    whole, holed = decoded(path)[:, 0], decoded(spoiled(path, 2, 2.3))[:, 0]
    bad = np.flatnonzero(np.isnan(holed)) / FS
    before, after = round(1.85 * FS), round(2.5 * FS)
    assert np.array_equal(holed[:before], whole[:before])
    assert 1.9 < bad[0] < 2.1
    if name == "a.mp3":  # it has no clock: what follows comes as much earlier
        return
    assert 2.2 < bad[-1] < 2.45 and len(bad) / FS > 0.9 * (bad[-1] - bad[0])
    assert len(whole) == len(holed)
    assert lag(holed[after:], whole[after:].astype(float)) == 0


@pytest.fixture(scope="module")
def holed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five seconds decoded, the third one spoiled."""
    folder = tmp_path_factory.mktemp("holed")
    path = spoiled(encoded(folder / "a.m4a", chirp(5, 44_100), 44_100, "-c:a", "aac"), 2, 3)
    perform_pcm(step(path), {}, Path, folder / "pcm")
    return folder / "pcm"


def measured(pcm: Path, first: float, last: float, **more: Any) -> dict[str, Any]:
    length = round((last - first) * FS)
    spec = {"pcm": "p", "channels": 1, "from": round(first * FS), "length": length, "reach": length, **more}
    return perform_loudness(spec, {"p": pcm}, Path, pcm.with_name("figures"))


@pytest.mark.media
def test_only_the_used_range_has_to_be_whole(holed: Path) -> None:
    assert "damage" not in measured(holed, 0, 1.9, accept=None, offset=0)
    assert "damage" not in measured(holed, 3.2, 5, accept=None, offset=0)
    with pytest.raises(
        MediaError, match=r"in the used range of its sound, at 2\.0\d to 2\.50 s; .* say 'damaged: accept'"
    ):
        measured(holed, 1, 2.5, accept=None, offset=0)
    with pytest.raises(MediaError, match=r"at 602\.0\d to 602\.50 s"):
        measured(holed, 1, 2.5, accept=None, offset=600 * FS)


@pytest.mark.media
def test_accepted_damage_is_told_and_silent(holed: Path) -> None:
    figures = measured(holed, 0, 5, accept="rec-1", offset=0)
    (line,) = figures["damage"]
    assert line.startswith("sound of rec-1: decode errors at 2.0")
    assert figures["integrated"] == pytest.approx(measured(holed, 0, 1.9, accept=None, offset=0)["integrated"], abs=100)


@pytest.mark.media
def test_samples_that_are_no_numbers_in_the_file_itself(tmp_path: Path) -> None:
    sent = np.full(FS, 0.5)
    sent[20_000:20_100] = np.nan
    sound = decoded(encoded(tmp_path / "a.wav", sent, FS, "-c:a", "pcm_f32le"))
    pcm = write(tmp_path / "pcm", sound)
    assert damaged_ranges(pcm, 1, 0, FS) == [(20_000, 20_100)]
