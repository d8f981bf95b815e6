"""Keys: what they hold, and what does and does not change them (DESIGN invariant 3)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from hitrec_cli.base.timecode import NTSC
from hitrec_cli.engine.perform import PERFORMERS
from hitrec_cli.library.profiles import built_in
from hitrec_cli.model.audio import MONO_4, STEMS_8, SURROUND, SURROUND_8, AudioLayout
from hitrec_cli.model.leader import EU
from hitrec_cli.model.look import Face
from hitrec_cli.model.media import PictureFacts, SoundFacts
from hitrec_cli.model.profile import Profile
from hitrec_cli.model.segment import Duck, FrameRange, Framing, Move, Transition
from hitrec_cli.plan.deliverable import plan_deliverable
from hitrec_cli.plan.step import Plan, Step, StepKind, make_step
from hitrec_cli.timeline.leader import surround
from hitrec_cli.timeline.lettering import Stage
from hitrec_cli.timeline.timeline import (
    Clip,
    ColorPicture,
    GraphicPicture,
    LetteredPicture,
    MediaPicture,
    Picture,
    RollPicture,
    SegmentRange,
    SoundClip,
    StillPicture,
    SuperClip,
    Timeline,
)

FACTS = PictureFacts(0, 320, 180, rate=Fraction(25), duration=Fraction(60), start=Fraction(1, 25), frames=1500)
SOUND = SoundFacts(1, 2, "stereo", 48_000, Fraction(60))
FILM = MediaPicture("film", "f" * 64, "mov", FACTS, Fraction(1, 3))
STILL = StillPicture("still", "a" * 64, "png_pipe", FACTS, Move(Framing(), Framing(15_000, 2000, 3000)))
WEB, PREVIEW, MASTER, CELLS = (built_in()[name] for name in ("web", "preview", "prores", "xdcam-hd422"))
METADATA = {"title": "T", "creation_time": "2026-01-02T00:00:00Z"}


class Ruler:
    """Every character is half as wide as its size."""

    def width(self, text: str, size: int, face: Face, family: str) -> int:
        return -(-len(text) * size // 2)


def sound(role: str, start: int, length: int, duck: Duck | None = None) -> SoundClip:
    digest = {"original": "f", "voice": "b", "music": "c"}[role] * 64
    return SoundClip(role, role, digest, "wav", SOUND, Fraction(1, 25), Fraction(1, 7), start, length, -300, duck=duck)


def segment(name: str, start: int, *clips: SoundClip, length: int, title: str = "") -> SegmentRange:
    return SegmentRange(name, "story", title, start, length, clips, (FrameRange(3, 9),) if clips else ())


def episode(order: str = "ab", *, title: str = "", lead: int = 0) -> Timeline:
    """Two segments that hold every kind of picture; `lead`: frames of color before them."""
    dissolve, dip = Transition("dissolve", 20), Transition("dip", 31, "white")
    kinds: dict[str, list[tuple[Picture, int, Transition]]] = {
        "a": [(FILM, 700, Transition()), (STILL, 60, dissolve), (FILM, 60, dip),
              (LetteredPicture("[x]"), 40, dissolve)],
        "b": [(GraphicPicture("g/rings.py:rings", (("speed", 3),), "d" * 64), 60, Transition()),
              (RollPicture("[roll]", 620, 2), 90, Transition()), (ColorPicture("#102030"), 20, Transition())],
    }  # fmt: skip
    heard = {
        "a": (sound("original", 0, 700), sound("voice", 10, 200), sound("music", 0, 800, Duck("voice", 1200))),
        "b": (sound("music", 0, 100),),
    }
    position = lead
    segments, picture, supers = [], [], []
    if lead:
        segments.append(segment("lead", 0, length=lead))
        picture.append(Clip(0, lead, ColorPicture("#000000"), "lead"))
    for name in order:
        begin = position
        for shown, length, transition in kinds[name]:
            picture.append(Clip(position, length, shown, name, "blur", "#203040", transition))
            position += length
        supers.append(SuperClip(begin + 5, 50, f"[{name}]", name))
        segments.append(segment(name, begin, *heard[name], length=position - begin, title=title))
    return Timeline("e", "online", NTSC, (320, 180), 0, True, -2400, tuple(segments), tuple(picture), tuple(supers))


def plan(timeline: Timeline, profile: Profile = WEB) -> Plan:
    stage = Stage(*timeline.raster, timeline.rate, Ruler())
    around = surround(replace(timeline, start=9000), EU, stage, (("Show", "S"),)) if profile.leader else None
    salts: Mapping[StepKind, str] = {kind: f"salt of {kind}" for kind in PERFORMERS}
    return plan_deliverable(timeline, profile, METADATA, salts, stage, around)


def walk(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner)


def keys(made: Plan, *kinds: str) -> list[str]:
    return [step.key for step in made.steps if step.kind in kinds]


@pytest.mark.parametrize("profile", [WEB, PREVIEW, MASTER, CELLS], ids=["web", "preview", "prores", "xdcam"])
def test_what_keys_hold(profile: Profile) -> None:
    made = plan(episode(), profile)
    assert {step.kind for step in made.steps} == set(PERFORMERS) - (set() if profile.leader else {"tone"})
    for step in made.steps:
        for value in walk(json.loads(step.spec)):
            assert type(value) in (str, int, bool, type(None), list, dict)
            if isinstance(value, str):
                assert not re.search(r"(^|[\s:=\"'])/[\w.]|\bfile:", value), value
        assert re.fullmatch("[0-9a-f]{64}", step.key)
        assert step.spec == json.dumps(json.loads(step.spec), sort_keys=True, separators=(",", ":"))


@pytest.mark.parametrize("alien", [0.5, Path("a"), Fraction(1, 3), b"x", {1: "a"}, {"a"}, float("nan")])
@pytest.mark.parametrize("deep", [False, True])
def test_nothing_else_gets_in(alien: Any, deep: bool) -> None:
    spec: Any = {"items": [{"layer": {"time": alien}}]} if deep else {"time": alien}
    with pytest.raises(TypeError, match=r"cannot stand in a key|only text as names"):
        make_step("span", spec, salt="s", suffix=".mp4")


def test_every_step_comes_after_what_it_needs() -> None:
    seen: set[str] = set()
    for step in plan(episode()).steps:
        assert set(step.needs) <= seen
        assert step.key not in seen
        seen.add(step.key)


def test_what_a_step_reads_is_named() -> None:
    """Every digest in a spec is an object that is read, a step that is needed, or a graphic's source."""
    for step in plan(episode()).steps:
        spec = [value for value in walk(json.loads(step.spec)) if isinstance(value, str)]
        digests = {value for value in spec if re.fullmatch("[0-9a-f]{64}", value)} - {"d" * 64}
        assert digests == {*step.needs, *step.reads}


