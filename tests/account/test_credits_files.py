import json
import re
import unicodedata
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from hitrec_cli.account.credits_files import Use, credits_json, credits_markdown, license_links
from hitrec_cli.attribution.credits import CreditedWork, Credits, RoleGroup
from hitrec_cli.base.timecode import Rate
from hitrec_cli.model.episode import Episode, Format

SONG = CreditedWork(
    "rec-2",
    "Night Song",
    ("Ada", "محمد"),
    ("Music",),
    "CC-BY-4.0",
    "https://example.org/r/2",
    "music",
    (("s1", "One"),),
)
LOOP = CreditedWork(
    "rec-3", "Loop", ("Ben",), ("Music",), "LicenseRef-own", "on a tape", "music", (("s1", "One"),), ("rec-2",)
)
EPISODE = Episode("e1", series="Show", title="RE: The Dark", start=107_892, drop=True)


def made(work: CreditedWork) -> Credits:
    return Credits((work,), (RoleGroup("Music", work.artists),))


def test_a_work_stands_in_tasl_order_under_its_segment() -> None:
    text = credits_markdown(EPISODE, Credits((SONG, LOOP), (RoleGroup("Music", ("Ada", "محمد", "Ben")),)))
    line = next(line for line in text.splitlines() if "Night Song" in line)
    pieces = [
        "Night Song",
        "https://example.org/r/2",
        "Ada",
        "CC-BY-4.0",
        "https://spdx.org/licenses/CC-BY-4.0.html",
    ]
    places = [line.index(piece) for piece in ("Night Song", "Ada", "spdx.org")]
    assert places == sorted(places)
    assert all(piece in line for piece in pieces)
    assert text.index("## One") < text.index("Night Song") < text.index("## Also made from") < text.index("Loop")
    assert "In Night Song." in text


HOSTILE = [
    "<script>alert(1)</script>", "[x](javascript:alert(1))", "a\n# b", "**bold** _it_ `code`", "| a | b |", "&lt;b&gt;",
    "\u202egro.live", "http://evil.example www.evil.example a@evil.example", "![i](x)", "~~no~~", "1. one", "\\",
    "<!--",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_strangers_words_are_text_on_every_page(text: str) -> None:
    work = CreditedWork("r", text, (text,), (text,), text, text, "music", (("s", text),))
    html = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(credits_markdown(EPISODE, made(work)))
    assert set(re.findall(r"<(\w+)", html)) <= {"h1", "h2", "ul", "li", "p", "strong"}
    shown = re.sub(r"<[^>]*>", "", html).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    expected = " ".join(text.replace("\u202e", "").split())
    assert expected in shown.replace("&amp;", "&")


@given(st.text())
def test_any_words_give_one_line_per_work_and_no_tag(text: str) -> None:
    work = CreditedWork("r", text, (text,), ("Music",), text, text, "music", (("s", "S"),))
    markdown = credits_markdown(EPISODE, made(work))
    assert sum(line.startswith("- ") for line in markdown.split("\n")) == 2
    assert not any(unicodedata.category(char) == "Cc" for char in markdown.replace("\n", ""))
    json.loads(credits_json(EPISODE, made(work), [], "broadcast"))


@pytest.mark.parametrize(
    "source", ["javascript:alert(1)", "https://", "https://a b", "https://x/\n", "http://[", "//x", 'https://x/">']
)
def test_only_plain_addresses_become_links(source: str) -> None:
    work = CreditedWork("r", "T", ("A",), ("Music",), "CC0-1.0", source, "music", (("s", "S"),))
    assert f"](<{source}>)" not in credits_markdown(EPISODE, made(work))
    assert "url" not in json.loads(credits_json(EPISODE, made(work), [], "online"))["hasPart"][0]


def test_json_says_where_in_timecode() -> None:
    uses = [Use("rec-2", "s1", 0, 30), Use("rec-2", "s1", 1800, 1830)]
    data = json.loads(credits_json(EPISODE, Credits((SONG, LOOP)), uses, "broadcast"))
    song, loop = data["hasPart"]
    assert data["@type"] == "VideoObject"
    assert [(use["in"], use["out"]) for use in song["uses"]] == [
        ("01:00:00;00", "01:00:01;00"),
        ("01:01:00;02", "01:01:01;02"),
    ]
    assert song["license"] == ["https://spdx.org/licenses/CC-BY-4.0.html"]
    assert song["creator"] == [{"@type": "Person", "name": "Ada"}, {"@type": "Person", "name": "محمد"}]
    assert song["creditText"] == "“Night Song” by Ada, محمد (CC-BY-4.0)"
    assert loop["usedIn"] == ["rec-2"]
    assert loop["license"] == ["LicenseRef-own"]


def test_non_drop_rates_count_their_own_frames() -> None:
    episode = Episode("e", format=Format(rate=Rate(25)), start=25 * 36_000)
    data = json.loads(credits_json(episode, Credits((SONG,)), [Use("rec-2", "s1", 26, 50)], "online"))
    assert data["hasPart"][0]["uses"][0]["in"] == "10:00:01:01"
    assert Fraction(data["hasPart"][0]["uses"][0]["frames"], 25) == Fraction(24, 25)


def test_json_can_stand_in_a_script_element() -> None:
    work = CreditedWork("r", "</script>", ("A",), ("Music",), "CC0-1.0", "", "music", (("s", "S"),))
    text = credits_json(EPISODE, made(work), [], "online")
    assert "<" not in text
    assert json.loads(text)["hasPart"][0]["name"] == "</script>"


def test_each_part_of_an_expression_has_its_link() -> None:
    assert license_links("CC-BY-4.0 OR MIT") == (
        ("CC-BY-4.0", "https://spdx.org/licenses/CC-BY-4.0.html"),
        ("MIT", "https://spdx.org/licenses/MIT.html"),
    )
    assert license_links("LicenseRef-own") == (("LicenseRef-own", ""),)
    assert license_links("nonsense <b>") == (("nonsense <b>", ""),)
    assert license_links("") == ()
