"""Coming back with a code: what it shows, what its holder may add, and that every other code shows an empty box."""

from datetime import timedelta

import pytest

from safeconduct.cases.desk import casework as cases
from safeconduct.dossiers.desk import reading
from safeconduct.dossiers.sealed_file import chunks_of, sealed_file_from
from safeconduct.intake import visit as seeing
from safeconduct.intake.desk import allowing, returning
from safeconduct.intake.desk.returning import Word
from safeconduct.intake.visit import Seen, Visit
from safeconduct.sealing.code import new_code
from tests.builders import a_telling
from tests.embedded import HARBOUR, LIGHTHOUSE, OTHER_OFFICE, PROTECTION, rows_changed

BOTH = (HARBOUR, LIGHTHOUSE)


def texts(visit):
    seen = returning.look(visit)
    return [message.text for office in seen.offices if office.dossier for message in seeing.messages(office.dossier)]


def words_at(embedded, ref, name=PROTECTION):
    dossier = reading.open_with_keyring(ref, embedded.keyring(name))
    return [(entry.scope, dict(entry.data)) for entry in dossier.written("word")]


def the_card(embedded, ref, name=PROTECTION):
    return next(card for card in cases.cards(embedded.keyring(name), at=embedded.now)[0] if card.dossier == ref)


def test_any_code_opens_a_box_and_a_wrong_one_is_empty(embedded):
    """What is not there is _kept as nothing."""
    embedded.call()
    assert returning.look(Visit(new_code(), "en", "lantern")) == Seen()


def test_looking_writes_nothing(embedded):
    call, before = embedded.call(), embedded.dump()
    for visit in (call.visit(), call.visit(own_word=""), call.visit(own_word="other"), Visit(new_code(), "en", "x")):
        returning.look(visit)
    assert embedded.dump() == before


@pytest.mark.parametrize("own_word", ["", "lamp", "lantern lantern"], ids=["none", "another", "one too many"])
def test_without_the_own_word_there_is_only_how_far_things_are(embedded, own_word):
    call = embedded.call()
    cases.answer(call.ref, "We call the lawyer today.", embedded.keyring(PROTECTION), at=embedded.now)
    seen = returning.look(call.visit(own_word=own_word))
    assert not seen.is_open
    assert seen.offices[0].progress.is_done("answered")


@pytest.mark.parametrize("typed", ["Lantern", " lantern ", "LANTERN!"])
def test_the_own_word_is_typed_as_people_type_it(embedded, typed):
    assert returning.look(embedded.call().visit(own_word=typed)).is_open


def test_an_answer_stands_in_the_box_and_a_message_goes_to_every_office(embedded):
    call = embedded.call(*BOTH)
    cases.answer(call.refs[0], "We call the lawyer today.", embedded.keyring(PROTECTION), at=embedded.now)
    returning.write(call.visit(), Word("Thank you."), at=embedded.now)
    assert sorted(texts(call.visit())) == ["Thank you.", "Thank you.", "We call the lawyer today."]
    for ref, name in zip(call.refs, (PROTECTION, OTHER_OFFICE), strict=True):
        assert words_at(embedded, ref, name) == [("messages", {"text": "Thank you.", "urgent": False})]
        assert the_card(embedded, ref, name).waiting


def test_an_answer_and_then_nothing_leaves_nobody_waiting(embedded):
    call = embedded.call()
    returning.write(call.visit(), Word("And?"), at=embedded.now)
    cases.answer(call.ref, "We call today.", embedded.keyring(PROTECTION), at=embedded.now)
    assert not the_card(embedded, call.ref).waiting


def test_what_is_written_with_the_code_alone_goes_in_and_never_shows(embedded):
    call = embedded.call()
    returning.write(call.visit(own_word=""), Word("They came back."), at=embedded.now)
    assert words_at(embedded, call.ref) == [("story", {"text": "They came back.", "urgent": False})]
    assert texts(call.visit()) == []


def test_a_wrong_code_can_write_and_nothing_is_stored(embedded):
    embedded.call()
    before = embedded.dump()
    for verb in (
        lambda visit: returning.write(visit, Word("Hello?", urgent=True), at=embedded.now),
        lambda visit: returning.freeze(visit, at=embedded.now),
        lambda visit: allowing.change_consents(visit, ["publish_named"], language="en", at=embedded.now),
        lambda visit: returning.leave_wish(visit, "contact", {"rhythm": "week"}, at=embedded.now),
        lambda visit: returning.empty_from_view(visit, at=embedded.now),
        lambda visit: allowing.ask_for_erasure(visit, at=embedded.now),
        lambda visit: allowing.undo_erasure(visit, at=embedded.now),
        lambda visit: allowing.end_reading(visit, "0" * 32, at=embedded.now),
    ):
        verb(Visit(new_code(), "en", "lantern"))
        assert embedded.dump() == before


ONLY_WITH_THE_OWN_WORD = {
    "consents": lambda visit, call, at: allowing.change_consents(visit, ["publish_named"], language="en", at=at),
    "a wish": lambda visit, call, at: returning.leave_wish(visit, "advance", {"speaks": "N."}, at=at),
    "emptying": lambda visit, call, at: returning.empty_from_view(visit, at=at),
    "erasing": lambda visit, call, at: allowing.ask_for_erasure(visit, at=at),
    "ending": lambda visit, call, at: allowing.end_reading(visit, call.ref, at=at),
}


@pytest.mark.parametrize("verb", ONLY_WITH_THE_OWN_WORD.values(), ids=list(ONLY_WITH_THE_OWN_WORD))
def test_the_code_alone_changes_no_wish_and_erases_nothing(embedded, verb):
    call = embedded.call()
    before = embedded.dump()
    verb(call.visit(own_word=""), call, embedded.now)
    assert embedded.dump() == before
    verb(call.visit(), call, embedded.now)
    assert embedded.dump() != before


