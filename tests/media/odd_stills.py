"""The card as stills of every kind that strangers send: turned, odd, transparent, in many colors and containers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from tests.media import heif
from tests.media.cards import GROUND, Gray, card, stored
from tests.media.making import exif_block, make

Maker = Callable[[Path], None]
ORIENTATIONS = range(1, 9)
ODD = (301, 201)
HEIF_TURNS = {
    1: (), 2: (heif.imir(True),), 3: (heif.irot(2),), 4: (heif.imir(False),),
    5: (heif.irot(1), heif.imir(False)), 6: (heif.irot(3),), 7: (heif.irot(3), heif.imir(False)), 8: (heif.irot(1),),
}  # fmt: skip
"""Turned counter-clockwise, then mirrored, to what EXIF numbers from 1 to 8."""


def stills() -> Mapping[str, tuple[tuple[int, int], Maker]]:
    """Name of the file -> its size as seen, and what makes it."""
    usual = (320, 240)
    made: dict[str, tuple[tuple[int, int], Maker]] = {}
    for number in ORIENTATIONS:
        for suffix in ("jpg", "png", "webp", "tif", "avif"):
            made[f"turned-{number}.{suffix}"] = usual, partial(_exif, number)
        made[f"turned-{number}.heic"] = usual, partial(_heic, number)
    for suffix in ("jpg", "png", "webp", "tif", "avif"):
        made[f"odd.{suffix}"] = ODD, _plain
    made |= {
        "odd.heic": (ODD, _odd_heic), "prefix.webp": (usual, _prefixed), "thumbnail.jpg": (usual, _with_thumbnail),
        "gain-map.jpg": (usual, _with_gain_map), "progressive.jpg": (usual, _progressive),
        "cmyk.jpg": (usual, _cmyk), "ycck.jpg": (usual, _ycck), "cmyk.tif": (usual, _cmyk),
        "gray16.png": (usual, partial(_pixels, "gray16be")), "rgb48.png": (usual, partial(_pixels, "rgb48be")),
        "rgb48.tif": (usual, partial(_pixels, "rgb48le")), "palette.png": (usual, _palette),
        "lzw.tif": (usual, partial(_saved, compression="tiff_lzw")),
        "deflate.tif": (usual, partial(_saved, compression="tiff_adobe_deflate")),
        "dots.jpg": (usual, partial(_dots, 204, 98)), "dots.png": (usual, partial(_dots, 98, 204)),
        "dots.tif": (usual, partial(_dots, 204, 98)), "aspect.jpg": (usual, _aspect), "aspect.png": (usual, _aspect),
        "clear.png": (usual, _clear), "clear.tif": (usual, _clear), "clear.avif": (usual, _clear),
        "clear.webp": (usual, _clear), "lossless.webp": (usual, partial(_clear, lossless=True)),
        "gray-alpha.png": (usual, _gray_alpha), "gray-alpha16.png": (usual, partial(_pixels, "ya16be")),
        "palette-alpha.png": (usual, _palette_alpha), "clear.heic": (usual, _clear_heic),
        "grid.heic": (usual, _grid), "grid-turned.heic": (usual, partial(_grid, number=6)),
        "grid-last.heic": (usual, partial(_grid, first=True)), "ten-bit.heic": (usual, _ten_bit),
        "grid.avif": (usual, _avif_grid), "tiny.png": ((16, 16), _plain), "tiny.heic": ((16, 16), _tiny_heic),
        "huge.jpg": ((7680, 4320), _plain),
    }  # fmt: skip
    return made


def _image(pixels: Any, mode: str | None = None) -> Any:
    from PIL import Image

    image = Image.fromarray(pixels)
    return image.convert(mode) if mode else image


def _size(path: Path) -> tuple[int, int]:
    return {"odd": ODD, "tiny": (16, 16), "huge": (7680, 4320)}.get(path.name.partition(".")[0], (320, 240))


def _plain(path: Path) -> None:
    _image(card(*_size(path)), "RGB").save(path, quality=95)


def _saved(path: Path, **options: Any) -> None:
    _image(card(), "RGB").save(path, **options)


def _exif(number: int, path: Path) -> None:
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = number
    _image(stored(card(), number), "RGB").save(path, quality=95, exif=exif)


def _raw(path: Path, pixels: Gray, *, pixel_format: str = "gray") -> tuple[str, ...]:
    """Pixels as an input of ffmpeg."""
    raw = path.with_suffix(".raw")
    raw.write_bytes(pixels.tobytes())
    height, width = pixels.shape[:2]
    return ("-f", "rawvideo", "-pix_fmt", pixel_format, "-s", f"{width}x{height}", "-i", f"file:{raw}")


FULL = ("-vf", "scale=out_range=pc:out_color_matrix=smpte170m,format=yuv420p")


CODED: dict[tuple[bytes, bool], heif.Coded] = {}


def _image_item(path: Path, pixels: Gray, *, ten: bool = False) -> heif.Coded:
    """A gray picture as HEVC codes it, full range; what is alike is coded once."""
    height, width = pixels.shape
    depth = ("-vf", "scale=out_range=pc:out_color_matrix=smpte170m,format=yuv420p10le") if ten else FULL
    known = pixels.tobytes(), ten
    if known not in CODED:
        CODED[known] = heif.coded(path.with_suffix(".mp4"), (*_raw(path, pixels), *depth), (width, height))
    return CODED[known]


def _heic(number: int, path: Path) -> None:
    one = _image_item(path, stored(card(), number))
    heif.write(path, [one], one.size, more=HEIF_TURNS[number])


def _odd_heic(path: Path) -> None:
    """Coded on even sides; the clean aperture takes the last column and row away."""
    whole = np.pad(card(*ODD), ((0, 1), (0, 1)), mode="edge")
    heif.write(path, [_image_item(path, whole)], (302, 202), more=[heif.clap(*ODD, -1, -1)])


def _tiny_heic(path: Path) -> None:
    """A coder's least: 64 samples a side, of which the picture is a corner."""
    whole = np.pad(card(16, 16), ((0, 48), (0, 48)), mode="edge")
    heif.write(path, [_image_item(path, whole)], (64, 64), more=[heif.clap(16, 16, -48, -48)])


