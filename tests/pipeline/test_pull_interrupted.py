"""Kill -9 and Ctrl-C in the middle of a pull of many files over the network: the next one completes and is verified."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.library.serving import Request, Server, noise, serve, slowly
from tests.pipeline.show import Run, answer

pytestmark = pytest.mark.media

SIZE, STEP, PAUSE = 40_000, 4_000, 0.004
"""Bytes of a file, bytes of a piece of it, seconds between pieces."""


def text(number: int) -> bytes:
    """Every tenth is longer, so that many a kill meets it in the middle."""
    return noise(SIZE // 2 * (1 if number % 10 else 15), f"file {number}").hex().encode()


def slow(request: Request) -> None:
    data, start = text(int(request.path.strip("/"))), request.start
    span = {"Content_Range": f"bytes {start}-{len(data) - 1}/{len(data)}"} if start else {}
    request.head(
        "206 Part" if start else "200 OK", ETag=f'"{request.path[1:]}"', Content_Length=len(data) - start, **span
    )
    slowly(request, data[start:], PAUSE, STEP)


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as running:
        yield running


def make(root: Path, server: Server, count: int) -> Path:
    """A show whose picks are all on the server; its manifest."""
    root.mkdir()
    items = []
    with (root / "catalog.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "kind", "title", "artists", "license", "file"])
        for number in range(count):
            rows.writerow([f"t{number}", "text", f"T {number}", "A", "CC0-1.0", server.route(f"/{number}", slow)])
            items.append(f"      - {{text: t{number}, for: 5f}}\n")
    (root / "hitrec.toml").write_text(f'allow = ["{server.url}"]\n')
    manifest = root / "e.yaml"
    manifest.write_text(
        "hitrec: 1\nid: e\nseries: S\ntitle: T\nformat: 1080p25\ncatalog: [catalog.csv]\nsegments:\n"
        f"  - kind: story\n    id: s\n    picture:\n{''.join(items)}"
    )
    return manifest


def begun(manifest: Path, home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "hitrec_cli", "pull", str(manifest)],
        env={**os.environ, "HITREC_HOME": str(home), "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


def until_asked(server: Server, more: int, running: subprocess.Popen[str]) -> None:
    """Wait until so many more requests came: then bytes flow."""
    goal, end = len(server.asked) + more, time.monotonic() + 60
    while len(server.asked) < goal and running.poll() is None:
        assert time.monotonic() < end
        time.sleep(0.005)


def until_halfway(incoming: Path, running: subprocess.Popen[str]) -> None:
    """Wait until some bytes of a file are vouched for, and at least as many are still to come."""
    end = time.monotonic() + 60
    while running.poll() is None and not any(map(begins, incoming.glob("*.json"))):
        assert time.monotonic() < end
        time.sleep(0.005)


def begins(note: Path) -> bool:
    with suppress(FileNotFoundError):
        told = json.loads(note.read_bytes())
        return bool(0 < told["size"] <= told["total"] / 2)
    return False


def killed_again_and_again(hitrec: Run, server: Server, root: Path, home: Path, files: int, kills: int) -> None:
    manifest = make(root, server, files)
    for _ in range(kills):
        running = begun(manifest, home)
        until_asked(server, 2, running)
        until_halfway(home / "incoming", running)
        os.killpg(running.pid, signal.SIGKILL)
        assert running.wait(20) == -signal.SIGKILL
        assert running.stderr is not None
        with running.stderr:
            assert "Traceback" not in running.stderr.read()
    assert not manifest.with_name("e.lock.toml").exists()
    before = len(list((home / "objects").rglob("*")))
    picks = answer(hitrec("pull", manifest, "--json"))["picks"]
    assert [pick["state"] for pick in picks] == ["ok"] * files
    assert before > 0 and answer(hitrec("cache", "verify", "--json"))["wrong"] == []
    assert list((home / "incoming").iterdir()) == []
    assert any(request.start for request in server.asked)  # parts were gone on with
    digests = {pick["digest"] for pick in picks}
    assert len(digests) == files
    asked = len(server.asked)
    answer(hitrec("pull", manifest, "--json"))
    assert len(server.asked) == asked  # what is locked and there is asked of nobody


def test_killed_three_times(hitrec: Run, server: Server, tmp_path: Path, hitrec_home: Path) -> None:
    killed_again_and_again(hitrec, server, tmp_path / "show", hitrec_home, files=40, kills=3)


@pytest.mark.soak
def test_killed_ten_times(hitrec: Run, server: Server, tmp_path: Path, hitrec_home: Path) -> None:
    killed_again_and_again(hitrec, server, tmp_path / "show", hitrec_home, files=200, kills=10)


def test_ctrl_c(hitrec: Run, server: Server, tmp_path: Path, hitrec_home: Path) -> None:
    manifest = make(tmp_path / "show", server, 20)
    running = begun(manifest, hitrec_home)
    until_asked(server, 5, running)
    time.sleep(0.02)
    os.killpg(running.pid, signal.SIGINT)
    assert running.stderr is not None
    with running.stderr:
        said = running.stderr.read()
    assert running.wait(20) == 130
    assert said.splitlines()[-1] == "hitrec: interrupted; what was finished is kept"
    assert "Traceback" not in said
    assert list((hitrec_home / "incoming").glob("*.part"))
    assert server.most <= 2  # of one host no more than two at once
    done = hitrec("pull", manifest)
    assert done.returncode == 0
    assert "[1/" in done.stderr and "40.0 kB" in done.stderr
    assert list((hitrec_home / "incoming").iterdir()) == []


def test_two_pulls_at_once(server: Server, tmp_path: Path, hitrec_home: Path) -> None:
    manifest = make(tmp_path / "show", server, 12)
    both = [begun(manifest, hitrec_home) for _ in range(2)]
    for running in both:
        _, said = running.communicate(timeout=60)
        assert running.returncode == 0, said
    whole = [request for request in server.asked if "if-none-match" not in request.headers]
    assert len(whole) == 12


def test_the_bytes_are_kept_and_repaired(hitrec: Run, server: Server, tmp_path: Path, hitrec_home: Path) -> None:
    manifest = make(tmp_path / "show", server, 3)
    lock = answer(hitrec("pull", manifest, "--json"))["picks"]
    objects = [hitrec_home / "objects" / "sha256" / pick["digest"][:2] / pick["digest"][2:] for pick in lock]
    status = objects[0].stat()
    objects[0].chmod(0o644)
    data = bytearray(objects[0].read_bytes())
    data[7] ^= 1
    objects[0].write_bytes(data)
    os.utime(objects[0], ns=(status.st_atime_ns, status.st_mtime_ns))  # rot, which no time tells of
    done = hitrec("cache", "verify")
    assert done.returncode == 5 and lock[0]["digest"][:12] in done.stdout
    assert hitrec("cache", "verify", "--repair").returncode == 0
    assert not objects[0].exists()
    assert answer(hitrec("pull", manifest, "--json"))["picks"] == lock
    assert hitrec("cache", "verify").returncode == 0
    objects[1].unlink()
    assert answer(hitrec("pull", manifest, "--json"))["picks"] == lock
    assert objects[1].exists()


def test_other_bytes_than_the_locked_are_kept_out(
    hitrec: Run, server: Server, tmp_path: Path, hitrec_home: Path
) -> None:
    manifest = make(tmp_path / "show", server, 2)
    lock = answer(hitrec("pull", manifest, "--json"))["picks"]
    server.route("/0", lambda request: request.answer(b"quite other words\n", etag='"new"'))
    (hitrec_home / "objects" / "sha256" / lock[0]["digest"][:2] / lock[0]["digest"][2:]).unlink()
    done = hitrec("pull", manifest, "--json")
    assert done.returncode == 4
    assert "size 600,000 bytes → 18 bytes" in done.stderr and "hitrec pull --update t0" in done.stderr
    text = manifest.with_name("e.lock.toml").read_text()
    assert 'state = "missing"\nreason = "it has changed since it was locked; put the former back, or take' in text
    assert lock[0]["digest"] in text
    taken = answer(hitrec("pull", manifest, "--update", "t0", "--json"))["picks"]
    assert (taken[0]["state"], taken[0]["size"], taken[1]) == ("ok", 18, lock[1])
