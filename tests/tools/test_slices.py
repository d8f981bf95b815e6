"""Slice invariance (DESIGN invariant 1): spans joined are the uncut timeline, frame for frame.

Hypothesis draws episodes from sources of every kind and cuts them anywhere; the frames are compared after decoding.
The picture is coded without loss, so that a difference can only come from the graph.
"""

from __future__ import annotations

import subprocess
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, get_args

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from hitrec_cli.base.timecode import NTSC
from hitrec_cli.model.look import Look, LowerThird, Manner, Motion
from hitrec_cli.model.media import PictureFacts
from hitrec_cli.model.segment import CUT, Framing, Move, Transition
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.lettering_supers import lower_third
from hitrec_cli.timeline.slicing import slice_picture
from hitrec_cli.timeline.timeline import (
    Clip,
    ColorPicture,
    LetteredPicture,
    MediaPicture,
    Picture,
    RollPicture,
    SegmentRange,
    StillPicture,
    Strip,
    SuperClip,
    Timeline,
)
from hitrec_cli.tools.binary import ffmpeg
from hitrec_cli.tools.fonts import fonts
from hitrec_cli.tools.picture import perform
from hitrec_cli.tools.probe import probe
from tests.media.making import with_orientation
from tests.media.odd_films import turn

pytestmark = pytest.mark.media

Sources = dict[str, tuple[Path, PictureFacts, str]]
RASTER = (192, 108)
LOSSLESS = ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-pix_fmt", "yuv420p"]
SOURCES = {
    "film25.mp4": ["-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=4", "-c:v", "libx264", "-g", "50"],
    "film24.webm": ["-f", "lavfi", "-i", "testsrc2=s=200x90:r=24000/1001:d=4", "-c:v", "libvpx", "-g", "60"],
    "phone.mp4": ["-f", "lavfi", "-i", "testsrc2=s=90x160:r=30:d=4", "-c:v", "libx264",
                  "-vf", "select='not(mod(n,5))+mod(n,3)'", "-fps_mode", "vfr"],
    "slow.mkv": ["-f", "lavfi", "-i", "testsrc2=s=128x96:r=25/2:d=4", "-c:v", "libx264"],
    "dv.mkv": ["-f", "lavfi", "-i", "testsrc2=s=96x480:r=30000/1001:d=4", "-vf", "setsar=4", "-c:v", "libx264"],
    "phone.mov": ["-f", "lavfi", "-i", "testsrc2=s=128x72:r=30:d=4,format=yuv420p10", "-c:v", "libx265",
                  "-vf", "setparams=colorspace=bt2020nc:color_primaries=bt2020:color_trc=arib-std-b67:range=tv",
                  "-x265-params", "log-level=none", "-preset", "ultrafast"],
    "quick.ts": ["-f", "lavfi", "-i", "testsrc2=s=128x72:r=60000/1001:d=4", "-c:v", "mpeg2video", "-b:v", "2M"],
    "fields.mxf": ["-f", "lavfi", "-i", "testsrc2=s=192x108:r=50:d=4", "-vf", "interlace=scan=tff",
                   "-c:v", "mpeg2video", "-b:v", "2M", "-flags", "+ildct+ilme", "-g", "12"],
    "lower.ts": ["-f", "lavfi", "-i", "testsrc2=s=120x96:r=60000/1001:d=4", "-vf", "interlace=scan=bff,setsar=16/15",
                 "-c:v", "mpeg2video", "-b:v", "2M", "-flags", "+ildct+ilme"],
    "turned.mp4": ["-f", "lavfi", "-i", "testsrc2=s=90x160:r=30:d=4", "-c:v", "libx264", "-g", "60"],
    "clear.mov": ["-f", "lavfi", "-i", "testsrc2=s=100x80:r=24:d=4,format=rgba,colorchannelmixer=aa=0.4",
                  "-c:v", "qtrle"],
    "clear.webm": ["-f", "lavfi", "-i", "testsrc2=s=100x80:r=24:d=4,format=yuva420p,geq=lum=p(X\\,Y):a=X*2",
                   "-c:v", "libvpx-vp9", "-cpu-used", "8", "-b:v", "1M", "-g", "50"],
}  # fmt: skip
ANIMATIONS = {
    "small.gif": ["-f", "lavfi", "-i", "testsrc2=s=90x60:r=7:d=1.3"],
    "odd.apng": ["-f", "lavfi", "-i", "testsrc2=s=91x61:r=15:d=0.9,format=rgba,colorchannelmixer=aa=0.6"],
    "quick.webp": ["-f", "lavfi", "-i", "testsrc2=s=80x60:r=30:d=0.5", "-c:v", "libwebp_anim"],
}  # fmt: skip
"""They last about a second, and are shown for longer."""

