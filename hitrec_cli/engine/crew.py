"""The workers of one run: opened when the first step comes, replaced when one of them dies, killed on Ctrl-C."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path
from types import TracebackType

from hitrec_cli.engine.executor import Pool
from hitrec_cli.engine.perform import Done, Input, Job, perform
from hitrec_cli.engine.results import Result
from hitrec_cli.plan.step import Step


class Crew:
    """Sends steps to a pool. As a context manager: a clean end waits for the workers, any exception kills them."""

    def __init__(self, pool: Pool, home: Path, scratch: Path, objects: Path, performers: str) -> None:
        self.size = pool.workers
        self._pool = pool
        self._home = home
        self._scratch = scratch
        self._objects = objects
        self._performers = performers
        self._executor: Executor | None = None
        self._sent = 0

    def send(self, step: Step, inputs: Mapping[str, Result]) -> tuple[Future[Done], Path, Executor]:
        """Hand a step to a worker: what will come of it, the unfinished file it will write, and who has it."""
        self._sent += 1
        out = self._scratch / f"{self._sent}-{step.key[:16]}{step.suffix}"
        needed = {key: Input(str(result.path), result.digest) for key, result in inputs.items()}
        job = Job(
            kind=step.kind,
            key=step.key,
            spec=step.spec,
            inputs=needed,
            reads=step.reads,
            objects=str(self._objects),
            out=str(out),
            home=str(self._home),
            performers=self._performers,
        )
        try:
            executor = self._open()
            return executor.submit(perform, job), out, executor
        except BrokenExecutor:  # a worker died while it had nothing to do
            self.dismiss(executor)
            executor = self._open()
            return executor.submit(perform, job), out, executor

    def dismiss(self, executor: Executor) -> None:
        """Never send to a broken executor again."""
        if executor is self._executor:
            self._executor = None
            _end(executor)

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        executor, self._executor = self._executor, None
        if executor is None:
            return
        if kind is None:
            executor.shutdown(wait=True)
        else:
            _end(executor)

    def _open(self) -> Executor:
        if self._executor is None:
            self._executor = self._pool.open()
        return self._executor


def _end(executor: Executor) -> None:
    kill = getattr(executor, "kill", None)
    if kill is not None:
        kill()
    else:
        executor.shutdown(wait=False, cancel_futures=True)
