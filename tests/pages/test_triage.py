"""Triage on the pages: the queue in one form, one request in five clicks, refusals that keep what was chosen."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from safeconduct.cases.desk import casework
from safeconduct.dossiers.card import NOTES_BEFORE_FOLDING
from tests.builders import a_telling
from tests.embedded import COLLEAGUE, OTHER_OFFICE, PROTECTION
from tests.pages.page import sentences, text_of, typed_into

QUEUE = "/desk/triage/"
BACK = "/en/back/"


def page_of(call, part=""):
    return f"/desk/dossiers/{call.ref}/{part}"


def fields(page):
    """What the queue's form would post as it stands: the rows and the marks of their cards."""
    rows = re.findall(r'name="row" value="(\w+)"', page)
    marks = {ref: re.search(rf'name="{ref}-seen" value="([^"]*)"', page)[1] for ref in rows}
    return {"row": rows, "page": "1", **{f"{ref}-seen": mark.replace("&#x27;", "'") for ref, mark in marks.items()}}


def choose(client, choices, page=""):
    shown = page or text_of(client.get(QUEUE))
    posted = fields(shown)
    for ref, (do, elsewhere) in choices.items():
        posted |= {f"{ref}-do": do, f"{ref}-elsewhere": elsewhere}
    return client.post(QUEUE, posted)


def visible(response):
    return re.sub(r"<[^>]+>", " ", text_of(response))


def test_the_queue_shows_danger_first_then_the_oldest_promise_and_the_broken_ones(embedded):
    old = embedded.call(telling=a_telling(needs=("visa",)))
    embedded.clock.pass_by(timedelta(hours=25))
    new = embedded.call(telling=a_telling(needs=("money",)))
    urgent = embedded.call(telling=a_telling(urgency="now"))
    page = text_of(embedded.staff(PROTECTION).get(QUEUE))
    places = [page.index(f"/dossiers/{call.ref}/") for call in (urgent, old, new)]
    assert places == sorted(places)
    assert "3 requests wait for a decision. One promise is broken." in page
    assert "1 h late" in page and "The return page says that we are late" in page


def test_one_form_decides_on_many_and_the_report_says_what_was_done(embedded):
    calls = [embedded.call(telling=a_telling(language=language)) for language in ("fr", "es", "en", "ru")]
    client = embedded.staff(PROTECTION)
    response = choose(
        client,
        {
            calls[0].ref: ("accept taken_up", ""),
            calls[1].ref: ("decline other_help", "nobody_else"),
            calls[2].ref: ("ask where", ""),
        },
    )
    assert "3 requests were decided." in text_of(response)
    assert [ref in text_of(response) for ref in (call.ref for call in calls)] == [False, False, False, True]
    stages = [embedded.case(call.ref).stage for call in calls]
    assert stages == ["case", "declined", "received", "received"]
    shown = [text_of(embedded.holder(call).get(BACK)) for call in calls[:3]]
    assert "Nous avons pris cela en charge" in shown[0]
    assert "No damos la ayuda que usted pide" in shown[1]
    assert "in which country and roughly where" in shown[2]
    assert "waits for your answer" in shown[2]


def test_what_cannot_be_done_is_said_and_what_was_chosen_stays(embedded):
    one, other = embedded.call(), embedded.call()
    client = embedded.staff(PROTECTION)
    response = choose(client, {one.ref: ("decline other_help", ""), other.ref: ("accept taken_up", "")})
    page = text_of(response)
    assert "One request was decided." in page and "Nowhere else to go is chosen." in page
    assert '<option value="decline other_help" selected>' in page
    assert embedded.case(other.ref).stage == "case" and embedded.case(one.ref).stage == "received"
    assert "were decided" not in text_of(choose(client, {one.ref: ("decline other_help", "nobody_else")}, page))
    assert embedded.case(one.ref).stage == "declined"


def test_what_a_colleague_did_meanwhile_is_skipped_and_said(embedded):
    one, other = embedded.call(), embedded.call()
    client = embedded.staff(PROTECTION)
    page = text_of(client.get(QUEUE))
    casework.answer(one.ref, "We call today.", embedded.keyring(COLLEAGUE), at=embedded.now)
    answered = len(embedded.case(one.ref).answers)
    response = choose(client, {one.ref: ("ask where", ""), other.ref: ("ask where", "")}, page)
    assert "Somebody worked on it" in text_of(response) and "One request was decided." in text_of(response)
    assert len(embedded.case(one.ref).answers) == answered


def test_sent_twice_it_is_done_once(embedded):
    call = embedded.call()
    client = embedded.staff(PROTECTION)
    page = text_of(client.get(QUEUE))
    choose(client, {call.ref: ("accept taken_up", "")}, page)
    before = len(embedded.case(call.ref).entries)
    assert "Look at it again" in text_of(choose(client, {call.ref: ("accept taken_up", "")}, page))
    assert len(embedded.case(call.ref).entries) == before


