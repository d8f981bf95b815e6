"""Every color that a manifest may name is one that can be drawn."""

from __future__ import annotations

import re

import pytest

from hitrec_cli.manifest.nodes import Scalar
from hitrec_cli.manifest.values import color
from hitrec_cli.model.palette import PALETTE, rgb


@pytest.mark.parametrize("name", PALETTE)
def test_each_name_is_read_and_has_a_shade(name: str) -> None:
    assert color(Scalar((name, "e.yaml", 1, 1, True))) == name
    assert re.fullmatch("#[0-9a-f]{6}", rgb(name))


def test_a_shade_may_be_written_out() -> None:
    assert rgb("#AbCdEf") == "#abcdef"
