"""Video and sound files: one decoded picture, and a walk over all packets for what the header only claims."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hitrec_cli.model.media import MediaFacts, PictureFacts, SoundFacts
from hitrec_cli.tools.orientation import of_frame
from hitrec_cli.tools.probe_ends import bytes_missing
from hitrec_cli.tools.probe_found import Found
from hitrec_cli.tools.probe_picture import check_size, picture_facts
from hitrec_cli.tools.probe_sniff import Refused
from hitrec_cli.tools.probe_timing import timing

if TYPE_CHECKING:
    from av.container import InputContainer

MOST_LOST = Fraction(1, 2)
"""Seconds by which the packets may fall short of the header before a file counts as truncated."""

_PATIENCE = 600
"""Packets that may fail to decode before the first picture or sound."""

_CENTERED = frozenset({"mjpeg", "mpeg1video"})
"""Codecs whose chroma lies in the middle of its luma (ITU-T T.871, item 8; ISO/IEC 11172-2 §2.4.1)."""

_NEVER_FREED: list[Any] = []
"""PyAV 18.1 frees such a list of channels twice, and the process dies of it: the probe ends without freeing them."""

_TRUNCATED = "the file is truncated: {}; offer it again"


@dataclass
class _Walk:
    """What was seen of one stream on the way through the packets."""

    stream: Any
    first: Any = None
    """The first decoded frame."""
    tries: int = 0
    times: list[tuple[int, int, bool]] = field(default_factory=list)
    """Time, duration (0: unknown) and whether it is a keyframe, of each packet that is shown."""
    unseen_keys: list[int] = field(default_factory=list)
    """Keyframes that an edit list hides, but that decoding begins at."""
    begin: int | None = None
    end: int = 0

    def see(self, packet: Any) -> None:
        time = packet.pts if packet.pts is not None else packet.dts
        if time is None:
            return
        duration = packet.duration or 0
        self.begin = time if self.begin is None else min(self.begin, time)
        self.end = max(self.end, time + duration)
        if packet.is_discard and packet.is_keyframe:
            self.unseen_keys.append(time)
        if not packet.is_discard and not _hidden(packet):
            self.times.append((time, duration, packet.is_keyframe))

    def decode(self, packet: Any) -> None:
        from av import FFmpegError

        if self.first is not None or self.tries > _PATIENCE:
            return
        self.tries += 1
        try:
            frames = packet.decode()
        except FFmpegError:
            return
        if frames:
            self.first = frames[0]
            _NEVER_FREED.extend(frame for frame in frames if packet.stream.type == "audio" and _ordered(frame))


def _ordered(frame: Any) -> bool:
    """Whether a frame's channels stand in an order of their own."""
    return "+" in frame.layout.name


def probe_film(path: Path, demuxer: str) -> Found:
    """Facts of a file with moving pictures, sound or both. Raises Refused, or what PyAV raises for damaged files."""
    with open_media(path, demuxer) as container:
        picture, sound = _choose(container.streams.video), _choose(container.streams.audio)
        if picture is None and sound is None:
            raise Refused("it holds neither moving pictures nor sound; offer the media itself")
        if picture is not None:
            check_size(picture.codec_context.width, picture.codec_context.height)
        walks = _walk(container, [stream for stream in (picture, sound) if stream is not None])
        _check_whole(container, walks, path, demuxer)
        timecode = _timecode(container)
        facts = MediaFacts("audio", demuxer, timecode=timecode)
        if sound is not None:
            facts = MediaFacts("audio", demuxer, sound=_sound(walks[sound.index], container), timecode=timecode)
        if picture is None:
            return Found(facts)
        return _pictures(walks[picture.index], container, facts)


def open_media(path: Path, demuxer: str) -> InputContainer:
    """Open with one demuxer and nothing else; only the file itself can be read."""
    import av

    av.logging.set_level(av.logging.PANIC)
    options = {"protocol_whitelist": "file", "format_whitelist": demuxer}
    return av.open(f"file:{path}", "r", format=demuxer, container_options=options, metadata_errors="replace")


def _choose(streams: Any) -> Any:
    """The stream marked as default, else the first; never a cover picture or a thumbnail.

    A commentary or a description for the blind is chosen only where there is nothing else.
    """
    from av.stream import Disposition

    never = Disposition.attached_pic | Disposition.timed_thumbnails
    aside = Disposition.comment | Disposition.visual_impaired | Disposition.hearing_impaired
    real = [stream for stream in streams if not stream.disposition & never]
    if not real:
        return None
    real = [stream for stream in real if not stream.disposition & aside] or real
    chosen = next((stream for stream in real if stream.disposition & Disposition.default), real[0])
    if chosen.codec_context is None:
        raise Refused(f"hitrec has no decoder for its {chosen.type} stream; offer it in a common codec")
    chosen.codec_context.thread_type = "NONE"
    return chosen


def _walk(container: InputContainer, chosen: list[Any]) -> dict[int, _Walk]:
    """Every packet of the file; of the chosen streams the first frame is decoded."""
    decoded = {stream.index for stream in chosen}
    walks = {stream.index: _Walk(stream) for stream in container.streams}
    for packet in container.demux():
        walk = walks.get(packet.stream_index)
        if walk is None:
            continue
        if packet.size:
            walk.see(packet)
        if packet.stream_index in decoded:
            walk.decode(packet)
    for stream in chosen:
        walk = walks[stream.index]
        if walk.first is None or not walk.times:
            what = "picture" if stream.type == "video" else "sound"
            raise Refused(f"no {what} in it can be decoded; the file is damaged: offer it again")
    return walks


