"""What a group divides between its organisations: who reads it by which key, and what each verb leaves in the journal."""

from dataclasses import replace

import pytest

from safeconduct.access.models import Organisation
from safeconduct.coordination.desk import belonging, covering, keeping_contact, travelling
from safeconduct.coordination.desk.travelling import TripMarking
from safeconduct.coordination.dialogue import Dialogue, dialogues
from safeconduct.coordination.planned_contact import planned_contacts
from safeconduct.coordination.region import liaisons, regions
from safeconduct.coordination.tlp import AMBER, RED
from safeconduct.coordination.trip import trips
from safeconduct.dossiers.models import EndedGrant, Grant
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.coordinating import a_group
from tests.covering import UPPER_MIRA, a_plan, a_region, a_trip, written_in
from tests.embedded import COLLEAGUE, HARBOUR, LIGHTHOUSE, OTHER_OFFICE, PROTECTION

pytestmark = pytest.mark.django_db(transaction=True)


def joined(embedded, group, name=OTHER_OFFICE):
    """A member's organisation, which mara invited, says yes and is let in."""
    theirs, mara = embedded.keyring(name), embedded.keyring(PROTECTION)
    belonging.answer_invitation(group, yes=True, keyring=theirs, at=embedded.now)
    made = belonging.open_group(group, mara, at=embedded.now).group.invitations[-1]
    belonging.let_in(group, made.ref, mara, at=embedded.now)


def offices(embedded, group, name=PROTECTION):
    one = written_in(embedded, group, name)
    return [each.office for each in liaisons(one.written, one.group)]


def keys_of_own(embedded, group, kind):
    return [entry.scope_ref for entry in written_in(embedded, group).written if entry.kind == kind]


# Who reads it


def test_all_that_one_organisation_tells_the_group_stands_under_one_key(embedded):
    group = a_group(embedded)
    first = a_region(embedded, group)
    a_region(embedded, group, name="Lower Mira")
    covering.liaise(group, first, (), ("French",), embedded.keyring(COLLEAGUE), at=embedded.now)
    kinds = ("region_named", "liaison_said")
    assert len({ref for kind in kinds for ref in keys_of_own(embedded, group, kind)}) == 1
    covering.liaise(group, first, (), ("Kora",), embedded.keyring(OTHER_OFFICE), at=embedded.now)
    assert len(set(keys_of_own(embedded, group, "liaison_said"))) == 2


def test_who_comes_later_reads_the_regions_and_not_a_trip_for_named_readers(embedded):
    group = a_group(embedded, joined=False)
    region = a_region(embedded, group)
    a_trip(embedded, group, region)
    joined(embedded, group)
    red = a_trip(embedded, group, region, embedded.office(LIGHTHOUSE).ref, marking=RED)
    belonging.leave(group, embedded.keyring(OTHER_OFFICE), at=embedded.now)
    one = written_in(embedded, group)
    assert len(regions(one.written)) == 1 and red in {trip.ref for trip in trips(one.written)}
    (planned, secret) = keys_of_own(embedded, group, "trip_planned")
    assert (
        EndedGrant.objects.filter(scope_ref=planned).count() == EndedGrant.objects.filter(scope_ref=secret).count() == 1
    )


def test_what_comes_after_somebody_left_stands_under_a_key_that_they_never_had(embedded):
    group = a_group(embedded)
    region, amal = a_region(embedded, group), embedded.keyring(OTHER_OFFICE)
    trip = a_trip(embedded, group, region)
    known = set(
        Grant.objects.filter(dossier=group, compartment__in=amal.compartments).values_list("scope_ref", flat=True)
    )
    belonging.leave(group, amal, at=embedded.now)
    # An answer to what they read goes under its key; what is new must not follow it there.
    off = travelling.Substitute(region, "The same two", "safe_line", embedded.now.date())
    travelling.call_off(group, trip, "unsafe_us", off, embedded.keyring(PROTECTION), at=embedded.now)
    a_region(embedded, group, name="Lower Mira")
    newest = keys_of_own(embedded, group, "region_named")[-1]
    assert newest not in known and len(regions(written_in(embedded, group).written)) == 2


def test_what_an_organisation_told_is_closed_to_all_when_it_leaves(embedded):
    group = a_group(embedded)
    region = a_region(embedded, group)
    covering.liaise(group, region, (), ("Kora",), embedded.keyring(OTHER_OFFICE), at=embedded.now)
    assert offices(embedded, group) == ["Lighthouse Network"]
    belonging.leave(group, embedded.keyring(OTHER_OFFICE), at=embedded.now)
    assert offices(embedded, group) == []
    assert keys_of_own(embedded, group, "liaison_said") == []
    assert len(regions(written_in(embedded, group).written)) == 1, "what others told stays"


def test_a_red_trip_is_sealed_for_those_who_are_named(embedded):
    group = a_group(embedded)
    region, lighthouse = a_region(embedded, group), embedded.office(LIGHTHOUSE).ref
    a_trip(embedded, group, region, lighthouse, marking=RED)
    (ref,) = keys_of_own(embedded, group, "trip_planned")
    readers = set(Grant.objects.filter(scope_ref=ref).values_list("compartment", flat=True))
    assert readers == {seat.compartment for seat in written_in(embedded, group).group.seats}
    assert ref not in keys_of_own(embedded, group, "region_named")
    with pytest.raises(Refused, match="Tick who may read it"):
        a_trip(embedded, group, region, marking=RED)


