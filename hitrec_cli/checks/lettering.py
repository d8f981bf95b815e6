"""HR321: text that no font can draw. A name in boxes is a forgotten artist."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from hitrec_cli.attribution.credits import Credits
from hitrec_cli.base.problems import Mark, Problem
from hitrec_cli.model.segment import Segment, TextSource

REMEDY = "put a font that has them into assets/fonts/ of the show"


def undrawable(
    segments: Iterable[Segment], credited: Credits, texts: Mapping[str, str], missing: Callable[[str], str], file: str
) -> Iterator[Problem]:
    """Problems of supers, cards and credited names. `missing` gives the characters of a text that no font has."""
    for segment in segments:
        for item in segment.supers:
            yield from _of(missing(item.primary + item.secondary), item.mark, f"{item.style} {item.primary!r}")
        for picture in segment.picture:
            if isinstance(picture.source, TextSource):
                pick = picture.source.pick
                yield from _of(missing(texts.get(pick.id, "")), pick.mark, f"text {pick.id}")
    for group in credited.roles:
        for name in group.names:
            yield from _of(missing(name), Mark(file), f"the credited name {name!r}")


def _of(characters: str, mark: Mark, what: str) -> Iterator[Problem]:
    if characters:
        shown = " ".join(characters[:8])
        yield Problem("HR321", mark, f"no font has {shown} of {what}", REMEDY)
