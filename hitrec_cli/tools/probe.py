"""Facts about files of strangers, found in a limited child process."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hitrec_cli.base.errors import MediaError
from hitrec_cli.tools.binary import ffmpeg
from hitrec_cli.tools.probe_child import allowance
from hitrec_cli.tools.probe_facts import facts_from_data
from hitrec_cli.tools.probe_found import Found
from hitrec_cli.tools.process import Limits, ProcessFailed, stream

_MEMORY = 4 << 30


@dataclass(frozen=True, slots=True)
class Probed:
    """What became of one file: `found`, or in one line why it is broken and what to do about it."""

    path: Path
    found: Found | None = None
    broken: str = ""


def probe(paths: Sequence[Path]) -> Iterator[Probed]:
    """One answer per file, in order, as it comes.

    A file that crashes or stops the child, or needs too much, is broken; the rest go on in a new child.
    Raises MediaError only where the child cannot work at all.
    """
    waiting = [path.resolve() for path in paths]
    while waiting:
        done = 0
        try:
            for line in _lines(waiting):
                yield _read(waiting[done], line)
                done += 1
                if done == len(waiting):
                    break
            cause = "ended early"
        except ProcessFailed as failure:
            cause = failure.cause
        if done < len(waiting):
            yield Probed(waiting[done], broken=f"reading it stopped the probe, which {cause}; offer it again")
            done += 1
        waiting = waiting[done:]


def _lines(paths: Sequence[Path]) -> Iterator[bytes]:
    """The child's lines after the one that says that it works."""
    allowed = 30 + sum(allowance(path.stat().st_size if path.exists() else 0) for path in paths)
    order = {"files": [str(path) for path in paths], "ffmpeg": str(ffmpeg())}
    rest, ready = b"", False
    pieces = stream(
        # -P: nothing is imported from the current folder, which may be a stranger's.
        [sys.executable, "-P", "-m", "hitrec_cli.tools.probe_child"],
        stdin=json.dumps(order).encode(),
        limits=Limits(wall=allowed, cpu=allowed, memory=_MEMORY, file_size=0, output=2 << 30),
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    try:
        for piece in pieces:
            *lines, rest = (rest + piece).split(b"\n")
            yield from lines if ready else lines[1:]
            ready = ready or bool(lines)
    except ProcessFailed as failure:
        if not ready:
            raise MediaError(f"contributions cannot be probed: {failure.cause}; run hitrec doctor") from failure
        raise


def _read(path: Path, line: bytes) -> Probed:
    try:
        data = json.loads(line)
        if "broken" in data:
            return Probed(path, broken=str(data["broken"]))
        found = Found(facts_from_data(data["facts"]), tuple(data["keyframes"]), tuple(data["pts"]))
    except (ValueError, KeyError, TypeError) as error:
        return Probed(path, broken=f"the probe's answer makes no sense ({error}); offer it again")
    return Probed(path, found)
