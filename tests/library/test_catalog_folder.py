"""A folder of media into the catalog: what the files say of themselves, whoever made them."""

from __future__ import annotations

import json
import struct
import subprocess
import zlib
from pathlib import Path

import pytest

from hitrec_cli.base.errors import UsageError
from hitrec_cli.library.catalog_db import DatabaseCatalog
from hitrec_cli.library.catalog_folder import import_folder
from hitrec_cli.library.catalog_import import Imported, import_file
from hitrec_cli.library.catalog_tags import spdx, tags_of
from hitrec_cli.library.catalog_tags_still import exif, still_tags, xmp
from hitrec_cli.library.workspace import Workspace

XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/">
<rdf:Description xmpRights:WebStatement="https://creativecommons.org/licenses/by-sa/4.0/">
<dc:creator><rdf:Seq><rdf:li>Ñandú</rdf:li><rdf:li>李小龍</rdf:li></rdf:Seq></dc:creator>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Stars</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'


def take(folder: Path, database: Path) -> tuple[Imported, list[str]]:
    notes: list[str] = []
    return import_folder(folder, database, "2015-06-06", notes.append), notes


def exif_block(artist: str, order: str = "<") -> bytes:
    """A TIFF directory with Artist (0x013B) and Copyright (0x8298), by TIFF 6.0."""
    name, right = artist.encode() + b"\x00", b"(c) somebody\x00"
    head = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, 8)
    at = 8 + 2 + 2 * 12 + 4
    entries = struct.pack(order + "HHII", 0x013B, 2, len(name), at)
    entries += struct.pack(order + "HHII", 0x8298, 2, len(right), at + len(name))
    return head + struct.pack(order + "H", 2) + entries + b"\x00" * 4 + name + right


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A black picture of one pixel, with chunks before its data."""
    parts = [(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), *chunks,
             (b"IDAT", zlib.compress(b"\x00\x00")), (b"IEND", b"")]  # fmt: skip
    body = (struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
            for kind, data in parts)  # fmt: skip
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


@pytest.mark.parametrize("order", ["<", ">"])
def test_exif(order: str) -> None:
    assert list(exif(exif_block("Ñandú", order))) == [("artist", "Ñandú"), ("copyright", "(c) somebody")]


def test_damaged_exif_says_nothing_wrong() -> None:
    whole = exif_block("Evelyn")
    for end in range(len(whole)):
        for _, text in exif(whole[:end]):
            assert text in "Evelyn(c) somebody" or not text.strip()
    for at in range(len(whole)):
        list(exif(whole[:at] + b"\xff\xff\xff\xff" + whole[at + 4 :]))


def test_xmp() -> None:
    found = [(name, text.strip()) for name, text in xmp(XMP.encode()) if text.strip()]
    assert found == [
        ("license", "https://creativecommons.org/licenses/by-sa/4.0/"),
        ("artist", "Ñandú"), ("artist", "李小龍"), ("title", "Stars"),
    ]  # fmt: skip
    assert list(xmp(BOMB.encode())) == [] and list(xmp(b"<x")) == [] and list(xmp(b"<x/>" * 400_000)) == []


def test_tags_of_pictures(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    bomb = b"Comment\x00\x00" + zlib.compress(b"\x00" * (200 << 20))
    file.write_bytes(png((b"tEXt", b"Author\x00Ad\xe9"), (b"iTXt", b"Title\x00\x00\x00\x00\x00" + "星".encode()),
                         (b"eXIf", exif_block("Evelyn")), (b"zTXt", bomb)))  # fmt: skip
    assert still_tags(file, "png_pipe") == {"artist": ["Adé", "Evelyn"], "title": ["星"], "copyright": ["(c) somebody"]}
    app1 = b"Exif\x00\x00" + exif_block("Evelyn")
    file.write_bytes(b"\xff\xd8\xff\xe1" + struct.pack(">H", len(app1) + 2) + app1 + b"\xff\xda")
    assert still_tags(file, "jpeg_pipe")["artist"] == ["Evelyn"]
    packet = XMP.encode()
    file.write_bytes(b"RIFF\x00\x00\x00\x00WEBPXMP " + struct.pack("<I", len(packet)) + packet)
    assert still_tags(file, "webp_pipe")["artist"] == ["Ñandú", "李小龍"]
    for data in (b"", b"\xff\xd8\xff\xe1\x00\x00" * 1000, b"\x89PNG\r\n\x1a\n" + b"\xff" * 100):
        file.write_bytes(data)
        assert still_tags(file, "jpeg_pipe") == still_tags(file, "png_pipe") == {}


@pytest.mark.parametrize(
    ("text", "license_"),
    [
        ("https://creativecommons.org/licenses/by-nc-sa/3.0/", "CC-BY-NC-SA-3.0"),
        ("see http://creativecommons.org/publicdomain/zero/1.0/deed.de", "CC0-1.0"),
        ("http://creativecommons.org/licenses/by/3.0/us/", "CC-BY-3.0-US"),
        ("This is CC BY-SA 4.0.", "CC-BY-SA-4.0"), ("CC-BY-4.0", "CC-BY-4.0"), ("CC0", "CC0-1.0"),
        ("MIT", "MIT"), ("CC-BY-4.0 OR MIT", "CC-BY-4.0 OR MIT"),
        ("CC BY", ""), ("GPL", ""), ("(c) 2004 somebody", ""), ("free for all", ""), ("", ""),
    ],
)  # fmt: skip
def test_licenses_are_named_only_when_they_are_certain(text: str, license_: str) -> None:
    assert spdx([text]) == license_


def test_a_child_that_dies_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = tmp_path / "b.png"
    good.write_bytes(png((b"tEXt", b"Author\x00Eve")))
    assert list(tags_of([tmp_path / "gone.png", good, tmp_path])) == [{}, {"artist": ["Eve"]}, {}]


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small files with tags of every family, as ffmpeg writes them."""
    import imageio_ffmpeg

    folder = tmp_path_factory.mktemp("tagged")
    (folder / "deep").mkdir()
    tags = ["-metadata", "title=Night Song", "-metadata", "artist=Ñandú;Eve", "-metadata",
            "copyright=https://creativecommons.org/licenses/by/4.0/"]  # fmt: skip
    for name in ("a.mp3", "b.ogg", "c.flac", "d.m4a", "deep/e.opus"):
        codec = {"b.ogg": "libvorbis"}.get(name)
        subprocess.run(
            [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", "sine=d=1", *tags,
             *(["-c:a", codec] if codec else []), str(folder / name)],
            check=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    (folder / "f.png").write_bytes(png((b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + XMP.encode())))
    (folder / "g.txt").write_text("Dear all")
    (folder / "list.csv").write_text("id,kind\n")
    (folder / "bad.png").write_bytes(b"<svg/>")
    (folder / "notes.html").write_text("just words")
    (folder / ".hidden.txt").write_text("no")
    (folder / "link.txt").symlink_to("/etc/hostname")
    return folder


@pytest.mark.media
def test_a_folder_of_tagged_media(media: Path, tmp_path: Path) -> None:
    done, notes = take(media, tmp_path / "c.db")
    catalog = DatabaseCatalog(tmp_path / "c.db", Workspace(media.resolve(), (tmp_path.resolve(),)))
    found = {each.id: each for each in catalog}
    assert list(found) == ["a.mp3", "b.ogg", "c.flac", "d.m4a", "deep/e.opus", "f.png", "g.txt"]
    for name in ("a.mp3", "b.ogg", "c.flac", "d.m4a", "deep/e.opus"):
        one = found[name]
        assert (one.kind, one.title, one.artists, one.license) == ("music", "Night Song", ("Ñandú", "Eve"), "CC-BY-4.0")
        assert one.duration is not None and abs(one.duration - 1) < 0.1
    assert (found["f.png"].title, found["f.png"].artists) == ("Stars", ("Ñandú", "李小龍"))
    assert found["f.png"].license == "CC-BY-SA-4.0"
    assert (found["g.txt"].kind, found["g.txt"].title) == ("text", "g.txt")
    placed = catalog.get("deep/e.opus")
    assert placed is not None and placed.location == str((media / "deep" / "e.opus").resolve())
    assert {Path(problem.mark.file).name for problem in done.problems} == {"bad.png", "notes.html"}
    assert len(notes) == 9


@pytest.mark.media
def test_what_people_wrote_is_kept(media: Path, tmp_path: Path) -> None:
    row = {"id": "a.mp3", "kind": "voice", "title": "Read aloud", "theme": "Night", "mood": "calm"}
    (tmp_path / "c.jsonl").write_text(json.dumps(row))
    import_file(tmp_path / "c.jsonl", {}, tmp_path / "c.db", "")
    take(media, tmp_path / "c.db")
    one = next(iter(DatabaseCatalog(tmp_path / "c.db", Workspace(tmp_path))))
    assert (one.kind, one.title, one.theme, one.artists) == ("voice", "Read aloud", "Night", ("Ñandú", "Eve"))


def test_a_folder_without_files(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no files"):
        take(tmp_path, tmp_path / "c.db")


@pytest.mark.media
@pytest.mark.shared
def test_the_shared_media_name_their_artists(shared_media: Path, tmp_path: Path) -> None:
    done, _ = take(shared_media, tmp_path / "c.db")
    found = {each.id: each for each in DatabaseCatalog(tmp_path / "c.db", Workspace(shared_media))}
    assert found["lets-go-fishin.ogg"].artists == ("Karissa Hobbs",)
    assert found["transience.ogg"].artists == ("Aleksi Aubry-Carlson",)
    assert (found["vibe-ace.ogg"].artists, found["vibe-ace.ogg"].license) == (("Kevin MacLeod",), "CC-BY-3.0")
    assert found["denali.webp"].artists == ("NPS / David Restivo",)
    assert [Path(problem.mark.file).name for problem in done.problems] == ["cinepresa.svg"]
