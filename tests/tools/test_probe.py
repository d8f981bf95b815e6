"""What probing says about real files, against what they were made to be."""

from __future__ import annotations

import csv
import os
from fractions import Fraction
from pathlib import Path

import pytest

from hitrec_cli.tools.probe import probe
from tests.media.asking import found, heard, one, seen
from tests.media.making import X264, cut, make, picture, tone, with_orientation

F = Fraction
media = pytest.mark.media


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    return make(path, *picture(), *tone(), *X264, "-g", "10", "-c:a", "aac", "-ac", "2", "-movflags", "+faststart")


@media
def test_a_plain_film(film: Path) -> None:
    result = found(film)
    assert (result.facts.kind, result.facts.format) == ("video", "mov")
    facts = result.facts.picture
    assert facts is not None
    assert (facts.width, facts.height, facts.rotation, facts.sample_aspect) == (160, 90, 0, F(1))
    assert (facts.rate, facts.variable, facts.frames, facts.duration) == (F(25), False, 50, F(2))
    assert facts.longest_frame == F(1, 25)
    assert (facts.pixel_format, facts.alpha, facts.field_order) == ("yuv420p", False, "progressive")
    ticks = [time * facts.time_base for time in result.pts]
    assert ticks == [F(n, 25) for n in range(50)]
    assert [time * facts.time_base for time in result.keyframes] == [F(n, 25) for n in (0, 10, 20, 30, 40)]
    sound = result.facts.sound
    assert sound is not None
    assert (sound.stream, sound.channels, sound.layout, sound.rate) == (1, 2, "stereo", 48_000)
    assert abs(sound.duration - 2) < F(1, 20)


@media
@pytest.mark.parametrize(("counterclockwise", "clockwise"), [(90, 270), (180, 180), (-90, 90)])
def test_rotation_is_clockwise(film: Path, tmp_path: Path, counterclockwise: int, clockwise: int) -> None:
    turned = make(tmp_path / "r.mp4", "-display_rotation", str(counterclockwise), "-i", str(film), "-c", "copy")
    assert seen(turned).rotation == clockwise


@media
def test_sample_aspect_color_and_timecode(tmp_path: Path) -> None:
    tags = "setsar=16/15,setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"
    path = make(tmp_path / "a.mov", *picture("720x576"), "-vf", tags, *X264, "-timecode", "10:00:00:00")
    facts = seen(path)
    assert facts.sample_aspect == F(16, 15)
    assert facts.display_size == (F(768), F(576))
    assert (facts.matrix, facts.primaries, facts.transfer, facts.range) == ("bt709", "bt709", "bt709", "tv")
    assert found(path).facts.timecode == "10:00:00:00"


@media
@pytest.mark.parametrize("order", ["tff", "bff"])
def test_field_order(order: str, tmp_path: Path) -> None:
    argv = ("-vf", f"interlace=scan={order}", "-c:v", "mpeg2video", "-flags", "+ildct+ilme")
    facts = seen(make(tmp_path / "i.mxf", *picture("720x480", "60000/1001", 1), *argv))
    assert (facts.field_order, facts.rate, facts.frames) == (order, F(30_000, 1001), 30)


@media
def test_a_constant_rate_survives_a_container_that_counts_milliseconds(tmp_path: Path) -> None:
    facts = seen(make(tmp_path / "a.mkv", *picture(rate="24000/1001", seconds=3), *X264))
    assert (facts.rate, facts.variable, facts.time_base) == (F(24_000, 1001), False, F(1, 1000))
    assert facts.duration == facts.frames * F(1001, 24_000)


@media
def test_variable_rate(tmp_path: Path) -> None:
    drop = "select='not(between(n,10,20))'"
    result = found(make(tmp_path / "v.mp4", *picture(rate="30"), "-vf", drop, "-fps_mode", "vfr", *X264))
    facts = result.facts.picture
    assert facts is not None
    assert (facts.variable, facts.frames, facts.duration, facts.longest_frame) == (True, 49, F(2), F(12, 30))
    assert [time * facts.time_base * 30 for time in result.pts] == [*range(10), *range(21, 60)]


@media
def test_a_transport_stream_that_starts_late(film: Path, tmp_path: Path) -> None:
    path = make(tmp_path / "late.ts", "-i", str(film), "-c", "copy", "-output_ts_offset", "96.5", "-muxdelay", "0")
    facts = seen(path)
    assert found(path).facts.format == "mpegts"
    assert 96 < facts.start < 98
    assert facts.container_start <= facts.start
    assert (facts.frames, facts.duration, facts.rate) == (50, F(2), F(25))


