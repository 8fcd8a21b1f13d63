"""When two texts are one statement: equal, reprinted or updated; a mould that was filled in twice is none."""

import pytest

from safeconduct.observatory.collecting.likeness import ComparedText, page_address, relation
from tests.rules.observatory.source_files import STATEMENT, TITLE, URL

OTHER = (
    "Today we mark the day of the environment. Rivers and forests need those who look after them, and so do the people who "
    "live from them. Our programmes in the region go on, with new funds for schools and for clean water in three provinces."
)
ELSEWHERE = "https://news.example.net/reprint"


def text(words=STATEMENT, *, url=URL, published="2023-03-14", language="en"):
    return ComparedText("", TITLE, words, url, language, published)


SITUATIONS = {
    "the same text at the same address": (text(), text(), "same"),
    "the same text with other blanks and quotation marks": (text(), text(STATEMENT.replace(" ", "\n ")), "same"),
    "the same text elsewhere": (text(), text(url=ELSEWHERE), "same"),
    "a reprint with a line of its own": (
        text(),
        text(f"Source: EU. {STATEMENT} All rights reserved.", url=ELSEWHERE),
        "same",
    ),
    "an update at its address": (
        text(),
        text(STATEMENT + " He was released on appeal on 2 April, which we welcome."),
        "updated",
    ),
    "another text at the address": (text(), text(OTHER), ""),
    "a different text": (text(), text(OTHER, url=ELSEWHERE), ""),
    "the mould filled in for another person": (
        text(),
        text(STATEMENT.replace("Rustam Halimzoda", "Ana Ruiz"), url=ELSEWHERE),
        "perhaps",
    ),
    "the same mould with another number": (
        text(),
        text(STATEMENT.replace("10 March", "17 March"), url=ELSEWHERE),
        "perhaps",
    ),
    "nearly the same a year later": (
        text(),
        text(f"{STATEMENT} We repeat it.", url=ELSEWHERE, published="2024-03-14"),
        "perhaps",
    ),
    "a few words that many pages have": (text("Read more here."), text("Read more here.", url=ELSEWHERE), "perhaps"),
}


@pytest.mark.parametrize(("one", "other", "expected"), SITUATIONS.values(), ids=list(SITUATIONS))
def test_a_text_is_a_version_of_another(one, other, expected):
    assert relation(one, other) == expected


def test_a_longer_mould_that_differs_in_one_name_is_never_joined_by_itself():
    """Of 300 words two differ: nearly all shingles are shared, and still they are two prisoners."""
    long = f"{STATEMENT} {OTHER} {OTHER.upper()} {OTHER.title()}"
    one, other = text(long), text(long.replace("Rustam", "Ramil"), url=ELSEWHERE)
    assert len(one.shingles & other.shingles) > 0.9 * len(one.shingles)
    assert relation(one, other) == "perhaps"


def test_a_word_that_stands_elsewhere_in_small_letters_does_not_hide_a_name():
    """“Law” is replaced by a name, and “law” stands in both."""
    long = f"{STATEMENT} {OTHER} Nothing in law allows it."
    one, other = text(f"{long} The Law was signed."), text(f"{long} The Halima was signed.", url=ELSEWHERE)
    assert relation(one, other) == relation(other, one) == "perhaps"


def test_in_a_script_without_capitals_every_word_may_be_a_name():
    arabic = " ".join(
        ["يعرب الاتحاد الأوروبي عن قلقه البالغ إزاء الحكم على المدافع عن حقوق الإنسان رستم في المحكمة"] * 3
    )
    one, other = text(arabic), text(f"{arabic} اليوم", url=ELSEWHERE)
    assert relation(one, other) == "same"
    assert relation(text(arabic.replace("رستم", "أحمد", 1)), other) == "perhaps"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.example.org/a/", "http://example.org/a#top"),
        ("https://Example.org/a", "https://example.org/a"),
    ],
)
def test_a_page_has_one_address(one, other):
    assert page_address(one) == page_address(other) != ""


def test_pages_of_one_program_are_told_apart_by_what_is_asked():
    assert page_address("https://example.org/?id=1") != page_address("https://example.org/?id=2")
