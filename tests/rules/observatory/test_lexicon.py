"""Lexicons are data: each rule has a reason, and a fault in one is said with file, rule and what to do."""

import tomllib

import pytest

from safeconduct.observatory import reading as reading_of
from safeconduct.observatory.lexicon import FINDS, FOLDER, LANGUAGES, faults
from safeconduct.observatory.phrase import PhraseBook, phrase_of
from safeconduct.observatory.reading import read

GOOD = {"rule": [{"finds": "term", "reason": "The literal term.", "phrases": ["human rights defender*"]}]}


def written(language):
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_lexicon_is_without_fault(language):
    assert list(faults(written(language), name=f"{language}.toml")) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_a_rule_for_whatever_is_looked_for(language):
    # Where nothing sounds alike; where names have capitals, and no words that look like them.
    by_letters = {"ru": {"before_name", "among", "surname"}, "ar": {"surname"}}.get(language, {"before_name", "among"})
    without = {"not_term", "not_reference", "not_international_law", *by_letters}
    assert set(FINDS) - {rule["finds"] for rule in written(language)["rule"]} <= without


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"finds": "terms"}, "which nothing reads"),
        ({"reason": ""}, "has no reason"),
        ({"phrases": ["... defender"]}, "it must begin and end with a word"),
        ({"phrases": ["hu*"]}, "needs 3 letters before its *"),
        ({"phrases": ["@ask release"]}, "there is no list of words ask"),
        ({"phrases": ["(a|b"]}, "is not one word of letters"),
        ({"note": "more"}, "needs finds, reason and phrases"),
    ],
)
def test_a_fault_is_said_with_the_file_and_the_rule(changed, said):
    (fault,) = faults({"rule": [{**GOOD["rule"][0], **changed}]}, name="en.toml")
    assert said in fault
    assert fault.startswith("en.toml rule 1")


def found(phrase, text, *, language="en", lists=None):
    reading = read("", text, language=language)
    hits = PhraseBook([phrase_of("term", phrase, lists or {})]).hits(reading)
    return [reading.written(hit.start, hit.end) for hit in hits.get("term", ())]


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("rights defender*", "Rights defenders met.", ["Rights defenders"]),
        ("défenseur* des droits", "un DEFENSEUR des droits", ["DEFENSEUR des droits"]),
        ("call ... release", "We call for the release.", ["call for the release"]),
        ("call ... release", "We call. A release follows.", []),
        ("call ... release", "call a b c d e f g h release", []),
        ("call|urge at once", "We urge at once.", ["urge at once"]),
        ("defender", "Mr. A. Defender spoke.", ["Defender"]),
    ],
)
def test_phrases_are_found_within_a_sentence(phrase, text, words):
    assert found(phrase, text) == words


def test_arabic_words_are_found_with_what_is_written_onto_them():
    assert found("مدافع* عن حقوق", "والمدافعين عن حقوق الإنسان", language="ar") == ["والمدافعين عن حقوق"]


def test_what_a_rule_not_finds_is_taken_away():
    phrases = [phrase_of("term", "defender*", {}), phrase_of("not_term", "public defender*", {})]
    hits = PhraseBook(phrases).hits(read("", "A public defender met a defender.", language="en"))
    assert [hit.start for hit in hits["term"]] == [5]


def test_words_that_are_remembered_are_bounded(monkeypatch):
    monkeypatch.setattr(reading_of, "MOST_KNOWN", 5)
    reading_of._known.cache_clear()
    for number in range(20):
        assert read("", f"word{number} other{number}", language="en").forms[0] == (f"word{number}",)
    assert len(reading_of._known("en")) <= 5 + 2
