"""What a worker does with one step: check what it reads, call the performer, sync and hash what it made."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hitrec_cli.base.digest import Json
from hitrec_cli.base.errors import HitrecError, MediaError, RenderError
from hitrec_cli.engine.disk import disk_full, is_full, known_address, known_check_sum, sync
from hitrec_cli.plan.step import StepKind

Performer = Callable[[Mapping[str, Json], Mapping[str, Path], Callable[[str], Path], Path], dict[str, Json]]
"""`perform(spec, inputs, objects, out) -> report`: make the file `out` from the results `inputs` (by step key) and the
store's objects (`objects(digest)`); the report goes into the receipt. A failure is a RenderError or a MediaError."""

PERFORMERS: Mapping[StepKind, str] = {
    "graphic": "hitrec_cli.tools.graphic:perform",
    "roll": "hitrec_cli.tools.picture:perform_roll",
    "pcm": "hitrec_cli.tools.sound.steps:perform_pcm",
    "loudness": "hitrec_cli.tools.sound.steps:perform_loudness",
    "speech": "hitrec_cli.tools.sound.steps:perform_speech",
    "mix": "hitrec_cli.tools.sound.steps:perform_mix",
    "sound": "hitrec_cli.tools.sound.steps:perform_sound",
    "tone": "hitrec_cli.tools.sound.tone:perform",
    "span": "hitrec_cli.tools.picture:perform",
    "stitch": "hitrec_cli.tools.stitch:perform",
}
"""Which function performs a kind of step; imported in the worker, when the first such step comes."""


@dataclass(frozen=True, slots=True)
class Input:
    """A result that a step reads: where it lies and the check sum that it must have."""

    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class Job:
    """A step as it is sent to a worker: small, picklable, and all that the worker has to know.

    Objects lie in `objects`, laid out `sha256/ab/<the other 62 digits>`. `out` is the unfinished file to write; its
    folder is this run's own, on the store's disk, and is swept. `home` is the store; performers find it as HITREC_HOME.
    `performers` names the table, "module:name".
    """

    kind: StepKind
    key: str
    spec: str
    inputs: Mapping[str, Input]
    reads: tuple[str, ...]
    objects: str
    out: str
    home: str
    performers: str = "hitrec_cli.engine.perform:PERFORMERS"


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a job: the performer's report, the check sum of the file it made, and seconds of wall clock."""

    report: Mapping[str, Json]
    digest: str
    seconds: float


class StaleInput(Exception):
    """A result that the step reads is missing or is not what its receipt says; it has to be made again."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class StepBug(Exception):
    """A performer raised what no performer should: a bug in hitrec. `details` is the traceback in the worker."""

    def __init__(self, message: str, details: str) -> None:
        super().__init__(message, details)
        self.message = message
        self.details = details

    def __str__(self) -> str:
        return self.message


def perform(job: Job) -> Done:
    """Do one job. On failure nothing is left at `out`.

    Raises StaleInput, a HitrecError (the performer's, or RenderError for a full disk or memory), or StepBug; each can
    travel between processes.
    """
    out = Path(job.out)
    os.environ["HITREC_HOME"] = job.home
    try:
        return _perform(job, out)
    except BaseException as error:
        out.unlink(missing_ok=True)
        if isinstance(error, HitrecError | StaleInput) or not isinstance(error, Exception):
            raise
        if is_full(error):
            raise disk_full(error, "writing") from None
        if isinstance(error, MemoryError):
            raise RenderError("not enough memory; try fewer --workers") from None
        raise StepBug(f"{type(error).__name__}: {error}", traceback.format_exc()) from None


def _perform(job: Job, out: Path) -> Done:
    import json
    import time

    began = time.monotonic()
    for key, needed in job.inputs.items():
        if not _is(needed):
            raise StaleInput(key)
    for digest in job.reads:
        _check_object(object_path(job.objects, digest), digest)

    def objects(digest: str) -> Path:
        if digest not in job.reads:  # it would shape the result and not the key
            raise LookupError(f"the step reads {digest} without naming it")
        return object_path(job.objects, digest)

    inputs = {key: Path(needed.path) for key, needed in job.inputs.items()}
    report = _performer(job.performers, job.kind)(json.loads(job.spec), inputs, objects, out)
    if not out.is_file():
        raise RenderError("it ended without an error but made no file")
    sync(out)
    return Done(report, known_check_sum(out), time.monotonic() - began)


def object_path(objects: str | Path, digest: str) -> Path:
    """Where the store keeps the object with this SHA-256."""
    return Path(objects, "sha256", digest[:2], digest[2:])


def _is(needed: Input) -> bool:
    try:
        return known_check_sum(Path(needed.path)) == needed.digest
    except OSError:
        return False


def _check_object(path: Path, digest: str) -> None:
    """A pick may be many gigabytes and be read by many steps: a worker reads it in full once, then trusts its stat."""
    try:
        found = known_address(path)
    except FileNotFoundError:
        raise MediaError(f"the store has no object {digest}; run hitrec pull") from None
    except OSError as error:
        raise MediaError(f"object {digest} cannot be read: {error.strerror}; run hitrec pull") from None
    if found != digest:
        raise MediaError(f"the store's object {digest} is damaged; run hitrec cache verify --repair, then hitrec pull")


def _performer(table: str, kind: StepKind) -> Performer:
    performers: Mapping[StepKind, str] = _named(table)
    performer: Performer = _named(performers[kind])
    return performer


def _named(name: str) -> Any:
    from importlib import import_module

    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)
