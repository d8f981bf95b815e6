"""What a command costs: processor time and peak memory of its whole tree of processes (Linux: read from /proc)."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TICK = 0.1
"""Seconds between two looks at the tree."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one run: `cpu` user and system seconds of all processes, `python` the share of Python processes in it
    (as last seen, so up to a tick per process short), `memory` the highest sum of PSS (else RSS) in MB, `wall` seconds,
    `files` the most that the first process was seen to hold open.
    """

    cpu: float
    python: float
    memory: float
    wall: float
    files: int = 0


def cost(argv: Sequence[str], cwd: Path, env: Mapping[str, str]) -> Cost:
    """Run a command to its end. Raises CalledProcessError with what it said where it fails."""
    began = time.monotonic()
    with subprocess.Popen(list(argv), cwd=cwd, env=dict(env), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE) as child:  # fmt: skip
        try:
            seen, memory, files = _watched(child.pid)
        except BaseException:  # an interrupted benchmark leaves nothing that runs on
            child.terminate()
            raise
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        said = child.stderr.read() if child.stderr else b""
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, list(argv), stderr=said.decode("utf-8", "replace"))
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(cpu, min(cpu, sum(seen.values())), memory, time.monotonic() - began, files)


def _watched(pid: int) -> tuple[dict[int, float], float, int]:
    """Until the process ends: the processor time of each Python process in its tree, the tree's peak memory, and the
    most files that the process itself held open."""
    seen: dict[int, float] = {}
    memory, files = 0.0, 0
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        tree = list(_tree(pid))
        memory = max(memory, sum(_memory(member) for member, _, _ in tree))
        seen.update((member, used) for member, name, used in tree if name.startswith("python") or name == "hitrec")
        files = max(files, _open_files(pid))
        time.sleep(TICK)
    return seen, memory, files


def _tree(root: int) -> Iterator[tuple[int, str, float]]:
    """The process and all its descendants: number, name, seconds of processor time so far."""
    found: dict[int, tuple[int, str, float]] = {}
    ticks = os.sysconf("SC_CLK_TCK")
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                text = (entry / "stat").read_text("utf-8", "replace")
            except OSError:  # it has just ended
                continue
            name, fields = text[text.index("(") + 1 : text.rindex(")")], text[text.rindex(")") + 2 :].split()
            found[int(entry.name)] = (int(fields[1]), name, (int(fields[11]) + int(fields[12])) / ticks)
    members = {root}
    while more := {pid for pid, (parent, _, _) in found.items() if parent in members} - members:
        members |= more
    for pid in members & found.keys():
        yield pid, *found[pid][1:]


def _memory(pid: int) -> float:
    """MB that a process holds: its proportional share where the kernel tells it, else all that is resident."""
    for name, key in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            lines = Path("/proc", str(pid), name).read_text("ascii", "replace").splitlines()
        except OSError:
            continue
        return sum(int(line.split()[1]) for line in lines if line.startswith(key)) / 1024
    return 0.0


def _open_files(pid: int) -> int:
    """How many file descriptors a process holds."""
    try:
        return sum(1 for _ in Path("/proc", str(pid), "fd").iterdir())
    except OSError:
        return 0
