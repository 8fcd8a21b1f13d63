"""Joint positions: who contributed stays inside, what was blocked has a fallback, and acts and echoes are written down."""

from dataclasses import replace
from datetime import timedelta

import pytest

from safeconduct.cases.coded_list import label_of
from safeconduct.coordination.desk import positions as desk
from safeconduct.coordination.desk.positions import ActPlan
from safeconduct.coordination.joint_position import AGREED, BLOCKED, NATIONAL, joint_positions
from safeconduct.coordination.tlp import AMBER, RED
from safeconduct.reports.minutes import position_paper
from safeconduct.reports.paper import plain_text
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.coordinating import a_group
from tests.embedded import OTHER_OFFICE, PROTECTION
from tests.meeting import opened, with_a_card

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sought(embedded):
    group = a_group(embedded)
    return group, desk.seek(group, "Visits to prisons", AMBER, embedded.keyring(PROTECTION), at=embedded.now)


def position(embedded, group, name=OTHER_OFFICE):
    (one,) = joint_positions(opened(embedded, group, name).written)
    return one


def agree(embedded, group, ref, text="Prisons should be open to visits."):
    day = embedded.now.date()
    desk.agree(group, ref, text, embedded.keyring(PROTECTION), today=day, at=embedded.now)


def test_who_contributed_is_kept_inside_and_is_in_nothing_that_leaves(embedded, sought):
    group, ref = sought
    for office, words in (("Lighthouse Network", "The second sentence."), ("Harbour Desk", "The draft.")):
        desk.contribute(group, ref, office, words, embedded.keyring(PROTECTION), at=embedded.now)
    assert position(embedded, group).outside is None
    agree(embedded, group, ref)
    inside = position(embedded, group)
    assert [one.office for one in inside.contributions] == ["Lighthouse Network", "Harbour Desk"]
    leaves = plain_text(position_paper(inside.outside))
    assert "Prisons should be open to visits." in leaves and "Visits to prisons" in leaves
    assert not any(word in leaves for word in ("Lighthouse", "Harbour", "second sentence", "draft"))


def test_a_text_that_leads_to_a_case_is_not_agreed(embedded, sought):
    group, ref = sought
    case = with_a_card(embedded, group)
    codename = embedded.case(case.ref).story["codename"]
    with pytest.raises(Refused, match="codename"):
        agree(embedded, group, ref, f"We ask for {codename.upper()}.")
    with pytest.raises(Refused, match="text is missing"):
        agree(embedded, group, ref, " ")
    agree(embedded, group, ref)
    with pytest.raises(Refused, match="agreed already"):
        agree(embedded, group, ref)


def test_disunity_is_recorded_with_what_it_blocked_and_the_fallback(embedded, sought):
    group, ref = sought
    amal = embedded.keyring(OTHER_OFFICE)
    for said in (("", "A", "B"), ("harm", "", "B"), ("harm", "A", "")):
        with pytest.raises(Refused):
            desk.record_block(group, ref, *said, amal, at=embedded.now)
    desk.record_block(group, ref, "instructions", "A joint call.", "Two call alone.", amal, at=embedded.now)
    one = position(embedded, group, PROTECTION)
    assert one.state == BLOCKED and one.outside is None
    assert (one.blocks[0].reason, one.blocks[0].blocked, one.blocks[0].fallback) == (
        "instructions",
        "A joint call.",
        "Two call alone.",
    )
    agree(embedded, group, ref)
    assert position(embedded, group).state == AGREED
    with pytest.raises(Refused, match="agreed already"):
        desk.record_block(group, ref, "harm", "A.", "B.", amal, at=embedded.now)


def test_an_attempt_to_divide_is_a_reason_of_its_own(embedded, sought):
    group, ref = sought
    said = ("divided", "A joint call.", "Each says the same alone.")
    desk.record_block(group, ref, *said, embedded.keyring(PROTECTION), at=embedded.now)
    (block,) = position(embedded, group).blocks
    assert label_of("blocked_by", block.reason) == "A third state tried to divide the group"
    assert block.fallback == "Each says the same alone."