@pytest.mark.parametrize("moved", [episode("ba"), episode(lead=33), episode("ba", lead=777)])
def test_moving_a_segment_changes_neither_its_spans_nor_its_mix(moved: Timeline) -> None:
    before, after = plan(episode()), plan(moved)
    for kinds in (("span",), ("mix",), ("loudness", "speech"), ("pcm",), ("graphic",), ("roll",)):
        assert set(keys(before, *kinds)) <= set(keys(after, *kinds))
    assert len(keys(before, "span")) == 6  # five of the first, cut at its transitions, and the second whole
    assert before.target.key != after.target.key


def parts(made: Plan) -> list[tuple[str, int]]:
    """Key and length of each part of the file, one after the other."""
    return [(part["part"], part["frames"]) for part in json.loads(made.target.spec)["parts"]]


def test_cells_that_move_by_whole_gops_keep_their_keys() -> None:
    """The leader's stay whatever the programme is. The first of the programme begins with 13 frames of black."""
    plain, moved, shifted = (parts(plan(episode(lead=lead), CELLS)) for lead in (0, 75, 76))
    assert len(set(plain[:10])) == 1  # bars that stand for 20 s are coded once
    assert plain[:14] == moved[:14] == shifted[:14]  # 30 s of leader are 900 frames, less two from 00:05:00 on
    assert plain[14:] == moved[15:]  # black came before, of the leader or the segment
    assert set(plain[14:]) & set(shifted) == set()


def test_a_lower_third_is_in_the_keys_of_its_own_cells_only() -> None:
    """Frames 5 to 54 of the programme, whose first cell ends after 47."""
    supers = (replace(episode().supers[0], script="[c]"), *episode().supers[1:])
    before, after = (parts(plan(one, CELLS)) for one in (episode(), replace(episode(), supers=supers)))
    changed = [number for number, (one, new) in enumerate(zip(before, after, strict=True)) if one != new]
    assert changed == [14, 15]


def test_a_cell_says_what_it_may_take() -> None:
    made = plan(episode(), CELLS)
    specs = {step.key: json.loads(step.spec) for step in made.steps if step.kind == "span"}
    cells = [specs[key] for key, _ in parts(made)]
    assert all(spec["cell"]["bytes"] * 8 * 30_000 == spec["frames"] * 50_000_000 * 1001 for spec in cells[:-1])
    assert cells[-1]["cell"]["bytes"] == cells[-1]["frames"] * 50_000_000 * 1001 // 240_000
    assert [spec["cell"]["last"] for spec in cells] == [False] * (len(cells) - 1) + [True]
    assert sum(spec["frames"] for spec in cells) == json.loads(made.target.spec)["frames"]
    assert all(sum(item["frames"] for item in spec["items"]) == spec["frames"] for spec in cells)