STILLS = {
    "plain.png": ["-f", "lavfi", "-i", "testsrc2=s=301x201:d=1", "-frames:v", "1"],
    "glass.png": ["-f", "lavfi", "-i", "testsrc2=s=200x200:d=1,format=rgba,colorchannelmixer=aa=0.5",
                  "-frames:v", "1"],
    "photo.jpg": ["-f", "lavfi", "-i", "testsrc2=s=120x200:d=1", "-frames:v", "1"],
}  # fmt: skip
MADE = {**SOURCES, **ANIMATIONS, **STILLS}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, PictureFacts, str]]:
    """Small films and stills of many rates and shapes, and what the probe says of them."""
    folder = tmp_path_factory.mktemp("sources")
    for name, arguments in MADE.items():
        command = [str(ffmpeg()), "-nostdin", "-v", "error", *arguments, "-threads", "1", str(folder / name)]
        subprocess.run(command, check=True)
    turn(folder / "turned.mp4", 5)
    with_orientation(folder / "photo.jpg", 7).replace(folder / "photo.jpg")
    found = {}
    for probed in probe([folder / name for name in MADE]):
        assert probed.found is not None, probed.broken
        facts = probed.found.facts
        assert facts.picture is not None
        found[probed.path.name] = (probed.path, facts.picture, facts.format)
    return found


@st.composite
def pictures(draw: st.DrawFn) -> tuple[str, Fraction | Move | None]:
    """The name of a source, and where it begins or how it moves."""
    name = draw(st.sampled_from([*MADE, "color", "card", "roll"]))
    if name in ANIMATIONS:
        return name, draw(st.fractions(0, Fraction(2, 5), max_denominator=1001))
    if name in SOURCES:
        return name, draw(st.fractions(0, 1, max_denominator=1001))
    if name in STILLS and draw(st.booleans()):
        zooms, places = st.integers(10_000, 25_000), st.integers(0, 10_000)
        start, end = (Framing(draw(zooms), draw(places), draw(places)) for _ in "ab")
        return name, Move(start, end)
    return name, None


@st.composite
def episodes(draw: st.DrawFn) -> list[tuple[str, Fraction | Move | None, int, str, Transition]]:
    clips = []
    for position in range(draw(st.integers(2, 4))):
        name, where = draw(pictures())
        length = draw(st.integers(12, 40))
        kinds: list[Literal["cut", "dissolve", "dip"]] = ["cut", "dissolve", "dip"]
        kind = draw(st.sampled_from(kinds))
        over = draw(st.integers(2, 12))
        transition = Transition(kind, over, "#204060") if position and kind != "cut" else CUT
        clips.append((name, where, length, draw(st.sampled_from(["letterbox", "crop", "blur"])), transition))
    return clips


def laid_out(clips: list[Any], sources: Sources, stage: Stage, manner: Manner = "wipe") -> Timeline:
    start, picture = 0, []
    for name, where, length, fit, transition in clips:
        shown: Picture
        if name == "color":
            shown = ColorPicture("#a04020")
        elif name == "card":
            shown = LetteredPicture(lower_third(stage, 1000, "A card that stands", "still"))
        elif name == "roll":
            shown = RollPicture("", 310, 12)
        else:
            path, facts, demuxer = sources[name]
            if name in STILLS:
                move = where if isinstance(where, Move) else None
                shown = StillPicture(name, path.name, demuxer, facts, move)
            else:
                shown = MediaPicture(name, path.name, demuxer, facts, where, repeated=name in ANIMATIONS)
        picture.append(Clip(start, length, shown, "s", fit, "#203040", transition))
        start += length
    stage = replace(stage, look=Look(lower_third=LowerThird(motion=Motion(manner, 500, 300, 60))))
    strap = SuperClip(5, start - 7, lower_third(stage, start - 7, "Ana Ñandú", "Μουσική"), "s")
    strip = Strip(3, start - 5, "", 900, 200, 60, 20, 30, "#000000", "s")
    segment = SegmentRange("s", "story", "", 0, start)
    return Timeline("e", "online", NTSC, RASTER, 0, True, -2400, (segment,), tuple(picture), (strap,), (strip,))


