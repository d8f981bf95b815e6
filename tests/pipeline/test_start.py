"""`hitrec init` and `hitrec new`: what they write is fine at once, and the show renders."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import av
import pytest

from hitrec_cli.base.errors import UsageError
from hitrec_cli.base.problems import errors_of
from hitrec_cli.library.starter import make_show
from hitrec_cli.library.starter_skeletons import find_show, new_episode, new_segment
from hitrec_cli.manifest.build import read_episode
from hitrec_cli.model.segment import SEGMENT_KINDS
from hitrec_cli.pipeline.options import Options
from hitrec_cli.pipeline.validate import validate
from tests.pipeline.show import Run, answer

OTHER = "  - {kind: titles, picture: [{color: navy, for: 1s}]}\n"
"""A break alone is no show: the online version would have no segments."""


def tree(folder: Path) -> dict[str, bytes]:
    """Every file's bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def schema_of(file: Path) -> Any:
    """The schema that a file's first line points an editor to."""
    place = file.read_text("utf-8").splitlines()[0].partition("# yaml-language-server: $schema=")[2]
    return json.loads((file.parent / place).read_text("utf-8"))


@pytest.fixture
def show(tmp_path: Path) -> Path:
    """A show that has nothing yet."""
    (tmp_path / "show").mkdir()
    (tmp_path / "show" / "hitrec.toml").touch()
    return tmp_path / "show"


@pytest.mark.parametrize("kind", SEGMENT_KINDS)
def test_the_skeleton_of_every_kind_is_valid(show: Path, hitrec_home: Path, kind: str) -> None:
    file = new_segment(show, f"my-{kind}", kind, 'A "title": #1, \\ of {its} own')
    assert file == show / "segments" / f"my-{kind}.yaml"
    episode = show / "episodes" / "e.yaml"
    episode.parent.mkdir()
    episode.write_text(f"hitrec: 1\nid: e\nsegments:\n{OTHER}  - use: ../segments/{file.name}\n")
    assert errors_of(validate(episode, Options())) == ()
    read, _ = read_episode(episode.read_bytes(), str(episode), lambda name: file.read_bytes())
    assert read is not None
    segment = read.segments[1]
    assert schema_of(file)["title"] == "hitrec segment file"
    assert (segment.kind, segment.id, segment.title) == (kind, f"my-{kind}", 'A "title": #1, \\ of {its} own')


@pytest.mark.parametrize("catalog", [False, True])
def test_a_new_episode_is_valid(show: Path, hitrec_home: Path, catalog: bool) -> None:
    if catalog:
        (show / "assets").mkdir()
        (show / "assets" / "catalog.csv").write_text("id,kind,title,artists,license\n")
    file = new_episode(show, "s01e02", None)
    assert errors_of(validate(file, Options())) == ()
    text = file.read_text("utf-8")
    assert schema_of(file)["title"] == "hitrec episode"
    assert "@" not in text.replace("@id", "") and 'title: "S01e02"' in text
    assert ("[../assets/catalog.csv]\n" in text.split("segments:")[0]) is True
    assert sorted(path.name for path in file.parent.iterdir()) == ["s01e02.yaml"]


def test_nothing_is_overwritten(show: Path) -> None:
    for make in (lambda: new_episode(show, "one", None), lambda: new_segment(show, "one", "host", None)):
        file = make()
        file.write_text("mine")
        with pytest.raises(UsageError, match=r"one\.yaml is there already"):
            make()
        assert file.read_text() == "mine"
    assert set(tree(show)) == {
        ".hitrec/episode.schema.json", ".hitrec/segment.schema.json", "episodes/one.yaml", "hitrec.toml",
        "segments/one.yaml",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["", "Two", "a_b", "-a", "../up", "a" * 101, "ä"])
def test_ids_are_those_of_the_manifest(show: Path, name: str) -> None:
    for make in (lambda: new_episode(show, name, None), lambda: new_segment(show, name, "host", None)):
        with pytest.raises(UsageError, match="is not an id; write lower case letters, digits and '-'"):
            make()
    assert sorted(tree(show)) == ["hitrec.toml"]


