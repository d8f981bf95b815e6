"""Which addresses are asked, and how they are shown."""

from __future__ import annotations

import ipaddress
import subprocess
from pathlib import Path

import pytest

from hitrec_cli.base.errors import ManifestError
from hitrec_cli.library.sources.rules import Rules, public, read_rules, scheme_of, shown
from hitrec_cli.library.workspace import find_workspace


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("93.184.215.14", True), ("2606:2800:21f:cb07::1", True), ("1.1.1.1", True), ("::ffff:93.184.215.14", True),
        ("127.0.0.1", False), ("127.9.9.9", False), ("10.0.0.1", False), ("172.16.0.1", False), ("192.168.1.1", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False),
        ("255.255.255.255", False), ("240.0.0.1", False), ("192.0.2.1", False), ("198.18.0.1", False),
        ("::", False), ("::1", False), ("fe80::1", False), ("fc00::1", False), ("fd00:ec2::254", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False), ("::ffff:10.0.0.1", False), ("::127.0.0.1", False), ("64:ff9b::7f00:1", False),
        ("64:ff9b::a9fe:a9fe", False), ("2002:7f00:1::", False), ("2002:a00:1::1", False), ("2001:db8::1", False),
        ("2001:0:7f00:1::", False), ("fec0::1", False),
    ],
)  # fmt: skip
def test_public_addresses(address: str, wanted: bool) -> None:
    assert public(ipaddress.ip_address(address)) is wanted


def test_an_address_is_shown_without_its_secrets() -> None:
    assert shown("https://ada:hush@example.org:8/a/b.mp4?token=hush#hush") == "https://example.org:8/a/b.mp4"
    assert shown("https://[bad?hush") == "https://…"
    assert "\n" not in shown("https://example.org/a\nb\x1b[31m")
    assert len(shown("https://example.org/" + "a" * 9999)) <= 300


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("https://a/b", "https"),
        ("HTTPS://a", "https"),
        ("s3://b/k", "s3"),
        ("a/b.mp4", ""),
        ("C:\\a", ""),
        ("a b://c", ""),
        ("://x", ""),
    ],
)
def test_schemes(text: str, scheme: str) -> None:
    assert scheme_of(text) == scheme


def test_settings(tmp_path: Path) -> None:
    (tmp_path / "hitrec.toml").write_text(
        'allow = ["http://127.0.0.1:8000", "https://NAS.local/"]\nlargest_file = "1.5 GB"\n'
        "idle_timeout = 5\nfetch_timeout = 60\n"
    )
    rules = find_workspace(tmp_path / "e.yaml").rules
    assert rules.allow == {("http", "127.0.0.1", 8000), ("https", "nas.local", 443)}
    assert (rules.largest, rules.idle, rules.total) == (1_500_000_000, 5.0, 60.0)
    assert rules.allowed("NAS.local.", 443) and not rules.allowed("nas.local", 80)
    assert read_rules({}, "x") == Rules()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('allow = "http://a"', "`allow` is a list of addresses"), ("allow = [1]", "`allow` is a list of addresses"),
        ('allow = ["localhost"]', "write scheme and host"), ('allow = ["ftp://a"]', "write scheme and host"),
        ('allow = ["http://u:hush@a"]', "write scheme and host"),
        ('allow = ["http://a/path"]', "write scheme and host"),
        ('allow = ["http://a:99999"]', "write scheme and host"), ('largest_file = "much"', "is a size, such as"),
        ("largest_file = 0", "is a size"), ("largest_file = true", "is a size"),
        ("idle_timeout = -1", "number of seconds"),
        ('fetch_timeout = "6h"', "number of seconds"), ("idle_timeout = nan", "number of seconds"),
    ],
)  # fmt: skip
def test_settings_that_are_none(line: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "hitrec.toml").write_text(line + "\n")
    with pytest.raises(ManifestError, match=says) as caught:
        find_workspace(tmp_path / "e.yaml")
    assert str(tmp_path / "hitrec.toml") in caught.value.message and "hush" not in caught.value.message


def test_tls_proves_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate that nobody trusts is refused at once; the same one, trusted, proves its own name only."""
    import shutil
    import ssl
    import threading

    from hitrec_cli.base.errors import MediaError
    from hitrec_cli.library.sources.fetch import Fetcher
    from hitrec_cli.library.store import Store
    from tests.library.serving import serve

    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost", "-keyout", tmp_path / "key", "-out", tmp_path / "cert"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert", tmp_path / "key")
    with serve(context) as server:
        server.route("/a", lambda request: request.answer(b"words"))
        rules = Rules(frozenset({("https", name, server.port) for name in ("localhost", "127.0.0.1")}), pause=0.01)

        def fetched(host: str) -> bytes:
            fetcher = Fetcher(Store(tmp_path / "home"), rules, threading.Event())
            try:
                stored = fetcher.fetch(f"https://{host}:{server.port}/a", lambda done, total: None)
            finally:
                fetcher.close()
            return Store(tmp_path / "home").path(stored.digest).read_bytes()

        with pytest.raises(MediaError, match="its certificate cannot be trusted"):
            fetched("localhost")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert"))
        assert fetched("localhost") == b"words"
        with pytest.raises(MediaError, match="its certificate cannot be trusted"):
            fetched("127.0.0.1")
