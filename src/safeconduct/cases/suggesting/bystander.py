"""Who a text names besides its victim, and what it names that did not happen: words found there tell of something else.

Who speaks (“said the lawyer”), relatives (“his wife, a teacher,”) and what “she” of a police or an organisation stands for
are no group of the victim; what is feared and what somebody works against is no violation of this case."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from safeconduct.cases.suggesting.finding import Finding, spans
from safeconduct.cases.suggesting.passage import Passage, Span
from safeconduct.cases.suggesting.word_list import WordList

Found = Mapping[str, Sequence[Finding]]
_ROWS: Mapping[str, Any] = tomllib.loads((Path(__file__).parent / "bystander.toml").read_text(encoding="utf-8"))
_CAUSES = frozenset(_ROWS["causes"])
_LOOSE = frozenset(_ROWS["loose"])
_NEED_AN_ACT = frozenset(_ROWS["need_an_act"])
_IN_NAMES = frozenset(_ROWS["in_names"])
_NOT_FEARED = frozenset(_ROWS["not_feared"])
_SPEAK_TOO = frozenset(_ROWS["speak_of_themselves"])
_ENDS = re.compile(r"[;:!?«»“”\"()|\n؛]|\.\s|\s[-–—]\s")
_CUTS = re.compile(r"[,،;:!?«»“”\"().|\n؛]|\s[-–—]\s")
_LONGEST_SUBJECT, _AFTER_VERB, _BESIDE_KIN, _FEARED, _AGAINST = 14, 7, 6, 8, 5
_VERB_FIRST = ("ar",)
_A_WOMAN_WHO_IS_LAWYER = "محامية"  # in plain letters it is written as “his lawyer” is
_SOON = 60  # letters: “said that she was beaten”, not “said that she was shocked that a court had …”
_OF_HER = re.compile(r"[اآ]?نها(?!\w)|تعرضت|تلقت")  # in Arabic “she said” is a verb of its own
_HIS_IN_ARABIC = ("ه", "ها", "هم", "هن")


def less_others(
    found: Found, acts: Sequence[Span], passage: Passage, words: WordList, *, kept_from: Sequence[Span] = ()
) -> dict[str, list[Finding]]:
    """Groups without those that are said of who speaks, of relatives and of things that a language calls “she”.

    `kept_from`: where somebody is kept from a lawyer, who is not the victim."""
    others = [*_speakers(acts, passage, words), *_relatives(acts, passage, words)]
    telling = [passage.sentence_with(act) for act in acts]
    kept = {
        code: [
            one
            for one in listed
            if not (code not in _SPEAK_TOO and any(other.holds(one.span) for other in others))
            and not (code in _NEED_AN_ACT and not any(sentence.holds(one.span) for sentence in telling))
            and not (code in _IN_NAMES and _in_a_name(one.span, passage))
            and not (code == "lawyer" and any(other.meets(one.span) for other in kept_from))
        ]
        for code, listed in found.items()
    }
    if "woman_hrd" in kept:
        kept["woman_hrd"] = _women(kept["woman_hrd"], others, passage, words)
    return {code: listed for code, listed in kept.items() if listed}


def less_feared(found: Found, passage: Passage, words: WordList) -> dict[str, list[Finding]]:
    """Kinds of violation without what may come and, where it is a common cause, without what somebody works against."""
    feared = [_on_from(one, _FEARED, passage) for one in spans(words.sentences["feared"], passage)]
    against = [_on_from(one, _AGAINST, passage) for one in spans(words.sentences["against"], passage)]
    said = spans(words.sentences["speaking"], passage)
    kept = {
        code: [
            one
            for one in listed
            if not (code in _LOOSE and any(one.span.start < verb.start and verb.end <= one.span.end for verb in said))
            and not (code not in _NOT_FEARED and any(other.holds(one.span) for other in feared))
            and not (code in _CAUSES and any(_is_worked_against(one.span, other, passage, words) for other in against))
        ]
        for code, listed in found.items()
    }
    return {code: listed for code, listed in kept.items() if listed}


def _is_worked_against(span: Span, reach: Span, passage: Passage, words: WordList) -> bool:
    """Not “about his torture”: somebody's own is the case."""
    if not reach.holds(span):
        return False
    between = passage.plain_of(Span(reach.start, span.start))
    own = words.language == "ar" and passage.words(span).split()[0].endswith(_HIS_IN_ARABIC)
    return not own and not words.sentences["oneself"].search(between)


def _speakers(acts: Sequence[Span], passage: Passage, words: WordList) -> list[Span]:
    """The subject of each verb of saying, where no act is told of it; and who is named after it or after “according to”."""
    found = [_on_from(one, _AFTER_VERB, passage) for one in spans(words.sentences["according"], passage)]
    for verb in spans(words.sentences["speaking"], passage):
        a_name = passage.text[verb.start].isupper() and not passage.is_headed(verb)  # Mr. Said
        if a_name or _of_oneself(verb, acts, passage, words):
            continue
        before = _subject(verb, passage)
        if words.language not in _VERB_FIRST and not words.sentences["no_speaker"].search(_last_word(before, passage)):
            found.append(before)
        that = words.sentences["that"].search(_next_word(verb, passage))
        if words.language in _VERB_FIRST or (_is_after_quotation(verb, passage) and not that):
            found.append(_up_to_that(_on_from(verb, _AFTER_VERB, passage, cut=_ENDS), passage, words))
    return [one for one in found if not any(one.meets(act) for act in acts)]


