"""Ten thousand manifests that nobody meant: each ends in problems or in none, soon, and in little memory."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hitrec_cli.library import sheet
from hitrec_cli.pipeline.options import Options
from hitrec_cli.pipeline.validate import review
from tests.conftest import ROOT
from tests.fuzz.mutations import NASTY, mutated

pytestmark = pytest.mark.soak

CASES = 10_000
LONGEST, LARGEST = 2.0, 300
"""Seconds of one case, MB of the whole process."""

SEEDS = (*sorted((ROOT / "tests/manifests/good").glob("*.yaml")), ROOT / "episodes/re-beginnings.yaml")


class Tally:
    """What happened to all cases."""

    def __init__(self) -> None:
        self.cases = self.laid = 0
        self.slowest = 0.0

    def run(self, seed: Path, text: bytes) -> None:
        """Validate a text as if it stood where the seed does."""
        began = time.process_time()  # not the clock on the wall: others may use this machine
        (found,) = review([seed], Options(), text)
        taken = time.process_time() - began
        self.cases += 1
        self.slowest = max(self.slowest, taken)
        assert taken < LONGEST, text
        for problem in found.problems:
            assert problem.rule.startswith("HR") and problem.message, text
            assert problem.mark.file, text

    @property
    def memory(self) -> float:
        """MB that the process had at most."""
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1 << 20)


@pytest.fixture
def tally(monkeypatch: pytest.MonkeyPatch) -> Tally:
    made, lay = Tally(), sheet.lay
    last = -1

    def counted(*given: object, **named: object) -> object:
        nonlocal last
        made.laid += made.cases != last  # once a case, whatever its versions
        last = made.cases
        return lay(*given, **named)  # type: ignore[arg-type]

    review([SEEDS[-1]], Options())  # the first run writes fonts
    monkeypatch.setattr(sheet, "lay", counted)
    return made


def test_mutated(tally: Tally) -> None:
    chance = Random(20261122)
    texts = [(path, path.read_bytes()) for path in SEEDS]
    for _ in range(CASES):
        path, text = chance.choice(texts)
        tally.run(path, mutated(text, chance))
    print(f"\n{tally.cases:,} cases, {tally.laid / tally.cases:.0%} laid out, slowest {tally.slowest:.2f} s, "
          f"{tally.memory:.0f} MB")  # fmt: skip
    assert tally.laid >= 0.3 * tally.cases
    assert tally.memory < LARGEST


KEYS = (
    "hitrec", "id", "title", "format", "start", "slot", "catalog", "deliver", "defaults", "segments", "publish",
    "kind", "picture", "sound", "super", "bleep", "mute", "captions", "credits", "clip", "still", "text", "graphic",
    "color", "in", "out", "for", "fit", "move", "transition", "original", "gain", "voice", "music", "effect", "at",
    "duck", "fade", "use", "with", "lower-third", "name", "role", "only", "from", "to", "zoom", "dissolve", "dip", "<<",
)  # fmt: skip
SCALARS = st.one_of(st.sampled_from(NASTY), st.text(max_size=12))
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)),
    max_leaves=25,
)
SEGMENTS = st.lists(st.dictionaries(st.sampled_from(KEYS), TREES, max_size=6), max_size=4)


def test_drawn(tally: Tally) -> None:
    """Manifests that hypothesis makes from the language's keys."""

    @settings(max_examples=CASES // 10, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.dictionaries(st.sampled_from(KEYS), TREES, max_size=6), SEGMENTS)
    def draw(head: dict[str, object], segments: object) -> None:
        tree = {"hitrec": "1", "id": "show", **head, "segments": segments}
        tally.run(SEEDS[-1], yaml.dump(tree, Dumper=yaml.CSafeDumper, sort_keys=False).encode())

    draw()
    assert tally.laid >= 0.3 * tally.cases
    assert tally.memory < LARGEST
