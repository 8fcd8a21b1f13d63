"""Slips in a code are caught as often as its check bits promise, and no text whatever makes reading fail otherwise."""

import time
from contextlib import suppress
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.sealing import code as code_module
from safeconduct.sealing.code import (
    DIGIT_CHECK_BITS,
    DIGIT_FORM,
    LONGEST_TYPED,
    WORD_CHECK_BITS,
    WORD_LISTS,
    Code,
    Misread,
    Reading,
    read,
    written,
)

WORD_FORMS = tuple(WORD_LISTS)
POSITIONS = {form: {word: place for place, word in enumerate(code_module._list(form))} for form in WORD_FORMS}


def accepted(typed):
    try:
        read(typed)
    except Misread as misread:
        assert misread.problem == "check"
        return False
    return True


def assert_caught(slips, check_bits, *, at_least):
    outcomes = [accepted(slip) for slip in slips]
    assert len(outcomes) >= at_least
    assert sum(outcomes) < 3 * len(outcomes) / 2**check_bits


@pytest.mark.slow
@pytest.mark.parametrize("form", WORD_FORMS)
def test_a_wrong_word_is_caught_as_often_as_fifteen_check_bits_promise(form):
    assert WORD_CHECK_BITS == 15
    words = written(Code(Random(form).randbytes(16)), form)
    slips = (
        " ".join((*words[:place], other, *words[place + 1 :]))
        for place in range(13)
        for other in code_module._list(form)
        if other != words[place]
    )
    assert_caught(slips, WORD_CHECK_BITS, at_least=20_000)


@pytest.mark.slow
def test_two_words_exchanged_are_caught_as_often_as_fifteen_check_bits_promise():
    drawn = Random("exchanged")
    slips = []
    while len(slips) < 20_000:
        words = written(Code(drawn.randbytes(16)), "en")
        for place in range(12):
            exchanged = (*words[:place], words[place + 1], words[place], *words[place + 2 :])
            if exchanged != words:
                slips.append(" ".join(exchanged))
    assert_caught(slips, WORD_CHECK_BITS, at_least=20_000)


@pytest.mark.slow
def test_a_wrong_group_is_caught_as_often_as_eleven_check_bits_promise():
    assert DIGIT_CHECK_BITS == 11
    drawn = Random("groups")
    slips = []
    for _ in range(2):
        groups = written(Code(drawn.randbytes(16)), DIGIT_FORM)
        slips += [
            " ".join((*groups[:place], f"{other:03}", *groups[place + 1 :]))
            for place in range(14)
            for other in range(1000)
            if f"{other:03}" != groups[place]
        ]
    assert_caught(slips, DIGIT_CHECK_BITS, at_least=20_000)


@pytest.mark.slow
def test_a_wrong_digit_or_two_exchanged_are_caught_as_often_as_eleven_check_bits_promise():
    drawn = Random("digits")
    slips = []
    while len(slips) < 20_000:
        digits = "".join(written(Code(drawn.randbytes(16)), DIGIT_FORM))
        for place in range(42):
            slips += [digits[:place] + d + digits[place + 1 :] for d in "0123456789" if d != digits[place]]
            exchanged = digits[:place] + digits[place : place + 2][::-1] + digits[place + 2 :]
            slips += [exchanged] if exchanged != digits else []
    assert_caught(slips, DIGIT_CHECK_BITS, at_least=20_000)


@pytest.mark.slow
def test_no_two_forms_share_a_check():
    drawn = Random("forms")
    slips = []
    for _ in range(2500):
        code = Code(drawn.randbytes(16))
        for form in WORD_FORMS:
            # The words of the other lists that stand where the words of this form stand.
            places = [POSITIONS[form][word] for word in written(code, form)]
            slips += [
                " ".join(code_module._list(other)[place] for place in places) for other in WORD_FORMS if other != form
            ]
    assert_caught(slips, WORD_CHECK_BITS, at_least=15_000)


def test_a_number_too_large_for_a_code_is_caught():
    for typed in ("9" * 42, str(1 << 139), str((1 << 139) + 12345)):
        assert not accepted(typed)


WORDS = written(Code(bytes(range(16))), "en")
GROUPS = written(Code(bytes(range(16))), DIGIT_FORM)


