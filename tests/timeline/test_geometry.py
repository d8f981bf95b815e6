"""Sizes and places of pictures of any shape, against arithmetic of our own."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hitrec_cli.model.media import PictureFacts
from hitrec_cli.model.segment import Fit, Framing, Move
from hitrec_cli.timeline.geometry import around, inside, move_window, placement, working_raster

RASTERS = [(1920, 1080), (1280, 720), (960, 540), (320, 180)]


def facts(width: int, height: int, aspect: Fraction = Fraction(1), rotation: int = 0) -> PictureFacts:
    return PictureFacts(0, width, height, rotation, aspect)


@st.composite
def pictures(draw: st.DrawFn) -> PictureFacts:
    aspect = draw(st.sampled_from([Fraction(1), Fraction(10, 11), Fraction(40, 33), Fraction(16, 15), Fraction(2)]))
    sides = st.integers(16, 8000)
    return facts(draw(sides), draw(sides), aspect, draw(st.sampled_from([0, 90, 180, 270])))


def seen_shape(picture: PictureFacts) -> float:
    """Width over height as it is seen, in floating point."""
    width = picture.width * float(picture.sample_aspect)
    return picture.height / width if picture.rotation in (90, 270) else width / picture.height


@pytest.mark.parametrize(
    ("picture", "raster", "fit", "size", "at"),
    [
        (facts(1920, 1080), (1920, 1080), "letterbox", [1920, 1080], [0, 0]),
        (facts(640, 480), (1920, 1080), "letterbox", [1440, 1080], [240, 0]),
        (facts(640, 480), (1920, 1080), "crop", [1920, 1440], [0, 180]),
        (facts(1080, 1920), (1920, 1080), "letterbox", [608, 1080], [656, 0]),  # 607.5
        (facts(1920, 1080, rotation=90), (1920, 1080), "letterbox", [608, 1080], [656, 0]),
        (facts(720, 576, Fraction(64, 45)), (1920, 1080), "letterbox", [1920, 1080], [0, 0]),  # PAL, 16:9
        (facts(720, 576, Fraction(16, 15)), (1920, 1080), "letterbox", [1440, 1080], [240, 0]),  # PAL, 4:3
        (facts(2048, 858), (1920, 1080), "letterbox", [1920, 804], [0, 138]),  # 804.4
        (facts(2048, 858), (1920, 1080), "crop", [2578, 1080], [328, 0]),  # 2577.9; 329 is odd
        (facts(300, 300), (320, 180), "letterbox", [180, 180], [70, 0]),
    ],
)
def test_by_hand(picture: PictureFacts, raster: tuple[int, int], fit: Fit, size: list[int], at: list[int]) -> None:
    assert placement(picture, fit, raster) == {"fit": fit, "size": size, "at": at}


@settings(max_examples=100)
@given(pictures(), st.sampled_from(RASTERS), st.sampled_from(["letterbox", "crop", "blur"]))
def test_whole_even_sizes_of_the_right_shape(picture: PictureFacts, raster: tuple[int, int], fit: Fit) -> None:
    place = placement(picture, fit, raster)
    size, at = place["size"], place["at"]
    assert isinstance(size, list) and isinstance(at, list)
    assert all(value % 2 == 0 and value >= 0 for value in [*size, *at])
    shape = seen_shape(picture)
    tall = shape < raster[0] / raster[1]
    if fit == "crop":
        exact = (raster[0], raster[0] / shape) if tall else (raster[1] * shape, raster[1])
        assert size[0] >= raster[0] and size[1] >= raster[1]
    else:
        exact = (raster[1] * shape, raster[1]) if tall else (raster[0], raster[0] / shape)
        assert 2 <= size[0] <= raster[0] and 2 <= size[1] <= raster[1]
    for side in (0, 1):
        assert abs(size[side] - exact[side]) <= 1.0001 or size[side] == 2
        assert 0 <= abs(raster[side] - size[side]) / 2 - at[side] < 2  # in the middle, or a pixel beside it


@settings(max_examples=60)
@given(pictures(), st.sampled_from(RASTERS))
def test_a_blur_covers_an_eighth(picture: PictureFacts, raster: tuple[int, int]) -> None:
    place = placement(picture, "blur", raster)
    if tuple(place["size"]) == raster:  # type: ignore[arg-type]
        assert "small" not in place
        return
    small, cover = place["small"], place["cover"]
    assert isinstance(small, list) and isinstance(cover, list)
    assert all(abs(one - whole / 8) <= 1 and one % 2 == 0 for one, whole in zip(small, raster, strict=True))
    assert all(big >= one and big % 2 == 0 for big, one in zip(cover, small, strict=True))
    assert cover[0] == small[0] or cover[1] == small[1]


def test_inside_and_around_touch_the_raster() -> None:
    assert inside(facts(100, 300), (1920, 1080)) == (360, 1080)
    assert around(facts(100, 300), (1920, 1080)) == (1920, 5760)


@pytest.mark.parametrize(("size", "zoom", "expected"), [
    ((8000, 4500), 20_000, (3840, 2160)),  # as near as the camera comes
    ((2880, 1620), 20_000, (2880, 1620)),  # as many pixels as there are
    ((960, 540), 20_000, (1920, 1080)),  # never smaller than the raster
    ((16_000, 9000), 80_000, (5760, 3240)),  # nor over three times as large
])  # fmt: skip
def test_the_raster_that_a_camera_moves_over(size: tuple[int, int], zoom: int, expected: tuple[int, int]) -> None:
    move = Move(Framing(), Framing(zoom))
    assert working_raster(facts(*size), "crop", (1920, 1080), move) == expected


MOVES = st.builds(Framing, st.integers(10_000, 80_000), st.integers(0, 10_000), st.integers(0, 10_000))


@settings(max_examples=60)
@given(MOVES, MOVES, st.integers(2, 300), st.integers(0, 400))
def test_a_camera_stays_in_the_picture_and_eases(start: Framing, end: Framing, length: int, index: int) -> None:
    zoom, left, top = (float(value) for value in move_window(Move(start, end), index, length))
    done = min(index / (length - 1), 1)
    eased = done * done * (3 - 2 * done)
    assert zoom == pytest.approx((start.zoom + (end.zoom - start.zoom) * eased) / 10_000)
    for corner, first, last in ((left, start.x, end.x), (top, start.y, end.y)):
        middle = (first + (last - first) * eased) / 10_000
        assert corner == pytest.approx(min(max(middle - 0.5 / zoom, 0), 1 - 1 / zoom))
        assert corner >= 0 and corner + 1 / zoom <= 1.000001


def test_after_its_length_the_camera_stands() -> None:
    move = Move(Framing(), Framing(20_000, 0, 0))
    assert move_window(move, 49, 50) == move_window(move, 70, 50) == (Fraction(2), Fraction(0), Fraction(0))
