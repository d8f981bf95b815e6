"""When a show is published, and what a network wants of its clock: timecode, slot, dates."""

from __future__ import annotations

from collections.abc import Iterator

from hitrec_cli.base.timecode import TimeError, seconds_before
from hitrec_cli.checks.parts import finished
from hitrec_cli.checks.rule import Breach, rule
from hitrec_cli.checks.show import Show
from hitrec_cli.manifest.values import near


@rule("HR607", "warning")
def not_drop_frame(show: Show) -> Iterator[Breach]:
    """At 29.97 and 59.94 a broadcast counts in drop frame.

    Non-drop timecode runs 3.6 seconds an hour behind the clock at these rates; a network's schedule is in clock time.
    Write the start with `;`.

    bad:

        start: "01:00:00:00"
        deliver: [preview]

    good:

        start: "01:00:00;00"
        deliver: [preview]
    """
    if _broadcast(show) and show.episode.format.rate.can_drop and not show.episode.drop:
        yield Breach(show.episode.place("start"), "a broadcast at this rate counts in drop frame", "write ';' in start")


@rule("HR608", "warning")
def unknown_version_published(show: Show) -> Iterator[Breach]:
    """`publish:` and `territories:` speak of versions that the episode has.

    A date for a version that no profile makes and no segment is limited to holds nothing back: `deliver` would send
    the real version before its day. Of its territories, nothing would be asked.

    bad:

        publish: {online: 2026-01-02, brodcast: 2026-01-09}

    good:

        publish: {online: 2026-01-02, broadcast: 2026-01-09}
    """
    made = {profile.version for profile in show.known.values()} | {"broadcast", "online"}
    known = sorted(made | {name for segment in show.episode.segments for name in segment.only})
    for key, names in (("publish", show.episode.publish), ("territories", show.episode.territories)):
        for name in names:
            if name not in known:
                hint = near(name, known) or f"versions are {', '.join(known)}"
                yield Breach(show.episode.place(key), f"nothing makes a version {name!r}", hint)


@rule("HR609", "warning")
def broadcast_first(show: Show) -> Iterator[Breach]:
    """What is broadcast is online by then.

    The show belongs to those who made it: they see it online first, a week before it is on television. The other way
    round is mostly two dates that were swapped.

    bad:

        publish: {online: 2026-01-09, broadcast: 2026-01-02}

    good:

        publish: {online: 2026-01-02, broadcast: 2026-01-09}
    """
    online, broadcast = (show.episode.publish.get(name, "") for name in ("online", "broadcast"))
    if online and broadcast and broadcast < online:
        message = f"it is broadcast on {broadcast}, before it is online on {online}"
        yield Breach(show.episode.place("publish"), message, "swap the dates if they were mixed up")


@rule("HR610", "note")
def undated_version(show: Show) -> Iterator[Breach]:
    """Where one version has a date every version that is delivered has.

    A version without a date has no embargo: it may be delivered today.

    bad:

        publish: {broadcast: 2026-01-09}
        deliver: [web]

    good:

        publish: {online: 2026-01-02, broadcast: 2026-01-09}
        deliver: [web]
    """
    dates = show.episode.publish
    made = [profile for profile in show.profiles if not profile.burn_in]
    if made and dates and show.version not in dates:
        yield Breach(show.episode.place("publish"), f"the {show.version} version has no date", "add its first day")


@rule("HR611", "warning")
def no_slot(show: Show) -> Iterator[Breach]:
    """A broadcast keeps to a slot.

    A network has so many minutes, and no more. With `slot:` the running time is checked and a note says how far off it
    is. Asked of shows of seven segments and more.

    bad:

        deliver: [preview]
        segments:
          - {kind: titles, picture: [{color: navy, for: 3s}]}
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: bumper, id: soon, picture: [{color: teal, for: 2s}]}
          - {kind: break, for: 2s}
          - {kind: documentary, id: tape, title: Old Tape, picture: [{clip: film-3, for: 5s}]}
          - {kind: host, id: goodbye, picture: [{clip: film-1, in: 4s, for: 4s}]}
          - {kind: credits, for: 20s, sound: [{music: song-1, fade: {out: 2s}}]}

    good:

        deliver: [preview]
        slot: {duration: 40s, tolerance: 1s}
        segments:
          - {kind: titles, picture: [{color: navy, for: 3s}]}
          - {kind: host, id: hello, picture: [{clip: film-1, for: 4s}]}
          - {kind: bumper, id: soon, picture: [{color: teal, for: 2s}]}
          - {kind: break, for: 2s}
          - {kind: documentary, id: tape, title: Old Tape, picture: [{clip: film-3, for: 5s}]}
          - {kind: host, id: goodbye, picture: [{clip: film-1, in: 4s, for: 4s}]}
          - {kind: credits, for: 20s, sound: [{music: song-1, fade: {out: 2s}}]}
    """
    if _broadcast(show) and show.episode.slot is None and finished(show):
        message = "nothing says how long the network's slot is"
        yield Breach(show.episode.place("deliver"), message, 'add slot: {duration: "00:22:00;00", tolerance: 5s}')


@rule("HR612", "note")
def start_off_the_hour(show: Show) -> Iterator[Breach]:
    """A broadcast starts on a full hour of timecode.

    Bars, slate and countdown lie before it. Networks ask for 01:00:00;00 or 10:00:00:00.

    bad:

        start: "00:00:10;00"
        deliver: [preview]

    good:

        start: "01:00:00;00"
        deliver: [preview]
    """
    episode = show.episode
    if not _broadcast(show) or "start" not in episode.places:
        return
    hour = episode.format.rate.nominal * 3600 - (108 * (episode.format.rate.nominal // 30) if episode.drop else 0)
    if episode.start % hour or episode.start == 0:
        hint = 'write "01:00:00;00", or what the network asks for'
        yield Breach(episode.place("start"), "the programme starts off the hour", hint)


@rule("HR614")
def leader_without_room(show: Show) -> Iterator[Breach]:
    """A leader fits before the programme, and its countdown into its black.

    Bars, slate and black end where the programme begins: their timecodes count back from `start`, and there is no
    timecode before midnight. The countdown stands in the black: one from 8 takes eight seconds of it.

    bad:

        start: "00:01:00;00"
        leader: us

    good:

        start: "01:00:00;00"
        leader: us
    """
    episode, leader = show.episode, show.episode.leader
    if leader is None:
        return
    if leader.count > leader.black:
        message = f"the countdown from {leader.count} is longer than the {leader.black} s of black that it stands in"
        yield Breach(leader.mark, message, "write a longer black or a smaller count")
    try:
        seconds_before(episode.start, leader.seconds, episode.format.rate, drop=episode.drop)
    except TimeError as error:
        yield Breach(episode.place("leader"), f"no room for the leader: {error}", "write start: 01:00:00;00 or later")


def _broadcast(show: Show) -> bool:
    """Whether this is what a network gets, or the manifest's own preview of it; any show may be previewed so."""
    return any(one.version == "broadcast" and one.name in show.episode.deliver for one in show.profiles)
