"""The steps of the sound, as the engine calls them: decode, measure, find speech, mix, make the programme."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from hitrec_cli.base.errors import MediaError, RenderError
from hitrec_cli.tools.binary import ffmpeg
from hitrec_cli.tools.process import ProcessFailed, run
from hitrec_cli.tools.sound.encode import aac_arguments, decode_and_measure, wav_arguments
from hitrec_cli.tools.sound.levels import hundredths
from hitrec_cli.tools.sound.meter import Loudness, measure
from hitrec_cli.tools.sound.mix import mix_segment
from hitrec_cli.tools.sound.pcm import excerpt, pcm_arguments, samples_in, stereo
from hitrec_cli.tools.sound.programme import LimitedTooMuch, Part, Report, master, segment_gain
from hitrec_cli.tools.sound.speech import speech_ranges

Objects = Callable[[str], Path]
AMBIENCE = -5000
"""Hundredths of LUFS under which a sound counts as ambience: it has no loudness that it could be levelled by."""

PEAKS = (600, 300, 0)
"""Hundredths of a dB by which levelling may lift a segment's true peak over the ceiling; the next where the limiter
would have to do too much. A few loud clicks are no reason to refuse an episode: their segment stays softer."""

_BLOCK = 480_000
_AAC_ROUNDS = 5
_AAC_MARGIN = 10
_AAC_HEADROOM = 30
"""Hundredths of a dB that the encoder is expected to add to peaks; found too small, it grows by what was added."""


def perform_pcm(spec: Mapping[str, Any], inputs: Mapping[str, Path], objects: Objects, out: Path) -> dict[str, Any]:
    """Decode a pick's sound to float PCM. Raises MediaError where it does not decode whole."""
    source = str(objects(spec["object"]))
    origin = Fraction(spec["origin"])
    arguments = pcm_arguments(source, spec["format"], spec["stream"], spec["rate"], origin, str(out))
    try:
        said = run([str(ffmpeg()), *arguments]).stderr.strip()
    except ProcessFailed as failure:
        raise MediaError(f"its sound does not decode: {failure.cause}; upload the file again") from failure
    if said:
        raise MediaError(f"its sound is damaged: {said.splitlines()[0][:200]}; upload the file again")
    return {"samples": samples_in(out, spec["channels"])}


def perform_loudness(
    spec: Mapping[str, Any], inputs: Mapping[str, Path], objects: Objects, out: Path
) -> dict[str, Any]:
    """Measure a stretch of PCM as stereo: integrated loudness and true peak in hundredths, None for silence."""
    pcm, channels = inputs[spec["pcm"]], spec["channels"]
    first, end = spec["from"], min(spec["from"] + spec["length"], samples_in(pcm, channels))
    blocks = (
        stereo(excerpt(pcm, channels, at, min(_BLOCK, end - at)), channels)
        for at in range(first, max(first, end), _BLOCK)
    )
    figures = _figures(measure(blocks))
    if figures["integrated"] is not None and figures["integrated"] < AMBIENCE:
        figures["integrated"] = None
    return _written(out, figures)


def perform_speech(spec: Mapping[str, Any], inputs: Mapping[str, Path], objects: Objects, out: Path) -> dict[str, Any]:
    """Where speech is in a stretch of PCM, in samples of the PCM."""
    end = spec["from"] + spec["length"]
    ranges = speech_ranges(inputs[spec["pcm"]], spec["channels"], spec["from"], end)
    return _written(out, {"ranges": [list(one) for one in ranges]})


def perform_mix(spec: Mapping[str, Any], inputs: Mapping[str, Path], objects: Objects, out: Path) -> dict[str, Any]:
    """Mix one segment."""
    return mix_segment(spec, inputs, out)


