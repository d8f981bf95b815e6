"""What the engine's tests share: steps, plans, a pool, a run over them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hitrec_cli.engine.engine import Outcome, run
from hitrec_cli.engine.events import Event
from hitrec_cli.engine.executor import LocalPool
from hitrec_cli.engine.results import Results
from hitrec_cli.plan.step import Plan, Step, StepKind, make_step

PERFORMERS = "tests.engine.performers:TABLE"


def step(text: str, *needs: Step, kind: StepKind = "span", frames: int = 0, salt: str = "", **spec: Any) -> Step:
    """A step that writes its text and what it needs."""
    return make_step(
        kind, {"text": text, **spec}, salt=salt, suffix=".bin", needs=tuple(need.key for need in needs),
        reads=tuple(spec.get("objects", ())), label=text, frames=frames,
    )  # fmt: skip


def go(home: Path, *plans: Plan, workers: int = 2, notify: Callable[[Event], None] = lambda event: None) -> Outcome:
    """Run plans with the tests' performers."""
    return run(plans, Results(home), LocalPool(workers), notify, performers=PERFORMERS)


def wait_for(what: Callable[[], object], seconds: float = 10.0) -> None:
    """Until something is so; fails when it does not become so."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    """Whether a process runs (one that has ended and was not yet waited for does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def kill(pid: int) -> None:
    """End a process at once."""
    os.kill(pid, signal.SIGKILL)


def leftovers(home: Path) -> list[str]:
    """Unfinished files under a home."""
    return [str(path) for path in (home / "tmp").glob("*/*")]
