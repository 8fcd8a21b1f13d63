"""Asking outside the group: what may go out, to whom, until when, and how an answer counts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from safeconduct.cases.known_name import names_alone
from safeconduct.coordination.group import Group, Seat
from safeconduct.coordination.group_item import Reader
from safeconduct.coordination.hearing import BACKUP, CANNOT, LEAD, hearings
from safeconduct.coordination.hearing_answer import OFFERED
from safeconduct.coordination.hearing_link import (
    Basics,
    HearingLink,
    Outsider,
    hearing_link_from,
    needs_of,
    refusal_to_basics,
    refusal_to_link,
    refusal_to_telling,
    refusal_to_word,
)
from safeconduct.dossiers.scope import SHARE, ScopeKey
from safeconduct.intake.link import gone_by
from tests.coordinating import a_sitting
from tests.rules.coordination.test_hearing import OURS, answered, moved, one, was_set, written

TODAY, AT = date(2026, 3, 4), datetime(2026, 3, 4, 9, tzinfo=UTC)
MISSION = Outsider("Legation of Arvenna", "mission")
SEAT = Seat(MISSION.ref, MISSION.office, "", "mission", AT)
READER = Reader(SEAT, TODAY + timedelta(days=100))


def link_made(change="l1", after="c0", link="k1", organisation=OURS, until="2026-03-10"):
    asked = {"answering": MISSION.ref, "answering_office": MISSION.office, "row": "r1", "sign": "", "until": until}
    return written("hearing_link_made", change, after, organisation=organisation, link=link, **asked)


def by_link(role, change="a1", after="l1", link="k1"):
    return written("hearing_answered_by_link", change, after, link=link, role=role)


def by_word(role, change="w1", after="c0", organisation=OURS):
    said = {"answering": MISSION.ref, "answering_office": MISSION.office, "said_on": "2026-03-03"}
    said |= {"said_by": "political officer", "how": "telephone", "link": "k9"}
    return written("hearing_answered_by_word", change, after, organisation=organisation, role=role, **said)


# How an answer counts


@pytest.mark.parametrize("role", [LEAD, BACKUP, CANNOT])
@pytest.mark.parametrize("entries", [lambda role: (link_made(), by_link(role)), lambda role: (by_word(role),)])
def test_an_answer_from_outside_stands_as_that_organisation_s(role, entries):
    hearing = one(was_set(), *entries(role))
    assert hearing.answer_of(MISSION.ref) == role and hearing.asked[-1].says == role
    assert hearing.office_that(role) == MISSION.office and not hearing.asked[-1].waits


def test_a_second_lead_is_an_offer_and_does_not_take_the_lead_away():
    hearing = one(was_set(), link_made(), answered("c1", "l1", LEAD), by_link(LEAD, after="c1"))
    assert hearing.office_that(LEAD) == "Lighthouse Network" and hearing.answer_of(MISSION.ref) == OFFERED


def test_a_link_answers_once_and_not_for_a_day_that_was_another():
    twice = one(was_set(), link_made(), by_link(LEAD), by_link(CANNOT, change="a2", after="a1"))
    assert twice.answer_of(MISSION.ref) == LEAD
    other_day = one(was_set(), link_made(), moved("c1", "l1", 20), by_link(LEAD, after="c1"))
    assert other_day.answers == {} and not other_day.asked[0].waits


def test_a_word_ends_the_wait_for_a_link_of_the_same_organisation():
    hearing = one(was_set(), link_made(), by_word(CANNOT, after="l1"))
    assert [asked.waits for asked in hearing.asked] == [False, False]
    assert one(was_set(), link_made(), by_word(CANNOT, after="l1"), by_link(LEAD)).answer_of(MISSION.ref) == CANNOT


def test_only_the_owner_of_a_hearing_asks_and_writes_down():
    assert one(was_set(), link_made(organisation="0b" * 16)).asked == ()
    assert one(was_set(), by_word(LEAD, organisation="0b" * 16)).answers == {}


def test_an_answer_to_no_link_is_none():
    assert one(was_set(), by_link(LEAD)).answers == {} and hearings([by_link(LEAD)]) == ()


def test_what_is_needed_is_what_nobody_takes_yet():
    assert needs_of(one(was_set())) == (LEAD, BACKUP)
    assert needs_of(one(was_set(), answered("c1", "c0", LEAD))) == (BACKUP,)


# What may go out


@pytest.mark.parametrize(
    ("region", "language", "said"),
    [
        ("The north", "French", None),
        (" ", "French", "region is missing"),
        ("Near  KARSA", "", "stands in what would go out"),
        ("North", "as in the Second Chamber", "stands in what would go out"),
        ("Where Teresa lives", "", "A name of this file"),
    ],
    ids=["wide", "none", "the city", "the court", "a name"],
)
def test_neither_court_nor_city_nor_name_goes_out(region, language, said):
    refusal = refusal_to_basics(region, language, a_sitting(), names_alone(["Teresa (invented)"]))
    assert refusal is None if said is None else said in refusal.sentence


def told(hearing, *, outsider=MISSION, found=(READER,), own=OURS):
    group = Group("g1", "North", "region", OURS, (Seat(OURS, "Harbour Desk", "c", "network", AT),))
    return refusal_to_telling(hearing, group, outsider, found, own=own, at=AT)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, None),
        ({"own": "0b" * 16}, "whose case it is"),
        ({"outsider": Outsider(" ", "mission")}, "Write its name"),
        ({"outsider": Outsider("harbour  desk", "mission")}, "belongs to the group"),
        ({"found": ()}, "has not allowed"),
    ],
    ids=["may", "of others", "no name", "a member", "no consent"],
)
def test_who_is_told_of_a_hearing_and_by_whom(changes, said):
    refusal = told(one(was_set()), **changes)
    assert refusal is None if said is None else said in refusal.sentence


def test_nobody_is_asked_about_a_hearing_that_has_no_day_ahead():
    assert "no day ahead" in told(one(was_set(), moved("c1", "c0", 0, what="adjourned"))).sentence
    past = one(was_set(local=datetime.fromisoformat("2026-03-02T09:30")))
    assert "no day ahead" in told(past).sentence


@pytest.mark.parametrize(
    ("entries", "until", "said"),
    [
        ((), date(2026, 3, 10), None),
        ((link_made(),), date(2026, 3, 10), "out already"),
        ((link_made(until="2026-03-03"),), date(2026, 3, 10), None),
        ((answered("c1", "c0", LEAD), by_word(BACKUP, after="c1")), date(2026, 3, 10), "both taken"),
        ((), date(2026, 3, 3), "in the past"),
        ((), date(2026, 3, 19), "more than two weeks"),
        ((), date(2026, 3, 17), "has sat by then"),
    ],
    ids=["good", "one is out", "one is over", "taken", "past", "long", "after the hearing"],
)
def test_when_a_link_may_be_made(entries, until, said):
    refusal = refusal_to_link(one(was_set(), *entries), MISSION, until, on=TODAY)
    assert refusal is None if said is None else said in refusal.sentence


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, None),
        ({"said_by": " "}, "who answered"),
        ({"how": "pigeon"}, "how the answer came"),
        ({"said_on": None}, "when the answer came"),
        ({"said_on": TODAY + timedelta(days=1)}, "still to come"),
    ],
    ids=["whole", "nobody", "how", "no day", "tomorrow"],
)
def test_a_word_is_written_down_with_who_how_and_when(changes, said):
    word = {"how": "mail", "said_by": "consul", "said_on": TODAY, **changes}
    refusal = refusal_to_word(**word, on=TODAY)
    assert refusal is None if said is None else said in refusal.sentence


def test_what_a_link_opens_comes_back_as_it_was_sealed():
    basics = Basics(date(2026, 3, 16), "The north", "French", (LEAD, BACKUP))
    key = ScopeKey("5c" * 16, SHARE, b"k" * 32)
    whole = HearingLink("g1", "h1", "s1", "k1", "c1", key, basics, asked_on=TODAY, until=date(2026, 3, 10))
    assert hearing_link_from(whole.as_bytes()) == whole
    assert gone_by(whole.until) == datetime(2026, 3, 11, tzinfo=UTC)
    assert replace(MISSION, office=" legation  OF arvenna").ref == MISSION.ref