@media
def test_an_edit_list_that_cuts_inside_a_group(film: Path, tmp_path: Path) -> None:
    result = found(make(tmp_path / "t.mp4", "-ss", "0.5", "-t", "1", "-i", str(film), "-c", "copy"))
    assert result.facts.picture is not None
    assert result.facts.picture.frames == len(result.pts) == 25
    assert result.keyframes[0] <= result.pts[0]  # where decoding begins, though it is not shown


@media
def test_pictures_that_are_only_references_are_not_counted(tmp_path: Path) -> None:
    argv = ("-c:v", "libvpx", "-auto-alt-ref", "1", "-lag-in-frames", "16", "-b:v", "200k")
    assert seen(make(tmp_path / "a.webm", *picture(seconds=3), *argv)).frames == 75


@media
def test_transparency(tmp_path: Path) -> None:
    clear = ("-f", "lavfi", "-i", "color=red@0.5:s=64x64:d=0.2,format=yuva420p")
    assert seen(make(tmp_path / "a.webm", *clear, "-c:v", "libvpx-vp9")).alpha
    assert seen(make(tmp_path / "a.png", *clear, "-frames:v", "1")).alpha
    assert not seen(make(tmp_path / "b.png", *picture(), "-frames:v", "1", "-pix_fmt", "rgb24")).alpha


@media
@pytest.mark.parametrize(
    ("name", "arguments", "demuxer", "rate"),
    [
        ("a.wav", (), "wav", 44_100), ("a.mp3", (), "mp3", 44_100), ("a.flac", (), "flac", 44_100),
        ("a.aiff", (), "aiff", 44_100), ("a.caf", (), "caf", 44_100), ("a.aac", (), "aac", 44_100),
        ("a.m4a", (), "mov", 44_100), ("a.ogg", ("-c:a", "libvorbis"), "ogg", 44_100),
        ("a.opus", ("-c:a", "libopus"), "ogg", 48_000),
    ],
)  # fmt: skip
def test_sounds(name: str, arguments: tuple[str, ...], demuxer: str, rate: int, tmp_path: Path) -> None:
    facts = found(make(tmp_path / name, *tone(3, 44_100), *arguments)).facts
    assert (facts.kind, facts.format, facts.picture) == ("audio", demuxer, None)
    assert facts.sound is not None
    assert (facts.sound.channels, facts.sound.layout, facts.sound.rate) == (1, "mono", rate)
    assert abs(facts.sound.duration - 3) < F(1, 10)


@media
def test_a_cover_is_no_film(tmp_path: Path) -> None:
    cover = make(tmp_path / "c.png", *picture(), "-frames:v", "1")
    inputs = (*tone(), "-i", str(cover), "-map", "0", "-map", "1", "-c:v", "copy")
    facts = found(make(tmp_path / "a.mp3", *inputs, "-disposition:v", "attached_pic")).facts
    assert (facts.kind, facts.format) == ("audio", "mp3")


@media
def test_sound_before_picture_and_the_default_stream(tmp_path: Path) -> None:
    inputs = (*tone(), *picture(), *tone(), "-map", "0", "-map", "1", "-map", "2", *X264, "-c:a", "aac")
    marks = ("-disposition:a:0", "0", "-disposition:a:1", "default")
    path = make(tmp_path / "a.mkv", *inputs, *marks)
    assert seen(path).stream == 1
    assert heard(path).stream == 2


@media
@pytest.mark.parametrize(("orientation", "clockwise"), [(1, 0), (3, 180), (6, 90), (8, 270)])
def test_the_orientation_of_a_photo(orientation: int, clockwise: int, tmp_path: Path) -> None:
    plain = make(tmp_path / "a.jpg", *picture(), "-frames:v", "1")
    path = with_orientation(plain, orientation)
    facts = seen(path)
    assert found(path).facts.kind == "still"
    assert (facts.width, facts.height, facts.rotation, facts.frames, facts.duration) == (160, 90, clockwise, 1, F(0))


@media
@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.tiff"])
def test_stills_under_a_wrong_name(name: str, tmp_path: Path) -> None:
    path = make(tmp_path / name, *picture(), "-frames:v", "1")
    hidden = path.rename(tmp_path / "film.mp4")
    facts = found(hidden).facts
    assert (facts.kind, facts.format) == ("still", {"jpg": "jpeg"}.get(name[2:], name[2:]) + "_pipe")


