"""Who could help in a case: what fits its facts, what nearly does and why not; nothing of a look is kept."""

import html
import re

from django.conf import settings

from safeconduct.cases.coded_list import choices_of
from safeconduct.cases.desk import theme
from safeconduct.guidance.register import the_register
from tests.builders import a_telling
from tests.embedded import PROTECTION
from tests.pages.page import sentences, text_of
from tests.pages.test_countries import section
from tests.pages.test_incidents import add


def address(call):
    return f"/desk/dossiers/{call.ref}/who-could-help/"


def look(embedded, call, **typed):
    mara = embedded.staff(PROTECTION)
    response = mara.post(address(call), {"asks_as": "person", **typed}) if typed else mara.get(address(call))
    return html.unescape(text_of(response))


def test_the_facts_of_the_case_are_taken_and_the_way_there_starts_at_its_needs(embedded):
    call = embedded.call(telling=a_telling(country="Honduras", needs=("money",)))
    theme.choose_themes(call.ref, ["women"], embedded.keyring(PROTECTION), at=embedded.now)
    page = look(embedded, call)
    assert "Front Line Defenders: Protection Grants" in section(page, "Fits")
    facts = section(page, "Facts")
    assert 'value="Honduras"' in facts
    assert 'value="money"' in facts.split("checked")[0].rsplit("<input", 1)[1]
    assert 'value="women"' in facts.split("checked")[1].rsplit("<input", 1)[1]
    case = text_of(embedded.staff(PROTECTION).get(f"/desk/dossiers/{call.ref}/"))
    assert f'href="{address(call)}"' in case


def test_what_nearly_fits_says_the_one_thing_against_it(embedded):
    call = embedded.call(telling=a_telling(country="Uganda", needs=("money",)))
    page = look(embedded, call, stay="Uganda", needs=["money"], in_exile="on")
    nearly = section(page, "Nearly fits")
    assert "Front Line Defenders: Protection Grants" in nearly
    assert "It does not help people who are already in exile." in nearly
    assert "Front Line Defenders: Protection Grants" not in section(page, "Fits")


def test_mandates_of_the_un_and_the_region_are_matched_with_what_they_open(embedded):
    call = embedded.call(telling=a_telling(country="Honduras", needs=("lawyer",)))
    page = section(look(embedded, call, stay="HN", nationality="HN", needs=["letter_to_government"]), "Fits")
    for said in (
        "Working Group on Arbitrary Detention",
        "A letter to the government: an urgent appeal",
        "Inter-American",
    ):
        assert said in page
    assert "African Commission" not in page


def test_what_was_done_by_the_incidents_says_which_mandates_are_for_that(embedded):
    call = embedded.call(telling=a_telling(country="Egypt", needs=("letter_to_government",)))
    a_look = {"stay": "EG", "needs": ["letter_to_government"]}
    assert "It takes up enforced disappearance: see whether that was done here." in look(embedded, call, **a_look)
    add(embedded, call, acts=["arbitrary_detention", "smear"], country="Egypt", region_part="north")
    page = look(embedded, call)
    ticked = set(re.findall(r'name="acts" value="(\w+)"[^>]*checked', page))
    assert ticked == {"arbitrary_detention", "other"}
    page = look(embedded, call, **a_look, acts=sorted(ticked))
    fits, nearly = section(page, "Fits"), section(page, "Nearly fits")
    assert "It takes up arbitrary detention. Noted here: arrested or held without good legal ground." in fits
    assert "Working Group on Enforced" not in fits and "UN Special Rapporteur on the situation" in fits
    assert "It takes up enforced disappearance: nothing that was noted here is that." in nearly


def test_every_act_that_a_body_takes_up_can_be_noted():
    offered = {value for value, _label in choices_of("acts")}
    assert {act for one in the_register().mechanisms if one.takes_up for act in one.takes_up.acts} <= offered


def test_a_mechanism_of_the_state_stands_with_its_warning_and_community_protection_nowhere(embedded):
    call = embedded.call(telling=a_telling(country="Mexico", needs=("lawyer",)))
    page = section(look(embedded, call, stay="Mexico", needs=["protective_measures"]), "Fits")
    assert "Mexico: Mechanism to Protect" in page
    assert "It is a body of the state: ask the defender first whether the state may know." in page


def test_a_country_that_is_not_known_is_said_and_nothing_asked_is_said(embedded):
    call = embedded.call(telling=a_telling(country="Honduras", needs=("lawyer",)))
    response = embedded.staff(PROTECTION).post(address(call), {"stay": "Atlantis", "asks_as": "person"})
    assert any("This country is not known." in said for said in sentences(response)) and "Atlantis" in text_of(response)
    assert "Nothing is asked for yet. Tick what is needed." in section(look(embedded, call, stay="HN"), "Fits")


def test_a_look_leaves_nothing_in_the_case(embedded):
    call = embedded.call(telling=a_telling(country="Honduras", needs=("lawyer",)))
    look(embedded, call)
    before = len(embedded.case(call.ref).written)
    look(embedded, call, stay="Mexico", nationality="Honduras", needs=["money"])
    assert len(embedded.case(call.ref).written) == before
    assert not settings.SAFECONDUCT_COUNTRIES.exists()