@pytest.mark.parametrize(
    ("typed", "problem", "word"),
    [
        ("", "short", ""),
        ("  \n ", "short", ""),
        ("... - , ()", "short", ""),
        ("1 2 3", "short", ""),
        (WORDS[0], "short", ""),
        (" ".join(WORDS[:12]), "short", ""),
        ("1. " + " 2. ".join(WORDS[:12]), "short", ""),
        (" ".join((*WORDS[:12], "rosebud")), "unknown word", "rosebud"),
        (" ".join((*WORDS[:5], "Rösti,", *WORDS[6:])), "unknown word", "rosti"),
        (" ".join((*WORDS[:5], "", *WORDS[6:])), "short", ""),
        (" ".join((*WORDS[:5], WORDS[5][:-1], *WORDS[6:])), "unknown word", WORDS[5][:-1]),
        (" ".join((WORDS[1], WORDS[0], *WORDS[2:])), "check", ""),
        (" ".join(("abandon",) * 13), "check", ""),
        (" ".join((*WORDS[:6], *written(Code(bytes(range(16))), "fr")[6:])), "unknown word", None),
        (" ".join(GROUPS[:13]), "short", ""),
        (" ".join(GROUPS[:2]), "short", ""),
        (" ".join(GROUPS)[:-1], "short", ""),
        (" ".join((*GROUPS[:10], "rose")), "unknown word", "r"),
        (" ".join((GROUPS[1], GROUPS[0], *GROUPS[2:])), "check", ""),
        ("1" * 42, "check", ""),
        ("x" * (LONGEST_TYPED + 1), "check", ""),
    ],
    ids=[
        "nothing",
        "only blanks",
        "only punctuation",
        "only numbers",
        "one word",
        "twelve words",
        "twelve numbered words",
        "a last word of no list",
        "a word of no list",
        "a word left out",
        "a letter left out",
        "two words exchanged",
        "one word thirteen times",
        "half in another language",
        "thirteen groups",
        "two groups",
        "a digit left out",
        "a word among the digits",
        "two groups exchanged",
        "ones",
        "far too long",
    ],
)
def test_what_is_no_code_is_named_by_its_problem(typed, problem, word):
    assert problem in Misread.PROBLEMS
    with pytest.raises(Misread) as misread:
        read(typed)
    assert misread.value.problem == problem
    assert word is None or misread.value.word == word


pieces = st.one_of(
    st.sampled_from(
        [*WORDS, *GROUPS, *written(Code(bytes(16)), "fr"), "١٢٣", "1.", "-", ",", "\u200f", "´", "²", "½", "Ⅷ"]
    ),
    st.text(max_size=5),
    st.text("0123456789٠١٢٣ .-\n", max_size=50),
)


@pytest.mark.slow
@settings(max_examples=max(500, settings().max_examples))
@given(
    st.one_of(
        st.text(max_size=300), st.lists(pieces, max_size=60).map(" ".join), st.lists(pieces, max_size=60).map("".join)
    )
)
def test_any_text_is_a_code_or_is_misread_and_nothing_else(typed):
    try:
        reading = read(typed)
    except Misread as misread:
        assert misread.problem in Misread.PROBLEMS
    else:
        assert isinstance(reading, Reading)
        assert len(reading.code.bits) == 16


LONG = {
    "letters": "a",
    "digits": "1",
    "arabic digits": "١",
    "words": "zoo ",
    "numbered words": "1. zoo ",
    "blanks": " ",
    "punctuation": "-.,",
    "accents in two orders": "\u0301\u0316",
    "ligatures that grow eighteenfold": "\ufdfa",
    "invisible marks": "\u200f",
    "a code and accents": " ".join(WORDS) + "\u0316\u0301" * 5000,
    "digits and accents": "".join(GROUPS) + "\u0316\u0301" * 5000,
}


@pytest.mark.parametrize("length", [LONGEST_TYPED, 100_000], ids=["as long as is read", "a hundred thousand"])
@pytest.mark.parametrize("kind", LONG)
def test_no_text_takes_long_to_read(kind, length):
    typed = (LONG[kind] * (length // len(LONG[kind]) + 1))[:length]
    took = min(_time_to_read(typed) for _ in range(3))
    assert took < 0.05


def _time_to_read(typed):
    begun = time.perf_counter()
    with suppress(Misread):
        read(typed)
    return time.perf_counter() - begun
