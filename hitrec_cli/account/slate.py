"""What a master's slate tells of it."""

from __future__ import annotations

from hitrec_cli.base.timecode import timecode_at
from hitrec_cli.model.episode import Episode, caption_picks
from hitrec_cli.model.profile import Profile
from hitrec_cli.timeline.timeline import Timeline

WORDS = {"mix": "", "me": "M&E ", "voice": "voice ", "music": "music ", "effects": "effects ", "fold": "downmix "}
"""What stems are called on a slate."""


def slate_rows(episode: Episode, timeline: Timeline, profile: Profile) -> tuple[tuple[str, str], ...]:
    """Label and value of each row; a value that is empty has no row."""
    number = f"S{episode.season:02}E{episode.number:02}" if episode.season or episode.number else episode.id
    segments = episode.in_version(timeline.version)
    captioned = sum(any(caption_picks(segment)) for segment in segments)
    where = "CEA-608" if profile.caption_track == "cea-608" else "beside the file"
    channels = [channel for track in profile.layout.tracks for channel in track]
    tracks = ", ".join(f"{number} {_called(channel)}" for number, channel in enumerate(channels, 1))
    scan = "PsF" if profile.scan == "psf" else "p"
    width, height = profile.raster or timeline.raster
    return (
        ("Show", episode.series or episode.id),
        ("Episode", " ".join(part for part in (number, episode.title) if part)),
        ("Version", timeline.version),
        ("TRT", str(timecode_at(timeline.frames, timeline.rate, drop=timeline.drop))),
        ("Picture", f"{width}x{height}{scan} {timeline.rate.spoken}"),
        ("Audio", f"{tracks}, {profile.target / 100:g} LUFS, {profile.ceiling / 100:g} dBTP"),
        ("Captions", f"{captioned} of {len(segments)} segments, {where}" if captioned else "none"),
        ("Date", episode.publish.get(timeline.version, "")),
    )


def _called(channel: str) -> str:
    stem, _, name = channel.partition(".")
    return f"{WORDS.get(stem, stem)}{name}"
