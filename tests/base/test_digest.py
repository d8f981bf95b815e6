"""Keys are made of exact values only, and one value has one spelling."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hitrec_cli.base.digest import Json, canonical, digest, text_digest

SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)


@pytest.mark.parametrize("value", [1.0, {"a": [1, 2.5]}, Fraction(1, 2), PurePosixPath("a"), b"a", {1: 2}, {"a": {1}}])
def test_what_cannot_stand_in_a_key(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_the_place_is_told() -> None:
    bad: Any = {"a": [1, {"b": 0.5}]}
    with pytest.raises(TypeError, match=r"\$\.a\[1\]\.b"):
        canonical(bad)


def test_the_spelling() -> None:
    assert canonical({"b": [1, True, None], "a": "é"}) == '{"a":"\\u00e9","b":[1,true,null]}'


def test_the_digest_is_sha256() -> None:
    assert digest({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()
    assert text_digest("é") == hashlib.sha256(b"\xc3\xa9").hexdigest()


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.text(max_size=8), VALUES, max_size=5))
def test_order_of_keys_does_not_matter(value: dict[str, Json]) -> None:
    assert canonical(value) == canonical(dict(reversed(value.items())))


@given(VALUES)
def test_lists_and_tuples_are_one(value: Json) -> None:
    assert canonical([value]) == canonical((value,))
