"""What a span holds: the runs of a mix, told frame by frame, and what stands beyond a clip's end."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hitrec_cli.base.timecode import NTSC
from hitrec_cli.model.segment import CUT, Transition
from hitrec_cli.timeline.slicing import slice_picture
from hitrec_cli.timeline.timeline import Clip, ColorPicture, GraphicPicture, Picture, Timeline

RASTER = (320, 180)


def laid(*items: tuple[Picture, int, Transition]) -> Timeline:
    position, clips = 0, []
    for shown, length, transition in items:
        clips.append(Clip(position, length, shown, "s", transition=transition))
        position += length
    return Timeline("e", "online", NTSC, RASTER, 0, True, -2400, (), tuple(clips), ())


def color(number: int) -> ColorPicture:
    return ColorPicture(f"#0000{number:02x}")


def items(timeline: Timeline, start: int, end: int) -> Any:
    """Each with the layers that it shows."""
    spec: Any = slice_picture(timeline, start, end, RASTER).spec
    return [
        {**item, **{name: spec["layers"][item[name][0]] for name in ("layer", "from") if name in item}}
        for item in spec["items"]
    ]


def frame_by_frame(found: Any) -> list[tuple[str, str, tuple[int, int, bool] | None]]:
    """Per frame: the clip's color, what it is mixed with, and (step, of how many, whether it goes out)."""
    frames: list[tuple[str, str, tuple[int, int, bool] | None]] = []
    for item in found:
        for number in range(item["frames"]):
            mix = item.get("mix")
            step = (mix["offset"] + number, mix["length"], mix["out"]) if mix else None
            frames.append((item["layer"]["color"], item.get("from", {}).get("color", ""), step))
    return frames


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    made: list[tuple[Picture, int, Transition]] = []
    spare = 0
    for number in range(draw(st.integers(1, 5))):
        length = draw(st.integers(1, 40))
        dissolve, dip = st.integers(1, length), st.integers(1, min(2 * length, 2 * spare + 1))
        transition = draw(st.one_of(
            st.just(CUT), st.builds(Transition, st.just("dissolve"), dissolve),
            st.builds(Transition, st.just("dip"), dip, st.just("white")),
        ))  # fmt: skip
        taken = {"cut": 0, "dissolve": transition.duration, "dip": (transition.duration + 1) // 2}[transition.kind]
        spare = length - taken
        made.append((color(number), length, transition))
    return laid(*made)


@settings(max_examples=60)
@given(timelines(), st.data())
def test_a_slice_is_a_slice(timeline: Timeline, data: st.DataObject) -> None:
    whole = frame_by_frame(items(timeline, 0, timeline.picture[-1].end))
    shown = [getattr(clip.picture, "color", "") for clip in timeline.picture for _ in range(clip.duration)]
    assert [own for own, _, _ in whole] == shown
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start + 1, len(whole)))
    assert frame_by_frame(items(timeline, start, end)) == whole[start:end]


@settings(max_examples=60)
@given(timelines(), st.data())
def test_a_clip_is_one_layer_however_many_items_show_it(timeline: Timeline, data: st.DataObject) -> None:
    """Its frames follow each other from item to item, none twice, none left out."""
    start = data.draw(st.integers(0, timeline.picture[-1].end - 1))
    end = data.draw(st.integers(start + 1, timeline.picture[-1].end))
    span = slice_picture(timeline, start, end, RASTER)
    spec: Any = span.spec
    taken = [0] * len(spec["layers"])
    for item in spec["items"]:
        for number, first in (item[name] for name in ("layer", "from") if name in item):
            assert first == taken[number]
            taken[number] += item["frames"]
    assert taken == [layer["frames"] for layer in spec["layers"]]
    shown = {clip for clip in timeline.picture if clip.start < end and clip.end > start}
    begun = [
        clip for clip in shown if clip.transition.kind == "dissolve" and start < clip.start + clip.transition.duration
    ]
    before = {timeline.picture[timeline.picture.index(clip) - 1] for clip in begun if clip.start}
    assert set(span.clips) == shown | before


def test_a_dissolve_shows_the_clip_before_and_a_dip_its_color_on_both_sides() -> None:
    found = frame_by_frame(items(laid(
        (color(1), 4, CUT), (color(2), 6, Transition("dissolve", 3)), (color(3), 4, Transition("dip", 3, "white")),
    ), 0, 14))  # fmt: skip
    one, two, three, white = "#000001", "#000002", "#000003", "#ffffff"
    assert found[:4] == [(one, "", None)] * 4
    assert found[4:7] == [(two, one, (0, 3, False)), (two, one, (1, 3, False)), (two, one, (2, 3, False))]
    assert found[7:9] == [(two, "", None)] * 2
    # Mixed by (step + 1) / (length + 1): the frames beside the cut are white, wholly.
    assert found[9] == (two, white, (0, 0, True))
    assert found[10:12] == [(three, white, (-1, 1, False)), (three, white, (0, 1, False))]
    assert found[12:] == [(three, "", None)] * 2


def test_a_graphics_last_frame_stands_under_a_dissolve() -> None:
    """It has frames for its clip's own length only, wherever in the dissolve a slice begins."""
    graphic = GraphicPicture("g.py:g", (), "d" * 64)
    timeline = laid((graphic, 50, CUT), (color(2), 60, Transition("dissolve", 20)))
    for start in (50, 51, 60, 69):
        assert items(timeline, start, 70)[0]["from"]["index"] == 49
    assert items(timeline, 49, 50)[0]["layer"]["index"] == 49
