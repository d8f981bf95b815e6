"""The fonts that letter the show: written once from their package, pinned for libass, and measured.

`HOME/fonts/<digest>/` holds `faces/` (the font files), `fonts.conf` (only that folder, its cache beside it),
`metrics/` (what each font has and how wide it is) and `families.json`, so that a warm start opens no font.
"""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from hitrec_cli.base.errors import MediaError
from hitrec_cli.model.look import Face

BUNDLED: Mapping[str, str] = {
    "FiraGO-Regular": "figo", "FiraGO-Bold": "figbo", "FiraGO-Italic": "figit", "FiraGO-BoldItalic": "figbi",
    "FiraMono-Regular": "fimo", "NotoSans-Regular": "notos", "NotoSansSymbols2-Regular": "symbol2",
    "NotoSansSymbols-Regular": "symbol1", "NotoMusic-Regular": "music", "NotoSansMath-Regular": "math",
}  # fmt: skip
"""Our fonts and their names in pymupdf-fonts. The first that has a character is taken for its width."""

_FALLBACK = "FiraGO-Regular"
_ORDER: tuple[Face, ...] = ("regular", "italic", "bold", "bold-italic")
_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
_UNIT = 10_000
"""Widths are kept in parts of the ASS font size, which is a font's ascent plus descent."""
_FORMAT = 3
"""A new number writes every store of fonts anew."""


