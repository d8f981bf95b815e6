"""The lock: what is written is what is read."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hitrec_cli.base.errors import ManifestError, MediaError
from hitrec_cli.library.lockfile import lock_path, lock_text, read_lock, write_lock
from hitrec_cli.model.lock import Lock, LockedPick
from hitrec_cli.model.media import MediaFacts, PictureFacts, SoundFacts

FACTS = MediaFacts(
    "video", "mov", PictureFacts(1, 640, 360, rate=Fraction(30_000, 1001), duration=Fraction(1001, 300)),
    SoundFacts(0, 2, "stereo", 44_100, Fraction(7, 3)), "01:00:00;00",
)  # fmt: skip
LOCK = Lock(
    "s02e01",
    {
        "rec-2": LockedPick("rec-2", "missing", reason="media/b.mp4 is not there; put it back"),
        "rec-1": LockedPick("rec-1", "ok", "0f" * 32, 12_345, "CC-BY-4.0", FACTS),
        'é "x"\n.mp4': LockedPick('é "x"\n.mp4', "uncleared", "ab" * 32, 1),
    },
)


def test_the_text_is_sorted_and_fit_for_a_diff() -> None:
    text = lock_text(LOCK)
    assert text.splitlines()[:9] == [
        "# Written by hitrec pull. Commit it; do not edit it.",
        "lock = 1",
        'episode = "s02e01"',
        "",
        "[picks.rec-1]",
        'state = "ok"',
        f'digest = "{"0f" * 32}"',
        "size = 12345",
        'license = "CC-BY-4.0"',
    ]
    assert 'facts.picture.rate = "30000/1001"' in text
    assert text.index("rec-1") < text.index("rec-2")
    backwards = replace(LOCK, picks=dict(reversed(list(LOCK.picks.items()))))
    assert lock_text(backwards) == text


def test_a_round_trip_is_exact_and_an_unchanged_lock_is_left_alone(tmp_path: Path) -> None:
    path = lock_path(tmp_path / "e.yaml", "s02e01")
    assert path.name == "s02e01.lock.toml"
    assert read_lock(path) is None
    assert write_lock(LOCK, path)
    assert read_lock(path) == LOCK
    before = path.stat()
    assert not write_lock(LOCK, path)
    assert path.stat() == before
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8"), min_size=1), st.text(st.characters(codec="utf-8")), max_size=3
    )
)
def test_any_text_survives(texts: dict[str, str]) -> None:
    import tomllib

    lock = Lock("e", {name: LockedPick(name, "broken", license=text, reason=text) for name, text in texts.items()})
    data = tomllib.loads(lock_text(lock)).get("picks", {})
    assert {name: pick.get("reason", "") for name, pick in data.items()} == texts


@pytest.mark.parametrize(
    "text",
    [
        "", "lock = 2", "lock = 1\nepisode = 3", "lock = 1\npicks = 3", "lock = 1\n[picks.a]\nstate = 'fine'",
        "lock = 1\n[picks.a]\nstate = 'ok'\ndigest = '../../etc'", "lock = 1\n[picks.a]\nstate = 'ok'\nsize = -1",
        "lock = 1\n[picks.a]\nstate = 'ok'\ncolor = 1", "lock = 1\n[picks.a]\nstate = 'ok'\nfacts.kind = 'film'",
        "lock = 1\n[picks]\na = 3", "<<<<<<< HEAD",
    ],
)  # fmt: skip
def test_a_damaged_lock_names_the_remedy(text: str, tmp_path: Path) -> None:
    path = tmp_path / "e.lock.toml"
    path.write_text(text)
    with pytest.raises(ManifestError, match=r"e\.lock\.toml .*remove it and run hitrec pull"):
        read_lock(path)


def test_a_folder_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="cannot be written"):
        write_lock(LOCK, tmp_path / "gone" / "e.lock.toml")
