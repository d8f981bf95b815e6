import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from hitrec_cli.base.text import lines_of, one_line


def test_names_of_the_world_stay_as_they_are() -> None:
    for name in ("José Ñandú", "李小龍", "محمد علي", "שרה כהן", "आर्या शर्मा", "สมชาย ใจดี", "👩‍🚀 Ana", "نمی‌دانم"):
        assert one_line(name) == name


def test_what_hides_or_turns_text_goes() -> None:
    assert one_line("a\nb\tc\x00d\u2028e") == "a b c d e"
    assert one_line("\u202egpj.exe\u2066\u200b\ufeff") == "gpj.exe"
    assert one_line("Jose\u0301") == "José"
    assert one_line("\ud800x") == "\ufffdx"


def test_a_poem_keeps_its_lines() -> None:
    assert lines_of("\r\n one \r\n\r\ntwo\n\n") == ("one", "", "two")


@given(st.text())
def test_any_text_becomes_one_printable_line_and_stays_it(text: str) -> None:
    line = one_line(text)
    assert one_line(line) == line
    assert not {unicodedata.category(char) for char in line} & {"Cc", "Zl", "Zp", "Cs"}