@media
@pytest.mark.parametrize(("name", "demuxer"), [("a.gif", "gif"), ("a.apng", "apng"), ("a.webp", "webp_anim")])
def test_animations(name: str, demuxer: str, tmp_path: Path) -> None:
    path = make(tmp_path / name, *picture(rate="10"))
    result = found(path)
    assert (result.facts.kind, result.facts.format) == ("animation", demuxer)
    facts = result.facts.picture
    assert facts is not None
    assert (facts.width, facts.height, facts.rate, facts.duration, facts.frames) == (160, 90, F(10), F(2), 20)
    assert [time * facts.time_base for time in result.pts] == [F(n, 10) for n in range(20)]
    assert one(cut(path, 0.6)).broken


@media
def test_a_gif_with_one_picture_is_a_still(tmp_path: Path) -> None:
    assert found(make(tmp_path / "a.gif", *picture(), "-frames:v", "1")).facts.kind == "still"


@media
@pytest.mark.shared
def test_every_shared_file(shared_media: Path) -> None:
    kinds = {"video": "video", "animation": "video", "still": "still", "text": "text"}
    with (shared_media / "catalogue.csv").open(encoding="utf-8") as file:
        rows = {row["file"]: row["kind"] for row in csv.DictReader(file)}
    assert rows
    for answer in probe([shared_media / name for name in rows]):
        name, said = answer.path.name, answer.broken
        if name.endswith(".svg"):
            assert "SVG" in said
            continue
        assert answer.found is not None, f"{name}: {said}"
        facts = answer.found.facts
        wanted = "animation" if name.endswith(".gif") else kinds.get(rows[name], "audio")
        assert facts.kind == wanted, name
        if facts.picture is not None and facts.kind != "still":
            assert facts.picture.frames == len(answer.found.pts) > 1
            assert abs(facts.picture.duration - facts.picture.frames / facts.picture.rate) < F(1, 20), name


@media
@pytest.mark.shared
def test_known_facts_of_shared_files(shared_media: Path) -> None:
    if os.environ.get("HITREC_TEST_MEDIA"):
        pytest.skip("these facts are of the usual shared media")
    bee = seen(shared_media / "bee.mp4")
    assert (bee.width, bee.height, bee.rate, bee.frames) == (1280, 720, F(30_000, 1001), 121)
    assert seen(shared_media / "friday.mp4").stream == 1  # its sound comes first
    assert seen(shared_media / "asl-thanks.mkv").range == "pc"
    assert found(shared_media / "vibe-ace.ogg").facts.picture is None  # a cover
    assert heard(shared_media / "voice-ashiel-mystery.ogg").rate == 16_000


@media
@pytest.mark.parametrize("name", ["a.m4a", "a.flac", "a.mp4", "a.mka", "a.ogg"])
def test_a_cover_is_never_the_picture(name: str, tmp_path: Path) -> None:
    """Of sounds, and of a film where it even comes first."""
    cover = make(tmp_path / "c.png", *picture("64x64"), "-frames:v", "1")
    film = name == "a.mp4"
    inputs = ("-i", str(cover), *tone(), *picture("160x90"))
    maps = ("-map", "0", "-map", "1", *(("-map", "2") if film else ()))
    coded = ("-c:v:0", "copy", *(("-c:v:1", "libx264") if film else ()))
    if name == "a.ogg":  # ffmpeg writes no covers there: a block as in FLAC stands in a comment
        from base64 import b64encode
        from struct import pack

        data = cover.read_bytes()
        block = pack(">II9sI", 3, 9, b"image/png", 0) + pack(">5I", 64, 64, 24, 0, len(data)) + data
        path = make(tmp_path / name, *tone(), "-c:a", "libvorbis", "-metadata",
                    f"METADATA_BLOCK_PICTURE={b64encode(block).decode()}")  # fmt: skip
    elif name == "a.mka":
        path = make(tmp_path / name, *tone(), "-attach", str(cover), "-metadata:s:t", "mimetype=image/png")
    else:
        path = make(tmp_path / name, *inputs, *maps, *coded, "-disposition:v:0", "attached_pic")
    facts = found(path).facts
    assert facts.kind == ("video" if film else "audio")
    assert (facts.picture is not None) is film
    if facts.picture is not None:
        assert (facts.picture.width, facts.picture.frames) == (160, 50)


@media
def test_of_several_pictures_the_default_is_taken(tmp_path: Path) -> None:
    inputs = (*picture("64x64"), *picture("160x90"), "-map", "0", "-map", "1", *X264)
    path = make(tmp_path / "a.mkv", *inputs, "-disposition:v:0", "0", "-disposition:v:1", "default")
    assert (seen(path).stream, seen(path).width) == (1, 160)
    path = make(tmp_path / "b.mkv", *inputs, "-disposition:v:0", "0", "-disposition:v:1", "0")
    assert (seen(path).stream, seen(path).width) == (0, 64)
