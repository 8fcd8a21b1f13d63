"""How languages write the months, from CLDR."""

from babel import Locale, UnknownLocaleError


def month_names(language: str) -> frozenset[str]:
    """Each month as it is written alone and in a date, in full and shortened; English for a language that CLDR lacks."""
    try:
        months = Locale.parse(language).months
    except (UnknownLocaleError, ValueError):
        return month_names("en")
    return frozenset(
        name.strip(".")
        for place in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in months[place][width].values()
        if len(name.strip(".")) > 2
    )
