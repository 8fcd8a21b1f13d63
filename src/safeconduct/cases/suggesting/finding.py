"""Where a passage speaks of a code: the words of its list, less what is negated, asked for or said of somebody else."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from safeconduct.cases.suggesting.passage import Passage, Span
from safeconduct.cases.suggesting.word_list import WordList

_SUBJECT = re.compile(r"(?:[^\w.,;:()!?|\n؟،]+\w+){1,8}")


@dataclass(frozen=True)
class Finding:
    """`faint` is a word that by itself says little."""

    code: str
    span: Span
    faint: bool = False


_ROLE_BEFORE_ITS_PLACE = frozenset({"ngo_staff"})
Findings = Mapping[str, Sequence[Finding]]


def spans(pattern: re.Pattern[str], passage: Passage) -> list[Span]:
    return [passage.span_of(found) for found in pattern.finditer(passage.plain)]


def findings(passage: Passage, words: WordList, field: str, *, names: Sequence[Span] = ()) -> dict[str, list[Finding]]:
    """By code; a code without any finding is left out. Words inside the names of countries and places do not count."""
    found: dict[str, list[Finding]] = {}
    for code, pattern in words.codes[field].items():
        there = spans(pattern, passage)
        void = spans(words.unless[code], passage) if there and code in words.unless else []
        faint = spans(words.faint[code], passage) if there and code in words.faint else []
        for span in there:
            in_name = any(name.holds(span) for name in names)
            if passage.sentence_with(span).holds(span) and not in_name and not any(span.meets(one) for one in void):
                found.setdefault(code, []).append(Finding(code, span, any(_mostly(one, span, code) for one in faint)))
    return found


def _mostly(word: Span, span: Span, code: str) -> bool:
    """Whether a span is mostly this word. “Human rights organisation” says little, “director of” one says who it is."""
    if code in _ROLE_BEFORE_ITS_PLACE and span.start < word.start:
        return False
    return 2 * (min(word.end, span.end) - max(word.start, span.start)) >= span.end - span.start


def that_happened(found: Findings, passage: Passage, words: WordList) -> dict[str, list[Finding]]:
    """Without what is negated and what is said of the country at large."""
    at_large = spans(words.sentences["background"], passage)
    subjects = told_about(passage, words)
    still = spans(words.sentences["not_negation"], passage)
    kept = {
        code: [
            one
            for one in listed
            if not _negated(one.span, passage, words, still)
            and not any(passage.sentence_with(one.span).holds(other) for other in at_large)
            and not any(one.span.meets(subject) for subject in subjects)
        ]
        for code, listed in found.items()
    }
    return {code: listed for code, listed in kept.items() if listed}


def told_about(passage: Passage, words: WordList) -> list[Span]:
    """What somebody wrote or spoke of, as far as the next stop or a few words: it is no act of this text."""
    return [
        Span(one.end, one.end + len(reach[0]))
        for one in spans(words.sentences["subject"], passage)
        if (reach := _SUBJECT.match(passage.text, one.end))
    ]


def _negated(span: Span, passage: Passage, words: WordList, still: list[Span]) -> bool:
    """A word that denies, at most two words before, and none in the phrase itself (“nobody was punished”)."""
    negation = words.sentences["negation"]
    if negation.search(passage.plain_of(span)):
        return False
    near = list(re.finditer(r"\w+", re.split(r"[,;:()]", passage.before(span))[-1]))[-3:]
    if not near or not negation.search(" ".join(word[0] for word in near)):
        return False
    reach = Span(max(0, span.start - 40), span.start)
    return not any(other.meets(reach) for other in still)


def that_is_asked(found: Findings, passage: Passage, words: WordList) -> dict[str, list[Finding]]:
    """Only what stands in a sentence that asks."""
    asking = [passage.sentence_with(span) for span in spans(words.sentences["asking"], passage)]
    kept = {code: [one for one in listed if any(s.holds(one.span) for s in asking)] for code, listed in found.items()}
    return {code: listed for code, listed in kept.items() if listed}
