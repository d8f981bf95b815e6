"""Where a rule begins to hold, to the frame and to the hundredth of a dB: on the edge nothing, beyond it a problem."""

from __future__ import annotations

import pytest

from tests.checks.made import host, rules

STILL = "{still: still-1, for: 20s}"


def sounds(*items: str) -> str:
    return host(STILL, f", sound: [{', '.join(items)}]")


def supers(*items: str) -> str:
    return host("{clip: film-3, for: 19s}", f", super: [{', '.join(items)}]")


def pictures(*items: str) -> str:
    return host("{clip: film-1, for: 4s}, " + ", ".join(items))


DIP = "{color: navy, for: 20f, transition: {dip: 20f}}"
SONG = "music: song-1, for: 6s"
EDGES = [
    ("HR330", sounds(f"{{{SONG}}}", "{music: song-2, at: 100f, for: 6s}"),
     sounds(f"{{{SONG}}}", "{music: song-2, at: 99f, for: 6s}")),
    ("HR330", sounds(f"{{{SONG}}}", "{music: song-2, at: 1s, for: 5s, gain: -12 dB}"),
     sounds(f"{{{SONG}}}", "{music: song-2, at: 1s, for: 5s, gain: -11.99 dB}")),
    ("HR331", sounds("{voice: voice-2, at: 149f}", f"{{{SONG}, duck: {{by: 12 dB}}}}"),
     sounds("{voice: voice-2, at: 150f}", f"{{{SONG}, duck: {{by: 12 dB}}}}")),
    ("HR332", sounds("{effect: hum-1, at: 75f}", "{effect: hum-1, at: 200f}", "{music: song-1, at: 5s, for: 15s}"),
     sounds("{effect: hum-1, at: 76f}", "{effect: hum-1, at: 200f}", "{music: song-1, at: 5s, for: 15s}")),
    ("HR334", sounds("{voice: voice-1}", f"{{{SONG}, gain: -10 dB}}"),
     sounds("{voice: voice-1}", f"{{{SONG}, gain: -9.99 dB}}")),
    ("HR334", sounds("{voice: voice-1}", f"{{{SONG}, duck: {{by: 10 dB}}}}"),
     sounds("{voice: voice-1}", f"{{{SONG}, duck: {{by: 9 dB}}}}")),
    ("HR335", sounds("{voice: voice-1, for: 5s}", "{voice: voice-2, at: 4s}"),
     sounds("{voice: voice-1, for: 5s}", "{voice: voice-2, at: 99f}")),
    ("HR336", host(STILL, ", sound: [{music: song-1}], bleep: [{at: 19s, for: 26f}]"),
     host(STILL, ", sound: [{music: song-1}], bleep: [{at: 19s, for: 27f}]")),
    ("HR337", host(STILL, ", sound: [{effect: hum-1, at: 1s}], mute: [{at: 0.5s, for: 13f}]"),
     host(STILL, ", sound: [{effect: hum-1, at: 1s}], mute: [{at: 0.5s, for: 12f}]")),
    ("HR338", sounds("{effect: hum-1, for: 1s, fade: {in: 12f, out: 13f}}"),
     sounds("{effect: hum-1, for: 1s, fade: {in: 13f, out: 13f}}")),
    ("HR339", sounds("{effect: hum-1, gain: 12 dB}"), sounds("{effect: hum-1, gain: 12.01 dB}")),
    ("HR342", pictures("{color: navy, for: 20f, transition: {dissolve: 10f}}"),
     pictures("{color: navy, for: 20f, transition: {dissolve: 11f}}")),
    ("HR342", pictures("{color: navy, for: 20f, transition: {dip: 20f}}"),
     pictures("{color: navy, for: 20f, transition: {dip: 21f}}")),
    ("HR343", pictures(DIP, "{color: red, for: 2s, transition: {dip: 18f}}"),
     pictures(DIP, "{color: red, for: 2s, transition: {dip: 20f}}")),
    ("HR344", pictures("{color: navy, for: 3f}"), pictures("{color: navy, for: 2f}")),
    ("HR345", pictures("{color: navy, for: 2s}", "{color: red, for: 2s, transition: {dissolve: 1s}}"),
     pictures("{color: red, for: 2s}", "{color: red, for: 2s, transition: {dissolve: 1s}}")),
    ("HR350", supers("{chapter: One, for: 58f}", "{chapter: Two, at: 2s, for: 2s}"),
     supers("{chapter: One, for: 59f}", "{chapter: Two, at: 2s, for: 2s}")),
    ("HR352", supers("{chapter: One, for: 25f}"), supers("{chapter: One, for: 24f}")),
    ("HR352", supers(f"{{chapter: {'ab ' * 15}, for: 50f}}"), supers(f"{{chapter: {'ab ' * 15}, for: 49f}}")),
    ("HR355", supers("{chapter: One, for: 375f}"), supers("{chapter: One, for: 376f}")),
    ("HR356", host("{clip: film-1, for: 4s}, {color: red, for: 4s, transition: {dissolve: 1s}}",
                   ", super: [{lower-third: {name: Ada}, at: 1s, for: 3s}]"),
     host("{clip: film-1, for: 4s}, {color: red, for: 4s, transition: {dissolve: 1s}}",
          ", super: [{lower-third: {name: Ada}, at: 1s, for: 76f}]")),
    ("HR410", host("{clip: unpulled-1, in: 1s, for: 100f}"), host("{clip: unpulled-1, in: 1s, for: 101f}")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "kept", "broken"), EDGES, ids=[f"{rule}-{n}" for n, (rule, _, _) in enumerate(EDGES)])
def test_a_rule_holds_to_its_edge(rule: str, kept: str, broken: str) -> None:
    assert rule not in rules(kept)
    assert rule in rules(broken)


def test_music_that_the_next_segment_goes_on_with_is_not_cut_off() -> None:
    def show(second: str) -> str:
        parts = [f"  - {{kind: story, id: s{n}, title: S, picture: [{{color: navy, for: 4s}}]}}\n" for n in range(6)]
        first = "  - {kind: story, title: A, picture: [{still: still-1, for: 4s}], sound: [{music: song-1}]}\n"
        after = f"  - {{kind: story, title: B, picture: [{{color: red, for: 4s}}], sound: [{{music: {second}}}]}}\n"
        return first + after + "".join(parts)

    assert rules(show("song-2, fade: {out: 1s}")).count("HR329") == 1
    assert rules(show("song-1, in: 4s, fade: {out: 1s}")).count("HR329") == 0


def test_a_break_parts_two_silences() -> None:
    effect = "sound: [{effect: hum-1, at: %s}]"
    first = f"  - {{kind: story, title: A, picture: [{{color: navy, for: 4s}}], {effect % '0s'}}}\n"
    second = f"  - {{kind: story, title: B, picture: [{{color: red, for: 4s}}], {effect % '2s'}}}\n"
    assert "HR332" in rules(first + second)
    assert "HR332" not in rules(first + "  - {kind: break, for: 2s}\n" + second)


def test_nothing_is_silent_that_was_not_pulled() -> None:
    assert "HR332" not in rules(host("{clip: unpulled-1, for: 4s}", ", sound: [{effect: hum-1}]"))
