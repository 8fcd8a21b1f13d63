"""Our figures as a reader sees them: days chosen, small numbers kept back, and the cases behind a number."""

import html
import re
from datetime import timedelta

import pytest

from safeconduct.cases.desk import casework, theme
from safeconduct.reports import figures
from safeconduct.web.staff.figures import WORDS
from tests.embedded import COLLEAGUE, OTHER_COMPARTMENT, PROTECTION
from tests.pages.page import sentences, text_of
from tests.protecting import an_accepted_case, put
from tests.rules.cases.protecting import SPECIFIC, a_decision, a_step, decided, taken

ADDRESS = "/desk/figures/"


def shown(response, title):
    """Each row of a figure: its words and its number."""
    part = text_of(response).split(f"<h2>{title}</h2>")[1].split("</section>")[0]
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)(?: <button|</dd>)", part, re.DOTALL)
    return {html.unescape(words): html.unescape(number).replace("\xa0", " ") for words, number in found}


@pytest.fixture
def few(monkeypatch):
    """So that a handful of cases shows what hundreds would."""
    monkeypatch.setattr(figures, "FEWEST", 1)
    monkeypatch.setattr(figures, "SHARE_FROM", 1)


@pytest.fixture
def acted(embedded):
    """A case with three steps that were taken, one of them an invitation, and a conflict that was declared."""
    call = an_accepted_case(embedded, "raise_private_unnamed")
    steps = [a_step(ref="1" * 32), a_step("PRE-07", ref="2" * 32, mode="preventive"), a_step(ref="3" * 32)]
    plan = decided(a_decision(*steps, considerations=(SPECIFIC,), conflict="declared", conflict_words="A cousin."))
    for entry in (plan, *(taken(step.ref, on=embedded.now.date().isoformat()) for step in steps)):
        put(embedded, call.ref, entry)
    return call


def test_steps_decisions_and_visits_are_counted_from_the_cards(embedded, acted, few):
    page = embedded.staff(PROTECTION).get(ADDRESS)
    assert shown(page, "Steps taken, by what for") == {
        "In answer to something": "2 of 3 steps, 67 %",
        "To prevent something": "1 of 3 steps, 33 %",
    }
    assert shown(page, "Invitations and visits")["Reception or invitation at mission"] == "1 of 3 steps, 33 %"
    assert shown(page, "Considerations from outside") == {"Do no harm": "1 of 1 decisions, 100 %"}
    assert shown(page, "Conflicts of interest") == {"Declared": "1 of 1 decisions, 100 %"}
    assert "A cousin." not in text_of(page) and SPECIFIC.says not in text_of(page)


def test_the_page_warns_of_taking_one_figure_from_another(embedded):
    assert "Two that differ by a few days" in text_of(embedded.staff(PROTECTION).get(ADDRESS))


def test_whom_the_office_reaches_is_counted_from_what_was_noted_of_people(embedded, few):
    far, near, _untold = embedded.call(), embedded.call(), embedded.call()
    mara = embedded.keyring(PROTECTION)
    theme.choose_themes(far.ref, [], mara, person=["remote"], at=embedded.now)
    theme.choose_themes(near.ref, [], mara, person=["widely_known"], at=embedded.now)
    assert shown(embedded.staff(PROTECTION).get(ADDRESS), "Far from help, or known to few") == {
        "Rural, or far from where help is": "1 of 2 requests and cases, 50 %",
        "Known to few beyond their own place": "0 of 2 requests and cases, 0 %",
        "Nothing was noted of the person": "1 of 3 requests and cases, 33 %",
    }


def test_refusals_answers_and_pairs_are_counted_by_group(embedded, few):
    women, both = embedded.call(), embedded.call()
    mara = embedded.keyring(PROTECTION)
    theme.choose_themes(women.ref, ["women"], mara, at=embedded.now)
    theme.choose_themes(both.ref, ["women", "land"], mara, at=embedded.now)
    casework.accept(both.ref, mara, at=embedded.now)
    casework.answer(both.ref, "We have read it.", mara, at=embedded.now)
    page = embedded.staff(PROTECTION).get(ADDRESS)
    assert shown(page, "Groups and themes that join") == {
        "Land and territory and Women": "1 of 2 requests and cases, 50 %"
    }
    assert shown(page, "Declined, by group and theme")["Women"] == "0 of 1 decided requests of that row, 0 %"
    assert shown(page, "Requests, by answer")["Answered in time"] == "1 of 2 requests, 50 %"


def test_every_figure_has_its_title_its_definition_and_its_whole(embedded):
    known = figures.figures([], figures.Period(embedded.now.date(), embedded.now.date()), on=embedded.now.date())
    assert [one.name for one in known] and {one.name for one in known} == set(WORDS)
    page = text_of(embedded.staff(PROTECTION).get(ADDRESS))
    assert all(html.escape(definition) in page for _title, definition, _whole, _words in WORDS.values())


def test_small_numbers_are_not_written(embedded, acted):
    page = embedded.staff(PROTECTION).get(ADDRESS)
    assert set(shown(page, "Steps taken, by what for").values()) == {"not written"}


def test_a_number_leads_to_the_cases_that_it_counts(embedded, acted):
    mara = embedded.staff(PROTECTION)
    days = {"first": embedded.now.date().isoformat(), "last": embedded.now.date().isoformat()}
    codename = embedded.case(acted.ref).story["codename"]
    page = text_of(mara.post(ADDRESS, {**days, "open": "modes:preventive"}))
    assert f'href="/desk/dossiers/{acted.ref}/">{codename}</a>' in page
    for unknown in ("modes:sideways", "nothing:1", ":", "modes"):
        assert codename not in text_of(mara.post(ADDRESS, {**days, "open": unknown}))


def test_only_the_chosen_days_and_only_what_the_reader_may_open_count(embedded, acted, few):
    before = (embedded.now - timedelta(days=3)).date().isoformat()
    page = embedded.staff(COLLEAGUE).post(ADDRESS, {"first": before, "last": before})
    assert "Nothing to count in these days." in text_of(page) and shown(page, "Steps taken, by what for") == {}
    page = embedded.staff(OTHER_COMPARTMENT).get(ADDRESS)
    assert shown(page, "Steps taken, by what for") == {}


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ({"first": "2026-03-05", "last": "2026-03-04"}, "The first day lies after the last."),
        ({"first": "", "last": "2026-03-04"}, "There is no day yet."),
        ({"first": "31 May", "last": "2026-03-04"}, "This is no day."),
    ],
)
def test_days_that_cannot_be_are_said(embedded, days, says):
    response = embedded.staff(PROTECTION).post(ADDRESS, days)
    assert response.status_code == 200 and any(says in said for said in sentences(response))
