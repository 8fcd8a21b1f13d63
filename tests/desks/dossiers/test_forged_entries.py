"""Entries that somebody put into the database without keys or rights count for nothing, and are seen to be there."""

import pytest

from safeconduct.cases.desk import casework as desk
from safeconduct.dossiers.desk import writing
from safeconduct.dossiers.entry import Author, NewEntry
from safeconduct.dossiers.models import Dossier, Entry
from safeconduct.intake import visit as seeing
from safeconduct.intake.box import Holder
from safeconduct.intake.desk import allowing, returning
from safeconduct.intake.desk.returning import Word
from safeconduct.intake.models import Box
from safeconduct.sealing.code import new_code
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.record import new_key
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.embedded import HARBOUR, LIGHTHOUSE, OTHER_OFFICE, PROTECTION, Call, Embedded

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.as_owner]


def forge(embedded: Embedded, call: Call, by: Author) -> None:
    """What a writer of rows can do: fresh scope keys to the certified compartment, and entries of their own."""
    own = Holder(new_code(), own_word="thistle")
    entries = [
        NewEntry("messages", "code_given", own.arrival()),
        NewEntry("contact", "contact", {"channel": "phone", "address": "+999 66 666", "unsafe": ""}),
        NewEntry("messages", "consent", {"given": ["publish_named"], "language": "en"}),
    ]
    writing.append(call.ref, entries, {}, held=(), by=by, at=embedded.now)
    signed = Author("defender", identity=own.own)
    word = NewEntry("messages", "word", {"text": "Tell them my name.", "urgent": False})
    writing.append(call.ref, [word], {}, held=(), by=signed, at=embedded.now)


AUTHORS = {
    "as an import": Author("import"),
    "as the defender, with a key of their own": Author("defender", identity=Identity(new_key())),
    "as the defender, unsigned": Author("defender"),
    "as a member, unsigned": Author("member", ref="0" * 32),
}


@pytest.mark.parametrize("by", AUTHORS.values(), ids=AUTHORS)
def test_forged_entries_change_no_fact_and_are_marked(embedded: Embedded, by: Author) -> None:
    call, mara = embedded.call(), embedded.keyring(PROTECTION)
    before, _ = desk.open_case(call.ref, mara, at=embedded.now)
    honest = Entry.objects.filter(dossier=call.ref).count()
    forge(embedded, call, by)
    forged = frozenset(Entry.objects.filter(dossier=call.ref, seq__gt=honest).values_list("seq", flat=True))
    after, card = desk.open_case(call.ref, mara, at=embedded.now)
    assert (after.contact, after.consents) == (before.contact, before.consents)
    assert after.unsigned == forged
    assert not card.waiting


def test_a_member_s_answer_goes_to_the_defender_and_not_to_a_forged_code(embedded: Embedded) -> None:
    call, mara = embedded.call(), embedded.keyring(PROTECTION)
    forge(embedded, call, Author("import"))
    desk.answer(call.ref, "The lawyer comes at nine.", mara, at=embedded.now)
    seen = returning.look(call.visit()).offices[0].dossier
    assert seen is not None
    assert [message.text for message in seeing.messages(seen) if message.from_office] == ["The lawyer comes at nine."]


def test_a_dossier_that_is_pointed_at_another_office_opens_for_nobody_and_takes_nothing(embedded: Embedded) -> None:
    call, mara, amal = embedded.call(), embedded.keyring(PROTECTION), embedded.keyring(OTHER_OFFICE)
    elsewhere = Dossier.objects.get(ref=embedded.call(LIGHTHOUSE).ref)
    Dossier.objects.filter(ref=call.ref).update(organisation=elsewhere.organisation, compartment=elsewhere.compartment)
    before = embedded.dump()
    for keyring, problem in ((mara, Unopened), (amal, NotFound)):
        with pytest.raises(problem):
            desk.note(call.ref, "The mill road.", keyring, at=embedded.now)
    for own_word in ("", None):
        with pytest.raises(Refused, match="changed by others"):
            returning.write(call.visit(own_word=own_word), Word("They came again."), at=embedded.now)
    assert embedded.dump() == before


def test_the_code_alone_cannot_replace_the_code(embedded: Embedded) -> None:
    call = embedded.call(HARBOUR)
    before = embedded.dump()
    with pytest.raises(Refused, match="own word"):
        returning.change_code(call.visit(own_word=""), new_code(), "thistle", at=embedded.now)
    assert embedded.dump() == before
    assert Box.objects.filter(locator=call.code.locator()).exists()


def test_nobody_is_told_that_a_word_arrived_when_no_office_can_read_it(embedded: Embedded) -> None:
    read, ended, erasing = embedded.call(), embedded.call(), embedded.call()
    allowing.end_reading(ended.visit(), ended.ref, at=embedded.now)
    allowing.ask_for_erasure(erasing.visit(), at=embedded.now)
    word = Word("They came again.", urgent=True)
    assert returning.write(read.visit(), word, at=embedded.now)
    assert not returning.write(ended.visit(), word, at=embedded.now)
    assert not returning.write(erasing.visit(own_word=""), word, at=embedded.now)


def test_a_wrong_code_is_answered_as_a_right_one_is(embedded: Embedded) -> None:
    stranger = seeing.Visit(new_code(), "en")
    assert returning.write(stranger, Word("They came again."), at=embedded.now)
