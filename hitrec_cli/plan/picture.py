"""The steps that make the picture: a graphic or a roll once, then each span straight into the deliverable's codec."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from hitrec_cli.base.digest import Json
from hitrec_cli.base.timecode import timecode_at
from hitrec_cli.model.profile import Cells, Profile
from hitrec_cli.plan.step import Step, StepKind, make_step
from hitrec_cli.timeline.cutting import cells, cut
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.lettering_cards import burn_in
from hitrec_cli.timeline.slicing import Span, slice_joined, slice_picture
from hitrec_cli.timeline.timeline import Timeline

Salts = Mapping[StepKind, str]


def picture_steps(
    pieces: Sequence[Timeline], profile: Profile, salts: Salts, stage: Stage
) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """(what spans need, each step once; one step per span in order), of timelines shown one after the other."""
    raster = profile.raster or pieces[0].raster
    if profile.cells:
        made = list(_cell_steps(pieces, raster, profile, profile.cells, salts, stage))
    else:
        made = [
            span_step(piece, slice_picture(piece, start, end, raster), profile, salts, stage)
            for piece in pieces
            for start, end in cut(piece, profile.gop)
        ]
    needed = {one.key: one for before, _ in made for one in before}
    return tuple(needed.values()), tuple(step for _, step in made)


def _cell_steps(
    pieces: Sequence[Timeline], raster: tuple[int, int], profile: Profile, grid: Cells, salts: Salts, stage: Stage
) -> Iterator[tuple[tuple[Step, ...], Step]]:
    """A cell is a span on the file's grid, encoded to exactly its share of bytes. The last one binds nobody, and may
    take more."""
    whole = _in_a_row(pieces)
    for start, end in cells((one.start for one in whole.segments), whole.frames, profile.gop, grid.groups):
        share = int(Fraction((end - start) * grid.bits, 8) / whole.rate.fraction)
        span = slice_joined(pieces, start, end, raster)
        told: dict[str, Json] = {"bytes": share, "last": end == whole.frames, **stream(grid)}
        yield span_step(whole, replace(span, spec={**span.spec, "cell": told}), profile, salts, stage)


def _in_a_row(pieces: Sequence[Timeline]) -> Timeline:
    """The segments of timelines that are shown one after the other, without their pictures."""
    segments, before = [], 0
    for piece in pieces:
        segments += [replace(one, start=before + one.start) for one in piece.segments]
        before += piece.frames
    return replace(pieces[0], segments=tuple(segments), picture=(), supers=(), strips=())


def stream(grid: Cells) -> dict[str, Json]:
    """The rate of bits and the decoder's buffer, for encoder and checks."""
    return {"bits": grid.bits, "buffer": grid.buffer, "fullness": grid.fullness}


def span_step(
    timeline: Timeline, span: Span, profile: Profile, salts: Salts, stage: Stage
) -> tuple[tuple[Step, ...], Step]:
    """The step of one span, after the steps it needs."""
    spec = dict(span.spec)
    spec["encoder"] = list(profile.video)
    spec["gop"] = profile.gop
    container = "m2v" if "cell" in spec else profile.container
    if container != "mp4":
        spec["container"] = container
    if profile.scan != "progressive":
        spec["scan"] = profile.scan
    if profile.most_bits:
        spec["most_bits"] = profile.most_bits
    if profile.burn_in:
        spec["burn_in"] = _burn_in(timeline, span, stage)
    before: list[Step] = []
    for layer in (*layers(spec), *strips(spec)):
        step = _made_once(timeline, layer, salts)
        if step is not None:
            layer["step"] = step.key
            before.append(step)
    step = make_step(
        "span",
        spec,
        salt=salts["span"],
        suffix=f".{container}",
        needs=tuple(dict.fromkeys(one.key for one in before)),
        reads=tuple(dict.fromkeys(str(layer["object"]) for layer in layers(spec) if "object" in layer)),
        label=span_label(timeline, span),
        frames=span.frames,
    )
    return tuple(before), step


def _burn_in(timeline: Timeline, span: Span, stage: Stage) -> str:
    """Timecode and segment name of a preview's span."""
    segment = next(one for one in timeline.segments if one.start <= span.start < one.end)
    first, name = timeline.start + span.start, segment.title or segment.id
    return burn_in(stage, first, span.frames, drop=timeline.drop, segment=name)


def layers(spec: Mapping[str, Json]) -> list[dict[str, Json]]:
    """Every layer of a span's spec, in order."""
    return _listed(spec, "layers")


def strips(spec: Mapping[str, Json]) -> list[dict[str, Json]]:
    """The strips over a span, which read a page as rolls do."""
    return _listed(spec, "strips")


def _listed(spec: Mapping[str, Json], name: str) -> list[dict[str, Json]]:
    found = spec.get(name, [])
    assert isinstance(found, list)
    return found


def span_label(timeline: Timeline, span: Span) -> str:
    """Segment and timecodes, for people."""
    names = [segment.id for segment in timeline.segments if segment.start < span.end and segment.end > span.start]
    first, last = (
        timecode_at(timeline.start + frame, timeline.rate, drop=timeline.drop) for frame in (span.start, span.end)
    )
    return f"{'+'.join(names)} {first}-{last}"


def _made_once(timeline: Timeline, layer: Mapping[str, Json], salts: Salts) -> Step | None:
    """The step that draws a graphic or a roll's page, whose file spans then read."""
    if layer.get("type") == "graphic":
        spec = {name: layer[name] for name in ("function", "arguments", "digest", "length")}
        spec |= {"raster": list(timeline.raster), "rate": str(timeline.rate)}
        return make_step(
            "graphic",
            spec,
            salt=salts["graphic"],
            suffix=".mov",
            label=f"graphic {layer['function']}",
            frames=int(str(layer["length"])),
        )
    if "leaf" in layer:
        spec = {name: layer[name] for name in ("script", "leaf", "background")}
        spec["leaves"] = int(str(layer["travel"])) // int(str(layer["pitch"])) + 1
        return make_step("roll", spec, salt=salts["roll"], suffix=".mkv", label="credits page")
    return None
