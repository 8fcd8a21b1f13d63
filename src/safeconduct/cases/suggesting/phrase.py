"""Phrases of the word lists: `word*` any ending, `a|b` either, `a_b` two words as one, `...` up to eight words between.

A phrase is found within one sentence only, in plain letters."""

import re
from collections.abc import Iterable

from safeconduct.cases.suggesting.passage import plain

_BETWEEN = r"[^\w.;!?؟\n]+"
_GAP = rf"(?:{_BETWEEN}\w+){{0,8}}?{_BETWEEN}"
# And, so; in, like, to; the: Arabic writes them onto the word.
_JOINED = "(?:[وف])?(?:[بكل])?(?:ال|لل)?"


def fault_in(phrase: str) -> str | None:
    """What is wrong with a phrase, in one clause; None if it can be used."""
    words = phrase.split()
    if not words or words[0] == "..." or words[-1] == "...":
        return "it must begin and end with a word"
    if any(not part.strip("*") for word in words for part in word.split("|")):
        return "there is an empty word beside a `|`, or a `*` without letters"
    return None


def compiled(phrases: Iterable[str], *, language: str) -> re.Pattern[str]:
    """One expression over plain letters that finds any of the phrases."""
    joined = _JOINED if language == "ar" else ""
    by_letter: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        for letter in _first_letters(phrase):
            by_letter.setdefault(letter, []).append(_expression(phrase, joined))
    either = (f"(?={joined}{re.escape(letter)})(?:{'|'.join(listed)})" for letter, listed in by_letter.items())
    return re.compile(rf"(?<!\w)(?:{'|'.join(either)})(?!\w)" if by_letter else r"(?!)")


def _first_letters(phrase: str) -> list[str]:
    """Of the words that a phrase may begin with: phrases are looked for only where one of their words may stand."""
    return list(dict.fromkeys(word[0] for word in plain(phrase).split()[0].split("|")))


def _expression(phrase: str, joined: str) -> str:
    expression, glue = "", ""
    for word in plain(phrase).split():
        if word == "...":
            glue = _GAP
            continue
        either = "|".join(re.escape(part).replace(r"\*", r"\w*").replace("_", _BETWEEN) for part in word.split("|"))
        expression += f"{glue}{joined}(?:{either})"
        glue = _BETWEEN
    return expression
