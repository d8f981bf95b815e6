"""Where each contribution is seen or heard, read off the timeline."""

from __future__ import annotations

from hitrec_cli.account.credits_files import Use
from hitrec_cli.timeline.timeline import LetteredPicture, MediaPicture, StillPicture, Timeline


def uses_of(timeline: Timeline) -> tuple[Use, ...]:
    """Every use in order of its first frame; a clip's own sound is part of its picture's use."""
    found = [
        Use(clip.picture.pick, clip.segment, clip.start, clip.end)
        for clip in timeline.picture
        if isinstance(clip.picture, MediaPicture | StillPicture | LetteredPicture) and clip.picture.pick
    ]
    for segment in timeline.segments:
        found += [
            Use(sound.pick, segment.id, segment.start + sound.start, segment.start + sound.start + sound.duration)
            for sound in segment.sound
            if sound.role != "original"
        ]
    return tuple(sorted(found, key=lambda use: (use.start, use.end, use.contribution)))
