"""Where speech is found: in sounds whose words are tones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hitrec_cli.tools.sound.speech import speech_ranges
from tests.tools.sound.signals import FS, Signal, tone, write

NEAR = FS // 50


def talk(seconds: float, *words: tuple[float, float], level: float = -20, channels: int = 1) -> Signal:
    signal = np.random.default_rng(4).standard_normal((round(seconds * FS), channels)) * 0.0005
    for start, end in words:
        part = slice(round(start * FS), round(end * FS))
        signal[part] += tone(end - start, level, 300, channels)[: part.stop - part.start]
    return signal


def close(found: list[tuple[int, int]], expected: list[tuple[float, float]]) -> bool:
    flat = [edge for pair in found for edge in pair]
    return flat == pytest.approx([edge * FS for pair in expected for edge in pair], abs=NEAR)


@pytest.mark.parametrize("level", [-8, -20, -38])
@pytest.mark.parametrize("channels", [1, 2])
def test_words_are_found_whatever_the_level(tmp_path: Path, level: float, channels: int) -> None:
    words = [(1.0, 2.2), (3.0, 3.4), (5.1, 6.0)]
    path = write(tmp_path / "talk", talk(8, *words, level=level, channels=channels))
    assert close(speech_ranges(path, channels), words)


def test_short_gaps_are_joined(tmp_path: Path) -> None:
    path = write(tmp_path / "talk", talk(6, (1, 2), (2.2, 3), (3.5, 4)))
    assert close(speech_ranges(path, 1), [(1, 3), (3.5, 4)])


def test_a_part_of_the_file_gives_places_in_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "talk", talk(8, (1, 2), (4, 5), (6, 7)))
    assert close(speech_ranges(path, 1, 3 * FS, round(6.5 * FS)), [(4, 5), (6, 6.5)])


def test_silence_holds_no_speech(tmp_path: Path) -> None:
    assert speech_ranges(write(tmp_path / "none", np.zeros((FS, 1))), 1) == []
    assert speech_ranges(write(tmp_path / "empty", np.zeros((0, 2))), 2) == []


def test_sound_that_never_pauses_is_one_range(tmp_path: Path) -> None:
    assert speech_ranges(write(tmp_path / "tone", tone(3, -20)), 2) == [(0, 3 * FS)]


def test_pieces_join_without_a_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = [(0.5, 2.0), (2.6, 4.05), (5.95, 6.4), (7.7, 9.5)]
    path = write(tmp_path / "talk", talk(10, *words))
    whole = speech_ranges(path, 1)
    monkeypatch.setattr("hitrec_cli.tools.sound.speech._PIECE", 2 * FS)
    assert speech_ranges(path, 1) == whole
    assert close(whole, words)
