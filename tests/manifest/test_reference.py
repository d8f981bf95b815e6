"""The reference page is what the declarations say, and each of its examples is read."""

from __future__ import annotations

import pytest

from hitrec_cli.manifest import schema, schema_sound
from hitrec_cli.manifest.reference import reference
from hitrec_cli.manifest.shape import Shape
from tests.conftest import ROOT
from tests.manifest.sample import faults_of_examples

DECLARED = {**vars(schema), **vars(schema_sound)}
SHAPES = [shape for shape in DECLARED.values() if isinstance(shape, type) and issubclass(shape, Shape)]


def test_the_page_is_current() -> None:
    page = (ROOT / "docs" / "manifest.md").read_text("utf-8")
    assert page == reference(), "write it anew: hitrec schema --format markdown > docs/manifest.md"


def test_every_mapping_and_every_link_has_its_section() -> None:
    page = reference()
    sections = [line[3:].lower().replace(" ", "-") for line in page.splitlines() if line.startswith("## ")]
    assert len(sections) == len(set(sections)) == len(SHAPES) - 1 + 3
    links = {part.partition(")")[0] for part in page.split("](#")[1:]}
    assert links <= set(sections)


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape is not Shape], ids=lambda shape: shape.__name__)
def test_every_example_is_read(shape: type[Shape]) -> None:
    assert not any(faults_of_examples(shape).values())
