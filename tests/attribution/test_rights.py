import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hitrec_cli.attribution.rights import LicenseError, parse_license, verdict
from hitrec_cli.base.problems import Mark
from hitrec_cli.model.contribution import Contribution


def piece(license_: str, artists: tuple[str, ...] = ("Ana",)) -> Contribution:
    return Contribution("rec-1", "video", "A film", artists, license_, mark=Mark("catalog.csv", 7))


@pytest.mark.parametrize(
    ("expression", "version", "rules"),
    [
        ("CC-BY-4.0", "broadcast", []),
        ("cc-by-4.0", "broadcast", []),
        ("CC0-1.0", "broadcast", []),
        ("LicenseRef-own", "broadcast", []),
        ("LicenseRef-public-domain", "online", []),
        ("", "broadcast", ["HR411"]),
        ("   ", "online", ["HR411"]),
        ("CC BY 4.0", "broadcast", ["HR412"]),
        ("CC-BY-4.0 AND", "broadcast", ["HR412"]),
        ("x" * 501, "broadcast", ["HR412"]),
        ("LicenseRef-letter-of-may", "broadcast", ["HR413"]),
        ("MulanPSL-2.0", "broadcast", ["HR413"]),
        ("CC-BY-NC-4.0", "broadcast", ["HR414"]),
        ("CC-BY-NC-4.0", "online", []),
        ("CC-BY-NC-4.0", "cinema", ["HR414"]),
        ("CC-BY-ND-3.0", "online", ["HR415"]),
        ("CC-BY-NC-ND-4.0", "broadcast", ["HR414", "HR415"]),
        ("CC-BY-SA-4.0", "broadcast", ["HR416"]),
        ("CC-BY-NC-4.0 OR CC-BY-SA-4.0", "broadcast", ["HR416"]),
        ("CC-BY-NC-4.0 OR CC-BY-4.0", "broadcast", []),
        ("LicenseRef-own AND CC-BY-NC-4.0", "broadcast", ["HR414"]),
        ("CC-BY-4.0 AND (CC-BY-ND-4.0 OR MIT)", "broadcast", []),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "broadcast", ["HR416"]),
    ],
)
def test_each_license_is_judged_for_each_version(expression: str, version: str, rules: list[str]) -> None:
    assert [problem.rule for problem in verdict(piece(expression), version).problems] == rules


def test_only_errors_forbid() -> None:
    assert verdict(piece("CC-BY-SA-4.0"), "broadcast").allowed
    assert verdict(piece("LicenseRef-letter"), "broadcast").allowed
    assert not verdict(piece("CC-BY-ND-4.0"), "broadcast").allowed


@pytest.mark.parametrize("artists", [(), ("",), (" \u202e ",)])
def test_nobody_to_credit_is_an_error(artists: tuple[str, ...]) -> None:
    (problem,) = verdict(piece("CC-BY-4.0", artists), "online").problems
    assert (problem.rule, problem.severity) == ("HR417", "error")


def test_a_problem_says_where_and_what_to_do() -> None:
    (problem,) = verdict(piece("CC-BY-NC-4.0", ("Ana", "Ben")), "broadcast").problems
    assert problem.mark == Mark("catalog.csv", 7)
    assert "rec-1" in problem.message
    assert "CC-BY-NC-4.0" in problem.message
    assert "Ana, Ben" in problem.hint


@given(
    st.one_of(
        st.text(),
        st.lists(st.sampled_from(["MIT", "AND", "OR", "WITH", "(", ")", "{x}", "LicenseRef-a"])).map(" ".join),
    )
)
def test_any_text_is_a_license_or_a_problem(text: str) -> None:
    with contextlib.suppress(LicenseError):
        assert parse_license(text).alternatives
    assert verdict(piece(text), "broadcast").license == text
