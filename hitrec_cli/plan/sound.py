"""The steps that make the sound: decode each pick once, measure, mix per segment, level and encode the programme once.

Measurements are steps; what depends on one takes its key, never its value, so the plan is exact before anything runs.
A segment is mixed on its own sample grid, counted from its start, so that moving it mixes nothing anew; the programme
takes from each mix the samples between its first and last frame's positions (one more or less at NTSC rates). A sound
that crosses from one segment into the next is in both mixes, each its part of the same samples.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import Literal

from hitrec_cli.base.digest import Json
from hitrec_cli.base.timecode import SAMPLE_RATE, round_half_up
from hitrec_cli.model.audio import STEREO
from hitrec_cli.model.channels import kept
from hitrec_cli.model.profile import Profile
from hitrec_cli.plan.step import Step, StepKind, make_step
from hitrec_cli.timeline.timeline import SegmentRange, SoundClip, Timeline

SPEECH_ROLES = ("voice", "original")
PCM = ("-c:a", "pcm_s24le")
"""How the programme lies between its step and a deliverable without loss: that may pack it once more (FLAC)."""


WINDOW = 600
"""Seconds of the longest sound that is kept whole; of longer ones, windows of so many."""


@dataclass
class SoundSteps:
    """Collects steps, each once, in an order in which none comes before what it needs.

    `bus`: what a mix has to be told of its bus, nothing for plain stereo; `channels`: those of a mix.
    """

    salts: Mapping[StepKind, str]
    bus: Mapping[str, Json] = field(default_factory=dict)
    channels: int = 2
    steps: dict[str, Step] = field(default_factory=dict)

    def add(self, step: Step) -> str:
        """Keep a step and give its key."""
        self.steps.setdefault(step.key, step)
        return step.key

    def decoded(self, clip: SoundClip, window: tuple[int, int] | None) -> str:
        """A pick's sound as PCM whose first sample is the instant of its first picture, or a window's first second."""
        origin = f"{clip.origin.numerator}/{clip.origin.denominator}"
        facts = clip.facts
        order = kept(facts.layout, facts.channels)
        channels: dict[str, Json] = {"of": order.of, "sums": [list(one) for one in order.sums]}
        spec: dict[str, Json] = {"object": clip.digest, "format": clip.format, "stream": facts.stream,
                                 "rate": facts.rate, "channels": channels, "origin": origin,
                                 "window": list(window) if window else None}  # fmt: skip
        return self.add(make_step("pcm", spec, salt=self.salts["pcm"], suffix=".f32", reads=(clip.digest,),
                                  label=f"sound of {clip.pick}"))  # fmt: skip

    def measured(
        self, kind: Literal["loudness", "speech"], pcm: str, channels: int, first: int, length: int, label: str,
        **more: Json,
    ) -> str:  # fmt: skip
        """Loudness or speech ranges of a stretch of PCM."""
        spec: dict[str, Json] = {"pcm": pcm, "channels": channels, "from": first, "length": length, **more}
        return self._measure(kind, pcm, spec, label)

    def loudness_of_mix(self, mix: str, samples: int, label: str) -> str:
        """Loudness of a segment's mix, on its own bus."""
        spec: dict[str, Json] = {"pcm": mix, "channels": self.channels, "from": 0, "length": samples, **self.bus}
        return self._measure("loudness", mix, spec, label)

    def _measure(self, kind: StepKind, pcm: str, spec: Mapping[str, Json], label: str) -> str:
        return self.add(
            make_step(kind, spec, salt=self.salts[kind], suffix=".measure", needs=(pcm,), label=f"{kind} of {label}")
        )


def window_of(clip: SoundClip, first: int, length: int) -> tuple[int, int] | None:
    """The whole windows that samples first … first+length lie in, in seconds from the origin; None: keep everything.

    Of hours only what is near the stretch is kept, and stretches near each other share it.
    """
    if clip.facts.end - clip.origin <= WINDOW:
        return None
    samples = WINDOW * SAMPLE_RATE
    return first // samples * WINDOW, -(-(first + length) // samples) * WINDOW


def sound_steps(timeline: Timeline, profile: Profile, salts: Mapping[StepKind, str]) -> tuple[Step, ...]:
    """All steps of the programme's sound; the last one is the encoded programme."""
    layout = profile.layout
    bus: dict[str, Json] = {} if layout.bus == "stereo" else {"bus": layout.bus}
    work = SoundSteps(salts, {**bus, "stems": True} if layout.stems else bus, layout.channels)
    parts: list[Json] = []
    needs: list[str] = []
    for number, segment in enumerate(timeline.segments):
        samples = timeline.rate.sample_at(segment.end) - timeline.rate.sample_at(segment.start)
        over: dict[str, Json] = {"over": reach} if any(reach := _over(timeline, number)) else {}
        if not segment.sound and not segment.bleeps and segment.noise is None:
            parts.append({"mix": None, "samples": samples, "loudness": None, **over})
            continue
        length = samples if _crosses(segment) else samples_of(timeline, segment.duration)
        mix = _mix_step(work, timeline, segment, length)
        loudness = work.loudness_of_mix(mix, length, segment.id)
        parts.append({"mix": mix, "samples": samples, "loudness": loudness, **over})
        needs += [mix, loudness]
    coded = "aac" in profile.audio
    spec: dict[str, Json] = {"parts": parts, "target": profile.target, "ceiling": profile.ceiling,
                             "encoder": list(profile.audio) if coded else list(PCM), **work.bus}  # fmt: skip
    if layout != STEREO:
        spec["tracks"] = [list(track) for track in layout.tracks]
    suffix = ".m4a" if coded else ".wav"
    work.add(make_step("sound", spec, salt=salts["sound"], suffix=suffix, needs=tuple(dict.fromkeys(needs)),
                       label="programme sound"))  # fmt: skip
    return tuple(work.steps.values())