def test_titles_that_cannot_be(show: Path) -> None:
    with pytest.raises(UsageError, match="there is no parameter 'x'"):
        new_segment(show, "one", "titles", "${x}")
    with pytest.raises(UsageError, match="the title is blank"):
        new_episode(show, "one", " \n")
    assert sorted(tree(show)) == ["hitrec.toml"]


def test_a_show_is_found_upwards(show: Path) -> None:
    (show / "a" / "b").mkdir(parents=True)
    assert find_show(show / "a" / "b") == show.resolve()
    with pytest.raises(UsageError, match=r"no hitrec\.toml here or above.*hitrec init DIR"):
        find_show(show.parent)


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example show, made once."""
    folder = tmp_path_factory.mktemp("starter") / "deep" / "show"
    assert make_show(folder)
    return folder


@pytest.mark.media
def test_it_is_made_whole_and_the_same_each_time(starter: Path, tmp_path: Path) -> None:
    assert [path.name for path in starter.parent.iterdir()] == ["show"]
    assert schema_of(starter / "episodes" / "pilot.yaml") and schema_of(starter / "segments" / "opening.yaml")
    assert make_show(starter) is False
    here = tmp_path / "here"
    here.mkdir()
    inode = here.stat().st_ino
    assert make_show(here)
    assert here.stat().st_ino == inode  # a shell may stand in it
    assert tree(here) == tree(starter)
    assert sum(map(len, tree(here).values())) < 8 << 20


@pytest.mark.media
def test_what_is_there_stays(starter: Path, tmp_path: Path) -> None:
    show = tmp_path / "show"
    shutil.copytree(starter, show)
    (show / "out").mkdir()
    assert make_show(show) is False  # what was rendered is no change
    with (show / "episodes" / "pilot.yaml").open("a") as file:
        file.write("# mine\n")
    before = tree(show)
    with pytest.raises(UsageError, match=r"episodes/pilot\.yaml was changed since; nothing was written"):
        make_show(show)
    assert tree(show) == before


@pytest.mark.media
def test_it_is_fine_and_it_renders(starter: Path, tmp_path: Path, hitrec: Run) -> None:
    """Rendered small, which is quicker; docs/starting.md renders it as it is."""
    done = hitrec("validate", starter / "episodes" / "pilot.yaml")
    assert done.returncode == 0 and done.stdout.endswith("show/episodes/pilot.yaml: fine\n")
    assert len(done.stdout.splitlines()) == 1
    show = tmp_path / "show"
    shutil.copytree(starter, show)
    episode = show / "episodes" / "pilot.yaml"
    text = episode.read_text("utf-8")
    assert "format: 720p29.97\n" in text
    episode.write_text(text.replace("720p29.97", "{width: 320, height: 180, rate: 29.97}"), "utf-8")
    listed = answer(hitrec("rundown", episode, "--json"))
    assert listed["slot"]["fits"] and {row["length"] for row in listed["segments"]} == {"exact"}
    made = answer(hitrec("render", episode, "--out", tmp_path / "out", "--json", "-q"))
    assert made["deliverables"][0]["frames"] == listed["frames"]
    light = lightness(tmp_path / "out" / "pilot" / "pilot.web.mp4")
    assert len(light) == listed["frames"]
    starts = [row["total_frames"] - row["frames"] for row in listed["segments"]]
    for row, first in zip(listed["segments"][:-1], starts, strict=False):
        assert light[first + row["frames"] // 2] > 30, row["id"]
    assert [light[starts[place]] < 20 for place in (1, 2, 4, 5)] == [True] * 4  # dips to black
    names = (tmp_path / "out" / "pilot" / "credits.md").read_text("utf-8")
    assert all(f"{name} Example" in names for name in ("Ada", "Bo", "Cleo", "Dot", "Eve", "Fay", "Gus", "Luna"))
    assert hitrec("validate", episode, "--quiet").stdout == ""  # and after a pull
    assert all(row["missing"] == [] for row in answer(hitrec("rundown", episode, "--json"))["segments"])


def lightness(film: Path) -> list[float]:
    """The mean luma of every frame as stored: black is 16."""
    with av.open(str(film)) as container:
        return [float(frame.to_ndarray()[: frame.height].mean()) for frame in container.decode(video=0)]
