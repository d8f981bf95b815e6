"""The one door to child processes: each runs in its own session, under limits, and dies with its parent.

On Linux the kernel kills a child when the *thread* that started it ends (PR_SET_PDEATHSIG), so a child belongs to the
thread that called `run` or began the iteration of `stream`. On macOS only sessions and resource limits hold.
"""

from __future__ import annotations

import errno
import os
import re
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hitrec_cli.tools.feeds import Feed, Feeds
from hitrec_cli.tools.said import HeadAndTail

_PR_SET_PDEATHSIG = 1
_CHUNK = 1 << 16
_TICK = 0.25


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use; None is no limit.

    `wall` and `cpu` in seconds, the rest in bytes: `memory` is address space, `file_size` the longest file it may
    write, `output` what it may say on stdout. Of stderr the first and last quarter MB are kept, never more.
    `idle`: seconds without any processor time of its own (Linux).
    """

    wall: float | None = 600.0
    cpu: int | None = None
    memory: int | None = 4 << 30
    file_size: int | None = 64 << 30
    output: int | None = 64 << 20
    idle: float | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """How a child ended: its exit status (negative: killed by that signal) and what it said."""

    returncode: int
    stdout: bytes
    stderr: str


class ProcessFailed(Exception):
    """A child could not be started, failed, or went over a limit. Reads as one line; `result` has the rest."""

    def __init__(self, program: str, cause: str, result: Result) -> None:
        super().__init__(f"{program}: {cause}")
        self.cause = cause
        self.result = result


class ProcessTimeout(ProcessFailed):
    """A child took longer than its wall clock limit and was killed."""


class ProcessStalled(ProcessTimeout):
    """A child did nothing for longer than it may and was killed."""


def run(
    argv: Sequence[str],
    *,
    limits: Limits = Limits(),
    stdin: bytes | Iterator[bytes] | None = None,
    feeds: Feeds | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    check: bool = True,
) -> Result:
    """Run a program to its end. `argv[0]` is a path; PATH is never searched. `stdin` may come in pieces, and what goes
    into the pipes of `feeds` does.

    The child sees only LC_ALL and what `env` gives it. Without `check` a failing exit status is returned, not raised.
    Raises ProcessTimeout, or ProcessFailed with a short cause; OSError (ENOSPC, EDQUOT) where it found the disk full.
    """
    child = _Child(argv, limits, stdin, feeds or Feeds(), env, cwd)
    return child.finish(b"".join(child.chunks()), check=check)


def stream(
    argv: Sequence[str],
    *,
    limits: Limits = Limits(),
    stdin: bytes | Iterator[bytes] | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Iterator[bytes]:
    """Like `run`, but yields stdout in pieces as they come; raises at the end where `run` does.

    Leaving the iteration early kills the child.
    """
    child = _Child(argv, limits, stdin, Feeds(), env, cwd)
    yield from child.chunks()
    child.finish(b"", check=True)


class _Child:
    """One running child; `chunks` must be used up (or closed) before `finish`."""

    def __init__(
        self,
        argv: Sequence[str],
        limits: Limits,
        stdin: bytes | Iterator[bytes] | None,
        feeds: Feeds,
        env: Mapping[str, str] | None,
        cwd: Path | None,
    ) -> None:
        self.program = Path(argv[0]).name
        self.limits = limits
        self.errors = HeadAndTail()
        self.deadline = None if limits.wall is None else time.monotonic() + limits.wall
        self.worked = (0, time.monotonic())
        try:
            self.process = subprocess.Popen(
                list(argv),
                stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={"LC_ALL": "C.UTF-8", "PATH": "", **(env or {})},
                cwd=cwd,
                bufsize=0,
                pass_fds=[end.fileno() for end in feeds.ends],
                start_new_session=True,
                preexec_fn=_confine(limits),
            )
        except (OSError, subprocess.SubprocessError) as error:
            cause = f"cannot be started: {getattr(error, 'strerror', None) or error}"
            raise ProcessFailed(self.program, cause, Result(127, b"", "")) from error
        self.feeds = list(feeds.sending)
        for end in feeds.ends:  # or it would not be told that the child has ended
            end.close()
        if stdin and self.process.stdin is not None:
            self.feeds.append(Feed(self.process.stdin, iter((stdin,)) if isinstance(stdin, bytes) else stdin))

    def chunks(self) -> Iterator[bytes]:
        """Stdout as it comes; feeds stdin and keeps stderr meanwhile. Every way out kills the group and reaps."""
        try:
            yield from self._pump()
            while not self._has_ended():  # it closed its pipes and goes on
                time.sleep(0.002)
                self._check_clock()
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            for pipe, _ in self._pipes():
                pipe.close()

    def finish(self, stdout: bytes, *, check: bool) -> Result:
        """The result; raises ProcessFailed for a failing exit status when `check`, OSError where the disk was full."""
        result = Result(self.process.returncode, stdout, self.errors.text())
        if check and result.returncode:
            for number in (errno.ENOSPC, errno.EDQUOT):
                if os.strerror(number) in result.stderr:
                    raise OSError(number, os.strerror(number))
            raise ProcessFailed(self.program, _cause(result), result)
        return result

    def _pump(self) -> Iterator[bytes]:
        said = 0
        with selectors.DefaultSelector() as selector:
            for pipe, feed in self._pipes():
                os.set_blocking(pipe.fileno(), False)
                selector.register(pipe, selectors.EVENT_WRITE if feed else selectors.EVENT_READ, (pipe, feed))
            while selector.get_map():
                ready = selector.select(_TICK if self.deadline is None else min(_TICK, self._left()))
                for key, _ in ready:
                    data = self._serve(selector, *key.data)
                    said += len(data)
                    if self.limits.output is not None and said > self.limits.output:
                        self._fail(ProcessFailed, f"said more than {self.limits.output} bytes and was stopped")
                    if data:
                        yield data
                self._check_clock()
                if not ready and self._has_ended():
                    return  # what still holds the pipes is a stray grandchild; it goes with the group

    def _pipes(self) -> Iterator[tuple[IO[bytes], Feed | None]]:
        """What it says, and what it is fed."""
        yield from ((pipe, None) for pipe in (self.process.stdout, self.process.stderr) if pipe is not None)
        yield from ((feed.pipe, feed) for feed in self.feeds)

    def _serve(self, selector: selectors.BaseSelector, pipe: IO[bytes], feed: Feed | None) -> bytes:
        """Move what one ready pipe has to give or take; what came on stdout is returned."""
        try:
            data = b"" if feed else os.read(pipe.fileno(), _CHUNK)
            more = feed.send() if feed else bool(data)
        except BlockingIOError:
            return b""
        if not more:
            selector.unregister(pipe)
            pipe.close()
        if pipe is self.process.stderr:
            self.errors.add(data)
            return b""
        return data

    def _has_ended(self) -> bool:
        """Whether the child itself has ended; it is not reaped yet, so that its group keeps its number."""
        if sys.platform == "darwin":
            return self.process.poll() is not None
        return os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def _left(self) -> float:
        return 3600.0 if self.deadline is None else max(0.0, self.deadline - time.monotonic())

    def _check_clock(self) -> None:
        if not self._left():
            self._fail(ProcessTimeout, f"took longer than {self.limits.wall:g} s and was stopped")
        now = time.monotonic()
        if self.limits.idle is not None and now - self.worked[1] > self.limits.idle:
            spent = _processor_time(self.process.pid)
            if 0 <= spent == self.worked[0]:
                self._fail(ProcessStalled, f"did nothing for {self.limits.idle:g} s and was stopped")
            self.worked = (spent, now)

    def _fail(self, kind: type[ProcessFailed], cause: str) -> None:
        raise kind(self.program, cause, Result(-signal.SIGKILL, b"", self.errors.text()))


def _processor_time(pid: int) -> int:
    """Clock ticks that all threads of a process have had so far, by proc_pid_stat(5); -1 where nothing tells."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])
    except (OSError, ValueError, IndexError):
        return -1


