"""Who has to be credited, and for what. Nobody is forgotten: neither the unseen nor those a piece was made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from hitrec_cli.attribution.resources import Get, closure
from hitrec_cli.base.problems import Problem, in_order
from hitrec_cli.base.text import one_line
from hitrec_cli.model.contribution import Contribution, ContributionKind
from hitrec_cli.model.episode import caption_picks
from hitrec_cli.model.segment import ClipSource, Pick, Segment, SoundRole, StillSource, TextSource

ROLE_OF_KIND: Mapping[ContributionKind, str] = {
    "video": "Film", "animation": "Animation", "still": "Pictures", "text": "Words",
    "voice": "Voices", "music": "Music", "effect": "Sound effects",
}  # fmt: skip
"""The role of a resource, which nobody sees used, follows from its kind."""

ROLE_OF_SOUND: Mapping[SoundRole, str] = {"voice": "Voices", "music": "Music", "effect": "Sound effects"}

CAPTIONS = "Captions"
_ORDER = (*ROLE_OF_KIND.values(), CAPTIONS)
"""Roles stand in this order; those that only a manifest knows follow as they first appear."""


@dataclass(frozen=True, slots=True)
class CreditedWork:
    """One contribution that the episode owes a credit.

    `segments`: (id, title) of each that shows or plays it. `via`: ids of the used pieces that were made from it; empty
    when the episode uses it directly.
    """

    contribution: str
    title: str
    artists: tuple[str, ...]
    roles: tuple[str, ...]
    license: str
    source: str
    kind: ContributionKind
    segments: tuple[tuple[str, str], ...]
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleGroup:
    """Everybody who did one thing, each name once, in order of first appearance."""

    role: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Credits:
    """What an episode owes: works in order of first use (those used directly first), and people by role."""

    works: tuple[CreditedWork, ...] = ()
    roles: tuple[RoleGroup, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Entry:
    """A work while it is being collected; dicts are ordered sets."""

    piece: Contribution
    roles: dict[str, None] = field(default_factory=dict)
    segments: dict[tuple[str, str], None] = field(default_factory=dict)
    via: dict[str, None] = field(default_factory=dict)


def collect(segments: Iterable[Segment], get: Get) -> Credits:
    """The credits of the segments of one version.

    HR403: a pick that no catalog has. The problems of `closure` come along.
    """
    direct: dict[str, _Entry] = {}
    problems: list[Problem] = []
    for segment in segments:
        for pick, role in _uses(segment, get):
            piece = get(pick.id)
            if piece is None:
                message = f"no catalog has {pick.id!r}, so its artists cannot be credited"
                problems.append(
                    Problem("HR403", pick.mark, message, "correct the id or import the catalog that has it")
                )
                continue
            entry = direct.setdefault(pick.id, _Entry(piece))
            entry.roles[role] = None
            entry.segments[(segment.id, segment.title)] = None
    made_from: dict[str, _Entry] = {}
    for pick_id, user in direct.items():
        below = closure(user.piece, get)
        problems += below.problems
        for resource in below.resources:
            if resource.id not in direct:
                entry = made_from.setdefault(resource.id, _Entry(resource))
                entry.roles[ROLE_OF_KIND[resource.kind]] = None
                entry.segments |= user.segments
                entry.via[pick_id] = None
    works = tuple(_work(entry) for entry in (*direct.values(), *made_from.values()))
    return Credits(works, group_by_role(works), in_order(problems))


def group_by_role(works: Iterable[CreditedWork]) -> tuple[RoleGroup, ...]:
    """Names by role: known roles in their order, then others as they first appear; each name once in a role."""
    names: dict[str, dict[str, None]] = {role: {} for role in _ORDER}
    for work in works:
        for role in work.roles:
            names.setdefault(role, {}).update(dict.fromkeys(work.artists))
    return tuple(RoleGroup(role, tuple(group)) for role, group in names.items() if group)


def _uses(segment: Segment, get: Get) -> Iterator[tuple[Pick, str]]:
    """Each pick of a segment and the role it is used in."""
    for item in segment.picture:
        match item.source:
            case ClipSource(pick=pick):
                piece = get(pick.id)
                yield pick, ROLE_OF_KIND["animation" if piece and piece.kind == "animation" else "video"]
            case StillSource(pick=pick):
                yield pick, ROLE_OF_KIND["still"]
            case TextSource(pick=pick):
                yield pick, ROLE_OF_KIND["text"]
    for sound in segment.sound:
        yield sound.pick, ROLE_OF_SOUND[sound.role]
    for captions in caption_picks(segment):
        yield captions, CAPTIONS
    for credit in segment.credits:
        yield credit.pick, one_line(credit.role)


def _work(entry: _Entry) -> CreditedWork:
    piece = entry.piece
    return CreditedWork(
        contribution=piece.id,
        title=one_line(piece.title) or piece.id,
        artists=tuple(dict.fromkeys(filter(None, map(one_line, piece.artists)))),
        roles=tuple(entry.roles),
        license=piece.license,
        source=piece.source,
        kind=piece.kind,
        segments=tuple(entry.segments),
        via=tuple(entry.via),
    )
