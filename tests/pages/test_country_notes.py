"""What changed in the country of a case, as an officer notes it, sees it beside incidents, and finds it on the country's page."""

import html

import pytest
from django.conf import settings

from safeconduct.cases.country_note import country_notes
from tests.embedded import COLLEAGUE, OTHER_COMPARTMENT, OTHER_OFFICE, PROTECTION
from tests.pages.page import sentences, text_of, typed_into
from tests.pages.test_incidents import add
from tests.protecting import an_accepted_case
from tests.rules.guidance.test_country_fact import FACT

LAW = {
    "go": "note",
    "kind": "law",
    "says": "A bill on foreign money passed its first reading.",
    "source": "The gazette of 27 February",
    "on": "2026-02-27",
}
COUNTRY = "/desk/guidance/countries/KE/"


@pytest.fixture
def call(embedded):
    return an_accepted_case(embedded, country="Kenya")


def address(call):
    return f"/desk/dossiers/{call.ref}/country/"


def read(embedded, where, name=PROTECTION):
    return html.unescape(text_of(embedded.staff(name).get(where)))


def noted(embedded, call, **typed):
    return embedded.staff(PROTECTION).post(address(call), {**LAW, **typed})


def test_a_change_is_noted_and_stands_on_the_case_with_its_source_and_day(embedded, call):
    case = f"/desk/dossiers/{call.ref}/"
    assert f'href="{address(call)}"' in read(embedded, case)
    assert noted(embedded, call).status_code == 302
    page = read(embedded, case, COLLEAGUE).split('id="country"')[1].split("</section>")[0]
    assert LAW["says"] in page and "27 February 2026" in page
    assert "Source: The gazette of 27 February. Noted by: Human rights officer." in page
    assert "CountryNoted" in embedded.events()


def test_the_time_line_shows_it_beside_the_incidents_by_its_day(embedded, call):
    settings.SAFECONDUCT_COUNTRIES.write_text(
        FACT.replace("court_access", "context").replace("2026-10-02", "2026-01-05")
    )
    noted(embedded, call)
    add(embedded, call, first="2026-02-01", text="They wrote to her.")
    add(embedded, call, first="2026-03-01", text="They came.")
    line = read(embedded, f"/desk/dossiers/{call.ref}/incidents/").split("<h2>Time line</h2>")[1].split("</section>")[0]
    told = ["Observers write two days before.", "They wrote to her.", LAW["says"], "They came."]
    assert sorted(told, key=line.index) == told and "Source: The gazette of 27 February" in line


def test_the_page_of_the_country_shows_kind_and_day_and_leads_to_the_case_without_a_word_of_it(embedded, call):
    noted(embedded, call)
    page = read(embedded, COUNTRY).split('id="noted"')[1].split("</section>")[0]
    assert f'href="/desk/dossiers/{call.ref}/#country"' in page and "27 February 2026" in page
    assert "Laws that protect or threaten defenders" in page and LAW["says"] not in page
    assert call.ref not in read(embedded, "/desk/guidance/countries/NO/")
    for name in (OTHER_COMPARTMENT, OTHER_OFFICE):
        assert call.ref not in read(embedded, COUNTRY, name)


def test_a_note_is_taken_back_with_a_reason_and_stays_readable(embedded, call):
    noted(embedded, call)
    (note,) = country_notes(embedded.case(call.ref).written)
    back = {"go": "back", "note": note.ref}
    refused = embedded.staff(PROTECTION).post(address(call), {**back, "why": " "})
    assert any("It is not said why." in said for said in sentences(refused))
    why = "It was only tabled."
    assert embedded.staff(COLLEAGUE).post(address(call), {**back, "why": why}).status_code == 302
    page = read(embedded, address(call))
    assert f"Taken back: {why}" in page and "<h2>Take a note back</h2>" not in page
    assert call.ref not in read(embedded, COUNTRY)
    assert 'id="country"' not in read(embedded, f"/desk/dossiers/{call.ref}/").split("<h2>Not begun")[0]
    assert "CountryNoteTakenBack" in embedded.events()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"source": ""}, "Nobody can check this without its source."),
        ({"says": ""}, "It is not said what changed."),
        ({"on": "2027-01-01"}, "The day lies ahead."),
        ({"on": "soon"}, "This is no day."),
    ],
    ids=["no source", "no word", "a day ahead", "no day"],
)
def test_what_cannot_be_noted_is_said_and_what_was_typed_stays(embedded, call, typed, says):
    response = noted(embedded, call, **typed)
    assert any(says in said for said in sentences(response))
    assert typed_into(response, "source") == {**LAW, **typed}["source"]
    assert country_notes(embedded.case(call.ref).written) == ()


def test_without_a_known_country_nothing_is_noted(embedded):
    nowhere = an_accepted_case(embedded, country="Velmora-on-Sea")
    assert any("The country of this case is not known." in said for said in sentences(noted(embedded, nowhere)))


def test_what_is_written_down_for_all_cases_stands_there_too(embedded, call):
    settings.SAFECONDUCT_COUNTRIES.write_text(FACT, encoding="utf-8")
    page = read(embedded, address(call))
    assert "Observers write two days before." in page and f'href="{COUNTRY}"' in page
