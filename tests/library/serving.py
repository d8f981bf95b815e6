"""A web server on this machine that behaves as badly as asked: each path has a behaviour that is given the socket."""

from __future__ import annotations

import hashlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field

CHUNK = 64 * 1024


def noise(size: int, seed: str = "a") -> bytes:
    """Bytes that do not compress and are the same every time."""
    return hashlib.shake_128(seed.encode()).digest(size)


@dataclass
class Request:
    """What was asked, and the connection to answer on; `number` counts requests for this path from 0."""

    path: str
    headers: dict[str, str]
    connection: socket.socket
    number: int

    @property
    def start(self) -> int:
        """Where a range that was asked for begins."""
        return int(self.headers.get("range", "bytes=0-").removeprefix("bytes=").partition("-")[0])

    def head(self, status: str, **headers: object) -> None:
        """Send the head of an answer; underscores in names are hyphens."""
        lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
        self.send("\r\n".join(lines).encode() + b"\r\n\r\n")

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.connection.sendall(data)

    def answer(self, data: bytes, *, etag: str = '"one"', upto: int | None = None) -> None:
        """Answer as a good server would, with ranges and conditions; break off after `upto` bytes."""
        if self.headers.get("if-none-match") == etag:
            return self.head("304 Not Modified", ETag=etag)
        whole = "range" not in self.headers or self.headers.get("if-range", etag) != etag
        start = 0 if whole else self.start
        if start >= len(data) and not whole:
            return self.head("416 Range Not Satisfiable", Content_Length=0)
        span = {} if whole else {"Content_Range": f"bytes {start}-{len(data) - 1}/{len(data)}"}
        status = "200 OK" if whole else "206 Partial Content"
        self.head(status, ETag=etag, Content_Length=len(data) - start, Accept_Ranges="bytes", **span)
        self.send(data[start : len(data) if upto is None else start + upto])
        if upto is not None and start + upto < len(data):
            raise ConnectionAbortedError
        return None


Behaviour = Callable[[Request], None]


@dataclass
class Server:
    """`asked`: every request so far; `most`: most connections that were being answered at once."""

    url: str
    port: int
    routes: dict[str, Behaviour] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    busy: int = 0
    most: int = 0

    def route(self, path: str, behaviour: Behaviour) -> str:
        """Answer a path so; its address."""
        self.routes[path] = behaviour
        return f"{self.url}{path}"

    def times(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(request.path == path for request in self.asked)


@contextmanager
def serve(context: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> Iterator[Server]:
    """A server until the end of the block."""
    listening = socket.create_server((host, 0))
    port = listening.getsockname()[1]
    server = Server(f"{'https' if context else 'http'}://{host}:{port}", port)
    ending, lock = threading.Event(), threading.Lock()
    listening.settimeout(0.1)

    def one(connection: socket.socket) -> None:
        with suppress(OSError, ValueError, IndexError), ExitStack() as stack:  # a client may break off at any byte
            stack.enter_context(connection)
            if context is not None:
                connection = stack.enter_context(context.wrap_socket(connection, server_side=True))
            file = stack.enter_context(connection.makefile("rb"))
            while not ending.is_set() and (line := file.readline(9999)):
                path = line.split()[1].decode()
                headers = {}
                while (head := file.readline(9999).strip()) != b"":
                    name, _, value = head.decode("latin-1").partition(":")
                    headers[name.lower()] = value.strip()
                with lock:
                    request = Request(path, headers, connection, server.times(path))
                    server.asked.append(request)
                    server.busy += 1
                    server.most = max(server.most, server.busy)
                try:
                    server.routes.get(path, lambda lost: lost.head("404 Not Found", Content_Length=0))(request)
                finally:
                    with lock:
                        server.busy -= 1

    def accept() -> None:
        while not ending.is_set():
            with suppress(TimeoutError):
                connection, _ = listening.accept()
                connection.settimeout(30)
                threading.Thread(target=one, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        yield server
    finally:
        ending.set()
        thread.join()
        listening.close()


def slowly(request: Request, data: bytes, pause: float, step: int = 1024) -> None:
    """Send bytes little by little."""
    for at in range(0, len(data), step):
        request.send(data[at : at + step])
        time.sleep(pause)