def _confine(limits: Limits) -> Callable[[], None]:
    """What the child does between fork and exec; everything it needs is made ready before the fork."""
    import ctypes
    import resource

    bounds = [(resource.RLIMIT_CORE, (0, 0))]
    for kind, most, mercy in (  # the first second over is told by a signal that says which limit it was
        (resource.RLIMIT_CPU, limits.cpu, 1),
        (resource.RLIMIT_AS, limits.memory, 0),
        (resource.RLIMIT_FSIZE, limits.file_size, 0),
    ):
        if most is not None and not (kind == resource.RLIMIT_AS and sys.platform == "darwin"):
            hard = resource.getrlimit(kind)[1]
            highest = most + mercy if hard == resource.RLIM_INFINITY else min(most + mercy, hard)
            bounds.append((kind, (min(most, highest), highest)))
    parent = os.getpid()
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def apply() -> None:
        if prctl is not None:
            prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            if os.getppid() != parent:  # it ended before we asked to be told
                os._exit(1)
        for kind, bound in bounds:
            resource.setrlimit(kind, bound)

    return apply


_SIGNALS = {
    signal.SIGXCPU: "used more processor time than allowed",
    signal.SIGXFSZ: "wrote a file longer than allowed",
    signal.SIGALRM: "took too long and stopped itself",
}
_ADDRESS = re.compile(r" @ 0x[0-9a-f]+")
_EMPTY_WORDS = ("Conversion failed!", "Press [q]", "Last message repeated", "Exiting normally")


def _cause(result: Result) -> str:
    """One line: the signal, or the first and last thing that the child said that means anything."""
    if result.returncode < 0:
        number = -result.returncode
        with suppress(ValueError):
            return _SIGNALS.get(signal.Signals(number), f"was killed by {signal.Signals(number).name}")
        return f"was killed by signal {number}"
    plain = "".join(c if c.isprintable() or c == "\n" else " " for c in result.stderr.replace("\r", "\n"))
    lines = [_ADDRESS.sub("", line).strip() for line in plain.splitlines()]
    lines = [line for line in lines if line and not line.startswith(_EMPTY_WORDS)]
    if not lines:
        return f"failed with exit status {result.returncode} and said nothing"
    said = lines[0] if lines[0] == lines[-1] else f"{lines[0][:200]} … {lines[-1]}"
    return f"failed with exit status {result.returncode}: {said[:400]}"
