"""Colors of a whole episode, from strangers' files to the decoded web deliverable; and the tags of its bitstream."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.pipeline.boxes import tracks
from tests.pipeline.conftest import render_once
from tests.pipeline.decoded import planes
from tests.pipeline.show import HEAD, make_show
from tests.tools.color_sources import FILMS, HEIGHT, WIDTH, Source, stills
from tests.tools.colorimetry import PATCHES, codes
from tests.tools.test_color import patches

pytestmark = pytest.mark.media

GRAPHIC = f"""\
def patches(width, height, rate):
    import numpy as np
    from moviepy import VideoClip

    colors = np.array({PATCHES.tolist()}, np.uint8).reshape(4, 4, 3)
    picture = np.repeat(np.repeat(colors, height // 4, axis=0), width // 4, axis=1)
    return VideoClip(lambda t: picture, duration=1)
"""
SHOWN = ("png", "jpeg-420", "p3-jpeg", "ntsc-untagged", "601-625", "709-10bit", "709-full", "2020", "pq", "hlg")
FLAT = {"plain": "#2a6f97", "card": "#7a1f2b", "roll": "#10402c", "dip": "#204060"}
EACH, STILL = 3, 6


def item(path: Path) -> str:
    kind = "still" if path.suffix in (".png", ".jpg") else "clip"
    return f"{{{kind}: {{license: LicenseRef-own, by: [The Crew], file: ../media/{path.name}}}, for: {EACH}f}}"


def made(folder: Path, media: Path) -> tuple[Path, dict[str, Source]]:
    """The deliverable, and the sources in its order."""
    show = make_show(folder / "show", media)
    pictures = {name: source for name, source in stills(show.root / "media") if name in SHOWN}
    found = {name: pictures.get(name) or FILMS[name].write(show.root / "media" / name) for name in SHOWN}
    (show.root / "graphics" / "patches.py").write_text(GRAPHIC)
    items = ", ".join(item(one.path) for one in found.values())
    parts = {
        "sources": f"  - {{kind: story, id: sources, picture: [{items}]}}\n",
        "graphic": '  - {kind: story, id: graphic, picture: [{graphic: {function: "../graphics/patches.py:patches"}, '
                   f"for: {STILL}f}}]}}\n",
        "flat": f'  - {{kind: story, id: plain, picture: [{{color: "{FLAT["plain"]}", for: {STILL}f}}]}}\n',
        "card": f'  - {{kind: story, id: card, background: "{FLAT["card"]}", picture: [{{text: rec-5, for: 12f}}]}}\n',
        "dip": f'  - {{kind: story, id: dip, picture: [{{color: "{FLAT["dip"]}", for: {STILL}f}}, '
               f'{{color: red, for: {STILL}f, transition: {{dip: {{for: 6f, color: "{FLAT["dip"]}"}}}}}}]}}\n',
        "roll": f'  - {{kind: credits, id: roll, style: roll, background: "{FLAT["roll"]}", for: 30f}}\n',
    }  # fmt: skip
    show.write(parts, HEAD.replace("width: 320, height: 180", f"width: {WIDTH}, height: {HEIGHT}"))
    render_once(folder, show)
    return show.film(), found


def corner(seen: Any, frame: int) -> Any:
    """Y', Cb, Cr of the upper left, where no letters are."""
    return np.array([plane[frame][:6, :6].mean() for plane in seen])


def first(part: str) -> int:
    lengths = {"sources": EACH * len(SHOWN), "graphic": STILL, "plain": STILL, "card": 12, "dip": 2 * STILL, "roll": 30}
    return sum(list(lengths.values())[: list(lengths).index(part)])


class Bits:
    """An RBSP, read bit by bit (ITU-T H.264 §7.2, §9.1)."""

    def __init__(self, nal: bytes) -> None:
        data = nal[1:].replace(b"\0\0\3", b"\0\0")
        self.bits = "".join(f"{byte:08b}" for byte in data)
        self.at = 0

    def u(self, count: int) -> int:
        self.at += count
        return int(self.bits[self.at - count : self.at] or "0", 2)

    def ue(self) -> int:
        zeros = self.bits.index("1", self.at) - self.at
        self.at += zeros
        return self.u(zeros + 1) - 1


def check_bitstream(film: Path) -> None:
    """The sequence parameter set in avcC, read here (H.264 §7.3.2.1.1, E.1.1): 1-1-1, narrow, chroma left."""
    stsd = tracks(film)["vide"]["stsd"]
    record = stsd[stsd.index(b"avcC") + 4 :]
    length = int.from_bytes(record[6:8])
    bits = Bits(record[8 : 8 + length])
    assert bits.u(8) == 100  # High
    bits.u(16)
    bits.ue()
    assert bits.ue() == 1  # 4:2:0
    assert (bits.ue(), bits.ue()) == (0, 0)  # 8 bits
    assert bits.u(2) == 0  # no lossless transform, no scaling lists
    bits.ue()
    if bits.ue() == 0:
        bits.ue()
    bits.ue(), bits.u(1), bits.ue(), bits.ue()  # reference frames, gaps, size
    assert bits.u(1) == 1  # frames only
    bits.u(1)
    if bits.u(1):
        [bits.ue() for _ in range(4)]  # cropped
    assert bits.u(1) == 1  # VUI
    if bits.u(1) and bits.u(8) == 255:
        bits.u(32)
    assert bits.u(1) == 0  # no overscan
    assert (bits.u(1), bits.u(3), bits.u(1), bits.u(1)) == (1, 5, 0, 1)  # signal type, unspecified, narrow, described
    assert (bits.u(8), bits.u(8), bits.u(8)) == (1, 1, 1)
    assert bits.u(1) == 0 or (bits.ue(), bits.ue()) == (0, 0)  # left, as it is when nothing is said


def test_an_episode(tmp_path: Path, media: Path) -> None:
    """One test, for one rendering: sources, a graphic, the colors that a manifest names (±1), the tags."""
    film, found = made(tmp_path, media)
    seen = planes(film, WIDTH, HEIGHT)
    wrong = {
        name: np.abs(patches(seen, number * EACH + 1) - codes(found[name].expected)).max()
        for number, name in enumerate(SHOWN)
    }
    assert {name: by for name, by in wrong.items() if by > found[name].tolerance} == {}
    assert np.abs(patches(seen, first("graphic") + 2) - codes(PATCHES / 255)).max() <= 2
    for part, named in FLAT.items():
        expected = codes(np.array([int(named[at : at + 2], 16) for at in (1, 3, 5)]) / 255)
        frame = first(part) + {"dip": STILL}.get(part, 3)
        assert np.abs(corner(seen, frame) - expected).max() <= 1, part
    check_bitstream(film)
