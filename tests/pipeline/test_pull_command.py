"""`hitrec pull` and `hitrec cache` as a user runs them: what they take, say and write."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hitrec_cli.cli.fetching import Fetching
from tests.library.serving import Server, serve
from tests.pipeline.show import Run, Show, answer

WORDS = b"words on a card\n"
MANIFEST = """\
hitrec: 1
id: e
series: S
title: T
format: 1080p25
catalog: [catalog.csv]
segments:
  - {kind: story, id: s, picture: [{text: near, for: 5f}, {text: far, for: 5f}]}
"""


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as running:
        running.route("/far.txt", lambda request: request.answer(WORDS * 3))
        yield running


@pytest.fixture
def manifest(tmp_path: Path, server: Server) -> Path:
    """A show with a text of its own and one on the server."""
    root = tmp_path / "show"
    root.mkdir()
    (root / "near.txt").write_bytes(WORDS)
    rows = ["id,kind,title,artists,license,file", "near,text,Near,A,CC0-1.0,near.txt",
            f"far,text,Far,A,CC0-1.0,{server.url}/far.txt"]  # fmt: skip
    (root / "catalog.csv").write_text("\n".join(rows) + "\n")
    (root / "hitrec.toml").write_text(f'allow = ["{server.url}"]\n')
    (root / "e.yaml").write_text(MANIFEST)
    return root / "e.yaml"


@pytest.mark.media
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["near"], "near: ids are named with --update only"),
        (["--update", "near", "nobody"], "--update nobody: the manifest picks no nobody"),
        (["--update", "--locked"], "--update changes the lock"),
        (["--update", "--offline"], "--update changes the lock"),
        (["--largest", "much"], '--largest is a size, such as "20 GB"'),
    ],
)
def test_wrong_usage(hitrec: Run, manifest: Path, arguments: list[str], says: str) -> None:
    done = hitrec("pull", manifest, *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith(f"hitrec: {says}") and len(done.stderr.splitlines()) == 1
    assert not manifest.with_name("e.lock.toml").exists()


@pytest.mark.media
def test_not_allowed_too_large_and_then_right(hitrec: Run, manifest: Path, server: Server) -> None:
    settings = manifest.with_name("hitrec.toml")
    allowed = settings.read_text()
    settings.write_text("")
    done = hitrec("pull", manifest)
    assert done.returncode == 4
    reason = f"{server.url}/far.txt is not https; offer it by https, or write {allowed.strip()} in hitrec.toml"
    assert f"far missing: {reason}" in done.stdout.splitlines()
    assert server.asked == []
    settings.write_text(allowed)
    done = hitrec("pull", manifest, "--largest", "20 B")
    assert done.returncode == 4 and "over the limit of 20 bytes; offer a smaller one" in done.stdout
    done = hitrec("pull", manifest)
    assert (done.returncode, done.stdout) == (0, "far ok\nnear ok\n")
    assert "] far: 48 B" in done.stderr
    assert hitrec("pull", manifest, "--locked").returncode == 0
    asked = len(server.asked)
    server.route("/far.txt", lambda request: request.head("500 Oh", Content_Length=0))
    assert hitrec("pull", manifest).returncode == hitrec("pull", manifest, "--offline").returncode == 0
    assert len(server.asked) == asked


@pytest.mark.media
def test_drift_and_update(hitrec: Run, manifest: Path, server: Server) -> None:
    before = answer(hitrec("pull", manifest, "--json"))
    lock = manifest.with_name("e.lock.toml").read_bytes()
    manifest.with_name("near.txt").write_bytes(WORDS + b"more")
    server.route("/far.txt", lambda request: request.answer(WORDS, etag='"two"'))
    done = hitrec("pull", manifest, "--json")
    told = answer(done)
    assert told["picks"] == before["picks"]
    assert manifest.with_name("e.lock.toml").read_bytes() == lock
    (drift,) = told["drift"]
    assert (drift["id"], drift["kept"]) == ("near", True)
    assert drift["changes"][1] == {"field": "size", "locked": "16 bytes", "now": "20 bytes"}
    assert "warning: near has changed since it was locked: digest" in done.stderr
    assert (
        "near has changed" in hitrec("plan", manifest).stderr or "near has changed" in hitrec("pull", manifest).stderr
    )
    sizes = {
        pick["id"]: pick["size"] for pick in answer(hitrec("pull", manifest, "--update", "near", "--json"))["picks"]
    }
    assert sizes == {"near": 20, "far": 48}
    sizes = {pick["id"]: pick["size"] for pick in answer(hitrec("pull", manifest, "--update", "--json"))["picks"]}
    assert sizes == {"near": 20, "far": 16}


@pytest.mark.media
def test_carried_to_a_machine_without_network(
    hitrec: Run, manifest: Path, hitrec_home: Path, tmp_path: Path, server: Server
) -> None:
    before = answer(hitrec("pull", manifest, "--json"))
    said = answer(hitrec("cache", "export", tmp_path / "e.tar", manifest, "--json"))
    assert said["objects"] == 2 and said["bytes"] == (tmp_path / "e.tar").stat().st_size
    again = answer(hitrec("cache", "export", tmp_path / "f.tar", manifest.with_name("e.lock.toml"), "--json"))
    assert again["objects"] == 2 and (tmp_path / "e.tar").read_bytes() == (tmp_path / "f.tar").read_bytes()
    shutil.rmtree(hitrec_home)
    hitrec_home.mkdir()
    manifest.with_name("near.txt").unlink()
    server.routes.clear()
    assert answer(hitrec("cache", "import", tmp_path / "e.tar", "--json"))["objects"] == 2
    after = answer(hitrec("pull", manifest, "--json"))
    assert after == before
    assert server.times("/far.txt") == 1
    assert hitrec("cache", "import", manifest).returncode == 4


@pytest.mark.media
def test_cleaning_up_after_a_render(hitrec: Run, warm: Show, hitrec_home: Path) -> None:
    """What was just rendered stays; with --keep-days 0 only what locks name stays."""
    assert answer(hitrec("cache", "gc", "--json", cwd=warm.root))["files"] == {}
    dry = answer(hitrec("cache", "gc", "--keep-days", "0", "--dry-run", "--json", cwd=warm.root))
    freed = answer(hitrec("cache", "gc", "--keep-days", "0", "--json", cwd=warm.root))
    assert freed["total"] == dry["total"] > 0 and "objects" not in freed["files"]
    assert answer(hitrec("cache", "verify", "--json"))["wrong"] == []
    shutil.rmtree(warm.root / "media")
    picks = json.loads(hitrec("pull", warm.manifest, "--json").stdout)["picks"]
    assert {pick["state"] for pick in picks} == {"ok"}


def test_progress() -> None:
    lines: list[str] = []
    clock = [0.0]
    watch = Fetching(lines.append, lambda: clock[0])
    watch.planned(["a", "b"])
    watch.moved("a", 500, 1000)
    watch.moved("a", 1_000, 1_000)
    assert lines == []
    clock[0] = 2.5
    watch.moved("b", 1_500_000, 3_000_000)
    watch.ended("a", "")
    watch.ended("b", "it is not there (404); correct the address")
    assert lines[-2:] == ["[1/2] a: 1.0 kB", "[2/2] b: it is not there (404); correct the address"]
    assert lines[0] == "b 50%; in all 1.5 MB of 3.0 MB begun, 600 kB/s, 2 of 2 picks to go"
