"""Lettering as text: what a script must say, told from the ASS format and the sheet of paper, not from our writer."""

import itertools
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hitrec_cli.attribution.credits import RoleGroup
from hitrec_cli.base.text import one_line
from hitrec_cli.base.timecode import NTSC, Rate
from hitrec_cli.model.look import HOUSE, Credits, Face, Letters, Look, LowerThird, Manner, Motion, Side
from hitrec_cli.model.segment import Super
from hitrec_cli.timeline.lettering import Stage, light
from hitrec_cli.timeline.lettering_cards import burn_in, set_card, slate, text_card
from hitrec_cli.timeline.lettering_credit_cards import credit_cards
from hitrec_cli.timeline.lettering_roll import (
    Page,
    comfortable_speed,
    crawl_motion,
    crawl_page,
    roll_motion,
    roll_page,
)
from hitrec_cli.timeline.lettering_script import moment
from hitrec_cli.timeline.lettering_supers import draw_super
from hitrec_cli.timeline.lettering_wrap import balanced, fit, wrap
from tests.timeline.leaves import on_leaves, on_page

RATES = [Rate(24_000, 1001), Rate(24), Rate(25), NTSC, Rate(50), Rate(60_000, 1001), Rate(60)]


class Ruler:
    """Every character is half as wide as its size."""

    def width(self, text: str, size: int, face: Face, family: str) -> int:
        return -(-len(text) * size // 2)


def stage(height: int = 1080, rate: Rate = NTSC, look: Look = HOUSE) -> Stage:
    return Stage(height * 16 // 9, height, rate, Ruler(), look)


def dialogue(script: str) -> list[tuple[int, int, str]]:
    """(start, end, text) of each event, in hundredths, read as the format's specification says."""
    found = []
    for line in script.splitlines():
        if line.startswith("Dialogue: "):
            fields = line.removeprefix("Dialogue: ").split(",", 9)
            times = [re.fullmatch(r"(\d):(\d\d):(\d\d)\.(\d\d)", field) for field in fields[1:3]]
            start, end = (((int(t[1]) * 60 + int(t[2])) * 60 + int(t[3])) * 100 + int(t[4]) for t in times if t)
            found.append((start, end, fields[9]))
    return found


def drawn(script: str) -> list[str]:
    """What libass would draw as letters: override blocks and drawings taken out, escapes read."""
    shown = []
    for _, _, text in dialogue(script):
        if "\\p1}" not in text:
            letters = re.sub(r"(?<!\\)\{.*?(?<!\\)\}", "", text)
            shown.append(letters.replace("\\{", "{").replace("\\}", "}").replace("\\\u200b", "\\"))
    return shown


HOSTILE = ["{\\an5\\pos(0,0)}x", "a\\Nb\\hc\\n", "\\{", "}{", "one\ntwo", "\u202eevil", "a,b", "{", "\\"]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("style", ["lower-third", "title", "chapter"])
def test_strangers_words_are_drawn_and_never_obeyed(style: str, text: str) -> None:
    script = draw_super(stage(), Super(style, text, text, duration=90))  # type: ignore[arg-type]
    assert one_line(text) in drawn(script)
    assert script.splitlines() == script.split("\n")[:-1]


@given(st.text(), st.text())
def test_any_words_give_a_well_formed_script(name: str, role: str) -> None:
    script = draw_super(stage(), Super("lower-third", name, role, duration=60))
    for line in script[script.index("[Events]") :].splitlines()[2:]:
        assert re.match(r"Dialogue: 0,\d:\d\d:\d\d\.\d\d,\d:\d\d:\d\d\.\d\d,Text,,0,0,0,,\{", line)
    letters = "".join("".join(drawn(script)).split())
    assert letters == "".join((one_line(name) + one_line(role)).split())


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_an_event_shows_exactly_its_frames(rate: Rate) -> None:
    for frame in (*range(200), 17_982, 107_892):
        start, end = moment(frame, rate), moment(frame + 1, rate)
        shown = Fraction(1000 * frame) / rate.fraction
        for rounded in (shown.__floor__(), shown.__ceil__()):  # libass counts in whole milliseconds
            assert 10 * start <= rounded < 10 * end


def test_a_script_carries_its_raster_and_color_matrix() -> None:
    for height in (1080, 540):
        script = text_card(stage(height), "x")
        assert f"PlayResX: {height * 16 // 9}\nPlayResY: {height}\n" in script
        assert "WrapStyle: 2\nScaledBorderAndShadow: yes\nYCbCr Matrix: TV.709\n" in script


@pytest.mark.parametrize("style", ["lower-third", "title", "chapter"])
@pytest.mark.parametrize("height", [1080, 540])
@pytest.mark.parametrize("name", ["Ana", "A rather long name for a strap " * 6, "x" * 400])
def test_supers_end_with_themselves_and_stay_in_the_safe_area(style: str, height: int, name: str) -> None:
    place = stage(height)
    script = draw_super(place, Super(style, name, "Role", duration=90))  # type: ignore[arg-type]
    assert {end for _, end, _ in dialogue(script)} == {round(100 * 89.5 * 1001 / 30_000)}
    for left, top, right, bottom in _boxes(script):
        assert place.width * 0.05 - 2 <= left <= right <= place.width * 0.95 + 2
        assert height * 0.05 - 2 <= top <= bottom <= height * 0.95 + 2


def _boxes(script: str) -> list[tuple[int, int, int, int]]:
    found = []
    for _, _, text in dialogue(script):
        if match := re.search(r"\\pos\((\d+),(\d+)\).*\\p1\}m 0 0 l (\d+) 0 \d+ (\d+)", text):
            left, top, width, height = map(int, match.groups())
            found.append((left, top, left + width, top + height))
    return found


MANNERS: tuple[Manner, ...] = ("wipe", "slide", "fade", "cut")


def moving(style: Manner, side: Side = "left", travel: int = 50) -> Look:
    return Look(lower_third=LowerThird(side=side, motion=Motion(style, 500, 300, travel)))


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("style", MANNERS)
def test_each_motion_has_its_tags_and_covers_every_frame(style: Manner, side: Side) -> None:
    events = dialogue(draw_super(stage(look=moving(style, side)), Super("lower-third", "Ana", "Role", duration=90)))
    tags = "".join(text for _, _, text in events)
    expected = {"wipe": {"clip", "fade", "move"}, "slide": {"fad", "move"}, "fade": {"fad"}, "cut": set()}[style]
    assert {tag for tag in ("clip", "fade", "fad", "move") if f"\\{tag}(" in tags} == expected
    ends = {start: end for start, end, _ in events}
    assert min(ends) == 0 and max(ends.values()) == round(100 * 89.5 * 1001 / 30_000)
    assert style != "slide" or ends[0] == min(
        start for start in ends if start
    )  # the way out begins where the way in ends
    away = [int(one) - int(other) for one, other in re.findall(r"\\move\((\d+),\d+,(\d+)", tags)]
    assert all((move < 0) == (side == "left") for move in away[:1])


def test_a_strap_may_stand_at_the_right() -> None:
    left, right = (
        draw_super(stage(look=moving("cut", side)), Super("lower-third", "Ana", "Role", duration=90))
        for side in ("left", "right")
    )
    assert min(box[0] for box in _boxes(left)) == 96 and max(box[2] for box in _boxes(right)) == 1920 - 96
    assert "\\an9" in right and "\\an9" not in left


def test_a_look_of_one_super_changes_no_other() -> None:
    """The whole script is what keys hold: where it is the same, nothing is rendered anew."""
    teal = Look(lower_third=LowerThird(panel="#0f766e"))
    for style, same in (("lower-third", False), ("title", True), ("chapter", True)):
        item = Super(style, "Ana", "Role", duration=90)  # type: ignore[arg-type]
        assert (draw_super(stage(), item) == draw_super(stage(look=teal), item)) is same
    assert text_card(stage(), "x") == text_card(stage(look=teal), "x")
    assert roll_page(stage(), GROUPS) == roll_page(stage(look=teal), GROUPS)
    assert slate(stage(), "a", "b", "c", "d") == slate(stage(look=Look(font="Other")), "a", "b", "c", "d")


def test_a_super_of_a_few_frames_still_comes_and_goes() -> None:
    for frames in (1, 2, 5, 12):
        for _, _, text in dialogue(draw_super(stage(), Super("lower-third", "A", duration=frames))):
            for times in re.findall(r"\\fade\(255,0,255,(\d+),(\d+),(\d+),(\d+)\)", text):
                assert list(map(int, times)) == sorted(map(int, times))


def test_a_poem_keeps_its_lines_and_its_gaps() -> None:
    poem = "I wrote a letter to the dark\nand the dark wrote back:\n\nnot a word, but a window"
    script = text_card(stage(), poem)
    assert drawn(script) == [line for line in poem.split("\n") if line]
    tops = [int(y) for y in re.findall(r"\\pos\(\d+,(\d+)\)", script)]
    assert tops[2] - tops[1] > tops[1] - tops[0]


def test_a_long_text_gets_smaller_until_it_fits_and_loses_no_word() -> None:
    text = "word " * 400
    block = set_card(stage(), text)
    assert block.size < stage().px(HOUSE.card.text.size)
    assert block.height <= 972
    assert block.width <= 1728
    assert " ".join(block.lines).split() == text.split()


def test_dark_letters_on_a_light_background() -> None:
    assert light("#ffffff")
    assert light("#f2a33a")
    assert not light("#000000")
    assert not light("#2040a0")
    assert "\\1c&HFFFFFF&" in text_card(stage(), "x", background="#000000")
    assert "\\1c&HFFFFFF&" not in text_card(stage(), "x", background="#ffffff")


@given(st.text(max_size=80), st.integers(10, 400))
def test_wrapping_loses_nothing_and_keeps_the_width(text: str, width: int) -> None:
    lines = wrap(text, width, lambda part: 10 * len(part))
    assert "".join("".join(lines).split()) == "".join(text.split())
    single = all(len(line) == 1 or 10 * len(line) <= width or _unbreakable(line) for line in lines)
    assert single
    assert len(balanced(text, width, lambda part: 10 * len(part))) == len(lines)


def _unbreakable(line: str) -> bool:
    """Marks and joiners hang on what is before them."""
    return not line.isalnum()


def test_ideographs_break_anywhere_but_before_closing_marks() -> None:
    assert wrap("李小龍。電影", 30, lambda part: 10 * len(part)) == ("李小", "龍。電", "影")


def test_fit_takes_the_largest_size_that_fits() -> None:
    place, letters = stage(1000), Letters(60, face="bold")
    block = fit(place, ["x" * 10], (300, 100), letters)
    assert (block.size, block.lines) == (60, ("x" * 10,))
    block = fit(place, ["x" * 10], (200, 1000), letters, most_lines=1)
    assert block.width <= 200
    assert block.size >= 36
    assert fit(place, ["x"], (200, 1000), letters, largest=31).size == 31


def test_the_burn_in_names_every_frame_of_drop_frame_time() -> None:
    script = burn_in(stage(), 1798, 4, drop=True, segment="Opening")
    codes = [
        (start, end, text.rsplit("}", 1)[1]) for start, end, text in dialogue(script) if ";" in text.rsplit("}", 1)[1]
    ]
    assert [code for _, _, code in codes] == ["00:00:59;28", "00:00:59;29", "00:01:00;02", "00:01:00;03"]
    assert all(a[1] == b[0] for a, b in itertools.pairwise(codes))
    assert codes[0][0] == 0
    assert "Opening" in drawn(script)


def test_a_slate_says_what_is_missing_and_why() -> None:
    shown = " ".join(drawn(slate(stage(), "rec-7", "Night\\N", "missing", "{no} source")))
    assert shown == "MISSING rec-7 Night\\N {no} source"


GROUPS = [
    RoleGroup("Film", tuple(f"Person {n}" for n in range(401))),
    RoleGroup("Music", ("محمد", "{\\b1}x", "A very long name " * 12)),
]


def test_a_roll_has_everybody_and_starts_and_ends_on_whole_screens() -> None:
    page = roll_page(stage(), GROUPS, title="Show", closing=["All under CC-BY-4.0", "", "© The Show"])
    words = on_page(page.script, page.pitch)
    shown = " ".join(one.text.replace("\\{", "{").replace("\\}", "}").replace("\\\u200b", "\\") for one in words)
    for group in GROUPS:
        for name in group.names:
            assert one_line(name) in shown
    tops = [one.y for one in words]
    assert min(tops) >= 1080
    assert page.travel % 4 == 0
    last = [y for y in tops if y >= page.travel]
    assert page.travel + 400 < min(last) <= max(last) < page.travel + 1080 - 400
    assert {"Show", "Film", "Music", "© The Show"} <= set(page.lines)


@pytest.mark.parametrize("make", [roll_page, crawl_page])
def test_each_screen_of_a_page_lies_in_one_leaf(make: Callable[..., Page]) -> None:
    """Wherever a screen begins, every word that it touches is drawn on its leaf, which is a whole screen longer."""
    page = make(stage(), GROUPS, title="Show", closing=["x"])
    axis: Literal["x", "y"] = "y" if make is roll_page else "x"
    screen = 1080 if axis == "y" else 1920
    assert page.leaf["xy".index(axis)] == page.pitch + screen
    leaves: dict[int, set[tuple[int, str]]] = {}
    for leaf, one in on_leaves(page.script):
        leaves.setdefault(leaf, set()).add((getattr(one, axis) + leaf * page.pitch, one.text))
    assert set(leaves) == set(range(page.travel // page.pitch + 1)) and len(leaves) > 2
    words = on_page(page.script, page.pitch, axis)
    for first in range(0, page.travel, 333):
        touched = {
            (getattr(one, axis), one.text)
            for one in words
            if getattr(one, axis) < first + screen
            and getattr(one, axis) + (one.size if axis == "y" else len(one.text) * one.size // 2) > first
        }
        assert touched <= leaves[first // page.pitch]


@pytest.mark.parametrize("setting", ["centered", "paired"])
def test_rolled_lines_never_overlap(setting: Literal["centered", "paired"]) -> None:
    place = stage(540, look=Look(credits=Credits(setting=setting)))
    page = roll_page(place, [*GROUPS, RoleGroup("Idea and Story", ("Ana", "Bo"))], title="Show", closing=["x"])
    rows: dict[int, int] = {}
    for one in on_page(page.script, page.pitch):
        if one.align != 9:  # a role beside its names
            rows[one.y] = max(rows.get(one.y, 0), one.size)
    ordered = sorted(rows.items())
    assert all(top + size <= below for (top, size), (below, _) in itertools.pairwise(ordered))


def tops_of(page: Page, beginning: str) -> list[int]:
    return [one.y for one in on_page(page.script, page.pitch) if one.text.startswith(beginning)]


@pytest.mark.parametrize(("count", "most", "columns"), [(6, 3, 1), (7, 3, 2), (24, 3, 3), (24, 2, 2), (400, 1, 1)])
def test_long_lists_stand_in_columns(count: int, most: int, columns: int) -> None:
    place = stage(look=Look(credits=Credits(columns=most)))
    tops = tops_of(roll_page(place, [RoleGroup("Film", tuple(f"Person {n}" for n in range(count)))]), "Person")
    assert len(tops) == count and max(tops.count(top) for top in tops) == columns


def test_names_too_long_for_columns_stand_alone() -> None:
    page = roll_page(stage(), [RoleGroup("Film", tuple(f"A name that is very long {n}" * 2 for n in range(30)))])
    tops = tops_of(page, "A name")
    assert len(set(tops)) == len(tops) == 30


def test_a_pair_has_its_role_at_the_left_of_its_names() -> None:
    place = stage(look=Look(credits=Credits(setting="paired")))
    page = roll_page(place, [RoleGroup("Idea", ("Ana", "Bo")), RoleGroup("Film", ("Cy",) * 30)])
    at = {one.text: one for one in on_page(page.script, page.pitch)}
    assert at["Idea"].x < at["Ana"].x == at["Bo"].x
    assert (at["Idea"].align, at["Ana"].align) == (9, 7)
    assert 0 <= at["Idea"].y - at["Ana"].y < 20 and at["Bo"].y > at["Ana"].y + 40
    assert (at["FILM"].x, at["FILM"].align) == (960, 8)


def test_a_crawl_is_one_line_with_everybody() -> None:
    page = crawl_page(stage(), GROUPS, title="Show", closing=["© The Show"])
    names = [*GROUPS[0].names, "Music", *map(one_line, GROUPS[1].names)]
    assert list(page.lines) == ["Show", "Film", *names, "© The Show"]
    words = on_page(page.script, page.pitch, "x")
    assert len(words) == len(page.lines) and words[0].x == 1920  # it comes in from the right
    for (one, after), text in zip(itertools.pairwise(words), page.lines, strict=False):
        assert one.x + len(text) * one.size / 2 < after.x + 1  # `text` has no escapes
    assert words[-1].x + len("© The Show") * words[-1].size / 2 <= page.travel  # and goes whole
    assert all(one.y >= 0 and one.y + one.size <= page.leaf[1] for one in words)


@given(st.integers(0, 200_000), st.one_of(st.none(), st.integers(1, 5000)), st.sampled_from(RATES))
def test_a_crawl_always_passes_whole(travel: int, frames: int | None, rate: Rate) -> None:
    motion = crawl_motion(travel, 1920, frames, rate)
    assert motion.pixels_per_frame % 2 == 0 and motion.pixels_per_frame >= 2
    assert frames == 1 or (motion.frames - 1) * motion.pixels_per_frame >= travel
    assert frames is None or motion.frames == frames


@given(
    st.integers(0, 60_000),
    st.sampled_from([540, 1080]),
    st.one_of(st.none(), st.integers(1, 5000)),
    st.sampled_from(RATES),
)
def test_a_roll_always_passes_whole(travel: int, height: int, frames: int | None, rate: Rate) -> None:
    motion = roll_motion(travel, height, frames, rate)
    assert motion.pixels_per_frame % 2 == 0
    assert motion.pixels_per_frame >= 2
    assert motion.hold >= 0
    assert (motion.frames - motion.hold) * motion.pixels_per_frame >= travel
    if frames is not None:
        assert motion.frames == frames
        slower = motion.pixels_per_frame - 2
        assert not slower or slower * (frames - rate.frames(Fraction(1))) < travel


def test_a_comfortable_speed_is_four_at_1080_and_2997() -> None:
    assert [comfortable_speed(1080, rate) for rate in (NTSC, Rate(25), Rate(60_000, 1001))] == [4, 4, 2]
    assert comfortable_speed(540, NTSC) == 2
    assert comfortable_speed(2160, NTSC) == 8


@pytest.mark.parametrize("frames", [None, 1000, 1001])
def test_cards_share_the_time_and_have_everybody(frames: int | None) -> None:
    cards = credit_cards(stage(), GROUPS, frames, title="Show", closing=["© The Show"])
    assert sum(card.frames for card in cards) == (frames or len(cards) * 120)
    assert max(card.frames for card in cards) - min(card.frames for card in cards) <= 1
    shown = [line for card in cards for line in card.lines]
    assert [name for name in shown if name.startswith("Person ")] == list(GROUPS[0].names)
    assert all(card.lines[0] in ("Show", "Film", "Music", "© The Show") for card in cards)
    for card in cards:
        tops = [int(y) for y in re.findall(r"\\pos\(\d+,(\d+)\)", card.script)]
        assert min(tops) >= 54
        assert max(tops) <= 1026
