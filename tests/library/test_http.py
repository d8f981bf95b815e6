"""Fetching from servers that stall, drop, lie and change: right in the end, or one clear line."""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpcore
import pytest

from hitrec_cli.base.errors import MediaError, RenderError
from hitrec_cli.library.sources.fetch import Fetcher
from hitrec_cli.library.sources.rules import Rules
from hitrec_cli.library.sources.source import Stopped
from hitrec_cli.library.store import Store
from tests.library.serving import CHUNK, Behaviour, Request, Server, noise, serve, slowly

DATA = noise(1_000_000)
OTHER = noise(700_000, "b")
BOMB = gzip.compress(bytes(20_000_000), 1)


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home")


def rules(*servers: Server, largest: int = 10**9, total: float = 20.0, idle: float = 0.6) -> Rules:
    allow = frozenset(("http", "127.0.0.1", server.port) for server in servers)
    return Rules(allow, largest=largest, idle=idle, total=total, connect=2.0, pause=0.01)


def fetched(store: Store, url: str, given: Rules, stop: threading.Event | None = None, expected: str = "") -> bytes:
    """What is in the store after fetching; nothing is left of the fetching."""
    data = fetched_among_others(store, url, given, stop, expected)
    assert list((store.home / "incoming").iterdir()) == []
    return data


def fetched_among_others(
    store: Store, url: str, given: Rules, stop: threading.Event | None = None, expected: str = ""
) -> bytes:
    """What is in the store after fetching, while others may fetch too."""
    fetcher = Fetcher(store, given, stop or threading.Event())
    try:
        stored = fetcher.fetch(url, lambda done, total: None, expected)
    finally:
        fetcher.close()
    data = store.path(stored.digest).read_bytes()
    assert hashlib.sha256(data).hexdigest() == stored.digest
    assert len(data) == stored.size
    assert store.path(stored.digest).stat().st_mode & 0o777 == 0o444
    return data


def drops(request: Request) -> None:
    request.answer(DATA, upto=CHUNK)


def ignores_range(request: Request) -> None:
    request.headers.pop("range", None)
    request.answer(DATA, upto=CHUNK if request.number < 3 else None)


def stalls(request: Request) -> None:
    if request.number == 0:
        request.head("200 OK", ETag='"one"', Content_Length=len(DATA))
        request.send(DATA[:CHUNK])
        time.sleep(2)
        raise ConnectionAbortedError
    request.answer(DATA)


def changes(request: Request) -> None:
    if request.number == 0:
        request.answer(OTHER, etag='"old"', upto=CHUNK)
    request.answer(DATA, etag='"new"')


def changes_unseen(request: Request) -> None:
    """The rest of another file, as if it were of the same; only its ETag tells."""
    if request.number == 0:
        request.answer(OTHER, etag='"old"', upto=CHUNK)
    request.headers.pop("if-range", None)
    request.answer(DATA, etag='"new"')


def other_part(request: Request) -> None:
    if request.number == 1:
        request.head("206 Partial Content", ETag='"one"', Content_Length=9, Content_Range=f"bytes 0-8/{len(DATA)}")
        return request.send(DATA[:9])
    return request.answer(DATA, upto=CHUNK if request.number == 0 else None)


def no_rest(request: Request) -> None:
    if "range" in request.headers:
        return request.head("416 Range Not Satisfiable", Content_Length=0)
    return request.answer(DATA, upto=CHUNK if request.number == 0 else None)


def no_version(request: Request) -> None:
    """Without ETag or date nothing is gone on with."""
    assert "range" not in request.headers
    request.head("200 OK", Content_Length=len(DATA))
    request.send(DATA[: CHUNK if request.number == 0 else len(DATA)])
    if request.number == 0:
        raise ConnectionAbortedError


def by_date(request: Request) -> None:
    date = "Wed, 21 Oct 2015 07:28:00 GMT"
    if "range" in request.headers:
        assert request.headers["if-range"] == date
        start = request.start
        request.head("206 Partial Content", Last_Modified=date, Content_Length=len(DATA) - start,
                     Content_Range=f"bytes {start}-{len(DATA) - 1}/{len(DATA)}")  # fmt: skip
        return request.send(DATA[start:])
    request.head("200 OK", Last_Modified=date, Content_Length=len(DATA))
    request.send(DATA[:CHUNK])
    raise ConnectionAbortedError


def packed(request: Request) -> None:
    body = gzip.compress(DATA)
    request.head("200 OK", Content_Encoding="gzip", ETag='"one"', Content_Length=len(body))
    request.send(body[: CHUNK if request.number == 0 else len(body)])
    if request.number == 0:
        raise ConnectionAbortedError


def chunked(request: Request) -> None:
    request.head("200 OK", Transfer_Encoding="chunked")
    for at in range(0, len(DATA), CHUNK):
        piece = DATA[at : at + CHUNK]
        request.send(b"%x\r\n%s\r\n" % (len(piece), piece))
    request.send(b"0\r\n\r\n")


