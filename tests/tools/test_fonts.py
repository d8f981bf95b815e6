"""Fonts on disk, and what they draw: ink in decoded frames."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hitrec_cli.base.errors import MediaError
from hitrec_cli.base.timecode import NTSC
from hitrec_cli.model.look import Face, Letters
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.lettering_cards import text_card
from hitrec_cli.timeline.lettering_script import Event, script, words
from hitrec_cli.timeline.lettering_supers import lower_third
from hitrec_cli.tools.binary import ffmpeg
from hitrec_cli.tools.fonts import BUNDLED, Fonts, fonts
from tests.tools.reference_letters import ink, likeness


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Fonts:
    return fonts(tmp_path_factory.mktemp("home"))


def test_fonts_are_written_once_and_pinned(written: Fonts) -> None:
    before = {path: path.stat().st_mtime_ns for path in written.directory.iterdir()}
    again = fonts(written.directory.parents[2])
    assert again == written
    assert {path: path.stat().st_mtime_ns for path in written.directory.iterdir()} == before
    assert {path.stem for path in before} == set(BUNDLED)
    config = written.config.read_text()
    assert config.count("<dir>") == 1
    assert f"<dir>{written.directory}</dir>" in config
    assert written.families["FiraGO"] == {
        "regular": "FiraGO-Regular", "italic": "FiraGO-Italic",
        "bold": "FiraGO-Bold", "bold-italic": "FiraGO-BoldItalic",
    }  # fmt: skip
    assert list(written.families["Fira Mono"]) == ["regular"]
    assert not [path for path in written.directory.parents[1].iterdir() if path.name.startswith(".")]


def test_a_moved_store_is_pinned_anew(tmp_path: Path) -> None:
    first = fonts(tmp_path / "a")
    (tmp_path / "a").rename(tmp_path / "b")
    second = fonts(tmp_path / "b")
    assert second.digest == first.digest
    assert f"<dir>{tmp_path / 'b'}" in second.config.read_text()


def test_the_show_may_bring_its_own_fonts(written: Fonts, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "Mine.ttf").write_bytes((written.directory / "FiraMono-Regular.ttf").read_bytes())
    both = fonts(tmp_path / "home", own)
    assert both.digest != written.digest
    assert (both.directory / "Mine.ttf").is_file()


def test_a_warm_start_opens_no_font(written: Fonts) -> None:
    code = (
        "import sys; from pathlib import Path; from hitrec_cli.tools.fonts import fonts\n"
        f"f = fonts(Path({str(written.directory.parents[2])!r})); f.width('José', 40, 'bold', 'FiraGO')\n"
        "f.missing('x')\n"
        "sys.exit(any(name.partition('.')[0] in ('fontTools', 'pymupdf_fonts') for name in sys.modules))"
    )
    root = str(Path(__file__).parents[2])
    assert (
        subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": root}, check=False).returncode
        == 0
    )


def test_missing_characters_are_named(written: Fonts) -> None:
    assert written.missing("José Αλέξανδρος Мария محمد שרה आर्या สมชาย დავით Nguyễn 🎬 ♥") == ""
    assert written.missing("e\u0301 👩\u200d x\ufe0f") in ("", "👩")
    assert written.missing("李 小 李") == "李小"
    assert {"A", "🎬"} <= written.coverage()


def _luma(text: str, width: int, height: int, made: Fonts, tmp_path: Path, at: int = 0, color: str = "black") -> Any:
    """The luma of frame `at`, BT.709 narrow range, as a picture of whole numbers."""
    file = tmp_path / "x.ass"
    file.write_text(text, encoding="utf-8")
    graph = (
        f"color={color}:s={width}x{height}:r=30000/1001,trim=end_frame={at + 1},"
        "scale=out_color_matrix=bt709:out_range=tv,format=yuv444p,"
        "setparams=colorspace=bt709:range=tv:color_primaries=bt709:color_trc=bt709,"
        f"ass=filename={file}:fontsdir={made.directory}:shaping=complex,select=eq(n\\,{at})"
    )
    argv = [
        str(ffmpeg()),
        "-nostdin",
        "-v",
        "error",
        "-f",
        "lavfi",
        "-i",
        graph,
        "-frames:v",
        "1",
        "-f",
        "rawvideo",
        "-",
    ]
    done = subprocess.run(argv, env={**os.environ, **made.environment()}, capture_output=True, check=True)
    assert done.stderr == b""
    return np.frombuffer(done.stdout, np.uint8).reshape(3, height, width).astype(int)


def _ink(luma: Any, floor: int = 60) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is lighter than `floor`."""
    rows, columns = np.where(luma > floor)
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


@pytest.mark.parametrize(("what", "says"), [
    ("noise", "Mine.ttf is no font that can be read"), ("pictures", "Mine.ttf: it has pictures, no outlines"),
    ("no letters", "Mine.ttf is no font that can be read"),
])  # fmt: skip
def test_what_is_no_font_is_told_by_its_name(written: Fonts, tmp_path: Path, what: str, says: str) -> None:
    own = tmp_path / "own"
    own.mkdir()
    sound = (written.directory / "FiraMono-Regular.ttf").read_bytes()
    broken = {"noise": sound[:4] + b"x" * 400, "pictures": sound.replace(b"CFF ", b"CBDT", 1),
              "no letters": sound.replace(b"cmap", b"pamc", 1)}  # fmt: skip
    (own / "Mine.ttf").write_bytes(broken[what])
    with pytest.raises(MediaError, match=says):
        fonts(tmp_path / "home", own)
    assert not list((tmp_path / "home" / "fonts").iterdir())


