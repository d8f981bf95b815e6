"""What the catalog says of artists, sources and licenses, beyond whether it may be used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hitrec_cli.attribution.credits import CreditedWork
from hitrec_cli.attribution.rights_rules import Terms, terms_of
from hitrec_cli.base.problems import NOWHERE, Mark
from hitrec_cli.checks.parts import finished
from hitrec_cli.checks.rule import Breach, rule
from hitrec_cli.checks.show import Show

PLACEHOLDERS = frozenset(
    ("?", "-", "--", "…", "...", "artist", "author", "me", "myself", "n/a", "na", "name", "nobody", "none", "null",
     "tba", "tbc", "tbd", "test", "todo", "unknown", "unknown artist", "unnamed", "untitled", "user", "various",
     "various artists", "xxx")
)  # fmt: skip
"""What people write where they do not know a name. Anonymous is a name that artists choose."""

_ADDRESS = re.compile(r".*[^\s@]+@[^\s@]+\.[^\s@]+.*|(https?://|www\.)\S+", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?=\S)", re.IGNORECASE)
_LINKS = ("http", "https", "doi", "urn", "isbn", "hdl", "ark")


@rule("HR420", "warning")
def placeholder_artist(show: Show) -> Iterator[Breach]:
    """An artist has a name.

    `unknown`, `n/a` or `various artists` in the credits is nobody: who made it is forgotten. Ask whoever brought the
    piece, or use another. Somebody who wants to be called Anonymous is.

    bad:

        segments:
          - kind: host
            picture: [{clip: {file: ../media/night.mp4, by: Unknown, license: CC0-1.0}, for: 8s}]

    good:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}]
    """
    for work in show.credits.works:
        for name in work.artists:
            if name.casefold().strip("()[]<> ") in PLACEHOLDERS:
                message = f"{work.contribution}: {name!r} is nobody's name"
                yield Breach(_mark(show, work), message, "find out who made it")


@rule("HR421", "warning")
def address_as_artist(show: Show) -> Iterator[Breach]:
    """An artist's name is no address.

    Credits are seen by everybody for as long as the show exists. An e-mail address has no business there, and a mere
    link names nobody: write the name, and the link into `source`. A name with a link, as some licenses want it, is
    fine.

    bad:

        segments:
          - kind: host
            picture: [{clip: {file: ../media/night.mp4, by: ada@example.org, license: CC0-1.0}, for: 8s}]

    good:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}]
    """
    for work in show.credits.works:
        for name in work.artists:
            if _ADDRESS.fullmatch(name):
                message = f"{work.contribution}: the name {name!r} is an address"
                yield Breach(_mark(show, work), message, "write the name only; a link goes into source")


@rule("HR422", "note")
def no_source(show: Show) -> Iterator[Breach]:
    """Of a work under a Creative Commons license the source is named.

    CC BY asks to name the source, with a link where there is one (4.0, section 3(a)(1)). The file of credits names it
    where the catalog has it under `source`. Files that the manifest itself describes are mostly the show's own.
    Asked of shows of seven segments and more.

    bad:

        segments:
          - {kind: titles, picture: [{color: navy, for: 3s}]}
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: bumper, id: soon, picture: [{color: teal, for: 2s}]}
          - {kind: graphic, id: found, picture: [{still: sourceless-1, for: 3s}]}
          - {kind: documentary, id: tape, title: Old Tape, picture: [{clip: film-3, for: 5s}]}
          - {kind: host, id: goodbye, picture: [{clip: film-1, in: 4s, for: 4s}]}
          - {kind: credits, for: 20s, sound: [{music: song-1, fade: {out: 2s}}]}

    good:

        segments:
          - {kind: titles, picture: [{color: navy, for: 3s}]}
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: bumper, id: soon, picture: [{color: teal, for: 2s}]}
          - {kind: graphic, id: found, picture: [{still: still-1, for: 3s}]}
          - {kind: documentary, id: tape, title: Old Tape, picture: [{clip: film-3, for: 5s}]}
          - {kind: host, id: goodbye, picture: [{clip: film-1, in: 4s, for: 4s}]}
          - {kind: credits, for: 20s, sound: [{music: song-1, fade: {out: 2s}}]}
    """
    for work in show.credits.works if finished(show) else ():
        known = work.source.strip() or work.contribution.startswith("file:")
        if work.license.upper().startswith("CC-BY") and not known:
            message = f"{work.contribution} is under {work.license} and names no source"
            yield Breach(_mark(show, work), message, "add source:")


@rule("HR423", "warning")
def odd_link(show: Show) -> Iterator[Breach]:
    """A source that is a link leads to a public page.

    Files of credits are published. A link of another kind (`javascript:`, `file:`, `data:`) leads nowhere, or does harm
    to whoever follows it.

    bad:

        segments:
          - kind: host
            picture:
              - clip: {file: ../media/night.mp4, by: Ada Example, license: CC0-1.0, source: "file:///home/ada/night.mp4"}
                for: 8s

    good:

        segments:
          - kind: host
            picture: [{clip: film-1, for: 8s}]
    """
    for work in show.credits.works:
        found = _SCHEME.match(work.source.strip())
        if found and found[1].lower() not in _LINKS:
            message = f"{work.contribution}: its source is a link of the kind {found[1]}:"
            yield Breach(_mark(show, work), message, "write an https: link")


@rule("HR424", "warning")
def license_drops_terms(show: Show) -> Iterator[Breach]:
    """What is made from a work keeps the terms of the work's license.

    A remix of a work under ShareAlike is under ShareAlike; a remix of a work under NonCommercial is not for commerce. A
    license in the catalog that drops such a term was not its artist's to give.

    bad:

        segments:
          - {kind: host, picture: [{still: remix-2, for: 8s}]}

    good:

        segments:
          - {kind: host, picture: [{still: still-1, for: 8s}]}
    """
    for work in show.credits.works:
        own, piece = terms_of(work.license), show.get(work.contribution)
        for name in piece.resources if piece is not None and own is not None else ():
            below = show.get(name)
            asked = terms_of(below.license) if below is not None else None
            if piece is None or below is None or asked is None or own is None:
                continue
            lost = [word for word, dropped in _dropped(own, asked) if dropped]
            if lost:
                message = f"{piece.id} is under {piece.license}, but made from {name}, which is under {below.license}"
                yield Breach(piece.mark, message, f"ask its artists; {' and '.join(lost)} holds for it too")


def _dropped(own: Terms, asked: Terms) -> tuple[tuple[str, bool], ...]:
    return (
        ("ShareAlike", asked.share_alike and not own.share_alike),
        ("NonCommercial", asked.non_commercial and not own.non_commercial),
    )


def _mark(show: Show, work: CreditedWork) -> Mark:
    """Where a work is described: looked up only for those that something is wrong with."""
    piece = show.get(work.contribution)
    return piece.mark if piece is not None else NOWHERE
