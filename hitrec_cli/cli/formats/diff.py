"""What would be mended, as a unified diff that `patch -p0` takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import unified_diff
from typing import TYPE_CHECKING

from hitrec_cli.cli.formats.outcome import Outcome
from hitrec_cli.cli.plain import one_line

if TYPE_CHECKING:
    from hitrec_cli.pipeline.mending import Mended


def diff(outcome: Outcome, mended: Sequence[Mended]) -> str:
    """The diff of all files; line ends stay what they are."""
    return "".join(line for one in mended for line in _lines(outcome.shown(one.name), one))


def _lines(name: str, one: Mended) -> Iterator[str]:
    before = one.before.decode("utf-8", "replace").splitlines(keepends=True)
    after = one.after.decode("utf-8", "replace").splitlines(keepends=True)
    for line in unified_diff(before, after, one_line(name), one_line(name)):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