INSTALLED = [
    font
    for folder in (os.environ.get("HITREC_TEST_FONTS", ""), "/usr/share/fonts")
    if folder
    for font in sorted(Path(folder).rglob("NotoSansCJK-Regular.ttc"))
]


@pytest.mark.media
@pytest.mark.skipif(not INSTALLED, reason="no Noto Sans CJK is installed, nor in HITREC_TEST_FONTS")
@pytest.mark.parametrize("name", ["村上春樹", "李小龍", "김연아", "はなこ カタカナ"])
def test_cjk_where_a_font_is_installed(written: Fonts, tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    """The show's own fonts fill in what ours lack: real letters, as another program draws them."""
    place = tmp_path_factory.getbasetemp() / "cjk"
    (place / "own").mkdir(parents=True, exist_ok=True)
    if not (place / "own" / INSTALLED[0].name).exists():
        (place / "own" / INSTALLED[0].name).symlink_to(INSTALLED[0])
    both = fonts(place / "home", place / "own")
    assert written.missing(name) and not both.missing(name)
    stage = Stage(960, 540, NTSC, both)
    luma = _luma(text_card(stage, name), 960, 540, both, place)[0]
    left, top, right, bottom = _ink(luma)
    seen = np.clip((luma[top - 4 : bottom + 4, left - 4 : right + 4] - 16) / 219, 0, 1)
    size = stage.px(stage.look.card.text.size)
    assert likeness(seen, ink(name, INSTALLED[0], size), 8) > 0.65
    assert abs(right - left - stage.width_of(name, stage.look.card.text, size)) < size // 3


@pytest.mark.media
@pytest.mark.parametrize(("face", "family"), [
    ("regular", ""), ("bold", ""), ("italic", ""), ("bold-italic", ""), ("regular", "Fira Mono"),
    ("bold", "Fira Mono"), ("italic", "Noto Sans"),
])  # fmt: skip
@pytest.mark.parametrize("size", [40, 120])
def test_words_are_as_wide_as_measured(written: Fonts, tmp_path: Path, face: Face, family: str, size: int) -> None:
    stage = Stage(1920, 200, NTSC, written)
    text = "Hnnnnoooo nnnH" if size > 100 else "Hamburgefonstiv Ñandú 0123H"
    letters = Letters(1, face=face, font=family)
    drawn = script(stage, [Event(words(text, (100, 20), letters, size))])
    left, top, right, bottom = _ink(_luma(drawn, 1920, 200, written, tmp_path)[0])
    measured = stage.width_of(text, letters, size)
    assert abs((right - left) - measured) <= 0.04 * measured + size // 5
    assert top >= 20
    assert bottom <= 20 + size + 2


@pytest.mark.media
@pytest.mark.parametrize(
    "name",
    ["José Ñandú", "Αλέξανδρος", "Мария Иванова", "محمد علي", "שרה כהן", "आर्या शर्मा", "สมชาย ใจดี", "🎬 ♥", "{\\N}\\h"],
)
def test_every_script_leaves_ink_of_its_width(written: Fonts, tmp_path: Path, name: str) -> None:
    stage = Stage(960, 540, NTSC, written)
    left, _, right, _ = _ink(_luma(text_card(stage, name), 960, 540, written, tmp_path)[0])
    letters = stage.look.card.text
    measured = stage.width_of(name, letters, stage.px(letters.size))
    assert 0.6 * measured <= right - left <= 1.05 * measured + 4


@pytest.mark.media
@pytest.mark.parametrize("height", [1080, 540])
def test_a_lower_third_is_white_on_its_box_in_the_right_colors(written: Fonts, tmp_path: Path, height: int) -> None:
    stage = Stage(height * 16 // 9, height, NTSC, written)
    text = lower_third(stage, 150, "Maximiliana Ñandú-Παπαδόπουλος", "Host, camera, sound and everything else")
    planes = _luma(text, stage.width, height, written, tmp_path, 75, "0x808080")
    luma = planes[0]
    assert luma.max() == 235
    gray = round(16 + 219 * 128 / 255)
    panel_rows, panel_columns = np.where(luma < gray - 30)
    rows, columns = np.where(luma > 200)
    assert panel_rows.min() < rows.min()
    assert rows.max() < panel_rows.max()
    assert panel_columns.min() < columns.min()
    assert columns.max() < panel_columns.max() - stage.px(10)
    red, green, blue = 0xF2 / 255, 0xA3 / 255, 0x3A / 255
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue  # ITU-R BT.709-6, item 3.2 and 3.3
    expected = (16 + 219 * y, 128 + 224 * (blue - y) / 1.8556, 128 + 224 * (red - y) / 1.5748)
    bar = planes[:, int(panel_rows.min()) + 10, stage.left + 2]
    assert np.abs(bar - np.array(expected)).max() <= 2
    for at in (0, 149):
        assert (_luma(text, stage.width, height, written, tmp_path, at, "0x808080")[0] != gray).mean() < 0.002
