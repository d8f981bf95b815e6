"""What fetching may do: which addresses, how much, how long. And how an address is shown: never with its secrets."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from hitrec_cli.base.errors import ManifestError, MediaError
from hitrec_cli.base.text import one_line

PORTS = {"https": 443, "http": 80}
OBJECT_STORES = ("s3", "gs", "az")
_UNITS = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12}
_SIZE = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,3})?)\s*([kmgt]?b|)", re.IGNORECASE)
_SECONDS = 7 * 86_400

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Rules:
    """`allow`: origins (scheme, host, port) that may be fetched from although they are not https, or not public.

    `largest`: bytes of one file at most. `idle`: seconds without a byte, `total`: seconds for one file, `connect`:
    seconds to connect, each at most. A failed request is tried `tries` times more, `pause` seconds after the first
    failure and twice as long after each further one.
    """

    allow: frozenset[tuple[str, str, int]] = frozenset()
    largest: int = 20 * 10**9
    idle: float = 30.0
    total: float = 6 * 3600.0
    connect: float = 15.0
    tries: int = 5
    pause: float = 0.5

    def origin(self, parts: SplitResult) -> tuple[str, str, int]:
        """Scheme, host and port of an address."""
        host = (parts.hostname or "").rstrip(".").lower()
        return (parts.scheme, host, _port(parts) or PORTS.get(parts.scheme, 0))

    def allowed(self, host: str, port: int) -> bool:
        """Whether this host and port are among the origins that may be anywhere, also on this machine."""
        return any((host.rstrip(".").lower(), port) == (name, number) for _, name, number in self.allow)

    def check(self, location: str) -> SplitResult:
        """An address that may be asked, in its parts. Raises MediaError for one that is malformed or not allowed."""
        parts = _split(location)
        if parts.scheme not in PORTS:
            raise MediaError(f"{shown(location)}: {parts.scheme} is not fetched; offer it by https")
        if not parts.hostname:
            raise MediaError(f"{shown(location)} names no host; correct the address")
        if parts.scheme != "https" and self.origin(parts) not in self.allow:
            remedy = f'allow = ["{parts.scheme}://{parts.netloc.rpartition("@")[2]}"] in hitrec.toml'
            raise MediaError(f"{shown(location)} is not https; offer it by https, or write {remedy}")
        return parts


def scheme_of(location: str) -> str:
    """The scheme of an address in lower case; '' for a path."""
    scheme, found, _ = location.partition("://")
    return scheme.lower() if found and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme) else ""


def shown(location: str) -> str:
    """An address as it may be printed: without user, password, query and fragment, on one line."""
    try:
        parts = urlsplit(location)
        text = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
    except ValueError:
        text = f"{location.partition('://')[0]}://…"
    return one_line(text)[:300]


def public(address: Address) -> bool:
    """Whether an address is anybody's on the internet: not private, loopback, link-local, multicast, reserved, and not
    such an IPv4 address inside an IPv6 one.
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64 or address in _COMPATIBLE:
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if any(each is not None and not public(each) for each in inner):
            return False
        if address.ipv4_mapped is not None:
            return True
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE = ipaddress.IPv6Network("::/96")


def read_rules(data: Mapping[str, Any], settings: str) -> Rules:
    """The rules that hitrec.toml gives: `allow`, `largest_file`, `idle_timeout`, `fetch_timeout` (seconds).

    `settings` is the file's name. Raises ManifestError for values that are none.
    """
    allow = data.get("allow", [])
    if not isinstance(allow, list) or not all(isinstance(text, str) for text in allow):
        raise ManifestError(f'{settings}: `allow` is a list of addresses, such as ["http://127.0.0.1:8000"]')
    rules = Rules()
    return Rules(
        frozenset(_allowed(text, settings) for text in allow),
        size_of(data.get("largest_file", rules.largest), f"{settings}: `largest_file`"),
        _seconds(data.get("idle_timeout", rules.idle), f"{settings}: `idle_timeout`"),
        _seconds(data.get("fetch_timeout", rules.total), f"{settings}: `fetch_timeout`"),
    )


def size_of(value: object, name: str) -> int:
    """Bytes of a number or of a text such as "20 GB" (decimal units). Raises ManifestError naming `name`."""
    found = _SIZE.fullmatch(str(value).strip()) if isinstance(value, int | str) and value is not True else None
    size = int(float(found[1]) * _UNITS[found[2].lower()]) if found else 0
    if size <= 0:
        raise ManifestError(f'{name} is a size, such as "20 GB"')
    return size


def _seconds(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= _SECONDS:
        raise ManifestError(f"{name} is a number of seconds, such as 30")
    return float(value)


def _allowed(text: str, settings: str) -> tuple[str, str, int]:
    try:
        parts = urlsplit(text)
        plain = not parts.username and parts.path in ("", "/") and not parts.query
        if parts.scheme in PORTS and parts.hostname and plain:
            return Rules().origin(parts)
    except ValueError:
        pass
    raise ManifestError(f'{settings}: `allow` names {shown(text)!r}; write scheme and host, as "http://127.0.0.1:8000"')


def _split(location: str) -> SplitResult:
    try:
        if any(ord(letter) <= 32 or letter == "\x7f" for letter in location):
            raise ValueError("white space")
        parts = urlsplit(location)
        _port(parts)
        return parts
    except ValueError:
        raise MediaError(f"{shown(location)} is no address; correct it (a space is written %20)") from None


def _port(parts: SplitResult) -> int:
    return parts.port or 0
