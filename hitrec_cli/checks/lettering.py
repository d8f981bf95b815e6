"""What is drawn: graphics of the show's own, and text on screen that some font has."""

from __future__ import annotations

from collections.abc import Iterator

from hitrec_cli.base.problems import Mark
from hitrec_cli.checks.rule import Breach, rule, told
from hitrec_cli.checks.show import Show
from hitrec_cli.model.segment import TextSource

_FONTS = (
    ("\u2e80", "\u9fff", ", like Noto Sans CJK,"),
    ("\uac00", "\ud7af", ", like Noto Sans CJK,"),
    ("\uf900", "\ufaff", ", like Noto Sans CJK,"),
    ("\U0001f000", "\U0001faff", ", like Noto Emoji,"),
    ("\U00020000", "\U0003ffff", ", like Noto Sans CJK,"),
)
"""First and last character, and a free font (OFL) that has what lies between: CJK, kana, hangul, emoji."""


@told("HR320")
def unusable_graphic() -> None:
    """A graphic's function is in its file.

    A graphic is a Python function of the workspace, named as file and function. Correct its path, which is relative to
    the file that names it.

    bad:

        segments:
          - {kind: graphic, picture: [{graphic: "../graphics/stars.py:stars", for: 3s}]}

    good:

        segments:
          - {kind: graphic, picture: [{graphic: "../graphics/rings.py:rings", for: 3s}]}
    """


@rule("HR321")
def undrawable_text(show: Show) -> Iterator[Breach]:
    """Every character that is shown is in a font.

    A name in boxes is a forgotten artist. hitrec letters with FiraGO and Noto Symbols, which have Latin, Greek,
    Cyrillic, Arabic, Hebrew, Devanagari, Thai and Georgian; a show adds fonts of its own in assets/fonts/.

    bad:

        segments:
          - kind: host
            picture: [{color: navy, for: 5s}]
            super: [{lower-third: {name: "\\U000130C0"}, at: 1s, for: 3s}]

    good:

        segments:
          - kind: host
            picture: [{color: navy, for: 5s}]
            super: [{lower-third: {name: Нина}, at: 1s, for: 3s}]
    """
    for segment in show.segments:
        for item in segment.supers:
            yield from _boxes(show, item.primary + item.secondary, item.mark, f"{item.style} {item.primary!r}")
        for picture in segment.picture:
            if isinstance(picture.source, TextSource):
                pick = picture.source.pick
                yield from _boxes(show, show.texts.get(pick.id, ""), pick.mark, f"text {pick.id}")
    for group in show.credits.roles:
        for name in group.names:
            yield from _boxes(show, name, Mark(show.file), f"the credited name {name!r}")


@told("HR322")
def unknown_family() -> None:
    """The fonts of a look are there.

    A look names families of fonts by the names that the fonts themselves have. hitrec has FiraGO, Fira Mono and some of
    Noto; those of a show lie in its folder assets/fonts/. Without the family, letters would come from some other one.

    bad:

        look: ../looks/strange-font.yaml

    good:

        look: ../looks/mono.yaml
    """


@told("HR323")
def unreadable_look() -> None:
    """The look that a manifest names can be read.

    `look:` is the path of a look file, relative to the manifest, in the workspace. Without it the show's own
    assets/look.yaml holds, where there is one. `hitrec new look` writes it.

    bad:

        look: ../looks/gala.yaml

    good:

        look: ../looks/mono.yaml
    """


@told("HR324", "warning")
def faint_letters() -> None:
    """Words stand out from what is behind them.

    Large letters want a contrast of 3 to 1 at least (WCAG 2.2, 1.4.3); below it many viewers do not read them at all.
    Take a lighter color and a darker one.

    bad:

        look: ../looks/faint.yaml

    good:

        look: ../looks/mono.yaml
    """


def _boxes(show: Show, text: str, mark: Mark, what: str) -> Iterator[Breach]:
    if characters := show.undrawable(text):
        shown = " ".join(characters[:8])
        such = next((name for first, last, name in _FONTS if any(first <= char <= last for char in characters)), "")
        hint = f"put a font that has them{such} into assets/fonts/ of the show"
        yield Breach(mark, f"no font has {shown} of {what}", hint)
