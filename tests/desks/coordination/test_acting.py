"""Two that act apart on one case, or nobody: told to who owns and holds the case, and to nobody else."""

from datetime import timedelta

import pytest

from safeconduct.coordination.acting_apart import APART, NOBODY, SAME_PERSON
from safeconduct.coordination.desk import acting as desk
from safeconduct.coordination.desk import putting_in
from safeconduct.coordination.group_item import group_cards
from safeconduct.intake.desk import allowing
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.builders import a_telling
from tests.coordinating import a_group, to
from tests.embedded import COLLEAGUE, HARBOUR, LIGHTHOUSE, OTHER_OFFICE, PROTECTION
from tests.meeting import a_meeting, note, opened, with_a_card

pytestmark = pytest.mark.django_db(transaction=True)


def told(embedded, group, name=PROTECTION):
    found = desk.our_alerts(
        opened(embedded, group, name), embedded.keyring(name), today=embedded.now.date(), at=embedded.now
    )
    return [alert.kind for alert in found]


def both_asked(embedded, group):
    """One person asked both offices, and each put a card before the group."""
    case = embedded.call(
        HARBOUR, LIGHTHOUSE, telling=a_telling(consents=("share_network", "share_mission"), country="KE")
    )
    for ref, name in zip(case.refs, (PROTECTION, OTHER_OFFICE), strict=True):
        putting_in.put_card(ref, to(group), embedded.keyring(name), at=embedded.now)
    return case


def act(embedded, group, name, *, card=0, **changes):
    ref = group_cards(opened(embedded, group, name).written)[card].ref
    today = embedded.now.date()
    given = {"what": "visit", "on": today} | changes
    desk.note_act(group, ref, given["what"], given["on"], embedded.keyring(name), today=today, at=embedded.now)


def test_two_that_were_asked_by_one_person_are_told_of_each_other_and_a_meeting_settles_it(embedded):
    group = a_group(embedded)
    both_asked(embedded, group)
    assert told(embedded, group) == told(embedded, group, OTHER_OFFICE) == [SAME_PERSON]
    (alert,) = desk.our_alerts(
        opened(embedded, group), embedded.keyring(PROTECTION), today=embedded.now.date(), at=embedded.now
    )
    held = {card.ref for card in group_cards(opened(embedded, group).written)}
    assert {alert.card.ref, alert.other.ref} <= held and alert.offices == ("Lighthouse Network",)
    a_meeting(embedded, group)
    note(embedded, group, "Lighthouse leads.", about=f"card:{alert.card.ref}")
    assert told(embedded, group) == told(embedded, group, OTHER_OFFICE) == []


def test_the_alert_ends_with_the_yes_of_the_person(embedded):
    group = a_group(embedded)
    case = both_asked(embedded, group)
    allowing.change_consents(case.visit(), [], language="en", at=embedded.now)
    assert told(embedded, group) == told(embedded, group, OTHER_OFFICE) == []


def test_cards_of_two_people_are_not_taken_for_one(embedded):
    group = a_group(embedded)
    with_a_card(embedded, group)
    theirs = embedded.call(
        LIGHTHOUSE, telling=a_telling(consents=("share_network", "share_mission"), country="KE"), own_word="harvest"
    )
    putting_in.put_card(theirs.ref, to(group), embedded.keyring(OTHER_OFFICE), at=embedded.now)
    assert told(embedded, group) == told(embedded, group, OTHER_OFFICE) == []


def test_marks_of_one_person_look_different_on_each_card(embedded):
    group = a_group(embedded)
    both_asked(embedded, group)
    marks = [entry.data["marks"] for entry in opened(embedded, group).written if entry.kind == "card_put_in"]
    values = [one[part] for mark in marks for one in mark for part in ("salt", "mark")]
    assert len(values) == 4 == len(set(values))


def test_two_that_act_on_one_card_without_a_word_at_a_meeting_are_an_alert_for_its_owner_alone(embedded):
    group = a_group(embedded)
    with_a_card(embedded, group)
    act(embedded, group, OTHER_OFFICE)
    assert told(embedded, group) == []
    act(embedded, group, COLLEAGUE, what="private")
    assert told(embedded, group) == told(embedded, group, COLLEAGUE) == [APART]
    assert told(embedded, group, OTHER_OFFICE) == []
    a_meeting(embedded, group)
    card = group_cards(opened(embedded, group).written)[0]
    note(embedded, group, "Agreed: they visit, we write.", about=f"card:{card.ref}")
    assert told(embedded, group) == []


def test_a_card_on_which_nobody_acts_for_a_fortnight_is_an_alert_for_its_owner_alone(embedded):
    group = a_group(embedded)
    with_a_card(embedded, group)
    embedded.clock.pass_by(timedelta(days=13))
    assert told(embedded, group) == []
    embedded.clock.pass_by(timedelta(days=1))
    assert told(embedded, group) == [NOBODY] and told(embedded, group, OTHER_OFFICE) == []
    act(embedded, group, OTHER_OFFICE)
    assert told(embedded, group) == []


def test_an_act_is_told_on_a_card_that_one_may_read_with_a_kind_and_a_day_that_can_be(embedded):
    group = a_group(embedded)
    with_a_card(embedded, group)
    for wrong in ({"what": "magic"}, {"on": None}, {"on": embedded.now.date() + timedelta(days=1)}):
        with pytest.raises(Refused):
            act(embedded, group, OTHER_OFFICE, **wrong)
    today = embedded.now.date()
    with pytest.raises(NotFound):
        desk.note_act(group, "0" * 32, "visit", today, embedded.keyring(PROTECTION), today=today, at=embedded.now)
