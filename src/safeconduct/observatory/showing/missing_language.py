"""In which languages of a country no version of a statement was collected. That says nothing of what was published."""

from collections.abc import Iterable

from safeconduct.observatory.measuring.local_version import NOT_TOLD, official_languages_of
from safeconduct.vocabulary.language_code import plain_language
from safeconduct.vocabulary.place_name import widely_used_language_codes


def missing_languages(collected: Iterable[str], country: str) -> tuple[str, ...]:
    """Official languages, most spoken first. None where versions were not brought together, or one's language is not told:
    it might be that one."""
    return _missing(collected, official_languages_of(country))


def missing_other_languages(collected: Iterable[str], country: str) -> tuple[str, ...]:
    """The same of languages that are not official there and that many people use (Unicode CLDR)."""
    official = official_languages_of(country)
    used = dict.fromkeys(map(plain_language, widely_used_language_codes(country)))
    return _missing(collected, [one for one in used if one not in official])


def _missing(collected: Iterable[str], wanted: Iterable[str]) -> tuple[str, ...]:
    there = {plain_language(language) for language in collected}
    if not there or NOT_TOLD in there:
        return ()
    return tuple(language for language in wanted if language not in there)
