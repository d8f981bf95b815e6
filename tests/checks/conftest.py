"""Rules are asked without child processes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hitrec_cli.tools.captions import child


@pytest.fixture(scope="session", autouse=True)
def captions_read_here() -> Iterator[None]:
    """What the child process does with a file of captions is done in the test's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hitrec_cli.tools.captions.read.read_captions", child.read)
        yield
