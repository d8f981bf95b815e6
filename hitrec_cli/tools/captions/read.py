"""Captions of strangers, read in a limited child process: SubRip, WebVTT, Scenarist SCC, TTML and IMSC, ASS."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from hitrec_cli.base.errors import MediaError
from hitrec_cli.model.captions import CaptionFile, file_from
from hitrec_cli.tools.binary import ffmpeg
from hitrec_cli.tools.process import Limits, ProcessFailed, ProcessTimeout, run

LARGEST = 2 << 20
"""Bytes of a file of captions; those of a film of two hours are a tenth of that."""

_SECONDS = 60
_ASS = ["-nostdin", "-v", "error", "-protocol_whitelist", "pipe", "-f", "ass", "-i", "pipe:0", "-map", "0:s:0",
        "-f", "webvtt", "pipe:1"]  # fmt: skip


def read_captions(data: bytes) -> CaptionFile:
    """The captions in a file's bytes; with its `fault` where they cannot be read, which never is an exception.

    Raises MediaError only where the child cannot work at all.
    """
    if len(data) > LARGEST:
        return CaptionFile(fault=f"it is larger than {LARGEST >> 20} MB; offer the captions alone")
    try:
        if b"[script info]" in data[:4096].lower():
            data = run([str(ffmpeg()), *_ASS], stdin=data, limits=_limits()).stdout
        said = run(
            # -P: nothing is imported from the current folder, which may be a stranger's.
            [sys.executable, "-P", "-m", "hitrec_cli.tools.captions.child"],
            stdin=data,
            limits=_limits(),
            env={"PYTHONPATH": str(Path(__file__).parents[3]), "PYTHONDONTWRITEBYTECODE": "1"},
        ).stdout
    except ProcessTimeout:
        return CaptionFile(fault=f"it took more than {_SECONDS} seconds to read; offer a simpler file")
    except ProcessFailed as failure:
        return CaptionFile(fault=f"reading it failed ({failure.cause}); offer it again, as SRT or WebVTT")
    try:
        return file_from(json.loads(said))
    except (ValueError, KeyError, TypeError) as error:
        raise MediaError(f"captions cannot be read ({error}); run hitrec doctor") from error


def _limits() -> Limits:
    return Limits(wall=_SECONDS, cpu=_SECONDS, memory=2 << 30, file_size=0, output=32 << 20)
