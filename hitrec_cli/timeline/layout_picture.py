"""Layout of one segment's picture: items follow one another, each checked against what its file really holds."""

from __future__ import annotations

from fractions import Fraction

from hitrec_cli.base.problems import Mark
from hitrec_cli.base.timecode import Rate, TimeError, parse_time
from hitrec_cli.model.episode import Episode
from hitrec_cli.model.lock import LockedPick
from hitrec_cli.model.media import MediaFacts
from hitrec_cli.model.palette import rgb
from hitrec_cli.model.segment import (
    ClipSource,
    ColorSource,
    GraphicSource,
    InPoint,
    Pick,
    PictureItem,
    Segment,
    StillSource,
    TextSource,
)
from hitrec_cli.timeline.kinds import KINDS, reading_time
from hitrec_cli.timeline.layout_credits import lay_credits
from hitrec_cli.timeline.lettering_cards import slate, text_card
from hitrec_cli.timeline.materials import Materials
from hitrec_cli.timeline.timeline import (
    Clip,
    ColorPicture,
    GraphicPicture,
    LetteredPicture,
    MediaPicture,
    Picture,
    StillPicture,
)

PLACEHOLDER_SECONDS = Fraction(5)
"""How long a missing pick lasts in a preview when neither manifest nor catalog says."""

REPEATED_BYTES = 256 << 20
"""Memory that an animation's pictures may take to be played again and again; a larger one is played once."""


def lay_picture(segment: Segment, episode: Episode, materials: Materials, start: int) -> list[Clip]:
    """The segment's clips from timeline frame `start` on."""
    if segment.kind == "break":
        return [Clip(start, segment.duration or 0, ColorPicture(rgb("black")), segment.id)]
    if segment.kind == "credits" and not segment.picture:
        return lay_credits(segment, episode, materials, start)
    if not segment.picture and KINDS[segment.kind].needs_picture:
        materials.problem("HR307", segment.mark, f"segment {segment.id} has no picture",
                          "add a clip, still, text, graphic or color under picture:")  # fmt: skip
    clips: list[Clip] = []
    for item in segment.picture:
        picture, duration = _picture(item, segment, episode, materials)
        if duration <= 0:
            continue
        clip = Clip(start, duration, picture, segment.id, item.fit, rgb(segment.background), item.transition)
        _check_transition(clip, item, materials)
        clips.append(clip)
        start += duration
    return clips


def _picture(item: PictureItem, segment: Segment, episode: Episode, materials: Materials) -> tuple[Picture, int]:
    """What an item shows and for how many frames (0 after a problem)."""
    source, rate = item.source, episode.format.rate
    if isinstance(source, ColorSource):
        return ColorPicture(rgb(source.color)), _given_length(item, materials, "a color")
    if isinstance(source, GraphicSource):
        function, digest = materials.graphics.get(source.function, (source.function, ""))
        picture = GraphicPicture(function, source.arguments, digest)
        return picture, _given_length(item, materials, "a graphic")
    locked = _usable(source.pick, materials)
    if locked is None:
        return _placeholder(source.pick, item, materials, rate)
    assert locked.facts is not None
    if isinstance(source, TextSource):
        return _card(source.pick, item, segment, materials, rate)
    if isinstance(source, StillSource):
        return _still(source, locked, locked.facts, item, materials)
    return _clip(source, locked, locked.facts, item, materials, rate)


def _usable(pick: Pick, materials: Materials) -> LockedPick | None:
    """The locked pick, or None with a problem noted."""
    locked = materials.lock.get(pick.id)
    if locked.state == "ok" and locked.facts is not None:
        return locked
    piece = materials.get(pick.id)
    name = f"{pick.id} ({piece.title})" if piece and piece.title != pick.id else pick.id
    remedy = {"missing": "put the file where the catalog says, or choose another pick",
              "broken": "ask the artist for the file again",
              "uncleared": "clear its rights, or choose another pick"}  # fmt: skip
    materials.problem("HR301", pick.mark, f"{name} is {locked.state}: {locked.reason or 'no file'}",
                      remedy.get(locked.state, ""), missing=True)  # fmt: skip
    return None


def _placeholder(pick: Pick, item: PictureItem, materials: Materials, rate: Rate) -> tuple[Picture, int]:
    """A labelled slate, as long as manifest or catalog say, else five seconds."""
    locked, piece = materials.lock.get(pick.id), materials.get(pick.id)
    seconds = piece.duration if piece is not None and piece.duration else PLACEHOLDER_SECONDS
    title = piece.title if piece is not None else ""
    script = slate(materials.stage, pick.id, title, locked.state, locked.reason)
    return LetteredPicture(script), item.duration or rate.frames(seconds)


