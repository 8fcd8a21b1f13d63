"""Members at one dossier at once: nothing is lost, nothing counts twice, and the journal has no gap."""

from functools import partial

import pytest

from safeconduct.cases.desk import casework as cases
from safeconduct.cases.desk.counting_once import counting_once
from safeconduct.cases.desk.incidents import record_incident
from safeconduct.dossiers.desk import listing
from safeconduct.dossiers.models import CardNote, Grant, StoredFile
from safeconduct.intake.desk import asking, returning
from safeconduct.intake.desk.returning import Word
from safeconduct.sealing.code import new_code
from tests.at_rest.test_kills import breaks
from tests.builders import a_telling
from tests.embedded import COLLEAGUE, PROTECTION, Call
from tests.rules.cases.test_incident import an_incident

pytestmark = pytest.mark.slow


@pytest.fixture
def mara(embedded):
    return embedded.keyring(PROTECTION)


@pytest.fixture
def tomas(embedded):
    return embedded.keyring(COLLEAGUE)


def doing(race, verb, call, *given):
    return lambda: verb(call.ref, *given, at=race.embedded.now)


def entries(race, call, *wanted):
    told = sorted(race.embedded.case(call.ref).entries, key=lambda entry: entry.seq)
    return [entry for entry in told if entry.kind in wanted]


def new_events(race, before):
    """What was journalled since, after the chain of the journal was checked; our own reading left out."""
    return race.embedded.events()[before:]


def holds(race):
    assert breaks(race.embedded.folder / "safeconduct.sqlite3") == []


def test_one_form_that_is_sent_twice_at_once_counts_once(race, mara):
    def sent(call):
        with counting_once(f"the form of {call.ref}"):
            record_incident(call.ref, an_incident(), mara, at=race.embedded.now)

    for way in race.ways():
        call = race.embedded.call()
        results = way(partial(sent, call), partial(sent, call))
        assert sorted(result.is_done for result in results) == [False, True]
        assert len(entries(race, call, "incident")) == 1
        holds(race)


def test_two_answers_at_once_are_both_there_and_both_in_the_journal(race, mara, tomas):
    for way in race.ways():
        call, before = race.embedded.call(), len(race.embedded.events())
        way(doing(race, cases.answer, call, "One.", mara), doing(race, cases.answer, call, "Two.", tomas))
        assert new_events(race, before) == ["AnswerSent", "AnswerSent"]
        assert sorted(entry.data["text"] for entry in entries(race, call, "answer")) == ["One.", "Two."]
        assert len(entries(race, call, "read")) == 1
        holds(race)


def test_an_answer_beside_a_word_loses_neither(race, mara):
    for way in race.ways():
        call = race.embedded.call()
        way(
            doing(race, cases.answer, call, "One.", mara),
            lambda: returning.write(call.visit(), Word("Two."), at=race.embedded.now),  # noqa: B023
        )
        assert sorted(entry.data["text"] for entry in entries(race, call, "answer", "word")) == ["One.", "Two."]
        holds(race)


def test_two_first_openings_at_once_are_told_as_read_once(race, mara, tomas):
    for way in race.ways():
        call, before = race.embedded.call(), len(race.embedded.events())
        way(doing(race, cases.open_case, call, mara), doing(race, cases.open_case, call, tomas))
        assert new_events(race, before) == ["DossierOpened", "DossierOpened"]
        assert len(entries(race, call, "read")) == 1
        holds(race)


def test_an_answer_beside_a_first_opening_is_told_as_read_once(race, mara, tomas):
    for way in race.ways():
        call = race.embedded.call()
        way(doing(race, cases.answer, call, "One.", mara), doing(race, cases.open_case, call, tomas))
        assert len(entries(race, call, "read")) == len(entries(race, call, "answer")) == 1
        holds(race)


def test_two_acceptances_at_once_are_one_and_a_refusal(race, mara, tomas):
    for way in race.ways():
        call, before = race.embedded.call(), len(race.embedded.events())
        results = way(doing(race, cases.accept, call, mara), doing(race, cases.accept, call, tomas))
        assert sorted(result.is_done for result in results) == [False, True]
        assert new_events(race, before) == ["RequestAccepted"]
        assert len(entries(race, call, "accepted")) == 1
        holds(race)


