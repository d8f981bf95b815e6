"""Pipes into a child: what it reads there is made while it reads."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Self

_CHUNK = 1 << 20
"""Bytes that are written at once, and that a pipe is asked to hold (Linux)."""


@dataclass
class Feed:
    """One pipe, and the pieces that go into it."""

    pipe: IO[bytes]
    pieces: Iterator[bytes]
    unsent: memoryview = memoryview(b"")

    def send(self) -> bool:
        """Write what fits in now; whether there may be more to write."""
        try:
            self.unsent = self.unsent or memoryview(next(self.pieces, b""))
            if not self.unsent:
                return False
            self.unsent = self.unsent[os.write(self.pipe.fileno(), self.unsent[:_CHUNK]) :]
        except BlockingIOError:
            pass
        except BrokenPipeError:  # it reads no more; its exit status says whether that was right
            return False
        return True


class Feeds:
    """Pipes for one run of a child, beside its stdin; closed at the end of the `with`."""

    def __init__(self) -> None:
        self.sending: list[Feed] = []
        self.ends: list[IO[bytes]] = []
        """What the child reads from, by the same numbers as here."""

    def add(self, pieces: Iterator[bytes]) -> str:
        """A pipe for so many pieces; its address as ffmpeg writes it."""
        end, pipe = os.pipe()
        self.ends.append(open(end, "rb", buffering=0))  # noqa: SIM115 - closed with the others
        self.sending.append(Feed(open(pipe, "wb", buffering=0), pieces))  # noqa: SIM115
        with suppress(AttributeError, OSError):  # macOS has no such call, a full system no more room
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _CHUNK)
        return f"pipe:{end}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        for file in (*self.ends, *(feed.pipe for feed in self.sending)):
            file.close()
