"""Which files a manifest may name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hitrec_cli.base.errors import ManifestError, MediaError
from hitrec_cli.library.workspace import find_workspace


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with a manifest folder, media, and a neighbour that is none of its business."""
    for folder in ("show/episodes", "show/media", "archive/deep", "secret"):
        (tmp_path / folder).mkdir(parents=True)
    for file in ("show/media/a.mp4", "archive/deep/b.mp4", "secret/key"):
        (tmp_path / file).write_bytes(b"x")
    return tmp_path.resolve()


def manifest(root: Path) -> Path:
    return root / "show" / "episodes" / "e.yaml"


def test_the_workspace_is_the_nearest_folder_with_settings_else_git_else_the_manifests(root: Path) -> None:
    assert find_workspace(manifest(root)).root == root / "show" / "episodes"
    (root / ".git").mkdir()
    assert find_workspace(manifest(root)).root == root
    (root / "show" / "hitrec.toml").write_text("")
    assert find_workspace(manifest(root)).root == root / "show"


def test_sources_come_from_flag_environment_and_settings_in_this_order(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "show" / "hitrec.toml").write_text('sources = ["../archive"]\n')
    monkeypatch.setenv("HITREC_SOURCE_ROOT", os.pathsep.join([str(root / "secret"), ""]))
    found = find_workspace(manifest(root), [root / "show"])
    assert found.sources == (root / "show", root / "secret", root / "archive")
    assert found.resolve("deep/b.mp4", root / "show") == root / "archive" / "deep" / "b.mp4"


@pytest.mark.parametrize("text", ['sources = "x"', "sources = [1]", "sources = ['nowhere']", "sources", "\xff"])
def test_settings_that_make_no_sense_are_refused(text: str, root: Path) -> None:
    (root / "show" / "hitrec.toml").write_text(text, encoding="latin-1")
    with pytest.raises(ManifestError, match=r"hitrec\.toml"):
        find_workspace(manifest(root))


@pytest.mark.parametrize("way", ["flag", "environment"])
def test_a_missing_folder_of_the_settings_is_no_matter_where_the_caller_names_one(
    way: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "show" / "hitrec.toml").write_text('sources = ["../nowhere", "media"]\n')
    with pytest.raises(ManifestError, match="nowhere"):
        find_workspace(manifest(root))
    if way == "environment":
        monkeypatch.setenv("HITREC_SOURCE_ROOT", str(root / "archive"))
    found = find_workspace(manifest(root), [root / "archive"] if way == "flag" else [])
    assert found.sources == (root / "archive", root / "show" / "media")
    (root / "show" / "hitrec.toml").write_text('sources = ["media/a.mp4"]\n')
    with pytest.raises(ManifestError, match=r"media/a\.mp4, which is no folder"):
        find_workspace(manifest(root), [root / "archive"])


def test_a_path_is_relative_to_the_file_that_names_it(root: Path) -> None:
    (root / "show" / "hitrec.toml").write_text("")
    found = find_workspace(manifest(root))
    assert found.resolve("../media/a.mp4", manifest(root).parent) == root / "show" / "media" / "a.mp4"
    with pytest.raises(MediaError, match=r"a\.mp4 is not in .*--source-root"):
        found.resolve("a.mp4", manifest(root).parent)


@pytest.mark.parametrize("text", ["../../secret/key", "/etc/passwd", "link", "loop", "pipe", "../media", "", "a\x00b"])
def test_nothing_outside_and_no_pipe_is_reached(text: str, root: Path) -> None:
    (root / "show" / "hitrec.toml").write_text("")
    base = manifest(root).parent
    (base / "link").symlink_to(root / "secret" / "key")
    (base / "loop").symlink_to(base / "loop")
    os.mkfifo(base / "pipe")
    with pytest.raises(MediaError):
        find_workspace(manifest(root)).resolve(text, base)


def test_a_link_to_the_inside_is_followed(root: Path) -> None:
    (root / "show" / "hitrec.toml").write_text("")
    (root / "show" / "episodes" / "link").symlink_to("../media/a.mp4")
    found = find_workspace(manifest(root))
    assert found.resolve("link", manifest(root).parent) == root / "show" / "media" / "a.mp4"


def test_the_remedy_for_a_file_outside_is_named(root: Path) -> None:
    with pytest.raises(MediaError, match=r"outside the workspace .*--source-root or `sources` in hitrec\.toml"):
        find_workspace(manifest(root)).resolve("../media/a.mp4", manifest(root).parent)
