"""How languages write the months and the days of the week, from CLDR."""

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


def weekday_names(language: str) -> dict[str, int]:
    """Each day of the week in full, Monday as 0; English for a language that CLDR lacks."""
    try:
        days = Locale.parse(language).days
    except (UnknownLocaleError, ValueError):
        return weekday_names("en")
    return {name: number for place in ("format", "stand-alone") for number, name in days[place]["wide"].items()}