def _hidden(packet: Any) -> bool:
    """A VP8 picture that is only a reference and never shown (RFC 6386 §9.1: show_frame is bit 4 of the frame tag)."""
    stream = packet.stream
    return stream.type == "video" and stream.codec_context.name == "vp8" and not bytes(memoryview(packet)[:1])[0] & 16


def _check_whole(container: InputContainer, walks: dict[int, _Walk], path: Path, demuxer: str) -> None:
    """Raises Refused where the packets end before the header's promise, or an index points beyond the file."""
    size = path.stat().st_size
    if demuxer == "mov":
        for stream in container.streams:
            if any(entry.pos + entry.size > size for entry in stream.index_entries):
                raise Refused(_TRUNCATED.format("its index names data that are not there"))
    if missing := bytes_missing(path, demuxer):
        raise Refused(_TRUNCATED.format(f"at least {missing} bytes lack at its end"))
    if demuxer == "aac" or (demuxer == "mp3" and not _counts_its_frames(path)):
        return  # their duration is a guess from the bit rate
    promised, kept = Fraction(0), Fraction(0)
    for walk in walks.values():
        if walk.begin is None or walk.stream.type not in ("video", "audio"):
            continue
        lasts = (walk.end - walk.begin) * walk.stream.time_base
        kept = max(kept, lasts)
        header = (walk.stream.duration or 0) * walk.stream.time_base
        if header > lasts + MOST_LOST:
            promised, kept = header, lasts
            break
    else:
        promised = Fraction(container.duration or 0, 1_000_000)
    if promised > kept + MOST_LOST:
        claim = f"its header says {float(promised):.1f} s, {float(kept):.1f} s are there"
        raise Refused(_TRUNCATED.format(claim))


def _counts_its_frames(path: Path) -> bool:
    """Whether an MP3 says how many frames it has (a Xing, Info or VBRI header in its first frame)."""
    with path.open("rb") as file:
        head = file.read(10)
        if head[:3] == b"ID3":
            file.seek(10 + sum((byte & 0x7F) << (21 - 7 * place) for place, byte in enumerate(head[6:10])))
        else:
            file.seek(0)
        frame = file.read(1024)
    return any(mark in frame for mark in (b"Xing", b"Info", b"VBRI"))


def _pictures(walk: _Walk, container: InputContainer, sound: MediaFacts) -> Found:
    stream = walk.stream
    shown = {time: (duration, key) for time, duration, key in walk.times}
    begin = walk.first.pts
    if begin is not None and begin in shown:  # what stands before the first picture that decodes is never seen
        shown = {time: rest for time, rest in shown.items() if time >= begin}
    pts = tuple(sorted(shown))
    measured = timing(pts, shown[pts[-1]][0], stream.time_base, (stream.base_rate, stream.average_rate))
    turn = of_frame(walk.first)
    facts: PictureFacts = picture_facts(
        walk.first,
        stream,
        rotation=turn.rotation,
        mirrored=turn.mirrored,
        rate=measured.rate or stream.average_rate or Fraction(0),
        variable=measured.variable,
        time_base=stream.time_base,
        duration=measured.duration,
        longest_frame=measured.longest,
        start=pts[0] * stream.time_base,
        container_start=Fraction(container.start_time or 0, 1_000_000),
        frames=len(pts),
        siting="center" if stream.codec_context.name in _CENTERED else "",
    )
    if not facts.duration and facts.rate:  # a single picture whose container does not say for how long
        facts = replace(facts, duration=1 / facts.rate, longest_frame=1 / facts.rate)
    keyframes = (*sorted(walk.unseen_keys), *(time for time in pts if shown[time][1]))
    if sound.format == "mpegts":
        groups = [after - before for before, after in pairwise((*keyframes, pts[-1]))]
        facts = replace(facts, longest_group=max(groups, default=0) * stream.time_base)
    return Found(MediaFacts("video", sound.format, facts, sound.sound, sound.timecode), keyframes, pts)


def _sound(walk: _Walk, container: InputContainer) -> SoundFacts:
    frame = walk.first
    begin = frame.pts if frame.pts is not None else min(time for time, _, _ in walk.times)
    end = max(time + duration for time, duration, _ in walk.times)
    return SoundFacts(
        stream=walk.stream.index,
        channels=frame.layout.nb_channels,
        layout=_layout([channel.name for channel in frame.layout.channels]),
        rate=frame.sample_rate,
        duration=max(0, end - begin) * walk.stream.time_base,
        container_start=Fraction(container.start_time or 0, 1_000_000),
        start=begin * walk.stream.time_base,
    )


def _layout(names: list[str]) -> str:
    """One channel is the middle, two are left and right unless they are named otherwise, more have names or none."""
    if len(names) == 1:
        return "mono"
    if names in (["FL", "FR"], ["DL", "DR"], ["BIL", "BIR"], ["NONE", "NONE"]):
        return "stereo"
    return "" if "NONE" in names else "+".join(names)


def _timecode(container: InputContainer) -> str:
    for metadata in (container.metadata, *(stream.metadata for stream in container.streams)):
        if metadata.get("timecode"):
            return str(metadata["timecode"])[:16]
    return ""
