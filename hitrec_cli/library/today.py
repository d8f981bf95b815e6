"""The calendar's door: where rights ask what day it is, when nobody has told."""

from __future__ import annotations

import time


def today() -> str:
    """This day where the machine stands, ISO 8601."""
    return time.strftime("%Y-%m-%d")
