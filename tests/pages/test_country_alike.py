"""One country in casework summed up, with a way to what is public of it and no figure of both."""

import html

import pytest

from safeconduct.web.staff.guidance import alike
from tests.desks.cases.test_comparing import a_threatened_case, decide
from tests.embedded import OTHER_COMPARTMENT, PROTECTION
from tests.pages.page import text_of
from tests.pages.test_countries import section
from tests.rules.cases.protecting import a_step
from tests.rules.cases.test_like_case import PRIVATE, a_case

ADDRESS = "/desk/guidance/countries/BY/like-cases/"


def read(client, address=ADDRESS):
    return html.unescape(text_of(client.get(address)))


@pytest.fixture
def unlike(embedded):
    """Two decided cases of Belarus: one with a step, one with none and a reason."""
    first, second = a_threatened_case(embedded), a_threatened_case(embedded)
    decide(embedded, first, a_step(ref="5e" * 16))
    decide(embedded, second, unlike="Her sister is still inside.")
    return first


def test_a_country_says_how_its_like_cases_were_treated(embedded, unlike):
    mara = embedded.staff(PROTECTION)
    assert f'href="{ADDRESS}"' in read(mara, "/desk/guidance/countries/BY/")
    page = read(mara)
    assert "Fewer than 5 decided cases." in page
    inside = section(page, "Inside the country")
    assert "Too few for numbers: a part has fewer than 5." in inside and "of 2" not in inside
    assert embedded.case(unlike.ref).story["codename"] in inside and "Decided here, not there" in inside
    assert inside.count("No reason yet") == inside.count("Reason written") == 1
    assert "No decided case here has a comparable one" in section(page, "Across countries")
    assert "At least one kind was done to both." in section(page, "How it is counted")


def test_what_is_public_is_one_link_away_and_counted_in_nothing(embedded, unlike, settings):
    mara = embedded.staff(PROTECTION)
    assert 'href="/en/observatory/country/BY/"' in section(read(mara), "In public")
    settings.SAFECONDUCT_TREES = ("staff",)
    alone = section(read(mara), "In public")
    assert "href" not in alone and "have the observatory" in alone


def test_nobody_sees_more_than_their_cards(embedded, unlike, monkeypatch):
    page = read(embedded.staff(OTHER_COMPARTMENT))
    assert "Nothing has been decided in a case of this country that this post may open." in page
    assert page.count("No decided case here has a comparable one") == 2
    assert embedded.staff(PROTECTION).get("/desk/guidance/countries/XX/like-cases/").status_code == 404
    monkeypatch.setattr(alike, "SHOWN", 1)
    inside = section(read(embedded.staff(PROTECTION)), "Inside the country")
    assert "1 more decided earlier, counted and not shown." in inside and inside.count("Compare") == 1


def test_numbers_are_written_where_no_part_is_small(embedded, monkeypatch):
    among = [a_case(f"a{at:031}", PRIVATE) for at in range(12)]
    monkeypatch.setattr(alike.comparing, "decided_cases", lambda keyring, at: among)
    page = read(embedded.staff(PROTECTION))
    assert "12 decided cases." in page
    assert "Treated like comparable ones: 12 of 12 decided cases here, 100\xa0%" in section(page, "Inside the country")
    assert "No comparable case that was decided: 12 of 12" in section(page, "Across countries")
