"""What one decoded frame says about its picture: size, rotation, fields, color, alpha."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from hitrec_cli.model.media import PictureFacts
from hitrec_cli.tools.probe_sniff import Refused

if TYPE_CHECKING:
    import av

MOST_PIXELS = 200_000_000
"""The largest raster that is decoded."""

LONGEST_SHAPE = 50
"""How many times as long as wide a picture is at most, as seen."""

# ISO/IEC 23091-2 (H.273) code points by ffmpeg's names; 2 is "unspecified".
PRIMARIES = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "film", 9: "bt2020", 10: "smpte428",
    11: "smpte431", 12: "smpte432", 22: "ebu3213",
}  # fmt: skip
TRANSFERS = {
    1: "bt709", 4: "gamma22", 5: "gamma28", 6: "smpte170m", 7: "smpte240m", 8: "linear", 9: "log100", 10: "log316",
    11: "iec61966-2-4", 12: "bt1361e", 13: "iec61966-2-1", 14: "bt2020-10", 15: "bt2020-12", 16: "smpte2084",
    17: "smpte428", 18: "arib-std-b67",
}  # fmt: skip
MATRICES = {
    0: "gbr", 1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "ycgco", 9: "bt2020nc",
    10: "bt2020c", 11: "smpte2085", 12: "chroma-derived-nc", 13: "chroma-derived-c", 14: "ictcp",
}  # fmt: skip
_RANGES = {1: "tv", 2: "pc"}
_NOT_CONVERTED = {"ycgco": "YCgCo", "bt2020c": "BT.2020 with constant luminance", "smpte2085": "Y'D'zD'x",
                  "chroma-derived-c": "chroma-derived constant luminance", "ictcp": "ICtCp"}  # fmt: skip
_WITH_ALPHA = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
"""WebM keeps transparency beside the picture, where ffmpeg's own decoders do not look."""


def check_size(width: int, height: int) -> None:
    """Raises Refused for a raster that is too large to decode, or for none at all."""
    if width * height > MOST_PIXELS:
        raise Refused(f"{width}x{height} is more than {MOST_PIXELS // 1_000_000} megapixels; offer a smaller copy")
    if width < 1 or height < 1:
        raise Refused("its picture is damaged or too large to be decoded; offer it again, or a smaller copy")


def check_shape(facts: PictureFacts) -> None:
    """Raises Refused for a strip, of which next to nothing would be seen, and which would fill the memory if shown."""
    width, height = facts.display_size
    if max(width, height) > LONGEST_SHAPE * min(width, height):
        shape = f"{float(width):.0f}x{float(height):.0f}"
        raise Refused(f"{shape} is more than {LONGEST_SHAPE} times as long as it is wide; offer a part of it")


def picture_facts(frame: av.VideoFrame, stream: Any, **timing: Any) -> PictureFacts:
    """Facts of a stream by its first decoded frame; `timing` are the fields that the packet scan knows.

    Raises Refused for what is too large, or coded in colors that cannot be converted.
    """
    check_size(frame.width, frame.height)
    matrix = MATRICES.get(int(frame.colorspace), "")
    if matrix in _NOT_CONVERTED:
        raise Refused(f"its colors are coded as {_NOT_CONVERTED[matrix]}; offer it in BT.709 or BT.2020")
    aspect = stream.sample_aspect_ratio or stream.codec_context.sample_aspect_ratio
    name = frame.format.name
    alpha = any(part.is_alpha for part in frame.format.components)
    beside = stream.metadata.get("alpha_mode") == "1"
    return PictureFacts(
        stream=stream.index,
        width=frame.width,
        height=frame.height,
        sample_aspect=aspect if aspect and aspect > 0 else Fraction(1),
        field_order=field_order(frame),
        pixel_format=name,
        alpha=alpha or beside,
        decoder=_WITH_ALPHA.get(stream.codec_context.name, "") if beside else "",
        matrix=matrix,
        range="pc" if name.startswith("yuvj") else _RANGES.get(int(frame.color_range), ""),
        primaries=PRIMARIES.get(int(frame.color_primaries), ""),
        transfer=TRANSFERS.get(int(frame.color_trc), ""),
        **timing,
    )


def field_order(frame: av.VideoFrame) -> Literal["progressive", "tff", "bff"]:
    """Which field of an interlaced frame is first."""
    if not frame.interlaced_frame:
        return "progressive"
    from av.filter import Graph

    # PyAV does not show the frame's top_field_first flag; the select filter sees it.
    graph = Graph()
    source = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base or Fraction(1, 1000)
    )
    select = graph.add("select", "eq(interlace_type,TOPFIRST)")
    sink = graph.add("buffersink")
    source.link_to(select)
    select.link_to(sink)
    graph.configure()
    source.push(frame)
    source.push(None)
    try:
        sink.pull()
    except (BlockingIOError, EOFError):
        return "bff"
    return "tff"
