"""Countries by the names that people give them, in the languages of the defender's side. Names come from CLDR, and what
people say beside those from `other_country_names.toml`."""

import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from safeconduct.vocabulary.language import CODES

MANY = 10
_OFFICIAL = ("official", "de_facto_official")
_NO_COUNTRY = {"ZZ", "EU", "UN", "EZ", "XA", "XB"}
_INVENTED: dict[str, tuple[str, ...]] = {}
OTHER_NAMES: Mapping[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("other_country_names.toml").read_text(encoding="utf-8")
)


def invent(names: Mapping[str, tuple[str, ...]]) -> None:
    """Countries that do not exist, by a code that ISO 3166 leaves to users: known to this process alone, for a
    demonstration. The first name of each is the one that is shown."""
    _INVENTED.clear()
    _INVENTED.update(names)
    _codes.cache_clear()


def country_code(name: str) -> str:
    """The ISO 3166 code of a country's name in any of our languages, or "" if it is none that we know."""
    return _codes().get(_plain(name), "")


def country_name(code: str, language: str = "en") -> str:
    """The country's name in a language; the code itself where there is no name."""
    if code in _INVENTED:
        return _INVENTED[code][0]
    return Locale(language).territories.get(code, code) if code else ""


def only_time_zone(code: str) -> str:
    """Of a country that has one alone (CLDR), such as Africa/Nairobi; "" where there are several or none is known."""
    zones = get_global("territory_zones").get(code, ())
    return zones[0] if len(zones) == 1 else ""


@cache
def _codes() -> dict[str, str]:
    named = {
        _plain(name): code
        for language in CODES
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY
    }
    named = {_plain(name): code for code, names in OTHER_NAMES.items() for name in names} | named
    named |= {_plain(name): code for code, names in _INVENTED.items() for name in names}
    return named | {code.casefold(): code for code in set(named.values())}


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(mark if mark.isalnum() else " " for mark in decomposed if not unicodedata.combining(mark))
    return " ".join(letters.split())


def country_names(language: str) -> dict[str, str]:
    """Code by name as CLDR writes it in a language; {} for a language that it lacks. `Myanmar (Burma)` counts as both."""
    try:
        territories = Locale.parse(language).territories
    except (UnknownLocaleError, ValueError):
        return {}
    countries = {code: name for code, name in territories.items() if len(code) == 2 and code.isalpha()}
    parts = {
        part.strip(" )"): code
        for code, name in countries.items()
        if code not in _NO_COUNTRY
        for part in name.split("(")
    }
    # `Hong Kong (China)` is no name of China.
    return parts | {name: code for code, name in countries.items() if code not in _NO_COUNTRY}


def country_of_three_letters(code: str) -> str:
    """The code of two letters for one of three, as ISO 3166 has them; "" if it is none."""
    codes = get_global("territory_aliases").get(code, [])
    return str(codes[0]) if len(codes) == 1 and len(str(codes[0])) == 2 else ""


def official_languages(code: str, language: str = "en") -> tuple[str, ...]:
    """The names of a country's official languages."""
    return tuple(Locale(language).languages.get(one, one) for one in official_language_codes(code))


def official_language_codes(code: str) -> tuple[str, ...]:
    """A country's official languages as CLDR has them, most spoken first; none for a country that it lacks."""
    return tuple(one for one, told in _languages_of(code) if told.get("official_status") in _OFFICIAL)


def widely_used_language_codes(code: str) -> tuple[str, ...]:
    """Other languages of a country that at least MANY percent of its people use, as CLDR estimates it, most used first; those
    that are official in a part of it are among them."""
    return tuple(
        one
        for one, told in _languages_of(code)
        if told.get("official_status") not in _OFFICIAL and told.get("population_percent", 0) >= MANY
    )


def _languages_of(code: str) -> list[tuple[str, Mapping[str, Any]]]:
    """With what CLDR tells of each, most used first."""
    used: Mapping[str, Mapping[str, Any]] = get_global("territory_languages").get(code, {})
    return sorted(used.items(), key=lambda row: (-row[1].get("population_percent", 0), row[0]))
