"""What ffmpeg calls the containers that it does not call like their files."""

from __future__ import annotations

from collections.abc import Mapping

MUXERS: Mapping[str, str] = {"mkv": "matroska", "m2v": "mpeg2video"}