def frames_of(path: Path) -> list[str]:
    command = [str(ffmpeg()), "-v", "error", "-i", str(path), "-fps_mode", "passthrough", "-f", "framemd5", "-"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [line.split(",")[-1].strip() for line in said.splitlines() if not line.startswith("#")]


def rendered(timeline: Timeline, start: int, end: int, sources: Sources, folder: Path) -> list[str]:
    spec: dict[str, Any] = {**slice_picture(timeline, start, end, RASTER).spec, "encoder": LOSSLESS, "gop": 30}
    page = folder / "page.mkv"
    for layer in spec["layers"]:
        if layer["type"] == "roll":
            layer["step"] = "page"
    for strip in spec.get("strips", ()):
        strip["step"] = "leaves"
    out = folder / f"{start}-{end}.mp4"
    out.unlink(missing_ok=True)
    perform(spec, {"page": page, "leaves": page.with_stem("leaves")}, lambda name: sources[name][0], out)
    return frames_of(out)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Leaves for rolls and, beside them, for crawls."""
    path = tmp_path_factory.mktemp("page") / "page.mkv"
    for name, size in (("page", "192x216"), ("leaves", "392x20")):
        source = [
            "-f",
            "lavfi",
            "-i",
            f"testsrc2=s={size}:r=25:d=0.24",
            "-pix_fmt",
            "yuv420p",
            "-c:v",
            "ffv1",
            "-g",
            "1",
        ]
        subprocess.run([str(ffmpeg()), "-nostdin", "-v", "error", *source, str(path.with_stem(name))], check=True)
    return path


UNTAGGED = [
    ("glass.png", Move(Framing(10_364, 269, 224), Framing(11_926, 933, 5000)), 12, "letterbox", CUT),
    ("glass.png", Move(Framing(24_000, 558, 208), Framing(10_019, 9162, 556)), 19, "blur", Transition("dissolve", 12)),
]
"""A slice that begins with a dissolve: what the crossfade made was untagged, and converted where pieces are joined."""

WIDE = [
    ("phone.mov", Fraction(1, 3), 20, "blur", CUT),
    ("dv.mkv", Fraction(1, 7), 20, "crop", Transition("dissolve", 10)),
]
"""Other light, through the table and its dither."""


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@example(clips=WIDE, cuts=[7, 25], manner="wipe")
@example(clips=UNTAGGED, cuts=[22], manner="slide")
@given(
    clips=episodes(),
    cuts=st.lists(st.integers(1, 200), min_size=1, max_size=3),
    manner=st.sampled_from(get_args(Manner)),
)
def test_slices_join_without_a_seam(
    clips: list[Any], cuts: list[int], manner: Manner, sources: Sources, page: Path, hitrec_home: Path
) -> None:
    stage = Stage(*RASTER, NTSC, fonts(hitrec_home))
    timeline = laid_out(clips, sources, stage, manner)
    folder = page.parent
    whole = rendered(timeline, 0, timeline.frames, sources, folder)
    assert len(whole) == timeline.frames
    points = sorted({0, timeline.frames, *(cut for cut in cuts if cut < timeline.frames)})
    joined = [frame for start, end in pairwise(points) for frame in rendered(timeline, start, end, sources, folder)]
    assert joined == whole


def test_the_comparison_sees_a_shift_of_one_frame(sources: Sources, page: Path, hitrec_home: Path) -> None:
    """The breach: a slice that begins one frame late must differ, or the test above could not fail."""
    stage = Stage(*RASTER, NTSC, fonts(hitrec_home))
    clips = [("film25.mp4", Fraction(1, 3), 30, "crop", CUT)]
    timeline = laid_out(clips, sources, stage)
    whole = rendered(timeline, 0, 30, sources, page.parent)
    clip = timeline.picture[0]
    late = replace(timeline, picture=(replace(clip, start=clip.start - 1, duration=31),))
    assert rendered(late, 10, 20, sources, page.parent) != whole[10:20]
