"""The door to child processes: what it lets through, and what it stops."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from hitrec_cli.tools.process import Limits, ProcessFailed, ProcessStalled, ProcessTimeout, run, stream

PYTHON = sys.executable
linux = pytest.mark.skipif(sys.platform != "linux", reason="process limits are Linux's")


def python(code: str) -> list[str]:
    return [PYTHON, "-I", "-c", code]


def wait_until(condition: object, seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (OSError, IndexError):
        return False
    return state not in "ZX"


def test_run_gives_status_output_and_errors() -> None:
    result = run(python("import sys; print('out'); print('err', file=sys.stderr)"))
    assert (result.returncode, result.stdout, result.stderr) == (0, b"out\n", "err\n")


def test_long_input_and_output_do_not_block_each_other() -> None:
    data = bytes(range(256)) * 20_000
    assert run(["/bin/cat"], stdin=data).stdout == data


def test_input_may_come_in_pieces() -> None:
    pieces = [bytes([number]) * (number * 30_000) for number in range(1, 9)]
    assert run(["/bin/cat"], stdin=iter(pieces)).stdout == b"".join(pieces)
    assert run(["/bin/cat"], stdin=iter(())).stdout == b""


def test_a_child_that_does_not_read_its_input_is_judged_by_its_status() -> None:
    assert run(python("pass"), stdin=b"x" * 1_000_000).returncode == 0


def test_the_environment_is_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "1")
    seen = run(["/usr/bin/env"], env={"FONTCONFIG_FILE": "/f"}).stdout.decode().split()
    assert sorted(seen) == ["FONTCONFIG_FILE=/f", "LC_ALL=C.UTF-8", "PATH="]


def test_path_is_never_searched(tmp_path: Path) -> None:
    with pytest.raises(ProcessFailed, match=r"cat: cannot be started: No such file"):
        run(["cat"], cwd=tmp_path)


def test_a_failure_reads_as_one_line_without_control_characters() -> None:
    code = (
        "import sys; sys.stderr.write('first \\x1b[31mcause\\n\\nmiddle\\nlast\\nConversion failed!\\n'); sys.exit(3)"
    )
    with pytest.raises(ProcessFailed) as caught:
        run(python(code))
    assert caught.value.cause == "failed with exit status 3: first  [31mcause … last"
    assert caught.value.result.returncode == 3
    assert run(python(code), check=False).returncode == 3


def test_the_wall_clock_kills_the_whole_group(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    code = f"import os,time; os.fork() or open({str(note)!r},'w').write(str(os.getpid())); time.sleep(60)"
    with pytest.raises(ProcessTimeout, match=r"longer than 2 s"):
        run(python(code), limits=Limits(wall=2))
    wait_until(lambda: not alive(int(note.read_text())))


@linux
def test_a_child_that_does_nothing_is_stopped_and_one_that_works_is_not() -> None:
    with pytest.raises(ProcessStalled, match=r"did nothing for 0\.5 s"):
        run(python("import time; time.sleep(60)"), limits=Limits(idle=0.5))
    busy = "import time; end = time.monotonic() + 2\nwhile time.monotonic() < end: pass"
    assert run(python(busy), limits=Limits(idle=1.5)).returncode == 0


def test_the_clock_runs_for_a_child_that_closed_its_pipes() -> None:
    with pytest.raises(ProcessTimeout):
        run(python("import os,time; os.close(1); os.close(2); time.sleep(60)"), limits=Limits(wall=0.3))


def test_a_stray_grandchild_does_not_hold_us_up() -> None:
    begun = time.monotonic()
    result = run(python("import os,time; os.fork() or time.sleep(60); print('done')"))
    assert result.stdout == b"done\n"
    assert time.monotonic() - begun < 5


def test_output_is_capped() -> None:
    with pytest.raises(ProcessFailed, match="said more than 1000 bytes"):
        run(python("while True: print('x' * 1000)"), limits=Limits(output=1000))


def test_endless_errors_keep_their_beginning_and_end() -> None:
    code = "import sys; sys.stderr.write('begin\\n' + 'x' * 3_000_000 + '\\nend'); sys.exit(1)"
    with pytest.raises(ProcessFailed) as caught:
        run(python(code))
    said = caught.value.result.stderr
    assert len(said) <= 1 << 19
    assert said.startswith("begin")
    assert said.endswith("end")


@linux
@pytest.mark.parametrize(
    ("code", "limits", "message"),
    [
        ("while True: pass", Limits(cpu=1), "more processor time"),
        ("open('f','wb').write(b'x' * 100000)", Limits(file_size=1000), "File too large|longer than allowed"),
        ("x = bytearray(1 << 30)", Limits(memory=512 << 20), "MemoryError"),
        ("import os,signal; os.kill(os.getpid(), signal.SIGSEGV)", Limits(), "was killed by SIGSEGV"),
    ],
)
def test_limits_are_enforced_and_named(code: str, limits: Limits, message: str, tmp_path: Path) -> None:
    with pytest.raises(ProcessFailed, match=message):
        run(python(code), limits=limits, cwd=tmp_path)


@linux
def test_a_limited_child_may_start_another() -> None:
    outer = f"""
import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from hitrec_cli.tools.process import Limits, run
print(run(["/bin/echo", "deep"], limits=Limits(cpu=100, memory=8 << 30, file_size=1 << 40)).stdout)
"""
    assert b"deep" in run(python(outer), limits=Limits(cpu=20, file_size=0)).stdout


@linux
def test_a_child_dies_with_its_parent(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    inner = f"import os,time; open({str(note)!r},'w').write(str(os.getpid())); time.sleep(60)"
    outer = f"""
import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from hitrec_cli.tools.process import run
run([{PYTHON!r}, "-I", "-c", {inner!r}])
"""
    chunks = stream(python(outer))
    reader = threading.Thread(target=_swallow, args=(chunks,), daemon=True)
    reader.start()
    wait_until(lambda: note.exists() and note.read_text() != "")
    grandchild = int(note.read_text())
    parent = int(Path(f"/proc/{grandchild}/stat").read_text().rsplit(")", 1)[1].split()[1])
    os.kill(parent, signal.SIGKILL)
    wait_until(lambda: not alive(grandchild))
    reader.join(5)


def _swallow(chunks: object) -> None:
    with pytest.raises(ProcessFailed, match="SIGKILL"):
        list(chunks)  # type: ignore[call-overload]


def test_an_interrupt_kills_the_group(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    inner = f"import os,time; open({str(note)!r},'w').write(str(os.getpid())); time.sleep(60)"

    def interrupt() -> None:
        wait_until(lambda: note.exists() and note.read_text() != "")
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        run(python(inner))
    thread.join()
    assert not alive(int(note.read_text()))


def test_stream_yields_as_it_comes_and_raises_at_the_end() -> None:
    code = "import sys,time; print('one', flush=True); time.sleep(0.3); print('two', flush=True); sys.exit(2)"
    pieces = stream(python(code))
    assert next(pieces) == b"one\n"
    begun = time.monotonic()
    assert next(pieces) == b"two\n"
    assert time.monotonic() - begun > 0.2
    with pytest.raises(ProcessFailed, match="exit status 2"):
        next(pieces)


def test_leaving_a_stream_early_kills_the_child() -> None:
    chunks = stream(python("import os,time; print(os.getpid(), flush=True); time.sleep(60)"))
    pid = int(next(chunks))
    chunks.close()  # type: ignore[attr-defined]
    assert not alive(pid)
