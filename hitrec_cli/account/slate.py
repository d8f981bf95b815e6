"""What a master's slate tells of it."""

from __future__ import annotations

from hitrec_cli.base.timecode import timecode_at
from hitrec_cli.model.episode import Episode
from hitrec_cli.model.profile import Profile
from hitrec_cli.timeline.timeline import Timeline

CHANNELS = ("L", "R")
"""What the sound's channels are, in their order."""


def slate_rows(episode: Episode, timeline: Timeline, profile: Profile) -> tuple[tuple[str, str], ...]:
    """Label and value of each row; a value that is empty has no row."""
    number = f"S{episode.season:02}E{episode.number:02}" if episode.season or episode.number else episode.id
    segments = episode.in_version(timeline.version)
    captioned = sum(segment.captions is not None for segment in segments)
    tracks = ", ".join(f"{channel} {name}" for channel, name in enumerate(CHANNELS, 1))
    scan = "PsF" if profile.scan == "psf" else "p"
    width, height = profile.raster or timeline.raster
    return (
        ("Show", episode.series or episode.id),
        ("Episode", " ".join(part for part in (number, episode.title) if part)),
        ("Version", timeline.version),
        ("TRT", str(timecode_at(timeline.frames, timeline.rate, drop=timeline.drop))),
        ("Picture", f"{width}x{height}{scan} {timeline.rate}"),
        ("Audio", f"{tracks}, {profile.target / 100:g} LUFS, {profile.ceiling / 100:g} dBTP"),
        ("Captions", f"{captioned} of {len(segments)} segments, beside the file" if captioned else "none"),
        ("Date", episode.publish.get(timeline.version, "")),
    )
