"""Connections that go only where they may: the address that is connected to is the one that was checked.

A name is looked up once, its addresses are judged, and one of them is connected to; TLS still proves the name. Reading
goes on in short waits, so that Ctrl-C, an idle server and one that drips are all noticed.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from typing import Any

import httpcore

from hitrec_cli.library.sources.rules import Address, Rules, public
from hitrec_cli.library.sources.source import Stopped
from hitrec_cli.library.sources.web_answer import Refusal

_TICK = 0.25
_LONGEST_HEAD = 128 << 10


class Clock(threading.local):
    """The fetch of this thread: when it has to end, in monotonic seconds."""

    end = float("inf")


class Guard(httpcore.SyncBackend):
    """Opens connections for httpcore. `stop` ends everything."""

    def __init__(self, rules: Rules, stop: threading.Event) -> None:
        self.clock = Clock()
        self._rules = rules
        self._stop = stop

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to one of the name's addresses, each checked. Raises Refusal where one is not allowed."""
        failed: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._addresses(host, port):
            if self._stop.is_set():
                raise Stopped
            try:
                options = socket_options or ()
                stream = super().connect_tcp(str(address), port, self._rules.connect, local_address, options)
                return _Watched(stream, self._rules.idle, self.clock, self._stop)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed

    def _addresses(self, host: str, port: int) -> list[Address]:
        with suppress(ValueError):
            return self._judged(host, port, [ipaddress.ip_address(host)])
        try:
            found = [ipaddress.ip_address(entry[4][0].partition("%")[0]) for entry in look_up(host, port)]
        except (socket.gaierror, UnicodeError) as error:
            if getattr(error, "errno", 0) == socket.EAI_AGAIN:
                raise httpcore.ConnectError(f"the name {host} cannot be looked up now") from error
            remedy = "correct the address, or see whether this machine is online"
            raise Refusal(f"there is no host {host}", remedy) from error
        return self._judged(host, port, list(dict.fromkeys(found)))

    def _judged(self, host: str, port: int, addresses: list[Address]) -> list[Address]:
        if self._rules.allowed(host, port):
            return addresses
        refused = [address for address in addresses if not public(address)]
        if refused:
            name = host if host == str(refused[0]) else f"{host} ({refused[0]})"
            raise Refusal(f"{name} is no public address", "offer it elsewhere, or `allow` it in hitrec.toml")
        return addresses


def look_up(host: str, port: int) -> list[Any]:
    """The addresses of a name, as socket.getaddrinfo gives them."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


class _Watched(httpcore.NetworkStream):
    """A connection that is read in short waits, and that counts what came after the head of an answer."""

    def __init__(self, stream: httpcore.NetworkStream, idle: float, clock: Clock, stop: threading.Event) -> None:
        self._stream = stream
        self._idle = idle
        self._clock = clock
        self._stop = stop
        self._head = b""
        self.body = -1

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Bytes that come. Raises ReadTimeout, Stopped."""
        quiet = time.monotonic() + self._idle
        while True:
            self._heed()
            try:
                data = self._stream.read(max_bytes, _TICK)
            except httpcore.ReadTimeout:
                if time.monotonic() > quiet:
                    raise
                continue
            self._count(data)
            return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send a request."""
        self._heed()
        self._head, self.body = b"", -1
        self._stream.write(buffer, self._idle)

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Begin TLS; the certificate has to be the name's."""
        self._heed()
        stream = self._stream.start_tls(ssl_context, server_hostname, self._idle)
        return _Watched(stream, self._idle, self._clock, self._stop)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks; and `body`: bytes that came after the head of the answer."""
        return self.body if info == "body" else self._stream.get_extra_info(info)

    def _heed(self) -> None:
        if self._stop.is_set():
            raise Stopped
        if time.monotonic() > self._clock.end:
            raise httpcore.ReadTimeout("the whole time is over")

    def _count(self, data: bytes) -> None:
        if self.body >= 0:
            self.body += len(data)
        elif len(self._head) < _LONGEST_HEAD:
            head, blank, body = (self._head + data).partition(b"\r\n\r\n")
            self._head += data
            if blank and not head.startswith(b"HTTP/1.1 1"):
                self._head, self.body = b"", len(body)


def pool(rules: Rules, guard: Guard, context: ssl.SSLContext) -> httpcore.ConnectionPool:
    """Connections for four fetches at once, kept for the next file of the same host."""
    return httpcore.ConnectionPool(
        ssl_context=context, max_connections=16, max_keepalive_connections=8,
        keepalive_expiry=rules.idle, network_backend=guard,
    )  # fmt: skip


@lru_cache(maxsize=2)
def trusted(file: str) -> ssl.SSLContext:
    """Whose certificates are believed: those of SSL_CERT_FILE, else those that come with httpx."""
    import httpx

    return httpx.create_ssl_context()
