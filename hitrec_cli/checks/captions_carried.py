"""Captions that a deliverable carries as CEA-608: it has their characters, the room and the time."""

from __future__ import annotations

from collections.abc import Iterator

from hitrec_cli.account.captions import captions_of
from hitrec_cli.checks.captions import called, shown_at
from hitrec_cli.checks.rule import Breach, rule
from hitrec_cli.checks.show import Show
from hitrec_cli.deliver.captions.line21 import line21
from hitrec_cli.deliver.captions.rows import NotCarried, rows_of
from hitrec_cli.model.captions import LINE21_RATES

LATE = 3
"""Frames by which CEA-608 may come later than the speech before it is told."""


@rule("HR628", timed=True)
def uncarried_captions(show: Show) -> Iterator[Breach]:
    """Captions for CEA-608 have characters that it has, and fit into four rows of 32 columns.

    CEA-608, the captions of North American television, writes the languages of western Europe. Some characters have
    stand-ins (docs/captions.md); Greek, Cyrillic, Arabic, Chinese and others cannot be written. Longer lines are broken
    anew.

    bad:

        publish: {online: 2026-01-02, broadcast: 2026-01-09}
        deliver: [dnxhd]
        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], captions: captions-greek}

    good:

        publish: {online: 2026-01-02, broadcast: 2026-01-09}
        deliver: [dnxhd]
        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], captions: captions-1}
    """
    name = _line21_profile(show)
    for place, captions in shown_at(show) if name else ():
        for one in captions:
            try:
                rows_of(one)
            except NotCarried as reason:
                message = f"{name} cannot carry {called(show, one)}: {reason}"
                yield Breach(place.pick.mark, message, "write it in other words, or deliver it without CEA-608")


@rule("HR629", "warning", timed=True)
def late_captions(show: Show) -> Iterator[Breach]:
    """CEA-608 has the time to send a caption before it is due.

    It sends two characters in a frame, and a caption can be shown when all of it was sent: one of 60 characters takes
    more than a second. Where captions follow one another faster, or the first one begins with the programme and there
    is no leader, it comes late, or not at all.

    bad:

        publish: {online: 2026-01-02, broadcast: 2026-01-09}
        deliver: [dnxhd]
        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], captions: captions-dense}

    good:

        publish: {online: 2026-01-02, broadcast: 2026-01-09}
        deliver: [dnxhd]
        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], captions: captions-1}
    """
    name = _line21_profile(show)
    if not name:
        return
    captions = captions_of(show.episode, show.timeline, show.captions)
    try:
        sent = line21(captions, show.timeline.frames, before=_before(show))
    except NotCarried:
        return
    for one, frames in sent.late:
        if frames > LATE:
            message = f"{name} shows {called(show, one)} {frames} frames late"
            yield Breach(one.origin[2], message, "begin it later, or say less before it")
    for one in sent.lost:
        yield Breach(one.origin[2], f"{name} never shows {called(show, one)}: there is no time to send it", "say less")


def _line21_profile(show: Show) -> str:
    """The first profile that sends CEA-608, by its name."""
    if str(show.timeline.rate) not in LINE21_RATES:
        return ""
    wants = (one.name for one in show.profiles if one.caption_track == "cea-608" or "scc" in one.caption_files)
    return next(wants, "")


def _before(show: Show) -> int:
    """Frames of a leader before the programme, in which the first caption can be sent; 0 where one profile has none."""
    leader = show.episode.leader
    if leader is None or show.version == "online" or not all(one.leader for one in show.profiles):
        return 0
    return leader.seconds * show.timeline.rate.nominal
