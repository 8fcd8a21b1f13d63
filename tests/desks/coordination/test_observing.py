"""After court at work: each part of a note where it belongs, sent twice and kept once; an observation closed with its duty."""

from dataclasses import replace
from datetime import timedelta

import pytest

from safeconduct.cases.desk import acting, casework, consenting, linking, naming, verifying
from safeconduct.cases.duty import DONE, OPEN
from safeconduct.cases.source_link import source_links
from safeconduct.cases.source_question import source_questions
from safeconduct.coordination.desk import belonging, hearings, observing
from safeconduct.coordination.hearing import LEAD, OBSERVED, REFUSED
from safeconduct.coordination.hearing import hearings as hearings_in
from safeconduct.coordination.observation import (
    CLOSE,
    GROUP,
    NAMES,
    OWN,
    PRESENT,
    PUBLIC,
    CourtNote,
    ObservationClosing,
    apart,
    closings,
)
from safeconduct.dossiers.desk import reading
from safeconduct.intake.models import SourceLink
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.builders import a_telling
from tests.coordinating import OBSERVED_AND_SHARED, a_group, a_hearing, after_the_hearing, seen_by
from tests.desks.cases.test_sharing import agreed, share
from tests.embedded import OTHER_OFFICE, PROTECTION
from tests.protecting import an_accepted_case
from tests.rules.cases.test_verification import a_source

pytestmark = pytest.mark.django_db(transaction=True)

TEXTS = {
    PUBLIC: "The judge read the charge.",
    GROUP: "The next date is kept from the press.",
    OWN: "Our line stays quiet.",
    PRESENT: "Advocate Orla; the mother.",
    NAMES: "A guard called Bexley took pictures.",
}
NOTE = CourtNote("n0" * 16, OBSERVED, answers={"open_court": "no"}, incidents=("disturbance",), texts=TEXTS)


@pytest.fixture
def called_out(embedded):
    """A group, and a hearing of a case of ours that it read, three hours after the court sat."""
    group, call = a_group(embedded), an_accepted_case(embedded, *OBSERVED_AND_SHARED)
    hearing = a_hearing(embedded, call.ref, group=group)
    after_the_hearing(embedded)
    return group, call, hearing


def write(embedded, call, hearing, note=NOTE):
    observing.write_note(call.ref, hearing, note, embedded.keyring(PROTECTION), at=embedded.now)


def of_case(embedded, call):
    return hearings_in(embedded.case(call.ref).written)[0]


def a_closing(embedded, **changes):
    due = embedded.now.date() + timedelta(days=10)
    closing = ObservationClosing("no", "The lawyer asks for quiet.", "yes", "Nobody looks yet.", "Write to them.", due)
    return replace(closing, **changes)


def close(embedded, call, hearing, **changes):
    closing = a_closing(embedded, **changes)
    observing.close_observation(call.ref, hearing, closing, embedded.keyring(PROTECTION), at=embedded.now)


def duties(embedded, call):
    return {
        one.says.partition(": Second")[0]: one for one in acting.duties_of(embedded.case(call.ref), at=embedded.now)
    }


# The note


def test_a_group_reads_its_parts_and_codes_and_nothing_of_the_others(embedded, called_out):
    group, call, hearing = called_out
    write(embedded, call, hearing)
    (result,) = seen_by(embedded, OTHER_OFFICE, group)[0].results
    assert (result.public, result.words) == (TEXTS[PUBLIC], TEXTS[GROUP])
    assert (result.answers, result.incidents) == ({"open_court": "no"}, ("disturbance",))
    theirs = belonging.open_group(group, embedded.keyring(OTHER_OFFICE), at=embedded.now)
    read = str([entry.data for entry in theirs.written])
    assert not [part for part in (OWN, PRESENT, NAMES) if TEXTS[part] in read]
    assert "CourtNoteWritten" in embedded.events()


def test_each_part_is_sealed_in_its_own_scope_and_names_are_read_only_where_they_are_revealed(embedded, called_out):
    _group, call, hearing = called_out
    write(embedded, call, hearing)
    case = embedded.case(call.ref)
    assert apart(case.written, NOTE.ref) == {OWN: TEXTS[OWN], PRESENT: TEXTS[PRESENT]}
    scopes = {entry.data["part"]: entry.scope for entry in case.written if entry.kind == "court_note"}
    assert scopes == {OWN: "coordination", PRESENT: "sources"}
    assert TEXTS[NAMES] not in str([entry.data for entry in case.written])
    mara = embedded.keyring(PROTECTION)
    names = casework.reveal_identity(call.ref, "To call back.", mara, has_proved=True, at=embedded.now)
    assert TEXTS[NAMES] in names.values()


