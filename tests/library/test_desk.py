"""An episode on the desk: manifest and catalogs read, the lock kept, graphics found."""

from __future__ import annotations

from pathlib import Path

import pytest

from hitrec_cli.base.errors import ManifestError
from hitrec_cli.library.desk import Desk, bring_in, graphics_of, open_desk, texts_of
from hitrec_cli.library.store import Store

CATALOG = """\
id,kind,title,artists,license,file
letter,text,Letter,Eve Proof,CC0-1.0,letter.txt
other,text,Other,Eve Proof,CC0-1.0,letter.txt
"""
MANIFEST = """\
hitrec: 1
id: e
catalog: [../catalog.csv]
segments:
  - kind: story
    picture:
      - {text: letter, for: 1s}
      - {text: {file: own.txt, by: [A], license: LicenseRef-own}, for: 1s}
      - {graphic: "../g.py:g", for: 1s}
"""


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    show = tmp_path / "show"
    (show / "episodes").mkdir(parents=True)
    (show / "hitrec.toml").write_text("")
    (show / "catalog.csv").write_text(CATALOG)
    (show / "letter.txt").write_bytes("\ufeffDear all\n".encode())
    (show / "episodes" / "own.txt").write_text("our own\n")
    (show / "g.py").write_text("def g(w, h, r): ...\n")
    path = show / "episodes" / "e.yaml"
    path.write_text(MANIFEST)
    return path


def desk_of(manifest: Path) -> Desk:
    return open_desk(manifest, (), ())


def test_what_is_on_it(manifest: Path, hitrec_home: Path) -> None:
    desk = desk_of(manifest)
    assert desk.workspace.root == manifest.parents[1].resolve()
    assert [piece.title for piece in desk.picks()] == ["Letter", "own"]
    assert desk.get("other") is not None and desk.get("none") is None
    assert desk.lock_file == manifest.with_name("e.lock.toml")
    graphics, problems = graphics_of(desk)
    assert problems == () and graphics["../g.py:g"][0] == "g.py:g"
    store = Store(hitrec_home)
    lock = bring_in(desk, store, locked=False, offline=False)
    assert sorted(texts_of(desk, lock, store).values()) == ["Dear all\n", "our own\n"]


def test_the_lock_is_kept(manifest: Path, hitrec_home: Path) -> None:
    store = Store(hitrec_home)
    with pytest.raises(ManifestError, match="is not there; run hitrec pull once without --offline"):
        bring_in(desk_of(manifest), store, locked=False, offline=True)
    with pytest.raises(ManifestError, match=r"the lock does not fit: .*letter.*; run hitrec pull and commit"):
        bring_in(desk_of(manifest), store, locked=True, offline=False)
    assert not manifest.with_name("e.lock.toml").exists()
    lock = bring_in(desk_of(manifest), store, locked=False, offline=False)
    before = manifest.with_name("e.lock.toml").read_bytes()
    assert bring_in(desk_of(manifest), store, locked=True, offline=False) == lock
    (manifest.parents[1] / "letter.txt").unlink()
    assert bring_in(desk_of(manifest), store, locked=False, offline=True) == lock
    (manifest.parents[1] / "letter.txt").write_text("changed words\n")
    said: list[str] = []
    assert bring_in(desk_of(manifest), store, locked=True, offline=False, note=said.append) == lock
    assert any("letter has changed since it was locked" in line for line in said)
    store.path(lock.picks["letter"].digest).unlink()
    with pytest.raises(ManifestError, match=r"the lock does not fit: letter; "):
        bring_in(desk_of(manifest), store, locked=True, offline=False)
    assert manifest.with_name("e.lock.toml").read_bytes() == before


def test_every_problem_of_manifest_and_catalog_at_once(manifest: Path) -> None:
    manifest.write_text(MANIFEST.replace("[../catalog.csv]", "[../catalog.csv, ../none.csv]"))
    (manifest.parents[1] / "catalog.csv").write_text(CATALOG + "letter,text,Again,Eve Proof,CC0-1.0,letter.txt\n")
    with pytest.raises(ManifestError) as caught:
        desk_of(manifest)
    said = "\n".join(map(str, caught.value.problems))
    assert "none.csv" in said and "letter" in said
    assert "2 errors" in caught.value.message


@pytest.mark.parametrize(
    ("text", "says"), [("hitrec: 1\n", r"\d+ errors?"), ("\x00", r"1 error"), ("", r"\d+ errors?")]
)
def test_what_is_no_manifest(manifest: Path, text: str, says: str) -> None:
    manifest.write_text(text)
    with pytest.raises(ManifestError, match=says) as caught:
        desk_of(manifest)
    assert all(problem.mark.file.endswith("e.yaml") for problem in caught.value.problems)


def test_a_graphic_that_is_not_there_is_a_problem_in_its_place(manifest: Path) -> None:
    manifest.write_text(MANIFEST.replace("g.py:g", "g.py:none"))
    _, (problem,) = graphics_of(desk_of(manifest))
    assert (problem.rule, problem.mark.line) == ("HR320", 9)
