"""Whether a statement was collected in a language of the countries that it addresses, and how soon (indicator 5 of the monitoring)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from safeconduct.vocabulary.language_code import plain_language
from safeconduct.vocabulary.place_name import official_language_codes

NOT_TOLD = "und"  # as BCP 47 writes a language that nobody told
_AT_ONCE = timedelta(days=1)


@dataclass(frozen=True)
class Version:
    """`published`: None where its day is not known."""

    language: str
    published: date | None = None


@cache
def official_languages_of(country: str) -> tuple[str, ...]:
    """Plain codes, most spoken first (Unicode CLDR); none for a country that it lacks."""
    return tuple(dict.fromkeys(map(plain_language, official_language_codes(country))))


def in_local_language(countries: Iterable[str], versions: Iterable[Version]) -> bool | None:
    """Whether each of the countries has a version in one of its official languages. None where that is not known: no country,
    versions that were never brought together, or one whose language is not told."""
    versions = tuple(versions)
    there = {plain_language(one.language) for one in versions}
    official = [official_languages_of(country) for country in countries]
    if not versions or not official or not all(official):
        return None
    if all(there.intersection(languages) for languages in official):
        return True
    return None if NOT_TOLD in there else False


def at_once(countries: Iterable[str], versions: Iterable[Version]) -> bool | None:
    """Whether each country's first local version was published on the day of the first of all, or on the next.

    None where there is none in a local language, or where the day of any version is not known."""
    countries, versions = tuple(countries), tuple(versions)
    days = [one.published for one in versions if one.published]
    if not in_local_language(countries, versions) or len(days) < len(versions):
        return None
    return all(_first_in(official_languages_of(country), versions) - min(days) <= _AT_ONCE for country in countries)


def _first_in(languages: Iterable[str], versions: Iterable[Version]) -> date:
    return min(one.published for one in versions if one.published and plain_language(one.language) in languages)