def test_names_from_court_go_with_no_share_of_the_name(embedded):
    call, mara = embedded.call(telling=a_telling(name="Teresa (invented)")), embedded.keyring(PROTECTION)
    hearing = a_hearing(embedded, call.ref)
    after_the_hearing(embedded)
    write(embedded, call, hearing)
    naming.pass_places(call.ref, ["guard in a guard called"], mara, at=embedded.now)
    agreed(embedded, call, parts=("identity",))
    share(embedded, call, parts=("identity",))
    opened = reading.open_shared(call.ref, embedded.keyring(OTHER_OFFICE), on=embedded.now.date())
    held = [entry.kind for entry in opened.entries if getattr(entry, "scope", "") == "identity"]
    assert held == ["identity"]
    names = casework.reveal_identity(call.ref, "reach", mara, has_proved=True, at=embedded.now)
    assert set(names.values()) == {"Teresa (invented)", TEXTS[NAMES]}


def test_a_note_that_is_sent_again_because_the_line_broke_is_kept_once(embedded, called_out):
    group, call, hearing = called_out
    write(embedded, call, hearing)
    before = embedded.dump()
    write(embedded, call, hearing)
    assert embedded.dump() == before
    assert len(seen_by(embedded, OTHER_OFFICE, group)[0].results) == 1


def test_a_note_with_the_person_s_name_in_a_part_that_goes_on_leaves_nothing_behind(embedded, called_out):
    _group, call, hearing = called_out
    person = "Damar Ilven"
    consenting.add_person(call.ref, "family", "The brother", person, embedded.keyring(PROTECTION), at=embedded.now)
    before = embedded.dump()
    with pytest.raises(Refused, match="a name of this file"):
        write(embedded, call, hearing, replace(NOTE, texts={PUBLIC: "Ilven was turned away."}))
    assert embedded.dump() == before


def test_a_note_ends_the_duty_to_be_there_and_opens_the_one_to_close(embedded, called_out):
    _group, call, hearing = called_out
    write(embedded, call, hearing)
    owed = duties(embedded, call)[CLOSE]
    assert (owed.state, owed.due) == (OPEN, embedded.now.date() + timedelta(days=3))
    assert duties(embedded, call)["Sit in at the hearing, or find an organisation that does"].state == DONE


def test_a_refusal_in_a_note_opens_another_way_too(embedded, called_out):
    _group, call, hearing = called_out
    refused = CourtNote("n1" * 16, REFUSED, "at_the_door", "outside", texts={PUBLIC: "Two guards; no reason."})
    write(embedded, call, hearing, refused)
    assert duties(embedded, call)["Wait outside the court, to be seen"].state == OPEN


def test_a_note_before_the_court_sat_is_refused(embedded):
    call = an_accepted_case(embedded)
    hearing = a_hearing(embedded, call.ref)
    with pytest.raises(Refused, match="has not sat yet"):
        write(embedded, call, hearing)


def test_another_office_writes_no_note_into_our_case(embedded, called_out):
    _group, call, hearing = called_out
    with pytest.raises(NotFound):
        observing.write_note(call.ref, hearing, NOTE, embedded.keyring(OTHER_OFFICE), at=embedded.now)


# Of another's case


def test_who_sat_in_for_another_writes_what_the_group_may_read_once(embedded, called_out):
    group, _call, hearing = called_out
    note = replace(NOTE, texts={PUBLIC: TEXTS[PUBLIC]})
    amal = embedded.keyring(OTHER_OFFICE)
    observing.report_note(group, hearing, note, amal, at=embedded.now)
    observing.report_note(group, hearing, note, amal, at=embedded.now)
    (result,) = seen_by(embedded, PROTECTION, group)[0].results
    assert (result.office, result.public, result.answers) == ("Lighthouse Network", TEXTS[PUBLIC], {"open_court": "no"})


