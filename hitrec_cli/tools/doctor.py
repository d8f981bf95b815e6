"""Whether a machine can render: the program, its codecs and filters, the libraries, the fonts, the disk."""

from __future__ import annotations

import os
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from hitrec_cli.base.errors import HitrecError
from hitrec_cli.tools.binary import ffmpeg, ffmpeg_version
from hitrec_cli.tools.fonts import fonts
from hitrec_cli.tools.process import ProcessFailed, run

ENCODERS = ("libx264", "mpeg2video", "prores_ks", "dnxhd", "ffv1", "png", "aac", "flac", "pcm_f32le", "pcm_s24le",
            "mov_text")  # fmt: skip
FILTERS = ("alphamerge", "ass", "boxblur", "bwdif", "colorchannelmixer", "concat", "copy", "crop", "extractplanes",
           "format", "fps", "geq", "hflip", "loop", "lut3d", "lutrgb", "lutyuv", "overlay", "pad",
           "scale", "setparams", "setpts", "setsar", "settb", "sidedata", "split", "tpad", "transpose", "trim",
           "vflip", "xfade", "xstack", "aformat", "aresample", "asetpts", "asettb", "asplit", "atrim",
           "pan", "zscale")  # fmt: skip
LIBRARIES = ("av", "blake3", "moviepy", "numpy", "pillow", "pydub", "PyYAML", "ffmpeg-python", "imageio-ffmpeg",
             "pymupdf-fonts", "fonttools", "license-expression", "ttconv")  # fmt: skip
ROOM = 5 << 30
"""Bytes that should be free for the store: parts of one episode and the sound of its picks."""

Check = tuple[str, bool, str]


def examine(home: Path) -> list[Check]:
    """Every check as (what, fine, detail)."""
    return [_system(), _program(home), *_abilities(), _graphs(), *_libraries(), _lettering(home), _disk(home)]


def versions(home: Path) -> dict[str, str]:
    """What a report names: hitrec, ffmpeg and the libraries that draw or compute."""
    return {"hitrec": version("hitrec"), "ffmpeg": ffmpeg_version(home), **{name: version(name) for name in LIBRARIES}}


def _system() -> Check:
    limits = "" if sys.platform == "linux" else "; memory and time limits of child processes do not hold here"
    fine = sys.platform in ("linux", "darwin")
    return "system", fine, f"{sys.platform}, Python {sys.version.split()[0]}{limits if fine else ' is not supported'}"


def _program(home: Path) -> Check:
    try:
        return "ffmpeg", True, f"{ffmpeg_version(home)} at {ffmpeg()}"
    except HitrecError as error:
        return "ffmpeg", False, error.message


def _abilities() -> list[Check]:
    try:
        binary = str(ffmpeg())
        said = {
            what: run([binary, "-hide_banner", f"-{what}"]).stdout.decode("utf-8", "replace").split()
            for what in ("encoders", "filters")
        }
    except (HitrecError, ProcessFailed) as error:
        return [("ffmpeg's abilities", False, str(error))]
    checks: list[Check] = []
    for what, wanted in (("encoders", ENCODERS), ("filters", FILTERS)):
        lacking = [name for name in wanted if name not in said[what]]
        checks.append((what, not lacking, f"lacks {', '.join(lacking)}" if lacking else f"all {len(wanted)} there"))
    return checks


def _graphs() -> Check:
    """Four projects own the import name `ffmpeg`; only ffmpeg-python writes graphs."""
    from importlib import import_module

    try:
        owner = import_module("ffmpeg")
    except ImportError as error:
        return "ffmpeg-python", False, f"{error}; install hitrec anew"
    fine = hasattr(owner, "filter_multi_output")
    return "ffmpeg-python", fine, "there" if fine else "another project's `ffmpeg` is in its place; uninstall that"


def _libraries() -> list[Check]:
    checks: list[Check] = []
    for name in LIBRARIES:
        try:
            checks.append((name, True, version(name)))
        except PackageNotFoundError:
            checks.append((name, False, "not installed; install hitrec anew"))
    return checks


def _lettering(home: Path) -> Check:
    try:
        lettering = fonts(home)
    except (OSError, ImportError) as error:
        return "fonts", False, f"cannot be written to {home}: {error}"
    return "fonts", True, f"{len(lettering.coverage())} characters"


def _disk(home: Path) -> Check:
    place = home
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    writable = os.access(place, os.W_OK)
    detail = f"{free / (1 << 30):.1f} GiB free for {home}"
    return "store", writable and free >= ROOM, detail if writable else f"{home} cannot be written; set HITREC_HOME"
