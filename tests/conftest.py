"""What every test stands on: a fence around the outside world, the shared media, a home of its own, the command."""

from __future__ import annotations

import ipaddress
import os
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = Path(__file__).resolve().parent.parent
PURE = frozenset(
    ("account", "attribution", "base", "checks", "deliver", "interchange", "manifest", "model", "plan", "timeline")
)
PROCESS_EVENTS = frozenset(
    ("os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system", "pty.spawn", "subprocess.Popen")
)
NETWORK_EVENTS = frozenset(
    ("socket.bind", "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")
)


class Outside(AssertionError):
    """A test reached for something that it may not reach."""


class Fence:
    """Watches the interpreter's audit events while a test runs; what code swallows is still told at the end."""

    def __init__(self) -> None:
        self.active = False
        self.pure = False
        self.breaches: list[str] = []

    def hook(self, event: str, args: tuple[Any, ...]) -> None:
        if self.active and (event in PROCESS_EVENTS or event in NETWORK_EVENTS):
            self._judge(event, args)

    def _judge(self, event: str, args: tuple[Any, ...]) -> None:
        if self.pure:
            self._refuse(f"tests of pure rooms start no process and open no connection: {event} {args[:2]!r}")
        elif event in NETWORK_EVENTS and not _is_this_machine(event, args):
            self._refuse(f"tests reach no network but this machine: {event} {args[:2]!r}")

    def _refuse(self, why: str) -> None:
        self.breaches.append(why)
        raise Outside(why)


def _is_this_machine(event: str, args: tuple[Any, ...]) -> bool:
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = args[0]
    elif isinstance(args[1], tuple):  # (host, port, ...)
        host = args[1][0]
    else:  # a Unix socket
        return True
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host).is_loopback
    except ValueError:
        return False


FENCE = Fence()
sys.addaudithook(FENCE.hook)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    """Fixtures of every scope are inside the fence."""
    FENCE.pure = item.path.relative_to(HERE).parts[0] in PURE
    FENCE.breaches.clear()
    FENCE.active = True
    yield


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Generator[None, None, None]:
    try:
        yield
    finally:
        FENCE.active = False
    if FENCE.breaches:
        pytest.fail("; ".join(FENCE.breaches), pytrace=False)


@pytest.fixture(scope="session", autouse=True)
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The user's own store stays untouched, and child processes find no proxy that would lead outside."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HITREC_HOME", str(tmp_path_factory.getbasetemp() / "hitrec-home"))
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            patch.setenv(name, "http://127.0.0.1:9")
            patch.setenv(name.upper(), "http://127.0.0.1:9")
        for name in ("no_proxy", "NO_PROXY"):
            patch.setenv(name, "127.0.0.1,localhost,::1")
        yield


def _shared_media() -> Path:
    return Path(os.environ.get("HITREC_TEST_MEDIA") or ROOT.parent / "shared" / "media")


def pytest_configure(config: pytest.Config) -> None:
    try:
        from hypothesis import settings
    except ImportError:
        return
    settings.register_profile("hitrec", derandomize=True, deadline=None, database=None)
    settings.load_profile("hitrec")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not _shared_media().is_dir():
        absent = pytest.mark.skip(reason="no shared media: set HITREC_TEST_MEDIA to its directory")
        for item in items:
            if item.get_closest_marker("shared"):
                item.add_marker(absent)


@pytest.fixture(scope="session")
def shared_media() -> Path:
    """The directory of real media that tests may read and that is never copied into the repository."""
    directory = _shared_media()
    if not directory.is_dir():
        pytest.skip("no shared media: set HITREC_TEST_MEDIA to its directory")
    return directory.resolve()


@pytest.fixture
def hitrec_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of the test's own."""
    home = tmp_path / "hitrec-home"
    home.mkdir()
    monkeypatch.setenv("HITREC_HOME", str(home))
    return home


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def hitrec(hitrec_home: Path, tmp_path: Path) -> Run:
    """Run the command as a user would: `hitrec("validate", "x.yaml", cwd=..., env={...})`."""

    def run(
        *args: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None, timeout: float = 600
    ) -> subprocess.CompletedProcess[str]:
        kept = {k: v for k, v in os.environ.items() if k == "HITREC_FFMPEG" or not k.startswith("HITREC_")}
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        return subprocess.run(
            [sys.executable, "-m", "hitrec_cli", *map(str, args)],
            cwd=cwd or tmp_path,
            env={**kept, "HITREC_HOME": str(hitrec_home), "PYTHONPATH": path, "NO_COLOR": "1", **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=timeout,
            check=False,
        )

    return run