def samples_of(timeline: Timeline, frames: int) -> int:
    """Sample at which a frame of a segment begins, on the segment's own grid."""
    return round_half_up(timeline.rate.seconds(frames) * SAMPLE_RATE)


def _crosses(segment: SegmentRange) -> bool:
    """Whether a sound of it is heard in another segment too, or one of another in it."""
    return any(clip.home or clip.start < 0 or clip.start + clip.duration > segment.duration for clip in segment.sound)


def _over(timeline: Timeline, number: int) -> list[int]:
    """For how many samples before and after a segment's first one sounds are heard that cross it."""
    before = after = 0
    if number:
        previous, here = timeline.segments[number - 1 : number + 1]
        before = max((previous.duration - clip.start for clip in previous.sound if clip.home > 0), default=0)
        after = max((clip.start + clip.duration for clip in here.sound if clip.home < 0), default=0)
    return [samples_of(timeline, frames) for frames in (before, after)]


def _mix_step(work: SoundSteps, timeline: Timeline, segment: SegmentRange, samples: int) -> str:
    clips = [_clip_json(work, timeline, segment, clip) for clip in segment.sound]
    if "stems" in work.bus and segment.kind == "music":
        for entry in clips:
            if entry["role"] == "original":  # the performance
                entry["stem"] = "music"
    for clip, entry in zip(segment.sound, clips, strict=True):
        if clip.duck is not None:
            under = [i for i, other in enumerate(segment.sound) if other.role == clip.duck.under and other is not clip]
            entry["duck"] = {"depth": clip.duck.depth, "attack": _samples(clip.duck.attack),
                             "hold": _samples(clip.duck.hold), "release": _samples(clip.duck.release),
                             "under": list(under)}  # fmt: skip
            for index in under:
                _hear_speech(work, segment.sound, clips, index)
    ranges: dict[str, list[Json]] = {
        name: [[samples_of(timeline, one.at), samples_of(timeline, one.at + one.duration)] for one in chosen]
        for name, chosen in (("bleeps", segment.bleeps), ("mutes", segment.mutes))
    }
    spec: dict[str, Json] = {"samples": samples, "clips": list(clips), "noise": segment.noise, **ranges, **work.bus}
    needs = [str(entry[name]) for entry in clips for name in ("pcm", "level", "speech") if entry[name]]
    return work.add(make_step("mix", spec, salt=work.salts["mix"], suffix=".f32", needs=tuple(dict.fromkeys(needs)),
                              label=f"mix of {segment.id}"))  # fmt: skip


def _hear_speech(work: SoundSteps, sound: Sequence[SoundClip], clips: Sequence[dict[str, Json]], index: int) -> None:
    """Where a sound speaks; one that is repeated is taken to speak throughout."""
    entry, clip = clips[index], sound[index]
    if entry["speech"] is None and clip.repeat is None:
        first, length = int(str(entry["from"])), int(str(entry["length"]))
        channels = int(str(entry["channels"]))
        entry["speech"] = work.measured("speech", str(entry["pcm"]), channels, first, length, clip.pick)


def _clip_json(work: SoundSteps, timeline: Timeline, segment: SegmentRange, clip: SoundClip) -> dict[str, Json]:
    """What the mix is told of a sound. It is placed on the grid of its own segment, wherever it is heard."""
    home = timeline.rate.sample_at(segment.start + clip.home) - timeline.rate.sample_at(segment.start)
    first, start = _samples(clip.in_point), samples_of(timeline, clip.start - clip.home)
    length = samples_of(timeline, clip.start - clip.home + clip.duration) - start
    missing = max(0, -first)  # a lead may ask for part of a frame more than there is before the in point
    first, start, length = first + missing, start + home + missing, length - missing
    loop: Json = None
    heard = reach = length
    if clip.repeat is not None:
        period, overlap = clip.repeat.period * SAMPLE_RATE, _samples(clip.repeat.overlap)
        loop = {"period": [period.numerator, period.denominator], "overlap": overlap}
        heard, reach = min(length, round_half_up(period)), min(length, ceil(period) + overlap)
    window = window_of(clip, first, reach)
    offset = window[0] * SAMPLE_RATE if window else 0
    pcm, channels = work.decoded(clip, window), kept(clip.facts.layout, clip.facts.channels).channels
    accept = clip.pick if clip.damaged else None
    entry: dict[str, Json] = {
        "role": clip.role,
        "pcm": pcm,
        "channels": channels,
        "from": first - offset,
        "start": start,
        "length": length,
        "loop": loop,
        "gain": clip.gain,
        "level": work.measured(
            "loudness", pcm, channels, first - offset, heard, clip.pick, offset=offset, reach=reach, accept=accept
        ),
        "target": timeline.level if clip.level is None else clip.level,
        "exact": clip.level is not None,
        "shape": clip.fade_shape,
        "duck": None,
        "speech": None,
    }
    for name in ("fade_in", "fade_out", "cross_in", "cross_out"):
        entry[name] = samples_of(timeline, getattr(clip, name))
    return entry


def _samples(seconds: Fraction) -> int:
    return round_half_up(seconds * SAMPLE_RATE)
