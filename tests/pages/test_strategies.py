"""The pages of a strategy of a country: begin it, see its gaps, write and leave out items, give a receipt, find it from a case."""

import html
import re
from datetime import timedelta

import pytest

from tests.builders import a_telling
from tests.coordinating import a_group
from tests.covering import a_strategy
from tests.embedded import HARBOUR, OTHER_COMPARTMENT, OTHER_OFFICE, PROTECTION
from tests.organising import post_ref
from tests.pages.page import heading, sentences, text_of, typed_into
from tests.protecting import an_accepted_case

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def group(embedded):
    return a_group(embedded)


def address(group, *more):
    return "/".join(["/desk/groups", group, "strategies", *more, ""])


def plain(page):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def section(embedded, group, name, *, item="", reader=PROTECTION):
    page = text_of(embedded.staff(reader).get(address(group, "KE", *([item] if item else []))))
    return plain(page.split(f'<section id="{name}">')[1].split("</section>")[0])


def wrote(embedded, group, item="contact", **changes):
    mine = f"{embedded.office(HARBOUR).ref}:{post_ref(embedded, 'Human rights officer')}"
    typed = {"says": "We receive them on Mondays.", "to": mine, "due": "2026-03-20", **changes}
    typed = {"go": "write", **{f"item-{name}": value for name, value in typed.items()}}
    return embedded.staff(PROTECTION).post(address(group, "KE", item), typed)


def left_out(embedded, group, item, note):
    typed = {"go": "leave_out", "leave_out-note": note}
    return embedded.staff(PROTECTION).post(address(group, "KE", item), typed)


def test_a_strategy_begins_with_the_minimum_and_shows_which_groups_have_no_part(embedded, group):
    mara = embedded.staff(PROTECTION)
    refused = mara.post(address(group), {"go": "begin", "country": "Atlantis", "marking": "TLP:AMBER"})
    assert any("not known" in said for said in sentences(refused)) and typed_into(refused, "country") == "Atlantis"
    begun = mara.post(address(group), {"go": "begin", "country": "Kenya", "marking": "TLP:AMBER"})
    assert begun["Location"] == address(group, "KE")
    page = mara.get(begun["Location"])
    assert heading(page) == "Strategy: Kenya" and "TLP:AMBER" in text_of(page)
    told = section(embedded, group, "gaps")
    for part in ("Women defenders", "LGBTI defenders", "Indigenous defenders", "Defenders of land and environment"):
        assert f"No part {part} Nothing is written for them." in told
    assert "10 items of the common minimum. Nothing is written of it, and nobody does it by a day." in told
    assert '"Ensuring Protection", para 10; Council Conclusions' in section(embedded, group, "women")
    assert "Only a summary of the text was read." in section(embedded, group, "business")
    assert "5 groups of defenders without a part" in plain(text_of(mara.get(address(group))))


def test_an_item_has_words_a_post_and_a_day_and_the_form_says_to_name_nobody(embedded, group):
    a_strategy(embedded, group)
    form = text_of(embedded.staff(PROTECTION).get(address(group, "KE", "women")))
    assert "Names of persons do not belong in a strategy" in form and "EU Guidelines on Human Rights Defenders" in form
    assert wrote(embedded, group, "women").status_code == 302
    told = section(embedded, group, "women", reader=OTHER_OFFICE)
    assert "We receive them on Mondays." in told and "Human rights officer, Harbour Desk, by 20 March 2026." in told
    assert "Women defenders" not in section(embedded, group, "gaps")
    refused = wrote(embedded, group, "contact", says=" ", due="2026-03-21")
    assert any("Nothing is written yet" in said for said in sentences(refused))
    assert typed_into(refused, "item-due") == "2026-03-21"


def test_what_is_overdue_stands_first_among_the_gaps_and_is_remembered_once_it_is_put_off(embedded, group):
    a_strategy(embedded, group)
    wrote(embedded, group)
    embedded.clock.pass_by(timedelta(days=20))
    told = section(embedded, group, "gaps")
    assert told.index("We receive them on Mondays.") < told.index("No part") and "Late " in told
    assert "one is late" in plain(text_of(embedded.staff(PROTECTION).get(address(group, "KE"))))
    wrote(embedded, group, due="2026-06-20")
    assert "Overdue before: 20 March 2026." in section(embedded, group, "past")


def test_an_item_that_is_due_stands_on_the_day_s_page_of_who_does_it(embedded, group):
    a_strategy(embedded, group)
    wrote(embedded, group)
    assert "Strategy: Kenya" not in text_of(embedded.staff(PROTECTION).get("/desk/"))
    embedded.clock.pass_by(timedelta(days=20))
    told = plain(text_of(embedded.staff(PROTECTION).get("/desk/")))
    assert "Strategy: Kenya One item to do, of North and coast. Open" in told
    assert "Strategy: Kenya" not in text_of(embedded.staff(OTHER_OFFICE).get("/desk/"))


