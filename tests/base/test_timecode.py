"""Exact time, held against counting every address one by one and against the standards' own numbers."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hitrec_cli.base.timecode import (
    NTSC,
    SAMPLE_RATE,
    Rate,
    TimeError,
    TimeValue,
    parse_rate,
    parse_time,
    round_half_up,
    timecode_at,
)

FAST = Rate(60_000, 1001)
RATES = [parse_rate(name) for name in ("23.976", "24", "25", "29.97", "30", "48", "50", "59.94", "60")]


def addresses(nominal: int, skipped: int) -> Iterator[str]:
    """Every drop-frame address of the first 62 minutes, as SMPTE ST 12-1 words it.

    The first numbers of each minute are not used, but for every tenth minute.
    """
    for minute in range(62):
        for second in range(60):
            start = f"{minute // 60:02}:{minute % 60:02}:{second:02};"
            for frame in range(skipped if second == 0 and minute % 10 else 0, nominal):
                yield f"{start}{frame:02}"


@cache
def counted(rate: Rate) -> list[str]:
    return list(addresses(rate.nominal, 2 if rate == NTSC else 4))


@pytest.mark.parametrize("rate", [NTSC, FAST])
def test_drop_frame_equals_counting(rate: Rate) -> None:
    known = counted(rate)
    turns = [frame for frame, text in enumerate(known) if text.endswith((":59;29", ":59;59"))]
    for frame in (near for turn in turns for near in range(turn - 1, turn + 3) if near < len(known)):
        code = timecode_at(frame, rate, drop=True)
        assert str(code) == known[frame]
        assert code.to_frames(rate) == frame


@given(st.sampled_from([NTSC, FAST]), st.integers(0, 111_000))
def test_drop_frame_equals_counting_anywhere(rate: Rate, frame: int) -> None:
    assert str(timecode_at(frame, rate, drop=True)) == counted(rate)[frame]


@given(st.sampled_from(RATES), st.integers(0, 24 * 3600 * 23))
def test_non_drop_round_trip(rate: Rate, frame: int) -> None:
    code = timecode_at(frame, rate, drop=False)
    assert code.to_frames(rate) == frame
    assert parse_time(str(code)).to_frames(rate) == frame


@given(st.sampled_from([NTSC, FAST]), st.integers(0, 24 * 107_892 - 1))
def test_drop_round_trip(rate: Rate, frame: int) -> None:
    assert parse_time(str(timecode_at(frame, rate, drop=True))).to_frames(rate) == frame


def test_known_counts() -> None:
    assert parse_time("01:00:00;00").to_frames(NTSC) == 107_892
    assert parse_time("00:10:00;00").to_frames(NTSC) == 17_982
    assert parse_time("00:01:00;02").to_frames(NTSC) == 1_800
    assert parse_time("01:00:00;00").to_frames(FAST) == 215_784
    assert parse_time("01:00:00:00").to_frames(Rate(25)) == 90_000
    assert str(timecode_at(24 * 107_892, NTSC, drop=True)) == "00:00:00;00"


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("00:01:00;00", NTSC), ("00:01:00;01", NTSC), ("00:01:00;03", FAST), ("00:00:00:30", NTSC),
        ("00:60:00:00", NTSC), ("00:00:60:00", NTSC), ("00:00:01;00", Rate(25)), ("00:00:00:25", Rate(25)),
    ],
)  # fmt: skip
def test_addresses_that_do_not_exist(text: str, rate: Rate) -> None:
    with pytest.raises(TimeError):
        parse_time(text).to_frames(rate)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("3s", Fraction(3)), ("1.5s", Fraction(3, 2)), ("0.1s", Fraction(1, 10)), ("00:01:30.5", Fraction(181, 2)),
        ("1:02:03", Fraction(3723)), (" 3s ", Fraction(3)),
    ],
)  # fmt: skip
def test_wall_clock_is_exact(text: str, seconds: Fraction) -> None:
    assert parse_time(text) == TimeValue(seconds=seconds)


@pytest.mark.parametrize(
    "text",
    ["", "3", "1:30", "-3s", "3 s", "1e3s", "3.s", ".5s", "00:61:00", "00:00:61", "1f5", "00:00:00:000", "s", "٣x"],
)
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(TimeError):
        parse_time(text)


@given(st.sampled_from(RATES), st.integers(0, 10**7))
def test_sound_does_not_drift(rate: Rate, frame: int) -> None:
    exact = Fraction(frame) / rate.fraction * SAMPLE_RATE
    assert abs(rate.sample_at(frame) - exact) <= Fraction(1, 2)
    assert rate.sample_at(frame) < rate.sample_at(frame + 1)


def test_five_frames_of_ntsc_are_8008_samples() -> None:
    assert [NTSC.sample_at(frame) for frame in range(6)] == [0, 1602, 3203, 4805, 6406, 8008]
    assert all(NTSC.sample_at(5 * n) == 8008 * n for n in range(1000))


@given(st.sampled_from(RATES), st.integers(0, 10**6))
def test_frames_of_their_own_seconds(rate: Rate, frame: int) -> None:
    assert rate.frames(rate.seconds(frame)) == frame


@given(st.fractions())
def test_halves_go_up(value: Fraction) -> None:
    rounded = round_half_up(value)
    assert rounded - Fraction(1, 2) <= value < rounded + Fraction(1, 2)


def test_rates() -> None:
    assert parse_rate("29.97") == parse_rate("30000/1001") == parse_rate("60000/2002") == NTSC
    assert [rate.nominal for rate in RATES] == [24, 24, 25, 30, 30, 48, 50, 60, 60]
    assert [rate for rate in RATES if rate.can_drop] == [NTSC, FAST]
    for text in ("0", "29", "25/0", "1000/1", "-25", "", "1/1001"):
        with pytest.raises(TimeError):
            parse_rate(text)


@pytest.mark.parametrize(
    ("rate", "said"),
    [((30_000, 1001), "29.97"), ((24_000, 1001), "23.976"), ((60_000, 1001), "59.94"), ((25, 1), "25"), ((30, 1), "30"),
     ((50, 1), "50"), ((25, 2), "12.5")],
)  # fmt: skip
def test_a_rate_as_people_say_it(rate: tuple[int, int], said: str) -> None:
    assert Rate(*rate).spoken == said
