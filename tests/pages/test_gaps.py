"""The gap map as a member reads it."""

import html
from datetime import timedelta

from tests.embedded import PROTECTION
from tests.pages.page import text_of

ADDRESS = "/desk/guidance/gaps/"


def test_states_and_groups_without_a_mechanism_are_shown_and_lead_to_their_country(embedded):
    page = html.unescape(text_of(embedded.staff(PROTECTION).get(ADDRESS)))
    parts = {part.split("</h2>")[0]: part for part in page.split("<h2>")[1:]}
    assert 'href="/desk/guidance/countries/CO/">Colombia</a>' in parts["With a mechanism of the state"]
    law = parts["With a law on defenders and no mechanism"]
    assert ">Niger</a>" in law and ">Mexico</a>" not in law and ">Niger</a>" not in parts["Neither"]
    assert ">Canada</a>" in parts["Reached by a body of several states alone"]
    assert ">Canada</a>" not in parts["Neither"] and ">Australia</a>" in parts["Neither"]
    assert "Antarctica" not in page
    assert "Indigenous peoples" in parts["Groups"] and "Women defenders" not in parts["Groups"]
    assert "Norway" in parts["Whose guidelines are held"] and "European Union" in parts["Whose guidelines are held"]
    without = parts["Without guidelines"]
    assert ">Kenya</a>" in without and ">Iceland</a>" in without
    assert not [name for name in ("Norway", "United Kingdom", "France") if f">{name}</a>" in without]
    assert "that is not the same as that none exists" in page


def test_the_way_to_all_of_the_guidance_starts_at_the_cases(embedded):
    mara = embedded.staff(PROTECTION)
    assert 'href="/desk/guidance/"' in text_of(mara.get("/desk/cases/"))
    hub = text_of(mara.get("/desk/guidance/"))
    for page in (
        "promises/",
        *(f"guidance/{one}/" for one in ("practices", "countries", "sheets", "bill", "training")),
    ):
        assert f'href="/desk/{page}"' in hub


def test_what_nobody_has_looked_at_for_half_a_year_is_listed_to_be_confirmed(embedded):
    def to_be_confirmed():
        page = html.unescape(text_of(embedded.staff(PROTECTION).get(ADDRESS)))
        return page.split("<h2>To be confirmed</h2>")[1].split("</section>")[0]

    assert "Each was looked at in the last half year." in to_be_confirmed()
    embedded.clock.pass_by(timedelta(days=460))
    listed = to_be_confirmed()
    assert (
        "22 November 2026" in listed
        and "Front Line Defenders: Protection Grants" in listed
        and 'class="verb"' in listed
    )
