"""Countries by the names that people give them, in five languages, and never a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.vocabulary import place_name
from safeconduct.vocabulary.language import CODES
from safeconduct.vocabulary.place_name import OTHER_NAMES, country_code, country_name, only_time_zone

NAMES = {
    "English": ("Sudan", "SD"),
    "French": ("Soudan", "SD"),
    "Spanish": ("Sudán", "SD"),
    "Arabic": ("السودان", "SD"),
    "Russian": ("Судан", "SD"),
    "without accents": ("Peru", "PE"),
    "with accents": ("Pérou", "PE"),
    "capitals": ("SOUTH SUDAN", "SS"),
    "blanks": ("  south   sudan\n", "SS"),
    "hard spaces": ("South\xa0Sudan", "SS"),
    "a hyphen": ("Guinea-Bissau", "GW"),
    "an apostrophe": ("Côte d'Ivoire", "CI"),
    "a curly apostrophe": ("Côte d’Ivoire", "CI"),
    "the code": ("sd", "SD"),
    "a mark of direction": ("\u200fالسودان\u200f", "SD"),
    "in full": ("United States", "US"),
    "without what CLDR puts in brackets": ("Myanmar", "MM"),
    "an older name": ("Turkey", "TR"),
    "an older name in Russian": ("Бирма", "MM"),
    "letters with stops": ("U.S.A.", "US"),
    "letters": ("DRC", "CD"),
    "what people say": ("Palestine", "PS"),
    "what people say in Arabic": ("فلسطين", "PS"),
    "what people say in French": ("République démocratique du Congo", "CD"),
}


@pytest.mark.parametrize(("name", "code"), NAMES.values(), ids=NAMES)
def test_a_country_is_known_by_its_name(name, code):
    assert country_code(name) == code


@pytest.mark.parametrize("name", ["", " ", "Karsa", "near Sudan", "Sudan or Chad", "EU", "World", "001", "ZZ", "?"])
def test_what_is_no_country_has_no_code(name):
    assert country_code(name) == ""


@pytest.mark.parametrize("language", CODES)
def test_each_language_has_names_for_every_code_that_it_reads(language):
    for code in ("SD", "PE", "EG", "CO", "BY", "KH"):
        assert country_name(code, language) != code
        assert country_code(country_name(code, language)) == code


def test_a_missing_code_has_no_name_and_a_strange_one_keeps_itself():
    assert country_name("") == ""
    assert country_name("QX") == "QX"


def test_what_people_say_beside_is_one_country_each_and_takes_no_name_from_another():
    said = [(country_code(name), code) for code, names in OTHER_NAMES.items() for name in names]
    assert all(found == code for found, code in said)
    assert {code: country_name(code) for code in OTHER_NAMES if country_name(code) == code} == {}


@given(st.text())
def test_any_text_is_answered_with_two_letters_or_none(text):
    assert len(country_code(text)) in (0, 2)


@given(st.sampled_from(["Sudan", "Perú", "Египет", "مصر"]), st.sampled_from([str.upper, str.lower, str.title, str]))
def test_capitals_do_not_matter(name, written):
    assert country_code(written(name)) == country_code(name) != ""


@pytest.fixture
def invented():
    place_name.invent({"QM": ("Velmora", "Вельмора")})
    yield
    place_name.invent({})


def test_an_invented_country_is_known_only_where_it_was_invented(invented):
    assert (country_code("velmora"), country_code("Вельмора"), country_code("QM")) == ("QM", "QM", "QM")
    assert country_name("QM") == country_name("QM", "fr") == "Velmora"
    place_name.invent({})
    assert (country_code("Velmora"), country_name("QM")) == ("", "QM")


def test_inventing_a_country_takes_no_real_one_away(invented):
    assert country_code("Sudan") == "SD"


@pytest.mark.parametrize(
    ("code", "zone"),
    [("KE", "Africa/Nairobi"), ("RU", ""), ("XQ", ""), ("", "")],
    ids=["one", "many", "none", "no country"],
)
def test_a_time_zone_is_proposed_only_where_a_country_has_one(code, zone):
    assert only_time_zone(code) == zone