def test_a_note_beside_an_acceptance_loses_neither(race, mara, tomas):
    for way in race.ways():
        call = race.embedded.call()
        way(doing(race, cases.accept, call, mara), doing(race, cases.note, call, "Ask the lawyer.", tomas))
        assert len(entries(race, call, "accepted")) == len(entries(race, call, "note")) == 1
        holds(race)


def test_notes_in_two_dossiers_at_once_get_one_line_of_the_journal_each(race, mara, tomas):
    for way in race.ways():
        one, other, before = race.embedded.call(), race.embedded.call(), len(race.embedded.events())
        way(doing(race, cases.note, one, "One.", mara), doing(race, cases.note, other, "Two.", tomas))
        assert new_events(race, before) == ["NoteAdded", "NoteAdded"]
        holds(race)


def test_two_codes_given_at_once_are_one_code_and_a_refusal(race, mara, tomas):
    for way in race.ways():
        (ref,) = asking.send(a_telling(), (race.embedded.office(),), None, at=race.embedded.now).refs
        call = Call((ref,), new_code(), "")  # a public text: nobody has a code yet
        results = way(
            doing(race, cases.give_code, call, "lantern", mara), doing(race, cases.give_code, call, "kettle", tomas)
        )
        assert sorted(result.is_done for result in results) == [False, True]
        assert len(entries(race, call, "code_given")) == 1
        assert Grant.objects.filter(dossier=ref, compartment="").count() == 1
        holds(race)


def test_two_working_copies_at_once_are_one_entry_that_both_can_open(race, mara, tomas, monkeypatch):
    monkeypatch.setattr(cases, "cleaned", lambda content, _ending: content)
    for way in race.ways():
        call = race.embedded.call(telling=a_telling(files=(race.embedded.file(),)))
        seq = race.embedded.case(call.ref).files[0][0]
        opened = way(
            doing(race, cases.open_working_copy, call, seq, mara),
            doing(race, cases.open_working_copy, call, seq, tomas),
        )
        assert [b"".join(result.value[1]) for result in opened] == [b"seen at the mill"] * 2
        assert len(entries(race, call, "working_copy")) == 1
        assert StoredFile.objects.filter(dossier=call.ref).count() == 2
        holds(race)


def test_files_from_two_members_at_once_are_both_there(race, mara, tomas):
    for way in race.ways():
        call = race.embedded.call()
        way(
            doing(race, cases.add_files, call, (race.embedded.file(),), mara),
            doing(race, cases.add_files, call, (race.embedded.file(),), tomas),
        )
        assert len(race.embedded.case(call.ref).files) == StoredFile.objects.filter(dossier=call.ref).count() == 2
        holds(race)


def test_two_foldings_at_once_lose_no_card_and_double_none(race, mara, tomas, monkeypatch):
    monkeypatch.setattr(listing, "NOTES_BEFORE_FOLDING", 0)
    calls = []
    for way in race.ways():
        calls += [race.embedded.call(), race.embedded.call()]
        listed = way(
            lambda: cases.cards(mara, at=race.embedded.now)[0], lambda: cases.cards(tomas, at=race.embedded.now)[0]
        )
        for result in (*listed, None):
            cards = result.value if result else cases.cards(mara, at=race.embedded.now)[0]
            assert sorted(card.dossier for card in cards) == sorted(call.ref for call in calls)
        assert not CardNote.objects.exists()


def test_a_word_beside_a_folding_stays_news(race, mara, monkeypatch):
    monkeypatch.setattr(listing, "NOTES_BEFORE_FOLDING", 0)
    for way in race.ways():
        call = race.embedded.call()
        cases.answer(call.ref, "One.", mara, at=race.embedded.now)
        way(
            lambda: cases.cards(mara, at=race.embedded.now)[0],
            lambda: returning.write(call.visit(), Word("Two."), at=race.embedded.now),  # noqa: B023
        )
        (card,) = [card for card in cases.cards(mara, at=race.embedded.now)[0] if card.dossier == call.ref]
        assert card.owes_answer
        holds(race)
