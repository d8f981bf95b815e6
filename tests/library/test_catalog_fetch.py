"""Lists from a web server into the catalog: what they are, where their files are, and what they may not do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from hitrec_cli.base.errors import ManifestError, MediaError
from hitrec_cli.library.catalog_db import DatabaseCatalog
from hitrec_cli.library.catalog_fetch import suffix_of
from hitrec_cli.library.sources.rules import Rules
from hitrec_cli.library.workspace import Workspace
from hitrec_cli.pipeline.catalog import Intake, Place, import_
from tests.library.serving import CHUNK, Request, Server, serve

LIST = "id,kind,title,artists,license,file\nsea,video,Sea,Ada,CC-BY-4.0,media/sea 1.mp4\n"
LONG = LIST + "".join(f"rec-{n},text,A title of number {n},Ada,CC0-1.0,\n" for n in range(6000))
BAD = LIST + "night,vidoe,Night,Ada,CC0-1.0,\n"


class Silent:
    """Is told what comes in."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int, int]] = []
        self.ends: list[tuple[str, str]] = []

    def planned(self, picks: object) -> None:
        """Nothing to do."""

    def moved(self, pick: str, done: int, total: int) -> None:
        self.told.append((pick, done, total))

    def ended(self, pick: str, reason: str) -> None:
        self.ends.append((pick, reason))


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as running:
        yield running


@pytest.fixture
def where(tmp_path: Path, server: Server, hitrec_home: Path) -> Place:
    rules = Rules(frozenset({("http", "127.0.0.1", server.port)}), idle=1.0, total=20.0, pause=0.01)
    return Place(Workspace(tmp_path, (), rules), tmp_path / "catalog.db", "2015-06-06")


def imported(where: Place, address: str, largest: str = "", watch: Silent | None = None) -> Intake:
    return import_([address], where, (), lambda _: None, largest=largest, watch=watch or Silent())


def typed(text: str, kind: str = "") -> object:
    def behave(request: Request) -> None:
        more = {"Content_Type": kind} if kind else {}
        request.head("200 OK", Content_Length=len(text.encode()), **more)
        request.send(text.encode())

    return behave


def test_a_list_that_breaks_off_is_gone_on_with_and_the_same_list_is_not_sent_again(
    where: Place, server: Server
) -> None:
    sent = LONG.encode()
    assert len(sent) > 2 * CHUNK
    address = server.route("/lists/long.csv", lambda request: request.answer(sent, upto=CHUNK))
    watch = Silent()
    done = imported(where, address, watch=watch)
    assert done.answer.data["new"] == 6001 and done.clean
    assert watch.told[-1] == (address, len(sent), len(sent)) and watch.ends == [(address, "")]
    asked = server.times("/lists/long.csv")
    assert asked > 2
    again = imported(where, address)
    assert (again.answer.data["new"], again.answer.data["changed"]) == (0, 6001)
    assert server.times("/lists/long.csv") == asked + 1
    assert "if-none-match" in server.asked[-1].headers


def test_its_paths_count_from_its_address_and_no_secret_is_kept(where: Place, server: Server) -> None:
    server.route("/lists/a.csv?token=hush", typed(BAD))  # type: ignore[arg-type]
    address = f"http://ada:secret@127.0.0.1:{server.port}/lists/a.csv?token=hush"
    done = imported(where, address)
    sea = DatabaseCatalog(where.file, where.workspace).get("sea")
    assert sea is not None
    assert sea.location == f"{server.url}/lists/media/sea%201.mp4"
    assert (sea.mark.file, sea.mark.line) == (f"{server.url}/lists/a.csv", 2)
    assert [(one.rule, one.mark.file, one.mark.line) for one in done.problems] == [
        ("HR202", f"{server.url}/lists/a.csv", 3)
    ]
    kept = b"".join(path.read_bytes() for path in where.file.parent.glob("catalog.db*"))
    assert b"secret" not in kept and b"hush" not in kept
    assert not any(word in json.dumps(done.answer.data) for word in ("secret", "hush"))


@pytest.mark.parametrize(
    ("path", "kind", "text"),
    [
        ("/list", "", LIST),
        ("/list", "text/plain; charset=utf-8", LIST.replace(",", "\t")),
        ("/export?format=x", "application/octet-stream", json.dumps([{"id": "sea", "kind": "video"}])),
        ("/list", "application/json", '{"contributions": [{"id": "sea", "kind": "video"}]}'),
        ("/list", "text/plain", '{"id": "sea", "kind": "video"}\n{"id": "b", "kind": "text"}\n'),
        ("/list", "", "# ours\ncontributions:\n  - {id: sea, kind: video}\n"),
        ("/list.yaml", "text/plain", "- {id: sea, kind: video}\n"),
    ],
)
def test_what_kind_of_list_it_is(path: str, kind: str, text: str, where: Place, server: Server) -> None:
    server.route(path, typed(text, kind))  # type: ignore[arg-type]
    done = imported(where, server.url + path)
    assert done.clean, done.problems
    assert DatabaseCatalog(where.file, where.workspace).get("sea") is not None


@pytest.mark.parametrize(
    ("location", "kind", "head", "suffix"),
    [
        ("https://a.org/x.tsv", "text/csv", b"id;kind", ".tsv"),  # the name in the address goes first
        ("https://a.org/x", "text/csv", b"[", ".csv"),  # then the type
        ("https://a.org/x.php", "application/x-ndjson", b"", ".jsonl"),
        ("https://a.org/x", "", b"\xef\xbb\xbf\n [", ".json"),
        ("https://a.org/x", "", b"{\n", ".json"),
        ("https://a.org/x", "", b"--- \n- id: a", ".yaml"),
        ("https://a.org/%2ejsonl", "", b"id,kind", ".csv"),
    ],
)
def test_the_kinds(location: str, kind: str, head: bytes, suffix: str) -> None:
    assert suffix_of(location, kind, head) == suffix


def test_what_is_no_list(where: Place, server: Server) -> None:
    for path, kind, text, says in (
        ("/login.csv", "text/html", "Please log in", "a page of the web"),
        ("/page.csv", "text/csv", "\n<!DOCTYPE html><html>", "a page of the web"),
        ("/sheet.csv", "", "PK\x03\x04\x00\x00", "no text in UTF-8"),
    ):
        server.route(path, typed(text, kind))  # type: ignore[arg-type]
        with pytest.raises(ManifestError, match=says):
            imported(where, server.url + path)
    assert not where.file.exists()


def endless(request: Request) -> None:
    request.head("200 OK")
    while True:
        request.send(LIST.encode() * 100)


def test_what_may_not_be_fetched(where: Place, server: Server) -> None:
    large = server.route("/large.csv", endless)
    with pytest.raises(MediaError, match=r"over the limit of 100,000 bytes; .*--largest"):
        imported(where, large, "100 kB")
    server.route("/away.csv", lambda request: request.head("302 Found", Location="http://127.0.0.1:9/x"))
    for address, says in (
        (f"{server.url}/away.csv", "it redirects to .* is not https"),
        ("http://127.0.0.1:9/a.csv", "is not https"),
        ("https://127.0.0.1:9/a.csv", "is no public address"),
        ("ftp://example.org/a.csv", "nothing is fetched from there"),
        (f"{server.url}/nothing.csv", "it is not there"),
    ):
        with pytest.raises(MediaError, match=says):
            imported(where, address)
    assert not where.file.exists()
