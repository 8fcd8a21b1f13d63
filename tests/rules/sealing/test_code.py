"""A code comes back however people write it down, and its keys, check and sign depend on every bit of it."""

import string
import unicodedata
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.sealing.code import (
    DIGIT_FORM,
    WORD_LISTS,
    Code,
    Misread,
    form_for,
    new_code,
    plain_word,
    read,
    sign,
    written,
)

WORD_FORMS = tuple(WORD_LISTS)
FORMS = (*WORD_FORMS, DIGIT_FORM)
ARABIC_INDIC, PERSIAN = str.maketrans(string.digits, "٠١٢٣٤٥٦٧٨٩"), str.maketrans(string.digits, "۰۱۲۳۴۵۶۷۸۹")

codes = st.binary(min_size=16, max_size=16).map(Code)
forms = st.sampled_from(FORMS)
own_words = st.lists(st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=8), max_size=4).map(" ".join)


def said(code, form):
    return " ".join(written(code, form))


def same_reading(typed, code, form, own_word=""):
    reading = read(typed)
    assert (reading.code, reading.form) == (code, form)
    assert plain_word(reading.own_word) == plain_word(own_word)
    return True


@given(codes, forms)
def test_a_code_that_is_typed_as_written_is_read(code, form):
    assert same_reading(said(code, form), code, form)


@given(codes)
def test_a_code_has_thirteen_words_of_the_list_or_fourteen_groups_of_three_digits(code):
    for form in WORD_FORMS:
        assert len(written(code, form)) == 13
        assert len({said(code, form) for form in FORMS}) == len(FORMS)
    groups = written(code, DIGIT_FORM)
    assert len(groups) == 14
    assert all(len(group) == 3 and group.isdecimal() and group.isascii() for group in groups)


def without_accents(text):
    return "".join(mark for mark in unicodedata.normalize("NFD", text) if not unicodedata.combining(mark))


WAYS_WITH_WORDS = {
    "capitals": lambda words: " ".join(words).upper(),
    "first letters large": lambda words: " ".join(words).title(),
    "accents left out": lambda words: without_accents(" ".join(words)),
    "accents taken apart": lambda words: unicodedata.normalize("NFD", " ".join(words)),
    "numbers before": lambda words: " ".join(f"{n} {word}" for n, word in enumerate(words, 1)),
    "numbers and points": lambda words: "\n".join(f"{n}. {word}" for n, word in enumerate(words, 1)),
    "numbers and points without a blank": lambda words: " ".join(f"{n}.{word}" for n, word in enumerate(words, 1)),
    "numbers in brackets": lambda words: " ".join(f"{n}) {word}" for n, word in enumerate(words, 1)),
    "arabic numbers": lambda words: " ".join(f"{n}. {word}" for n, word in enumerate(words, 1)).translate(ARABIC_INDIC),
    "commas": lambda words: ", ".join(words) + ".",
    "hyphens between": lambda words: " - ".join(words),
    "quotation marks": lambda words: "“" + " ".join(words) + "”",
    "lines and tabs": lambda words: "\n\t".join(words) + "\r\n",
    "wide blanks": lambda words: "\u00a0\u3000".join(words),
    "direction marks": lambda words: "\u200f" + " \u200e".join(words) + "\u200f",
    "wide letters": lambda words: "".join(
        chr(ord(c) + 0xFEE0) if c in string.ascii_letters else c for c in " ".join(words)
    ),
}
WAYS_WITH_DIGITS = {
    "no blanks": lambda groups: "".join(groups),
    "hyphens": lambda groups: "-".join(groups),
    "points and commas": lambda groups: ".".join(groups[:7]) + ", " + ",".join(groups[7:]),
    "one digit a line": lambda groups: "\n".join("".join(groups)),
    "arabic-indic digits": lambda groups: " ".join(groups).translate(ARABIC_INDIC),
    "persian digits": lambda groups: " ".join(groups).translate(PERSIAN),
    "two kinds of digits": lambda groups: " ".join(groups[:6]) + " " + " ".join(groups[6:]).translate(ARABIC_INDIC),
    "wide digits": lambda groups: "".join(chr(ord(c) + 0xFEE0) for c in "".join(groups)),
    "direction marks": lambda groups: "\u200f" + "\u200e \u200f".join(groups),
    "blanks around": lambda groups: "\n  " + " ".join(groups) + "\t",
}


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS_WITH_WORDS)
@given(code=codes, form=st.sampled_from(WORD_FORMS), own_word=own_words)
def test_words_are_read_however_people_write_them_down(way, code, form, own_word):
    typed = WAYS_WITH_WORDS[way](written(code, form))
    assert same_reading(typed, code, form)
    assert same_reading(f"{typed} {own_word}", code, form, own_word)


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS_WITH_DIGITS)
@given(code=codes, own_word=own_words)
def test_digits_are_read_however_people_write_them_down(way, code, own_word):
    typed = WAYS_WITH_DIGITS[way](written(code, DIGIT_FORM))
    assert same_reading(typed, code, DIGIT_FORM)
    assert same_reading(f"{typed} {own_word}", code, DIGIT_FORM, own_word)


