"""Recording and correcting incidents, steps of a plan, marks: entry, card and journal change together or not at all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from safeconduct.cases.desk import casework, incidents
from safeconduct.cases.incident import Joint
from safeconduct.cases.incident_date import IncidentDate
from safeconduct.cases.label_example import LabelExample
from safeconduct.cases.nearby import AttackCard, nearby
from safeconduct.dossiers.models import Entry
from safeconduct.intake.desk import allowing
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.embedded import OTHER_COMPARTMENT, OTHER_OFFICE, PROTECTION
from tests.rules.cases.test_incident import A, B, an_incident

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "behind the quarry chapel"


def record(embedded, call, incident=None, name=PROTECTION):
    incidents.record_incident(call.ref, incident or an_incident(), embedded.keyring(name), at=embedded.now)


def entries(embedded, call, *kinds):
    return [entry for entry in embedded.case(call.ref).written if entry.kind in kinds]


def card_of(embedded, call):
    held, _ = casework.cards(embedded.keyring(PROTECTION), at=embedded.now)
    return next(card for card in held if card.dossier == call.ref)


def test_an_incident_is_an_entry_of_the_story_on_the_card_by_its_codes_and_in_the_journal(embedded):
    call = embedded.call()
    record(embedded, call, an_incident(place=CANARY, text="They waited."))
    (entry,) = entries(embedded, call, "incident")
    assert (entry.scope, entry.data["place"]) == ("story", CANARY)
    assert card_of(embedded, call).incidents == ({"region": "GT-north", "kinds": ["threat"], "month": "2026-03"},)
    assert "IncidentRecorded" in embedded.events()
    assert CANARY.encode() not in embedded.bytes_on_disk()


def test_a_correction_is_a_later_entry_and_the_first_one_stays(embedded):
    call = embedded.call()
    record(embedded, call)
    corrected = an_incident(first=IncidentDate("2026-02-11"), country="HN")
    incidents.correct_incident(call.ref, corrected, "He named the day.", embedded.keyring(PROTECTION), at=embedded.now)
    first, second = entries(embedded, call, "incident", "incident_corrected")
    assert (first.data["first"]["written"], second.data["first"]["written"]) == ("2026-03-01", "2026-02-11")
    assert card_of(embedded, call).incidents[0]["region"] == "HN-north"


def test_what_is_refused_leaves_nothing_behind(embedded):
    call = embedded.call()
    record(embedded, call)
    before = Entry.objects.filter(dossier=call.ref).count(), len(embedded.events())
    unlabelled = (LabelExample("traitor", "https://news.example.org/"),)
    for refused in (
        an_incident(B, acts=()),
        an_incident(B, joints=(Joint("follows", B),)),
        an_incident(B, examples=unlabelled),
    ):
        with pytest.raises(Refused):
            record(embedded, call, refused)
    assert (Entry.objects.filter(dossier=call.ref).count(), len(embedded.events())) == before


def test_what_is_refused_of_a_correction_or_a_mark_leaves_nothing_behind(embedded):
    call, mara = embedded.call(), embedded.keyring(PROTECTION)
    record(embedded, call)
    before = Entry.objects.filter(dossier=call.ref).count()
    for verb in (
        lambda: incidents.correct_incident(call.ref, an_incident(acts=()), "", mara, at=embedded.now),
        lambda: incidents.correct_incident(
            call.ref, an_incident(examples=(LabelExample("traitor", file=9),)), "", mara, at=embedded.now
        ),
        lambda: incidents.set_mark(call.ref, "refoulement", " ", None, mara, at=embedded.now),
        lambda: incidents.set_mark(call.ref, "refoulement", "A flight.", embedded.now, mara, at=embedded.now),
        lambda: incidents.handle_mark(call.ref, "refoulement", "Called.", mara, at=embedded.now),
        lambda: incidents.take_step(call.ref, A, "told_head", "done", "", mara, at=embedded.now),
    ):
        with pytest.raises(Refused):
            verb()
    assert Entry.objects.filter(dossier=call.ref).count() == before


def test_an_incident_that_is_not_there_is_not_corrected(embedded):
    call = embedded.call()
    with pytest.raises(NotFound):
        incidents.correct_incident(call.ref, an_incident(B), "", embedded.keyring(PROTECTION), at=embedded.now)


@pytest.mark.parametrize("name", [OTHER_COMPARTMENT, OTHER_OFFICE], ids=["another compartment", "another office"])
def test_who_does_not_hold_the_dossier_records_nothing(embedded, name):
    call = embedded.call()
    with pytest.raises(NotFound):
        record(embedded, call, name=name)


def test_a_reprisal_runs_on_the_card_until_its_steps_are_taken(embedded):
    call = embedded.call()
    record(embedded, call, an_incident(reprisal_for="mission", contact="The visit of 1 March"))
    (clock,) = card_of(embedded, call).clocks
    assert (clock.what, clock.due) == ("reprisal", embedded.now + timedelta(hours=4))
    for step in ("paused_contact", "paused_names"):
        incidents.take_step(call.ref, A, step, "done", "", embedded.keyring(PROTECTION), at=embedded.now)
    assert card_of(embedded, call).clocks[0].due == embedded.now + timedelta(hours=24)
    with pytest.raises(Refused):
        incidents.take_step(call.ref, A, "paused_names", "done", "", embedded.keyring(PROTECTION), at=embedded.now)


def test_a_mark_starts_a_clock_that_stops_when_it_is_handled_and_goes_with_the_mark(embedded):
    call, mara = embedded.call(), embedded.keyring(PROTECTION)
    incidents.set_mark(call.ref, "refoulement", "A flight is spoken of.", None, mara, at=embedded.now)
    assert [clock.what for clock in card_of(embedded, call).clocks] == ["refoulement"]
    incidents.handle_mark(call.ref, "refoulement", "Called both states.", mara, at=embedded.now)
    assert card_of(embedded, call).clocks == ()
    incidents.lift_mark(call.ref, "refoulement", "He is free.", mara, at=embedded.now)
    with pytest.raises(Refused):
        incidents.lift_mark(call.ref, "refoulement", "He is free.", mara, at=embedded.now)
    assert {"MarkSet", "MarkHandled", "MarkLifted"} <= set(embedded.events())


def test_a_mark_is_nothing_that_a_shared_story_carries(embedded):
    call = embedded.call()
    incidents.set_mark(call.ref, "dual_nationality", "Papers.", None, embedded.keyring(PROTECTION), at=embedded.now)
    (entry,) = entries(embedded, call, "mark_set")
    assert entry.scope == "decisions"


def seen_beside(embedded, call):
    held, _ = casework.cards(embedded.keyring(PROTECTION), at=embedded.now)
    cards = [AttackCard(card.dossier, card.codename, card.acts_together, card.incidents) for card in held]
    return [one.dossier for one in nearby(call.ref, cards, on=embedded.now.date())[0]]


def test_the_codename_shows_to_a_colleague_s_case_while_the_defender_agrees_and_not_a_moment_longer(embedded):
    own, other = embedded.call(), embedded.call()
    for call in (own, other):
        record(embedded, call, replace(an_incident(), ref=call.ref))
    assert seen_beside(embedded, own) == []
    allowing.change_consents(other.visit(), ["collective"], language="en", at=embedded.now)
    assert seen_beside(embedded, own) == [other.ref]
    allowing.change_consents(other.visit(), [], language="en", at=embedded.now)
    assert seen_beside(embedded, own) == []
