"""The page of a country: facts with sources and days, gaps as gaps, and who can help there."""

import html

import pytest
from django.conf import settings

from safeconduct.web.staff.guidance.countries import NO_FACT
from tests.embedded import HARBOUR, PROTECTION
from tests.pages.page import sentences, text_of
from tests.pages.test_practices import adopted
from tests.rules.guidance.test_country_fact import FACT

ADDRESS = "/desk/guidance/countries/"
CLOSED = """[[closed]]
country = "Kenya"
way = "call"
says = "Nobody takes calls."
since = 2026-10-02
noted_by = "Officer"
source = "The ministry"
"""


def read(embedded, code="KE"):
    return html.unescape(text_of(embedded.staff(PROTECTION).get(f"{ADDRESS}{code}/")))


def section(page, title):
    return page.split(f"<h2>{title}</h2>")[1].split("</section>")[0]


def test_a_fact_stands_with_its_source_and_day_and_a_gap_as_a_gap(embedded):
    worked = FACT.replace("court_access", "good_practice").replace("Observers write", "They sat")
    settings.SAFECONDUCT_COUNTRIES.write_text(FACT + worked, encoding="utf-8")
    page = read(embedded)
    access = section(page, "How observers get into courts")
    assert "Observers write two days before." in access and "The registry, by telephone" in access
    assert "2 October 2026" in access
    gaps = section(page, "Not written down")
    assert "They sat" in section(page, "What worked") and NO_FACT in gaps and "What fell short" in gaps
    assert "What worked" not in gaps and "How observers get into courts" not in gaps
    assert "How observers get into courts" in section(read(embedded, "NO"), "Not written down")


def test_mechanisms_and_what_binds_the_office_stand_together(embedded):
    bound = f'[[office]]\noffice = "{HARBOUR}"\nbound_as = ["embassy"]\ntexts_of = ["CH"]\n'
    settings.SAFECONDUCT_OFFICES.write_text(bound, encoding="utf-8")
    page = read(embedded, "MX")
    own = section(page, "Mechanisms of this country")
    assert 'class="verb"' in own
    for said in ("How it is made: Made by a law", "For whom:", "How it is carried out:", "What came of it:"):
        assert said in own
    for speaker in ("The state: ", "Defenders: Measures rely on the police", "Others: "):
        assert speaker in own
    assert 'class="verb"' in section(page, "That work there too")
    assert "2019" in section(page, "What binds this office there")
    assert "Spanish" in section(page, "Languages")


def test_a_law_on_defenders_stands_with_what_is_said_against_it(embedded):
    law = section(read(embedded, "NE"), "Laws on defenders in the register")
    assert "For: Nearly all the rights" in law and "Against: No mechanism." in law
    assert 'href="https://ishr.ch/' in law and "Only a summary of the text was read." in law
    assert "The register holds none." in section(read(embedded, "NO"), "Laws on defenders in the register")


def test_closed_ways_and_planned_practices_stand_there_too(embedded):
    settings.SAFECONDUCT_CLOSED_WAYS.write_text(CLOSED, encoding="utf-8")
    adopted(embedded)
    page = read(embedded)
    assert "Nobody takes calls." in section(page, "Closed ways")
    assert "Invite members of parliament" in section(page, "Good practices planned here")
    assert "Nobody takes calls." not in read(embedded, "NO")


def test_a_country_is_opened_by_its_name(embedded):
    mara = embedded.staff(PROTECTION)
    assert mara.post(ADDRESS, {"country": "kenia"}).headers.get("Location", "") == f"{ADDRESS}KE/"
    assert any("This country is not known." in said for said in sentences(mara.post(ADDRESS, {"country": "Atlantis"})))


def test_countries_with_facts_or_mechanisms_of_their_own_are_listed(embedded):
    settings.SAFECONDUCT_COUNTRIES.write_text(FACT, encoding="utf-8")
    page = text_of(embedded.staff(PROTECTION).get(ADDRESS))
    assert f'href="{ADDRESS}KE/">Kenya</a>' in page and f'href="{ADDRESS}MX/">Mexico</a>' in page


@pytest.mark.parametrize("code", ["XX", "ke", "Kenya", "ZZ"])
def test_what_is_no_country_s_code_is_not_there(embedded, code):
    assert embedded.staff(PROTECTION).get(f"{ADDRESS}{code}/").status_code == 404
