"""Exact time: frame rates as fractions, whole frames, timecode, audio sample positions.

Nothing here is ever a float. A rate is a ratio of integers (30000/1001 stays so), a position is a whole frame or a
`Fraction` of seconds, a sound position a whole sample at 48 kHz.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

SAMPLE_RATE = 48_000
"""Samples per second of all sound inside hitrec (AES5-2018 §4.1, the primary rate)."""


class TimeError(ValueError):
    """A time that cannot be read, or that does not exist at the rate (a code that drop frame skips)."""


def round_half_up(value: Fraction) -> int:
    """Nearest whole number, halves upwards."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


@dataclass(frozen=True, slots=True, order=True)
class Rate:
    """Frames per second as an exact ratio."""

    num: int
    den: int = 1

    def __str__(self) -> str:
        return f"{self.num}/{self.den}"

    @property
    def fraction(self) -> Fraction:
        """Frames per second."""
        return Fraction(self.num, self.den)

    @property
    def spoken(self) -> str:
        """As people say it: "29.97", "23.976", "25"."""
        whole, thousandths = divmod(round_half_up(self.fraction * 1000), 1000)
        return f"{whole}.{thousandths:03}".rstrip("0").rstrip(".")

    @property
    def nominal(self) -> int:
        """Frames that timecode counts per second: 30 for 30000/1001 (SMPTE ST 12-1 §5)."""
        return round_half_up(self.fraction)

    @property
    def can_drop(self) -> bool:
        """Whether drop-frame timecode exists at this rate (30000/1001 and 60000/1001, SMPTE ST 12-1 §5.2.2)."""
        return self.den == 1001 and self.num in (30_000, 60_000)

    def frames(self, seconds: Fraction) -> int:
        """Seconds to the nearest whole frame, half up."""
        return round_half_up(seconds * self.fraction)

    def seconds(self, frames: int) -> Fraction:
        """Exact duration of so many frames, in seconds."""
        return Fraction(frames * self.den, self.num)

    def sample_at(self, frame: int) -> int:
        """The 48 kHz sample at which a frame begins: round(frame * 48000 / rate), so that nothing drifts."""
        return round_half_up(self.seconds(frame) * SAMPLE_RATE)


NTSC = Rate(30_000, 1001)
"""29.97 frames per second, the rate of US television (SMPTE ST 170)."""

_NAMED_RATES = {
    "23.976": Rate(24_000, 1001), "23.98": Rate(24_000, 1001), "24": Rate(24), "25": Rate(25),
    "29.97": NTSC, "30": Rate(30), "48": Rate(48), "50": Rate(50),
    "59.94": Rate(60_000, 1001), "60": Rate(60),
}  # fmt: skip


def parse_rate(text: str) -> Rate:
    """Read '29.97', '30000/1001' or '25'. Raises TimeError for a rate that no episode can have."""
    named = _NAMED_RATES.get(text.strip())
    if named:
        return named
    match = re.fullmatch(r"\s*(\d{1,6})/(\d{1,4})\s*", text)
    if match and int(match[2]):
        ratio = Fraction(int(match[1]), int(match[2]))
        if Rate(24_000, 1001).fraction <= ratio <= 60:
            return Rate(ratio.numerator, ratio.denominator)
    raise TimeError(f"{text!r} is not a frame rate; write one of {', '.join(_NAMED_RATES)} or a ratio like 30000/1001")


