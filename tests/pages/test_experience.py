"""How it went with mechanisms of protection: told on the return page and taken back, noted by the office, counted in three views."""

import html
import re

import pytest

from safeconduct.cases.desk import casework
from safeconduct.intake.desk import allowing, returning
from safeconduct.intake.experience import Experience
from safeconduct.reports import mechanism_views
from safeconduct.vocabulary.sharing import PARTS
from tests.builders import a_telling
from tests.embedded import OTHER_COMPARTMENT, PROTECTION
from tests.pages.page import sentences, text_of, typed_into
from tests.pages.test_countries import section

HELPED = "/en/back/helped/"
FUND, FUND_NAME = "front-line-grants", "Front Line Defenders: Protection Grants"
TYPED = {"mechanism": FUND, "year": "2025", "answered": "yes", "helped": "little", "words": "They asked for papers."}


@pytest.fixture
def call(embedded):
    return embedded.call(telling=a_telling(country="Honduras", needs=("money",)))


def shown(response):
    return html.unescape(text_of(response))


def told(embedded, call):
    return [entry.kind for entry in embedded.case(call.ref).written if entry.kind.startswith("mechanism_")]


# The defender


def test_the_defender_says_where_it_was_then_how_it_went_and_takes_it_back(embedded, call):
    defender, mara = embedded.holder(call), embedded.staff(PROTECTION)
    assert f'href="{HELPED}"' in text_of(defender.get("/en/back/"))
    first = defender.get(HELPED)
    assert "Read only by: <b><bdi>Harbour Desk</bdi></b>." in shown(first) and 'name="mechanism"' not in text_of(first)
    form = defender.post(HELPED, {"go": "where", "country": "Мексика"})
    assert "Mexico: Mechanism to Protect" in shown(form) and FUND_NAME in shown(form)
    assert "Kenya" not in text_of(form).split("<select", 1)[1].split("</select>")[0]
    once = typed_into(form, "once")
    for _ in range(2):
        kept = shown(defender.post(HELPED, {"go": "tell", "country": "MX", "once": once, **TYPED}))
    assert "It is kept, and stands here without your words." in kept
    assert FUND_NAME in kept and "It answered. It helped a little. 2025." in kept and "papers" not in kept
    assert told(embedded, call) == ["mechanism_told"]
    case = section(shown(mara.get(f"/desk/dossiers/{call.ref}/")), "How it went with others")
    assert FUND_NAME in case and "They asked for papers." in case and "Defender" in case
    (ref,) = re.findall(r'name="take_back" value="(\w+)"', kept)
    assert defender.post(HELPED, {"take_back": ref}).status_code == 302
    assert FUND_NAME not in shown(defender.get(HELPED))
    assert told(embedded, call) == ["mechanism_told", "mechanism_taken_back"]
    page = shown(mara.get(f"/desk/dossiers/{call.ref}/how-it-went/"))
    assert "Nothing was told, or it was taken back." in page and "papers" not in page


def test_without_the_own_word_there_is_no_such_page_and_no_way_there(embedded, call):
    with_the_code = embedded.holder(call, own_word="")
    assert HELPED not in text_of(with_the_code.get("/en/back/"))
    for response in (with_the_code.get(HELPED), with_the_code.post(HELPED, {"go": "tell", "country": "", **TYPED})):
        assert (response.status_code, response["Location"]) == (302, "/en/back/")
    assert not returning.tell_experience(call.visit(own_word=""), Experience(**TYPED, name=""), at=embedded.now)
    assert told(embedded, call) == []


