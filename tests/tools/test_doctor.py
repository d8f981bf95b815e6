"""The doctor finds what is wrong, and says what to do."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from hitrec_cli.library.profiles import built_in
from hitrec_cli.tools import doctor

pytestmark = pytest.mark.media


def test_here_all_is_well(hitrec_home: Path) -> None:
    checks = doctor.examine(hitrec_home)
    names = [what for what, _, _ in checks]
    assert {"system", "ffmpeg", "encoders", "filters", "ffmpeg-python", "moviepy", "fonts", "store"} <= set(names)
    assert [(what, detail) for what, fine, detail in checks if not fine and what != "store"] == []
    assert all(detail and "\n" not in detail for _, _, detail in checks)


def found(home: Path, what: str) -> tuple[bool, str]:
    return next((fine, detail) for name, fine, detail in doctor.examine(home) if name == what)


def test_what_is_lacking_is_named(hitrec_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "ENCODERS", ("libx264", "no_such_encoder"))
    monkeypatch.setattr(doctor, "LIBRARIES", ("numpy", "no-such-library"))
    monkeypatch.setattr(doctor, "ROOM", 1 << 80)
    assert found(hitrec_home, "encoders") == (False, "lacks no_such_encoder")
    assert found(hitrec_home, "no-such-library") == (False, "not installed; install hitrec anew")
    fine, detail = found(hitrec_home, "store")
    assert not fine and "GiB free" in detail


def test_the_filters_of_every_graph_are_looked_for() -> None:
    sources = "".join(path.read_text("utf-8") for path in Path(doctor.__file__).parent.rglob("*.py"))
    used = set(re.findall(r'\bfilter(?:_multi_output)?\((?:\[.*?\], |\w+, )?\s*"(\w+)"', sources))
    assert {"scale", "lut3d", "xstack", "alphamerge"} <= used <= set(doctor.FILTERS)


def test_the_encoders_of_every_profile_are_looked_for() -> None:
    used = {words[words.index(name) + 1] for one in built_in().values() for words in (one.video, one.audio)
            for name in ("-c:v", "-c:a") if name in words}  # fmt: skip
    assert {"libx264", "mpeg2video", "aac"} <= used <= set(doctor.ENCODERS)


def test_another_projects_ffmpeg(hitrec_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ffmpeg", ModuleType("ffmpeg"))
    fine, detail = found(hitrec_home, "ffmpeg-python")
    assert not fine and "uninstall" in detail


def test_no_ffmpeg(hitrec_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HITREC_FFMPEG", "/no/such/ffmpeg")
    fine, detail = found(hitrec_home, "ffmpeg")
    assert not fine and "/no/such/ffmpeg" in detail


def test_a_report_names_the_versions(hitrec_home: Path) -> None:
    import numpy as np

    said = doctor.versions(hitrec_home)
    assert said["numpy"] == np.__version__
    assert said["ffmpeg"].lstrip("n").split(".")[0].isdecimal()
