"""Ending, hiding, erasing and changing codes beside whatever else goes on: afterwards nobody reads what they may not."""

from datetime import timedelta

import pytest

from safeconduct.cases.desk import casework as cases
from safeconduct.dossiers.models import CardNote, Dossier, Entry, EntryKey, Grant, StoredFile
from safeconduct.intake.desk import allowing, returning
from safeconduct.intake.desk.returning import Word
from safeconduct.intake.models import Box
from safeconduct.intake.visit import Visit, messages
from safeconduct.jobs import sweeping
from safeconduct.sealing.code import new_code
from tests.at_rest.test_kills import breaks
from tests.embedded import PROTECTION

pytestmark = pytest.mark.slow

KINDS_OF_ENDING = ("reading_ended", "erasure_asked", "erasure_undone")


def kinds(race, call, visit=None):
    """The kinds of the entries in the messages, as the code opens them, in order."""
    seen = returning.look(visit or call.visit()).offices
    return [entry.kind for office in seen if office.dossier for entry in office.dossier.written()]


def shown(race, call, visit=None):
    seen = returning.look(visit or call.visit()).offices
    return [one.text for office in seen if office.dossier for one in messages(office.dossier)]


def holds(race):
    assert breaks(race.embedded.folder / "safeconduct.sqlite3") == []


def answering(race, call, text="We call the lawyer."):
    keyring = race.embedded.keyring(PROTECTION)
    return lambda: cases.answer(call.ref, text, keyring, at=race.embedded.now)


def opening(race, call):
    keyring = race.embedded.keyring(PROTECTION)
    return lambda: cases.open_case(call.ref, keyring, at=race.embedded.now)


def doing(race, call, verb, *more):
    return lambda: verb(call.visit(), *more, at=race.embedded.now)


def sweeping_now(race):
    return lambda: sweeping.sweep(at=race.embedded.now)


def test_erasure_beside_an_opening_hides_it_and_an_opening_that_came_first_is_in_the_journal(race):
    for way in race.ways():
        call, before = race.embedded.call(), len(race.embedded.events())
        opened, asked = way(opening(race, call), doing(race, call, allowing.ask_for_erasure))
        assert asked.is_done
        assert not opening_works(race, call)
        assert race.embedded.events()[before:] == ["DossierOpened"] * opened.is_done
        holds(race)


def opening_works(race, call):
    try:
        opening(race, call)()
    except Exception:
        return False
    return True


def test_erasure_beside_an_answer_takes_it_in_before_or_not_at_all(race):
    for way in race.ways():
        call = race.embedded.call()
        answered, asked = way(answering(race, call), doing(race, call, allowing.ask_for_erasure))
        told = kinds(race, call)
        assert asked.is_done and told[-1] == "erasure_asked"
        assert ("answer" in told) == answered.is_done
        holds(race)


def test_an_end_of_reading_beside_an_answer_leaves_no_grant_and_no_later_answer(race):
    for way in race.ways():
        call = race.embedded.call()
        answered, ended = way(answering(race, call), doing(race, call, allowing.end_reading, call.ref))
        told = kinds(race, call)
        assert ended.is_done and told[-1] == "reading_ended"
        assert ("answer" in told) == answered.is_done
        assert not Grant.objects.filter(dossier=call.ref).exclude(compartment="").exists()
        assert not CardNote.objects.filter(dossier=call.ref).exists()
        holds(race)


def test_an_end_of_reading_beside_new_files_leaves_no_file_of_the_dossier(race):
    keyring = race.embedded.keyring(PROTECTION)
    for way in race.ways():
        call, file = race.embedded.call(), race.embedded.file()
        way(
            lambda: cases.add_files(call.ref, (file,), keyring, at=race.embedded.now),  # noqa: B023
            doing(race, call, allowing.end_reading, call.ref),
        )
        assert not StoredFile.objects.filter(dossier=call.ref).exists()
        assert not Grant.objects.filter(dossier=call.ref).exclude(compartment="").exists()
        holds(race)


def test_an_end_of_reading_beside_a_word_takes_it_in_before_or_says_that_nobody_reads(race):
    for way in race.ways():
        call = race.embedded.call()
        written, ended = way(
            doing(race, call, returning.write, Word("They came again.")),
            doing(race, call, allowing.end_reading, call.ref),
        )
        told = kinds(race, call)
        assert ended.is_done and told[-1] == "reading_ended"
        assert ("word" in told) == written.value
        holds(race)


def test_an_undoing_beside_the_sweep_leaves_the_dossier_whole_or_erased_and_what_was_undone_whole(race):
    for way in race.ways():
        call = race.embedded.call()
        allowing.ask_for_erasure(call.visit(), at=race.embedded.now)
        before = Entry.objects.filter(dossier=call.ref).count()
        race.embedded.clock.pass_by(timedelta(hours=74))
        undone, swept = way(doing(race, call, allowing.undo_erasure), sweeping_now(race))
        assert undone.is_done and swept.is_done
        row = Dossier.objects.get(ref=call.ref)
        was_undone = Entry.objects.filter(dossier=call.ref).count() > before
        assert was_undone == (row.erased_on is None)
        keys = EntryKey.objects.filter(dossier=call.ref).count()
        grants = Grant.objects.filter(dossier=call.ref).count()
        assert row.erase_after is None
        if row.erased_on:
            assert (keys, grants) == (0, 0)
        else:
            assert keys and grants
            assert kinds(race, call)[-1] == "erasure_undone"
            assert opening_works(race, call)
        holds(race)


