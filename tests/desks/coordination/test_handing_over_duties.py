"""What a post owes to a group is handed over too: offered to the successor, taken up with one yes, else the head's."""

from datetime import timedelta

import pytest

from safeconduct.cases.handover import ACCEPTED, KEPT, REFUSED, Handover
from safeconduct.coordination.desk import emptying, handing_over, handing_over_duties, owing
from safeconduct.coordination.group_duty import OPEN, group_duties
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.coordinating import a_group
from tests.embedded import COLLEAGUE, OTHER_OFFICE, PROTECTION
from tests.handing_over import LEAVER, a_group_that_is_owed, handed_over, posts
from tests.meeting import a_meeting, decide, opened
from tests.organising import leave, post_ref
from tests.protecting import an_accepted_case

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def group(embedded):
    return a_group_that_is_owed(embedded)


def holders(embedded, group, name=COLLEAGUE):
    one = opened(embedded, group, name)
    return {duty.says: (duty.state, duty.post_name) for duty in group_duties(one.written, one.group)}


def offer_of(embedded, group, name=COLLEAGUE):
    found = handing_over_duties.owed_to_groups(embedded.keyring(name), at=embedded.now)
    return next(one for one in found if one.group == group).offers[-1]


MARA = {
    "Write to all capitals.": (OPEN, LEAVER),
    "Visit the east.": (OPEN, LEAVER),
    "Ask the region.": (OPEN, ""),
}


def with_post(post):
    return {says: (state, post if held else "") for says, (state, held) in MARA.items()}


def test_one_yes_takes_up_every_duty_of_the_post_and_none_of_others(embedded, group):
    assert holders(embedded, group) == MARA
    handed_over(embedded)
    offer = offer_of(embedded, group)
    assert holders(embedded, group) == MARA and offer.offer.duties == 2
    handing_over_duties.accept(group, offer.offer.ref, embedded.keyring(COLLEAGUE), at=embedded.now)
    assert holders(embedded, group) == with_post("Duty officer")
    assert holders(embedded, group, OTHER_OFFICE) == with_post("Duty officer")
    assert offer_of(embedded, group).offer.state == ACCEPTED
    assert {"HandoverStarted", "HandoverOffered", "HandoverAccepted"} <= set(embedded.events())


def test_the_other_organisation_reads_neither_the_offer_nor_a_no(embedded, group):
    handed_over(embedded)
    offer = offer_of(embedded, group).offer.ref
    handing_over_duties.decline(group, offer, "Too much.", embedded.keyring(COLLEAGUE), at=embedded.now)
    kinds = {entry.kind for entry in opened(embedded, group, OTHER_OFFICE).written}
    assert "group_decided" in kinds and not kinds & {"group_duties_offered", "group_duties_refused"}
    assert {"group_duties_offered", "group_duties_refused"} <= {one.kind for one in opened(embedded, group).written}
    with pytest.raises(NotFound):
        handing_over_duties.accept(group, offer, embedded.keyring(OTHER_OFFICE), at=embedded.now)


def test_what_the_successor_does_not_accept_the_head_keeps(embedded, group):
    handed_over(embedded)
    offer, petra = offer_of(embedded, group).offer.ref, embedded.keyring("petra")
    with pytest.raises(Refused, match="no reason yet"):
        handing_over_duties.decline(group, offer, " ", embedded.keyring(COLLEAGUE), at=embedded.now)
    with pytest.raises(Refused, match="still has time"):
        handing_over_duties.keep(group, offer, petra, at=embedded.now)
    handing_over_duties.decline(group, offer, "Too much.", embedded.keyring(COLLEAGUE), at=embedded.now)
    assert holders(embedded, group) == MARA and offer_of(embedded, group).offer.state == REFUSED
    handing_over_duties.keep(group, offer, petra, at=embedded.now)
    assert holders(embedded, group) == with_post("Visa officer")
    assert offer_of(embedded, group).offer.state == KEPT
    with pytest.raises(Refused, match="taken this already"):
        handing_over_duties.keep(group, offer, petra, at=embedded.now)


def test_after_the_last_day_only_the_head_takes_it(embedded, group):
    handed_over(embedded)
    embedded.clock.pass_by(timedelta(days=8))
    offer = offer_of(embedded, group).offer.ref
    with pytest.raises(Refused, match="went to the head"):
        handing_over_duties.accept(group, offer, embedded.keyring(COLLEAGUE), at=embedded.now)
    handing_over_duties.keep(group, offer, embedded.keyring("petra"), at=embedded.now)
    assert holders(embedded, group) == with_post("Visa officer")


def test_who_leaves_cannot_accept_and_what_another_post_took_up_is_offered_no_more(embedded, group):
    handed_over(embedded)
    offer = offer_of(embedded, group)
    with pytest.raises(Refused, match="handed to somebody else"):
        handing_over_duties.accept(group, offer.offer.ref, embedded.keyring(PROTECTION), at=embedded.now)
    for duty in offer.duties:
        owing.take_up(group, duty.ref, embedded.keyring("petra"), at=embedded.now)
    for answer in (
        lambda by: handing_over_duties.accept(group, offer.offer.ref, by, at=embedded.now),
        lambda by: handing_over_duties.decline(group, offer.offer.ref, "Too much.", by, at=embedded.now),
    ):
        with pytest.raises(Refused, match="open any more"):
            answer(embedded.keyring(COLLEAGUE))
    embedded.clock.pass_by(timedelta(days=8))
    with pytest.raises(Refused, match="open any more"):
        handing_over_duties.keep(group, offer.offer.ref, embedded.keyring("petra"), at=embedded.now)


def test_a_handover_has_cases_and_groups_and_nothing_is_offered_twice(embedded, group):
    an_accepted_case(embedded)
    handed_over(embedded)
    with pytest.raises(Refused, match="nothing to start"):
        handed_over(embedded)
    assert embedded.events().count("HandoverOffered") == 2
    embedded.clock.pass_by(timedelta(days=8))
    handed_over(embedded)
    assert embedded.events().count("HandoverOffered") == 4


def test_a_successor_who_does_not_open_the_group_is_refused_before_anything_is_written(embedded):
    group = a_group(embedded)
    a_meeting(embedded, group)
    decide(embedded, group, "Write to all capitals.", post=post_ref(embedded, LEAVER))
    to_post, head, last_day = posts(embedded, successor="Visa officer", head="Duty officer")
    with pytest.raises(Refused, match="every case and group"):
        handing_over.start(Handover(to_post, head, last_day), embedded.keyring(PROTECTION), at=embedded.now)
    assert not [one for one in opened(embedded, group).written if one.kind == "group_duties_offered"]


def test_a_post_that_owes_a_group_is_not_signed_as_empty(embedded, group):
    handed_over(embedded)
    leave(embedded, PROTECTION)
    post, offer = post_ref(embedded, LEAVER), offer_of(embedded, group).offer.ref
    with pytest.raises(Refused, match="owes something to a group"):
        emptying.say_empty(post, embedded.keyring(COLLEAGUE), at=embedded.now)
    handing_over_duties.accept(group, offer, embedded.keyring(COLLEAGUE), at=embedded.now)
    emptying.say_empty(post, embedded.keyring(COLLEAGUE), at=embedded.now)
    assert "PostSaidEmpty" in embedded.events()