def _card(pick: Pick, item: PictureItem, segment: Segment, materials: Materials, rate: Rate) -> tuple[Picture, int]:
    text, piece = materials.texts.get(pick.id), materials.get(pick.id)
    facts = materials.lock.get(pick.id).facts
    if facts is None or facts.kind != "text":
        hint = "name a text contribution, or use clip: or still:"
        materials.problem("HR302", pick.mark, f"{pick.id} is no text", hint)
        return LetteredPicture(""), 0
    if text is None:
        materials.problem("HR301", pick.mark, f"the words of {pick.id} are not in the store", "run hitrec pull")
        return LetteredPicture(""), 0
    byline = ", ".join(piece.artists) if piece is not None else ""
    title = piece.title if piece is not None else ""
    script = text_card(materials.stage, text, title=title, byline=byline, background=rgb(segment.background))
    return LetteredPicture(script, pick.id), item.duration or rate.frames(reading_time(text))


def _still(
    source: StillSource, locked: LockedPick, facts: MediaFacts, item: PictureItem, materials: Materials
) -> tuple[Picture, int]:
    if facts.picture is None or facts.kind != "still":
        materials.problem("HR302", source.pick.mark, f"{locked.id} is no still, it is {_article(facts.kind)}",
                          "use clip: for moving pictures, text: for texts")  # fmt: skip
        return ColorPicture(rgb("black")), 0
    picture = StillPicture(locked.id, locked.digest, facts.format, facts.picture, source.move)
    return picture, _given_length(item, materials, "a still")


def _clip(
    source: ClipSource, locked: LockedPick, facts: MediaFacts, item: PictureItem, materials: Materials, rate: Rate
) -> tuple[Picture, int]:
    picture = facts.picture
    if picture is None or facts.kind not in ("video", "animation"):
        hint = "use still: for stills, text: for texts, music:, voice: or effect: under sound:"
        materials.problem("HR302", source.pick.mark, f"{locked.id} is no moving picture, it is {_article(facts.kind)}",
                          hint)  # fmt: skip
        return ColorPicture(rgb("black")), 0
    in_point = in_seconds(source.in_point, facts, materials, item.mark)
    whole = int((picture.duration - in_point) * rate.fraction)
    duration = item.duration if item.duration is not None else whole
    repeated = facts.kind == "animation" and picture.frames * picture.width * picture.height * 4 <= REPEATED_BYTES
    needed = Fraction(0) if repeated else rate.seconds(max(0, duration - 1))
    if duration <= 0 or in_point + needed >= picture.duration:
        materials.problem(
            "HR303", item.mark,
            f"{locked.id} is asked for {_s(in_point)} to {_s(in_point + rate.seconds(max(duration, 0)))}"
            f" but lasts {_s(picture.duration)}",
            "begin earlier, or make it shorter",
        )  # fmt: skip
        return ColorPicture(rgb("black")), 0
    return MediaPicture(locked.id, locked.digest, facts.format, picture, in_point, item.damaged, repeated), duration


def in_seconds(point: InPoint, facts: MediaFacts, materials: Materials, mark: Mark) -> Fraction:
    """Exact seconds from the file's first picture; a source's own timecode counts from the one that it begins with."""
    if not point.timecode:
        return point.seconds
    if not facts.timecode or facts.picture is None:
        materials.problem("HR303", mark, "the file carries no timecode", "write the in point in seconds")
        return Fraction(0)
    rate = Rate(facts.picture.rate.numerator, facts.picture.rate.denominator)
    try:
        frames = parse_time(point.timecode).to_frames(rate) - parse_time(facts.timecode).to_frames(rate)
    except TimeError as error:
        materials.problem("HR303", mark, str(error))
        return Fraction(0)
    if frames < 0:
        materials.problem("HR303", mark, f"{point.timecode} is before the file's first timecode {facts.timecode}")
    return rate.seconds(max(0, frames))


def _given_length(item: PictureItem, materials: Materials, what: str) -> int:
    if item.duration is None:
        materials.problem("HR304", item.mark, f"nobody says how long {what} lasts", "add for:")
        return 0
    return item.duration


def _check_transition(clip: Clip, item: PictureItem, materials: Materials) -> None:
    mark = item.transition.mark if item.transition.mark.file else item.mark
    length = clip.transition.duration
    over = length - length // 2 if clip.transition.kind == "dip" else length
    if over > clip.duration:
        message = f"the {clip.transition.kind} is longer than its clip ({length} of {clip.duration} frames)"
        materials.problem("HR305", mark, message, "shorten the transition")


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _s(value: Fraction) -> str:
    return f"{float(value):.3f} s"
