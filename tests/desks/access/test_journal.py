"""The journal: sealed to the auditors, in order, chained; defenders' visits are never in it."""

import pytest

from safeconduct.access.journal import SealedLine, first_break, where
from safeconduct.access.models import JournalLine
from safeconduct.cases.desk import casework as cases
from safeconduct.dossiers.desk import reading
from safeconduct.intake.desk import allowing, returning
from safeconduct.intake.desk.returning import Word
from safeconduct.sealing.unopened import Unopened
from tests.embedded import COLLEAGUE, HARBOUR, LIGHTHOUSE, OTHER_OFFICE, PROTECTION


def sealed_lines(organisation):
    return tuple(
        SealedLine(row.seq, row.day.isoformat(), bytes(row.before), bytes(row.hash), bytes(row.sealed))
        for row in JournalLine.objects.filter(organisation=organisation).order_by("seq")
    )


def worked_on(embedded):
    call = embedded.call(HARBOUR, LIGHTHOUSE)
    cases.open_case(call.ref, embedded.keyring(PROTECTION), at=embedded.now)
    cases.note(call.ref, "A first note.", embedded.keyring(COLLEAGUE), at=embedded.now)
    cases.open_case(call.refs[1], embedded.keyring(OTHER_OFFICE), at=embedded.now)
    return call


def test_a_line_tells_who_did_what_to_what_for_which_post_and_when(embedded):
    call = worked_on(embedded)
    mara = embedded.keyring(PROTECTION)
    assert embedded.journal()[0] == {
        "v": 1,
        "event": "DossierOpened",
        "object": call.ref,
        "member": mara.member,
        "post": mara.post,
        "at": "2026-03-04T09:30+00:00",
        "note": "",
        "reach": reading.open_with_keyring(call.ref, mara).kept.as_text(),
    }


def test_each_organisation_has_a_journal_of_its_own(embedded):
    worked_on(embedded)
    assert embedded.events(HARBOUR) == ["DossierOpened", "NoteAdded"]
    assert embedded.events(LIGHTHOUSE) == ["DossierOpened"]


@pytest.mark.as_owner
@pytest.mark.parametrize("name", [PROTECTION, "petra", OTHER_OFFICE, "nadia"])
def test_nobody_but_the_organisation_s_auditors_opens_a_line(embedded, name):
    worked_on(embedded)
    organisation = embedded.office().ref
    line = sealed_lines(organisation)[0]
    for held in embedded.keyring(name).epochs:
        with pytest.raises(Unopened):
            held.identity.unwrap(line.sealed, where(organisation, line.seq))


@pytest.mark.as_owner
def test_a_line_that_was_left_out_or_swapped_is_found(embedded):
    call = worked_on(embedded)
    cases.note(call.ref, "A second note.", embedded.keyring(COLLEAGUE), at=embedded.now)
    organisation = embedded.office().ref
    lines = sealed_lines(organisation)
    assert first_break(organisation, lines) is None
    assert first_break(organisation, (lines[0], lines[2])) == 2
    assert first_break(organisation, (lines[1], lines[0], lines[2])) == 1


def test_what_a_defender_does_is_never_in_the_journal(embedded):
    call = embedded.call()
    returning.look(call.visit())
    returning.write(call.visit(), Word("More."), at=embedded.now)
    allowing.change_consents(call.visit(), ["observe_trial"], language="en", at=embedded.now)
    returning.freeze(call.visit(), at=embedded.now)
    assert embedded.events() == []
