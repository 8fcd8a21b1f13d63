"""What one organisation is shown of its people, posts, compartments and invitations holds nothing of another's."""

from datetime import timedelta

import pytest

from safeconduct.access import lookup
from safeconduct.access.desk import arranging, certifying, enrolling, standings
from safeconduct.access.models import Appointment, Compartment, CompartmentWrap, Member, Post
from safeconduct.vocabulary.refusal import NotFound
from tests.embedded import HARBOUR, LIGHTHOUSE
from tests.organising import (
    certify,
    compartment_ref,
    enrolled,
    invite,
    join,
    leave,
    member_ref,
    next_day,
    post_ref,
    rekeyed,
)

# The questions themselves keep houses apart, also where the database hides no row.
pytestmark = pytest.mark.as_owner

SHOWN = {
    "names of posts": lambda here, on: lookup.post_names(here).values(),
    "names of members": lambda here, on: lookup.member_names(here).values(),
    "members": lambda here, on: [one.name for one in standings.member_standings(here, on=on)],
    "posts": lambda here, on: [one.name for one in standings.open_posts(here)],
    "compartments": lambda here, on: [one.compartment for one in standings.compartment_standings(here)],
    "invitations": lambda here, on: [one.name for one in standings.open_invitations(here, on=on)],
    "compartments by reference": lambda here, on: [
        one.ref for one in lookup.compartments_in(here, list(Compartment.objects.values_list("ref", flat=True)))
    ],
    "compartments of a member": lambda here, on: [
        one.ref for name in ("mara", "amal") for one in standings.compartments_of(here, member_ref(name))
    ],
}


@pytest.mark.parametrize("shown", SHOWN.values(), ids=list(SHOWN))
def test_nothing_of_one_house_is_shown_in_another(embedded, shown):
    invite(embedded, "noor")
    luka = embedded.keyring("luka")
    arranging.create_post("Night watch", luka, has_proved=True, at=embedded.now)
    night_watch = Post.objects.get(name="Night watch").ref
    enrolling.invite("sami", night_watch, "officer", frozenset(), luka, has_proved=True, at=embedded.now)
    ours, theirs = (list(shown(embedded.office(slug).ref, embedded.now.date())) for slug in (HARBOUR, LIGHTHOUSE))
    assert ours and theirs and not set(ours) & set(theirs)


def test_an_office_is_read_at_the_compartment_of_its_own_duty(embedded):
    """With a compartment of the same name and duty in each house."""
    for slug in (HARBOUR, LIGHTHOUSE):
        here = embedded.office(slug).ref
        for name, duty in (("Protection", "requests"), ("Auditors", "auditors")):
            wanted = Compartment.objects.get(organisation=here, name=name).ref
            assert lookup.recipient_for(here, duty).compartment == wanted
    with pytest.raises(NotFound):
        lookup.recipient_for(embedded.office().ref, "nothing")
    with pytest.raises(NotFound):
        lookup.office_by_ref("0" * 32)


# How things stand with one of them


def standing(embedded, name):
    on = embedded.now.date()
    return next(one for one in standings.member_standings(embedded.office().ref, on=on) if one.name == name)


def test_who_waits_for_registrars_is_shown_with_how_many_and_whether_the_keys_are_new(embedded):
    assert (standing(embedded, "tomas").waits_for, standing(embedded, "tomas").keys_are_new) == (0, False)
    _, words = join(embedded, invite(embedded))
    assert (standing(embedded, "noor").waits_for, standing(embedded, "noor").keys_are_new) == (2, True)
    certify(embedded, "noor", words, by=("ines",))
    assert standing(embedded, "noor").waits_for == 1
    next_day(embedded)
    post = post_ref(embedded, "Visa officer")
    ines = embedded.keyring("ines")
    certifying.change(member_ref("tomas"), post, "officer", ines, has_proved=True, at=embedded.now)
    assert (standing(embedded, "tomas").waits_for, standing(embedded, "tomas").keys_are_new) == (1, False)
    assert standings.waiting_appointment(member_ref("tomas")) == ("Visa officer", "officer")
    assert standings.waiting_appointment(member_ref("noor")) == ("Duty officer", "officer")
    with pytest.raises(NotFound):
        standings.waiting_appointment(member_ref("mara"))


@pytest.mark.as_owner
def test_only_registrars_of_that_day_count_among_those_who_signed(embedded):
    """For what waits, and for no other certificate: an officer's row beside a registrar's counts for nothing."""
    _, words = join(embedded, invite(embedded))
    join(embedded, invite(embedded, "sami"))
    certify(embedded, "noor", words, by=("ines",))
    waits = Appointment.objects.get(member=member_ref("noor"))
    row = lookup.MemberCertificate.objects.get(member=member_ref("noor"))
    assert standings.signers(waits) == {member_ref("ines")}
    row.pk, row.signed_by = None, member_ref("mara")
    row.save()
    assert standings.signers(waits) == {member_ref("ines")}
    assert standings.signers(Appointment.objects.get(member=member_ref("sami"))) == frozenset()


# How things stand with a compartment


def compartment_standing(embedded, name):
    return standings.compartment_standing(Compartment.objects.get(ref=compartment_ref(embedded, name)))


def test_who_holds_a_compartment_is_shown_and_who_waits_there(embedded):
    mara, tomas, petra = (member_ref(name) for name in ("mara", "tomas", "petra"))
    ines = embedded.keyring("ines")
    enrolling.admit(compartment_ref(embedded), petra, ines, has_proved=True, at=embedded.now)
    shown = compartment_standing(embedded, "Protection")
    assert (set(shown.holders), shown.waiting, shown.asked, shown.epoch) == ({mara, tomas}, (petra,), "", 1)
    assert compartment_standing(embedded, "Visas").holders == (petra,)
    leave(embedded, "tomas")
    shown = compartment_standing(embedded, "Protection")
    assert (shown.holders, shown.asked) == ((mara,), "asked")
    assert compartment_standing(embedded, "Auditors").asked == ""


@pytest.mark.as_owner
def test_who_left_neither_holds_nor_waits_even_if_a_row_says_so(embedded):
    enrolled(embedded)
    noor, on = member_ref("noor"), embedded.now.date()
    Member.objects.filter(ref=noor).update(ended_on=on)
    assert CompartmentWrap.objects.filter(member=noor).exists()
    assert noor not in standings.holders_of(compartment_ref(embedded))
    CompartmentWrap.objects.filter(member=noor).delete()
    assert noor not in compartment_standing(embedded, "Protection").waiting
    assert "noor" not in [name for post in standings.open_posts(embedded.office().ref) for name in post.members]


def test_a_compartment_that_was_never_rekeyed_began_on_no_later_day(embedded):
    assert lookup.began_on(compartment_ref(embedded)) is None


def test_the_day_on_which_a_compartment_began_anew_is_its_own(embedded):
    embedded.clock.pass_by(timedelta(days=3))
    leave(embedded, "tomas")
    rekeyed(embedded)
    assert lookup.began_on(compartment_ref(embedded)) == embedded.now.date()
    assert lookup.began_on(compartment_ref(embedded, "Visas")) is None
