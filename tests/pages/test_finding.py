"""The list of cases: filters with their counts, and filters that a member saves."""

import re

import pytest

from safeconduct.cases.desk import casework, filtering, incidents, need, risk
from safeconduct.cases.need import Need
from tests.builders import a_risk, a_telling
from tests.embedded import COLLEAGUE, PROTECTION
from tests.pages.page import text_of, typed_into
from tests.rules.cases.test_incident import an_incident

LIST = "/desk/cases/"


@pytest.fixture
def two(embedded):
    """A case with everything that a filter asks about, and a request with nothing of it; and their codenames."""
    full, bare = embedded.call(telling=a_telling(needs=("lawyer",))), embedded.call(telling=a_telling())
    mara, now = embedded.keyring(PROTECTION), embedded.now
    casework.accept(full.ref, mara, at=now)
    incidents.record_incident(full.ref, an_incident(perpetrator="police"), mara, at=now)
    risk.assess(full.ref, a_risk(), mara, at=now)
    need.note_need(full.ref, Need("", "visa", "strong", "recovery", "defender", ""), mara, at=now)
    return tuple(embedded.case(one.ref).story["codename"] for one in (full, bare))


def counts(response, name):
    """The choices of one filter with how many rows each would show."""
    select = re.search(rf'<select id="{name}".*?</select>', text_of(response), re.DOTALL)[0]
    return {value: int(count) for value, count in re.findall(r'value="(\w*)"[^>]*>[^<]*\((\d+)\)', select)}


@pytest.mark.parametrize(
    "chosen",
    [{"perpetrator": "state"}, {"risk": "high"}, {"unmet": "visa"}, {"stage": "case"}],
    ids=["who", "risk", "need", "stage"],
)
def test_a_filter_shows_what_fits_it_and_counts_before_it_is_pressed(embedded, two, chosen):
    full, bare = two
    mara = embedded.staff(PROTECTION)
    ((facet, value),) = chosen.items()
    first = mara.get(LIST)
    assert counts(first, facet)[value] == 1 and counts(first, facet)[""] == 2
    found = text_of(mara.post(LIST, chosen))
    assert full in found and bare not in found and "1 found." in found


def test_who_has_not_been_confirmed_or_assessed_is_found_too(embedded, two):
    full, bare = two
    mara = embedded.staff(PROTECTION)
    assert counts(mara.get(LIST), "verified") == {"": 2, "verified": 0, "lapsed": 0, "unverified": 2}
    found = text_of(mara.post(LIST, {"risk": "none", "verified": "unverified"}))
    assert bare in found and full not in found


def test_a_card_says_who_is_said_to_have_done_it_by_its_group_alone(embedded, two):
    held, _ = casework.cards(embedded.keyring(PROTECTION), at=embedded.now)
    assert sorted(card.perpetrators for card in held) == [(), ("state",)]
    assert "police" not in repr(held)


def test_a_saved_filter_is_used_in_one_press_and_removed_in_another(embedded, two):
    full, bare = two
    mara = embedded.staff(PROTECTION)
    saved = mara.post(LIST, {"risk": "high", "q": "lawyer", "name": "Grave in the valley", "go": "save"})
    assert "The filter is saved. Nobody else sees it." in text_of(saved)
    used = text_of(mara.post(LIST, {"use": "Grave in the valley"}))
    assert full in used and bare not in used
    assert 'value="lawyer"' in used and re.search(r'value="high" selected', used)
    assert "Grave in the valley" not in text_of(embedded.staff(COLLEAGUE).get(LIST))
    assert "Grave in the valley" not in text_of(mara.post(LIST, {"remove": "Grave in the valley"}))
    assert filtering.saved_filters(embedded.keyring(PROTECTION)) == {}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": " ", "risk": "high"}, "The filter has no name yet. Type one that you will know it by."),
        ({"name": "x" * 61, "risk": "high"}, "The name is longer than 60 signs. Choose a shorter one."),
        ({"name": "All"}, "Nothing is chosen yet. Find something first, then save how you found it."),
    ],
    ids=["no name", "long", "nothing chosen"],
)
def test_a_filter_that_cannot_be_saved_is_said_and_kept(embedded, two, typed, said):
    response = embedded.staff(PROTECTION).post(LIST, {**typed, "go": "save"})
    assert said in text_of(response) and typed_into(response, "name") == typed["name"]
    assert ('value="high" selected' in text_of(response)) is ("risk" in typed)
    assert filtering.saved_filters(embedded.keyring(PROTECTION)) == {}


@pytest.mark.parametrize(
    "posted",
    [{"use": "gone"}, {"remove": "gone"}, {"risk": "perhaps"}, {"stage": "x", "go": "save", "name": "Odd"}],
    ids=["use what is gone", "remove what is gone", "no such risk", "save what is no choice"],
)
def test_what_is_no_choice_shows_the_whole_list(embedded, two, posted):
    found = text_of(embedded.staff(PROTECTION).post(LIST, posted))
    assert all(codename in found for codename in two)
    assert filtering.saved_filters(embedded.keyring(PROTECTION)) == {}


def test_the_next_page_belongs_to_the_form_of_the_search(embedded, two, monkeypatch):
    monkeypatch.setattr("safeconduct.web.staff.finding.ROWS_ON_A_PAGE", 1)
    mara = embedded.staff(PROTECTION)
    first = text_of(mara.get(LIST))
    assert '<form class="filters" id="find"' in first and 'form="find" name="page" value="2"' in first
    second = text_of(mara.post(LIST, {"page": "2"}))
    assert sum(codename in first for codename in two) == sum(codename in second for codename in two) == 1


def test_of_many_cases_the_choices_are_counted_when_asked(embedded, two, monkeypatch):
    monkeypatch.setattr(casework, "are_many", lambda _keyring: True)
    mara = embedded.staff(PROTECTION)
    opened = mara.get(LIST)
    assert counts(opened, "risk") == {} and "Count the choices" in text_of(opened)
    assert all(codename in text_of(opened) for codename in two)
    counted = mara.post(LIST, {"q": "lawyer", "go": "count"})
    assert counts(counted, "risk")["high"] == 1 and "Count the choices" not in text_of(counted)


@pytest.mark.parametrize(
    "typed", [{}, {"q": "law"}, {"stage": "case"}, {"q": "en", "stage": "received"}, {"q": "gone"}]
)
def test_what_is_found_by_sealed_words_is_what_is_found_by_opening_every_card(embedded, two, monkeypatch, typed):
    mara = embedded.staff(PROTECTION)
    by_cards = mara.post(LIST, typed)
    monkeypatch.setattr(casework, "are_many", lambda _keyring: True)
    by_words = mara.post(LIST, typed)
    assert rows_of(by_words) == rows_of(by_cards)


def rows_of(response):
    return re.findall(r'class="codename"[^>]*>([^<]+)', text_of(response))
