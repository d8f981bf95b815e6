"""Object stores: a fake S3 on this machine that drops connections; whatever it does, right or one clear line."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hitrec_cli.base.errors import MediaError
from hitrec_cli.library.sources.fetch import Fetcher
from hitrec_cli.library.sources.rules import Rules
from hitrec_cli.library.sources.source import Stopped
from hitrec_cli.library.store import Store
from tests.library.serving import Request, Server, noise, serve, slowly

DATA = noise(1_000_000)
DATE = {"Last_Modified": "Wed, 21 Oct 2015 07:28:00 GMT"}
GIVEN = Rules(pause=0.01, total=20.0, largest=10**7)


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    pytest.importorskip("obstore")
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serve() as running:
        monkeypatch.setenv("AWS_ENDPOINT_URL", running.url)
        monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "ada")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home")


def answer(request: Request, data: bytes = DATA, etag: str = '"one"', upto: int | None = None) -> None:
    """As S3 answers, with ranges and conditions."""
    if request.headers.get("if-match", etag) != etag:
        return request.head("412 Precondition Failed", Content_Length=0)
    if request.headers.get("if-none-match") == etag:
        return request.head("304 Not Modified", ETag=etag, **DATE)
    start = request.start
    span = {"Content_Range": f"bytes {start}-{len(data) - 1}/{len(data)}"} if "range" in request.headers else {}
    request.head(
        "206 Partial Content" if span else "200 OK", ETag=etag, Content_Length=len(data) - start, **DATE, **span
    )
    if request.number or upto is None:
        return request.send(data[start:])
    request.send(data[start : start + upto])
    raise ConnectionAbortedError


def fetched(store: Store, url: str = "s3://show/films/a%20b.mp4", given: Rules = GIVEN) -> bytes:
    fetcher = Fetcher(store, given, threading.Event())
    stored = fetcher.fetch(url, lambda done, total: None)
    fetcher.close()
    assert store.check(stored.digest)
    assert list((store.home / "incoming").iterdir()) == []
    return store.path(stored.digest).read_bytes()


def test_a_connection_that_breaks_off_is_gone_on_with(s3: Server, store: Store) -> None:
    s3.route("/show/films/a%20b.mp4", lambda request: answer(request, upto=300_000))
    assert fetched(store) == DATA
    assert s3.asked[-1].start >= 300_000
    assert "Credential=ada/" in s3.asked[0].headers["authorization"]


def test_the_next_pull_goes_on(s3: Server, store: Store) -> None:
    def slow(request: Request) -> None:
        request.head("200 OK", ETag='"one"', Content_Length=len(DATA), **DATE)
        slowly(request, DATA, 0.001, 8192)

    url = "s3://show/a"
    s3.route("/show/a", lambda request: slow(request) if not request.number else answer(request))
    stop = threading.Event()
    fetcher = Fetcher(store, GIVEN, stop)
    monkey = pytest.MonkeyPatch()
    monkey.setattr("hitrec_cli.library.sources.objects._CHUNK", 1 << 16)
    with pytest.raises(Stopped):
        fetcher.fetch(url, lambda done, total: stop.set() if done > 200_000 else None)
    fetcher.close()
    monkey.undo()
    assert fetched(store, url) == DATA
    assert s3.asked[-1].start > 200_000
    assert s3.asked[-1].headers["if-match"] == '"one"'


def test_unchanged_it_is_not_sent_again(s3: Server, store: Store) -> None:
    s3.route("/show/films/a%20b.mp4", answer)
    assert fetched(store) == DATA
    assert fetched(store) == DATA
    assert s3.asked[-1].headers["if-none-match"] == '"one"'


def test_what_changed_meanwhile_begins_anew(s3: Server, store: Store) -> None:
    def changing(request: Request) -> None:
        if request.number == 0:
            return answer(request, noise(900_000, "b"), '"old"', upto=300_000)
        return answer(request, DATA, '"new"')

    s3.route("/show/films/a%20b.mp4", changing)
    assert fetched(store) == DATA


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("404 Not Found", "it is not there; correct"),
        ("403 Forbidden", "it may not be read; set the store's account and credentials"),
        ("500 Oh", "pull again later"),
    ],
)
def test_one_clear_line(status: str, says: str, s3: Server, store: Store) -> None:
    s3.route("/show/films/a%20b.mp4", lambda request: request.head(status, Content_Length=0))
    with pytest.raises(MediaError, match=says) as caught:
        fetched(store)
    assert caught.value.message.startswith("s3://show/films/a%20b.mp4")
    assert "hush" not in caught.value.message and "\n" not in caught.value.message


def test_too_large(s3: Server, store: Store) -> None:
    s3.route("/show/films/a%20b.mp4", answer)
    with pytest.raises(MediaError, match="over the limit of 1,000"):
        fetched(store, given=Rules(largest=1000))


@pytest.mark.parametrize(
    "url", ["s3://", "s3://show", "s3://show/", "s3://UP/a", "s3://a@b/c", "gs://-x/a", "s3://show/a?b=hush"]
)
def test_no_address_of_an_object(url: str, store: Store) -> None:
    pytest.importorskip("obstore")
    with pytest.raises(MediaError, match=r"is no address of an object; write s3://bucket/key") as caught:
        fetched(store, url)
    assert "hush" not in caught.value.message


def test_without_an_account(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("obstore")
    monkeypatch.delenv("AZURE_STORAGE_ACCOUNT_NAME", raising=False)
    with pytest.raises(MediaError, match=r"az://show: .*Account must be specified; set the store's account") as caught:
        fetched(store, "az://show/a.mp4")
    assert "\n" not in caught.value.message


def test_without_the_extra(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)
    with pytest.raises(MediaError, match=r"an extra: pip install 'hitrec\[object-store\]'"):
        fetched(store)
