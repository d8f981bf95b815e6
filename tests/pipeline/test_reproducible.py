"""The same manifest gives the same bytes: however many workers, whatever the store holds, wherever the show lies."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from tests.pipeline.show import Run, Show, make_show, render

pytestmark = pytest.mark.media


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def by_two(rendered: Path) -> str:
    """What two workers made with an empty store."""
    return sha(Show(rendered / "show").film())


@pytest.mark.parametrize("workers", ["1", "3"])
def test_workers_and_an_empty_store(hitrec: Run, tmp_path: Path, media: Path, by_two: str, workers: str) -> None:
    """And from a workspace at another path, which has to be quoted in filter graphs."""
    root = tmp_path / f"a 'show': für, [{workers}]"
    show = make_show(root, media)
    done = render(hitrec, show, "--workers", workers)
    assert done["steps"]["cached"] == 0
    assert sha(show.film()) == by_two


@pytest.mark.parametrize("lost", ["odd", "all but the parts", "only the sound"])
def test_a_store_that_has_lost_some(hitrec: Run, warm: Show, hitrec_home: Path, by_two: str, lost: str) -> None:
    """What is left is used, what is gone is made again, the result is the same."""
    gone = 0
    for number, receipt in enumerate(sorted((hitrec_home / "parts").glob("??/*.receipt.json"))):
        span = '"kind": "span"' in receipt.read_text()
        picked = {
            "odd": number % 2 == 1,
            "all but the parts": not span,
            "only the sound": '"sound"' in receipt.read_text(),
        }
        if picked[lost] or '"stitch"' in receipt.read_text():
            gone += 1
            receipt.unlink()
    rendered = render(hitrec, warm, "--workers", "2")["steps"]["rendered"]
    assert 0 < sum(rendered.values()) <= gone  # a step that only finished steps need is not made again
    assert sha(warm.film()) == by_two


def test_an_edit_and_back(hitrec: Run, warm: Show, by_two: str) -> None:
    warm.edit("fade: {out: 10f}", "fade: {out: 20f}")
    render(hitrec, warm)
    assert sha(warm.film()) != by_two
    warm.edit("fade: {out: 20f}", "fade: {out: 10f}")
    assert render(hitrec, warm)["steps"]["rendered"] == {}
    assert sha(warm.film()) == by_two


def test_a_damaged_part_is_made_again(hitrec: Run, warm: Show, hitrec_home: Path, by_two: str) -> None:
    """Its size, time and inode are as they were; the stitch reads it, and it is not what its receipt says."""
    render(hitrec, warm)  # so that the store has looked at the files of its copy
    receipts = [(path, json.loads(path.read_text())) for path in (hitrec_home / "parts").glob("??/*.receipt.json")]
    next(path for path, said in receipts if said["kind"] == "stitch").unlink()
    receipt, said = next(pair for pair in receipts if pair[1]["kind"] == "span")
    part = receipt.with_name(said["key"] + said["suffix"])
    before = part.stat()
    part.chmod(0o644)
    with part.open("r+b") as file:
        file.seek(before.st_size // 2)
        file.write(b"damage")
    os.utime(part, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert render(hitrec, warm)["steps"]["rendered"] == {"span": 1, "stitch": 1}
    assert sha(warm.film()) == by_two