def test_the_owner_is_sent_to_the_case_and_an_empty_or_early_note_is_refused(embedded, called_out):
    group, _call, hearing = called_out
    amal, mara = embedded.keyring(OTHER_OFFICE), embedded.keyring(PROTECTION)
    with pytest.raises(Refused, match="case of your own"):
        observing.report_note(group, hearing, NOTE, mara, at=embedded.now)
    with pytest.raises(Refused, match="Nothing is written yet"):
        observing.report_note(group, hearing, CourtNote("n2" * 16, OBSERVED), amal, at=embedded.now)
    with pytest.raises(Refused, match="how access was refused"):
        observing.report_note(group, hearing, replace(NOTE, what=REFUSED), amal, at=embedded.now)


# Closing


def test_closing_keeps_both_reasons_and_opens_what_follows_with_its_day(embedded, called_out):
    _group, call, hearing = called_out
    write(embedded, call, hearing)
    close(embedded, call, hearing)
    case = embedded.case(call.ref)
    (decided,) = closings(case.written, hearing).values()
    assert (decided["message"], decided["message_why"]) == ("no", "The lawyer asks for quiet.")
    assert (decided["profile"], decided["profile_why"]) == ("yes", "Nobody looks yet.")
    known = duties(embedded, call)
    assert known[CLOSE].state == DONE
    assert (known["Write to them."].state, known["Write to them."].due) == (OPEN, a_closing(embedded).due)
    assert of_case(embedded, call).to_close is None and "ObservationClosed" in embedded.events()


def test_a_group_reads_yes_or_no_and_no_reason(embedded, called_out):
    group, call, hearing = called_out
    write(embedded, call, hearing)
    close(embedded, call, hearing)
    theirs = belonging.open_group(group, embedded.keyring(OTHER_OFFICE), at=embedded.now).written
    (seen,) = [entry.data for entry in theirs if entry.kind == "observation_closed"]
    assert (seen["message"], seen["profile"]) == ("no", "yes")
    assert not [word for word in ("quiet", "Nobody looks", "Write to them") if word in str(seen)]
    assert seen_by(embedded, OTHER_OFFICE, group)[0].to_close is None


def test_a_closing_without_its_reasons_or_of_nothing_changes_nothing(embedded, called_out):
    _group, call, hearing = called_out
    with pytest.raises(Refused, match="No observation is open here"):
        close(embedded, call, hearing)
    write(embedded, call, hearing)
    before = embedded.dump()
    with pytest.raises(Refused, match="there is no reason"):
        close(embedded, call, hearing, profile_why=" ")
    assert embedded.dump() == before
    close(embedded, call, hearing)
    with pytest.raises(Refused, match="No observation is open here"):
        close(embedded, call, hearing)


# Counting


def test_hearings_are_counted_from_cards_and_groups_by_whoever_may_open_them(embedded):
    group, call = a_group(embedded), an_accepted_case(embedded, *OBSERVED_AND_SHARED)
    hearing = a_hearing(embedded, call.ref, group=group)
    only_ours = a_hearing(embedded, call.ref)
    hearings.answer(group, hearing, LEAD, embedded.keyring(OTHER_OFFICE), at=embedded.now)
    after_the_hearing(embedded)
    write(embedded, call, hearing)
    close(embedded, call, hearing)

    def known(name):
        return observing.attendances_known(embedded.keyring(name), at=embedded.now)

    ours = [(one.hearing, one.is_shared, one.result, one.is_closed) for one in known(PROTECTION)]
    expected = [(hearing, False, OBSERVED, True), (hearing, True, OBSERVED, True), (only_ours, False, "", False)]
    assert sorted(ours) == sorted(expected)
    (theirs,) = known(OTHER_OFFICE)
    assert (theirs.hearing, theirs.result, theirs.led_since is not None) == (hearing, OBSERVED, True)
    assert known("petra") == ()


def test_a_name_from_court_holds_back_a_link_that_is_out(embedded, called_out):
    _group, call, hearing = called_out
    mara, on = embedded.keyring(PROTECTION), embedded.now.date()
    verifying.add_source(call.ref, a_source(), mara, at=embedded.now)
    for name in ("Bexley", "Orvel"):
        verifying.ask_source(call.ref, a_source().ref, "", f"Do you know {name}?", on, mara, at=embedded.now)
    for question in source_questions(embedded.case(call.ref).written):
        linking.make_link(call.ref, question.ref, on, mara, at=embedded.now)
    write(embedded, call, hearing, replace(NOTE, texts={**TEXTS, NAMES: "A guard called Bexley took pictures."}))
    assert SourceLink.objects.count() == 1
    assert [one.why for one in source_links(embedded.case(call.ref).written)] == ["name", ""]
