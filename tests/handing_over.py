"""A handover of the frozen instance: mara leaves, tomas is asked to follow, and petra's post is the head's."""

from datetime import timedelta

from safeconduct.access.desk import enrolling
from safeconduct.cases.handover import Handover
from safeconduct.coordination.desk import handing_over
from safeconduct.dossiers.entry import NewEntry
from tests import organising
from tests.embedded import PROTECTION

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


def handed_over(embedded):
    return handing_over.start(Handover(*posts(embedded)), embedded.keyring(PROTECTION), at=embedded.now)


def an_offer():
    """As an entry, whatever the posts may be."""
    posts = {"from_post": "0a" * 16, "to_post": "0b" * 16, "to_name": "Duty officer", "head": "0c" * 16}
    counted = {"duties": 2, "hearings": 1}
    data = {"ref": "0f" * 16, "handover": "ab" * 16, **posts, "ends_on": "2026-03-11", **counted}
    return NewEntry("coordination", "handover_offered", data)