def test_a_previews_timecode_is_in_its_keys() -> None:
    before, after = plan(episode(), PREVIEW), plan(episode(lead=33), PREVIEW)
    assert not set(keys(before, "span")) & set(keys(after, "span"))
    assert set(keys(before, "mix", "graphic", "roll")) <= set(keys(after, "mix", "graphic", "roll"))


def test_the_programmes_first_timecode_is_in_a_previews_keys_only() -> None:
    later = replace(episode(), start=107_892)
    assert plan(later).target.key == plan(episode()).target.key
    assert not set(keys(plan(later, PREVIEW), "span")) & set(keys(plan(episode(), PREVIEW), "span"))


def test_names_for_people_are_in_no_key() -> None:
    def with_label(label: str, frames: int) -> Step:
        return make_step("span", {"a": 1}, salt="s", suffix=".mp4", label=label, frames=frames)

    assert with_label("one", 1) == with_label("two", 2)
    renamed = replace(episode(), segments=tuple(replace(one, id=f"new-{one.id}") for one in episode().segments))
    before, after = plan(episode(title="T")), plan(replace(renamed, episode="other"))
    assert keys(before, "span", "mix", "sound", "graphic") == keys(after, "span", "mix", "sound", "graphic")
    assert {step.label for step in before.steps} != {step.label for step in after.steps}
    assert before.target.key != after.target.key  # chapters are called after segments


@pytest.mark.parametrize("part", ["kind", "spec", "salt", "needs", "reads"])
def test_each_part_shapes_the_key(part: str) -> None:
    given: dict[str, Any] = {"kind": "span", "spec": {"a": 1}, "salt": "s", "suffix": "", "needs": (), "reads": ()}
    other = {"kind": "roll", "spec": {"a": True}, "salt": "t", "needs": ("n",), "reads": ("n",)}[part]

    assert make_step(**given).key != make_step(**{**given, part: other}).key


def test_a_salt_changes_its_own_kind_and_what_needs_it() -> None:
    stage = Stage(320, 180, NTSC, Ruler())
    salts = dict.fromkeys(PERFORMERS, "s")
    before, after = (plan_deliverable(episode(), WEB, METADATA, {**salts, "roll": salt}, stage) for salt in "st")
    changed = [step.kind for step, other in zip(before.steps, after.steps, strict=True) if step.key != other.key]
    assert changed == ["roll", "span", "stitch"]


@pytest.mark.parametrize("layout", [MONO_4, STEMS_8, SURROUND, SURROUND_8])
def test_a_layout_changes_mixes_and_what_comes_of_them_and_nothing_else(layout: AudioLayout) -> None:
    plain, other = plan(episode()), plan(episode(), replace(WEB, layout=layout))
    shared = {step.key for step in plain.steps}
    changed = {step.kind for step in other.steps if step.key not in shared}
    assert changed == {"mix", "loudness", "sound", "stitch"}
    kept = [step for step in other.steps if step.key in shared]
    assert {"pcm", "loudness", "speech", "span"} <= {step.kind for step in kept}
    mixes = [json.loads(step.spec) for step in other.steps if step.kind == "mix"]
    assert {mix.get("bus", "stereo") for mix in mixes} == {layout.bus}
    assert {mix.get("stems", False) for mix in mixes} == {layout in (MONO_4, STEMS_8)}


def test_plain_stereo_says_nothing_of_its_layout() -> None:
    specs = [json.loads(step.spec) for step in plan(episode()).steps if step.kind in ("mix", "loudness", "sound")]
    assert not [spec for spec in specs if spec.keys() & {"bus", "stems", "tracks"}]
    assert not [clip for spec in specs for clip in spec.get("clips", ()) if "stem" in clip]


def test_a_performance_is_music_among_the_stems() -> None:
    band = replace(episode("a"), segments=tuple(replace(one, kind="music") for one in episode("a").segments))
    specs = [json.loads(step.spec) for step in plan(band, replace(WEB, layout=STEMS_8)).steps if step.kind == "mix"]
    assert [(clip["role"], clip.get("stem")) for spec in specs for clip in spec["clips"]] == [
        ("original", "music"), ("voice", None), ("music", None),
    ]  # fmt: skip
