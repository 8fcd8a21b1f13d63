"""A handover of the frozen instance: mara leaves, tomas is asked to follow, and petra's post is the head's."""

from datetime import timedelta

from safeconduct.access.desk import enrolling
from safeconduct.cases.handover import Handover
from safeconduct.coordination.desk import handing_over
from safeconduct.dossiers.entry import NewEntry
from tests import organising
from tests.coordinating import a_group
from tests.embedded import LIGHTHOUSE, PROTECTION
from tests.meeting import a_meeting, decide, opened, with_a_card

LEAVER = "Human rights officer"
WORDS = "Another person of our office reads your words now."


def with_a_head(embedded):
    """Petra is let into the compartment whose cases are handed over."""
    compartment, petra = organising.compartment_ref(embedded), organising.member_ref("petra")
    enrolling.admit(compartment, petra, embedded.keyring("ines"), has_proved=True, at=embedded.now)
    organising.let_in(embedded, "petra")


def posts(embedded, *, successor="Duty officer", head="Visa officer"):
    """References of the successor's and the head's post, and the last day."""
    last_day = embedded.now.date() + timedelta(days=7)
    return organising.post_ref(embedded, successor), organising.post_ref(embedded, head), last_day


def a_group_that_is_owed(embedded):
    """Mara's post owes one thing to the whole group and one on a card; the other organisation owes a third."""
    ref = a_group(embedded)
    with_a_card(embedded, ref)
    a_meeting(embedded, ref)
    post = organising.post_ref(embedded, LEAVER)
    decide(embedded, ref, "Write to all capitals.", post=post)
    (point,) = [one for one in opened(embedded, ref).written if one.kind == "card_put_in"]
    decide(embedded, ref, "Visit the east.", about=f"card:{point.data['item']}", post=post)
    decide(embedded, ref, "Ask the region.", to=LIGHTHOUSE)
    with_a_head(embedded)
    return ref


def handed_over(embedded):
    return handing_over.start(Handover(*posts(embedded)), embedded.keyring(PROTECTION), at=embedded.now)


def an_offer():
    """As an entry, whatever the posts may be."""
    posts = {"from_post": "0a" * 16, "to_post": "0b" * 16, "to_name": "Duty officer", "head": "0c" * 16}
    counted = {"duties": 2, "hearings": 1}
    data = {"ref": "0f" * 16, "handover": "ab" * 16, **posts, "ends_on": "2026-03-11", **counted}
    return NewEntry("coordination", "handover_offered", data)
