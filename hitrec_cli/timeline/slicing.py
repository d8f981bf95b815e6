"""A span: a slice of the timeline's picture, rebased to frame 0 and written as canonical JSON.

What is drawn in frame n of a slice depends only on the clip's own frame index, never on where the slice begins: that
is why slices join without a seam (DESIGN invariant 1) and why a span's hash is its cache key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hitrec_cli.base.digest import Json
from hitrec_cli.model.palette import rgb
from hitrec_cli.timeline.color import source_color
from hitrec_cli.timeline.cutting import transition_range
from hitrec_cli.timeline.geometry import framing_json, placement, working_raster
from hitrec_cli.timeline.timeline import (
    BarsPicture,
    Clip,
    ColorPicture,
    GraphicPicture,
    LetteredPicture,
    MediaPicture,
    RollPicture,
    StillPicture,
    Strip,
    Timeline,
)

BLACK = "#000000"
RUN_IN = Fraction(1, 4)
"""Seconds decoded before the picture that a slice begins with, over the longest frame: room for a deinterlacer."""


@dataclass(frozen=True, slots=True)
class Span:
    """Frames [start, end) of the timeline. `spec` is position-free; `clips` are those that it shows."""

    start: int
    end: int
    spec: Mapping[str, Json]
    clips: tuple[Clip, ...]

    @property
    def frames(self) -> int:
        """Its length."""
        return self.end - self.start


def slice_picture(timeline: Timeline, start: int, end: int, raster: tuple[int, int]) -> Span:
    """Frames [start, end) of the picture at a raster, in pixels."""
    layers, items, shown = _shown(timeline, start, end, raster)
    supers: list[Json] = [
        {"script": text.script, "offset": start - text.start}
        for text in timeline.supers
        if text.start < end and text.end > start
    ]
    strips: list[Json] = [
        _strip(timeline, strip, start, raster) for strip in timeline.strips if strip.start < end and strip.end > start
    ]
    spec: dict[str, Json] = {
        "frames": end - start,
        "rate": str(timeline.rate),
        "raster": list(raster),
        "layers": layers,
        "items": items,
        "supers": supers,
    }
    if strips:
        spec["strips"] = strips
    return Span(start, end, spec, shown)


def slice_joined(pieces: Sequence[Timeline], start: int, end: int, raster: tuple[int, int]) -> Span:
    """Frames [start, end) of timelines that are shown one after the other; nothing of one reaches into the next."""
    spans, before = [], 0
    for piece in pieces:
        if before < end and start < before + piece.frames:
            spans.append(slice_picture(piece, start - before, end - before, raster))
        before += piece.frames
    whole = dict(spans[0].spec)
    layers, items = _list(whole["layers"]), _list(whole["items"])
    for span in spans[1:]:
        items = [*items, *(_numbered(item, len(layers)) for item in _list(span.spec["items"]))]
        layers = [*layers, *_list(span.spec["layers"])]
    whole |= {"layers": layers, "items": items}
    for name in ("supers", "strips"):
        found: list[Json] = [one for span in spans for one in _list(span.spec.get(name))]
        if found or name in whole:
            whole[name] = found
    return Span(start, end, whole, tuple(dict.fromkeys(clip for span in spans for clip in span.clips)))


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _numbered(item: Json, before: int) -> Json:
    """An item whose layers come after `before` others."""
    assert isinstance(item, dict)
    places = {name: _list(item[name]) for name in ("layer", "from") if name in item}
    return {**item, **{name: [before + int(str(number)), at] for name, (number, at) in places.items()}}


def _shown(
    timeline: Timeline, start: int, end: int, raster: tuple[int, int]
) -> tuple[list[Json], list[Json], tuple[Clip, ...]]:
    """What is shown in [start, end): its layers, its items, its clips.

    Each clip is one layer, however many items show it, so it is entered once: an item names a layer's number and the
    first of its frames that it shows.
    """
    runs = list(_runs(timeline, start, end))
    first_shown: dict[Clip | _Dip, int] = {}
    last_shown: dict[Clip | _Dip, int] = {}
    for first, last, over, under in runs:
        for one in (over, *([under] if under else [])):
            first_shown.setdefault(one, first)
            last_shown[one] = last
    numbers = {one: number for number, one in enumerate(first_shown)}
    layers: list[Json] = [
        {**_layer(timeline, one, first, last_shown[one], raster), "frames": last_shown[one] - first}
        for one, first in first_shown.items()
    ]
    items: list[Json] = []
    for first, last, over, under in runs:
        item: dict[str, Json] = {"frames": last - first, "layer": [numbers[over], first - first_shown[over]]}
        if under is not None:
            item |= {"from": [numbers[under], first - first_shown[under]], "mix": _mix(over, under, first)}
        items.append(item)
    return layers, items, tuple(one for one in first_shown if isinstance(one, Clip))


@dataclass(frozen=True, slots=True)
class _Dip:
    """The half of a dip that a run lies in: frame `first` of `length` frames; `out`: fading out to the color."""

    color: str
    first: int
    length: int
    out: bool


def _runs(timeline: Timeline, start: int, end: int) -> Iterator[tuple[int, int, Clip, Clip | _Dip | None]]:
    """Pieces of [start, end) in which the same clips are mixed: (first, after last, clip, what it is mixed with)."""
    for position, clip in enumerate(timeline.picture):
        if clip.end <= start or clip.start >= end:
            continue
        before = timeline.picture[position - 1] if position else None
        after = timeline.picture[position + 1] if position + 1 < len(timeline.picture) else None
        head = transition_range(clip)[1] if clip.transition.kind != "cut" else clip.start
        tail = transition_range(after)[0] if after is not None and after.transition.kind == "dip" else clip.end
        under: Clip | _Dip | None = before
        if clip.transition.kind == "dip" or before is None:
            under = _Dip(rgb(clip.transition.color), clip.start, head - clip.start, out=False)
        dip_out = _Dip(rgb(after.transition.color), tail, clip.end - tail, out=True) if after is not None else None
        for first, last, mixed in ((clip.start, head, under), (head, tail, None), (tail, clip.end, dip_out)):
            first, last = max(first, start), min(last, end)
            if first < last:
                yield first, last, clip, mixed


def _mix(over: Clip, under: Clip | _Dip, first: int) -> dict[str, Json]:
    """How far a mix has come at timeline frame `first`: at frame k of `length` it shows (k+1)/(length+1).

    A half of a dip is one step shorter and, coming in, begins one earlier: the frames beside the cut are the color.
    """
    if isinstance(under, _Dip):
        return {"offset": first - under.first - (not under.out), "length": under.length - 1, "out": under.out}
    return {"offset": first - over.start, "length": over.transition.duration, "out": False}


def _layer(timeline: Timeline, clip: Clip | _Dip, first: int, last: int, raster: tuple[int, int]) -> dict[str, Json]:
    """What a clip shows in timeline frames [first, last); also beyond its end, by its handle."""
    if isinstance(clip, _Dip):
        return {"type": "color", "color": clip.color}
    index = first - clip.start
    picture = clip.picture
    if isinstance(picture, ColorPicture):
        return {"type": "color", "color": picture.color}
    if isinstance(picture, BarsPicture):
        return {"type": "bars", "colors": picture.colors}
    if isinstance(picture, LetteredPicture):
        return {"type": "letters", "script": picture.script, "background": clip.background}
    if isinstance(picture, RollPicture):
        width, height = timeline.raster
        moving = _moving(picture.script, clip.background, picture.travel, height, picture.speed, index)
        return {"type": "roll", "leaf": [width, 2 * height], "shown": [width, height], **moving}
    if isinstance(picture, GraphicPicture):
        arguments: list[Json] = [list(pair) for pair in picture.arguments]
        index = min(index, clip.duration - 1)  # it has no handle: its last frame stands under a dissolve
        return {"type": "graphic", "function": picture.function, "arguments": arguments, "digest": picture.digest,
                "length": clip.duration, "index": index, "background": clip.background}  # fmt: skip
    common = _read(picture) | {"background": clip.background}
    if isinstance(picture, MediaPicture):
        moment = _moment(timeline, picture, index, last - first)
        return common | {"place": placement(picture.facts, clip.fit, raster)} | moment
    if picture.move is None:
        return common | {"type": "still", "place": placement(picture.facts, clip.fit, raster)}
    working = working_raster(picture.facts, clip.fit, raster, picture.move)
    move: dict[str, Json] = {
        "from": framing_json(picture.move.start),
        "to": framing_json(picture.move.end),
        "length": clip.duration,
        "index": index,
        "raster": list(working),
    }
    return common | {"type": "still", "move": move, "place": placement(picture.facts, clip.fit, working)}


def _strip(timeline: Timeline, strip: Strip, start: int, raster: tuple[int, int]) -> Json:
    """A strip from timeline frame `start` on, which may be before it begins: `index` counts from its first frame.

    `band`: upper edge and height on the raster, even ones.
    """
    width, height = timeline.raster
    band: list[Json] = [side * raster[1] // height // 2 * 2 for side in (strip.top, strip.height)]
    moving = _moving(strip.script, strip.background, strip.travel, strip.pitch, strip.speed, start - strip.start)
    leaf: list[Json] = [strip.pitch + width, strip.height]
    return {"leaf": leaf, "shown": [width, strip.height], "length": strip.duration, "band": band, **moving}


def _moving(script: str, background: str, travel: int, pitch: int, speed: int, index: int) -> dict[str, Json]:
    """What moves in leaves; `index`: the frame of it that is shown first."""
    return {"script": script, "background": background, "travel": travel, "pitch": pitch, "speed": speed,
            "index": index}  # fmt: skip


def _read(picture: MediaPicture | StillPicture) -> dict[str, Json]:
    """How the pictures of a file are read and turned upright."""
    facts = picture.facts
    parts = {"tiles": facts.tiles, "alpha_tiles": facts.alpha_tiles, "decoder": facts.decoder}
    return {name: part for name, part in parts.items() if part} | {
        "object": picture.digest,
        "format": picture.format,
        "stream": facts.stream,
        "size": [facts.width, facts.height],
        "alpha": facts.alpha,
        "color": source_color(facts, still=isinstance(picture, StillPicture)),
        "turn": [facts.rotation, facts.mirrored],
    }


def _moment(timeline: Timeline, picture: MediaPicture, index: int, frames: int) -> dict[str, Json]:
    """Where in the file a layer of so many frames begins: the exact time of its first frame's middle by its clock.

    What is seen at the middle of a frame is at most half a frame early or late, whatever the rates, and a container
    that rounds its times to milliseconds loses no picture. `loop`: of how many pictures the file is to be played again
    and again, where once is not enough.
    """
    facts = picture.facts
    time = picture.in_point + (index + Fraction(1, 2)) / timeline.rate.fraction
    loop: dict[str, Json] = {}
    if picture.repeated:
        time %= facts.duration
        loop = {"loop": facts.frames} if time + timeline.rate.seconds(frames - 1) >= facts.duration else {}
    else:  # the last frame's middle may lie beyond the end of what is shown at its beginning
        time = min(time, facts.duration - facts.time_base / 2)
    return loop | {
        "type": "media",
        "time": _ratio(time + facts.start),
        "time_base": _ratio(facts.time_base),
        "container_start": _ratio(facts.container_start),
        "run_in": _ratio(facts.longest_frame + RUN_IN),
        "group": _ratio(facts.longest_group),
        "deinterlace": facts.field_order,
        "damaged": picture.damaged,
    }


def _ratio(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"
