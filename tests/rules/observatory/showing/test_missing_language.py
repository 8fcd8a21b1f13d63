"""A language of a country is missing only where it is known in which languages versions were collected."""

import pytest

from safeconduct.observatory.showing.missing_language import missing_languages, missing_other_languages

SITUATIONS = {
    "only English": (["en"], "ET", ("am",)),
    "the most spoken first": (["en"], "BO", ("es", "qu", "ay")),
    "one of several": (["en", "qu"], "BO", ("es", "ay")),
    "all": (["es", "qu", "ay"], "BO", ()),
    "under a region": (["pt-BR"], "BR", ()),
    "in two scripts": (["en"], "RS", ("sr",)),
    "under an old code": (["mo"], "MD", ()),
    "both ways of Norwegian": (["no"], "NO", ()),
    "versions not brought together": ([], "ET", ()),
    "a version whose language is not told": (["en", "und"], "ET", ()),
    "a country that CLDR lacks": (["en"], "QX", ()),
}


@pytest.mark.parametrize(("collected", "country", "missing"), SITUATIONS.values(), ids=SITUATIONS)
def test_official_languages_without_a_collected_version(collected, country, missing):
    assert missing_languages(collected, country) == missing


@pytest.mark.parametrize(
    ("collected", "country", "missing"),
    [
        (["en"], "KE", ("ki", "luy")),
        (["en", "ki"], "KE", ("luy",)),
        (["en"], "IR", ("az",)),
        (["en"], "ZA", ("zu", "xh", "af")),
        (["en"], "SA", ()),
        ([], "KE", ()),
        (["en", "und"], "KE", ()),
        (["en"], "QX", ()),
    ],
    ids=[
        "many use two",
        "one of them",
        "in a script of its own",
        "official in a part",
        "none",
        "no versions",
        "not told",
        "CLDR lacks it",
    ],
)
def test_other_languages_that_many_use_are_told_apart(collected, country, missing):
    assert missing_other_languages(collected, country) == missing
    assert set(missing).isdisjoint(missing_languages(collected, country))