@pytest.mark.parametrize(
    "changed, sentence",
    [
        pytest.param({"mechanism": ""}, "It is not said which one it was. Choose one, or write its name.", id="none"),
        pytest.param(
            {"name": "Night Line"}, "One is chosen and another is written. Take one of the two away.", id="both"
        ),
        pytest.param({"helped": ""}, "Nothing is chosen yet. Choose one of these.", id="no help chosen"),
        pytest.param({"answered": "soon"}, "", id="an answer that is not offered"),
        pytest.param({"mechanism": "mexico-mechanism"}, "", id="one of elsewhere"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(embedded, call, changed, sentence):
    response = embedded.holder(call).post(HELPED, {"go": "tell", "country": "KE", **TYPED, **changed})
    said = sentences(response)
    assert said and (sentence in said if sentence else True)
    assert typed_into(response, "words") == TYPED["words"] and typed_into(response, "country") == "KE"
    assert told(embedded, call) == []


def test_a_country_that_is_not_known_is_said(embedded, call):
    response = embedded.holder(call).post(HELPED, {"go": "where", "country": "Atlantis"})
    assert "We do not know this country. Write its usual name, or leave it empty." in sentences(response)
    assert typed_into(response, "country") == "Atlantis"


def test_an_office_that_may_read_nothing_more_is_told_nothing(embedded, call):
    allowing.end_reading(call.visit(), call.ref, at=embedded.now)
    page = shown(embedded.holder(call).get(HELPED))
    assert "Nobody can read this any more" in page and '<button class="main"' not in page
    assert not returning.tell_experience(call.visit(), Experience(**TYPED, name=""), at=embedded.now)


# The office


def note(embedded, call, who=PROTECTION, **changed):
    return embedded.staff(who).post(f"/desk/dossiers/{call.ref}/how-it-went/", {**TYPED, "name": "", **changed})


def who_could_help(embedded, call, who=PROTECTION):
    """The section on how it went, and what its three views say of the fund, by their names."""
    part = section(shown(embedded.staff(who).get(f"/desk/dossiers/{call.ref}/who-could-help/")), "How it went")
    fund = part.partition(f"<h3><bdi>{FUND_NAME}</bdi></h3>")[2].split("</dl>")[0]
    return part, dict(re.findall(r"<dt>(.*?)</dt><dd>([^<]*)", fund))


def test_the_office_notes_it_in_the_view_of_its_kind_and_a_later_word_replaces_it(embedded, call):
    assert note(embedded, call).status_code == 302
    assert note(embedded, call, helped="helped").status_code == 302
    refused = note(embedded, call, helped="helped")
    assert "This stands here already." in sentences(refused)[0] and typed_into(refused, "words") == TYPED["words"]
    page = shown(embedded.staff(PROTECTION).get(f"/desk/dossiers/{call.ref}/how-it-went/"))
    noted = section(page, "As an office saw it")
    assert noted.count(FUND_NAME) == 1 and "It answered. It helped. 2025." in noted and "Practitioner" in noted
    assert "ExperienceNoted" in embedded.events()


def test_three_views_stand_apart_where_a_mechanism_is_chosen(embedded, call, monkeypatch):
    other = embedded.call()
    for one in (call, other):
        returning.tell_experience(one.visit(), Experience(**TYPED, name=""), at=embedded.now)
    part, views = who_could_help(embedded, call)
    nobody = "fewer than five defenders have told and no office has noted anything:"
    assert views == {} and FUND_NAME in part.split(nobody)[1]
    note(embedded, other, words="Ask by telephone.")
    part, views = who_could_help(embedded, call)
    assert views == {
        "Defenders": "Fewer than five have told.",
        "Practitioners": "One case. It answered: 1. It helped a little: 1. ",
        "Officials": "Noted in no case.",
    }
    assert f'href="/desk/dossiers/{other.ref}/how-it-went/"' in part and "telephone" not in part
    assert part.count(call.ref) == 1  # the way to note it here
    monkeypatch.setattr(mechanism_views, "FEWEST", 2)
    part, views = who_could_help(embedded, call)
    assert views["Defenders"].startswith("2 cases. How many said “It answered”, “It answered late”")
    assert "papers" not in part and part.count(call.ref) == 1


def test_cases_of_another_compartment_are_not_counted(embedded, call, monkeypatch):
    monkeypatch.setattr(mechanism_views, "FEWEST", 1)
    note(embedded, call)
    returning.tell_experience(call.visit(), Experience(**TYPED, name=""), at=embedded.now)
    assert casework_counts(embedded, PROTECTION) == [1, 1, 0]
    assert casework_counts(embedded, OTHER_COMPARTMENT) == []


def casework_counts(embedded, who):
    cards, _shared = casework.cards(embedded.keyring(who), at=embedded.now)
    return [view.cases for view in mechanism_views.views_by_mechanism(cards).get(FUND, ())]


def test_nothing_of_it_goes_with_a_share(embedded, call):
    """A share opens parts of a file; what was told and noted lies in none of them."""
    note(embedded, call)
    returning.tell_experience(call.visit(), Experience(**TYPED, name=""), at=embedded.now)
    scopes = {entry.scope for entry in embedded.case(call.ref).written if entry.kind.startswith("mechanism_")}
    assert scopes == {"messages", "coordination"}
    assert not scopes & {scope for part in PARTS.values() for scope in part}


def test_of_a_list_that_is_too_long_the_cards_of_the_country_are_counted(embedded, call, monkeypatch):
    elsewhere = embedded.call(telling=a_telling(country="Kenya", needs=("money",)))
    note(embedded, call)
    note(embedded, elsewhere)
    whole, views = who_could_help(embedded, call)
    assert views["Practitioners"].startswith("2 cases.") and "Only the newest" not in whole
    monkeypatch.setattr(casework, "are_many", lambda _keyring: True)
    cut, views = who_could_help(embedded, call)
    assert views["Practitioners"].startswith("One case.")
    assert "Only the newest 200 cards of the country of this case were looked at." in cut
