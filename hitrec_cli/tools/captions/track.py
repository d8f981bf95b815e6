"""The track of captions in a deliverable: what is muxed, and whether all of it arrived."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hitrec_cli.base.timecode import parse_rate
from hitrec_cli.deliver.captions.carriers import mcc
from hitrec_cli.deliver.captions.line21 import line21
from hitrec_cli.deliver.captions.text import srt
from hitrec_cli.model.captions import captions_from
from hitrec_cli.tools.captions.sei import has_message, into_pictures


def caption_track(spec: Mapping[str, Any], folder: Path) -> tuple[dict[str, list[str]], list[str]]:
    """ffmpeg's options for the inputs that are written here, and for the track; none for none.

    In MXF our own packets stay as they are (SMPTE ST 436-1); in QuickTime they become a track of CEA-608; in MP4 they
    go into the pictures, which are read anew from the list of parts in the folder.
    """
    if "captions" not in spec:
        return {}, []
    told, rate = spec["captions"], parse_rate(spec["rate"])
    shown = captions_from(told["shown"])
    if told["track"] == "mov-text":
        file = folder / "captions.srt"
        file.write_text(srt(shown, rate), encoding="utf-8")
        return {"captions": ["-f", "srt", "-i", f"file:{file}"]}, ["-c:s", "mov_text"]
    pairs = line21(shown, spec["frames"] - told["before"], told["before"]).pairs
    if spec["container"] == "mp4":
        file = folder / "captioned.mp4"
        into_pictures(folder / "parts.txt", pairs, rate.fraction, file)
        return {"parts": ["-f", "mov", "-i", f"file:{file}"]}, []
    file = folder / "captions.mcc"
    file.write_text("\n".join(mcc(pairs, rate, spec["metadata"].get("language", "eng"))) + "\n", encoding="ascii")
    packed = spec["container"] == "mxf"
    read = [*(("-eia608_extract", "0") if packed else ()), "-f", "mcc", "-i", f"file:{file}"]
    return {"captions": read}, ["-c:d" if packed else "-c:s", "copy"]


def caption_packets(path: Path, spec: Mapping[str, Any]) -> bool | None:
    """Whether there is a packet for every caption, or for every frame; None where there are no captions."""
    import av

    if "captions" not in spec:
        return None
    timed = spec["captions"]["track"] == "mov-text"
    wanted = len(spec["captions"]["shown"]) if timed else spec["frames"]
    with av.open(str(path)) as container:
        if not timed and spec["container"] == "mp4":
            return sum(has_message(bytes(one)) for one in container.demux(container.streams.video[0])) == wanted
        tracks = container.streams.data if spec["container"] == "mxf" else container.streams.subtitles
        # Two bytes of mov-text say that nothing is shown.
        return sum(packet.size > (2 if timed else 0) for packet in container.demux(*tracks[:1])) == wanted
