"""Files from web servers, by https: resumed, verified, every hop of a redirect checked."""

from __future__ import annotations

import os
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin

from hitrec_cli.base.errors import MediaError
from hitrec_cli.library.sources.part import Part
from hitrec_cli.library.sources.rules import Rules, shown
from hitrec_cli.library.sources.source import Mark, Moved, Stopped
from hitrec_cli.library.sources.web_answer import (
    Again,
    Refusal,
    part_begins,
    refusal,
    total_of,
    version_of,
)  # fmt: skip

if TYPE_CHECKING:
    import httpx

_HOPS = 10
_CHUNK = 1 << 16
_REDIRECTS = (301, 302, 303, 307, 308)
_LONGEST_WAIT = 120.0
"""Seconds; a server that asks for more (Retry-After) is told of instead."""


class Web:
    """Fetches over http and https. One for a whole pull; several threads may use it at once."""

    def __init__(self, rules: Rules, stop: threading.Event) -> None:
        import httpx

        from hitrec_cli.library.sources.web_guard import Guard, pool, trusted

        self._rules = rules
        self._stop = stop
        guard = Guard(rules, stop)
        self._clock = guard.clock
        # httpx has no parameter for how it connects; that this still takes effect is tested.
        context = trusted(os.environ.get("SSL_CERT_FILE", ""))
        transport = httpx.HTTPTransport(verify=context, trust_env=False)
        transport._pool = pool(rules, guard, context)
        self._client = httpx.Client(transport=transport, trust_env=False, follow_redirects=False, timeout=None)

    def close(self) -> None:
        """Drop connections."""
        self._client.close()

    def fetch(self, location: str, part: Part, moved: Moved, known: Mark | None = None) -> bool:
        """See `Source`. A server that fails is asked again, from where it stopped, as long as more comes each time."""
        self._rules.check(location)
        self._clock.end = time.monotonic() + self._rules.total
        failures, furthest = 0, part.size
        while True:
            try:
                with _one_kind_of_error(location):
                    return self._ask(location, part, moved, known)
            except Again as again:
                failures = 0 if part.size > furthest else failures + 1
                furthest = max(furthest, part.size)
                if time.monotonic() > self._clock.end:
                    raise self._too_long(location, part) from again
                if failures > self._rules.tries:
                    raise MediaError(f"{shown(location)}: {again.why}; {_remedy(again, failures)}") from again
                self._wait(location, again, failures)

    def _ask(self, location: str, part: Part, moved: Moved, known: Mark | None) -> bool:
        """One request and its answer. Raises Again, Refusal."""
        if part.size and part.size == part.total:
            return True  # all of it came before a kill
        if part.size and not (part.etag or part.modified):
            part.restart()  # nothing tells whether the rest would be of the same file
        with self._answer(location, _headers(part, known)) as answer:
            if answer.status_code == 304 and known is not None:
                return False
            self._begin(answer, part)
            part.kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()[:100]
            if part.total > self._rules.largest:
                self._too_large(part, part.total)
            moved(part.size, part.total)
            for data in _body(answer):
                part.append(data)
                moved(part.size, part.total)
                if part.size > self._rules.largest:
                    self._too_large(part, part.size)
            _complete(answer, part)
        return True

    def _begin(self, answer: httpx.Response, part: Part) -> None:
        """Make the part ready for what comes: it goes on, or begins anew."""
        mark = version_of(answer.headers)
        if answer.status_code == 200:
            packed = "content-encoding" in answer.headers
            part.restart(*(("", "") if packed else (mark.etag, mark.modified)), 0 if packed else total_of(answer))
        elif answer.status_code == 206 and part.size:
            begins, whole = part_begins(answer.headers)
            same = mark.etag == part.etag if mark.etag and part.etag else True
            if begins != part.size or not same or (part.total and whole and whole != part.total):
                part.restart()
                raise Again("it sent another part than was asked for", at_once=True)
            part.total = part.total or whole
        elif answer.status_code == 416:
            part.restart()
            raise Again("it has no rest of the file", at_once=True)
        else:
            raise refusal(answer.status_code, answer.headers)

    @contextmanager
    def _answer(self, location: str, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        """The answer at the end of all redirects; user and password are shown to the first host only."""
        import httpx

        seen = {location}
        parts = self._rules.check(location)
        first, auth = self._rules.origin(parts), None
        if parts.username:
            auth = httpx.BasicAuth(httpx.URL(location).username, httpx.URL(location).password)
        for _ in range(_HOPS + 1):
            bare = parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()
            request = self._client.build_request("GET", bare, headers={**headers, "Accept-Encoding": "identity"})
            own = auth if self._rules.origin(parts) == first else None
            answer = self._client.send(request, stream=True, auth=own)
            try:
                target = answer.headers.get("location", "")
                if answer.status_code not in _REDIRECTS or not target:
                    yield answer
                    return
            finally:
                answer.close()
            parts = self._hop(bare, target)
            hop = parts.geturl()
            if hop in seen:
                raise Refusal(f"it redirects in a circle ({shown(hop)})", "ask whoever offers it for the file itself")
            seen.add(hop)
        raise Refusal(f"it redirects more than {_HOPS} times", "ask whoever offers it for the file itself")

    def _hop(self, bare: str, target: str) -> SplitResult:
        try:
            return self._rules.check(urljoin(bare, target))
        except ValueError as error:
            raise Refusal("it redirects to what is no address", "ask whoever offers it for the file itself") from error
        except MediaError as error:
            raise Refusal(f"it redirects to {error.message}", "") from error

    def _too_large(self, part: Part, size: int) -> None:
        part.discard()
        limit = f"{self._rules.largest:,} bytes"
        remedy = "offer a smaller one, or raise largest_file in hitrec.toml (or --largest)"
        raise Refusal(f"it has {size:,} bytes or more, which is over the limit of {limit}", remedy)

    def _too_long(self, location: str, part: Part) -> MediaError:
        so_far = f"{part.size:,} bytes came in {self._rules.total:.0f} s and it is not complete"
        return MediaError(f"{shown(location)}: {so_far}; pull again to go on, or raise fetch_timeout in hitrec.toml")

    def _wait(self, location: str, again: Again, failures: int) -> None:
        import random  # noqa: TID251 - chance only spreads requests in time; no result depends on it

        if again.at_once:
            return
        if again.after > _LONGEST_WAIT:
            raise MediaError(f"{shown(location)}: {again.why} and asks to wait {again.after:.0f} s; pull again later")
        step = self._rules.pause * 2 ** max(0, failures - 1)
        seconds = max(again.after, 0.05 if not failures else step * random.uniform(0.5, 1.0))
        if self._stop.wait(min(seconds, max(0.0, self._clock.end - time.monotonic()))):
            raise Stopped


def _headers(part: Part, known: Mark | None) -> dict[str, str]:
    if part.size:
        return {"Range": f"bytes={part.size}-", "If-Range": part.etag or part.modified}
    if known is not None and known.etag:
        return {"If-None-Match": known.etag}
    return {"If-Modified-Since": known.modified} if known is not None and known.modified else {}


def _body(answer: httpx.Response) -> Iterator[bytes]:
    """The file's bytes; a server that packs it although it was asked not to is unpacked."""
    coding = answer.headers.get("content-encoding", "identity").strip().lower()
    if coding in ("identity", ""):
        yield from answer.iter_raw(_CHUNK)
        return
    if coding not in ("gzip", "x-gzip") or answer.status_code != 200:
        raise Refusal(f"it comes packed ({coding[:20]}), although plain bytes were asked for", "offer it elsewhere")
    unpacking = zlib.decompressobj(31)
    for packed in answer.iter_raw(_CHUNK):
        while packed:
            try:
                yield unpacking.decompress(packed, _CHUNK)
            except zlib.error as error:
                raise Again(f"it comes packed and cannot be unpacked ({error})") from error
            packed = unpacking.unconsumed_tail
    yield unpacking.flush()
    if not unpacking.eof:
        raise Again("it ended before it was complete")


def _complete(answer: httpx.Response, part: Part) -> None:
    """Whether all came that was announced, and no more. Raises Again, Refusal."""
    if part.total and part.size < part.total:
        raise Again(f"it ended after {part.size:,} of {part.total:,} bytes")
    announced = answer.headers.get("content-length", "")
    stream = answer.extensions.get("network_stream")
    came = stream.get_extra_info("body") if stream is not None else None
    if (part.total and part.size > part.total) or (announced.isdecimal() and (came or 0) > int(announced)):
        part.restart()
        raise Refusal("it sends more bytes than it announces", "ask whoever offers it to correct the server")


def _remedy(again: Again, failures: int) -> str:
    return again.remedy or f"tried {failures} times in vain; pull again later, or offer it elsewhere"


@contextmanager
def _one_kind_of_error(location: str) -> Iterator[None]:
    """Turn what httpx raises into Again; refusals become MediaErrors that name the address."""
    import httpx

    try:
        yield
    except Refusal as error:
        told = "; ".join(filter(None, (error.why, error.remedy)))
        raise MediaError(f"{shown(location)}: {told}") from error
    except httpx.InvalidURL as error:
        raise MediaError(f"{shown(location)} is no address ({error}); correct it") from error
    except httpx.TimeoutException as error:
        raise Again("it does not answer") from error
    except httpx.TransportError as error:
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            raise MediaError(f"{shown(location)}: its certificate cannot be trusted; ask whoever runs it") from error
        raise Again(f"the connection failed ({' '.join(str(error).split())[:120] or type(error).__name__})") from error
    except httpx.HTTPError as error:
        raise Again(f"its answer makes no sense ({type(error).__name__})") from error
