"""The delivery profiles, as data. Numbers and encoder arguments: the broadcast definition that the docs quote."""

from __future__ import annotations

from collections.abc import Mapping

from hitrec_cli.model.profile import Profile

WEB = Profile(
    name="web",
    version="online",
    raster=None,
    gop=30,
    video=(
        "-c:v", "libx264", "-profile:v", "high", "-level:v", "4.2", "-preset", "medium", "-crf", "18",
        "-maxrate", "20M", "-bufsize", "40M", "-bf", "2", "-rc-lookahead", "20", "-pix_fmt", "yuv420p",
    ),
    audio=("-c:a", "aac", "-b:a", "320000"),
    container="mp4",
    suffix=".mp4",
    target=-1400,
    ceiling=-100,
    tolerance=30,
)  # fmt: skip

PREVIEW = Profile(
    name="preview",
    version="broadcast",
    raster=(960, 540),
    gop=30,
    video=("-c:v", "libx264", "-preset", "ultrafast", "-tune", "fastdecode", "-crf", "26", "-pix_fmt", "yuv420p"),
    audio=("-c:a", "aac", "-b:a", "128000"),
    container="mp4",
    suffix=".mp4",
    target=-1400,
    ceiling=-100,
    tolerance=30,
    placeholders=True,
    burn_in=True,
)

PROFILES: Mapping[str, Profile] = {profile.name: profile for profile in (WEB, PREVIEW)}
