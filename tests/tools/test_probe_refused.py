"""What probing refuses, what it survives, and what its answers look like on the wire."""

from __future__ import annotations

import contextlib
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from hitrec_cli.model.media import MediaFacts, PictureFacts, SoundFacts
from hitrec_cli.tools.probe import probe
from hitrec_cli.tools.probe_facts import facts_from_data, facts_to_data
from hitrec_cli.tools.process import ProcessFailed, run
from tests.media import heif
from tests.media.asking import found, one
from tests.media.making import X264, cut, make, picture, tone

F = Fraction
media = pytest.mark.media


@media
@pytest.mark.parametrize(
    ("name", "arguments", "share"),
    [
        ("a.mp4", (*X264, "-movflags", "+faststart"), 0.5), ("b.mp4", X264, 0.5), ("a.mkv", X264, 0.4),
        ("a.avi", ("-c:v", "mpeg4"), 0.4), ("a.wav", (), 0.5), ("a.flac", (), 0.5), ("a.mp3", (), 0.5),
        ("a.caf", (), 0.5), ("a.ogg", ("-c:a", "libvorbis"), 0.61), ("a.png", ("-frames:v", "1"), 0.9),
        ("a.jpg", ("-frames:v", "1"), 0.9), ("a.webp", ("-frames:v", "1"), 0.9), ("a.tiff", ("-frames:v", "1"), 0.7),
    ],
)  # fmt: skip
def test_truncated_files_are_broken(name: str, arguments: tuple[str, ...], share: float, tmp_path: Path) -> None:
    sounds = {".wav", ".flac", ".mp3", ".caf", ".ogg"}
    source = tone(4) if Path(name).suffix in sounds else picture(seconds=4)
    path = make(tmp_path / name, *source, *arguments)
    assert one(path).broken == ""
    said = one(cut(path, share)).broken
    assert "truncated" in said or "damaged" in said
    assert "; offer it again" in said


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><body>Not found", "a web page"),
        (b"\xef\xbb\xbf\n <HTML>", "a web page"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "ffconcat"),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "a playlist"),
        (b"\xff\xfe" + "#EXTM3U\nx".encode("utf-16-le"), "a playlist"),
        (b"<?xml version='1.0'?><!-- x --><svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG"),
        (b"<?xml version='1.0'?><rss/>", "an XML document"),
        (b"8BPS\x00\x01" + bytes(64), "a Photoshop document"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(16), "damaged"),
        (b"PK\x03\x04" + bytes(64), "an archive"),
        (b"%PDF-1.7", "a PDF"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a Git LFS pointer"),
        (bytes(range(256)) * 8, "no file that hitrec knows"),
        (b"text with a \x00 NUL", "no file that hitrec knows"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "damaged"),
    ],
)
def test_what_is_not_opened_is_named(data: bytes, name: str, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(data)
    said = one(path).broken
    assert name in said
    assert "; " in said  # a remedy


@pytest.mark.parametrize(
    ("data", "kind", "encoding"),
    [
        (b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello", "webvtt", "utf-8"),
        (b"1\r\n00:00:00,000 --> 00:00:01,000\r\nHello", "srt", "utf-8"),
        ("Ñandú, 李小龍".encode(), "text", "utf-8"),
        (b"\xef\xbb\xbfBM is a fine beginning", "text", "utf-8-sig"),
        ("Ñandú".encode("utf-16"), "text", "utf-16"),
        ("Ñandú".encode("latin-1"), "text", "latin-1"),
        ("“Quoted” – Ñandú".encode("cp1252"), "text", "cp1252"),
        (b"BM is a fine beginning", "text", "utf-8"),
    ],
)
def test_texts(data: bytes, kind: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert found(path).facts == MediaFacts("text", kind, encoding=encoding)
    path.read_text(encoding=encoding)


def test_one_bad_file_does_not_hide_the_next(tmp_path: Path) -> None:
    names = ["a.txt", "gone.txt", "page.mp4", "b.txt"]
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("words")
    (tmp_path / "page.mp4").write_text("<html>")
    answers = list(probe([tmp_path / name for name in names]))
    assert [answer.path.name for answer in answers] == names
    assert [bool(answer.broken) for answer in answers] == [False, True, True, False]


def test_a_child_that_crashes_or_hangs_marks_only_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [tmp_path / name for name in ("a.txt", "crash.txt", "c.txt", "hang.txt", "e.txt")]
    for path in paths:
        path.write_text("words")
    starts = []

    def unlucky(argv: list[str], **options: Any) -> Any:
        starts.append(argv)
        yield b'"ready"\n'
        for name in json.loads(options["stdin"])["files"]:
            if Path(name).name in ("crash.txt", "hang.txt"):
                raise ProcessFailed("python", "was killed by SIGSEGV", run(["/bin/true"]))
            yield b'{"facts":{"kind":"text","format":"text"},"keyframes":[],"pts":[]}\n'

    monkeypatch.setattr("hitrec_cli.tools.probe.stream", unlucky)
    answers = list(probe(paths))
    assert [answer.path.name for answer in answers if answer.broken] == ["crash.txt", "hang.txt"]
    assert "SIGSEGV" in answers[1].broken
    assert len(answers) == 5
    assert len(starts) == 3


@media
def test_a_pixel_bomb_is_refused(tmp_path: Path) -> None:
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0))
    path = tmp_path / "bomb.png"
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(3751 * 30_000))) + chunk(b"IEND", b"")
    )
    said = one(path).broken
    assert "megapixels" in said or "too large" in said or "memory" in said


