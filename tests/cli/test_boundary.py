"""Every way for a command to end: one line, one exit code, never a traceback."""

from __future__ import annotations

import errno
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hitrec_cli.base.errors import FindingsError, HitrecError, ManifestError, MediaError, RenderError, UsageError
from hitrec_cli.base.problems import Mark, Problem
from hitrec_cli.cli.boundary import guarded
from hitrec_cli.engine.perform import StepBug


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("HITREC_HOME", str(tmp_path / "home"))
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


def raising(error: BaseException) -> Callable[[], None]:
    def command() -> None:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (UsageError("no"), 2, "hitrec: no\n"),
        (ManifestError("no"), 3, "hitrec: no\n"),
        (MediaError("no"), 4, "hitrec: no\n"),
        (RenderError("no"), 5, "hitrec: no\n"),
        (FindingsError("no"), 6, "hitrec: no\n"),
        (KeyboardInterrupt(), 130, "hitrec: interrupted; what was finished is kept\n"),
        (SystemExit(130), 130, "hitrec: interrupted; what was finished is kept\n"),
        (SystemExit(2), 2, ""),
        (SystemExit(None), 0, ""),
        (MemoryError(), 5, "hitrec: not enough memory; try fewer --workers\n"),
        (
            OSError(errno.ENOSPC, "x", "/a"),
            5,
            "hitrec: /a: No space left on device; free space or set HITREC_HOME to a folder on a larger disk\n",
        ),
        (PermissionError(errno.EACCES, "Permission denied", "/a"), 2, "hitrec: /a: Permission denied\n"),
    ],
)
def test_one_line_and_a_code(
    error: BaseException, code: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(raising(error)) == code
    assert capsys.readouterr() == ("", said)
    assert not (tmp_path / "home").exists()


def test_problems_one_per_line_and_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [Problem("HR101", Mark("a.yaml", 3, 5), "bad\x1b[2J name\nsecond line", "do this")]
    assert guarded(raising(ManifestError("1 problem", problems))) == 3
    said = capsys.readouterr().err
    assert (
        said
        == "a.yaml:3:5: error[HR101]: bad\N{REPLACEMENT CHARACTER}[2J name second line; do this\nhitrec: 1 problem\n"
    )


@pytest.mark.parametrize(
    ("error", "told"),
    [(KeyError("gain"), "KeyError: 'gain'"), (StepBug("span s: TypeError: x", "in the worker"), "span s")],
)
def test_a_bug_goes_into_a_log(error: Exception, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(raising(error)) == 1
    said = capsys.readouterr().err
    (log,) = (tmp_path / "home" / "log").iterdir()
    assert said.startswith("hitrec: a bug in hitrec: ") and told in said and str(log) in said
    assert said.count("\n") == 1 and "Traceback" not in said
    text = log.read_text()
    assert "Traceback" in text and "numpy: " in text
    assert not isinstance(error, StepBug) or "in the worker" in text


def test_a_bug_with_nowhere_to_write(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("HITREC_HOME", str(tmp_path / "file"))
    assert guarded(raising(ValueError("x"))) == 1
    assert capsys.readouterr().err == "hitrec: a bug in hitrec: ValueError: x\n"


def test_every_error_of_the_tree_is_known() -> None:
    assert {kind.exit_code for kind in HitrecError.__subclasses__()} == {2, 3, 4, 5, 6}
