"""The steps of the sound, as the engine calls them: decode, measure, find speech, mix, make the programme."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hitrec_cli.base.digest import Json
from hitrec_cli.base.errors import LoudnessError, MediaError
from hitrec_cli.model.channels import Kept
from hitrec_cli.tools.binary import ffmpeg
from hitrec_cli.tools.process import ProcessFailed, run
from hitrec_cli.tools.sound.buses import WIDTH
from hitrec_cli.tools.sound.console import STEREO, consoles
from hitrec_cli.tools.sound.damage import Ranges, damaged_ranges, in_words, mark_damage
from hitrec_cli.tools.sound.finish import Finish, Heard
from hitrec_cli.tools.sound.levels import hundredths
from hitrec_cli.tools.sound.meter import Loudness, measure
from hitrec_cli.tools.sound.mix import mix_segment
from hitrec_cli.tools.sound.pcm import BLOCK, Wanted, excerpt, pcm_arguments, put_in_order, samples_in, stereo
from hitrec_cli.tools.sound.programme import LimitedTooMuch, Part, segment_gain
from hitrec_cli.tools.sound.speech import speech_ranges

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Objects = Callable[[str], Path]
AMBIENCE = -5000
"""Hundredths of LUFS under which a sound counts as ambience: it has no loudness that it could be levelled by."""

PEAKS = (600, 300, 0)
"""Hundredths of a dB by which levelling may lift a segment's true peak over the ceiling; the next where the limiter
would have to do too much. A few loud clicks are no reason to refuse an episode: their segment stays softer."""


def perform_pcm(spec: Mapping[str, Any], inputs: Mapping[str, Path], objects: Objects, out: Path) -> dict[str, Any]:
    """Decode a pick's sound to float PCM; what fails to decode is marked in it.

    Raises MediaError where nothing can be made of it.
    """
    source, window = objects(spec["object"]), spec["window"]
    channels = Kept(spec["channels"]["of"], tuple(tuple(one) for one in spec["channels"]["sums"]))
    wanted = Wanted(spec["stream"], spec["rate"], Fraction(spec["origin"]), channels, tuple(window) if window else None)
    try:
        said = run([str(ffmpeg()), *pcm_arguments(str(source), spec["format"], wanted, str(out))]).stderr.strip()
        put_in_order(out, channels)
        found = mark_damage(out, source, spec["format"], wanted) if said else 0
    except ProcessFailed as failure:
        raise MediaError(_undecodable(failure)) from failure
    if said and not found:
        raise MediaError(f"its sound is damaged: {said.splitlines()[0][:200]}; upload the file again")
    return {"samples": samples_in(out, channels.channels), "damaged": found}


def _undecodable(failure: ProcessFailed) -> str:
    if "Changing audio frame properties" in failure.result.stderr:
        return "its sound changes its sample rate or its channels on the way; save it anew with one of each"
    return f"its sound does not decode: {failure.cause}; upload the file again"


def perform_loudness(
    spec: Mapping[str, Any], inputs: Mapping[str, Path], objects: Objects, out: Path
) -> dict[str, Any]:
    """Measure a stretch of PCM: integrated loudness in hundredths, None for silence, and of a mix its true peak.

    A pick as the stereo that it would be, a mix ("bus", or plain stereo) on its own bus, its stems added up. What is
    softer than AMBIENCE has None there too, and its loudness as "ambience": measured 60 dB louder than it is, as the
    gate of BS.1770 at -70 LUFS is not meant for what is soft on purpose.

    A clip's stretch says under which name damage is accepted ("accept": null for nowhere) in what is read of it
    ("reach"); then it is reported. Raises MediaError for damage that is not accepted.
    """
    pcm, channels = inputs[spec["pcm"]], spec["channels"]
    first, end = spec["from"], min(spec["from"] + spec["length"], samples_in(pcm, channels))
    width = WIDTH[spec.get("bus", "stereo")]
    mixed = "bus" in spec or "stems" in spec

    def blocks(factor: float = 1) -> Iterator[NDArray[np.float64]]:
        for at in range(first, max(first, end), BLOCK):
            held = excerpt(pcm, channels, at, min(BLOCK, end - at))
            summed = held.reshape(len(held), -1, width).sum(axis=1, dtype=float) if mixed else stereo(held, channels)
            yield summed * factor

    clip = "reach" in spec
    reach = min(spec.get("reach", 0), samples_in(pcm, channels) - first)
    damage = _damage(spec, damaged_ranges(pcm, channels, first, max(0, reach)))
    figures = _figures(measure(blocks(), width, true_peak=not clip))
    if figures["integrated"] is None or figures["integrated"] < AMBIENCE:
        lifted = hundredths(measure(blocks(1000), width, true_peak=False).integrated)
        figures["ambience"] = None if lifted is None else lifted - 6000
        figures["integrated"] = None
    return {**_written(out, figures), **({"damage": damage} if damage else {})}


def _damage(spec: Mapping[str, Any], ranges: Ranges) -> list[str]:
    """What the report says of damage in a clip's stretch. Raises MediaError where the manifest does not accept it."""
    if not ranges:
        return []
    where = in_words(ranges, spec["offset"])
    if spec["accept"] is None:
        raise MediaError(f"decode errors in the used range of its sound, at {where}; replace the file, use another "
                         "part of it, or say 'damaged: accept'")  # fmt: skip
    return [f"sound of {spec['accept']}: decode errors at {where}, silent there"]


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

    Raises LoudnessError where the target cannot be reached honestly, RenderError where the file is not exact.
    """
    layout = (
        consoles(spec.get("bus", "stereo"), spec["tracks"], stems="stems" in spec) if "tracks" in spec else (STEREO,)
    )
    options = dict(zip(spec["encoder"][::2], spec["encoder"][1::2], strict=True))
    finish = Finish(spec["target"], spec["ceiling"], int(options["-b:a"]) if out.suffix == ".m4a" else None, layout)
    segments = [
        json.loads(inputs[part["loudness"]].read_text("utf-8")) if part["mix"] else None for part in spec["parts"]
    ]
    for peaks in PEAKS:
        gains = [_levelling(one, spec["target"], spec["ceiling"] + peaks) if one else 0 for one in segments]
        parts = [
            Part(inputs[part["mix"]] if part["mix"] else None, part["samples"], gain, part.get("over", (0, 0)))
            for part, gain in zip(spec["parts"], gains, strict=True)
        ]
        try:
            heard = finish.make(parts, out)
        except LimitedTooMuch as refusal:
            refused = refusal
            continue
        levels: list[Json] = [{**one, "gain": gain} if one else None for one, gain in zip(segments, gains, strict=True)]
        return {**_told(heard, spec["ceiling"]), "target": spec["target"], "segments": levels}
    raise LoudnessError(f"loudness: {refused}", sample=refused.reduction.at) from refused


def _told(masterings: Sequence[Heard], ceiling: int) -> dict[str, Any]:
    """The figures of the mix as a receiver hears it, what was done to it, and the same of its downmix."""
    heard, *fold = masterings
    report, reduction = heard.report, heard.report.reduction
    peaks = [hundredths(one.loudness.true_peak) for one in masterings]
    told = {
        **_figures(heard.loudness),
        "loudest": heard.loudness.loudest,
        "samples": report.samples,
        "gain": report.gain,
        "silent": report.silent,
        "over_ceiling": max([0, *(peak - ceiling for peak in peaks if peak is not None)]),
        "limiter": {"deepest": reduction.deepest, "at": reduction.at, "touched": reduction.touched,
                    "heavy": reduction.heavy},
    }  # fmt: skip
    return {**told, "downmix": _told(fold, ceiling)} if fold else told


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
