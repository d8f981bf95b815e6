"""Where a manifest lives, and which files it may name."""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hitrec_cli.base.errors import ManifestError, MediaError
from hitrec_cli.library.sources.rules import Rules, read_rules

SETTINGS = "hitrec.toml"


@dataclass(frozen=True, slots=True)
class Workspace:
    """`root` is the workspace's folder, `sources` further folders that picks may come from; both real paths. `rules`:
    what fetching from elsewhere may do.
    """

    root: Path
    sources: tuple[Path, ...] = ()
    rules: Rules = Rules()

    def resolve(self, text: str, base: Path) -> Path:
        """The file that `text` means in a file of the folder `base`: relative to it, then to each source folder.

        The answer is a real path to a plain file inside the workspace or its sources. Raises MediaError for a file
        that is not there, lies outside, or is a pipe or device.
        """
        if not text or "\x00" in text:
            raise MediaError(f"{text!r} names no file; write a path")
        for folder in (base, *self.sources):
            candidate = folder / text
            if os.path.lexists(candidate):
                return self.confine(candidate)
        also = f", nor in {', '.join(map(str, self.sources))}" if self.sources else ""
        raise MediaError(f"{text} is not in {base}{also}; put it there, or name its folder with --source-root")

    def confine(self, path: Path) -> Path:
        """The real path of a plain file inside the workspace or its sources, links followed. Raises MediaError."""
        try:
            real = path.resolve(strict=True)
            mode = real.stat().st_mode
        except FileNotFoundError:
            raise MediaError(f"{path} is not there; put it back, or correct its name") from None
        except (OSError, RuntimeError, ValueError) as error:  # a circle of links; a NUL
            raise MediaError(f"{path} cannot be reached ({getattr(error, 'strerror', None) or error})") from None
        if not any(real.is_relative_to(folder) for folder in (self.root, *self.sources)):
            shown = f"{path} (really {real})" if real != path else str(path)
            remedy = f"move it inside, or allow its folder with --source-root or `sources` in {SETTINGS}"
            raise MediaError(f"{shown} lies outside the workspace {self.root}; {remedy}")
        if not stat.S_ISREG(mode):
            raise MediaError(f"{path} is no plain file; name the media file itself")
        return real


def find_workspace(manifest: Path, source_roots: Sequence[Path] = ()) -> Workspace:
    """The workspace of a manifest: the nearest folder above it with hitrec.toml, else with .git, else its own.

    Sources come from `source_roots` (relative to the current folder), HITREC_SOURCE_ROOT (folders separated like
    PATH) and `sources` of hitrec.toml (relative to it), in this order. Raises ManifestError for a hitrec.toml that
    cannot be read, and for a source that is no folder; one of hitrec.toml may be missing when the caller says where
    to look, as an archive lies elsewhere on every machine.
    """
    folder = manifest.absolute().parent.resolve()
    above = (folder, *folder.parents)
    root = next((place for place in above if (place / SETTINGS).is_file()), None)
    root = root or next((place for place in above if (place / ".git").exists()), None) or folder
    wanted = [(path.absolute(), "--source-root") for path in source_roots]
    wanted += [
        (Path(text).absolute(), "HITREC_SOURCE_ROOT")
        for text in os.environ.get("HITREC_SOURCE_ROOT", "").split(os.pathsep)
        if text
    ]
    settings = root / SETTINGS
    data = _read(settings)
    listed = [(root / text, str(settings)) for text in _sources(data, settings)]
    wanted += [(path, origin) for path, origin in listed if path.exists() or not wanted]
    for path, origin in wanted:
        if not path.is_dir():
            raise ManifestError(f"{origin} names {path}, which is no folder; correct it or take it out")
    rules = read_rules(data, str(settings))
    return Workspace(root, tuple(dict.fromkeys(path.resolve() for path, _ in wanted)), rules)


def _read(settings: Path) -> Mapping[str, Any]:
    if not settings.is_file():
        return {}
    try:
        return tomllib.loads(settings.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ManifestError(f"{settings}: {error}; correct it") from error


def _sources(data: Mapping[str, Any], settings: Path) -> list[str]:
    sources = data.get("sources", [])
    if not isinstance(sources, list) or not all(isinstance(text, str) and text for text in sources):
        raise ManifestError(f'{settings}: `sources` is a list of folders, such as ["../archive"]')
    return sources
