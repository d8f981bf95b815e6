"""A roll of 426 names in eight scripts and one of three hundred letters, through the whole line, in decoded frames."""

from __future__ import annotations

import csv
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hitrec_cli.pipeline.opening import sheets
from hitrec_cli.pipeline.options import Options
from hitrec_cli.timeline.timeline import RollPicture
from tests.pipeline.conftest import render_once
from tests.pipeline.decoded import planes
from tests.pipeline.show import Show
from tests.timeline.leaves import on_page
from tests.tools.reference_letters import ink, likeness

pytestmark = pytest.mark.media

WIDTH, HEIGHT, LEAD = 640, 360, 10
NAMES = {
    "Latin": ("Zoë Ñusta Ağça Łucja Håkon Æbbe Ĉiro Ștefan", "Kovač Nguyễn Šarić Øye Ünal Þór Ćosić"),
    "Greek": ("Νίκος Ελένη Άρης Ζωή Ηρώ Θωμάς Ιάσων Ξένια", "Ρήγας Ψαρράς Χαραυγής Δούκα Βλάχου Ωραίου Λύρα"),
    "Cyrillic": ("Мария Юрій Жанна Щербина Эльза Ђорђе Џана Ёлка", "Иванова Цой Шевчук Њего Ћирић Ыров Фёдоров"),
    "Arabic": ("محمد فاطمة يوسف ليلى خالد سارة عمر هدى", "علي حسن النجار صالح قاسم شريف الطيب"),
    "Hebrew": ("שרה דוד רחל יוסף לאה משה נועה אבי", "כהן לוי מזרחי פרץ ביטון אזולאי פרידמן"),
    "Devanagari": ("आर्या अमित कृष्णा प्रिया लक्ष्मी विक्रम ज्योति श्रेया", "शर्मा गुप्ता मिश्रा सिंह पटेल जोशी वर्मा"),
    "Thai": ("สมชาย กานต์ ณัฐ พิมพ์ วิภา ศรี อรุณ ชัย", "ใจดี แสงทอง สุขใจ บุญมี ทองคำ รักไทย วงศ์"),
    "Georgian": (
        "დავით ნინო გიორგი თამარ ლუკა ანა ქეთი ზურა",
        "ბერიძე კაპანაძე ლომიძე გელაშვილი შენგელია ჯაფარიძე ღვინო",
    ),
}
"""First and last names by script."""
ROLES = ("Story", "Drawing", "Song")
LONG = "Ab" + "cdefghij" * 37 + "kl"


def everybody() -> list[str]:
    """425 names of two words, as many of each script as there can be, and one long word."""
    by_script = [[f"{a} {b}" for a, b in product(first.split(), last.split())] for first, last in NAMES.values()]
    assert all(len(names) == len(set(names)) == 56 for names in by_script)
    mixed = [names[number] for number in range(56) for names in by_script]
    return [*mixed[:425], LONG]


def make(root: Path) -> Show:
    show = Show(root)
    (root / "episodes").mkdir(parents=True)
    (root / "hitrec.toml").touch()
    names = everybody()
    with (root / "catalog.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("id", "kind", "title", "artists", "license", "source", "file"))
        table.writerows(
            (f"rec-{n}", "text", f"Work {n}", name, "CC-BY-4.0", f"https://example.org/{n}", "x.txt")
            for n, name in enumerate(names)
        )
    owed = "".join(f"      - {{contribution: rec-{n}, role: {ROLES[n % 3]}}}\n" for n in range(len(names)))
    show.manifest.write_text(
        f"hitrec: 1\nid: tiny\nseries: The Roll\nformat: {{width: {WIDTH}, height: {HEIGHT}, rate: 25}}\n"
        "publish: {online: 2026-01-02}\ncatalog: [../catalog.csv]\nsegments:\n"
        f"  - {{kind: host, id: lead, picture: [{{color: navy, for: {LEAD}f}}]}}\n"
        f"  - kind: credits\n    id: end\n    for: 7s\n    credits:\n{owed}",
        encoding="utf-8",
    )
    return show


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Show:
    folder = tmp_path_factory.mktemp("roll")
    show = make(folder / "show")
    render_once(folder, show)
    return show


@pytest.fixture(scope="module")
def frames(show: Show) -> Any:
    """The roll's luma."""
    return planes(show.film(), WIDTH, HEIGHT)[0][LEAD:]


@pytest.fixture
def roll(show: Show, monkeypatch: pytest.MonkeyPatch) -> RollPicture:
    """Where the words should be, and the speed."""
    monkeypatch.setenv("HITREC_HOME", str(show.root.parent / "home"))
    ((_, sheet),) = sheets(show.manifest, Options(), profile="web", version=None, locked=False, offline=True)
    picture = sheet.draft.picture[-1].picture
    assert isinstance(picture, RollPicture)
    return picture


def test_every_frame_is_exactly_one_step_on(frames: Any, roll: RollPicture) -> None:
    steps = []
    moving = -(-roll.travel // roll.speed)
    for before, after in pairwise(frames[:moving, :, WIDTH // 4 : WIDTH // 2 : 2]):
        if before[HEIGHT // 4 :].std() < 5:
            continue  # the empty screen that a roll begins and ends with
        apart = [np.abs(before[step:] - after[: HEIGHT - step]).mean() for step in range(2 * roll.speed)]
        steps.append(int(np.argmin(apart)))
        assert apart[steps[-1]] < 2  # the same letters, but for what the encoder made of them
    assert set(steps) == {roll.speed} and roll.speed % 2 == 0
    assert len(steps) > 0.8 * moving
    assert all((frame == frames[-1]).mean() > 0.99 for frame in frames[-5:])  # the last screen stands


def test_every_name_is_inked_as_another_drawing_of_it(frames: Any, roll: RollPicture, show: Show) -> None:
    page = np.zeros((roll.travel + HEIGHT, WIDTH))
    page[:HEIGHT] = frames[0]
    for number in range(1, len(frames)):
        top = min(number * roll.speed, roll.travel)
        page[top + HEIGHT - 2 * roll.speed : top + HEIGHT] = frames[number][-2 * roll.speed :]
    page = np.clip((page - 16) / 219, 0, 1)
    (font,) = (show.root.parent / "home" / "fonts").glob("*/faces/FiraGO-Regular.ttf")
    drawn = [line for line in on_page(roll.script, HEIGHT) if line.align == 8]
    together = "".join(line.text for line in drawn)
    assert LONG in together  # wrapped, and no letter of it lost
    parts = [line for line in drawn if line.text and line.text in LONG and len(line.text) > 5]
    assert len(parts) > 5
    wanted = [line for line in drawn if line.size == 17]  # the names: 4.6 % of 360
    spoken = " ".join(line.text for line in wanted)
    assert [name for name in everybody() if name not in spoken and name != LONG] == []
    weak = []
    for number, line in enumerate((*wanted, *parts)):
        reference = ink(line.text, font, line.size)
        half = reference.shape[1] // 2 + 8
        seen = page[line.y - 4 : line.y + line.size + 6, line.x - half : line.x + half]
        likely = likeness(seen, reference, 8)
        if likely < 0.7:
            weak.append((line.text, round(likely, 2)))
        if number % 9 == 0:  # of each script some: a row of empty boxes is nothing like it
            boxes = ink("\U000f0000" * len(line.text.replace(" ", "")), font, line.size)
            assert likeness(seen, boxes, 8) < likely - 0.3
    assert weak == []
    inside = page[:, [*range(WIDTH // 20), *range(WIDTH - WIDTH // 20, WIDTH)]]
    assert inside.max() < 0.1  # EBU R 95, graphics safe area