def drop_frame_count(minutes: int, per_minute: int) -> int:
    """Timecode numbers that drop frame has skipped after so many whole minutes (SMPTE ST 12-1 §5.2.2)."""
    return per_minute * (minutes - minutes // 10)


def _dropped_per_minute(rate: Rate) -> int:
    return rate.nominal // 15


@dataclass(frozen=True, slots=True)
class Timecode:
    """An address HH:MM:SS:FF (`;` before FF: drop frame)."""

    hours: int
    minutes: int
    seconds: int
    frames: int
    drop: bool

    def to_frames(self, rate: Rate) -> int:
        """Frames from 00:00:00:00 to this address.

        Raises TimeError where the address does not exist at the rate.
        """
        text = str(self)
        if self.minutes > 59 or self.seconds > 59 or self.frames >= rate.nominal:
            raise TimeError(f"{text} does not exist at {rate} frames per second")
        if self.drop and not rate.can_drop:
            raise TimeError(f"{text} is drop frame, which does not exist at {rate}; write ':' before the frames")
        count = ((self.hours * 60 + self.minutes) * 60 + self.seconds) * rate.nominal + self.frames
        if not self.drop:
            return count
        skipped = _dropped_per_minute(rate)
        if self.seconds == 0 and self.frames < skipped and self.minutes % 10:
            raise TimeError(f"{text} is skipped by drop frame; the next address is {text[:-2]}{skipped:02}")
        return count - drop_frame_count(self.hours * 60 + self.minutes, skipped)

    def __str__(self) -> str:
        mark = ";" if self.drop else ":"
        return f"{self.hours:02}:{self.minutes:02}:{self.seconds:02}{mark}{self.frames:02}"


def timecode_at(frame: int, rate: Rate, *, drop: bool) -> Timecode:
    """The address of a frame counted from 00:00:00:00 (24 hours wrap)."""
    frame = max(frame, 0)
    if drop:
        skipped = _dropped_per_minute(rate)
        per_ten = 600 * rate.nominal - 9 * skipped
        tens, rest = divmod(frame, per_ten)
        first = 60 * rate.nominal
        extra = 0 if rest < first else 1 + (rest - first) // (first - skipped)
        frame += skipped * (9 * tens + extra)
    seconds, frames = divmod(frame, rate.nominal)
    return Timecode(seconds // 3600 % 24, seconds // 60 % 60, seconds % 60, frames, drop)


def seconds_before(frame: int, seconds: int, rate: Rate, *, drop: bool) -> int:
    """The frame whose address is so many whole seconds of timecode earlier: at 01:00:00;00, 90 s are 2698 frames.

    Where drop frame skips that address, the next one. Raises TimeError where it would lie before 00:00:00:00.
    """
    code = timecode_at(frame, rate, drop=drop)
    total = (code.hours * 60 + code.minutes) * 60 + code.seconds - seconds
    if total < 0:
        raise TimeError(f"{seconds} s before {code} is before midnight")
    earlier = Timecode(total // 3600, total // 60 % 60, total % 60, code.frames, drop)
    if drop and earlier.seconds == 0 and earlier.minutes % 10:
        earlier = replace(earlier, frames=max(earlier.frames, _dropped_per_minute(rate)))
    return earlier.to_frames(rate)


@dataclass(frozen=True, slots=True)
class TimeValue:
    """A time as written: exactly one of seconds, frames, timecode is set."""

    seconds: Fraction | None = None
    frames: int | None = None
    timecode: Timecode | None = None

    def to_frames(self, rate: Rate) -> int:
        """Whole frames at the rate. Raises TimeError for a timecode that does not exist."""
        if self.frames is not None:
            return self.frames
        if self.timecode is not None:
            return self.timecode.to_frames(rate)
        return rate.frames(self.seconds or Fraction(0))

    def to_seconds(self, rate: Rate) -> Fraction:
        """Exact seconds; frames and timecode count at the rate. Raises TimeError as `to_frames`."""
        if self.seconds is not None:
            return self.seconds
        return rate.seconds(self.to_frames(rate))


_SECONDS = re.compile(r"(\d{1,6}(?:\.\d{1,9})?)s")
_FRAMES = re.compile(r"(\d{1,8})f")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2}):(\d{2}(?:\.\d{1,9})?)")
_TIMECODE = re.compile(r"(\d{2}):(\d{2}):(\d{2})([:;])(\d{2})")


def parse_time(text: str) -> TimeValue:
    """Read '3s', '1.5s', '00:01:30.5', '90f', '00:01:30:12' or '00:01:30;12'. Raises TimeError."""
    text = text.strip()
    if match := _SECONDS.fullmatch(text):
        return TimeValue(seconds=Fraction(match[1]))
    if match := _FRAMES.fullmatch(text):
        return TimeValue(frames=int(match[1]))
    if match := _TIMECODE.fullmatch(text):
        hours, minutes, seconds, frames = (int(match[i]) for i in (1, 2, 3, 5))
        return TimeValue(timecode=Timecode(hours, minutes, seconds, frames, match[4] == ";"))
    if (match := _CLOCK.fullmatch(text)) and int(match[2]) < 60 and Fraction(match[3]) < 60:
        return TimeValue(seconds=int(match[1]) * 3600 + int(match[2]) * 60 + Fraction(match[3]))
    raise TimeError(f"{text!r} is not a time; write seconds (3s, 1.5s), a clock (00:01:30.5), frames (90f) or timecode")
