"""Still pictures and animations: decoded whole, since half a picture is no picture."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from hitrec_cli.model.media import MediaFacts, PictureFacts
from hitrec_cli.tools.probe_ends import bytes_missing
from hitrec_cli.tools.probe_film import open_media
from hitrec_cli.tools.probe_found import Found
from hitrec_cli.tools.probe_icc import profile_light
from hitrec_cli.tools.probe_picture import check_size, picture_facts
from hitrec_cli.tools.probe_sniff import STILLS, Refused
from hitrec_cli.tools.probe_timing import timing
from hitrec_cli.tools.process import Limits, run

_NO_CLOCK = PictureFacts(0, 0, 0).time_base
_TRUNCATED = "the picture is truncated or damaged; offer it again"


def probe_still(path: Path, demuxer: str) -> Found:
    """Facts of a PNG, JPEG, WebP, TIFF, GIF or animated PNG. Raises Refused, or what PyAV raises for damaged files."""
    if bytes_missing(path, demuxer):  # decoders do not miss the end mark of an animation
        raise Refused(_TRUNCATED)
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
            raise Refused(_TRUNCATED)
        facts = picture_facts(first, stream, time_base=stream.time_base or Fraction(1, 100), frames=1)
    if demuxer in STILLS:
        primaries, transfer = profile_light(path, demuxer) if not facts.primaries else ("", "")
        facts = replace(facts, primaries=facts.primaries or primaries, transfer=transfer or facts.transfer)
        palette = facts.pixel_format == "pal8" and b"tRNS" in path.read_bytes()[:4096]
        facts = replace(facts, alpha=facts.alpha or palette, time_base=_NO_CLOCK)
    return _moving(facts, demuxer, times)


def probe_animated_webp(path: Path, ffmpeg: Path) -> Found:
    """Facts of an animated WebP, which PyAV cannot open yet: told by the bundled ffmpeg's frame table.

    Raises Refused, and ProcessFailed where ffmpeg cannot decode it.
    """
    with path.open("rb") as file:
        head = file.read(30)
    width, height = (int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27))
    check_size(width, height)
    argv = [str(ffmpeg), "-nostdin", "-v", "error", "-xerror", "-threads", "1", "-protocol_whitelist", "file"]
    argv += ["-format_whitelist", "webp_anim", "-f", "webp_anim", "-i", f"file:{path}"]
    argv += ["-copyts", "-fps_mode", "passthrough", "-enc_time_base", "demux", "-f", "framecrc", "-"]
    table = run(argv, limits=Limits(wall=120, cpu=120)).stdout.decode("ascii", "replace")
    time_base, times = Fraction(1, 1000), {}
    for line in table.splitlines():
        if line.startswith("#tb 0: "):
            time_base = Fraction(line.removeprefix("#tb 0: "))
        elif not line.startswith("#"):
            columns = [column.strip() for column in line.split(",")]
            times[int(columns[2])] = int(columns[3])
    if not times:
        raise Refused(_TRUNCATED)
    alpha = bool(head[20] & 16)
    facts = PictureFacts(
        0, width, height, pixel_format="bgra" if alpha else "bgr0", alpha=alpha, time_base=time_base, frames=1
    )
    return _moving(facts, "webp_anim", times)


def _moving(facts: PictureFacts, demuxer: str, times: dict[int, int]) -> Found:
    """An animation when it has more than one picture, else a still."""
    pts = tuple(sorted(times))
    if demuxer in STILLS or len(pts) < 2:
        return Found(MediaFacts("still", demuxer, facts))
    measured = timing(pts, times[pts[-1]], facts.time_base)
    facts = replace(
        facts,
        rate=measured.rate,
        variable=measured.variable,
        duration=measured.duration,
        longest_frame=measured.longest,
        start=pts[0] * facts.time_base,
        frames=len(pts),
    )
    return Found(MediaFacts("animation", demuxer, facts), pts[:1], pts)