def until_closed(request: Request) -> None:
    request.head("200 OK", Connection="close")
    request.send(DATA)
    raise ConnectionAbortedError


def fails(*statuses: str, **headers: object) -> Behaviour:
    def behave(request: Request) -> None:
        if request.number < len(statuses):
            return request.head(statuses[request.number], Content_Length=0, **headers)
        return request.answer(DATA)

    return behave


def elsewhere(request: Request) -> None:
    request.head("302 Found", Location="/plain?token=1", Content_Length=0)


def nonsense(request: Request) -> None:
    request.send(b"\0nonsense\r\n\r\n")


def huge_head(request: Request) -> None:
    request.send(b"HTTP/1.1 200 OK\r\nA: " + b"b" * 10**6)


def enormous(request: Request) -> None:
    request.head("200 OK", Content_Length=10**12)


RIGHT: dict[str, Behaviour] = {
    "plain": lambda request: request.answer(DATA), "drops": drops, "ignores range": ignores_range, "stalls": stalls,
    "changes": changes, "changes unseen": changes_unseen, "another part": other_part, "416": no_rest,
    "no version": no_version, "by date": by_date, "gzip": packed, "chunked": chunked, "until closed": until_closed,
    "429": fails("429 Slow", Retry_After=1), "500s": fails("500 Oh", "502 Oh", "503 Oh"), "redirect": elsewhere,
    "retry-after is nonsense": fails("503 Oh", Retry_After="soon"),
    "garbage at first": lambda request: request.answer(DATA) if request.number else nonsense(request),
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_right_in_the_end(name: str, server: Server, store: Store) -> None:
    server.route("/plain?token=1", lambda request: request.answer(DATA))
    assert fetched(store, server.route("/a.mp4", RIGHT[name]), rules(server)) == DATA
    if name == "drops":
        assert server.times("/a.mp4") == -(-len(DATA) // CHUNK)
    if name == "429":
        assert server.times("/a.mp4") == 2
    assert all(request.headers["accept-encoding"] == "identity" for request in server.asked)


def longer(request: Request) -> None:
    request.head("200 OK", ETag='"one"', Content_Length=2 * len(DATA))
    request.send(DATA)
    raise ConnectionAbortedError


def shorter(request: Request) -> None:
    request.head("200 OK", ETag='"one"', Content_Length=1000)
    request.send(DATA[:3000])


def never_ends(request: Request) -> None:
    request.head("200 OK", Transfer_Encoding="chunked")
    while True:
        request.send(b"10000\r\n" + DATA[:65536] + b"\r\n")


def drips(request: Request) -> None:
    request.head("200 OK", Content_Length=len(DATA))
    slowly(request, DATA, 0.1, 1)


def drips_its_head(request: Request) -> None:
    slowly(request, b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 9999, 0.1, 1)


def bomb(request: Request) -> None:
    request.head("200 OK", Content_Encoding="gzip", Content_Length=len(BOMB))
    request.send(BOMB)


def always_drops(request: Request) -> None:
    request.headers.pop("range", None)
    request.answer(DATA, upto=CHUNK)


def silent(request: Request) -> None:
    time.sleep(3)
    raise ConnectionAbortedError


def to(location: str) -> Behaviour:
    return lambda request: request.head("302 Found", Location=location, Content_Length=0)


def further(request: Request) -> None:
    request.head("302 Found", Location=f"{request.path}x", Content_Length=0)


WRONG: dict[str, tuple[Behaviour, str]] = {
    "404": (fails("404 No"), r"it is not there \(404\); correct the address"),
    "404 with retry-after": (fails("404 No", Retry_After=1), r"it is not there \(404\)"),
    "403": (fails("403 No"), r"not for everybody \(403\); ask"),
    "410": (fails("410 No"), r"it is gone \(410\); ask"),
    "418": (fails("418 Teapot"), r"the server answers 418; correct"),
    "500 forever": (fails(*["500 Oh"] * 99), r"the server answers 500; tried 6 times in vain; pull again later"),
    "429 for hours": (fails("429 Slow", Retry_After=9999), r"answers 429 and asks to wait 9999 s; pull again later"),
    "longer": (longer, r"connection failed.*; tried \d+ times in vain|ended after 1,000,000 of 2,000,000 bytes; tried"),
    "shorter": (shorter, r"sends more bytes than it announces; ask"),
    "never ends": (never_ends, r"has 5,\d+,\d+ bytes or more, .* limit of 5,000,000 bytes; offer a smaller"),
    "too large by its own account": (enormous, r"limit of 5,000,000"),
    "drips": (drips, r"bytes came in 2 s and it is not complete; pull again"),
    "drips its head": (drips_its_head, r"0 bytes came in 2 s"),
    "bomb": (bomb, r"limit of 5,000,000 bytes"),
    "brotli": (lambda request: request.head("200 OK", Content_Encoding="br", Content_Length=0), r"comes packed \(br\)"),
    "always drops": (always_drops, r"tried 6 times in vain; pull again later"),
    "silent": (silent, r"2 s and it is not complete|does not answer; tried"),
    "circle": (to("/a.mp4"), r"redirects in a circle \(http://127.0.0.1:\d+/a.mp4\); ask"),
    "further and further": (further, r"redirects more than 10 times; ask"),
    "to another port": (to("http://127.0.0.1:1/x"), r"redirects to http://127.0.0.1:1/x is not https; offer"),
    "to loopback": (to("https://127.0.0.1/x?secret=1"), r"127.0.0.1 is no public address; offer it elsewhere, or"),
    "to a name of it": (to("https://localhost:1/"), r"localhost \(127.0.0.1|::1\) is no public address"),
    "to this network": (to("https://10.1.2.3/"), r"10.1.2.3 is no public address"),
    "to the cloud's secrets": (to("http://169.254.169.254/latest"), r"is not https"),
    "to mapped": (to("https://[::ffff:127.0.0.1]/"), r"no public address"),
    "to a file": (to("file:///etc/passwd"), r"file is not fetched"),
    "to nonsense": (to("https://[/"), r"no address"),
    "to nobody": (to("https:///x"), r"names no host"),
    "garbage": (nonsense, r"connection failed .*; tried 6"),
    "huge head": (huge_head, r"connection failed .*; tried 6"),
    "304 unasked": (fails("304 Not Modified"), r"the server answers 304; correct"),
    "206 unasked": (fails("206 Partial Content"), r"the server answers 206; correct"),
    "303 to nowhere": (fails("303 See Other"), r"the server answers 303"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_one_clear_line(name: str, server: Server, store: Store) -> None:
    behaviour, says = WRONG[name]
    for extra in range(12):
        server.route("/a.mp4" + "x" * extra, behaviour)
    url = f"http://ada:hush@127.0.0.1:{server.port}/a.mp4"
    with pytest.raises(MediaError, match=says) as caught:
        fetched(store, url, rules(server, largest=5_000_000, total=2.0))
    said = caught.value.message
    assert said.startswith(f"http://127.0.0.1:{server.port}/a.mp4")
    assert "\n" not in said and "hush" not in said and "secret" not in said
    assert not any((store.home / "objects").rglob("*"))


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://example.org/a.mp4", 'not https; .* allow = \\["http://example.org"\\] in hitrec.toml'),
        ("ftp://example.org/a.mp4", "hitrec knows https://, s3://, gs://, az:// and files"),
        ("https://127.0.0.1/a?key=hush", "127.0.0.1 is no public address"),
        ("https://u:hush@[::1]:8/a", "::1 is no public address"),
        ("https://exa mple.org/", "is no address; correct it"),
        ("https://example.org:99999/", "is no address; correct it"),
        ("https://[::1/", "is no address; correct it"),
    ],
)
def test_addresses_that_are_not_asked(url: str, says: str, store: Store) -> None:
    with pytest.raises(MediaError, match=says) as caught:
        fetched(store, url, Rules())
    assert "hush" not in caught.value.message


def test_a_name_is_looked_up_once_and_connected_where_it_was_checked(
    server: Server, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the first answer is fine, each later one is this machine."""
    from hitrec_cli.library.sources import web_guard

    answers: list[str] = []

    def look_up(host: str, port: int) -> list[tuple[object, ...]]:
        answers.append(host)
        address = "192.0.2.1" if len(answers) == 1 else "127.0.0.1"
        return [(0, 0, 0, "", (address, port))]

    connected: list[str] = []
    connect = httpcore.SyncBackend.connect_tcp

    def note(self: Any, host: str, *rest: Any) -> Any:
        connected.append(host)
        return connect(self, "127.0.0.1", *rest)

    monkeypatch.setattr(web_guard, "look_up", look_up)
    monkeypatch.setattr(web_guard, "public", lambda address: str(address) == "192.0.2.1")
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", note)
    given = Rules(pause=0.01, idle=0.5, connect=0.5)
    fetcher = Fetcher(store, given, threading.Event())
    with pytest.raises(MediaError, match="no public address"):
        fetcher.fetch(f"https://rebind.example:{server.port}/a", lambda done, total: None)
    fetcher.close()
    assert connected == ["192.0.2.1"]  # TLS failed there; asked again, the name was this machine, and refused
    assert answers == ["rebind.example"] * 2


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f.1", "private.example"])
def test_whatever_a_name_is_called(host: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from hitrec_cli.library.sources import web_guard

    monkeypatch.setattr(web_guard, "look_up", lambda host, port: [(0, 0, 0, "", ("127.0.0.1", port))])
    with pytest.raises(MediaError, match=r"\(127.0.0.1\) is no public address"):
        fetched(store, f"https://{host}/a", Rules())


def test_user_and_password_go_to_the_first_host_only(server: Server, store: Store) -> None:
    with serve() as second:
        second.route("/b", lambda request: request.answer(DATA))
        server.route("/c", to(f"{second.url}/b"))
        server.route("/a", to("/c"))
        url = f"http://ada:hu%40sh@127.0.0.1:{server.port}/a"
        assert fetched(store, url, rules(server, second)) == DATA
        assert [request.headers.get("authorization") for request in server.asked] == ["Basic YWRhOmh1QHNo"] * 2
        assert "authorization" not in second.asked[0].headers


def test_unchanged_it_costs_one_answer(server: Server, store: Store) -> None:
    url = server.route("/a", lambda request: request.answer(DATA))
    for _ in range(3):
        assert fetched(store, url, rules(server)) == DATA
    assert [request.headers.get("if-none-match") for request in server.asked] == [None, '"one"', '"one"']
    server.route("/a", lambda request: request.answer(OTHER, etag='"two"'))
    assert fetched(store, url, rules(server)) == OTHER


def test_a_damaged_object_is_fetched_again(server: Server, store: Store) -> None:
    url = server.route("/a", lambda request: request.answer(DATA))
    fetched(store, url, rules(server))
    path = store.path(hashlib.sha256(DATA).hexdigest())
    path.chmod(0o644)
    with path.open("r+b") as file:
        file.write(b"\xff\xff")
    assert fetched(store, url, rules(server)) == DATA


def interrupted(server: Server, store: Store, after: int) -> str:
    """Stop a fetch when so many bytes are there; the address."""
    url = server.route("/a", lambda request: slowly_answer(request))
    stop = threading.Event()
    fetcher = Fetcher(store, rules(server), stop)
    with pytest.raises(Stopped):
        fetcher.fetch(url, lambda done, total: stop.set() if done >= after else None)
    fetcher.close()
    return url


def slowly_answer(request: Request) -> None:
    start = request.start
    span = {"Content_Range": f"bytes {start}-{len(DATA) - 1}/{len(DATA)}"} if start else {}
    request.head("206 Partial Content" if start else "200 OK", ETag='"one"', Content_Length=len(DATA) - start, **span)
    slowly(request, DATA[start:], 0.002, 16384)


def test_the_next_pull_goes_on(server: Server, store: Store) -> None:
    url = interrupted(server, store, 300_000)
    (part,) = (store.home / "incoming").glob("*.part")
    assert part.stat().st_size >= 300_000
    assert fetched(store, url, rules(server)) == DATA
    assert server.asked[-1].start >= 300_000


@pytest.mark.parametrize("spoil", ["flip", "cut", "note", "grow"])
def test_a_part_that_was_damaged_meanwhile_is_not_trusted(spoil: str, server: Server, store: Store) -> None:
    url = interrupted(server, store, 300_000)
    (part,) = (store.home / "incoming").glob("*.part")
    data = bytearray(part.read_bytes())
    if spoil == "flip":
        data[1000] ^= 1
        part.write_bytes(data)
    elif spoil == "cut":
        part.write_bytes(data[:1000])
    elif spoil == "grow":
        part.write_bytes(data + bytes(5000))
    else:
        part.with_suffix(".json").write_text("{nonsense")
    assert fetched(store, url, rules(server)) == DATA
    assert server.asked[-1].start == (len(data) if spoil == "grow" else 0)


def test_two_at_once_fetch_once(server: Server, store: Store) -> None:
    url = server.route(
        "/a", lambda request: request.answer(DATA) if request.headers.get("if-none-match") else slowly_answer(request)
    )
    got: list[bytes] = []
    hands = [
        threading.Thread(target=lambda: got.append(fetched_among_others(Store(store.home), url, rules(server))))
        for _ in range(3)
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert got == [DATA] * 3
    assert list((store.home / "incoming").iterdir()) == []
    assert sum("if-none-match" not in request.headers for request in server.asked) == 1


def test_a_disk_that_is_too_small_is_told_before_it_is_full(
    server: Server, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    url = server.route("/big.mp4", lambda request: request.answer(DATA))
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**9, 10**9, 1000))
    with pytest.raises(RenderError, match=r"no room in the store for big.mp4: No space left.*HITREC_HOME"):
        fetched(store, url, rules(server))


def test_a_full_disk(server: Server, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from hitrec_cli.library.sources.part import Part

    def full(self: Part, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Part, "append", full)
    with pytest.raises(RenderError, match=r"no room in the store for big.mp4: No space left"):
        fetched(store, server.route("/big.mp4", lambda request: request.answer(DATA)), rules(server))
