"""What untagged and oddly tagged sources are taken for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hitrec_cli.model.media import PictureFacts
from hitrec_cli.timeline.color import source_color

FILM = PictureFacts(0, 1920, 1080)


def read(*, still: bool = False, **facts: Any) -> dict[str, Any]:
    return source_color(replace(FILM, **facts), still=still)


@pytest.mark.parametrize(
    ("width", "height", "matrix", "primaries"),
    [
        (720, 480, "bt601", "smpte170m"), (720, 486, "bt601", "smpte170m"), (640, 480, "bt601", "smpte170m"),
        (720, 576, "bt601", "bt470bg"), (1024, 576, "bt601", "bt470bg"), (640, 360, "bt601", ""),
        (480, 854, "bt601", ""), (360, 640, "bt601", ""), (1280, 534, "bt709", ""), (534, 1280, "bt709", ""),
        (1280, 720, "bt709", ""), (720, 1280, "bt709", ""), (3840, 2160, "bt709", ""), (320, 240, "bt601", ""),
    ],
)  # fmt: skip
def test_untagged_video_by_its_size(width: int, height: int, matrix: str, primaries: str) -> None:
    """BT.601-7 for the systems of 525 and 625 lines; for what else is small its matrix alone."""
    found = read(width=width, height=height)
    assert (found["matrix"], found["range"], found["siting"]) == (matrix, "tv", "left")
    assert found["light"] == ([primaries, "bt1886"] if primaries else [])


def test_tags_go_before_guesses() -> None:
    assert read(width=720, height=576, matrix="bt709")["matrix"] == "bt709"
    assert read(width=720, height=576, matrix="bt709")["light"] == []
    assert read(width=720, height=480, primaries="bt709")["light"] == []
    assert read(matrix="smpte170m")["matrix"] == "bt601" and read(matrix="smpte170m")["light"] == []
    assert read(primaries="smpte170m")["light"] == ["smpte170m", "bt1886"]
    assert read(matrix="gbr")["matrix"] == "bt709"  # a mistake: the pixels are YCbCr


@pytest.mark.parametrize("width", [100, 4000])
def test_untagged_stills_are_bt601_in_the_middle(width: int) -> None:
    found = read(still=True, width=width, height=480)
    assert (found["matrix"], found["siting"], found["light"]) == ("bt601", "center", [])


@pytest.mark.parametrize("pixels", ["rgb24", "rgba64be", "pal8", "gbrp", "bgr0", "gray", "ya8", "monow"])
def test_rgb_and_gray_have_no_matrix(pixels: str) -> None:
    assert read(pixel_format=pixels, still=True)["matrix"] == ""


def test_range() -> None:
    assert read(range="pc")["range"] == read(pixel_format="yuvj420p")["range"] == "pc"
    assert read(range="tv")["range"] == "tv"


def test_high_dynamic_range() -> None:
    assert read(transfer="arib-std-b67")["light"] == ["bt2020", "hlg"]
    assert read(transfer="smpte2084", primaries="smpte432")["light"] == ["smpte432", "pq"]
    assert read(transfer="smpte2084")["siting"] == "topleft"
    assert read(matrix="bt2020nc")["light"] == ["bt2020", "bt1886"]


def test_stills_are_shown_by_the_curve_of_screens() -> None:
    assert read(still=True, primaries="smpte432", pixel_format="rgb24")["light"] == ["smpte432", "srgb"]
    assert read(still=True, primaries="adobe-rgb", transfer="gamma22")["light"] == ["adobe-rgb", "gamma22"]
    assert read(primaries="smpte432", transfer="bt709")["light"] == ["smpte432", "bt1886"]
