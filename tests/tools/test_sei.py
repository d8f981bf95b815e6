"""Messages in coded pictures: where they lie, and that they need no escapes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hitrec_cli.base.errors import RenderError
from hitrec_cli.deliver.captions.carriers import user_data
from hitrec_cli.tools.captions.sei import has_message, units, with_message

HEADERS = (b"\x67sps", b"\x68pps", b"\x06\x05\x01x\x80")
SLICE = b"\x65picture"


def stored(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4) + part for part in parts)


@given(before=st.lists(st.sampled_from(HEADERS), max_size=4), slices=st.integers(1, 3), pair=st.integers(0, 0xFFFF))
def test_a_message_lies_before_the_first_slice(before: list[bytes], slices: int, pair: int) -> None:
    plain = stored(*before, *[SLICE] * slices)
    made = with_message(plain, user_data(pair))
    found = [unit for _, unit in units(made)]
    message = found.pop(len(before))
    assert found == [*before, *[SLICE] * slices]
    # nal_unit_type 6, payload type 4, its length, ITU-T T.35: United States (B5), ATSC (0031), GA94, captions (03)
    assert message[:3] == b"\x06\x04\x47" and message[3:11] == b"\xb5\x00\x31GA94\x03"
    assert (
        message[11:13] == b"\xd4\xff" and message[13:16] == b"\xfc" + pair.to_bytes(2) and message[-2:] == b"\xff\x80"
    )
    assert len(message) == 3 + 0x47 + 1
    assert has_message(made) and not has_message(plain)


def test_with_parity_no_message_needs_an_escape() -> None:
    """H.264, 7.4.1: never two zeros before a byte under 4. Odd parity leaves no byte zero."""
    odd = [byte for byte in range(256) if byte.bit_count() % 2]
    for first in odd:
        for second in (odd[0], odd[-1], 0x80):
            assert not re.search(rb"\0\0[\0-\3]", user_data(first << 8 | second) + b"\x80")


def test_a_picture_without_a_slice_is_an_error() -> None:
    with pytest.raises(RenderError, match="without a slice"):
        with_message(stored(*HEADERS), user_data(0x8080))
