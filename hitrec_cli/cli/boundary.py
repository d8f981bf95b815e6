"""The last line of defence: whatever a command raises becomes one line on stderr and an exit code.

0 fine, 1 a bug, 2 wrong usage, 3 manifest, 4 media or rights, 5 a render step (also a full disk or memory),
6 findings, 130 interrupted, 141 nobody reads our output any more.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

from hitrec_cli.base.errors import HitrecError, RenderError, UsageError

INTERRUPTED = 130
UNHEARD = 141


def guarded(command: Callable[[], object]) -> int:
    """Run a command; its exit code. Nothing escapes.

    The first Ctrl-C interrupts the command; an impatient second one must not interrupt the cleaning up after it.
    """
    try:
        _hear_once()
        command()
        sys.stdout.flush()
        return 0
    except SystemExit as end:
        code = _code(end)
        if code == INTERRUPTED:  # Typer's own way to say it
            _say("interrupted; what was finished is kept")
        return code
    except KeyboardInterrupt:
        _say("interrupted; what was finished is kept")
        return INTERRUPTED
    except BrokenPipeError:
        hush()
        return UNHEARD
    except HitrecError as error:
        for problem in error.problems:
            _say(str(problem), name=False)
        if not (len(error.problems) == 1 and error.problems[0].message in error.message):  # then it was just said
            _say(error.message)
        return error.exit_code
    except MemoryError:
        _say("not enough memory; try fewer --workers")
        return RenderError.exit_code
    except OSError as error:
        return _system(error)
    except Exception as error:  # noqa: BLE001 - this is where everything ends
        return _bug(error)


def hush() -> None:
    """Send stdout nowhere, so that nothing complains about a closed pipe at the end of the process."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _hear_once() -> None:
    import signal

    def interrupt(number: int, frame: object) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise KeyboardInterrupt

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else it is ignored, as after nohup
        signal.signal(signal.SIGINT, interrupt)


def _code(end: SystemExit) -> int:
    if isinstance(end.code, str):
        _say(end.code)
        return 1
    return end.code or 0


def _system(error: OSError) -> int:
    """The operating system refused: the user's disk and folders are no bugs of ours."""
    from hitrec_cli.engine.disk import disk_full, is_full

    if is_full(error):
        _say(disk_full(error, str(error.filename or "writing")).message)
        return RenderError.exit_code
    if error.filename is not None and error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        _say(f"{error.filename}: {error.strerror}")
        return UsageError.exit_code
    return _bug(error)


def _bug(error: Exception) -> int:
    what = f"{type(error).__name__}: {error}"
    log = _write_log(error)
    where = f"; details in {log}" if log else ""
    _say(f"a bug in hitrec: {what}{where}")
    return 1


def _say(text: str, *, name: bool = True) -> None:
    from hitrec_cli.cli.plain import one_line

    try:
        sys.stderr.write(f"{'hitrec: ' if name else ''}{one_line(text)}\n")
        sys.stderr.flush()
    except OSError:
        pass


def _write_log(error: Exception) -> Path | None:
    """The log of a bug under $HITREC_HOME/log/, or None where nothing can be written."""
    import time

    from hitrec_cli.library.store import default_home

    try:
        folder = default_home() / "log"
        folder.mkdir(parents=True, exist_ok=True)
        log = folder / f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.log"
        log.write_text(_report(error), "utf-8")
        return log
    except OSError:
        return None


def _report(error: Exception) -> str:
    """Versions, the command, and the traceback, with that of the worker where one was to blame."""
    import platform
    import traceback
    from importlib.metadata import distributions

    names = ("hitrec", "typer", "rich", "av", "ffmpeg-python", "imageio-ffmpeg", "moviepy", "numpy", "pydub")
    known = {found.name.lower(): found.version for found in distributions()}
    return "\n".join(
        [
            f"command: {sys.argv}",
            f"system: {platform.platform()}, Python {platform.python_version()}",
            *(f"{name}: {known.get(name, 'not installed')}" for name in names),
            "",
            "".join(traceback.format_exception(error)),
            str(getattr(error, "details", "")),
        ]
    )
