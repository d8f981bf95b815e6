"""`hitrec schema` prints what is committed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("arguments", "file"),
    [
        ([], "hitrec_cli/schema/episode.schema.json"),
        (["--segment"], "hitrec_cli/schema/segment.schema.json"),
        (["--format", "markdown"], "docs/manifest.md"),
    ],
)
def test_it_is_the_committed_file(arguments: list[str], file: str) -> None:
    command = [sys.executable, "-m", "hitrec_cli", "schema", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == (ROOT / file).read_bytes()
