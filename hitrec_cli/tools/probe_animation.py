"""Animations: a few pictures, each for a time of its own, and what a file says of itself beside its pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from hitrec_cli.model.media import MediaFacts, PictureFacts
from hitrec_cli.tools.orientation import by_exif, sample_aspect
from hitrec_cli.tools.probe_found import Found
from hitrec_cli.tools.probe_picture import check_size
from hitrec_cli.tools.probe_sniff import Refused
from hitrec_cli.tools.probe_timing import timing
from hitrec_cli.tools.process import Limits, run
from hitrec_cli.tools.still_blocks import Kind, blocks

TRUNCATED = "the picture is truncated or damaged; offer it again"
"""Why a file is refused of which something is missing."""


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
        raise Refused(TRUNCATED)
    alpha = bool(head[20] & 16)
    facts = PictureFacts(
        0, width, height, pixel_format="bgra" if alpha else "bgr0", alpha=alpha, time_base=time_base, frames=1
    )
    return animation(turned(facts, blocks(path, "webp_anim"), "webp_anim"), "webp_anim", times)


def animation(facts: PictureFacts, demuxer: str, times: Mapping[int, int]) -> Found:
    """An animation when it has more than one picture, else a still. `times`: time -> duration (0: unknown) in ticks.

    It lasts as long as its pictures, not rounded to any rate: where it ends it may begin again.
    """
    pts = tuple(sorted(times))
    if len(pts) < 2:
        return Found(MediaFacts("still", demuxer, facts))
    measured = timing(pts, times[pts[-1]], facts.time_base)
    last = times[pts[-1]] or pts[-1] - pts[-2]
    facts = replace(
        facts,
        rate=measured.rate,
        variable=measured.variable,
        duration=(pts[-1] + last - pts[0]) * facts.time_base,
        longest_frame=measured.longest,
        start=pts[0] * facts.time_base,
        frames=len(pts),
    )
    return Found(MediaFacts("animation", demuxer, facts), pts[:1], pts)


def turned(facts: PictureFacts, told: Sequence[tuple[Kind, bytes]], demuxer: str) -> PictureFacts:
    """With what the file itself says of its orientation and its samples, which decoders do not all hand on."""
    turn = by_exif(told)
    aspect = facts.sample_aspect if demuxer == "tiff_pipe" else sample_aspect(told)
    return replace(facts, rotation=turn.rotation, mirrored=turn.mirrored, sample_aspect=aspect)
