"""Language tags: the case that RFC 5646 recommends, and the codes of ISO 639-2 for containers."""

from __future__ import annotations

import pytest

from hitrec_cli.model.languages import THREE_LETTERS, LanguageError, language, three_letters


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en", "eng"),
        ("en-US", "eng"),
        ("sr-Latn-RS", "srp"),
        ("de", "deu"),
        ("es-419", "spa"),
        ("haw", "haw"),
        ("no", "nor"),
    ],
)
def test_a_container_tells_the_language_alone(tag: str, code: str) -> None:
    assert (language(tag), three_letters(tag)) == (tag, code)


@pytest.mark.parametrize(("written", "meant"), [("EN", "en"), ("pt_br", "pt-BR"), ("sr-LATN-rs", "sr-Latn-RS")])
def test_another_case_is_refused_with_the_right_one(written: str, meant: str) -> None:
    with pytest.raises(LanguageError, match="unknown language") as refused:
        language(written)
    assert refused.value.hint == f"did you mean '{meant}'?"


@pytest.mark.parametrize("written", ["", "e", "xx", "english", "en-", "en-Latin", "en-US-Latn", "en\n", "én"])
def test_what_names_no_language_is_refused(written: str) -> None:
    with pytest.raises(LanguageError) as refused:
        language(written)
    assert "write a code of ISO 639-1" in refused.value.hint


def test_every_code_has_three_letters_of_its_own() -> None:
    assert len(THREE_LETTERS) == len(set(THREE_LETTERS.values())) == 183
    assert all(len(two) == 2 and len(three) == 3 for two, three in THREE_LETTERS.items())