def _ten_bit(path: Path) -> None:
    one = _image_item(path, card(), ten=True)
    heif.write(path, [one], one.size)


def _tiles(pixels: Gray, side: int = 160) -> list[Gray]:
    rows, columns = (-(-length // side) for length in pixels.shape)
    whole = np.pad(pixels, ((0, rows * side - pixels.shape[0]), (0, columns * side - pixels.shape[1])), mode="edge")
    return [whole[y * side : y * side + side, x * side : x * side + side] for y in range(rows) for x in range(columns)]


def _grid(path: Path, *, number: int = 1, first: bool = False) -> None:
    """Tiles, as phones do. `first`: a thumbnail and another picture come before it."""
    whole = stored(card(), number)
    tiles = [_image_item(path, np.ascontiguousarray(tile)) for tile in _tiles(whole)]
    before = [_image_item(path, np.full((96, 128), 90, np.uint8))] if first else []
    size = whole.shape[1], whole.shape[0]
    heif.write(path, tiles, size, columns=-(-size[0] // 160), more=HEIF_TURNS[number], before=before)


def _avif_grid(path: Path) -> None:
    tiles = []
    for tile in _tiles(card()):
        source = (*_raw(path, np.ascontiguousarray(tile)), *FULL)
        tiles.append(heif.coded(path.with_suffix(".mp4"), source, (160, 160), heif.AV1))
    heif.write(path, tiles, (320, 240), columns=2, more=[heif.nclx(6)], brand=b"avif")


def _clear_heic(path: Path) -> None:
    """The ground is transparent, and red where nobody should see it."""
    seen = card()
    alpha = np.where(seen == GROUND, 0, 255).astype(np.uint8)
    heif.write(path, [_image_item(path, np.where(alpha, seen, 200).astype(np.uint8))], (320, 240),
               alpha=[_image_item(path, alpha)])  # fmt: skip


def _prefixed(path: Path) -> None:
    """An EXIF chunk that begins as in a JPEG, which some programs write."""
    _exif(6, path)
    data = path.read_bytes()
    at = data.index(b"EXIF")
    length = int.from_bytes(data[at + 4 : at + 8], "little")
    exif = b"Exif\0\0" + data[at + 8 : at + 8 + length].removeprefix(b"Exif\0\0")
    chunk = b"EXIF" + len(exif).to_bytes(4, "little") + exif + b"\0" * (len(exif) & 1)
    data = data[:at] + chunk + data[at + 8 + length + (length & 1) :]
    path.write_bytes(data[:4] + (len(data) - 8).to_bytes(4, "little") + data[8:])


def _with_thumbnail(path: Path) -> None:
    """A small JPEG within the EXIF block of the large one."""
    import io

    small = io.BytesIO()
    _image(np.full((60, 80), 90, np.uint8), "RGB").save(small, "JPEG")
    _plain(path)
    data = path.read_bytes()
    block = exif_block(1, small.getvalue())
    path.write_bytes(data[:2] + b"\xff\xe1" + (len(block) + 2).to_bytes(2) + block + data[2:])


def _with_gain_map(path: Path) -> None:
    """Two JPEGs one after the other, as phones write what is brighter than white."""
    _plain(path)
    other = path.with_name("map.jpg")
    _image(np.full((60, 80), 90, np.uint8)).save(other)
    path.write_bytes(path.read_bytes() + other.read_bytes())


def _progressive(path: Path) -> None:
    _saved(path, progressive=True, quality=95)


def _cmyk(path: Path) -> None:
    _image(card(), "RGB").convert("CMYK").save(path, quality=95)


def _ycck(path: Path) -> None:
    """Adobe's way: C, M and Y as if they were R, G and B, turned to YCbCr; K inverted. PIL writes the four planes."""
    from PIL import Image

    ink = 255 - card()
    planes = (ink, np.full_like(ink, 128), np.full_like(ink, 128), np.full_like(ink, 255))
    Image.merge("CMYK", [Image.fromarray(255 - plane) for plane in planes]).save(path, quality=95)
    data = bytearray(path.read_bytes())
    at = data.index(b"Adobe")
    assert data[at + 11] == 0
    data[at + 11] = 2
    frame, scan = data.index(b"\xff\xc0") + 10, data.index(b"\xff\xda") + 5
    for number in range(4):  # components are numbered where they are luma, chroma and key
        data[frame + 3 * number] = data[scan + 2 * number] = number + 1
    path.write_bytes(data)


def _pixels(pixel_format: str, path: Path) -> None:
    seen = card()
    source = _raw(path, seen)
    if pixel_format == "ya16be":
        seen = np.stack([np.where(seen == GROUND, 200, seen), np.where(seen == GROUND, 0, 255)], axis=2)
        source = _raw(path, seen.astype(np.uint8), pixel_format="ya8")
    make(path, *source, "-pix_fmt", pixel_format)


def _palette(path: Path) -> None:
    _image(card(), "RGB").quantize(64).save(path)


def _palette_alpha(path: Path) -> None:
    """One color of the palette is transparent, and its chunk stands after much else."""
    from PIL import PngImagePlugin

    much = PngImagePlugin.PngInfo()
    much.add(b"prVt", bytes(9000))
    _image(card()).convert("P").save(path, transparency=GROUND, pnginfo=much)


def _clear(path: Path, **options: Any) -> None:
    """The ground is transparent, and bright where nobody should see it."""
    seen = card()
    alpha = np.where(seen == GROUND, 0, 255)
    color = np.where(alpha, seen, 200)
    _image(np.stack([color] * 3 + [alpha], axis=2).astype(np.uint8)).save(path, quality=95, **options)


def _gray_alpha(path: Path) -> None:
    seen = card()
    alpha = np.where(seen == GROUND, 0, 255)
    _image(np.stack([np.where(alpha, seen, 200), alpha], axis=2).astype(np.uint8)).save(path)


def _dots(x: int, y: int, path: Path) -> None:
    """As a fax scans: more dots one way than the other."""
    across, down = round(320 * x / 204), round(240 * y / 204)
    _image(card(320, 240, across, down), "RGB").save(path, dpi=(x, y), quality=95)


def _aspect(path: Path) -> None:
    """As ffmpeg takes them out of films: the two densities are the sample aspect."""
    make(path, *_raw(path, card(320, 240, 160, 240)), "-vf", "setsar=2", "-q:v", "2", "-update", "1")
