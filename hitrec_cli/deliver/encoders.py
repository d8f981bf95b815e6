"""Which encoder arguments a profile may give: those that say how a stream is coded, and nothing that names a file.

A profile comes with a show and is handed to ffmpeg. Options that read or write files (`-pass`, `-stats`, `-attach`,
x264's `stats` and `cqmfile`), open addresses, or map other inputs are not on the list, and no value may hold what a
path needs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from hitrec_cli.base.problems import Problem
from hitrec_cli.manifest import values
from hitrec_cli.manifest.nodes import Node, Scalar

ENCODER: Final = "HR613"

_NUMBER = r"-?[0-9]{1,10}(\.[0-9]{1,4})?"
_SIZE = r"[0-9]{1,10}[kM]?"
_WORD = r"[a-z0-9][a-z0-9_.-]{0,30}"
_FLAGS = r"([+-][a-z0-9_]{1,20}){1,10}"
_PICTURE_CODERS = "libx264|mpeg2video|prores_ks|dnxhd|ffv1"
_SOUND_CODERS = "aac|flac|pcm_s24le"
_COLORS = "bt709"

PICTURE: Final[Mapping[str, str]] = {
    "c:v": _PICTURE_CODERS, "profile:v": _WORD, "level:v": _WORD, "preset": _WORD, "tune": _WORD, "crf": _NUMBER,
    "q:v": _NUMBER, "b:v": _SIZE, "minrate": _SIZE, "maxrate": _SIZE, "bufsize": _SIZE, "bf": _NUMBER,
    "rc-lookahead": _NUMBER, "refs": _NUMBER, "pix_fmt": r"(yuv|gray|gbr)[a-z0-9]{1,12}", "vendor": r"[a-z0-9]{4}",
    "coder": _WORD, "context": "[01]", "level": "[0-9]{1,2}", "slices": "[0-9]{1,2}", "slicecrc": "[01]",
    "avcintra-class": "50|100|200", "x264-params": r"((tff|bff|interlaced|fake-interlaced|bluray-compat|nal-hrd|aud|"
    r"open-gop|keyint|min-keyint|scenecut|ref|slices)=[a-z0-9]{1,8}:?){1,12}",
    "flags": _FLAGS, "mpv_flags": _FLAGS, "b_strategy": "[0-2]", "sc_threshold": _NUMBER,
    "rc_init_occupancy": _NUMBER, "rc_buf_aggressivity": _NUMBER, "intra_dc_precision": "[0-3]", "intra_vlc": "[01]",
    "non_linear_quant": "[01]", "qmin": _NUMBER, "qmax": _NUMBER, "lmin": r"([0-9]{1,3}\*)?QP2LAMBDA",
    "lmax": r"([0-9]{1,3}\*)?QP2LAMBDA", "seq_disp_ext": "auto|never|always", "video_format": _WORD,
    "color_primaries": _COLORS, "color_trc": _COLORS, "colorspace": _COLORS, "color_range": "tv",
    "aspect": "[0-9]{1,4}:[0-9]{1,4}", "bits_per_mb": _NUMBER, "tag:v": r"[A-Za-z0-9]{4}", "dct": "int",
}  # fmt: skip
"""Options of picture encoders: name without its dash, and what a value of it looks like."""

SOUND: Final[Mapping[str, str]] = {
    "c:a": _SOUND_CODERS, "b:a": _SIZE, "profile:a": "aac_low", "compression_level": "[0-9]{1,2}",
}  # fmt: skip
"""Options of sound encoders. Rate and channels are hitrec's own."""


def picture_options(node: Node, problems: list[Problem]) -> tuple[str, ...]:
    """A picture encoder's arguments in the order written: ("-c:v", "libx264", …)."""
    return _options(node, PICTURE, "c:v", problems)


def sound_options(node: Node, problems: list[Problem]) -> tuple[str, ...]:
    """A sound encoder's arguments in the order written."""
    return _options(node, SOUND, "c:a", problems)


def _options(node: Node, allowed: Mapping[str, str], coder: str, problems: list[Problem]) -> tuple[str, ...]:
    found: list[str] = []
    for key, value in values.mapping(node).entries:
        told = _refused(key, value, allowed)
        if told is None:
            found += [f"-{key.text}", values.text(value)]
        else:
            problems.append(told)
    if values.mapping(node).get(coder) is None:
        problems.append(Problem(ENCODER, node.mark, f"the encoder is not named: {coder!r} is missing", "add it"))
    return tuple(found)


def _refused(key: Scalar, value: Node, allowed: Mapping[str, str]) -> Problem | None:
    pattern = allowed.get(key.text)
    if pattern is None:
        near = values.near(key.text, allowed)
        hint = near or f"a profile may say {', '.join(allowed)}"
        return Problem(ENCODER, key.mark, f"the encoder option {key.text!r} is not one that a profile may give", hint)
    if not isinstance(value, Scalar) or not re.fullmatch(pattern, value.text):
        said = repr(value.text[:100]) if isinstance(value, Scalar) else values.name_of(value)
        hint = f"a value looks like this: {pattern}" if len(pattern) < 60 else "see docs/delivery.md"
        return Problem(ENCODER, value.mark, f"{said} is no value that a profile may give to {key.text!r}", hint)
    return None
