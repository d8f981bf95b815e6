"""Two hours of sound: memory stays where it is for ten minutes, and five seconds of them take little of the store."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.conftest import ROOT
from tests.media.making import make
from tests.tools.sound.decoding import encoded, step

pytestmark = [pytest.mark.soak, pytest.mark.media]
WORK = """
import json, resource, sys, time
from pathlib import Path
from hitrec_cli.tools.sound import steps

pcm, clip, folder = json.loads(sys.argv[1])
folder, began = Path(folder), time.process_time()
out = {name: folder / name for name in ("pcm", "level", "speech", "mix", "loudness")}
steps.perform_pcm(pcm, {}, Path, out["pcm"])
stretch = {"channels": 2, "from": clip[0], "length": clip[1]}
whole = {"reach": clip[1], "accept": None, "offset": 0}
steps.perform_loudness({"pcm": "pcm", **stretch, **whole}, out, Path, out["level"])
steps.perform_speech({"pcm": "pcm", **stretch}, out, Path, out["speech"])
entry = {"role": "voice", "pcm": "pcm", **stretch, "start": 0, "gain": 0, "level": "level", "target": -2400,
         "fade_in": 0, "fade_out": 0, "cross_in": 0, "cross_out": 0, "duck": None, "speech": "speech",
         "loop": None, "exact": False, "shape": "s-curve"}
segment = {"samples": clip[1], "noise": None, "mutes": [], "bleeps": [], "clips": [entry]}
steps.perform_mix(segment, out, Path, out["mix"])
usage = {who: resource.getrusage(getattr(resource, f"RUSAGE_{who}")) for who in ("SELF", "CHILDREN")}
print(json.dumps({
    "megabytes": {who: one.ru_maxrss // 1024 for who, one in usage.items()},
    "cpu": round(sum(one.ru_utime + one.ru_stime for one in usage.values()), 1),
    "stored": out["pcm"].stat().st_size,
}))
"""


def work(source: Path, window: tuple[int, int] | None, first: int, length: int, folder: Path) -> dict[str, Any]:
    """Decode, measure, listen and mix in one process of its own; what that took."""
    folder.mkdir()
    order = json.dumps([step(source, window), [first, length], str(folder)])
    done = subprocess.run([sys.executable, "-c", WORK, order], cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(("name", "coded"), [("a.m4a", ("-c:a", "aac")), ("a.mka", ("-c:a", "libopus"))])
def test_memory_is_flat(name: str, coded: tuple[str, ...], tmp_path: Path) -> None:
    noise = np.random.default_rng(1).normal(0, 0.05, (60 * 48_000, 2))
    minute = encoded(tmp_path / f"minute-{name}", noise, 48_000, *coded)
    loop = ("-i", f"file:{minute}", "-c", "copy")
    short = make(tmp_path / f"short-{name}", "-stream_loop", "9", *loop)
    long = make(tmp_path / f"long-{name}", "-stream_loop", "119", *loop)
    ten = work(short, None, 0, 600 * 48_000, tmp_path / "ten")
    all_of_it = work(long, None, 0, 7200 * 48_000, tmp_path / "all")
    five = work(long, (6600, 7200), 30 * 48_000, 5 * 48_000, tmp_path / "five")
    print(json.dumps({"ten minutes": ten, "two hours": all_of_it, "five seconds of two hours": five}))
    assert all_of_it["stored"] == pytest.approx(7200 * 48_000 * 8, rel=0.001)
    for who, most in (("SELF", 150), ("CHILDREN", 100)):
        assert all_of_it["megabytes"][who] < min(most, ten["megabytes"][who] + 25)
    assert five["stored"] <= 600 * 48_000 * 8
    assert five["cpu"] < all_of_it["cpu"] / 2
