"""Problems speak in one shape and one order."""

from __future__ import annotations

from hitrec_cli.base.errors import HitrecError, ManifestError, UsageError
from hitrec_cli.base.problems import NOWHERE, Mark, Problem, errors_of, in_order

FIRST = Problem("HR110", Mark("a.yaml", 2, 3), "unknown key 'x'", "did you mean 'y'?")


def test_one_line() -> None:
    assert str(FIRST) == "a.yaml:2:3: error[HR110]: unknown key 'x'; did you mean 'y'?"
    assert str(Problem("HR101", Mark("a.yaml"), "no text")) == "a.yaml: error[HR101]: no text"
    assert str(Problem("HR101", NOWHERE, "no text", severity="note")) == "note[HR101]: no text"


def test_order_is_by_place_and_each_is_said_once() -> None:
    later, other = Problem("HR100", Mark("a.yaml", 10), "b"), Problem("HR100", Mark("b.yaml", 1), "a")
    assert in_order([other, later, FIRST, later]) == (FIRST, later, other)


def test_errors_stop_warnings_do_not() -> None:
    warning = Problem("HR101", NOWHERE, "w", severity="warning")
    assert errors_of([warning, FIRST]) == (FIRST,)


def test_errors_carry_their_problems_and_exit_code() -> None:
    error = ManifestError("1 problem", [FIRST])
    assert (str(error), error.problems, error.exit_code) == ("1 problem", (FIRST,), 3)
    assert (HitrecError.exit_code, UsageError.exit_code) == (1, 2)
