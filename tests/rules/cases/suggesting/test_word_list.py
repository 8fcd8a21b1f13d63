"""The word lists that people change: every code in every language, and faults said with file, row and what to do."""

import tomllib

import pytest

from safeconduct.cases.suggesting.word_list import CODES, FOLDER, LANGUAGES, faults, language_read_as, word_list


def rows(language):
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_list_is_whole(language):
    assert list(faults(rows(language), name=language)) == []
    assert [code for field in CODES for code in CODES[field] if not rows(language)[field][code]] == []


def broken(change):
    changed = rows("en")
    change(changed)
    return list(faults(changed, name="en.toml"))


def test_a_fault_says_file_row_and_what_to_do():
    assert broken(lambda all_: all_["asks"].pop("release")) == [
        "en.toml [asks] lacks the row release: add it, with [] if there are no words."
    ]
    assert broken(lambda all_: all_["asks"].update(relase=[])) == [
        "en.toml [asks] relase is no code: correct its name."
    ]
    assert broken(lambda all_: all_["asks"].update(release=["... now"])) == [
        "en.toml [asks] release: “... now” cannot be used, it must begin and end with a word. Correct it."
    ]
    assert broken(lambda all_: all_["unless"].update(release="free")) == [
        "en.toml [unless] release is not a list of phrases in quotation marks: write it as the other rows."
    ]
    assert broken(lambda all_: all_["faint"].update(killed=["dead"])) == [
        "en.toml [faint] killed is no code: correct its name."
    ]


def test_other_languages_are_read_by_the_nearest():
    assert [language_read_as(code) for code in ("FR-ca", "be", "ca", "de")] == ["fr", "ru", "es", "en"]


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_list_compiles(language):
    assert word_list(language).codes["asks"].keys() == set(CODES["asks"])
