"""HR605 and HR606: what a profile asks for. No profile of hitrec's own asks for captions yet, so one is made here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from hitrec_cli.library.profiles import built_in
from hitrec_cli.model.profile import Profile
from tests.checks.corpus import CORPUS, examine
from tests.checks.made import host, problems, rules

WEB = built_in()["web"]
NETWORK = replace(WEB, name="network", version="broadcast", rates=("30000/1001", "60000/1001"), captions=True)


@pytest.fixture(autouse=True)
def network(monkeypatch: pytest.MonkeyPatch) -> None:
    profiles: Mapping[str, Profile] = {**built_in(), "network": NETWORK}
    monkeypatch.setattr("hitrec_cli.library.profiles.built_in", lambda: profiles)


DELIVER = "deliver: [network]\n"
FILM = "{clip: film-1, for: 8s}"


def test_a_rate_that_the_profile_does_not_take() -> None:
    (found,) = (one for one in problems(host(FILM), DELIVER) if one.rule == "HR605")
    assert (found.mark.line, found.severity) == (3, "error")
    assert "25/1" in found.message


@pytest.mark.parametrize(
    ("segment", "wanting"),
    [
        (host(FILM), True),
        (host(FILM, ", captions: captions-1"), False),
        (host("{clip: film-1, for: 8s, original: off}"), False),
        (host("{clip: film-2, for: 6s}"), False),
        (host("{clip: film-2, for: 6s}", ", sound: [{voice: voice-2}]"), True),
        (host("{clip: film-2, for: 6s}", ", sound: [{music: song-1}]"), False),
        ("  - {kind: animation, title: A, picture: [{clip: film-1, for: 8s}]}\n", False),
        ("  - {kind: animation, title: A, picture: [{clip: film-1, for: 8s}], sound: [{voice: voice-2}]}\n", True),
    ],
)
def test_speech_wants_captions(segment: str, wanting: bool) -> None:
    assert ("HR606" in rules(segment, DELIVER)) == wanting
    assert "HR606" not in rules(segment)


@pytest.mark.parametrize(
    ("written", "off"),
    [("01:00:00:00", False), ("10:00:00:00", False), ("00:00:00:00", True), ("01:00:00:01", True)],
)
def test_a_full_hour(written: str, off: bool) -> None:
    assert ("HR612" in rules(host(FILM), f'{DELIVER}start: "{written}"\n')) == off


@pytest.mark.parametrize(
    ("rate", "start", "told"),
    [
        ("29.97", "01:00:00;00", False),
        ("29.97", "01:00:00:00", True),
        ("59.94", "10:00:00;00", False),
        ("25", "01:00:00:00", False),
    ],
)
def test_the_clock(rate: str, start: str, told: bool) -> None:
    head = f'hitrec: 1\nid: show\nformat: 1080p{rate}\ncatalog: [../catalog.csv]\n{DELIVER}start: "{start}"\n'
    text = f"{head}segments:\n{host(FILM)}"
    found = [one.rule for one in examine(CORPUS / "bad" / "made.yaml", text.encode()).problems]
    assert ("HR607" in found) == told
    assert "HR612" not in found
    assert ("HR605" in found) == (rate == "25")
