"""Duty and load: each post sets its own days and limit; the page of today says who is on duty and warns of too much."""

from datetime import timedelta

import pytest

from safeconduct.access.models import LoadLimit, Roster
from safeconduct.cases.desk import casework
from tests.embedded import COLLEAGUE, OTHER_OFFICE, PROTECTION
from tests.pages.page import sentences, text_of

DUTY = "/desk/duty/"


def roster(client, *days):
    return client.post(DUTY, {"go": "days", "duty-days": days})


def limit(client, at_most):
    return client.post(DUTY, {"go": "limit", "limit-at_most": at_most})


def test_each_post_sets_its_own_days_and_everybody_sees_who_is_on_duty(embedded):
    mara, tomas = embedded.staff(PROTECTION), embedded.staff(COLLEAGUE)
    assert "Nobody is on duty today." in text_of(mara.get("/desk/"))
    assert roster(mara, "2026-03-04", "2026-03-06").status_code == 302
    assert roster(tomas, "2026-03-04").status_code == 302
    assert "On duty today: Duty officer, Human rights officer." in text_of(tomas.get("/desk/"))
    assert roster(mara, "2026-03-06").status_code == 302
    assert "On duty today: Duty officer." in text_of(mara.get("/desk/"))
    assert "Duty officer" not in text_of(embedded.staff(OTHER_OFFICE).get(DUTY))
    assert embedded.events().count("DutyDaysSet") == 3


def test_days_that_passed_are_not_kept(embedded):
    mara, tomas = embedded.staff(PROTECTION), embedded.staff(COLLEAGUE)
    roster(mara, "2026-03-04")
    embedded.clock.pass_by(timedelta(days=2))
    tomas = embedded.staff(COLLEAGUE)
    roster(tomas, "2026-03-07")
    assert [row.day.isoformat() for row in Roster.objects.all()] == ["2026-03-07"]


def test_a_post_that_holds_more_than_it_set_is_warned(embedded):
    mara, keyring = embedded.staff(PROTECTION), embedded.keyring(PROTECTION)
    for _ in range(2):
        casework.accept(embedded.call().ref, keyring, at=embedded.now)
    assert limit(mara, "2").status_code == 302
    assert "more than the" not in text_of(mara.get("/desk/"))
    casework.accept(embedded.call().ref, keyring, at=embedded.now)
    assert "Your post holds 3 open files, more than the 2 that it set." in text_of(mara.get("/desk/"))
    assert "more than the" not in text_of(embedded.staff(COLLEAGUE).get("/desk/"))
    assert "Human rights officer holds 3; it set 2." in text_of(embedded.staff(COLLEAGUE).get(DUTY))
    assert limit(mara, "").status_code == 302
    assert not LoadLimit.objects.exists() and "more than the" not in text_of(mara.get("/desk/"))


WRONG = {
    "no day": ({"go": "days", "duty-days": ["yesterday"]}, "not among the next fourteen"),
    "a day that passed": ({"go": "days", "duty-days": ["2026-03-03"]}, "not among the next fourteen"),
    "no number": ({"go": "limit", "limit-at_most": "many"}, "not a number"),
    "nothing at all": ({"go": "limit", "limit-at_most": "0"}, "at least 1"),
    "too much": ({"go": "limit", "limit-at_most": "1000"}, "at most 999"),
    "a thousand digits": ({"go": "limit", "limit-at_most": "9" * 1_000}, "at most 999"),
}


@pytest.mark.parametrize(("posted", "said"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_kept_is_said_and_changes_nothing(embedded, posted, said):
    mara = embedded.staff(PROTECTION)
    before = embedded.dump()
    assert said in " ".join(sentences(mara.post(DUTY, posted)))
    assert embedded.dump() == before
