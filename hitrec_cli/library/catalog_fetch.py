"""A list of contributions from an address: fetched like a pick, and told apart by its name, its type and its bytes."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from hitrec_cli.base.errors import ManifestError
from hitrec_cli.library.catalog_rows import SUFFIXES
from hitrec_cli.library.sources.fetch import Fetcher
from hitrec_cli.library.sources.rules import Rules, shown
from hitrec_cli.library.sources.source import Moved
from hitrec_cli.library.store import Store

LARGEST = 2 * 10**9
"""Bytes of a list at most where nobody says otherwise: a million contributions are 300 MB."""

_HEAD = 1 << 16
_TYPES: Mapping[str, str] = {
    "text/csv": ".csv", "text/tab-separated-values": ".tsv", "application/json": ".json",
    **dict.fromkeys(("application/jsonl", "application/x-ndjson", "application/ndjson"), ".jsonl"),
    **dict.fromkeys(("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml"), ".yaml"),
}  # fmt: skip
_PAGE = re.compile(rb"\s*<(!doctype|html|head|body|\?xml)", re.IGNORECASE)
_YAML = re.compile(r"(?:\s|#[^\n]*\n)*(?:---|- |contributions[ \t]*:)")


@dataclass(frozen=True, slots=True)
class FetchedList:
    """A list in the store: its bytes, what kind of list it is (a suffix), and its address without any secret."""

    path: Path
    suffix: str
    address: str


def fetch_list(location: str, store: Store, rules: Rules, moved: Moved) -> FetchedList:
    """Bring a list into the store; unchanged since the last time it costs one short answer.

    Raises MediaError for what cannot be had, ManifestError for what is no list, RenderError for a full disk.
    """
    fetcher = Fetcher(store, rules, threading.Event())
    try:
        stored = fetcher.fetch(location, moved)
        media_type = fetcher.media_type(location)
    finally:
        fetcher.close()
    path = store.path(stored.digest)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    parts = urlsplit(location)
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
    return FetchedList(path, suffix_of(location, media_type, head), bare)


def limited_to_lists(rules: Rules) -> Rules:
    """Rules under which no list fills the disk."""
    return replace(rules, largest=min(rules.largest, LARGEST))


def suffix_of(location: str, media_type: str, head: bytes) -> str:
    """What a list is: by the name in its address, else by the type that its server gives, else by how it begins.

    Raises ManifestError for a page of the web and for what is no text.
    """
    name = PurePosixPath(unquote(urlsplit(location).path)).suffix.lower()
    if media_type == "text/html" or _PAGE.match(head.removeprefix(b"\xef\xbb\xbf")):
        why, remedy = "a page of the web", "name the address of the list itself; a page may ask who you are"
        raise ManifestError(f"{shown(location)} is {why}, no list; {remedy}")
    if b"\x00" in head:
        raise ManifestError(f"{shown(location)} is no text in UTF-8; save the list as CSV in UTF-8")
    return name if name in SUFFIXES else _TYPES.get(media_type) or _by_its_beginning(head)


def _by_its_beginning(head: bytes) -> str:
    text = head.decode("utf-8-sig", "replace").lstrip()
    if text.startswith("["):
        return ".json"
    if text.startswith("{"):
        try:
            first = json.loads(text.partition("\n")[0])
        except ValueError:  # an object that goes on in the next line
            return ".json"
        return ".json" if "contributions" in first else ".jsonl"
    return ".yaml" if _YAML.match(text) else ".csv"
