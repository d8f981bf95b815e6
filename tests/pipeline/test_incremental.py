"""An edit renders anew what it touches and nothing else (DESIGN invariant 4)."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.pipeline.decoded import difference, frame_digests, planes
from tests.pipeline.show import SEGMENTS, Run, Show, answer, code, labels, render, starts

pytestmark = pytest.mark.media
FILM = starts()["film"]
SUPER = range(FILM + 65, FILM + 95)
"""The lower third's frames, by the manifest."""


def planned(hitrec: Run, show: Show) -> list[tuple[str, str]]:
    """(kind, label) of the steps that a render would run."""
    plan = answer(hitrec("plan", show.manifest, "--json"))
    steps = [(step["kind"], step["label"]) for step in plan["steps"] if step["why"]]
    assert plan["missing"] == len(steps)
    return steps


def touched(hitrec: Run, show: Show, spans: list[str], other: Mapping[str, int]) -> Any:
    """What is planned and then rendered: these spans, a stitch, and so many steps of other kinds."""
    steps = planned(hitrec, show)
    assert [label for kind, label in steps if kind == "span"] == spans
    expected = {**other, "stitch": 1, **({"span": len(spans)} if spans else {})}
    assert Counter(kind for kind, _ in steps) == expected
    done = render(hitrec, show)
    assert done["steps"]["rendered"] == expected
    assert done["steps"]["cached"] == done["steps"]["total"] - sum(expected.values())
    assert planned(hitrec, show) == []
    return done


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_nothing_is_rendered_twice(hitrec: Run, warm: Show, rendered: Path) -> None:
    assert planned(hitrec, warm) == []
    done = render(hitrec, warm)
    assert done["steps"]["rendered"] == {}
    assert done["steps"]["cached"] == done["steps"]["total"]
    assert sha(warm.film()) == sha(Show(rendered / "show").film())
    before = warm.film().stat()
    assert render(hitrec, warm)["steps"]["rendered"] == {}
    after = warm.film().stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    shutil.rmtree(warm.root / "out")
    assert render(hitrec, warm)["steps"]["rendered"] == {}
    assert sha(warm.film()) == sha(Show(rendered / "show").film())


def test_a_lower_third(hitrec: Run, warm: Show, rendered: Path, tmp_path: Path) -> None:
    old = Show(rendered / "show").film()
    edges = (SUPER.start - 1, SUPER.stop)

    def pictures(name: str) -> list[bytes]:
        found = []
        for frame in edges:
            file = tmp_path / f"{name}{frame}.png"
            assert hitrec("frame", warm.manifest, code(frame), "--out", file).returncode == 0
            found.append(file.read_bytes())
        return found

    before = pictures("before")
    warm.edit("name: Ada Example", "name: Wilhelmina Sample")
    touched(hitrec, warm, labels("film", 1), {})  # frames 60-120 of it; the super is in 65-95
    assert pictures("after") == before  # as they are before encoding
    then, now = frame_digests(old), frame_digests(warm.film())
    differing = {frame for frame in range(len(then)) if then[frame] != now[frame]}
    assert len(then) == len(now)
    assert differing <= set(range(FILM + 60, FILM + 120))
    assert set(SUPER[10:-10]) <= differing
    one, other = planes(old)[0], planes(warm.film())[0]
    apart = {frame: np.abs(one[frame] - other[frame]) for frame in differing}
    assert (apart[SUPER[15]] > 60).sum() > 50
    for frame in differing - set(SUPER):  # the encoder spends its bits otherwise; nobody sees it
        assert (apart[frame] > 50).sum() == 0, frame
    assert frame_digests(old, "a:0") == frame_digests(warm.film(), "a:0")


@pytest.mark.parametrize(
    ("file", "before", "now"),
    [("rings.py", "far / 9", "far / 7"), ("shapes.py", "120 + 80", "120 + 60")],
    ids=["the function", "a module that it imports"],
)
def test_a_graphic(hitrec: Run, warm: Show, rendered: Path, file: str, before: str, now: str) -> None:
    source = warm.root / "graphics" / file
    text = source.read_text()
    assert text.count(before) == 1
    source.write_text(text.replace(before, now))
    touched(hitrec, warm, labels("opening"), {"graphic": 1})
    old, new = planes(Show(rendered / "show").film())[0], planes(warm.film())[0]
    assert difference(old[10], new[10]) > 5
    assert difference(old[30:], new[30:]) == 0
    assert not list(warm.root.rglob("__pycache__"))


def test_a_sounds_gain(hitrec: Run, warm: Show, rendered: Path) -> None:
    warm.edit("gain: -3 dB", "gain: -9 dB")
    touched(hitrec, warm, [], {"mix": 1, "loudness": 1, "sound": 1})
    old = Show(rendered / "show").film()
    assert frame_digests(old) == frame_digests(warm.film())
    assert frame_digests(old, "a:0") != frame_digests(warm.film(), "a:0")


@pytest.mark.parametrize(
    ("first", "second", "spans"),
    [("opening", "hello", []), ("film", "song", [("song", 0), ("film", 1)])],
    ids=["cuts all around", "the dip that follows reaches back into the last span before it"],
)
def test_two_segments_change_places(
    hitrec: Run, warm: Show, first: str, second: str, spans: list[tuple[str, int]]
) -> None:
    order = list(SEGMENTS)
    here, there = order.index(first), order.index(second)
    order[here], order[there] = second, first
    warm.write({name: SEGMENTS[name] for name in order})
    expected = [label for name, number in spans for label in labels(name, number, order=order)]
    touched(hitrec, warm, expected, {"sound": 1})


def test_a_segment_more(hitrec: Run, warm: Show) -> None:
    bumper = "  - {kind: bumper, id: pause, picture: [{color: teal, for: 33f}]}\n"
    pieces = dict(SEGMENTS)
    pieces["hello"] += bumper
    warm.write(pieces)
    first = FILM
    done = touched(hitrec, warm, [f"pause {code(first)}-{code(first + 33)}"], {"sound": 1})
    assert done["deliverables"][0]["frames"] == 375 + 33


@pytest.mark.parametrize(
    ("before", "now", "spans", "other"),
    [
        # The second clip's own sound is off. It is in the last span, which begins with the dissolve.
        ("{clip: rec-2, ", "{clip: rec-2, in: 0.5s, ", (1,), {}),
        # The first one is heard: its loudness, the mix, the mix's loudness, the programme.
        ("{clip: rec-1, ", "{clip: rec-1, in: 0.5s, ", (0, 1), {"loudness": 2, "mix": 1, "sound": 1}),
    ],
)
def test_an_in_point(
    hitrec: Run, warm: Show, before: str, now: str, spans: tuple[int, ...], other: dict[str, int]
) -> None:
    warm.edit(before, now)
    touched(hitrec, warm, labels("film", *spans), other)


def test_a_name_in_the_credits(hitrec: Run, warm: Show) -> None:
    catalog = warm.root / "catalog.csv"
    catalog.write_text(catalog.read_text("utf-8").replace("Bo Sample", "Bo Simple"), encoding="utf-8")
    touched(hitrec, warm, labels("credits"), {"roll": 1})
    assert "Bo Simple" in (warm.film().parent / "credits.md").read_text("utf-8")


def test_a_segments_title_is_a_chapters_name(hitrec: Run, warm: Show) -> None:
    warm.edit("    id: hello\n", "    id: hello\n    title: Good morning\n")
    touched(hitrec, warm, [], {})
