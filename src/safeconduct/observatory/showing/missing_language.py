"""In which languages of a country no version of a statement was collected. That says nothing of what was published."""

from collections.abc import Iterable

from safeconduct.observatory.measuring.local_version import NOT_TOLD, official_languages_of
from safeconduct.vocabulary.language_code import plain_language


def missing_languages(collected: Iterable[str], country: str) -> tuple[str, ...]:
    """Official languages, most spoken first. None where versions were not brought together, or one's language is not told:
    it might be that one."""
    there = {plain_language(language) for language in collected}
    if not there or NOT_TOLD in there:
        return ()
    return tuple(language for language in official_languages_of(country) if language not in there)
