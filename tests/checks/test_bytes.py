"""HR100, HR101, HR103, HR211: what no small manifest shows: bytes not there, not text, too many, damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from hitrec_cli.library.store import Store
from tests.checks.corpus import CORPUS, Place, examine, places, told
from tests.checks.examples import whole

MANIFEST = CORPUS / "good" / "bytes.yaml"
SHOW = whole("")
TEXT = SHOW.encode()
DEEP = b"title: " + b"[" * 64 + b"]" * 64 + b"\n"
LAUGHS = b"a0: &a0 [x, x]\n" + b"".join(
    b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 9)
)

CASES = {
    "utf-16": (SHOW.encode("utf-16"), ("HR101", 1, 1)),
    "utf-16-without-mark": (SHOW.encode("utf-16-le"), ("HR101", 1, 1)),
    "utf-32": (SHOW.encode("utf-32"), ("HR101", 1, 1)),
    "byte-order-mark": (b"\xef\xbb\xbf" + TEXT, ("HR101", 1, 1)),
    "latin-1": (SHOW.replace("The First", "Größe").encode("latin-1"), ("HR101", 4, 10)),
    "cut-in-a-character": (TEXT.rstrip(b"}\n").replace(b"20s", b"2") + "ö".encode()[:1], ("HR101", 12, 61)),
    "nul": (TEXT.replace(b"The First", b"The\0First"), ("HR101", 4, 11)),
    "escape": (TEXT.replace(b"deliver: [web]", b"deliver: [\x1b[1mweb]"), ("HR101", 8, 11)),
    "mark-inside": (TEXT.replace(b"Example", b"\xef\xbb\xbfExample", 1), ("HR101", 3, 9)),
    "three-megabytes": (TEXT + b"# a remark\n" * 300_000, ("HR103", 0, 0)),
    "sixty-five-levels": (TEXT.replace(b"title: The First\n", DEEP), ("HR103", 4, 71)),
    "billion-laughs": (LAUGHS + TEXT, ("HR103", 6, 5)),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_bytes_that_are_no_manifest(case: str) -> None:
    data, (rule, line, column) = CASES[case]
    problems = examine(MANIFEST, data).problems
    assert places(problems, MANIFEST) == [Place(rule, "", line, column)], told(problems)


def test_a_byte_order_mark_is_a_warning() -> None:
    assert [one.severity for one in examine(MANIFEST, CASES["byte-order-mark"][0]).problems] == ["warning"]


def test_five_hundred_problems_are_enough() -> None:
    text = whole("segments:\n" + "  - {kind: hots, picture: [{color: navy, for: 1s}]}\n" * 600)
    problems = examine(MANIFEST, text.encode()).problems
    assert [one.rule for one in problems].count("HR120") == 500
    assert [(one.rule, one.mark.line) for one in problems if one.rule != "HR120"] == [("HR103", 511)]


@pytest.mark.parametrize("name", ["none.yaml", "media"])
def test_a_file_that_cannot_be_read(name: str) -> None:
    manifest = CORPUS / name
    assert places(examine(manifest).problems, manifest) == [Place("HR100", "", 0, 0)]


def test_a_damaged_lock(tmp_path: Path) -> None:
    (tmp_path / "show.lock.toml").write_text("lock = 1\n[picks\n")
    (tmp_path / "catalog.csv").write_bytes((CORPUS / "catalog.csv").read_bytes())
    manifest = tmp_path / "show.yaml"
    manifest.write_text(whole("catalog: [catalog.csv]\n"))
    assert [one.rule for one in examine(manifest).problems] == ["HR100"]


def test_a_damaged_object(tmp_path: Path) -> None:
    store = Store(tmp_path / "home")
    stored = store.path(store.add(CORPUS / "media" / "poem-1.txt").digest)
    assert store.verify() == ()
    stored.chmod(0o644)
    stored.write_text("Other words.\n", encoding="utf-8")
    assert [one.rule for one in store.verify()] == ["HR211"]
