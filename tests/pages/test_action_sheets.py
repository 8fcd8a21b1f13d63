"""Action sheets: offered on the cases that they fit, by audience, each point with what it rests on."""

import html

from django.conf import settings

from safeconduct.cases.desk import theme
from safeconduct.guidance.action_sheet import OUR_PROPOSAL
from tests.embedded import PROTECTION
from tests.pages.page import text_of
from tests.pages.test_countries import CLOSED
from tests.protecting import an_accepted_case

LIST = "/desk/guidance/sheets/"


def read(embedded, address):
    return html.unescape(text_of(embedded.staff(PROTECTION).get(address)))


def test_a_case_of_a_woman_and_her_land_is_offered_both_sheets(embedded):
    call = an_accepted_case(embedded)
    assert f'href="{LIST}women-defenders/"' not in read(embedded, f"/desk/dossiers/{call.ref}/")
    theme.choose_themes(call.ref, ["women", "land"], embedded.keyring(PROTECTION), at=embedded.now)
    page = read(embedded, f"/desk/dossiers/{call.ref}/")
    assert f'href="{LIST}women-defenders/"' in page and f'href="{LIST}environmental-defenders/"' in page
    assert f'href="{LIST}restrictive-settings/"' not in page


def test_what_any_mission_owes_is_offered_on_every_case(embedded):
    call = an_accepted_case(embedded)
    assert f'href="{LIST}essential-partners/"' in read(embedded, f"/desk/dossiers/{call.ref}/")
    theme.choose_themes(call.ref, ["women"], embedded.keyring(PROTECTION), at=embedded.now)
    page = read(embedded, f"/desk/dossiers/{call.ref}/")
    assert f'href="{LIST}essential-partners/"' in page.split('id="themes"')[1].split("</section>")[0]


def test_where_a_way_is_closed_the_sheet_for_it_is_offered(embedded):
    call = an_accepted_case(embedded, country="Kenya")
    assert f'href="{LIST}restrictive-settings/"' not in read(embedded, f"/desk/dossiers/{call.ref}/")
    settings.SAFECONDUCT_CLOSED_WAYS.write_text(CLOSED, encoding="utf-8")
    assert f'href="{LIST}restrictive-settings/"' in read(embedded, f"/desk/dossiers/{call.ref}/")


def test_each_point_says_what_it_rests_on_or_that_it_is_our_proposal(embedded):
    page = read(embedded, f"{LIST}women-defenders/")
    assert "ISHR action sheets, Women defenders" in page and OUR_PROPOSAL in page
    assert "good practice: Answer smear campaigns in the local language" in page
    assert "Reported by others; the text itself was not read." in page


def test_sheets_stand_by_audience_and_the_pack_among_them(embedded):
    page = read(embedded, LIST)
    ours, theirs = page.split("<h2>For defenders</h2>")
    assert "The first week of a new focal point" in ours and "What a defender may ask of a mission" in theirs
    assert "Women who defend rights" not in theirs
    assert "Day 5:" in read(embedded, f"{LIST}first-week/")
    assert embedded.staff(PROTECTION).get(f"{LIST}no-such-sheet/").status_code == 404