ODD = {
    "nothing": {},
    "a row that is none": {"row": "0" * 32, "0" * 32 + "-do": "accept taken_up"},
    "a page of letters": {"page": "x"},
    "a page of a thousand digits": {"page": "9" * 1_000},
    "another alphabet's digits": {"page": "٣"},
}


@pytest.mark.parametrize("posted", ODD.values(), ids=ODD)
def test_odd_posts_are_answered_and_change_nothing(embedded, posted):
    embedded.call()
    client = embedded.staff(PROTECTION)
    before = embedded.dump()
    assert client.post(QUEUE, posted).status_code == 200
    assert embedded.dump() == before


@pytest.mark.parametrize("do", ["accept", "accept nothing", "decline because", "x" * 5_000, "ask where\0"])
def test_a_choice_that_is_not_offered_is_refused_in_a_sentence(embedded, do):
    call = embedded.call()
    response = choose(embedded.staff(PROTECTION), {call.ref: (do, "")})
    assert "not among the choices" in text_of(response)
    assert embedded.case(call.ref).stage == "received"


def test_a_row_that_is_gone_is_counted(embedded):
    call = embedded.call()
    client = embedded.staff(OTHER_OFFICE)
    response = client.post(QUEUE, {"row": call.ref, f"{call.ref}-do": "accept taken_up"})
    assert "1 can no longer be opened by this post" in text_of(response)


