"""When two codes of languages are of one language."""

from babel.core import get_global

# Both ways of writing Norwegian are often told as one.
_ONE = {"nb": "no", "nn": "no"}


def plain_language(code: str) -> str:
    """Without script and region, and under the code that is in use today."""
    told = code.replace("-", "_").partition("_")[0].casefold()
    told = str(get_global("language_aliases").get(told, told)).partition("_")[0]
    return _ONE.get(told, told)
