"""What an office keeps about its own guidance work: plans, their point, trainings and a survey; each office its own."""

from datetime import date, timedelta

import pytest

from safeconduct.access.desk import adopting, surveying, training
from safeconduct.access.models import MemberCertificate
from safeconduct.vocabulary.refusal import Refused
from tests.embedded import COLLEAGUE, HARBOUR, LIGHTHOUSE, OTHER_OFFICE, PROTECTION

pytestmark = pytest.mark.as_owner

PRACTICE, COURSE, QUESTION = "observers-together", "first-week", "knows-guidelines"


def adopt(embedded, name=PROTECTION, *, practice=PRACTICE, country="KE", days=30):
    today = embedded.now.date()
    due = today + timedelta(days=days)
    keyring = embedded.keyring(name)
    adopting.adopt(practice, country, due, keyring, known={PRACTICE}, today=today, at=embedded.now)


def end_adoption(embedded, ref, outcome="done", name=PROTECTION):
    adopting.end_adoption(ref, outcome, embedded.keyring(name), today=embedded.now.date(), at=embedded.now)


def take_point(embedded, name=PROTECTION):
    adopting.take_point(embedded.keyring(name), at=embedded.now)


def take_training(embedded, name=PROTECTION, *, course=COURSE, days=0):
    today = embedded.now.date()
    held_on, keyring = today + timedelta(days=days), embedded.keyring(name)
    training.take_training(course, held_on, keyring, known={COURSE}, today=today, at=embedded.now)


def count_answers(embedded, number=6, name=PROTECTION, *, question=QUESTION, has_line=True):
    given, keyring = {(question, "yes"): number}, embedded.keyring(name)
    surveying.count_answers(given, "2026-1", keyring, known={QUESTION}, has_line=has_line, at=embedded.now)


def plans(embedded, slug=HARBOUR):
    return adopting.adoptions(embedded.office(slug).ref)


def test_adopt_and_end_adoption_are_of_one_s_own_office(embedded):
    adopt(embedded)
    adopt(embedded, OTHER_OFFICE)
    (ours,), (theirs,) = plans(embedded), plans(embedded, LIGHTHOUSE)
    assert (ours.practice, ours.country, ours.by_post) == (PRACTICE, "KE", embedded.keyring(PROTECTION).post)
    with pytest.raises(Refused, match="not in the queue"):
        end_adoption(embedded, theirs.ref)
    end_adoption(embedded, ours.ref, name=COLLEAGUE)
    assert (plans(embedded)[0].outcome, plans(embedded)[0].ended_on) == ("done", embedded.now.date())
    assert plans(embedded, LIGHTHOUSE)[0].is_open
    assert embedded.events() == ["PracticeAdopted", "PracticeEnded"]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"practice": "invented"}, "not in the register"),
        ({"country": "NO", "days": -1}, "day has passed"),
        ({}, "planned for that country"),
    ],
)
def test_adopt_refuses_what_cannot_be_planned(embedded, changed, says):
    adopt(embedded)
    before = embedded.dump()
    with pytest.raises(Refused, match=says):
        adopt(embedded, **changed)
    assert embedded.dump() == before


def test_end_adoption_ends_what_is_planned_once(embedded):
    adopt(embedded)
    ref = plans(embedded)[0].ref
    with pytest.raises(Refused, match="not in the queue"):
        end_adoption(embedded, ref, "forgotten")
    end_adoption(embedded, ref, "dropped")
    with pytest.raises(Refused, match="ended this item already"):
        end_adoption(embedded, ref)
    assert plans(embedded)[0].outcome == "dropped"


def test_take_point_is_one_post_s_in_each_office(embedded):
    take_point(embedded)
    take_point(embedded, OTHER_OFFICE)
    take_point(embedded, COLLEAGUE)
    assert adopting.point(embedded.office(HARBOUR).ref) == embedded.keyring(COLLEAGUE).post
    assert adopting.point(embedded.office(LIGHTHOUSE).ref) == embedded.keyring(OTHER_OFFICE).post


def test_take_training_is_of_oneself_and_twice_is_once(embedded):
    for name in (PROTECTION, PROTECTION, OTHER_OFFICE):
        take_training(embedded, name)
    mara = embedded.keyring(PROTECTION)
    (held,) = training.trainings_held(mara.organisation)
    assert (held.member, held.post, held.course) == (mara.member, mara.post, COURSE)
    people = {one.name for one in training.people_at_posts(mara.organisation)}
    assert {PROTECTION, COLLEAGUE} <= people and OTHER_OFFICE not in people


@pytest.mark.parametrize(
    ("changed", "says"), [({"course": "invented"}, "not on the list"), ({"days": 1}, "lies ahead")]
)
def test_take_training_refuses_what_was_not_taken(embedded, changed, says):
    before = embedded.dump()
    with pytest.raises(Refused, match=says):
        take_training(embedded, **changed)
    assert embedded.dump() == before


def test_count_answers_adds_up_in_one_s_own_office_and_one_s_own_answer_leaves_no_line(embedded):
    count_answers(embedded)
    count_answers(embedded, 1, COLLEAGUE, has_line=False)
    count_answers(embedded, 9, OTHER_OFFICE)
    (counted,) = surveying.awareness_counts(embedded.office(HARBOUR).ref)
    assert (counted.number, counted.quarter, counted.answer) == (7, "2026-1", "yes")
    assert embedded.events() == ["AnswersCollected"]


@pytest.mark.parametrize("changed", [{"question": "invented"}, {"number": -1}, {"number": 100_000}])
def test_count_answers_refuses_what_nobody_can_have_counted(embedded, changed):
    before = embedded.dump()
    with pytest.raises(Refused):
        count_answers(embedded, **changed)
    assert embedded.dump() == before


def test_adopt_take_point_take_training_and_count_answers_need_a_certificate_that_stands(embedded):
    adopt(embedded)
    ref = plans(embedded)[0].ref
    MemberCertificate.objects.filter(member=embedded.keyring(PROTECTION).member).delete()
    before = embedded.dump()
    for verb in (
        lambda: adopt(embedded, country="NO"),
        lambda: end_adoption(embedded, ref),
        lambda: take_point(embedded),
        lambda: take_training(embedded),
        lambda: count_answers(embedded),
    ):
        with pytest.raises(Refused):
            verb()
    assert embedded.dump() == before


def test_people_at_posts_are_those_whose_account_stands_since_somebody_vouched_for_them(embedded):
    mara = embedded.keyring(PROTECTION)
    first = {one.name: one.since for one in training.people_at_posts(mara.organisation)}
    assert all(isinstance(day, date) and day <= embedded.now.date() for day in first.values())
    MemberCertificate.objects.filter(member=mara.member).delete()
    assert PROTECTION not in {one.name for one in training.people_at_posts(mara.organisation)}
