"""What we promised, as a reader sees it: texts that bind the office, a word for each promise, and the rows behind it."""

import html
from datetime import timedelta

import pytest
from django.conf import settings

from tests.embedded import HARBOUR, OTHER_COMPARTMENT, OTHER_OFFICE, PROTECTION
from tests.pages.page import text_of
from tests.protecting import an_accepted_case
from tests.rules.reports.test_paper import in_docx

ADDRESS = "/desk/promises/"
BOUND = f'[[office]]\noffice = "{HARBOUR}"\nbound_as = ["embassy", "hq", "head_of_mission"]\ntexts_of = ["CH", "EU"]\n'
MET = """[[event]]
office = "{}"
kind = "coordination_meeting"
on = {}
says = "Heads of mission met; defenders were on the agenda."
noted_by = "Human rights officer"
"""
WAITS = "What called for it and has time left"


@pytest.fixture
def bound(embedded):
    written = MET.format(HARBOUR, embedded.now.date().isoformat())
    settings.SAFECONDUCT_OFFICES.write_text(BOUND + written, encoding="utf-8")


def test_an_office_that_nothing_is_written_of_says_who_writes_it(embedded):
    page = text_of(embedded.staff(PROTECTION).get(ADDRESS))
    assert (
        "Nobody has written down which texts bind this office." in page
        and 'class="state' not in page.split("How to read them")[1]
    )


def test_each_promise_has_a_word_its_clause_and_how_it_is_counted(embedded, bound):
    page = html.unescape(text_of(embedded.staff(PROTECTION).get(ADDRESS)))
    assert "Swiss" in page and "Check three criteria" in page
    assert 'class="state gap">Not shown' in page or 'class="state ring">Does not apply' in page
    assert "answered within 30 days (our proposal) by: Eligibility found." in page
    assert "%" not in page.split("How to read them")[1].split("</section>")[1]


def test_a_promise_leads_to_the_cases_behind_it(embedded, bound):
    call = an_accepted_case(embedded)
    mara = embedded.staff(PROTECTION)
    codename = embedded.case(call.ref).story["codename"]
    days = {"first": embedded.now.date().isoformat(), "last": embedded.now.date().isoformat()}
    page = text_of(mara.post(ADDRESS, {**days, "open": "CH19-p1"}))
    assert WAITS in page and f'href="/desk/dossiers/{call.ref}/">{codename}</a>' in page
    assert codename not in text_of(mara.post(ADDRESS, {**days, "open": "XX-1"}))
    assert codename not in text_of(embedded.staff(OTHER_COMPARTMENT).post(ADDRESS, {**days, "open": "CH19-p1"}))


def test_what_the_office_wrote_down_stands_behind_a_promise(embedded, bound):
    """EU-09a: defenders are on the agenda of local meetings, counted over twelve months."""
    mara, today = embedded.staff(PROTECTION), embedded.now.date()
    days = {"first": (today - timedelta(days=364)).isoformat(), "last": today.isoformat()}
    page = html.unescape(text_of(mara.post(ADDRESS, {**days, "open": "EU-09a"})))
    assert "Heads of mission met; defenders were on the agenda. (noted by: Human rights officer)" in page
    assert "Heads of mission met" not in text_of(embedded.staff(OTHER_OFFICE).post(ADDRESS, {**days, "open": "EU-09a"}))


def test_a_training_that_a_member_wrote_down_stands_behind_the_promise_that_asks_for_it(embedded, bound):
    """CC14-05: staff are trained on the Guidelines."""
    mara, today = embedded.staff(PROTECTION), embedded.now.date()
    days = {"first": (today - timedelta(days=364)).isoformat(), "last": today.isoformat(), "open": "CC14-05"}
    title = "The guidelines on defenders: what they ask of this post. (noted by: Human rights officer)"
    assert title not in html.unescape(text_of(mara.post(ADDRESS, days)))
    mara.post("/desk/guidance/training/guidelines/", {"go": "taken", "held_on": today.isoformat()})
    page = html.unescape(text_of(mara.post(ADDRESS, days)))
    assert title in page and "mara" not in page.split("Behind it")[1].split("</section>")[0]
    assert title not in html.unescape(text_of(embedded.staff(OTHER_OFFICE).post(ADDRESS, days)))


def test_what_binds_another_office_is_not_shown(embedded):
    settings.SAFECONDUCT_OFFICES.write_text(BOUND.replace(HARBOUR, "somebody-else"), encoding="utf-8")
    assert "Nobody has written down" in text_of(embedded.staff(PROTECTION).get(ADDRESS))


PROFILE = '[[profile]]\noffice = "{}"\npost = "Human rights officer"\ncommitments = ["EU-09a", "CH19-p1"]\n'


def test_a_post_reads_the_commitments_of_its_profile_with_its_own_evidence_and_no_word_on_how_well(embedded, bound):
    file, own = settings.SAFECONDUCT_OFFICES, "/desk/promises/post/"
    mara = embedded.staff(PROTECTION)
    assert "Nobody has written down which commitments belong to this post." in text_of(mara.get(own))
    file.write_text(file.read_text(encoding="utf-8") + PROFILE.format(HARBOUR), encoding="utf-8")
    call = an_accepted_case(embedded)
    page = text_of(mara.get(own))
    assert f'href="{own}"' in text_of(mara.get("/desk/handover/"))
    assert "Heads of mission met; defenders were on the agenda." in page and "Check three criteria" in page
    assert f'href="/desk/dossiers/{call.ref}/"' in page
    assert not any(word in page for word in ("Met<", "Partly", "Not shown<", "%"))
    assert f"{own}paper/docx/" in page
    sent = mara.get(f"{own}paper/docx/")
    paper = in_docx(sent.content)
    assert 'filename="evidence.docx"' in sent["Content-Disposition"]
    assert "What belongs to Human rights officer" in paper and "Heads of mission met; defenders were" in paper
    assert "in fewer than 5 cases" in paper and embedded.case(call.ref).story["codename"] not in paper
    assert mara.get(f"{own}paper/odt/").status_code == 404
    assert embedded.staff("tomas").get(f"{own}paper/docx/").status_code == 404
    other = text_of(embedded.staff("tomas").get(own))
    assert "Nobody has written down" in other and "Heads of mission met" not in other
