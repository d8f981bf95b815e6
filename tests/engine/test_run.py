"""The engine with real worker processes: what runs, what does not, what a failure leaves."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from hitrec_cli.base.errors import MediaError, RenderError
from hitrec_cli.engine.engine import survey, why
from hitrec_cli.engine.events import Event, Failed, Finished, Planned, Started
from hitrec_cli.engine.perform import StepBug
from hitrec_cli.engine.results import Results
from hitrec_cli.plan.step import Plan
from tests.engine.house import alive, go, leftovers, step
from tests.engine.test_results import flip


def diamond(**last: Any) -> Plan:
    a = step("a", frames=1)
    b, c = step("b", a, frames=5), step("c", a, kind="mix", frames=9)
    return Plan((a, b, c, step("d", b, c, kind="stitch", **last)))


def stored(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (home / "parts").glob("??/*.bin")}


def test_every_number_of_workers_gives_the_same_bytes(tmp_path: Path) -> None:
    plan = diamond()
    homes = [tmp_path / str(workers) for workers in (1, 2, 3)]
    for workers, home in enumerate(homes, 1):
        outcome = go(home, plan, workers=workers)
        made = outcome.results[plan.target.key]
        assert made.path.read_bytes() == b"<d><b><a><c><a>"
        assert made.report == {"text": "d", "bytes": 12, "home": str(home)}
        assert (outcome.stats.total, outcome.stats.cached) == (4, 0)
        assert outcome.stats.rendered == {"span": 2, "mix": 1, "stitch": 1}
        assert not leftovers(home)
    assert stored(homes[0]) == stored(homes[1]) == stored(homes[2])


def test_nothing_missing_starts_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = diamond()
    go(tmp_path, plan)
    monkeypatch.setattr("hitrec_cli.engine.executor.LocalPool.open", lambda self: pytest.fail("a pool was opened"))
    events: list[Event] = []
    outcome = go(tmp_path, plan, notify=events.append)
    assert events == [Planned(4, 0, 0)]
    assert (outcome.stats.cached, outcome.stats.rendered) == (4, {})
    assert list(outcome.results) == [plan.target.key]


def test_behind_a_result_nothing_is_looked_for(tmp_path: Path) -> None:
    plan = diamond()
    go(tmp_path, plan)
    results = Results(tmp_path)
    a, b, _, d = plan.steps
    for gone in (a, b, d):
        results.path(gone).unlink()
    assert [found.label for found in survey([plan], results).missing.values()] == ["a", "b", "d"]
    go(tmp_path, Plan(plan.steps[:1] + plan.steps[2:3]))  # c exists: a is not made for it
    assert results.find(a) is None
    assert why(a, results) == "not made yet" and why(plan.steps[2], results) == ""


def test_longest_first_and_each_event_once(tmp_path: Path) -> None:
    short, long = step("short", frames=1), step("long", frames=100)
    events: list[Event] = []
    go(tmp_path, Plan((short, long, step("end", short, long))), workers=1, notify=events.append)
    assert events[0] == Planned(3, 3, 101)
    assert [event.step.label for event in events if isinstance(event, Started)] == ["long", "short", "end"]
    assert [event.step.label for event in events if isinstance(event, Finished)] == ["long", "short", "end"]


def test_plans_share_steps(tmp_path: Path) -> None:
    a = step("a")
    outcome = go(tmp_path, Plan((a, step("b", a))), Plan((a, step("c", a))))
    assert outcome.stats.total == 3 and outcome.stats.rendered == {"span": 3}


@pytest.mark.parametrize(
    ("bad", "kind", "message"),
    [
        ("media", MediaError, "stitch d: three frames are damaged"),
        ("full", RenderError, "stitch d: writing: No space left on device; free space or set HITREC_HOME"),
        ("really full", RenderError, "stitch d: writing: No space left on device; free space or set HITREC_HOME"),
        ("memory", RenderError, "stitch d: not enough memory; try fewer --workers"),
        ("no file", RenderError, "stitch d: it ended without an error but made no file"),
        ("bug", StepBug, "stitch d: Awkward: a"),
        ("die", RenderError, "stitch d: the worker was killed, twice"),
    ],
)
def test_a_failure_names_its_step_and_keeps_what_was_finished(
    tmp_path: Path, bad: str, kind: type[Exception], message: str
) -> None:
    plan = diamond(bad=bad)
    events: list[Event] = []
    with pytest.raises(kind, match=f"^{message}") as caught:
        go(tmp_path, plan, notify=events.append)
    assert "\n" not in str(caught.value)
    assert [event.step.label for event in events if isinstance(event, Failed)] == ["d"]
    assert len(stored(tmp_path)) == 3
    assert not leftovers(tmp_path)
    if isinstance(caught.value, StepBug):
        assert "Traceback" in caught.value.details and "_misbehave" in caught.value.details


def test_after_a_failure_none_begins_and_those_running_are_kept(tmp_path: Path) -> None:
    bad = step("bad", frames=9, bad="media")
    slow, never = step("slow", frames=8, sleep_ms=600), step("never", frames=1)
    results = Results(tmp_path)
    with pytest.raises(MediaError, match="span bad"):
        go(tmp_path, Plan((bad, slow, never, step("end", bad, slow, never))))
    assert results.find(slow) is not None
    assert results.find(never) is None


def test_a_killed_worker_costs_nothing_but_time(tmp_path: Path) -> None:
    log = tmp_path / "log"
    victim = step("victim", bad="die", once=str(tmp_path / "once"), log=str(log), frames=5)
    others = [step(f"o{number}", log=str(log), sleep_ms=50) for number in range(4)]
    plan = Plan((victim, *others, step("end", victim, *others, log=str(log))))
    go(tmp_path / "home", plan)
    lines = [line.split() for line in log.read_text().splitlines()]
    assert [text for text, _ in lines].count("victim") == 2
    assert not any(alive(int(pid)) for _, pid in lines)


def test_a_flipped_bit_is_found_when_read_and_made_again(tmp_path: Path) -> None:
    plan = diamond()
    go(tmp_path, plan)
    results = Results(tmp_path)
    right = stored(tmp_path)
    flip(results.path(plan.steps[1]))
    results.path(plan.target).unlink()
    events: list[Event] = []
    outcome = go(tmp_path, plan, notify=events.append)
    assert stored(tmp_path) == right
    assert outcome.stats.rendered == {"span": 1, "stitch": 1} and outcome.stats.cached == 2
    assert [event for event in events if isinstance(event, Planned)] == [Planned(4, 1, 0), Planned(4, 2, 5)]


def test_damage_deeper_down_is_made_again_from_the_ground(tmp_path: Path) -> None:
    plan = diamond()
    go(tmp_path, plan)
    results = Results(tmp_path)
    right = stored(tmp_path)
    for damaged in plan.steps[:2]:
        flip(results.path(damaged))
    results.path(plan.target).unlink()
    go(tmp_path, plan)
    assert stored(tmp_path) == right


def test_objects_are_read_only_if_named_and_whole(tmp_path: Path) -> None:
    data = b"contribution"
    digest = hashlib.sha256(data).hexdigest()
    plan = Plan((step("s", objects=[digest]),))
    with pytest.raises(MediaError, match="hitrec pull"):
        go(tmp_path, plan)
    path = tmp_path / "objects" / "sha256" / digest[:2] / digest[2:]
    path.parent.mkdir(parents=True)
    path.write_bytes(b"c0ntribution")
    with pytest.raises(MediaError, match="damaged"):
        go(tmp_path, plan)
    path.write_bytes(data)
    assert go(tmp_path, plan).results[plan.target.key].path.read_bytes() == b"<s>contribution"
