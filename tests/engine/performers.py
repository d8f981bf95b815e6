"""Tiny performers for the engine's tests; each does what its spec says."""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, get_args

from hitrec_cli.base.errors import MediaError
from hitrec_cli.plan.step import StepKind

TABLE = dict.fromkeys(get_args(StepKind), "tests.engine.performers:perform")


class Awkward(Exception):
    """Cannot be unpickled: its constructor wants more than its arguments say."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one)


def perform(
    spec: Mapping[str, Any], inputs: Mapping[str, Path], objects: Callable[[str], Path], out: Path
) -> dict[str, Any]:
    """Write the spec's text and the inputs' bytes; before that, misbehave as told."""
    if "log" in spec:
        with Path(spec["log"]).open("a") as log:
            log.write(f"{spec['text']} {os.getpid()}\n")
    out.write_bytes(b"half")
    time.sleep(spec.get("sleep_ms", 0) / 1000)
    _misbehave(spec)
    body = b"".join(path.read_bytes() for path in inputs.values())
    body += b"".join(objects(digest).read_bytes() for digest in spec.get("objects", []))
    out.write_bytes(f"<{spec['text']}>".encode() + body)
    if spec.get("bad") == "no file":
        out.unlink()
    return {"text": spec["text"], "bytes": len(body), "home": os.environ["HITREC_HOME"]}


def _misbehave(spec: Mapping[str, Any]) -> None:
    bad = spec.get("bad", "")
    once = Path(spec["once"]) if "once" in spec else None
    if once is not None:
        if once.exists():
            return
        once.touch()
    if bad == "media":
        raise MediaError("three frames are damaged")
    if bad == "bug":
        raise Awkward("a", "b")
    if bad == "full":
        raise OSError(errno.ENOSPC, "No space left on device")
    if bad == "really full":
        with open("/dev/full", "wb") as full:
            full.write(b"x")
    if bad == "memory":
        raise MemoryError
    if bad == "die":
        os.kill(os.getpid(), signal.SIGKILL)
