"""The text of a cable: it takes the parts that may go there, fits a page, and holds who was there only when asked for it."""

from dataclasses import replace
from datetime import datetime

from safeconduct.cases.coded_list import coded_list
from safeconduct.coordination.hearing import OBSERVED, REFUSED, Hearing, HearingResult
from safeconduct.coordination.observation import OWN, PRESENT
from safeconduct.reports.cable import WORDS_OF_A_PAGE, cable, is_longer_than_a_page
from tests.builders import MORNING
from tests.coordinating import COURT_CLOCK, a_sitting

HEARING = Hearing(
    "h1", "0a" * 16, "Harbour Desk", "", "", a_sitting(local=datetime.fromisoformat("2026-04-20T09:00")), "c1"
)
RESULT = HearingResult(
    *("Harbour Desk", "0a" * 16, OBSERVED, "", ""),
    *("We speak with two embassies tomorrow.", MORNING, "The judge read the charge."),
    answers={"open_court": "yes", "time_to_prepare": "no", "interpreted": "not_seen"},
    incidents=("observers_watched",),
    local=COURT_CLOCK,
)
APART = {OWN: "Our line stays quiet.", PRESENT: "The advocate Orla; the mother."}


def test_it_holds_the_public_the_group_and_the_own_part_and_not_who_was_there():
    text = cable(HEARING, RESULT, APART)
    assert text.startswith("OBSERVED: Second chamber, Karsa, 16 March 2026, 09:30, time of the court.")
    for part in (
        "The judge read the charge.",
        "two embassies tomorrow",
        "Our line stays quiet.",
        "Incidents: Observers",
    ):
        assert part in text
    assert "Orla" not in text and "mother" not in text


def test_who_was_there_stands_in_it_only_when_somebody_asks_for_it():
    assert "Who was there: The advocate Orla; the mother." in cable(HEARING, RESULT, APART, with_present=True)


def test_items_stand_by_their_answer_with_the_provision():
    text = cable(HEARING, RESULT, {})
    assert "\n\nNot met: Time to prepare and lawyer of choice (ICCPR art. 14(3)(b)).\n\n" in text
    assert "Met: Public hearing (ICCPR art. 14(1)).\n\nNot seen: Free interpreter (ICCPR art. 14(3)(f))." in text


def test_a_refusal_says_how_and_what_was_done_instead_and_decisions_stand_at_the_end():
    refused = replace(RESULT, what=REFUSED, how="at_the_door", instead="outside", answers={}, incidents=())
    decided = {"message": "no", "message_why": "The lawyer asks for quiet.", "profile": "yes", "profile_why": "Alone."}
    text = cable(HEARING, refused, {}, decided=decided)
    assert "ACCESS REFUSED" in text and "How: at the door. Instead: wait outside the court, to be seen." in text
    assert text.endswith("fairness: no. The lawyer asks for quiet.\n\nRaising the profile: yes. Alone.")


def test_a_whole_list_with_a_paragraph_fits_a_page_and_what_does_not_is_said():
    whole = replace(RESULT, answers={row.value: "no" for row in coded_list("fair_trial")})
    assert not is_longer_than_a_page(cable(HEARING, whole, APART))
    assert is_longer_than_a_page(cable(HEARING, replace(whole, public="word " * WORDS_OF_A_PAGE), APART))