def perform_sound(spec: Mapping[str, Any], inputs: Mapping[str, Path], objects: Objects, out: Path) -> dict[str, Any]:
    """Join the mixes, bring the programme to its loudness, encode it once, and measure what a receiver will hear.

    An AAC encoder adds peaks: the ceiling before it is lowered until the decoded file keeps the profile's.
    Raises RenderError where the target cannot be reached honestly.
    """
    pcm = out.with_name(f"{out.name}.pcm")
    silences = {part["samples"]: out.with_name(f"{out.name}.{part['samples']}") for part in spec["parts"]}
    try:
        for peaks in PEAKS:
            parts = [_part(part, inputs, spec, silences[part["samples"]], peaks) for part in spec["parts"]]
            try:
                if out.suffix == ".wav":
                    return _heard(*_encode(parts, spec, spec["ceiling"], pcm, out), spec)
                return _under_ceiling(parts, spec, pcm, out)
            except LimitedTooMuch as refusal:
                refused = refusal
        raise RenderError(f"loudness: {refused}") from refused
    finally:
        for path in (pcm, *silences.values()):
            path.unlink(missing_ok=True)


def _under_ceiling(parts: Sequence[Part], spec: Mapping[str, Any], pcm: Path, out: Path) -> dict[str, Any]:
    ceiling = spec["ceiling"] - _AAC_HEADROOM
    for _ in range(_AAC_ROUNDS):
        report, heard, samples = _encode(parts, spec, ceiling, pcm, out)
        over = heard.true_peak * 100 - spec["ceiling"]
        if over <= 0:
            break
        ceiling -= int(over) + 1 + _AAC_MARGIN
    return _heard(report, heard, samples, spec)


def _encode(
    parts: Sequence[Part], spec: Mapping[str, Any], ceiling: int, pcm: Path, out: Path
) -> tuple[Report, Loudness, int]:
    report = master(parts, spec["target"], ceiling, pcm)
    options = dict(zip(spec["encoder"][::2], spec["encoder"][1::2], strict=True))
    arguments = (
        wav_arguments(str(pcm), str(out))
        if out.suffix == ".wav"
        else aac_arguments(str(pcm), int(options["-b:a"]), str(out))
    )
    try:
        run([str(ffmpeg()), *arguments])
    except ProcessFailed as failure:
        raise RenderError(f"the programme's sound does not encode: {failure.cause}") from failure
    heard, samples = decode_and_measure(out)
    return report, heard, samples


def _heard(report: Report, heard: Loudness, samples: int, spec: Mapping[str, Any]) -> dict[str, Any]:
    """What the file holds, by decoding it. Raises RenderError where its length is not the programme's."""
    wanted = sum(part["samples"] for part in spec["parts"])
    if samples != wanted:
        raise RenderError(f"the programme's sound has {samples} samples, not {wanted}")
    figures = _figures(heard)
    peak = figures["true_peak"]
    return {
        **figures,
        "samples": samples,
        "gain": report.gain,
        "limited": report.reduction.deepest,
        "silent": report.silent,
        "target": spec["target"],
        "over_ceiling": max(0, peak - spec["ceiling"]) if peak is not None else 0,
    }


def _part(
    part: Mapping[str, Any], inputs: Mapping[str, Path], spec: Mapping[str, Any], silence: Path, peaks: int
) -> Part:
    if part["mix"] is None:
        with silence.open("wb") as file:
            file.truncate(part["samples"] * 8)
        return Part(silence, part["samples"])
    figures = json.loads(inputs[part["loudness"]].read_text(encoding="utf-8"))
    return Part(inputs[part["mix"]], part["samples"], _levelling(figures, spec["target"], spec["ceiling"] + peaks))


def _levelling(figures: Mapping[str, int | None], target: int, highest: int) -> int:
    """A segment's gain in hundredths of a dB; a lift ends where its true peak would pass `highest`."""
    integrated, peak = figures["integrated"], figures["true_peak"]
    if integrated is None:
        return 0
    gain = segment_gain(Loudness(integrated / 100, 0, 0, 0, 0, 0), target)
    return gain if peak is None else min(gain, max(0, highest - peak))


def _figures(loudness: Loudness) -> dict[str, Any]:
    return {
        "integrated": hundredths(loudness.integrated),
        "true_peak": hundredths(loudness.true_peak),
        "range": hundredths(loudness.range),
        "short_term": hundredths(loudness.max_short_term),
    }


def _written(out: Path, value: Mapping[str, Any]) -> dict[str, Any]:
    out.write_text(json.dumps(value, sort_keys=True), encoding="utf-8")
    return dict(value)