@pytest.mark.parametrize(
    "own_word",
    [
        "rose",
        "red rose in May",
        "1984",
        "12 03 1999",
        "000",
        "1" * 42,
        "٢٠٢٤",
        "نور",
        "Éléphant",
        "l'amour",
        "abandon",
        "porte-bonheur",
        "rose.",
        "-rose-",
        "(rose)",
        "´rose",
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_an_own_word_behind_the_code_leads_to_the_keys_it_was_chosen_for(form, own_word):
    code = Code(bytes(range(16)))
    for between in (" ", "  ", "\n", ", ", " - ", " – ", ": "):
        reading = read(said(code, form) + between + own_word)
        assert reading.code == code
        assert reading.code.identity_with(reading.own_word) == code.identity_with(own_word)


@pytest.mark.parametrize(
    ("chosen", "typed"),
    [
        ("Éléphant", "elephant"),
        ("rose", " ROSE "),
        ("red  rose", "red rose"),
        ("rose", "rose."),
        ("rose", "«rose»"),
        ("1984", "١٩٨٤"),
        ("۱۹۸۴", "١٩٨٤"),
        ("نُور", "نور"),
        ("می\u200cروم", "میروم"),
        ("straße", "STRASSE"),
        ("rose´", "rose"),
    ],
)
def test_an_own_word_is_the_same_on_another_keyboard(chosen, typed):
    code = Code(bytes(16))
    assert code.identity_with(chosen) == code.identity_with(typed)


@given(st.text(max_size=20))
def test_a_plain_word_is_plain_and_stays_so_whatever_the_normal_form(word):
    assert plain_word(unicodedata.normalize("NFKC", word)) == plain_word(word)
    assert plain_word(plain_word(word)) == plain_word(word)
    assert plain_word(f"  {word}\n") == plain_word(word)


def test_another_own_word_leads_elsewhere_and_so_does_none():
    code = Code(bytes(range(16)))
    led = [code.identity(), *(code.identity_with(word) for word in ("rose", "roses", "red rose", "rosered", "", "7"))]
    assert len({identity.secret for identity in led}) == len(led)


@given(codes, codes)
def test_the_keys_and_locators_of_two_codes_are_all_different(one, other):
    led = {
        value
        for code in {one, other}
        for value in (code.locator(), code.identity().secret.hex(), code.identity_with("rose").secret.hex())
    }
    assert len(led) == 3 * len({one, other})
    assert one.bits.hex() not in led


def test_new_codes_never_repeat_and_have_128_bits():
    drawn = {new_code().bits for _ in range(1000)}
    assert len(drawn) == 1000
    assert {len(bits) for bits in drawn} == {16}


def test_a_code_does_not_show_itself_when_printed():
    code = Code(b"sixteen bytes...")
    reading = read(said(code, "en") + " rose")
    for printed in (repr(code), repr(reading), str(code)):
        assert "sixteen" not in printed
        assert "rose" not in printed


@pytest.mark.parametrize(
    ("language", "form"),
    [("en", "en"), ("fr", "fr"), ("es", "es"), ("ar", DIGIT_FORM), ("ru", DIGIT_FORM), ("", DIGIT_FORM)],
)
def test_a_language_without_a_reviewed_list_gets_digits(language, form):
    assert form_for(language) == form


@pytest.mark.parametrize("form", WORD_FORMS)
def test_no_two_words_of_a_list_are_one_without_accents(form):
    # Thirteen equal words spell every position of the list in turn.
    drawn = Random(1)
    seen = set()
    while len(seen) < 2048:
        seen.update(written(Code(drawn.randbytes(16)), form))
    assert len({plain_word(word) for word in seen}) == len(seen) == 2048
    assert all(plain_word(word).isalpha() for word in seen)


@given(codes, forms)
def test_the_sign_of_a_code_is_two_parts_and_always_the_same(code, form):
    assert sign(code, form) == sign(Code(code.bits), form)
    first, second = sign(code, form)
    assert all(part.isdecimal() and len(part) == 3 for part in (first, second)) == (form == DIGIT_FORM)


@pytest.mark.parametrize("form", FORMS)
def test_the_signs_of_different_codes_are_rarely_the_same(form):
    drawn = Random(2)
    signs = {sign(Code(drawn.randbytes(16)), form) for _ in range(500)}
    assert len(signs) >= 498


def test_a_sign_gives_away_no_word_of_its_code_more_than_chance_does():
    drawn = Random(3)
    shared = sum(
        bool(set(sign(code, "en")) & set(written(code, "en")))
        for code in (Code(drawn.randbytes(16)) for _ in range(2000))
    )
    assert shared < 3 * 2000 * 26 / 2048


def test_what_was_misread_is_not_said_in_the_error():
    with pytest.raises(Misread) as misread:
        read("a very private sentence")
    assert str(misread.value) == "This is not a code."