@dataclass(frozen=True)
class Fonts:
    """Fonts on disk: for libass `directory` (fontsdir) and `config` (FONTCONFIG_FILE), for keys `digest`."""

    directory: Path
    config: Path
    digest: str

    def width(self, text: str, size: int, face: Face, family: str) -> int:
        """Advance width in pixels at an ASS font size, rounded up, as lettering's Metrics ask. Shaping is ignored.

        A family without the face is measured in the one that it has: libass slants and thickens that.
        """
        faces = self.families.get(family, {})
        own = self._table(faces.get(face) or next(iter(faces.values()), _FALLBACK))
        parts = sum(own.get(char) or self._elsewhere(char) for char in text if not _weightless(char))
        return -(-parts * size // _UNIT)

    @cached_property
    def families(self) -> Mapping[str, Mapping[Face, str]]:
        """Each family's faces and the font that has them, the plainest face first."""
        found: dict[str, dict[Face, str]] = json.loads(
            (self.directory.parent / "families.json").read_text(encoding="utf-8")
        )
        return found

    def coverage(self) -> frozenset[str]:
        """Every character that some font has."""
        return frozenset().union(*(self._table(font) for font in self._names))

    def missing(self, text: str) -> str:
        """The characters of a text that no font has, each once. Marks, joiners and variation selectors do not count."""
        wanted = dict.fromkeys(unicodedata.normalize("NFC", text))
        return "".join(char for char in wanted if not char.isspace() and not _weightless(char) and not self._has(char))

    def environment(self) -> dict[str, str]:
        """What ffmpeg's environment must have so that libass sees these fonts and no others."""
        return {"FONTCONFIG_FILE": str(self.config)}

    def _has(self, char: str) -> bool:
        return any(char in self._table(font) for font in self._names)

    def _elsewhere(self, char: str) -> int:
        """Width in the font that stands in; of a character that none has, that of the empty box."""
        return next((table[char] for font in self._names if char in (table := self._table(font))), _UNIT // 2)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """Every font, ours first."""
        found = {path.stem for path in self._metrics.iterdir()}
        return (*BUNDLED, *sorted(found - set(BUNDLED)))

    @property
    def _metrics(self) -> Path:
        return self.directory.parent / "metrics"

    @cached_property
    def _tables(self) -> dict[str, Mapping[str, int]]:
        return {}

    def _table(self, font: str) -> Mapping[str, int]:
        """A font's characters and their widths, read when first asked for."""
        if font not in self._tables:
            self._tables[font] = _table(self._metrics / f"{font}.json")
        return self._tables[font]


@cache
def _table(metrics: Path) -> Mapping[str, int]:
    """What a file of metrics says; it is never changed, its folder has the name of its digest."""
    runs = json.loads(metrics.read_text(encoding="ascii"))
    return {chr(first + n): width for first, widths in runs for n, width in enumerate(widths)}


def fonts(home: Path, extra: Path | None = None) -> Fonts:
    """The fonts under `home` (HITREC_HOME), written there if they are not yet.

    `extra`: a folder of the show's own font files, for scripts that ours lack (CJK); its names join the digest.
    """
    own = sorted(p for p in extra.iterdir() if p.suffix.lower() in _SUFFIXES) if extra and extra.is_dir() else []
    digest = _digest([(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in own])
    place = home.absolute() / "fonts" / digest
    if not place.is_dir():
        _write(place, own)
    config = place / "fonts.conf"
    written = str(place).replace("&", "&amp;").replace("<", "&lt;")
    wanted = _CONFIG.format(place=written)
    if not config.is_file() or config.read_text(encoding="utf-8") != wanted:  # also after a move of the store
        _replace(config, wanted)
    return Fonts(place / "faces", config, digest)


_CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{place}/faces</dir>
  <cachedir>{place}/cache</cachedir>
</fontconfig>
"""


def _digest(own: Sequence[tuple[str, str]]) -> str:
    """Names what is drawn with: our list, the package's version, the show's own files."""
    text = json.dumps([_FORMAT, sorted(BUNDLED), _package_version(), list(own)])
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _package_version() -> str:
    """The version of pymupdf-fonts, read from the name of its metadata folder: importlib.metadata takes 60 ms."""
    from importlib.util import find_spec

    spec = find_spec("pymupdf_fonts")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for info in Path(folder).parent.glob("pymupdf_fonts-*.dist-info"):
            return info.name.removesuffix(".dist-info")
    from importlib.metadata import version

    return version("pymupdf-fonts")


def _write(place: Path, own: Iterable[Path]) -> None:
    """Make the folder aside and rename it; whoever comes second uses the first one's."""
    import shutil
    import tempfile

    from pymupdf_fonts import fontbuffers

    place.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".fonts-", dir=place.parent))
    try:
        faces, metrics, index = (aside / name for name in ("faces", "metrics", "cache"))
        for folder in (faces, metrics, index):
            folder.mkdir()
        for name, key in BUNDLED.items():
            (faces / f"{name}.ttf").write_bytes(fontbuffers[key]())
        names = [f"{name}.ttf" for name in BUNDLED]
        for path in own:
            shutil.copyfile(path, faces / path.name)
            names.append(path.name)
        families: dict[str, dict[Face, str]] = {}
        for name in names:
            runs, called, face = _measure(faces / name, name)
            text = json.dumps(runs, separators=(",", ":"))
            (metrics / f"{Path(name).stem}.json").write_text(text, encoding="ascii")
            for family in called:
                families.setdefault(family, {}).setdefault(face, Path(name).stem)
        known = {family: dict(sorted(found.items(), key=lambda one: _ORDER.index(one[0])))
                 for family, found in sorted(families.items())}  # fmt: skip
        (aside / "families.json").write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
        aside.chmod(0o755)
        try:
            os.replace(aside, place)
        except OSError:
            if not place.is_dir():
                raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _measure(path: Path, name: str) -> tuple[list[list[Any]], list[str], Face]:
    """Widths of a font's characters, in runs: [[first code point, [width, …]], …]; its families' names; its face.

    Raises MediaError for a file that is no font, or one without outlines.
    """
    from fontTools.ttLib import TTFont

    try:
        with path.open("rb") as file:
            return _measured(TTFont(file, fontNumber=0, lazy=True))
    except MediaError as error:
        raise MediaError(f"assets/fonts/{name}: {error.message}") from error
    except Exception as error:
        remedy = "replace it or take it out"
        raise MediaError(f"assets/fonts/{name} is no font that can be read ({error}); {remedy}") from error


def _measured(font: Any) -> tuple[list[list[Any]], list[str], Face]:
    with font:
        if not {"glyf", "CFF ", "CFF2"} & set(font.keys()):
            raise MediaError("it has pictures, no outlines, which libass does not draw; for emoji take Noto Emoji")
        table = font["OS/2"]
        # libass, like VSFilter, scales a font so that its Windows ascent plus descent is the ASS font size.
        tall = table.usWinAscent + table.usWinDescent or font["hhea"].ascent - font["hhea"].descent
        advances = font["hmtx"].metrics
        widths = {code: -(-advances[glyph][0] * _UNIT // tall) for code, glyph in font.getBestCmap().items()}
        names = (font["name"].getDebugName(number) for number in (1, 16))
        called = [name for name in dict.fromkeys(names) if name]
        bold, italic = bool(table.fsSelection & 1 << 5), bool(table.fsSelection & 1)
    runs: list[list[Any]] = []
    for code in sorted(widths):
        if runs and code == runs[-1][0] + len(runs[-1][1]):
            runs[-1][1].append(widths[code])
        else:
            runs.append([code, [widths[code]]])
    face: Face = ("bold-italic" if italic else "bold") if bold else ("italic" if italic else "regular")
    return runs, called, face


def _replace(path: Path, text: str) -> None:
    import tempfile

    handle, aside = tempfile.mkstemp(prefix=".conf-", dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(aside, 0o644)
    os.replace(aside, path)


def _weightless(char: str) -> bool:
    """Marks, joiners, variation selectors: drawn over or into what is before them."""
    return unicodedata.category(char) in ("Mn", "Me", "Cf")
