"""What an episode still needs, so that the next call to the community can be written from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from hitrec_cli.base.digest import Json
from hitrec_cli.base.text import one_line
from hitrec_cli.base.timecode import timecode_at
from hitrec_cli.model.episode import caption_picks
from hitrec_cli.pipeline.catalog import Place
from hitrec_cli.pipeline.options import Answer, Options

if TYPE_CHECKING:
    from hitrec_cli.model.episode import Episode
    from hitrec_cli.model.segment import Segment

_SHOWN = 3
_NEARLY = 0.995
"""A second of 29.97 frames is a little longer than one: what has the same number of seconds is long enough."""


@dataclass(frozen=True, slots=True)
class Need:
    """A pick that is not there, or a segment with nothing in it. `kinds` would do; `seconds` is how long it has to be.

    `offers` counts contributions of the theme in the catalog that no episode uses and that are long enough.
    """

    segment: str
    kinds: tuple[str, ...]
    seconds: Fraction | None
    pick: str = ""
    why: str = "nothing is in it yet"
    offers: int = 0
    examples: tuple[str, ...] = ()

    def __str__(self) -> str:
        kinds = " or ".join(self.kinds) or "anything"
        length = f" of {float(self.seconds):.3g} s" if self.seconds else ""
        offers = f"; {self.offers:,} in the catalog would fit: {', '.join(self.examples)}" if self.offers else ""
        name = f"{self.pick}: " if self.pick else ""
        return one_line(f"{self.segment} needs {kinds}{length} ({name}{self.why}){offers}")


def requests(where: Place, manifest: Path, options: Options) -> Answer:
    """What is missing in each segment, with kinds and lengths, and by how much the programme misses its slot."""
    from hitrec_cli.library.desk import draft_desk
    from hitrec_cli.pipeline.rundown import rundown

    data = rundown(manifest, options, version=None).answer.data
    episode = draft_desk(manifest, options.source_roots, options.columns).episode
    lacks = {
        (str(row["id"]), str(lack["pick"])): lack for row in _rows(data["segments"]) for lack in _rows(row["missing"])
    }
    needs = [need for segment in episode.segments for need in _needs(segment, episode, lacks)]
    needs = list(_offered(where, needs, episode.theme))
    lines = [str(need) for need in needs]
    rows: list[Json] = [
        {"segment": need.segment, "pick": need.pick, "kinds": list(need.kinds), "why": need.why,
         "seconds": "" if need.seconds is None else str(need.seconds),
         "offers": need.offers, "examples": list(need.examples)}
        for need in needs
    ]  # fmt: skip
    slot = data["slot"]
    if isinstance(slot, Mapping) and not slot["fits"]:
        over = int(str(slot["over_frames"]))
        length = timecode_at(abs(over), episode.format.rate, drop=False)
        lines.append(f"the programme is {length} {'too long' if over > 0 else 'short'} for its slot")
    return Answer(
        {"episode": episode.id, "theme": episode.theme, "needs": rows, "slot": slot}, lines or ["nothing is missing"]
    )


def _rows(value: Json) -> list[Mapping[str, Json]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list | tuple) else []


def _needs(segment: Segment, episode: Episode, lacks: Mapping[tuple[str, str], Mapping[str, Json]]) -> Iterator[Need]:
    wanted = {pick: (kinds, frames) for pick, kinds, frames in _wanted(segment)}
    for (place, pick), lack in lacks.items():
        if place != segment.id:
            continue
        kinds, frames = wanted.get(pick, ((), None))
        said = {"unknown": "not in the catalog", "unpulled": "not pulled yet"}.get(
            str(lack["state"]), str(lack["state"])
        )
        why = f"{said}: {lack['reason']}" if lack["reason"] else said
        if lack["state"] != "unpulled":  # it is there, and only has to be pulled
            seconds = None if frames is None else episode.format.rate.seconds(frames)
            yield Need(segment.id, kinds, seconds, pick, why)
    if not segment.picture and segment.kind not in ("break", "credits"):
        frames = segment.duration
        yield Need(segment.id, (), None if frames is None else episode.format.rate.seconds(frames))


def _wanted(segment: Segment) -> Iterator[tuple[str, tuple[str, ...], int | None]]:
    """Each pick of a segment with the kinds that can stand in its place, and its length in frames."""
    from hitrec_cli.model.segment import ClipSource, StillSource, TextSource

    for item in segment.picture:
        match item.source:
            case ClipSource(pick=pick):
                yield pick.id, ("video", "animation"), item.duration
            case StillSource(pick=pick):
                yield pick.id, ("still",), item.duration
            case TextSource(pick=pick):
                yield pick.id, ("text",), item.duration
    for sound in segment.sound:
        yield sound.pick.id, (sound.role,), None if sound.loop is not None else sound.duration
    for captions in caption_picks(segment):
        yield captions.id, ("text",), None


def _offered(where: Place, needs: list[Need], theme: str) -> Iterator[Need]:
    """The needs with what the catalog has for them, where there is one."""
    from hitrec_cli.library.catalog_query import Query, number_of
    from hitrec_cli.library.catalog_store import clear_errors, read_only
    from hitrec_cli.pipeline.catalog_uses import used_ids

    if not needs or not where.file.is_file():
        yield from needs
        return
    used = used_ids(where)
    db = read_only(where.file)
    with clear_errors(where.file):
        for need in needs:
            count = 0
            examples: list[str] = []
            for kind in need.kinds:
                timed = need.seconds if kind not in ("still", "text") else None
                query = Query(kind=kind, theme=theme, unused=True, used=used,
                              min_duration=None if timed is None else float(timed) * _NEARLY)  # fmt: skip
                found, names = number_of(db, query, _SHOWN)
                count, examples = count + found, [*examples, *names]
            yield replace(need, offers=count, examples=tuple(examples[:_SHOWN]))
        db.close()
