"""Filter graphs of spans: what every ffmpeg command line of ours must say, and paths of any spelling."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import pytest

from hitrec_cli.base.timecode import NTSC
from hitrec_cli.model.media import PictureFacts
from hitrec_cli.model.segment import Fit, Framing, Move, Transition
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.lettering_supers import lower_third
from hitrec_cli.timeline.slicing import slice_picture
from hitrec_cli.timeline.timeline import (
    Clip,
    ColorPicture,
    GraphicPicture,
    LetteredPicture,
    MediaPicture,
    Picture,
    RollPicture,
    StillPicture,
    SuperClip,
    Timeline,
)
from hitrec_cli.tools.fonts import fonts
from hitrec_cli.tools.graph import Graph, span_arguments, still_arguments
from hitrec_cli.tools.picture import LONGEST_ARGUMENT, perform, through_file
from tests.media.making import X264, make, picture
from tests.pipeline.decoded import planes

FILM = PictureFacts(0, 160, 120, rate=Fraction(25), duration=Fraction(4), frames=100, longest_frame=Fraction(1, 25))
STILL = PictureFacts(0, 300, 200, pixel_format="rgb24")
MOVE = Move(Framing(), Framing(15_000))
SHOWN: tuple[Picture, ...] = (
    MediaPicture("a", "a" * 64, "mov", FILM), MediaPicture("a", "a" * 64, "mov", FILM, Fraction(1, 3)),
    StillPicture("b", "b" * 64, "png_pipe", STILL), StillPicture("b", "b" * 64, "png_pipe", STILL, MOVE),
    ColorPicture("#a04020"), LetteredPicture("[Script Info]\n"), RollPicture("", 620, 2),
    GraphicPicture("g.py:g", (), "c" * 64),
)  # fmt: skip


def spec(shown: tuple[Picture, ...] = SHOWN, script: str = "[Script Info]\n") -> dict[str, Any]:
    fits: tuple[Fit, ...] = ("letterbox", "crop", "blur")
    clips = [
        Clip(20 * number, 20, one, "s", fits[number % 3], "#203040", Transition("dissolve" if number else "cut", 6))
        for number, one in enumerate(shown)
    ]
    text = SuperClip(0, clips[-1].end, script, "s")
    timeline = Timeline("e", "online", NTSC, (320, 180), 0, True, -2400, (), tuple(clips), (text,))
    made = dict(slice_picture(timeline, 0, clips[-1].end, (320, 180)).spec)
    for layer in made["layers"]:  # type: ignore[union-attr]
        layer["step"] = "made"  # type: ignore[index]
    return {**made, "encoder": ["-c:v", "libx264", "-crf", "18"], "gop": 30}


def arguments(tmp_path: Path, given: Mapping[str, Any]) -> list[str]:
    store, cameras = Path("/store"), iter(["pipe:9"])
    graph = Graph((320, 180), "30000/1001", store.joinpath, {"made": Path("/m.mov")}, tmp_path, cameras)
    return span_arguments(given, graph, tmp_path / "out.mp4")


def test_every_input_is_confined(tmp_path: Path) -> None:
    """A demuxer that is named, no protocol but files, a largest picture, one thread."""
    given, graph = spec(), Graph((640, 360), "30000/1001", Path("/store").joinpath, {}, tmp_path)
    (moving,) = (layer for layer in given["layers"] if "move" in layer)
    assert confined(still_arguments(moving, graph, tmp_path / "still.yuv")) >= 1
    assert confined(arguments(tmp_path, given)) >= len(SHOWN)


def confined(said: list[str]) -> int:
    """How many inputs."""
    inputs, start = [number for number, one in enumerate(said) if one == "-i"], 0
    for number in inputs:
        before = said[start:number]
        assert "-f" in before
        if before[before.index("-f") + 1] != "lavfi":
            assert said[number + 1].startswith("file:/") or said[number + 1] == "pipe:9"
            for name, value in (("-protocol_whitelist", "file,pipe"), ("-threads", "1"), ("-max_pixels", "400000000")):
                assert before[before.index(name) + 1] == value, name
        start = number + 2
    return len(inputs)


def test_every_conversion_is_exact_and_names_its_colors(tmp_path: Path) -> None:
    said = arguments(tmp_path, spec())
    assert said[0] == "-nostdin"
    for name, value in (("-filter_threads", "1"), ("-filter_complex_threads", "1"), ("-fflags", "+bitexact")):
        assert said[said.index(name) + 1] == value
    assert "-copyts" in said and said[said.index("-fps_mode") + 1] == "passthrough"
    scales = re.findall(r"\]scale=([^\[;]*)", said[said.index("-filter_complex") + 1])
    assert len(scales) > 10
    for scale in scales:
        assert "accurate_rnd" in scale and "bitexact" in scale
        assert ("out_color_matrix=bt709" in scale and "out_chroma_loc=left" in scale) or "out_range=pc" in scale
        assert "out_range=" in scale


@pytest.mark.parametrize(
    ("rate", "background", "once"),
    [("25", "#000000", True), ("30000/1001", "#000000", True), ("25", "#203040", False), ("50", "#000000", False)],
)
def test_a_picture_that_is_shown_twice_is_conformed_once(
    tmp_path: Path, rate: str, background: str, once: bool
) -> None:
    """Sources no quicker than the episode are scaled before they are sampled; bars of a color start with the slice."""
    facts = replace(FILM, rate=Fraction(rate), longest_frame=1 / Fraction(rate))
    given = spec((MediaPicture("a", "a" * 64, "mov", facts),))
    given["layers"][0]["background"] = background
    said = arguments(tmp_path, given)
    graph = said[said.index("-filter_complex") + 1]
    assert (graph.index("scale=240:180") < graph.index("start_time=0")) is once


def test_what_is_decoded_begins_with_the_picture_that_is_shown(tmp_path: Path) -> None:
    """At the middle of the first frame, 1.016683 s; a deinterlacer needs a quarter of a second more."""
    orders: tuple[tuple[Literal["progressive", "tff"], str], ...] = (("progressive", "976683us"), ("tff", "726683us"))
    for order, seek in orders:
        facts = replace(FILM, field_order=order)
        said = arguments(tmp_path, spec((MediaPicture("a", "a" * 64, "mov", facts, Fraction(1)),)))
        assert said[said.index("-ss") + 1] == seek


def test_a_long_graph_goes_through_a_file(tmp_path: Path) -> None:
    short = ["-filter_complex", "x" * LONGEST_ARGUMENT, "-y"]
    assert through_file(short, tmp_path) == short
    name, path, rest = through_file(["-filter_complex", "ü" * LONGEST_ARGUMENT, "-y"], tmp_path)
    assert (name, rest) == ("-/filter_complex", "-y")
    assert Path(path).read_text("utf-8") == "ü" * LONGEST_ARGUMENT
    assert through_file(["-y"], tmp_path) == ["-y"]


@pytest.mark.media
def test_conforming_before_or_after_sampling_shows_the_same(tmp_path: Path, hitrec_home: Path) -> None:
    """The same film, once told as it is and once as if it were too quick to be conformed first."""
    film = make(tmp_path / "film.mp4", *picture("160x120", "25", 3), *X264)
    shown = []
    for longest in (Fraction(1, 25), Fraction(1, 30)):
        facts = replace(FILM, longest_frame=longest)
        given = spec(tuple(MediaPicture("a", "a" * 64, "mov", facts, Fraction(1)) for _ in range(3)))
        for layer in given["layers"]:
            layer["background"] = "#000000"
        out = tmp_path / f"{longest.denominator}.mp4"
        perform({**given, "supers": [], "encoder": ["-c:v", "libx264", "-qp", "0"]}, {}, lambda digest: film, out)
        shown.append(planes(out))
    assert len(shown[0][0]) == 60
    assert all((one == other).all() for one, other in zip(*shown, strict=True))


@pytest.mark.media
@pytest.mark.parametrize("name", ["it's", "a:b=c", "[in];[out],x", "per%cent %d", "back\\slash", "Ελένη", "a b"])
def test_folders_of_any_name(tmp_path: Path, hitrec_home: Path, name: str) -> None:
    """The store's path stands in the graph, where text is drawn, and on the command line."""
    folder = tmp_path / name
    folder.mkdir()
    film = make(folder / "film.mp4", *picture("160x120", "25", 1), *X264)
    script = lower_third(Stage(320, 180, NTSC, fonts(hitrec_home)), 20, "Ada Example", "Painter")
    given = spec((MediaPicture("a", "a" * 64, "mov", FILM),), script)
    out = folder / "out.mp4"
    assert perform(given, {}, lambda digest: film, out) == {"frames": 20}
    luma = planes(out)[0]
    plain = folder / "plain.mp4"
    perform({**given, "supers": []}, {}, lambda digest: film, plain)
    assert abs(luma[12] - planes(plain)[0][12]).max() > 100  # the text is there
    assert sorted(path.name for path in folder.iterdir()) == ["film.mp4", "out.mp4", "plain.mp4"]