# Verbs


def test_every_verb_leaves_a_line_in_the_journal(embedded):
    group, at = a_group(embedded), embedded.now
    region, today = a_region(embedded, group), embedded.now.date()
    mara, amal = embedded.keyring(PROTECTION), embedded.keyring(OTHER_OFFICE)
    covering.liaise(group, region, (), ("French",), mara, at=at)
    covering.ask_relief(group, region, "One post is empty.", mara, at=at)
    covering.take_liaison(group, region, embedded.office(HARBOUR).ref, ("Kora",), amal, at=at)
    covering.end_liaison(group, region, amal, at=at)
    trip = a_trip(embedded, group, region, days_ahead=0)
    travelling.answer_trip(group, trip, "goes", amal, at=at)
    travelling.report_trip(group, trip, "seen", "They saw us.", amal, at=at)
    past = a_plan(embedded, region, days_ahead=-10)
    travelling.note_visit(group, past, "seen", "They saw us.", TripMarking(AMBER), mara, at=at)
    other = a_trip(embedded, group, region)
    off = travelling.Substitute(region, "The same two", "safe_line", today)
    travelling.call_off(group, other, "unsafe_us", off, mara, at=at)
    made = keeping_contact.plan_contact(group, region, "The herders", "trusted", today, mara, at=at)
    keeping_contact.made_contact(group, made, today, mara, at=at)
    gone = keeping_contact.plan_contact(group, region, "The weavers", "trusted", today, mara, at=at)
    keeping_contact.give_up_contact(group, gone, "They asked us to.", mara, at=at)
    held = Dialogue("diplomats_state", today, "", region, "", "")
    keeping_contact.log_dialogue(group, held, mara, took_part=False, at=at)
    keeping_contact.set_rhythm(group, "diplomats_state", "31", mara, at=at)
    covering.drop_region(group, region, "Another group has it.", mara, at=at)
    ours = {"RegionNamed", "LiaisonSaid", "LiaisonReliefAsked", "TripPlanned", "PastTripNoted", "TripCalledOff"}
    ours |= {"ContactPlanned", "ContactMade", "ContactGivenUp", "DialogueLogged", "RhythmSet", "RegionDropped"}
    assert ours <= set(embedded.events())
    assert {"LiaisonTaken", "LiaisonEnded", "TripAnswered", "TripReported"} <= set(embedded.events(LIGHTHOUSE))


def test_a_visit_without_a_report_leaves_nothing_behind(embedded):
    group = a_group(embedded)
    past = a_plan(embedded, a_region(embedded, group), days_ahead=-10)
    with pytest.raises(Refused, match="Nothing is reported"):
        travelling.note_visit(
            group, past, "seen", " ", TripMarking(AMBER), embedded.keyring(PROTECTION), at=embedded.now
        )
    assert trips(written_in(embedded, group).written) == ()


@pytest.mark.as_owner
def test_a_planned_contact_of_a_mission_counts_as_a_dialogue_and_of_others_does_not(embedded):
    lighthouse = embedded.office(LIGHTHOUSE).ref
    Organisation.objects.filter(ref=lighthouse).update(kind="mission")
    group = a_group(embedded)
    region, today = a_region(embedded, group), embedded.now.date()
    for name in (PROTECTION, OTHER_OFFICE):
        keyring = embedded.keyring(name)
        made = keeping_contact.plan_contact(group, region, "The herders", "trusted", today, keyring, at=embedded.now)
        keeping_contact.made_contact(group, made, today, keyring, at=embedded.now)
    one = written_in(embedded, group)
    assert [each.state for each in planned_contacts(one.written)] == ["made", "made"]
    assert [(each.organisation, each.region) for each in dialogues(one.written)] == [(lighthouse, "")]
    own = Dialogue("defenders_state", today, "", "", "", "")
    with pytest.raises(Refused, match="A mission takes no part"):
        keeping_contact.log_dialogue(group, own, embedded.keyring(OTHER_OFFICE), took_part=True, at=embedded.now)
    keeping_contact.log_dialogue(group, own, embedded.keyring(PROTECTION), took_part=True, at=embedded.now)
    assert len(dialogues(written_in(embedded, group).written)) == 2


def test_what_is_not_there_is_not_found(embedded):
    group, nothing = a_group(embedded), "0" * 32
    mara, at, today = embedded.keyring(PROTECTION), embedded.now, embedded.now.date()
    for call in (
        lambda: covering.name_region(group, replace(UPPER_MIRA, ref=nothing), mara, at=at),
        lambda: covering.liaise(group, nothing, (), ("French",), mara, at=at),
        lambda: covering.end_liaison(group, nothing, mara, at=at),
        lambda: travelling.answer_trip(group, nothing, "goes", mara, at=at),
        lambda: keeping_contact.made_contact(group, nothing, today, mara, at=at),
        lambda: keeping_contact.log_dialogue(
            group, Dialogue("diplomats_state", today, "", nothing, "", ""), mara, took_part=False, at=at
        ),
    ):
        with pytest.raises(NotFound):
            call()