def test_the_queue_opens_cards_only_and_takes_no_more_statements_for_more_rows(embedded):
    client = embedded.staff(PROTECTION)
    counted = []
    for more in (2, NOTES_BEFORE_FOLDING // 2):
        for _ in range(more):
            embedded.call()
        with CaptureQueriesContext(connection) as queries:
            client.get(QUEUE)
        counted.append(len(queries))
        assert not [one for one in queries if "dossiers_entry" in one["sql"]]
    assert counted[0] == counted[1]


def test_twenty_five_stand_on_a_page_and_the_rest_on_the_next(embedded):
    for _ in range(27):
        embedded.call()
    client = embedded.staff(PROTECTION)
    first, second = text_of(client.get(QUEUE)), text_of(client.post(QUEUE, {"page": "2"}))
    assert (first.count('name="row"'), second.count('name="row"')) == (25, 2)
    assert "Page 2 of 2" in second


# One request


def test_one_request_is_declined_in_five_clicks(embedded):
    call = embedded.call(telling=a_telling(country="Kenya", needs=("lawyer",)))
    client = embedded.staff(PROTECTION)
    assert page_of(call) in text_of(client.get("/desk/"))
    assert page_of(call, "triage/") in text_of(client.get(page_of(call)))  # one: the codename
    page = text_of(client.get(page_of(call, "triage/")))  # two: Decide
    assert 'value="other_help"' in page and 'value="omct-emergency"' in page and "Address not confirmed." in page
    chosen = {"decline-reason": "other_help", "decline-elsewhere": ["omct-emergency"]}  # three, four
    assert client.post(page_of(call, "triage/decline/"), chosen).status_code == 302  # five
    assert "Declined request" in text_of(client.get(page_of(call)))
    assert "OMCT" in text_of(embedded.holder(call).get(BACK))


def test_a_declined_request_is_in_the_list_and_can_be_reopened(embedded):
    call = embedded.call()
    client = embedded.staff(PROTECTION)
    client.post(page_of(call, "triage/decline/"), {"decline-reason": "other_help", "decline-nobody_else": "on"})
    assert call.ref not in text_of(client.get("/desk/")) and call.ref not in text_of(client.get(QUEUE))
    assert "Declined" in text_of(client.post("/desk/cases/", {"stage": "declined"}))
    assert "Reopen it" in text_of(client.get(page_of(call, "triage/")))
    assert "Reopen it first" in text_of(client.post(page_of(call, "accept/")))
    assert client.post(page_of(call, "triage/reopen/")).status_code == 302
    assert call.ref in text_of(client.get(QUEUE))


def test_what_was_answered_and_not_decided_is_listed_and_so_is_what_was_asked_back(embedded):
    answered, asked = embedded.call(), embedded.call()
    client = embedded.staff(PROTECTION)
    client.post(page_of(answered, "answer/"), {"answer-text": "We look at it."})
    client.post(page_of(asked, "triage/ask/"), {"ask-text": "Where is it?"})
    page = text_of(client.get("/desk/"))
    assert page.index("Answered, not decided") < page.index(answered.ref) < page.index("Asked back</h2>")
    assert page.index("Asked back</h2>") < page.index(asked.ref)
    assert answered.ref in text_of(client.get(QUEUE)) and asked.ref not in text_of(client.get(QUEUE))
    assert "The clock stands while we wait" in text_of(client.get(page_of(asked)))


LONG = "x" * 10_001
REFUSED = {
    "no reason": ("decline", {"decline-words": "canary"}, "decline-words", "no reason yet"),
    "nowhere to go": (
        "decline",
        {"decline-reason": "other_help", "decline-words": "canary"},
        "decline-words",
        "Nowhere else",
    ),
    "words too long": ("decline", {"decline-reason": "other_help", "decline-words": LONG}, "decline-words", "at most"),
    "a body that is none": (
        "decline",
        {"decline-reason": "other_help", "decline-words": "canary", "decline-elsewhere": "no-body"},
        "decline-words",
        "not among the choices",
    ),
    "an empty question": ("ask", {"ask-text": " "}, "ask-text", "The question is empty."),
    "a question too long": ("ask", {"ask-text": LONG}, "ask-text", "at most"),
}


@pytest.mark.parametrize(("verb", "data", "field", "said"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_is_a_sentence_and_what_was_typed_stays(embedded, verb, data, field, said):
    call = embedded.call()
    client = embedded.staff(PROTECTION)
    client.get(page_of(call))
    before = embedded.dump()
    response = client.post(page_of(call, f"triage/{verb}/"), data)
    assert response.status_code == 200 and any(said in one for one in sentences(response))
    assert typed_into(response, field).strip() == data[field].strip()
    changed = {table for table, rows in embedded.dump().items() if rows != before[table]}
    assert changed <= {"access_journalline"}


# Eligibility


def test_eligibility_asks_for_acts_and_keeps_who_says_so_inside(embedded):
    call = embedded.call(telling=a_telling(work="I speak for the river."))
    client = embedded.staff(PROTECTION)
    page = text_of(client.get(page_of(call, "eligibility/")))
    assert "I speak for the river." in page and "Acts only: no title, prize or fame." in page
    refused = client.post(page_of(call, "eligibility/"), {"status": "defender", "words": "canary"})
    assert "at least one act" in " ".join(sentences(refused)) and typed_into(refused, "words") == "canary"
    said = {"status": "defender", "acts": ["defends_land"], "said_by": "referee", "words": "The judge says so."}
    assert client.post(page_of(call, "eligibility/"), said).status_code == 302
    assert "Defends land, water or the environment" in text_of(client.get(page_of(call)))
    assert "The judge" not in text_of(embedded.holder(call).get(BACK))


def test_whoever_needs_protection_without_the_term_is_helped_and_never_called_so(embedded):
    call = embedded.call()
    client = embedded.staff(PROTECTION)
    client.post(page_of(call, "eligibility/"), {"status": "protected", "said_by": "own_knowledge"})
    assert client.post(page_of(call, "accept/")).status_code == 302
    client.post(page_of(call, "answer/"), {"answer-text": "A lawyer comes at noon."})
    embedded.holder(call).post(BACK, {"go": "write", "message": "Thank you."})
    shown = visible(client.get(page_of(call)))
    assert "is not called a defender" in shown
    assert "defender" not in shown.replace("is not called a defender", "").casefold()
    shared = visible(client.get(page_of(call, "share/")))
    assert "defender" not in shared.replace("others who protect defenders", "").casefold()
    assert "A lawyer comes at noon." in text_of(embedded.holder(call).get(BACK))


# Possible duplicates


ALIKE = a_telling(language="fr", country="Kenya", needs=("lawyer", "money"), name="Teresa (invented)")


def test_possible_duplicates_say_why_and_are_judged_in_both_files(embedded):
    one, other = embedded.call(telling=ALIKE), embedded.call(telling=ALIKE)
    client = embedded.staff(PROTECTION)
    why = "Same country and day, both ask for a lawyer and money, both in French."
    assert why in text_of(client.get(QUEUE))
    page = text_of(client.get(page_of(one, "duplicates/")))
    assert why in page and page_of(other) in page and "Teresa" not in page
    assert client.post(page_of(one, "duplicates/"), {"go": "same", "other": other.ref}).status_code == 302
    for call, counterpart in ((one, other), (other, one)):
        codename = embedded.case(counterpart.ref).story["codename"]
        assert f"The same as {codename}." in text_of(client.get(page_of(call)))
        assert "Look alike" in text_of(client.get(page_of(call, "duplicates/")))
        assert why not in text_of(client.get(page_of(call, "duplicates/")))
    assert why not in text_of(client.get(QUEUE))
    assert client.post(page_of(other, "duplicates/"), {"go": "not_same", "other": one.ref}).status_code == 302
    assert "Not the same" in text_of(client.get(page_of(one, "duplicates/")))


def test_only_what_the_officer_may_open_is_compared(embedded):
    one, elsewhere = embedded.call(telling=ALIKE), embedded.call("lighthouse-network", telling=ALIKE)
    client = embedded.staff(PROTECTION)
    assert "No other file that this post may open" in text_of(client.get(page_of(one, "duplicates/")))
    before = embedded.dump()
    response = client.post(page_of(one, "duplicates/"), {"go": "same", "other": elsewhere.ref})
    assert "cannot be opened by this post" in text_of(response)
    changed = {table for table, rows in embedded.dump().items() if rows != before[table]}
    assert changed <= {"access_journalline"}


@pytest.mark.parametrize("other", ["", "x" * 5_000, "0" * 32, "\0"])
def test_an_odd_counterpart_is_refused(embedded, other):
    call = embedded.call()
    response = embedded.staff(PROTECTION).post(page_of(call, "duplicates/"), {"go": "same", "other": other})
    assert "Nothing was written." in text_of(response)
