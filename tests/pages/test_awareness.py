"""The survey as a member meets it: numbers by quarter, nothing where few answered, and nobody's answer as theirs."""

import html
from datetime import timedelta

import pytest

from safeconduct.access.models import AwarenessAnswer, JournalLine
from tests.embedded import OTHER_OFFICE, PROTECTION
from tests.pages.page import sentences, text_of

ADDRESS = "/desk/guidance/awareness/"
HEARD = "Had you heard that missions have guidelines on defenders?"


def collected(embedded, **numbers):
    typed = {f"defenders-heard:{answer}": number for answer, number in numbers.items()}
    return embedded.staff(PROTECTION).post(ADDRESS, {"go": "collected", **typed})


def read(embedded, name=PROTECTION):
    return html.unescape(text_of(embedded.staff(name).get(ADDRESS)))


def test_answers_of_defenders_are_added_up_by_quarter_and_show_a_trend(embedded):
    assert collected(embedded, yes=3, no=4).status_code == 302
    collected(embedded, yes=1)
    embedded.clock.pass_by(timedelta(days=60))
    collected(embedded, yes=9, partly=1)
    page = read(embedded).split("<h2>Defenders</h2>")[1].split("</section>")[0]
    assert HEARD in page and "Yes: 4, Partly: 0, No: 4." in page and "Yes: 9, Partly: 1, No: 0." in page
    assert page.index("2026, quarter 1") < page.index("2026, quarter 2")
    assert HEARD not in read(embedded, OTHER_OFFICE).split("<h2>Defenders</h2>")[1].split("</section>")[0]


def test_where_few_answered_no_number_is_told(embedded):
    collected(embedded, yes=4)
    page = read(embedded)
    assert "Fewer than 5 answered; nothing of it is told." in page and "Yes: 4" not in page


def test_an_own_answer_adds_one_and_leaves_no_trace_of_who_gave_it(embedded):
    mara, before = embedded.staff(PROTECTION), JournalLine.objects.count()
    for _ in range(2):
        assert mara.post(ADDRESS, {"go": "own", "diplomats-know-texts": "partly"}).status_code == 302
    (row,) = AwarenessAnswer.objects.all()
    assert (row.question, row.answer, row.number) == ("diplomats-know-texts", "partly", 2)
    assert {field.name for field in AwarenessAnswer._meta.fields} == {
        *("id", "organisation", "question", "quarter", "answer", "number")
    }
    assert JournalLine.objects.count() == before


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"go": "own"}, "Nothing is answered yet."),
        ({"go": "collected", "defenders-heard:yes": "many"}, "This is not a number."),
        ({"go": "collected", "defenders-heard:yes": "-2"}, "A number is from 0 to 500."),
    ],
    ids=["nothing", "a word", "below nought"],
)
def test_what_cannot_be_counted_is_said_and_nothing_is_added(embedded, typed, says):
    response = embedded.staff(PROTECTION).post(ADDRESS, typed)
    assert any(says in said for said in sentences(response)) and not AwarenessAnswer.objects.exists()
