"""Probe one file and insist on an answer."""

from __future__ import annotations

from pathlib import Path

from hitrec_cli.model.media import PictureFacts, SoundFacts
from hitrec_cli.tools.probe import Probed, probe
from hitrec_cli.tools.probe_found import Found


def one(path: Path) -> Probed:
    (answer,) = probe([path])
    return answer


def found(path: Path) -> Found:
    answer = one(path)
    assert answer.found is not None, answer.broken
    return answer.found


def seen(path: Path) -> PictureFacts:
    facts = found(path).facts.picture
    assert facts is not None
    return facts


def heard(path: Path) -> SoundFacts:
    facts = found(path).facts.sound
    assert facts is not None
    return facts
