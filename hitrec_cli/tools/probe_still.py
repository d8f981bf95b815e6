"""Still pictures and animations: decoded whole, since half a picture is no picture."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from hitrec_cli.model.media import MediaFacts, PictureFacts
from hitrec_cli.tools.orientation import is_raw
from hitrec_cli.tools.probe_animation import TRUNCATED, animation, turned
from hitrec_cli.tools.probe_ends import bytes_missing
from hitrec_cli.tools.probe_film import open_media
from hitrec_cli.tools.probe_found import Found
from hitrec_cli.tools.probe_icc import profile_light
from hitrec_cli.tools.probe_picture import check_size, picture_facts
from hitrec_cli.tools.probe_sniff import AS_PICTURE, STILLS, Refused
from hitrec_cli.tools.still_blocks import blocks

_NO_CLOCK = PictureFacts(0, 0, 0).time_base


def probe_still(path: Path, demuxer: str) -> Found:
    """Facts of a PNG, JPEG, WebP, TIFF, GIF or animated PNG. Raises Refused, or what PyAV raises for damaged files."""
    if bytes_missing(path, demuxer):  # decoders do not miss the end mark of an animation
        raise Refused(TRUNCATED)
    told = blocks(path, demuxer)
    if demuxer == "tiff_pipe" and is_raw(told):
        raise Refused(f"this is a camera's raw picture; develop it, and {AS_PICTURE}")
    with open_media(path, demuxer) as container:
        stream = container.streams.video[0]
        check_size(stream.codec_context.width, stream.codec_context.height)
        if demuxer == "jpeg_pipe":  # alone among these, its decoder fills what is missing with grey and says nothing
            stream.codec_context.options = {"err_detect": "explode"}
        first, times = None, {}
        for packet in container.demux(stream):
            for frame in packet.decode():
                first = first or frame
            if packet.size and packet.pts is not None:
                times[packet.pts] = packet.duration or 0
        if first is None:
            raise Refused(TRUNCATED)
        facts = picture_facts(first, stream, time_base=stream.time_base or Fraction(1, 100), frames=1)
    if facts.pixel_format == "pal8" and any(kind == "transparency" for kind, _ in told):
        facts = replace(facts, alpha=True)
    facts = turned(facts, told, demuxer)
    if demuxer in STILLS:
        primaries, transfer = profile_light(told) if not facts.primaries else ("", "")
        facts = replace(facts, primaries=facts.primaries or primaries, transfer=transfer or facts.transfer)
        return Found(MediaFacts("still", demuxer, replace(facts, time_base=_NO_CLOCK)))
    return animation(facts, demuxer, times)