def test_an_item_of_the_minimum_goes_only_with_a_reason_that_stays_shown(embedded, group):
    a_strategy(embedded, group)
    refused = left_out(embedded, group, "lgbti", " ")
    assert any("There is no reason yet." in said for said in sentences(refused))
    assert "Left out" not in section(embedded, group, "lgbti")
    assert left_out(embedded, group, "lgbti", "Their own groups ask us to stay silent.").status_code == 302
    told = section(embedded, group, "lgbti", reader=OTHER_OFFICE)
    assert "Say what is done for LGBTI defenders." in told
    assert "Left out by Harbour Desk: Their own groups ask us to stay silent." in told
    assert "Their own groups ask us to stay silent." in section(embedded, group, "gaps")


def test_a_group_adds_items_of_its_own_and_the_minimum_stays(embedded, group):
    a_strategy(embedded, group)
    before = text_of(embedded.staff(PROTECTION).get(address(group, "KE"))).count('class="verb"')
    add = {"go": "add", "item-part": "business", "item-says": "Ask each company that works at the dam.", "item-to": ""}
    assert embedded.staff(PROTECTION).post(address(group, "KE"), add).status_code == 302
    told = section(embedded, group, "business")
    assert "Ask each company that works at the dam." in told and "Added by the group." in told
    assert "Say what is done where companies are linked" in told
    assert text_of(embedded.staff(PROTECTION).get(address(group, "KE"))).count('class="verb"') > before


def test_another_organisation_reads_it_under_its_marking_and_gives_a_receipt_that_grows_old(embedded, group):
    a_strategy(embedded, group, marking="TLP:AMBER+STRICT")
    assert "No receipt Lighthouse Network" in section(embedded, group, "sharing")
    amal = embedded.staff(OTHER_OFFICE)
    assert "Stays inside each organisation." in section(embedded, group, "sharing", reader=OTHER_OFFICE)
    assert amal.post(address(group, "KE"), {"go": "received"}).status_code == 302
    assert "Has it Lighthouse Network" in section(embedded, group, "sharing")
    again = amal.post(address(group, "KE"), {"go": "received"})
    assert any("said so already" in said for said in sentences(again))
    wrote(embedded, group)
    assert "Has an older one Lighthouse Network" in section(embedded, group, "sharing")
    mark = {"go": "mark", "mark-marking": "TLP:GREEN"}
    assert embedded.staff(PROTECTION).post(address(group, "KE"), mark).status_code == 302
    assert "TLP:GREEN" in section(embedded, group, "sharing")


def test_a_country_without_a_strategy_and_an_item_that_is_not_in_it_are_not_found(embedded, group):
    a_strategy(embedded, group)
    mara = embedded.staff(PROTECTION)
    for where in (address(group, "NO"), address(group, "NO", "women"), address(group, "KE", "0" * 32)):
        assert mara.get(where).status_code == 404
    assert embedded.staff(OTHER_COMPARTMENT).get(address(group, "KE")).status_code == 404


def test_a_case_leads_to_the_strategy_of_its_country_and_to_the_part_for_its_groups(embedded, group):
    call = an_accepted_case(embedded, country="Kenya")
    mara = embedded.staff(PROTECTION)
    where = f"/desk/dossiers/{call.ref}/country/"

    def told(name=PROTECTION):
        page = text_of(embedded.staff(name).get(where))
        return page.split('<section id="strategy">')[1].split("</section>")[0]

    assert f'href="{where}#strategy"' in text_of(mara.get(f"/desk/dossiers/{call.ref}/"))
    unknown = embedded.call(telling=a_telling(country="the hills"), own_word="harvest")
    assert "#strategy" not in text_of(mara.get(f"/desk/dossiers/{unknown.ref}/"))
    assert "No group that you can open keeps a strategy" in told()
    a_strategy(embedded, group)
    a_strategy(embedded, group, "NO")
    wrote(embedded, group, "women")
    mara.post(f"/desk/dossiers/{call.ref}/themes/", {"themes": ["women", "land"]})
    page = told()
    assert f'href="{address(group, "KE")}"' in page and address(group, "NO") not in page
    assert "Women defenders: We receive them on Mondays." in plain(page)
    assert "No part Defenders of land and environment" in plain(page)
    assert "LGBTI" not in page
    country = text_of(mara.get("/desk/guidance/countries/KE/"))
    assert f'href="{address(group, "KE")}"' in country and f'href="{address(group, "NO")}"' not in country
