from datetime import date

import pytest

from safeconduct.observatory.measuring.local_version import Version, at_once, in_local_language

FIRST, NEXT, LATER = date(2021, 5, 3), date(2021, 5, 4), date(2021, 5, 6)


@pytest.mark.parametrize(
    ("countries", "languages", "known"),
    [
        (["BY"], ["en", "ru"], True),
        (["BY"], ["en"], False),
        (["AZ"], ["en", "az"], True),
        (["AZ"], ["en", "az-Latn"], True),
        (["NO"], ["nb"], True),
        (["NG"], ["en"], True),
        (["RU", "AZ"], ["en", "ru"], False),
        (["RU", "AZ"], ["en", "ru", "az"], True),
        (["AZ"], ["en", "und"], None),
        (["BY"], ["ru", "und"], True),
        (["BY"], [], None),
        ([], ["en", "ru"], None),
        (["QQ"], ["en"], None),
    ],
)
def test_a_statement_is_local_when_each_country_has_a_version_in_an_official_language(countries, languages, known):
    assert in_local_language(countries, [Version(one) for one in languages]) is known


@pytest.mark.parametrize(
    ("local", "known"),
    [(FIRST, True), (NEXT, True), (LATER, False), (None, None)],
)
def test_a_local_version_is_at_once_on_the_first_day_or_the_next(local, known):
    assert at_once(["AZ"], [Version("en", FIRST), Version("az", local)]) is known


def test_the_first_of_several_local_versions_counts():
    assert at_once(["AZ"], [Version("en", FIRST), Version("az", LATER), Version("az", NEXT)]) is True


def test_each_country_needs_its_own_version_at_once():
    versions = [Version("en", FIRST), Version("ru", FIRST), Version("az", LATER)]
    assert at_once(["RU"], versions) is True
    assert at_once(["AZ", "RU"], versions) is False


def test_nothing_is_at_once_where_nothing_is_local():
    assert at_once(["AZ"], [Version("en", FIRST)]) is None
    assert at_once([], [Version("en", FIRST)]) is None
