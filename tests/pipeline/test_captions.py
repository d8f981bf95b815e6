"""Captions of a show in its files: as text, as timed text in MP4, as CEA-608 in MXF and QuickTime, read by ffmpeg."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.pipeline.captioned import SRT, Shown, captioned, in_pictures, read, track
from tests.pipeline.decoded import frame_digests
from tests.pipeline.masters import inspected
from tests.pipeline.show import Show, answer, render

pytestmark = pytest.mark.media

FRAME = Fraction(1001, 30_000)
BEFORE = 120
"""Frames of leader: four seconds of timecode, none of them over a minute that drops."""

# Worked out by hand. Seconds 1.2, 2.3 and 9 of the talk, which ends after 105 frames, are frames 36, 69, 270. The clip
# begins at second 0.5 of its file: seconds 0.45, 1, 2 and 2.8 are frames -1, 15, 45, 69 of it.
TALK = [(36, 69, "Hello — my name is Café ♪ ½."), (69, 105, "On to the end “of it”…")]
FILM = [(0, 15, "Clipped & on top"), (45, 69, "Waves roll in")]
ONLINE = [*TALK, *((start + 105, end + 105, text) for start, end, text in FILM)]
BROADCAST = [*TALK, *((start + 125, end + 125, text) for start, end, text in FILM)]
IN_608: dict[str, str | int | None] = {"—": "--", "“": '"', "”": '"', "…": "..."}


def meets(found: Shown, wanted: list[tuple[int, int, str]], before: int = 0, late: int = 1) -> None:
    """Words are equal, starts are within a frame, ends within so many."""
    assert [text for _, _, text in found] == [text for _, _, text in wanted]
    for (start, end, text), (first, last, _) in zip(found, wanted, strict=True):
        assert abs(start - (first + before) * FRAME) <= FRAME, text
        assert abs(end - (last + before) * FRAME) <= late * FRAME, text


def as_608(wanted: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    return [(start, end, text.translate(str.maketrans(IN_608))) for start, end, text in wanted]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("captions")


@pytest.fixture
def made(folder: Path, media: Path, hitrec: Run) -> Show:
    """The show, as the web gets it, as an MXF master and as a QuickTime master."""
    show = Show(folder / "show")
    if not show.root.exists():
        captioned(show.root, media, "web, dnxhr, prores, partner")
        render(hitrec, show, env={"HITREC_HOME": str(folder / "home")})
    return show


def file(show: Show, ending: str) -> Path:
    return show.root / "out" / "tiny" / f"tiny.{ending}"


def test_the_web_gets_timed_text_and_files(made: Show) -> None:
    meets(track(file(made, "web.mp4")), ONLINE)
    meets(read(file(made, "web.srt").read_text("utf-8")), ONLINE)
    meets(read(file(made, "web.vtt").read_text("utf-8").replace("&amp;", "&")), ONLINE)
    assert "<i>Café ♪ ½</i>." in file(made, "web.vtt").read_text("utf-8")
    (text,) = inspected(file(made, "web.mp4"))["Text"]
    assert (text["Format"], text["extra"]["Menus"]) == ("Timed Text", "4")


@pytest.mark.parametrize("ending", ["web.mp4", "prores.mov"])
def test_sound_and_captions_tell_their_language(made: Show, ending: str) -> None:
    told = inspected(file(made, ending))
    assert {one["Language"] for one in (*told["Audio"], *told["Text"])} == {"pt"}


def test_h264_carries_cea_608_in_its_pictures_where_a_profile_asks_for_it(made: Show) -> None:
    """Each picture has its own pair, in the order shown, and is the same picture."""
    asked = file(made, "partner.mp4")
    meets(in_pictures(asked), as_608(ONLINE), late=3)
    (text,) = inspected(asked)["Text"]
    assert (text["Format"], text["MuxingMode"]) == ("EIA-608", "SCTE 128 / DTVCC Transport")
    assert frame_digests(asked) == frame_digests(file(made, "web.mp4"))


@pytest.mark.parametrize(("ending", "mode"), [("dnxhr.mxf", "Ancillary data / CDP"), ("prores.mov", "Final Cut")])
def test_masters_carry_cea_608_after_their_leader(made: Show, ending: str, mode: str) -> None:
    meets(track(file(made, ending)), as_608(BROADCAST), BEFORE, late=3)
    (text,) = inspected(file(made, ending))["Text"]
    assert (text["Format"], text["MuxingMode"], int(text["FrameCount"])) == ("EIA-608", mode, 120 + 195 + 30)


def test_masters_have_imsc_and_scc_beside_them(made: Show) -> None:
    from xml.etree import ElementTree

    root = ElementTree.parse(file(made, "dnxhr.ttml")).getroot()
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "pt-BR"
    cues = list(root.iter("{http://www.w3.org/ns/ttml}p"))
    words = [
        " ".join(" ".join([p.text or "", *(f"{one.text or ''}{one.tail or ''}" for one in p)]).split()) for p in cues
    ]
    assert words[0] == "Hello — my name is Café ♪ ½." and [p.get("region") for p in cues][2] == "top"
    assert read("".join(f"{p.get('begin')} --> {p.get('end')}\nx\n\n" for p in cues))[3][0] == Fraction("9.676")
    scc = file(made, "dnxhr.scc").read_text("ascii")
    codes = [line.split("\t")[0] for line in scc.splitlines()[1:] if line]
    assert scc.startswith("Scenarist_SCC V1.0\n") and all(code[8] == ";" for code in codes)
    # The break ends at frame 125, after 01:00:56;02: 118 frames to the minute, whose first two numbers are dropped.
    assert "01:00:59;17\t942c 942c" in scc.replace("942c 942c ", "942c 942c") and codes[-1] == "01:01:02;18"


def test_a_delivery_has_them(made: Show, folder: Path, hitrec: Run, tmp_path: Path) -> None:
    home = {"HITREC_HOME": str(folder / "home")}
    command = ("deliver", made.manifest, "--to", tmp_path, "--name", "S1_{profile}", "--out", made.root / "out")
    listed = answer(hitrec(*command, "--dry-run", "--json", env=home))
    names = {Path(one["file"]).name for one in listed["files"]}
    assert {"S1_web.srt", "S1_web.vtt", "S1_dnxhr.scc", "S1_dnxhr.ttml", "S1_prores.scc", "S1_prores.ttml"} <= names


def test_the_command_prints_them_in_each_version(made: Show, folder: Path, hitrec: Run, tmp_path: Path) -> None:
    home = {"HITREC_HOME": str(folder / "home")}
    done = hitrec("captions", made.manifest, env=home)
    meets(read(done.stdout), ONLINE)
    assert "HR623" in done.stderr and "caption 1 of said-1 at 01:00:57;08" in done.stderr
    done = hitrec(
        "captions", made.manifest, "--cut", "broadcast", "--format", "vtt", "--out", tmp_path / "b.vtt", env=home
    )
    meets(read((tmp_path / "b.vtt").read_text("utf-8").replace("&amp;", "&")), BROADCAST)
    assert done.stdout.strip() == str(tmp_path / "b.vtt")
    told = answer(hitrec("captions", made.manifest, "--json", env=home))
    assert [(one["start"], one["end"]) for one in told["captions"]] == [one[:2] for one in ONLINE]


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (
            "Γεια σου",
            3,
            "HR628: cannot carry caption 1 of said-1 at 01:00:57;08 ('Γεια σου'): CEA-608 has no Γ ε ι α σ",
        ),
        ("", 4, "HR621: the captions said-1 cannot be read: Missing timecode in line 2"),
    ],
)
def test_captions_that_cannot_be_are_errors(
    words: str, code: int, why: str, media: Path, hitrec: Run, tmp_path: Path
) -> None:
    show = captioned(tmp_path / "show", media, "dnxhr")
    text = SRT.replace("Hello — my name is\n<i>Café ♪ ½</i>.", words) if words else SRT.replace("-->", "to", 1)
    (show.root / "captions" / "said-1.srt").write_text(text, encoding="utf-8")
    done = hitrec("render", show.manifest, "--out", show.root / "out")
    rule, message = why.split(": ", 1)
    assert done.returncode == code and rule in done.stderr and message in done.stderr
    assert "tiny.yaml:13:" in done.stderr and not (show.root / "out").exists()


def test_an_episode_without_captions_says_so(media: Path, hitrec: Run, tmp_path: Path) -> None:
    show = captioned(tmp_path / "show", media, "web")
    show.edit(", captions: said-1", "")
    show.edit(", captions: said-2", "")
    done = hitrec("captions", show.manifest)
    assert done.returncode == 4 and "no captions; add captions: to segments" in done.stderr


def test_other_words_cost_a_mux_and_no_picture(made: Show, folder: Path, hitrec: Run) -> None:
    """The last one here: it changes the show."""
    home = {"HITREC_HOME": str(folder / "home")}
    said = made.root / "captions" / "said-1.srt"
    said.write_text(SRT.replace("Hello", "Good day"), encoding="utf-8")
    hitrec("pull", made.manifest, "--update", "said-1", env=home)
    told = render(hitrec, made, "--profile", "web", env=home)
    assert told["steps"]["rendered"] == {"stitch": 1}
    assert track(file(made, "web.mp4"))[0][2].startswith("Good day")
