"""Words to the defender that are sent often, in each language, from a data file that caseworkers read and change.

`words/triage.toml` has a table for each purpose, in it one for each value, in it the text by language.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "words" / "triage.toml"
FALLBACK = "en"

Texts = Mapping[str, Mapping[str, Mapping[str, str]]]


@cache
def texts() -> Texts:
    """Each text by purpose, value and language."""
    read: Texts = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return read


def standard_words(purpose: str, value: str, language: str) -> str:
    """In English where the language has none; empty where there is no such value."""
    known = texts()[purpose].get(value, {})
    return known.get(language) or known.get(FALLBACK, "")
