"""All steps of one deliverable: picture, sound, and the stitch that joins them by stream copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hitrec_cli.base.digest import Json
from hitrec_cli.base.timecode import timecode_at
from hitrec_cli.model.captions import LINE21_RATES, Caption, captions_json
from hitrec_cli.model.profile import Profile
from hitrec_cli.plan.picture import picture_steps, stream
from hitrec_cli.plan.sound import sound_steps
from hitrec_cli.plan.step import Plan, Step, StepKind, make_step
from hitrec_cli.timeline.leader import Surround
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.timeline import Timeline


def plan_deliverable(
    timeline: Timeline,
    profile: Profile,
    metadata: Mapping[str, str],
    salts: Mapping[StepKind, str],
    stage: Stage,
    around: Surround | None = None,
    captions: Sequence[Caption] = (),
) -> Plan:
    """The plan of one profile. `metadata`: title, creation time and, where it is known, language of the file; `stage`:
    for burnt-in text; `around`: the leader, whose parts and tones are joined to the programme's; `captions`: those of
    the programme."""
    pieces = [timeline] if around is None else [around.head, timeline, around.tail]
    before, spans = picture_steps(pieces, profile, salts, stage) if profile.video else ((), ())
    steps = {step.key: step for step in (*before, *spans)}
    sound = sound_steps(timeline, profile, salts)
    steps.update((step.key, step) for step in sound)
    frames = sum(piece.frames for piece in pieces)
    spec: dict[str, Json] = {
        "parts": [{"part": step.key, "frames": step.frames} for step in spans],
        "rate": str(timeline.rate),
        "raster": list(profile.raster or timeline.raster),
        "frames": frames if profile.video else 0,
        "samples": timeline.rate.sample_at(frames),
        "container": profile.container,
        "metadata": dict(metadata),
        "chapters": _chapters(timeline, timeline.start - pieces[0].start),
        **_captions(timeline, profile, captions, timeline.start - pieces[0].start),
    }
    if profile.cells:
        spec["stream"] = {"gop": profile.gop, "first": pieces[0].start, "drop": timeline.drop, **stream(profile.cells)}
    if "aac" in profile.audio:
        spec["sound"] = sound[-1].key
        sounds = [sound[-1].key]
    else:
        channels = sum(map(len, profile.layout.tracks))
        joined = _sounds(timeline, around, sound[-1], channels, salts)
        steps.update((step.key, step) for step, _ in joined)
        sounds = [step.key for step, _ in joined]
        spec |= _master(pieces[0], profile)
        spec["sounds"] = [{"sound": step.key, "samples": samples} for step, samples in joined]
    stitch = make_step(
        "stitch",
        spec,
        salt=salts["stitch"],
        suffix=profile.suffix,
        needs=(*dict.fromkeys(step.key for step in spans), *dict.fromkeys(sounds)),
        label=f"stitch {profile.name}",
        frames=0,
    )
    return Plan((*steps.values(), stitch))


def _chapters(timeline: Timeline, before: int) -> Json:
    """One chapter per segment of the programme, after so many frames of leader."""
    return [
        {"title": segment.title or segment.id, "start": before + segment.start, "end": before + segment.end}
        for segment in timeline.segments
        if segment.duration
    ]


def _captions(timeline: Timeline, profile: Profile, captions: Sequence[Caption], before: int) -> dict[str, Json]:
    """The track of captions, after so many frames of leader; nothing where the file carries none."""
    track = profile.caption_track
    if not captions or track == "none" or (track == "cea-608" and str(timeline.rate) not in LINE21_RATES):
        return {}
    return {"captions": {"track": track, "before": before, "shown": captions_json(captions)}}


def _master(first: Timeline, profile: Profile) -> dict[str, Json]:
    """What a file with PCM or FLAC holds besides: timecode from its `first` piece on, and tracks."""
    code = str(timecode_at(first.start, first.rate, drop=first.drop))
    return {
        "timecode": code if profile.timecode else "",
        "time_reference": first.rate.sample_at(first.start),
        "audio": list(profile.audio),
        "tracks": [len(track) for track in profile.layout.tracks],
    }


def _sounds(
    timeline: Timeline, around: Surround | None, sound: Step, channels: int, salts: Mapping[StepKind, str]
) -> list[tuple[Step, int]]:
    """What is heard one after the other, each with its samples: their sum is the file's, exactly."""
    rate, programme = timeline.rate, timeline.rate.sample_at(timeline.frames)
    if around is None:
        return [(sound, programme)]
    head = rate.sample_at(around.head.frames)
    whole = rate.sample_at(around.head.frames + timeline.frames + around.tail.frames)
    tail = whole - head - programme
    tones: list[Json] = [
        {"from": rate.sample_at(one.start), "to": rate.sample_at(one.start + one.duration), "hertz": one.hertz,
         "level": one.level}
        for one in around.tones
    ]  # fmt: skip
    before, after = (
        make_step("tone", {"samples": samples, "channels": channels, "tones": told}, salt=salts["tone"], suffix=".wav",
                  label=f"sound of the {name}")
        for name, samples, told in (("leader", head, tones), ("tail", tail, []))
    )  # fmt: skip
    return [(step, count) for step, count in ((before, head), (sound, programme), (after, tail)) if count]
