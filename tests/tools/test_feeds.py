"""Pipes into a child beside its stdin."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest

from hitrec_cli.tools.feeds import Feeds
from hitrec_cli.tools.process import ProcessFailed, run


def python(code: str, *addresses: str) -> list[str]:
    return [sys.executable, "-I", "-c", code, *(one.removeprefix("pipe:") for one in addresses)]


def fds() -> int:
    return len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0


def pieces(letter: bytes, made: list[bytes]) -> Iterator[bytes]:
    for _ in range(20):
        made.append(letter)
        yield letter * 300_000


TURNS = """
import os, sys
one, other = map(int, sys.argv[1:])
for _ in range(60):
    for end in (other, one):
        left = 100_000
        while left:
            left -= len(os.read(end, left))
print(os.read(one, 1), os.read(other, 1), sys.stdin.read())
"""


def test_a_child_reads_all_in_its_own_order() -> None:
    before, made = fds(), []  # type: ignore[var-annotated]
    with Feeds() as feeds:
        one, other = feeds.add(pieces(b"a", made)), feeds.add(pieces(b"b", made))
        result = run(python(TURNS, one, other), stdin=b"and this", feeds=feeds)
    assert result.stdout == b"b'' b'' and this\n"
    assert fds() == before


def test_what_nobody_reads_is_not_made() -> None:
    before, made = fds(), []  # type: ignore[var-annotated]
    with Feeds() as feeds:
        address = feeds.add(pieces(b"a", made))
        assert run(python("pass", address), feeds=feeds).returncode == 0
    assert len(made) < 8
    with Feeds() as feeds, pytest.raises(ProcessFailed, match="status 3"):
        run(python("raise SystemExit(3)", feeds.add(pieces(b"a", made))), feeds=feeds)
    assert fds() == before


def test_what_fails_in_the_making_ends_the_child() -> None:
    def broken() -> Iterator[bytes]:
        yield b"a"
        raise ValueError("no more")

    with Feeds() as feeds, pytest.raises(ValueError, match="no more"):
        run(python("import time; time.sleep(60)", feeds.add(broken())), feeds=feeds)