def _subject(verb: Span, passage: Passage) -> Span:
    """What stands before a verb in its clause, as far as a subject is long."""
    start = passage.sentence_with(verb).start
    before = passage.text[start : verb.start]
    cuts = [found.end() for found in _ENDS.finditer(before)]
    start += cuts[-1] if cuts else 0
    many = list(re.finditer(r"\S+", passage.text[start : verb.start]))
    return Span(start + many[-_LONGEST_SUBJECT].start() if len(many) > _LONGEST_SUBJECT else start, verb.start)


def _up_to_that(span: Span, passage: Passage, words: WordList) -> Span:
    """“The researcher said that …”: what follows “that” is what she said."""
    that = next((one for one in spans(words.sentences["that"], passage) if span.holds(one)), None)
    return Span(span.start, that.start) if that else span


def _last_word(span: Span, passage: Passage) -> str:
    return " ".join(passage.plain_of(span).split()[-1:])


def _next_word(span: Span, passage: Passage) -> str:
    return " ".join(passage.after(span).split()[:1])


def _is_after_quotation(verb: Span, passage: Passage) -> bool:
    """“…”, said the lawyer: after a quotation or a comma, or first in its sentence."""
    before = passage.text[passage.sentence_with(verb).start : verb.start].rstrip()
    return not before or before[-1] in ',»”"–—'


def _of_oneself(verb: Span, acts: Sequence[Span], passage: Passage, words: WordList) -> bool:
    """“The journalist says that she was beaten”: who speaks may be the victim."""
    sentence = passage.sentence_with(verb)
    after = " ".join(passage.plain_of(Span(verb.end, sentence.end)).split()[:4])
    follows = any(sentence.holds(act) and verb.end < act.end and act.start <= verb.end + _SOON for act in acts)
    if words.language in _VERB_FIRST and passage.words(verb).endswith("ت") != bool(_OF_HER.search(after)):
        return False
    return follows and bool(words.sentences["oneself"].search(after))


def _relatives(acts: Sequence[Span], passage: Passage, words: WordList) -> list[Span]:
    """“His wife, a teacher”, without the “his”: unless the words beside tell what was done to them, or with them."""
    found = []
    for word in spans(words.sentences["kin"], passage):
        if _A_WOMAN_WHO_IS_LAWYER in passage.words(word):
            continue
        beside = _on_from(_less_owner(word, passage), _BESIDE_KIN, passage, cut=_ENDS)
        suffer = words.sentences["passive"].search(passage.plain_of(beside)) and any(beside.meets(act) for act in acts)
        if _begins_clause(word, passage, words) and not suffer:
            found.append(beside)
    return found


def _begins_clause(word: Span, passage: Passage, words: WordList) -> bool:
    """A relative who is told of first is one who does something; in Arabic the verb comes before."""
    before = passage.text[passage.sentence_with(word).start : word.start].rstrip()
    after_that = words.sentences["that"].search(" ".join(passage.before(word).split()[-1:]))
    return not before or not before[-1].isalnum() or bool(after_that) or words.language in _VERB_FIRST


def _less_owner(word: Span, passage: Passage) -> Span:
    """“Her” in “her mother” tells of the victim, and so does Arabic “زوجها”, which writes it onto the word."""
    owner, between, _ = passage.text[word.start : word.end].partition(" ")
    if between:
        return Span(word.start + len(owner) + 1, word.end)
    return Span(word.end - 1, word.end) if owner.endswith("ها") else word


def _in_a_name(span: Span, passage: Passage) -> bool:
    """“Youth Against Settlements”: a word with a capital letter beside another one, not first in its sentence."""
    before, after = passage.text[: span.start].split(), passage.text[span.end :].split()
    first = passage.sentence_with(span).start == span.start
    beside = [*before[-1:], *after[:1]]
    titled = first or passage.is_headed(span)
    return not titled and passage.text[span.start].isupper() and any(word[0].isupper() for word in beside)


def _women(listed: Sequence[Finding], others: Sequence[Span], passage: Passage, words: WordList) -> list[Finding]:
    """Without the pronouns that stand for a relative, for who speaks, or for a thing: the last of these before them."""
    pronouns = words.sentences["she"]
    things = [*spans(words.sentences["things"], passage), *others]
    women = [one.span for one in listed if not pronouns.fullmatch(passage.plain_of(one.span))]
    return [one for one in listed if one.span in women or not _stands_for(one.span, things, women, passage)]


def _stands_for(pronoun: Span, things: Sequence[Span], women: Sequence[Span], passage: Passage) -> bool:
    sentence = passage.sentence_with(pronoun)
    before = passage.text[: sentence.start].rstrip()
    if before.endswith(";"):  # what follows it goes on with the same subject
        sentence = Span(passage.sentence_with(Span(len(before) - 1, len(before))).start, sentence.end)
    last = max((one.start for one in things if one.start < pronoun.start and sentence.holds(one)), default=-1)
    return last >= 0 and not any(last < one.start < pronoun.start for one in women)


def _on_from(word: Span, many: int, passage: Passage, *, cut: re.Pattern[str] = _CUTS) -> Span:
    """From a word on, as far as so many words or a stop."""
    rest = passage.text[word.end : passage.sentence_with(word).end]
    found = cut.search(rest)
    reach = rest[: found.start()] if found else rest
    ends = [one.end() for one in re.finditer(r"\S+", reach)][:many]
    return Span(word.start, word.end + (ends[-1] if ends else 0))