def test_two_sweeps_at_once_erase_what_is_due_and_nothing_else(race):
    for way in race.ways():
        due, other = race.embedded.call(), race.embedded.call()
        allowing.ask_for_erasure(due.visit(), at=race.embedded.now)
        race.embedded.clock.pass_by(timedelta(hours=74))
        way(sweeping_now(race), sweeping_now(race))
        assert not EntryKey.objects.filter(dossier=due.ref).exists()
        assert Dossier.objects.get(ref=due.ref).erased_on
        assert opening_works(race, other)
        holds(race)


def test_an_undoing_beside_erasure_leaves_it_as_the_last_entry_says(race):
    for way in race.ways():
        call = race.embedded.call()
        allowing.ask_for_erasure(call.visit(), at=race.embedded.now)
        way(doing(race, call, allowing.undo_erasure), doing(race, call, allowing.ask_for_erasure))
        last = [kind for kind in kinds(race, call) if kind in KINDS_OF_ENDING][-1]
        assert (Dossier.objects.get(ref=call.ref).erase_after is None) == (last == "erasure_undone")
        holds(race)


def test_a_freezing_beside_a_word_takes_the_word_in_or_shows_an_empty_box(race):
    for way in race.ways():
        call = race.embedded.call()
        way(doing(race, call, returning.freeze), doing(race, call, returning.write, Word("They came again.")))
        assert Box.objects.get(locator=call.code.locator()).frozen
        assert returning.look(call.visit()).offices == ()
        told = race.embedded.case(call.ref)
        assert told.code_at_risk and [e.kind for e in told.entries].count("word") <= 1
        holds(race)


def test_two_changes_of_a_code_at_once_leave_one_code_that_opens(race):
    for way in race.ways():
        call, one, other = race.embedded.call(), new_code(), new_code()
        results = way(
            doing(race, call, returning.change_code, one, "lantern"),
            doing(race, call, returning.change_code, other, "lantern"),
        )
        opens = [returning.look(Visit(code, "en", "lantern")).is_open for code in (one, other)]
        assert opens == [result.is_done for result in results]
        assert opens.count(True) == 1
        assert not returning.look(call.visit()).offices
        assert Grant.objects.filter(dossier=call.ref, compartment="").count() == 1
        holds(race)


def test_a_change_of_a_code_beside_a_word_loses_no_word_that_the_old_code_could_still_send(race):
    for way in race.ways():
        call, code = race.embedded.call(), new_code()
        changed, written = way(
            doing(race, call, returning.change_code, code, "lantern"),
            doing(race, call, returning.write, Word("They came again.")),
        )
        told = kinds(race, call, Visit(code, "en", "lantern"))
        assert changed.is_done and written.is_done
        # The old code opens an empty box once it was changed; a word that came in before stands before the change.
        assert "word" not in told or told.index("word") < told.index("code_given")
        holds(race)


def test_a_change_of_a_code_beside_an_answer_shows_the_answer_to_the_new_code(race):
    for way in race.ways():
        call, code = race.embedded.call(), new_code()
        changed, answered = way(
            doing(race, call, returning.change_code, code, "lantern"), answering(race, call, "We call the lawyer.")
        )
        assert changed.is_done and answered.is_done
        new = Visit(code, "en", "lantern")
        assert shown(race, call, new) == ["We call the lawyer."]
        assert returning.look(new).offices[0].progress.is_done("answered")
        holds(race)


def test_an_emptying_beside_an_answer_never_hides_an_answer_that_nobody_saw(race):
    for way in race.ways():
        call = race.embedded.call()
        cases.answer(call.ref, "First.", race.embedded.keyring(PROTECTION), at=race.embedded.now)
        way(doing(race, call, returning.empty_from_view), answering(race, call, "Second."))
        told = [kind for kind in kinds(race, call) if kind in ("answer", "emptied")]
        assert shown(race, call) == (["Second."] if told == ["answer", "emptied", "answer"] else [])
        holds(race)


def test_two_changes_of_consents_at_once_are_both_written_and_the_later_counts(race):
    for way in race.ways():
        call = race.embedded.call()
        way(
            lambda: allowing.change_consents(call.visit(), ["share"], language="en", at=race.embedded.now),  # noqa: B023
            lambda: allowing.change_consents(call.visit(), [], language="en", at=race.embedded.now),  # noqa: B023
        )
        case = race.embedded.case(call.ref)
        written = [entry for entry in sorted(case.entries, key=lambda e: e.seq) if entry.kind == "consent"]
        assert len(written) >= 2
        assert frozenset(written[-1].data["given"]) == frozenset(case.consents)
        holds(race)


def test_two_words_at_once_are_both_there_in_one_order(race):
    for way in race.ways():
        call = race.embedded.call()
        way(
            doing(race, call, returning.write, Word("One.")),
            doing(race, call, returning.write, Word("Two.")),
        )
        assert sorted(shown(race, call)) == ["One.", "Two."]
        holds(race)


def test_one_word_sent_twice_at_once_arrives_once(race):
    for way in race.ways():
        call = race.embedded.call()
        once = "5c" * 16 + call.ref

        def write():
            return returning.write(call.visit(), Word("They came again."), once=once, at=race.embedded.now)  # noqa: B023

        one, other = way(write, write)
        assert one.value and other.value
        assert shown(race, call) == ["They came again."]
        holds(race)