def test_urgent_now_is_danger_on_the_card_with_and_without_the_own_word(embedded):
    for own_word in ("lantern", ""):
        call = embedded.call()
        returning.write(call.visit(own_word=own_word), Word(urgent=True), at=embedded.now)
        card = the_card(embedded, call.ref)
        assert (card.urgency, card.waiting) == ("now", True)


def test_files_go_to_every_office_under_a_name_of_their_own(embedded):
    call = embedded.call(*BOTH)
    returning.write(call.visit(), Word(files=(embedded.file(b"second photo"),)), at=embedded.now)
    names = set()
    for ref, name in zip(call.refs, (PROTECTION, OTHER_OFFICE), strict=True):
        dossier = reading.open_with_keyring(ref, embedded.keyring(name))
        file = sealed_file_from(dossier.written("file")[0].data)
        assert b"".join(chunks_of(embedded.files, file)) == b"second photo"
        names.add(file.ref)
    assert len(names) == 2


def test_a_frozen_box_looks_empty_to_the_true_code_and_the_holder_is_warned(embedded):
    """What is _kept in a frozen box is not shown."""
    call = embedded.call(*BOTH)
    returning.freeze(call.visit(own_word=""), at=embedded.now)
    assert returning.look(call.visit()) == Seen()
    assert returning.look(call.visit(own_word="")) == Seen()
    for ref, name in zip(call.refs, (PROTECTION, OTHER_OFFICE), strict=True):
        assert the_card(embedded, ref, name).code_at_risk
        assert embedded.case(ref, name).code_at_risk


def test_after_freezing_the_code_writes_and_erases_nothing(embedded):
    call = embedded.call()
    returning.freeze(call.visit(), at=embedded.now)
    before = embedded.dump()
    returning.write(call.visit(), Word("I am well, stop looking."), at=embedded.now)
    allowing.ask_for_erasure(call.visit(), at=embedded.now)
    assert embedded.dump() == before


def test_read_messages_can_be_emptied_from_view_and_stay_with_the_office(embedded):
    call, mara = embedded.call(), embedded.keyring(PROTECTION)
    cases.answer(call.ref, "The first answer.", mara, at=embedded.now)
    returning.write(call.visit(), Word("Thank you."), at=embedded.now)
    returning.empty_from_view(call.visit(), at=embedded.now)
    assert texts(call.visit()) == []
    cases.answer(call.ref, "The second answer.", mara, at=embedded.now)
    assert texts(call.visit()) == ["The second answer."]
    assert [one.data["text"] for one in embedded.case(call.ref).answers] == [
        "The second answer.",
        "The first answer.",
    ]


def test_a_missed_promise_shows_until_somebody_answers(embedded):
    call = embedded.call(at=embedded.now)
    embedded.clock.pass_by(timedelta(hours=25))
    assert returning.look(call.visit(own_word="")).offices[0].progress.is_late(at=embedded.now)
    cases.open_case(call.ref, embedded.keyring(PROTECTION), at=embedded.now)
    assert returning.look(call.visit(own_word="")).offices[0].progress.is_late(at=embedded.now)
    cases.answer(call.ref, "We call today.", embedded.keyring(PROTECTION), at=embedded.now)
    assert not returning.look(call.visit(own_word="")).offices[0].progress.is_late(at=embedded.now)


def test_each_step_is_told_to_the_code_alone_with_its_day(embedded):
    call, mara = embedded.call(), embedded.keyring(PROTECTION)
    days = {}
    for verb in (
        lambda: cases.open_case(call.ref, mara, at=embedded.now),
        lambda: cases.accept(call.ref, mara, at=embedded.now),
        lambda: cases.answer(call.ref, "We call today.", mara, at=embedded.now),
    ):
        embedded.clock.pass_by(timedelta(days=1))
        verb()
        days = dict(returning.look(call.visit(own_word="")).offices[0].progress.days)
    assert days == {
        "arrived": "2026-03-04",
        "read": "2026-03-05",
        "working": "2026-03-06",
        "answered": "2026-03-07",
    }


def test_two_persons_of_one_relay_are_two_codes(embedded):
    first, second = (embedded.call(telling=a_telling(about="someone"), own_word="") for _ in range(2))
    assert returning.look(first.visit()).offices[0].ref != returning.look(second.visit()).offices[0].ref


def test_a_message_that_is_sent_twice_with_one_token_counts_once(embedded):
    """The second write does nothing; it is not in the dossier."""
    call = embedded.call()
    assert returning.write(call.visit(), Word("Thank you."), once="a" * 64, at=embedded.now)
    before = embedded.dump()
    assert returning.write(call.visit(), Word("Thank you."), once="a" * 64, at=embedded.now)
    assert embedded.dump() == before
    returning.write(call.visit(), Word("Thank you."), once="b" * 64, at=embedded.now)
    assert rows_changed(before, embedded.dump())["dossiers_entry"] == 1


def test_a_message_with_nothing_in_it_writes_nothing(embedded):
    """An empty write is not in the dossier."""
    call = embedded.call()
    before = embedded.dump()
    returning.write(call.visit(), Word(), at=embedded.now)
    assert embedded.dump() == before


def test_a_message_is_its_entry_its_key_and_its_news_for_each_office(embedded):
    call = embedded.call(*BOTH)
    before = embedded.dump()
    returning.write(call.visit(), Word("Thank you."), at=embedded.now)
    changed = rows_changed(before, embedded.dump())
    assert changed == {
        "dossiers_entry": 2,
        "dossiers_entrykey": 2,
        "dossiers_cardnote": 2,
        "dossiers_cardnotekey": 2,
    }