def test_an_attempt_to_divide_that_blocked_nothing_is_kept_inside_the_group_with_how_it_was_answered(embedded, sought):
    group, ref = sought
    amal, day = embedded.keyring(OTHER_OFFICE), embedded.now.date()
    agree(embedded, group, ref)
    tried = ("VE", day, "Visas were offered to two of us alone.", "All refused together.")
    for wrong in (
        ("", *tried[1:]),
        ("VE", day + timedelta(days=1), *tried[2:]),
        ("VE", None, *tried[2:]),
        ("VE", day, " ", "All refused."),
        ("VE", day, "Visas.", ""),
    ):
        with pytest.raises(Refused):
            desk.note_division(group, ref, *wrong, amal, today=day, at=embedded.now)
    desk.note_division(group, ref, *tried, amal, today=day, at=embedded.now)
    one = position(embedded, group, PROTECTION)
    assert [(each.state, each.on, each.words, each.response) for each in one.divisions] == [tried]
    assert one.state == AGREED and "Visas" not in plain_text(position_paper(one.outside))


def test_joint_and_national_acts_stand_together_and_say_how_they_go_with_the_position(embedded, sought):
    group, ref = sought
    mara, day = embedded.keyring(PROTECTION), embedded.now.date()
    joint = ActPlan("joint", "", "carries", day + timedelta(days=9), "A joint call on the ministry.")
    quiet = ActPlan(NATIONAL, "Lighthouse Network", "opens", day + timedelta(days=2), "A quiet word before.")
    for plan in (joint, quiet):
        desk.plan_act(group, ref, plan, mara, today=day, at=embedded.now)
    for wrong in (
        replace(quiet, kind=""),
        replace(quiet, office="Nobody we know"),
        replace(quiet, role=""),
        replace(quiet, on=None),
        replace(quiet, words=""),
    ):
        with pytest.raises(Refused):
            desk.plan_act(group, ref, wrong, mara, today=day, at=embedded.now)
    first, second = position(embedded, group).acts
    assert (first.office, second.office, second.role) == ("", "Lighthouse Network", "opens")
    desk.act_done(group, ref, second.ref, embedded.keyring(OTHER_OFFICE), at=embedded.now)
    assert [act.is_done for act in position(embedded, group).acts] == [False, True]
    with pytest.raises(NotFound):
        desk.act_done(group, ref, "0" * 32, mara, at=embedded.now)


def test_who_echoed_what_was_agreed_is_seen_and_who_did_not(embedded, sought):
    group, ref = sought
    mara, day = embedded.keyring(PROTECTION), embedded.now.date()

    def echo(office="Lighthouse Network", on=day, where="Statement of the network"):
        desk.note_echo(group, ref, office, on, where, mara, today=day, at=embedded.now)

    with pytest.raises(Refused, match="Nothing is agreed"):
        echo()
    agree(embedded, group, ref)
    one = opened(embedded, group)
    assert position(embedded, group).silent(one.group) == ("Harbour Desk", "Lighthouse Network")
    for wrong in ({"office": "x"}, {"on": day + timedelta(days=1)}, {"on": None}, {"where": " "}):
        with pytest.raises(Refused):
            echo(**wrong)
    echo()
    assert position(embedded, group).silent(one.group) == ("Harbour Desk",)


def test_what_cannot_be_sought_or_is_of_nobody_is_refused(embedded, sought):
    group, ref = sought
    mara = embedded.keyring(PROTECTION)
    for title, marking in ((" ", AMBER), ("Visits", RED)):
        with pytest.raises(Refused):
            desk.seek(group, title, marking, mara, at=embedded.now)
    with pytest.raises(Refused, match="whose this is"):
        desk.contribute(group, ref, "Nobody we know", "A word.", mara, at=embedded.now)
    with pytest.raises(NotFound):
        desk.contribute(group, "0" * 32, "Harbour Desk", "A word.", mara, at=embedded.now)
