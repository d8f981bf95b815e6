"""A segment's shape to the model's Segment: times in frames, defaults filled in, keys that fit."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from hitrec_cli.manifest import rules
from hitrec_cli.manifest.includes import Found
from hitrec_cli.manifest.nodes import Mapping, Sequence
from hitrec_cli.manifest.picks import Picks
from hitrec_cli.manifest.segment_sounds import SoundBuilder
from hitrec_cli.manifest.times import Clock
from hitrec_cli.manifest.values import Written, near
from hitrec_cli.model.segment import (
    ClipSource,
    ColorSource,
    ExtraCredit,
    Framing,
    GraphicSource,
    Move,
    Pick,
    PictureItem,
    PictureSource,
    Segment,
    StillSource,
    Super,
    TextSource,
    Transition,
)  # fmt: skip

if TYPE_CHECKING:
    from hitrec_cli.manifest import schema
    from hitrec_cli.manifest.schema_sound import RoomTone


class SegmentBuilder:
    """Builds segments of one episode; problems go to the clock's list."""

    def __init__(self, clock: Clock, picks: Picks, defaults: schema.Defaults | None) -> None:
        self.clock, self.picks, self.defaults = clock, picks, defaults
        self.heard = SoundBuilder(clock, picks)

    def segment(self, found: Found, count: dict[str, int]) -> Segment:
        """One segment. `count` has how many of each kind came before, and is told of this one."""
        from hitrec_cli.manifest.schema import Segment as Shape

        shape = Shape.read(found.node, self.clock.problems)
        count[shape.kind] = count.get(shape.kind, 0) + 1
        self._check_keys(found.node, shape)
        return Segment(
            kind=shape.kind,
            id=shape.id or f"{shape.kind}-{count[shape.kind]}",
            title=shape.title or "",
            only=tuple(shape.only or ()),
            background=shape.background,
            duration=self.clock.length(shape.for_) if shape.for_ else None,
            style=shape.style or "roll",
            picture=tuple(self._picture(item, found.folder) for item in shape.picture or ()),
            sound=tuple(self.heard.sounds(shape.sound or (), shape.room_tone, found.folder)),
            supers=tuple(self._super(item) for item in shape.super or ()),
            bleeps=self.heard.ranges(shape.bleep),
            mutes=self.heard.ranges(shape.mute),
            noise=_noise(shape.room_tone),
            captions=shape.captions,
            credits=tuple(ExtraCredit(credit.contribution, credit.role) for credit in shape.credits or ()),
            mark=shape.mark,
        )

    def _check_keys(self, node: Mapping, shape: schema.Segment) -> None:
        """What a kind wants and does not want; nothing is said of a kind that is itself wrong."""
        if shape.kind != getattr(node.get("kind"), "text", None):
            return
        if (place := shape.place("for")) and shape.kind not in shape.timed:
            message = f"`for` fits break and credits only, not {shape.kind}"
            self.clock.tell(rules.UNFIT_KEY, place, message, "its picture says how long it lasts")
        if (place := shape.place("style")) and shape.kind not in shape.styled:
            self.clock.tell(rules.UNFIT_KEY, place, f"`style` fits credits only, not {shape.kind}", "remove it")
        if shape.kind == "break" and node.get("for") is None:
            self.clock.tell(rules.MISSING_KEY, node.mark, "a break needs its length", "add for: 2s")
        if shape.kind in shape.without_picture:
            return
        picture = node.get("picture")
        if picture is None and not any(near(key.text, shape.keys) == "did you mean 'picture'?" for key in node.keys):
            message = f"the key 'picture' is missing; a segment of kind {shape.kind} shows something"
            self.clock.tell(rules.MISSING_KEY, node.mark, message, "add at least one item")
        elif isinstance(picture, Sequence) and not picture.items:
            self.clock.tell(rules.MISSING_KEY, picture.mark, "the list has no items", "add at least one item")

    def _picture(self, shape: schema.Picture, folder: str) -> PictureItem:
        return PictureItem(
            source=self._source(shape, folder),
            duration=self._duration(shape),
            fit=shape.fit or (self.defaults.fit if self.defaults else "letterbox"),
            transition=self._transition(shape.transition or (self.defaults.transition if self.defaults else None)),
            original=shape.original,
            level=shape.level,
            gain=shape.gain,
            fade=self.heard.fade(shape.fade),
            lead=self.clock.length(shape.lead) if shape.lead else 0,
            lag=self.clock.length(shape.lag) if shape.lag else 0,
            damaged=shape.damaged is not None,
            captions=shape.captions,
            mark=shape.mark,
        )

    def _source(self, shape: schema.Picture, folder: str) -> PictureSource:
        if shape.clip is not None:
            return ClipSource(self.picks.pick(shape.clip, "video", folder), self.heard.in_point(shape.in_))
        if shape.still is not None:
            return StillSource(self.picks.pick(shape.still, "still", folder), _move(shape.move))
        if shape.text is not None:
            return TextSource(self.picks.pick(shape.text, "text", folder))
        if isinstance(shape.graphic, str):
            return GraphicSource(_moved(shape.graphic, folder))
        if shape.graphic is not None:
            return GraphicSource(_moved(shape.graphic.function, folder), shape.graphic.args or ())
        return ColorSource(shape.color or "black")

    def _duration(self, shape: schema.Picture) -> int | None:
        if shape.for_ is not None:
            return self.clock.length(shape.for_)
        if shape.out is None:
            return None
        if isinstance(shape.out, Written) and (shape.in_ is None or isinstance(shape.in_, Written)):
            return self.clock.between(shape.in_, shape.out)
        message = "with the source's own timecode the length cannot be counted from `out`"
        self.clock.tell(rules.RANGE, shape.out.mark, message, "write `for` instead of `out`")
        return None

    def _transition(self, shape: str | schema.Change | None) -> Transition:
        if shape is None or isinstance(shape, str):
            return Transition()
        if shape.dissolve is not None:
            return Transition("dissolve", self.clock.length(shape.dissolve), mark=shape.mark)
        if shape.dip is None:
            return Transition()
        if isinstance(shape.dip, Written):
            return Transition("dip", self.clock.length(shape.dip), mark=shape.mark)
        return Transition("dip", self.clock.length(shape.dip.for_), shape.dip.color, shape.mark)

    def _super(self, shape: schema.Super) -> Super:
        at, duration = self.clock.frames(shape.at), self.clock.length(shape.for_) if shape.for_ else 1
        if shape.lower_third is not None:
            strap = shape.lower_third
            return Super("lower-third", strap.name, strap.role or "", at, duration, shape.mark)
        if shape.chapter is not None:
            return Super("chapter", shape.chapter, "", at, duration, shape.mark)
        if shape.title is None or isinstance(shape.title, str):
            return Super("title", shape.title or "", "", at, duration, shape.mark)
        return Super("title", shape.title.text, shape.title.subtitle or "", at, duration, shape.mark)


def _noise(tone: Pick | RoomTone | None) -> int | None:
    """How loud the room tone is that has to be made, because nobody recorded one."""
    return None if tone is None or isinstance(tone, Pick) or tone.source is not None else tone.level


def _move(shape: schema.Move | None) -> Move | None:
    if shape is None:
        return None
    begin, end = shape.from_, shape.to
    return Move(Framing(begin.zoom, begin.x, begin.y), Framing(end.zoom, end.x, end.y))


def _moved(function: str, folder: str) -> str:
    """A graphic's path as seen from the manifest."""
    return posixpath.normpath(posixpath.join(folder, function)) if folder else function
