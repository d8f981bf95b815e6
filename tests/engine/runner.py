"""A run in a process of its own: `python -m tests.engine.runner HOME STEPS SLEEP_MS`, ended like any command."""

from __future__ import annotations

import sys
from pathlib import Path

from hitrec_cli.cli.boundary import guarded
from hitrec_cli.plan.step import Plan
from tests.engine.house import go, step


def plan_of(home: Path, steps: int, sleep: int) -> Plan:
    """So many independent steps that take their time, and one that needs them all."""
    log = str(home / "log.txt")
    parts = [step(f"s{number}", log=log, sleep_ms=sleep) for number in range(steps)]
    return Plan((*parts, step("end", *parts, log=log, kind="stitch")))


def main() -> None:
    """Run the plan."""
    home = Path(sys.argv[1])
    home.mkdir(exist_ok=True)
    go(home, plan_of(home, int(sys.argv[2]), int(sys.argv[3])))


if __name__ == "__main__":
    sys.exit(guarded(main))
