"""HEIC and AVIF: pictures of phones, and moving ones. Boxes say what is shown; decoding says that it is whole."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from hitrec_cli.model.media import MediaFacts, PictureFacts
from hitrec_cli.tools.heif import Heif, Unreadable, boxes, parse
from hitrec_cli.tools.orientation import by_matrix, of_frame
from hitrec_cli.tools.probe_animation import TRUNCATED, animation
from hitrec_cli.tools.probe_film import open_media
from hitrec_cli.tools.probe_found import Found
from hitrec_cli.tools.probe_icc import icc_light
from hitrec_cli.tools.probe_picture import (
    MATRICES,
    PRIMARIES,
    TRANSFERS,
    check_size,
    picture_facts,
)
from hitrec_cli.tools.probe_sniff import AS_PICTURE, Refused

_LONGEST_META = 16 << 20
_MOST_TILES = 1024
_CODED = ("hvc1", "av01")


def probe_heif(path: Path) -> Found:
    """Facts of a picture, or of a moving one (an image sequence). Raises Refused, or what PyAV raises for damage."""
    try:
        if moov := _box(path, "moov"):
            return _sequence(path, moov)
    except (Unreadable, IndexError) as error:
        raise Refused(TRUNCATED) from error
    return Found(MediaFacts("still", "heif", _still(path, read_boxes(path))))


def read_boxes(path: Path) -> Heif:
    """What the boxes say. Raises Refused for what makes no sense or cannot be put together."""
    try:
        file = parse(_box(path, "meta"))
        _check(file, path.stat().st_size)
    except (Unreadable, IndexError, KeyError) as error:
        raise Refused(TRUNCATED) from error
    return file


def _box(path: Path, wanted: str) -> bytes:
    """The contents of the first box of a name; empty where there is none. Raises Refused for an overlong one."""
    size, at = path.stat().st_size, 0
    with path.open("rb") as file:
        while at + 8 <= size:
            file.seek(at)
            head = file.read(16)
            length, name = int.from_bytes(head[:4]), head[4:8].decode("latin-1")
            begin = 16 if length == 1 else 8
            length = int.from_bytes(head[8:16]) if length == 1 else length or size - at
            if length < begin or at + length > size:
                raise Refused(TRUNCATED)
            if name == wanted:
                if length > _LONGEST_META:
                    raise Refused(TRUNCATED)
                file.seek(at + begin)
                return file.read(length - begin)
            at += length
    return b""


def _check(file: Heif, size: int) -> None:
    """Raises Refused for what ffmpeg cannot put together, and for bytes that are not there."""
    items = file.items
    primary, tiles = items[file.primary], file.tiles(file.primary)
    grid = primary.kind == "grid"
    if not (grid or primary.kind in _CODED) or any(items[tile].kind not in _CODED for tile in tiles):
        raise Refused(f"hitrec cannot read a HEIF picture of the kind {primary.kind!r}; {AS_PICTURE}")
    if grid and (file.first("clap") or len(tiles) > _MOST_TILES):
        raise Refused(f"hitrec cannot read a HEIF picture that is put together like this; {AS_PICTURE}")
    check_size(*file.size())
    alpha = file.tiles(file.alpha()) if file.alpha() else ()
    if any(items[item].end > size for item in (*tiles, *alpha)):
        raise Refused(TRUNCATED)


def _still(path: Path, file: Heif) -> PictureFacts:
    tiles, alpha = file.tiles(file.primary), file.alpha()
    shown, clear = _specifiers(file, file.primary), _specifiers(file, alpha) if alpha else ""
    with open_media(path, "mov") as container:
        streams = {stream.id: stream for stream in container.streams.video}
        wanted = {*tiles, *(file.tiles(alpha) if alpha else ())}
        if not wanted <= set(streams):
            raise Refused(TRUNCATED)
        frames = _decoded(container, [streams[item] for item in wanted])
        facts = picture_facts(frames[tiles[0]], streams[tiles[0]], frames=1)
    width, height = file.size()
    if clap := file.first("clap"):
        numbers = [int.from_bytes(clap[at : at + 4]) for at in range(0, 16, 4)]
        width, height = numbers[0] // max(1, numbers[1]), numbers[2] // max(1, numbers[3])
    check_size(width, height)
    turn = by_matrix((*file.matrix()[:2], 0, *file.matrix()[2:]))
    return replace(
        _colored(facts, file.first("colr", b"nclx"), file.first("colr", b"prof")),
        width=width, height=height, sample_aspect=file.aspect(), tiles=shown,
        alpha_tiles=clear, alpha=bool(clear), rotation=turn.rotation, mirrored=turn.mirrored,
        time_base=PictureFacts(0, 0, 0).time_base,
    )  # fmt: skip


def _specifiers(file: Heif, item: int) -> str:
    """The columns of a picture and ffmpeg's specifiers of the coded images that it is made of."""
    tiles = file.tiles(item)
    across = max(1, file.size(tiles[0])[0])
    columns = 1 if len(tiles) == 1 else -(-file.size(item)[0] // across)
    if len(tiles) % columns:
        raise Refused(TRUNCATED)
    return " ".join((str(columns), *(f"i:{tile}" for tile in tiles)))


def _decoded(container: Any, streams: list[Any]) -> dict[int, Any]:
    """Every picture wanted, by its item. Raises Refused where one does not decode."""
    for stream in streams:
        stream.codec_context.thread_type = "NONE"
        stream.codec_context.options = {"err_detect": "explode"}
    found: dict[int, Any] = {}
    for packet in container.demux(streams):
        for frame in packet.decode():
            if frame.is_corrupt:
                raise Refused(TRUNCATED)
            found.setdefault(packet.stream.id, frame)
    if len(found) < len(streams):
        raise Refused(TRUNCATED)
    return found


def _colored(facts: PictureFacts, nclx: bytes, profile: bytes = b"") -> PictureFacts:
    """By the file's own color boxes, which go before what the coder says; else as MIAF §7.3.6.4 has it."""
    primaries, transfer = (icc_light(profile[4:]) if profile else None) or (facts.primaries, facts.transfer)
    facts = replace(facts, primaries=primaries, transfer=transfer)
    if len(nclx) >= 11:
        codes = [int.from_bytes(nclx[at : at + 2]) for at in (4, 6, 8)]
        facts = replace(
            facts,
            primaries=PRIMARIES.get(codes[0], primaries),
            transfer=TRANSFERS.get(codes[1], transfer),
            matrix=MATRICES.get(codes[2], facts.matrix),
            range="pc" if nclx[10] & 0x80 else "tv",
        )
    return replace(facts, matrix=facts.matrix or "smpte170m", range=facts.range or "pc")


def _sequence(path: Path, moov: bytes) -> Found:
    """An image sequence: a track of pictures, and perhaps one of their transparency."""
    handlers = [data[8:12] for _, trak in _named(moov, "trak") for _, mdia in _named(trak, "mdia")
                for _, data in _named(mdia, "hdlr")]  # fmt: skip
    with open_media(path, "mov") as container:
        first = len(container.streams) - len(handlers)  # the items of the file's cover come before its tracks
        if b"pict" not in handlers or first < 0:
            raise Refused(f"it holds no pictures that hitrec can read; {AS_PICTURE}")
        number = first + handlers.index(b"pict")
        stream: Any = container.streams[number]
        clear = first + handlers.index(b"auxv") if b"auxv" in handlers else None
        check_size(stream.codec_context.width, stream.codec_context.height)
        stream.codec_context.thread_type = "NONE"
        one: Any = None
        times: dict[int, int] = {}
        for packet in container.demux(stream):
            for frame in packet.decode():
                one = one or frame
            if packet.size and packet.pts is not None and not packet.is_discard:
                times[packet.pts] = packet.duration or 0
        if one is None:
            raise Refused(TRUNCATED)
        turn = of_frame(one)
        facts = picture_facts(one, stream, rotation=turn.rotation, mirrored=turn.mirrored, frames=1,
                              time_base=stream.time_base or Fraction(1, 1000))  # fmt: skip
    if clear is not None:
        facts = replace(facts, alpha=True, tiles=f"1 {number}", alpha_tiles=f"1 {clear}")
    return animation(_colored(facts, b""), "heif", times)


def _named(data: bytes, wanted: str) -> list[tuple[str, bytes]]:
    return [one for one in boxes(data) if one[0] == wanted]
