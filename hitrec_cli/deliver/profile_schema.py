"""The shape of a delivery profile's file, and how one is read. The declarations work as those of manifests do."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from hitrec_cli.base.problems import Problem, errors_of, in_order
from hitrec_cli.base.timecode import Rate
from hitrec_cli.deliver.cells import cells_of
from hitrec_cli.deliver.encoders import ENCODER, picture_options, sound_options
from hitrec_cli.manifest import rules, values
from hitrec_cli.manifest import schema_types as t
from hitrec_cli.manifest.nodes import Mapping
from hitrec_cli.manifest.reader import read_nodes
from hitrec_cli.manifest.shape import Kind, Leaf, ListOf, Lost, Of, Shape, Table, optional, required, usual
from hitrec_cli.model.audio import CHANNELS, AudioLayout, Bus
from hitrec_cli.model.captions import CAPTION_FORMATS, CAPTION_TRACKS, CaptionFormat, CaptionTrack
from hitrec_cli.model.profile import CONTAINERS, Cells, Container, Profile

Scan = Literal["progressive", "psf"]

_VERSION: Kind[str] = Leaf(values.choice(("1",), "version of the profile language"), "`1`", {})
_CONTAINER: Kind[Container] = Leaf(values.choice(CONTAINERS, "container"), f"one of `{' '.join(CONTAINERS)}`", {})  # type: ignore[arg-type]
_BUS: Kind[Bus] = Leaf(values.choice(tuple(CHANNELS), "bus"), "`stereo` or `5.1`", {})  # type: ignore[arg-type]
_SCAN: Kind[Scan] = Leaf(values.choice(("progressive", "psf"), "scan"), "`progressive` or `psf`", {})  # type: ignore[arg-type]
_CARRIED: Kind[CaptionTrack] = Leaf(values.choice(CAPTION_TRACKS, "track"), f"one of `{' '.join(CAPTION_TRACKS)}`", {})  # type: ignore[arg-type]
_BESIDE: Kind[CaptionFormat] = Leaf(values.choice(CAPTION_FORMATS, "file"), f"one of `{' '.join(CAPTION_FORMATS)}`", {})  # type: ignore[arg-type]
_GOP: Kind[int] = Leaf(values.integer(1, 600), "frames from 1 to 600", {})
_CELL: Kind[int] = Leaf(values.integer(1, 30), "GOPs from 1 to 30", {})
_PEAK: Kind[int] = Leaf(values.level("dBTP", -20, 0), "a level from -20 to 0 dBTP", {})
_LU: Kind[int] = Leaf(values.level("LU", 0, 5), "a level from 0 to 5 LU", {})
_BITS: Kind[int] = Leaf(values.level("bits", 0, 99), "bits per pixel, like 3.89 bits", {})
_PICTURE: Kind[tuple[str, ...]] = Table(picture_options, "encoder options", {"type": "object"})
_SOUND: Kind[tuple[str, ...]] = Table(sound_options, "encoder options", {"type": "object"})


class Size(Shape):
    """A raster; samples are square."""

    width: int = required(t.PIXELS, "Pixels across.", 1920)
    height: int = required(t.PIXELS, "Pixels down.", 1080)


class ProfileFile(Shape):
    """A delivery profile."""

    profile: str = required(_VERSION, "Version of the profile language.", 1)
    title: str = required(t.WORDS, "What it is, for people.", "ProRes 422 HQ in QuickTime")
    version: str = required(t.SLUG, "The version of the episode that it is made from.", "broadcast")
    container: Container = required(_CONTAINER, "The kind of file.", "mov")
    raster: Size | None = optional(Of(Size), "Its raster; without it, the episode's.", {"width": 1920, "height": 1080})
    rates: tuple[Rate, ...] | None = optional(ListOf(t.RATE), "Rates of episodes that it takes; without it, all.")
    scan: Scan = usual("progressive", _SCAN, "`psf`: each picture is written as two fields, upper one first.", "psf")
    gop: int = usual("1", _GOP, "Frames from one keyframe to the next.", 30)
    cell: int | None = optional(_CELL, "GOPs of a cell: a piece of a stream of constant rate, joined by copy.", 4)
    picture: tuple[str, ...] | None = optional(_PICTURE, "Options of the picture's encoder; without it, sound alone.")
    most_bits: int = usual("0 bits", _BITS, "Most bits per pixel; a part that has more is encoded again.", "3.89 bits")
    sound: tuple[str, ...] = required(_SOUND, "Options of the sound's encoder.", {"c:a": "pcm_s24le"})
    bus: Bus = usual("stereo", _BUS, "What the programme is mixed on.", "5.1")
    tracks: tuple[tuple[str, ...], ...] | None = optional(
        ListOf(ListOf(t.WORDS)), "Tracks of sound, each a list of its channels; without it, one of the whole bus.",
        [["mix.L"], ["mix.R"]],
    )  # fmt: skip
    loudness: int = required(t.LOUDNESS, "Integrated loudness of the programme.", "-24 LUFS")
    tolerance: int = usual("0.1 LU", _LU, "How far off it may be.", "0.3 LU")
    true_peak: int = required(_PEAK, "The highest true peak.", "-2 dBTP")
    timecode: bool = usual("off", t.SWITCH, "Whether the file carries timecode.", "on")
    leader: bool = usual("off", t.SWITCH, "Whether the manifest's leader belongs to it.", "on")
    early: bool = usual("off", t.SWITCH, "Whether its receiver takes it before the version's first day.", "on")
    captions: bool = usual("off", t.SWITCH, "Whether speech without captions is refused.", "on")
    caption_track: CaptionTrack = usual("none", _CARRIED, "How the file carries captions.", "cea-608")
    caption_files: tuple[CaptionFormat, ...] | None = optional(
        ListOf(_BESIDE), "Captions beside the file.", ["vtt", "srt"]
    )
    placeholders: bool = usual("off", t.SWITCH, "Whether slates stand in for what is missing.", "on")
    burn_in: bool = usual("off", t.SWITCH, "Whether timecode is drawn into the picture.", "on")


def read_profile(data: bytes, file: str, name: str) -> tuple[Profile | None, tuple[Problem, ...]]:
    """The profile that a file describes, None where there are errors, and its problems in order of place.

    `file` is the name that marks have, `name` what the profile is called. Never raises for what is in the data.
    """
    node, told = read_nodes(data, file)
    problems = list(told)
    if node is None or not isinstance(node, Mapping):
        if node is not None:
            hint = "it begins with `profile: 1`"
            problems.append(Problem(rules.SHAPE, node.mark, "a profile is a mapping", hint))
        return None, in_order(problems)
    try:
        shape = ProfileFile.read(node, problems)
    except Lost:
        return None, in_order(problems)
    if not errors_of(problems):
        problems += _unfit(shape)
    return (None if errors_of(problems) else _profile(shape, name)), in_order(problems)


def _profile(shape: ProfileFile, name: str) -> Profile:
    return Profile(
        name=name,
        version=shape.version,
        raster=(shape.raster.width, shape.raster.height) if shape.raster else None,
        gop=shape.gop,
        video=shape.picture or (),
        audio=shape.sound,
        container=shape.container,
        target=shape.loudness,
        ceiling=shape.true_peak,
        tolerance=shape.tolerance,
        title=shape.title,
        placeholders=shape.placeholders,
        burn_in=shape.burn_in,
        rates=tuple(map(str, shape.rates or ())),
        captions=shape.captions,
        caption_track=shape.caption_track,
        caption_files=shape.caption_files or (),
        scan=shape.scan,
        most_bits=shape.most_bits,
        timecode=shape.timecode,
        layout=_layout(shape),
        leader=shape.leader,
        early=shape.early,
        cells=_cells(shape),
    )


def _layout(shape: ProfileFile) -> AudioLayout:
    """What is on which track. Raises ValueError for a channel that the bus has not."""
    whole = tuple(f"mix.{channel}" for channel in CHANNELS[shape.bus])
    return AudioLayout(shape.bus, shape.tracks or (whole,))


def _cells(shape: ProfileFile) -> Cells | None:
    """Raises ValueError for what cells cannot be made of."""
    if shape.cell is None:
        return None
    return cells_of(shape.cell, shape.gop, shape.rates or (), shape.picture or ())


_FITTING = {
    "mp4": (("libx264",), ("aac",)),
    "mov": (("prores_ks", "libx264"), ("pcm_s24le",)),
    "mxf": (("dnxhd", "libx264", "mpeg2video"), ("pcm_s24le",)),
    "mkv": (("ffv1",), ("flac", "pcm_s24le")),
    "wav": ((), ("pcm_s24le",)),
}  # fmt: skip
"""Codecs that a container holds, of picture and of sound, and that hitrec joins without loss. Matroska's clock of
1 ms would lose the order of pictures that are not all keyframes."""

_CARRIERS = {"mov-text": ("mp4",), "cea-608": ("mxf", "mov", "mp4")}
"""Containers that hitrec puts captions into: a track, in MP4 of CEA-608 the pictures themselves."""


def _unfit(shape: ProfileFile) -> list[Problem]:
    """What cannot stand together."""
    pictures, sounds = _FITTING[shape.container]
    found = []

    def tell(key: str, message: str, hint: str) -> None:
        found.append(Problem(ENCODER, shape.place(key) or shape.mark, message, hint))

    for key, options, known in (("picture", shape.picture, pictures), ("sound", shape.sound, sounds)):
        coder = next((after for name, after in pairwise(options or ()) if name in ("-c:v", "-c:a")), "")
        if coder and coder not in known:
            does = f"{shape.container} holds {' or '.join(known)}" if known else f"{shape.container} holds sound alone"
            tell(key, f"{coder} does not go into {shape.container}", does)
    if shape.picture is None and shape.container != "wav":
        tell("container", "a deliverable of sound alone is a wav", "write container: wav, or add picture")
    if shape.most_bits and "-q:v" not in (shape.picture or ()):
        tell("most-bits", "most-bits wants a quantiser to turn", "add q:v to the picture's options")
    if "mpeg2video" in (shape.picture or ()) and shape.gop > 1 and shape.cell is None:
        tell("gop", "parts with a GOP of more than one picture do not join in mxf", "add cell: 4, or write gop: 1")
    try:
        if _cells(shape) and shape.burn_in:
            tell("burn-in", "a stream of cells has no burnt-in timecode", "take it away")
    except ValueError as error:
        tell("cell", str(error), "docs/delivery.md says what a stream of cells wants")
    try:
        if len(_layout(shape).tracks) > 1 and shape.container == "wav":
            tell("tracks", "a wav has one track", "write all channels in one list")
    except ValueError as error:
        tell("tracks", str(error), "write stem and channel, like mix.L, me.R, voice.L; fold.L of a 5.1 bus")
    if shape.caption_track != "none" and shape.container not in _CARRIERS[shape.caption_track]:
        does = " or ".join(_CARRIERS[shape.caption_track])
        tell("caption-track", f"{shape.caption_track} goes into {does}, not into {shape.container}", "choose another")
    if shape.leader and shape.container == "mp4":
        tell("leader", "a leader belongs to masters, whose sound is PCM or FLAC", "take it away")
    return found
