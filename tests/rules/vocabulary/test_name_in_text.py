"""A name is found in a text however either was typed."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.vocabulary.name_in_text import holds_part_of, stands_in


@pytest.mark.parametrize(
    "name, text",
    [
        pytest.param("José Núñez", normalize("NFD", "They took José."), id="an accent as a sign of its own"),
        pytest.param("José Núñez", "They took Nunez.", id="without accents"),
        pytest.param("Mariam Okello", "Mar\u00adiam came.", id="a hyphen that nobody sees"),
        pytest.param("Mariam Okello", "Mariam\u200bOkello came.", id="parted by what nobody sees"),
        pytest.param("Mariam Okello", "https://example.org/mariamokello", id="run together"),
        pytest.param("Mariam Okello", "okello.mariam@example.org", id="in an address"),
        pytest.param("सुनीता देवी", "कल सुनीता आई।", id="Hindi, whose vowels are marks"),
        pytest.param("محمد", "رأيت محمّداً ومحمّد", id="Arabic with vowel marks"),
        pytest.param("مريم", "جاءت ومريم معها", id="Arabic with a word before it"),
        pytest.param("Алёна", "Алена пришла", id="Russian without dots"),
        pytest.param("李明", "昨天李明来了", id="Chinese, without spaces"),
        pytest.param("김영희", "어제 김영희가 왔다", id="Korean with an ending"),
        pytest.param("สมชาย ใจดี", "เมื่อวานสมชายมา", id="Thai, without spaces"),
        pytest.param("Li Na", "They asked Li Na.", id="short parts together"),
    ],
)
def test_a_name_is_found_however_it_was_typed(name, text):
    assert holds_part_of(name, text)


@pytest.mark.parametrize(
    "name, text",
    [
        ("Teresa Quist", "A visit on the first day."),
        ("Mary", "Maryland sent a letter."),
        ("Li Na", "Na li."),
        ("", "A visit."),
        ("…", "A visit …"),
    ],
)
def test_what_is_no_name_is_let_through(name, text):
    assert not holds_part_of(name, text)


def test_words_in_a_row_are_found_over_lines():
    assert stands_in("quiet heron", "As for Quiet\n Heron.") and not stands_in("quiet heron", "A heron is quiet.")
    assert not stands_in("", "A visit.") and not stands_in("…", "A visit …")


NAMES = st.text(st.characters(categories=("Lu", "Ll", "Lo")), min_size=4, max_size=12)


@given(NAMES, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]), st.sampled_from([" ", "\n", ", ", "\u00a0", "\u2067"]))
def test_whatever_form_its_signs_have_a_name_in_a_text_is_found(name, form, between):
    assert holds_part_of(name, between.join(["Today", normalize(form, name), "came"]))
