"""Names of MXF packages, on bytes; on whole files they are looked at with the masters."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from hitrec_cli.tools.umid import name_packages

LABEL = bytes.fromhex("060a2b340101010501010d0013")
"""SMPTE ST 330: universal label, number creation methods not told, 19 bytes follow."""
BLOCK = 1 << 22
NUMBER = bytes(range(1, 16))


@pytest.mark.parametrize("at", [0, 7, BLOCK - 31, BLOCK - 16, BLOCK - 1, BLOCK, 2 * BLOCK - 40])
def test_every_umid_gets_the_number_wherever_it_lies(tmp_path: Path, at: int) -> None:
    noise = random.Random(at).randbytes(2 * BLOCK + 999)
    path = tmp_path / "a.mxf"
    nameless, another = LABEL + bytes(3) + bytes(15), LABEL + bytes(3) + b"\x09" * 15
    last = BLOCK + BLOCK // 2
    data = bytearray(noise)
    for place, what in ((at, nameless + b"\0"), (last, nameless + b"\1"), (last + 100, another + b"\0")):
        data[place : place + 32] = what
    path.write_bytes(data)
    assert name_packages(path, NUMBER) == 2
    for place, kind in ((at, b"\0"), (last, b"\1")):
        data[place : place + 32] = LABEL + bytes(3) + NUMBER + kind
    assert path.read_bytes() == data
    assert name_packages(path, NUMBER) == 0


def test_a_number_has_its_length(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(ValueError, match="15 bytes"):
        name_packages(tmp_path / "a", b"1")
