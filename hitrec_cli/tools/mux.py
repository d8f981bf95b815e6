"""ffmpeg's arguments that put joined parts and sound into a container: one function per container, all bit-exact.

Without `bitexact` MXF would hold random package ids and Matroska a random segment id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hitrec_cli.tools.containers import MUXERS

HEIGHTS = {1080: "smpte274m", 720: "smpte296m"}
"""SMPTE ST 377-1 Annex G.2.3: the signal standard of a raster in an MXF descriptor."""

LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1"}
"""ffmpeg's names of the layouts of tracks with so many channels."""


def mux_arguments(
    spec: Mapping[str, Any], inputs: Mapping[str, list[str]], out: Path, captions: Sequence[str] = ()
) -> list[str]:
    """All arguments but the program. `inputs`: the options of `parts` (absent in a deliverable of sound alone),
    `sound`, `metadata` and `captions` (where there are some, which are written as `captions` says)."""
    read = [word for one in inputs.values() for word in ("-protocol_whitelist", "file,pipe", *one)]
    number = {name: at for at, name in enumerate(inputs)}
    picture = ["-map", f"{number['parts']}:v:0", "-c:v", "copy"] if "parts" in number else []
    container = spec["container"]
    made = {"mp4": _mp4, "mov": _mov, "mxf": _mxf, "mkv": _mkv, "wav": _wav}[container](spec, number)
    made += ["-map", f"{number['captions']}:0", *captions] if "captions" in number else []
    made += _language(spec, "captions" in number) if container in ("mp4", "mov", "mkv") else []
    return ["-nostdin", "-y", "-v", "error", "-cpuflags", "0", *read, *picture, *made,
            "-fflags", "+bitexact", "-flags", "+bitexact", "-f", MUXERS.get(container, container),
            f"file:{out}"]  # fmt: skip


def _mp4(spec: Mapping[str, Any], number: Mapping[str, int]) -> list[str]:
    """Sound was encoded once and is copied; chapters."""
    return ["-map", f"{number['sound']}:a", "-c:a", "copy", *_told(number, chapters=True), *_clock(spec),
            "-movflags", "+faststart", "-brand", "mp42"]  # fmt: skip


def _mov(spec: Mapping[str, Any], number: Mapping[str, int]) -> list[str]:
    """PCM and a timecode track."""
    return [*_sound(spec, number), *_told(number, chapters=False), *_clock(spec), *_timecode(spec),
            "-movflags", "+faststart"]  # fmt: skip


def _mxf(spec: Mapping[str, Any], number: Mapping[str, int]) -> list[str]:
    """OP1a. The muxer knows neither titles nor chapters; without a date it would write the year 0."""
    names = {"company_name": "hitrec", "product_name": "hitrec", "creation_time": spec["metadata"]["creation_time"]}
    standard = HEIGHTS.get(spec["raster"][1])
    return [*_sound(spec, number), "-map_metadata", "-1", "-map_chapters", "-1",
            *(word for name, value in names.items() for word in ("-metadata", f"{name}={value}")),
            *(("-signal_standard", standard) if standard else ()), *_timecode(spec)]  # fmt: skip


def _mkv(spec: Mapping[str, Any], number: Mapping[str, int]) -> list[str]:
    """Timecode as a tag (RFC 9559 has no track for it); the index in front.

    The parts' times are rounded to the clock of 1 ms already: each picture gets its own again before it is rounded
    once more. All pictures are keyframes, so they come in order.
    """
    numerator, denominator = spec["rate"].split("/")
    exact = ["-bsf:v", f"setts=ts=floor(N*{denominator}/{numerator}/TB+1/2)"]
    tag = ["-metadata", f"timecode={spec['timecode']}"] if spec.get("timecode") else []
    return [*exact, *_sound(spec, number), *_told(number, chapters=True), *tag, "-cues_to_front", "1"]


def _wav(spec: Mapping[str, Any], number: Mapping[str, int]) -> list[str]:
    """Broadcast Wave (EBU Tech 3285): the time reference is the first sample's place, counted from midnight."""
    day, _, clock = spec["metadata"]["creation_time"].rstrip("Z").partition("T")
    told = {"description": spec["metadata"]["title"][:256], "originator": "hitrec", "origination_date": day,
            "origination_time": clock, "time_reference": str(spec["time_reference"])}  # fmt: skip
    return [*_sound(spec, number), "-map_metadata", "-1", "-map_chapters", "-1", "-write_bext", "1", "-rf64", "auto",
            *(word for name, value in told.items() for word in ("-metadata", f"{name}={value}"))]  # fmt: skip


def _sound(spec: Mapping[str, Any], number: Mapping[str, int]) -> list[str]:
    """The sound's channels in a row, parted into tracks of so many each; encoded here, once, and without loss."""
    sound, coder, tracks = number["sound"], list(spec["audio"]), list(spec["tracks"])
    if len(tracks) == 1:
        return ["-map", f"{sound}:a:0", *coder]
    split = "".join(f"[s{track}]" for track in range(len(tracks)))
    each, first = [], 0
    for track, channels in enumerate(tracks):
        taken = "|".join(f"c{channel}=c{first + channel}" for channel in range(channels))
        each.append(f"[s{track}]pan={LAYOUTS.get(channels, f'{channels}C')}|{taken}[t{track}]")
        first += channels
    maps = [word for track in range(len(tracks)) for word in ("-map", f"[t{track}]")]
    return ["-filter_complex", f"[{sound}:a:0]asplit={len(tracks)}{split};{';'.join(each)}", *maps, *coder]


def _told(number: Mapping[str, int], *, chapters: bool) -> list[str]:
    metadata = str(number["metadata"])
    return ["-map_metadata", metadata, "-map_chapters", metadata if chapters else "-1"]


def _language(spec: Mapping[str, Any], captioned: bool) -> list[str]:
    """What is spoken, and what the captions are in; MXF and Wave have no place for it."""
    code = spec["metadata"].get("language")
    if not code:
        return []
    return [word for kind in ("a", *("s" * captioned)) for word in (f"-metadata:s:{kind}", f"language={code}")]


def _clock(spec: Mapping[str, Any]) -> list[str]:
    """The picture's clock ticks so that a frame is a whole number of them."""
    return ["-video_track_timescale", spec["rate"].split("/")[0]]


def _timecode(spec: Mapping[str, Any]) -> list[str]:
    return ["-timecode", spec["timecode"]] if spec.get("timecode") else []
