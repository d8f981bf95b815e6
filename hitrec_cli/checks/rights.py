"""Rights: whether the show may use what it uses, and whom it owes a credit."""

from __future__ import annotations

from hitrec_cli.checks.rule import told


@told("HR411")
def no_license() -> None:
    """Everything that is used has a license.

    Without one, the law lets nobody use it. Ask the artist for a license, such as CC-BY-4.0, and write it into the
    catalog; LicenseRef-own is for what the show made itself. This holds for what a contribution was made from, too.

    bad:

        segments:
          - {kind: short-film, picture: [{still: unlicensed-1, for: 5s}]}

    good:

        segments:
          - {kind: short-film, picture: [{still: still-1, for: 5s}]}
    """


@told("HR412")
def unreadable_license() -> None:
    """A license is an SPDX expression.

    "Free", "ask me" and "CC" say different things to different people. Write an identifier of spdx.org/licenses such as
    CC-BY-4.0, several joined by AND or OR, or LicenseRef-… for wording of your own.

    bad:

        segments:
          - {kind: short-film, picture: [{still: gibberish-1, for: 5s}]}

    good:

        segments:
          - {kind: short-film, picture: [{still: still-1, for: 5s}]}
    """


@told("HR413", "warning")
def unknown_terms() -> None:
    """What a license allows is known.

    hitrec knows Creative Commons and the common free licenses. Any other one somebody has to read: see that it allows
    this use of an edited work.

    bad:

        segments:
          - {kind: short-film, picture: [{still: custom-1, for: 5s}]}

    good:

        segments:
          - {kind: short-film, picture: [{still: still-1, for: 5s}]}
    """


@told("HR414")
def commercial_use() -> None:
    """Non-commercial works are not in a version that earns money.

    A broadcast is a commercial use, and so is every version that hitrec does not know; online is not. Ask the artist
    for permission, choose another contribution, or limit the segment with `only: [online]`.

    bad:

        deliver: [preview]
        segments:
          - {kind: short-film, picture: [{clip: nc-1, for: 5s}]}

    good:

        deliver: [web, preview]
        segments:
          - {kind: short-film, only: [online], picture: [{clip: nc-1, for: 5s}]}
    """


@told("HR415")
def changed_work() -> None:
    """Works that may not be changed are not used.

    ND allows copies only of the whole work as it is, and an episode cuts, scales and mixes what it uses. It may not be
    in what a contribution was made from, either. Ask the artist for permission, or choose another contribution.

    bad:

        segments:
          - {kind: short-film, picture: [{clip: film-1, for: 9s}], sound: [{music: nd-1}]}

    good:

        segments:
          - {kind: short-film, picture: [{clip: film-1, for: 9s}], sound: [{music: song-1}]}
    """


@told("HR416", "note")
def share_alike() -> None:
    """What is made from share-alike works is offered under the same license.

    This is a note, not a mistake: SA asks that the segments that use such a work are offered under its license. Say so
    where the episode is published; credits.md names the license of every work.

    bad:

        segments:
          - {kind: short-film, picture: [{still: sa-1, for: 5s}]}

    good:

        segments:
          - {kind: short-film, picture: [{still: still-1, for: 5s}]}
    """


@told("HR417")
def unnamed_artist() -> None:
    """Everything that is used names who made it.

    Nobody is forgotten: each license that asks for a credit is broken without a name, and so is the show's promise.
    Write into the catalog who made it; several names are parted by semicolons.

    bad:

        segments:
          - {kind: short-film, picture: [{still: nameless-1, for: 5s}]}

    good:

        segments:
          - {kind: short-film, picture: [{still: still-1, for: 5s}]}
    """


@told("HR418")
def withdrawn_work() -> None:
    """What was withdrawn is not used.

    Whoever offered a work may take it back. It is not used any more then, and nothing that was made from it: the
    message says by which way it got into the episode. `hitrec catalog affected ID` lists all that has it. Choose
    another contribution, or ask its artists; `hitrec catalog withdraw ID --undo` takes a withdrawal back.

    bad:

        segments:
          - {kind: short-film, picture: [{still: collage-2, for: 5s}]}

    good:

        segments:
          - {kind: short-film, picture: [{still: still-1, for: 5s}]}
    """


@told("HR419")
def unreleased_work() -> None:
    """What is used is released by its artists.

    This is asked where the catalog has something to say: a `release` that is pending, or an `agreement` that is
    refused. A catalog without these columns, or an empty one, states nothing. Have the paper signed and say so in the
    catalog, or choose another contribution.

    bad:

        segments:
          - {kind: short-film, picture: [{still: unreleased-1, for: 5s}]}

    good:

        segments:
          - {kind: short-film, picture: [{still: still-1, for: 5s}]}
    """


@told("HR425")
def expired_work() -> None:
    """What is used may still be used on the day of the show.

    `expires` in the catalog is the last day. What counts is the date of the version under `publish`; a version without
    one is for today. Ask the artists for more time, or choose another contribution.

    bad:

        publish: {online: 2026-01-02}
        segments:
          - {kind: short-film, picture: [{still: expired-1, for: 5s}]}

    good:

        publish: {online: 2026-01-02}
        segments:
          - {kind: short-film, picture: [{still: still-1, for: 5s}]}
    """


@told("HR426", "warning")
def lapsed_work() -> None:
    """What was in time on the day of the show is so when it is made again.

    The date of the version under `publish` is past, and so is the last day of something that it uses (`expires` in the
    catalog). A file that is made now is a new use: ask the artists for more time before it is published again.

    bad:

        publish: {online: 2015-06-05}
        segments:
          - {kind: short-film, picture: [{still: expired-1, for: 5s}]}

    good:

        publish: {online: 2015-06-05}
        segments:
          - {kind: short-film, picture: [{still: still-1, for: 5s}]}
    """


@told("HR427")
def shown_elsewhere() -> None:
    """What is used may be shown wherever the show is.

    `territories` in the catalog says where: `worldwide`, or codes of ISO 3166-1 alpha-2 such as `US; CA`. A catalog
    that says nothing states nothing. What counts is `territories` of the version in the manifest; a version without
    them is shown worldwide, as everything on the internet is. Ask the artists for more, choose another contribution, or
    limit its segment to another version.

    bad:

        territories: {online: [US, MX]}
        segments:
          - {kind: short-film, picture: [{still: american-1, for: 5s}]}

    good:

        territories: {online: [US]}
        segments:
          - {kind: short-film, picture: [{still: american-1, for: 5s}]}
    """


@told("HR428")
def minor_without_guardian() -> None:
    """Somebody under age is in the show only where a parent or guardian has signed.

    `minor: yes` in the catalog says that somebody under age made a work, or is seen or heard in it;
    `guardian: released` that those who answer for them have signed. `guardian: pending` alone stops it too. A catalog
    without these columns states nothing. Credits and locks, which are published, do not tell who is under age.

    bad:

        segments:
          - {kind: short-film, picture: [{still: minor-1, for: 5s}]}

    good:

        segments:
          - {kind: short-film, picture: [{still: minor-2, for: 5s}]}
    """
