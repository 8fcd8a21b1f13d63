"""How the name of a place or country stands in its sentence: what comes directly before and after it."""

import re

from safeconduct.cases.suggesting.atlas import Mention, Way
from safeconduct.cases.suggesting.passage import Passage, Span, plain
from safeconduct.cases.suggesting.word_list import WordList

_PERSONS_TOO = {"chad", "jordan", "georgia"}
_AUTHORITIES = ("court", "police", "security_forces", "military", "government_body", "prosecutor", "state_unspecified")
_ADJECTIVE_AFTER_NOUN, _NOUNS_BEFORE = ("fr", "es", "ar"), 2
_LONGEST_ABBREVIATION = 5


def of_authorities(mention: Mention, passage: Passage, words: WordList) -> bool:
    """“Moroccan police”, or in languages that write it so, “police marocaine”, with a word between at most."""
    after = passage.after(mention.span).lstrip()
    before = " ".join(re.findall(r"[\w'-]+", passage.before(mention.span))[-_NOUNS_BEFORE:])
    follows = words.language in _ADJECTIVE_AFTER_NOUN
    offices = [words.codes["perpetrator_kind"][office] for office in _AUTHORITIES]
    return any(office.match(after) or (follows and office.search(before)) for office in offices)


def acts(mention: Mention, passage: Passage, words: WordList) -> bool:
    """Whether the authorities of a country are told of: by a hint, or by its adjective beside an office."""
    return mention.way is Way.HINT or (mention.way is Way.ADJECTIVE and of_authorities(mention, passage, words))


def in_a_name(mention: Mention, passage: Passage, words: WordList) -> bool:
    """Whether a country ends the name of a party or union, “Organization of Iran”, or begins a person's: “Chad Brown”."""
    written = plain(passage.words(mention.span))
    if written in _PERSONS_TOO and re.match(r"\s[A-Z][a-z]+\b", passage.text[mention.span.end :]):
        return True
    before = passage.text[: mention.span.start]
    if mention.way is Way.NAME and _ends_a_name(mention, passage, words):
        return True
    named = re.search(r"\b([^\W\d_]+)\s(?:of|de|du|de la|del|of the)\s$", before, re.IGNORECASE)
    return bool(named and named[1][0].isupper() and words.sentences["in_a_name"].fullmatch(plain(named[1])))


def _ends_a_name(mention: Mention, passage: Passage, words: WordList) -> bool:
    """“Roger Israël”, “Acat France”: directly after a word with a capital letter that is neither first nor a word of place.

    Not in a heading where every word has a capital."""
    beside = re.search(r"(\w*[^\W\d_])[ -]$", passage.text[: mention.span.start])
    heading = passage.text.partition("\n")[0] if passage.is_headed(mention.span) else "small"
    if beside is None or not re.search(r"\b[^\W\d_A-Z]{4,}", heading) or is_abbreviation(passage.words(mention.span)):
        return False
    first = not re.search(r"\w", passage.text[passage.sentence_with(mention.span).start : beside.start(1)])
    return not first and beside[1][0].isupper() and not words.sentences["place"].fullmatch(plain(beside[1]))


def is_abbreviation(written: str) -> bool:
    return written.isupper() and len(written) <= _LONGEST_ABBREVIATION


def elsewhere(before: str, after: str, words: WordList) -> bool:
    """Whether the words before say that it is another place (“wanted to go to”), or those after (“nationals”)."""
    said = words.sentences["elsewhere"]
    near = re.findall(r"[\w'-]+", before)[-5:]
    for first in range(len(near)):
        found = said.match(" ".join(near[first:]))
        if found and len(" ".join(near[first:])[found.end() :].split()) <= 2:
            return True
    following = re.match(r"\W*\w{5,}", after)  # “with” and its like are said of what comes after them
    return bool(following and said.search(following[0]))


def after_place_word(before: str, words: WordList) -> bool:
    near = " ".join(re.findall(r"[\w'-]+", before)[-3:])
    return bool(words.sentences["place"].search(near)) or words.language == "ar"


def close_to_place_word(before: str, words: WordList) -> bool:
    """Directly after a word of place, or with one small word between (“in the”, “in central”)."""
    near = re.findall(r"[\w'-]+", re.split(r"[,;()]", before)[-1])[-2:]
    return words.language == "ar" or any(words.sentences["place"].fullmatch(word) for word in near)


def part_of_a_name(span: Span, passage: Passage, words: WordList) -> bool:
    """Whether a word with a capital letter, and no word of place, stands directly before or after, as in names of persons."""
    before = re.search(r"(\w+)\s+$", passage.text[: span.start])
    after = re.match(r"\s+(\w+)", passage.text[span.end :])
    beside = [
        found[1] for found in (before, after) if found is not None and len(found[1]) > 1 and found[1][0].isupper()
    ]
    return any(not words.sentences["place"].fullmatch(plain(word)) for word in beside)
