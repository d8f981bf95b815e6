"""What is mended without asking: the one right answer, in place, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hitrec_cli.base.errors import UsageError
from hitrec_cli.base.problems import errors_of
from hitrec_cli.checks.mend import Edit, applied, mendable
from hitrec_cli.checks.source import Source
from hitrec_cli.pipeline.mending import mended, write
from hitrec_cli.pipeline.options import Options
from hitrec_cli.pipeline.validate import Review, review
from tests.checks.corpus import BAD

HEAD = "hitrec: 1\nid: show\ntitle: The First\n"
GOOD = "  - {kind: host, id: one, picture: [{color: navy, for: 5s}]}\n"


def look(folder: Path, text: str) -> Review:
    manifest = folder / "show.yaml"
    (folder / "hitrec.toml").touch()
    manifest.write_bytes(text.encode())
    return review([manifest], Options())[0]


def fixed(folder: Path, text: str) -> str:
    """The manifest after --fix, in memory; the file itself must not change."""
    look(folder, text)
    made = mended([folder / "show.yaml"], Options())
    assert (folder / "show.yaml").read_bytes() == text.encode()
    assert len(made) <= 1
    return made[0].after.decode() if made else text


MENDED = [
    (HEAD.replace("title", "titel") + "segments:\n" + GOOD, [("titel", "title")]),
    (HEAD.replace("title", '"titel"') + "segments:\n" + GOOD, [('"titel"', '"title"')]),
    (HEAD + "segments:  # all\n" + GOOD.replace("host", "hots  "), [("hots", "host")]),
    (HEAD + "segments:\n" + GOOD.replace("host", "'hots'"), [("hots", "host")]),
    (HEAD + "segments:\n" + GOOD.replace("navy", "nvay"), [("nvay", "navy")]),
    (HEAD + "segments:\n" + GOOD.replace("one", "Part One"), [("Part One", "part-one")]),
    (HEAD + "deliver: [Web]\nsegments:\n" + GOOD, [("Web", "web")]),
    (HEAD + "segments:\n" + GOOD.replace("navy", "#ff0000"), [("#ff0000", '"#ff0000"')]),
    (HEAD + "segments:\n  - kind: host\n    picture:\n      - color: #00fF00  # green\n        for: 5s\n",
     [("#00fF00", '"#00fF00"')]),
    (HEAD.replace("The First", "RE: The \\ First") + "segments:\n" + GOOD,
     [("RE: The \\ First", '"RE: The \\\\ First"')]),
    (HEAD.replace("The First", "RE: One # one") + "series: A: B\nsegments:\n" + GOOD,
     [("RE: One", '"RE: One"'), ("A: B", '"A: B"')]),
    ("\ufeff" + HEAD + "segments:\n" + GOOD, [("\ufeff", "")]),
    (HEAD + "segments:\n-\tkind: host\n\tpicture:\n\t- color: navy\n\t\tfor: 5s\n", []),
    (HEAD + "slot:\n\tduration: 5s\nsegments: [{kind: host, picture: [{color: navy, for: 5s}]}]\n",
     [("\tduration", "  duration")]),
    (HEAD + "segments:\n" + GOOD.replace("host", "hots").replace("color", "colr"),
     [("hots", "host"), ("colr", "color")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "changes"), MENDED)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_it_is_mended(text: str, changes: list[tuple[str, str]], ends: str, tmp_path: Path) -> None:
    wanted = text
    for before, after in changes:
        wanted = wanted.replace(before, after, 1)
    assert fixed(tmp_path, text.replace("\n", ends)) == wanted.replace("\n", ends)
    if changes:
        assert not errors_of(look(tmp_path, wanted).problems)


@pytest.mark.parametrize(
    "text",
    [
        HEAD.replace("title", "titulo") + "segments:\n" + GOOD,  # too far
        HEAD + "segments:\n" + GOOD.replace("for:", "fro:"),  # from, or for
        HEAD + "titel: x\nsegments:\n" + GOOD,  # `title` is there already
        HEAD + "segments:\n" + GOOD.replace("navy", "navy, original: of"),  # on, or off
        HEAD.replace("id: show", "id: Größe") + "segments:\n" + GOOD,
        HEAD + "publish: {On Line: 2026-01-02}\nsegments:\n" + GOOD,  # `on-line` is no version
        HEAD + "segments:\n" + GOOD + GOOD.replace("one", "ONE"),  # the id is taken
        HEAD.replace("The First", "RE: One\n  and more") + "segments:\n" + GOOD,
        HEAD + "segments:\n" + GOOD.replace("{kind: host", "{kind: host, title: RE: One"),
        HEAD + "segments:\n  -\tkind: host\n  \tpicture: []\n",  # spaces and tabs
    ],
)
def test_it_is_left_to_a_person(text: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, text) == text


def test_what_else_is_wrong_stays_as_it_was(tmp_path: Path) -> None:
    text = HEAD.replace("title", "titel") + "segments:\n" + GOOD.replace("5s", "soon")
    assert fixed(tmp_path, text) == text.replace("titel", "title")


def test_a_segment_file_is_mended_and_a_file_outside_is_not(tmp_path: Path) -> None:
    show, archive = tmp_path / "show", tmp_path / "archive"
    show.mkdir()
    archive.mkdir()
    part = "kind: hots\npicture: [{color: navy, for: 5s}]\n"
    (show / "part.yaml").write_text(part)
    (archive / "far.yaml").write_text(part)
    look(show, HEAD + "segments:\n  - use: part.yaml\n  - use: far.yaml\n")
    made = mended([show / "show.yaml"], Options(source_roots=(archive,)))
    assert [(one.file.name, one.after.decode()) for one in made] == [("part.yaml", part.replace("hots", "host"))]


def test_the_case_of_a_contribution(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("id,kind,title,artists,license\nrec-A1,video,Film,Ada,CC-BY-4.0\n")
    text = HEAD + "catalog: [list.csv]\nsegments:\n  - {kind: host, picture: [{clip: REC-a1, for: 5s}]}\n"
    assert fixed(tmp_path, text) == text.replace("REC-a1", "rec-A1")
    assert (tmp_path / "list.csv").read_text().endswith("CC-BY-4.0\n")


def test_a_file_is_written_whole_with_its_mode_and_through_links(tmp_path: Path) -> None:
    text = HEAD.replace("title", "titel") + "segments:\n" + GOOD
    look(tmp_path, text)
    real = tmp_path / "real.yaml"
    (tmp_path / "show.yaml").rename(real)
    real.chmod(0o640)
    (tmp_path / "show.yaml").symlink_to("real.yaml")
    (made,) = mended([tmp_path / "show.yaml"], Options())
    write(made)
    assert (tmp_path / "show.yaml").is_symlink() and real.read_text() == text.replace("titel", "title")
    assert real.stat().st_mode & 0o777 == 0o640
    assert sorted(os.listdir(tmp_path)) == ["hitrec.toml", "real.yaml", "show.yaml"]
    with pytest.raises(UsageError, match="was changed meanwhile"):
        write(made)


def test_bytes_that_are_no_text_are_left_alone() -> None:
    data = b"\xef\xbb\xbftitle: \xff\n"
    (found,) = review([Path("x.yaml")], Options(), data)
    assert found.problems and not mendable(found.problems, found.files)


@given(
    text=st.text(max_size=40),
    places=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 5), st.text(max_size=3)), max_size=4),
)
def test_all_outside_the_edits_stays(text: str, places: list[tuple[int, int, str]]) -> None:
    edits = [Edit(min(at, len(text)), min(at + length, len(text)), new) for at, length, new in places]
    made = applied(Source(text), edits)
    kept: list[Edit] = []
    for edit in sorted(set(edits)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    rebuilt, at = "", 0
    for edit in kept:
        rebuilt += text[at : edit.start] + edit.new
        at = edit.end
    assert made == rebuilt + text[at:]


WORDS = ["kind", "knid", "host", "hots", "color", "colr", "navy", "nvay", "5s", "#ff0000", "RE: x", "titel", "Id", "\t"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(WORDS), min_size=3, max_size=3), head=st.sampled_from(["title", "titel", "thme"]))
def test_once_is_enough_and_never_worse(words: list[str], head: str, tmp_path: Path) -> None:
    segment = f"{{kind: {words[1]}, picture: [{{color: {words[2]}, for: 5s}}]}}"
    text = f"hitrec: 1\nid: show\n{head}: {words[0]}\nsegments:\n  - {segment}\n"
    before = len(errors_of(look(tmp_path, text).problems))
    once = fixed(tmp_path, text)
    assert len(errors_of(look(tmp_path, once).problems)) <= before
    assert fixed(tmp_path, once) == once


@pytest.mark.parametrize("manifest", BAD, ids=lambda path: path.stem)
def test_the_corpus_becomes_no_worse(manifest: Path) -> None:
    (before,) = review([manifest], Options())
    if mendable(before.problems, before.files):
        texts = {one.file: one.after for one in mended([manifest], Options())}
        (after,) = review([manifest], Options(), instead=texts)
        assert len(errors_of(after.problems)) <= len(errors_of(before.problems))
        assert not mendable(after.problems, after.files) or len(after.problems) < len(before.problems) or not texts
