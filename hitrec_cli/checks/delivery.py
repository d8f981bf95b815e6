"""What receivers want: profiles, rates, captions, timecode, dates."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from hitrec_cli.base.problems import Mark, errors_of
from hitrec_cli.checks.parts import parts
from hitrec_cli.checks.rule import Breach, rule, told
from hitrec_cli.checks.show import Show
from hitrec_cli.checks.structure import WHOLE
from hitrec_cli.manifest.values import near
from hitrec_cli.model.episode import Episode, caption_picks


@rule("HR601")
def unknown_profile(show: Show) -> Iterator[Breach]:
    """`deliver:` names profiles that hitrec has.

    `hitrec profiles` lists them.

    bad:

        deliver: [web, webb]

    good:

        deliver: [web]
    """
    for name, mark in _delivered(show.episode):
        if name not in show.known and name not in show.faulty:
            hint = near(name, show.known) or f"profiles are {', '.join(show.known)}"
            yield Breach(mark, f"unknown profile {name!r}", hint)


@rule("HR602", "warning")
def profile_twice(show: Show) -> Iterator[Breach]:
    """`deliver:` names a profile once.

    Naming it again makes no second file.

    bad:

        deliver: [web, web]

    good:

        deliver: [web]
    """
    seen: set[str] = set()
    for name, mark in _delivered(show.episode):
        if name in seen:
            yield Breach(mark, f"the profile {name!r} is named already", "take it away")
        seen.add(name)


@rule("HR603", "note")
def nothing_delivered(show: Show) -> Iterator[Breach]:
    """An episode says what it is delivered as.

    Without `deliver:` the profile web is taken. Asked of episodes of three segments and more.

    bad:

        deliver: []

    good:

        deliver: [web]
    """
    if not show.episode.deliver and len(show.episode.segments) >= WHOLE and not errors_of(show.told):
        message = "nothing says what the episode is delivered as"
        yield Breach(show.episode.place("deliver"), message, "add deliver: [web]")


@rule("HR604", "warning")
def other_shape(show: Show) -> Iterator[Breach]:
    """The episode has the shape of what it is delivered as.

    A profile with a raster of its own gets the whole picture, scaled. Where the episode is 4:3 or upright and the
    profile 16:9 there are bars, or people are squeezed.

    bad:

        format: {width: 1440, height: 1080, rate: 30000/1001}
        deliver: [preview]

    good:

        format: {width: 1920, height: 1080, rate: 30000/1001}
        deliver: [preview]
    """
    form = show.episode.format
    for profile in show.profiles:
        if profile.raster is None:
            continue
        width, height = profile.raster
        if abs(form.width * height - form.height * width) > form.height * height // 100:
            message = f"the episode is {form.width}x{form.height}, {profile.name} is {width}x{height}, another shape"
            yield Breach(show.episode.place("format"), message, "make the episode in the shape of its deliverable")


@rule("HR605")
def unfit_rate(show: Show) -> Iterator[Breach]:
    """The episode has a rate that its profile takes.

    A receiver's machines play one rate, or a few. hitrec renders an episode at its own rate and converts none: 25 and
    29.97 frames per second are not made of each other without judder or a change of speed and pitch. Write the format
    of the station that the show is made for, or take a profile of the other system.

    bad:

        format: 1080p25
        publish: {online: 2026-01-02, broadcast: 2026-01-09}
        deliver: [dnxhd]

    good:

        format: 1080p29.97
        publish: {online: 2026-01-02, broadcast: 2026-01-09}
        deliver: [dnxhd]
        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], captions: captions-1}
    """
    rate = str(show.episode.format.rate)
    for profile in show.profiles:
        if profile.rates and rate not in profile.rates:
            fitting = [one.name for one in show.known.values() if rate in one.rates]
            also = f"; of {rate} there are {', '.join(fitting)}" if fitting else ""
            message = f"{profile.name} takes {' or '.join(profile.rates)} frames per second, the episode has {rate}"
            hint = f"hitrec converts no rates: make the episode at the profile's, or take another profile{also}"
            yield Breach(show.episode.place("format"), message, hint)


@rule("HR606", "warning")
def no_captions(show: Show) -> Iterator[Breach]:
    """What is spoken has captions where the receiver wants them.

    A network refuses a programme without captions (in the USA 47 CFR 79.1). `captions:` names the text of a segment:
    a file in the catalog; a clip may have captions of its own. Speech is a `voice:`, or the clips' own sound of a host,
    a conversation, a documentary or a live part.

    bad:

        publish: {online: 2026-01-02, broadcast: 2026-01-09}
        deliver: [dnxhd]
        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}]}

    good:

        publish: {online: 2026-01-02, broadcast: 2026-01-09}
        deliver: [dnxhd]
        segments:
          - {kind: host, picture: [{clip: film-1, for: 8s}], captions: captions-1}
    """
    asking = [profile.name for profile in show.profiles if profile.captions]
    for part in parts(show) if asking else ():
        speaking = ("voice", "original") if part.segment.kind in _SPOKEN else ("voice",)
        if not any(caption_picks(part.segment)) and any(sound.role in speaking for sound in part.place.sound):
            message = f"{asking[0]} wants captions, and {part.segment.id} has none of what is spoken"
            yield Breach(part.segment.mark, message, "add captions: with a text of the catalog")


@told("HR613")
def not_for_a_profile() -> None:
    """A show's own profile says how a stream is coded, and nothing else.

    A profile in the folder `profiles` of a workspace is handed to ffmpeg, and comes with the show from whoever made it.
    Options of encoders that say how picture and sound are coded may stand in it; options that name files, addresses,
    further inputs or filters may not, and no value may look like a path. What the options are is in docs/delivery.md.
    A codec has to go into its container, and a leader wants a master's sound.
    """


_SPOKEN = ("host", "conversation", "documentary", "live")


def _delivered(episode: Episode) -> Iterator[tuple[str, Mark]]:
    """The profiles that are named, and where."""
    marks = episode.deliver_marks if len(episode.deliver_marks) == len(episode.deliver) else ()
    for name, mark in zip_longest(episode.deliver, marks):
        if name is not None:
            yield name, mark or episode.place("deliver")