def test_facts_survive_a_round_trip() -> None:
    facts = MediaFacts(
        "video",
        "mov",
        PictureFacts(1, 640, 360, 90, F(16, 15), F(30_000, 1001), True, "tff", duration=F(1001, 300), start=F(-1, 7)),
        SoundFacts(0, 6, "5.1(side)", 44_100, F(7, 3)),
        timecode="01:00:00;00",
    )
    data = facts_to_data(facts)
    assert data["picture"]["rate"] == "30000/1001"
    assert facts_from_data(json.loads(json.dumps(data))) == facts


@pytest.mark.parametrize(
    "data",
    [
        None, [], {}, {"kind": "video"}, {"kind": "film", "format": "mov"}, {"kind": "video", "format": 1},
        {"kind": "video", "format": "mov", "color": "red"},
        {"kind": "video", "format": "mov", "picture": {"stream": 0, "width": 1}},
        {"kind": "video", "format": "mov", "picture": {"stream": 0, "width": 1, "height": True}},
        {"kind": "video", "format": "mov", "picture": {"stream": 0, "width": 1, "height": 1, "rate": "1/0"}},
        {"kind": "video", "format": "mov", "picture": {"stream": 0, "width": 1, "height": 1, "rate": "1e9"}},
        {"kind": "video", "format": "mov", "picture": {"stream": 0, "width": 1, "height": 1, "field_order": "x"}},
    ],
)  # fmt: skip
def test_facts_of_a_wrong_shape_are_refused(data: object) -> None:
    with pytest.raises(ValueError):
        facts_from_data(data)


@media
def test_strips_and_raw_pictures_are_refused(tmp_path: Path) -> None:
    import struct

    strip = make(tmp_path / "strip.png", *picture("2040x40"), "-frames:v", "1")
    said = one(strip).broken
    assert "2040x40 is more than 50 times as long" in said and "; offer a part of it" in said
    tiff = make(tmp_path / "a.tif", *picture(), "-frames:v", "1")
    data = bytearray(tiff.read_bytes())
    (at,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, at)
    assert data[at + 2 : at + 4] == b"\xfe\0"  # what the first entry says is said anew
    entries = bytes(data[at + 14 : at + 2 + 12 * count])
    for tag, kind, value in ((0x00FE, 4, 1), (0xC612, 1, 0x00000401)):
        made = struct.pack("<HHII", tag, kind, 4 if kind == 1 else 1, value)
        raw = bytes(data) + struct.pack("<H", count) + made + entries + bytes(4)
        raw = raw[:4] + struct.pack("<I", len(data)) + raw[8:]
        path = tmp_path / f"{tag:x}.tif"
        path.write_bytes(raw)
        assert "a camera's raw picture; develop it" in one(path).broken


@media
def test_heif_that_is_cut_or_nonsense_is_refused(tmp_path: Path) -> None:
    """Cut anywhere, or with its tiles taken away, it is damaged; of a kind that nobody reads, it is named."""
    source = ("-f", "lavfi", "-i", "testsrc2=s=128x128:d=1")
    tile = heif.coded(tmp_path / "tile.mp4", (*source, "-pix_fmt", "yuv420p"), (128, 128))
    whole = heif.write(tmp_path / "whole.heic", [tile] * 4, (256, 256), columns=2)
    assert found(whole).facts.format == "heif"
    for share in (0.001, 0.02, 0.5, 0.97):
        assert "truncated or damaged; offer it again" in one(cut(whole, share)).broken
    odd = heif.write(tmp_path / "odd.heic", [tile] * 4, (256, 256), columns=2)
    odd.write_bytes(odd.read_bytes().replace(b"\0\0grid\0", b"\0\0iovl\0"))
    assert "'iovl'; save it as PNG" in one(odd).broken
    data = whole.read_bytes()
    for number in range(40, data.index(b"mdat"), 5):  # every box and number in turn, each time another byte
        broken = tmp_path / "broken.heic"
        broken.write_bytes(data[:number] + bytes((data[number] ^ 0x55,)) + data[number + 1 :])
        assert_told(broken)


def assert_told(path: Path) -> None:
    """The parser answers, or says why not, and never with anything else."""
    from hitrec_cli.tools.probe_heif import read_boxes
    from hitrec_cli.tools.probe_sniff import Refused

    with contextlib.suppress(Refused):
        read_boxes(path)
