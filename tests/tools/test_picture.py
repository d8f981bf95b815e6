"""ffmpeg that locks itself up is started again; any other failure is told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from hitrec_cli.base.errors import RenderError
from hitrec_cli.tools import picture
from hitrec_cli.tools.process import ProcessFailed, ProcessStalled, Result

pytestmark = pytest.mark.media


@pytest.mark.parametrize(
    ("failures", "kind", "starts", "said"),
    [(0, ProcessStalled, 1, "fine"), (5, ProcessStalled, 6, "fine"), (6, ProcessStalled, 6, ""),
     (1, ProcessFailed, 1, "")],
)  # fmt: skip
def test_starts(
    hitrec_home: Path, monkeypatch: pytest.MonkeyPatch, failures: int, kind: type[ProcessFailed], starts: int, said: str
) -> None:
    asked = 0

    def run(argv: list[str], **_: object) -> Result:
        nonlocal asked
        asked += 1
        if asked <= failures:
            raise kind("ffmpeg", "did nothing", Result(-9, b"", ""))
        return Result(0, b"", "fine")

    monkeypatch.setattr(picture, "run", run)
    if said:
        assert picture.run_ffmpeg(lambda feeds: [], 1) == said
    else:
        with pytest.raises(RenderError, match="did nothing"):
            picture.run_ffmpeg(lambda feeds: [], 1)
    assert asked == starts
