"""Withdrawal and erasing: reading ends at once, keys are destroyed after 72 hours, and until then it can be undone."""

from datetime import timedelta

import pytest

from safeconduct.cases.desk import casework as cases
from safeconduct.dossiers.desk import reading
from safeconduct.dossiers.entry import EmptySlip
from safeconduct.dossiers.models import CardNote, Dossier, Entry, EntryKey, Grant, StoredFile
from safeconduct.intake import visit as seeing
from safeconduct.intake.desk import allowing, returning
from safeconduct.intake.desk.returning import Word
from safeconduct.intake.models import Progress
from safeconduct.jobs import sweeping
from safeconduct.vocabulary.refusal import NotFound
from tests.builders import a_telling
from tests.embedded import COLLEAGUE, HARBOUR, LIGHTHOUSE, OTHER_OFFICE, PROTECTION

BOTH = (HARBOUR, LIGHTHOUSE)


def can_open(embedded, ref, name):
    try:
        cases.open_case(ref, embedded.keyring(name), at=embedded.now)
    except NotFound:
        return False
    return True


def listed(embedded, name):
    return {card.dossier for card in cases.cards(embedded.keyring(name), at=embedded.now)[0]}


# Ending one office's reading


def test_an_office_whose_reading_was_ended_opens_lists_and_adds_nothing_any_more(embedded):
    call = embedded.call(*BOTH)
    allowing.end_reading(call.visit(), call.refs[0], at=embedded.now)
    for name in (PROTECTION, COLLEAGUE):
        assert not can_open(embedded, call.refs[0], name)
        assert listed(embedded, name) == set()
        with pytest.raises(NotFound):
            cases.answer(call.refs[0], "We are here.", embedded.keyring(name), at=embedded.now)
    assert not Grant.objects.filter(dossier=call.refs[0]).exclude(compartment="").exists()
    assert not CardNote.objects.filter(dossier=call.refs[0]).exists()


def test_the_other_office_reads_on_and_the_defender_sees_which_one_ended(embedded):
    call = embedded.call(*BOTH)
    allowing.end_reading(call.visit(), call.refs[0], at=embedded.now)
    assert can_open(embedded, call.refs[1], OTHER_OFFICE)
    ended = {
        seeing.office_name(one.dossier): seeing.ended_on(one.dossier) for one in returning.look(call.visit()).offices
    }
    assert ended == {"Harbour Desk": "2026-03-04", "Lighthouse Network": ""}


def test_what_is_written_afterwards_goes_to_the_other_office_only(embedded):
    call = embedded.call(*BOTH)
    allowing.end_reading(call.visit(), call.refs[0], at=embedded.now)
    count = Entry.objects.filter(dossier=call.refs[0]).count()
    returning.write(call.visit(), Word("Only for you."), at=embedded.now)
    assert Entry.objects.filter(dossier=call.refs[0]).count() == count
    case = embedded.case(call.refs[1], OTHER_OFFICE)
    assert any(getattr(entry, "kind", "") == "word" for entry in case.entries)


def test_only_an_office_behind_the_code_can_be_ended_with_it(embedded):
    mine, other = embedded.call(), embedded.call()
    before = embedded.dump()
    allowing.end_reading(mine.visit(), other.ref, at=embedded.now)
    assert embedded.dump() == before


def test_everything_can_still_be_erased_after_an_office_s_reading_was_ended(embedded):
    call = embedded.call(telling=a_telling(files=(embedded.file(),)))
    allowing.end_reading(call.visit(), call.ref, at=embedded.now)
    allowing.ask_for_erasure(call.visit(), at=embedded.now)
    embedded.clock.pass_by(timedelta(hours=74))
    sweeping.sweep(at=embedded.now)
    sweeping.sweep(at=embedded.now + timedelta(hours=1))
    assert not EntryKey.objects.filter(dossier=call.ref).exists()
    assert not Grant.objects.filter(dossier=call.ref).exists()
    assert not list(embedded.files.glob("??/*"))


# Erasing


def test_asking_for_erasure_hides_it_from_every_office_at_once(embedded):
    call = embedded.call(*BOTH)
    allowing.ask_for_erasure(call.visit(), at=embedded.now)
    for ref, name in zip(call.refs, (PROTECTION, OTHER_OFFICE), strict=True):
        assert not can_open(embedded, ref, name)
        assert listed(embedded, name) == set()
    assert all(office.erase_after for office in returning.look(call.visit()).offices)


def test_until_then_it_can_be_undone_and_all_of_it_is_there_again(embedded):
    call = embedded.call(*BOTH)
    allowing.ask_for_erasure(call.visit(), at=embedded.now)
    embedded.clock.pass_by(timedelta(hours=71))
    sweeping.sweep(at=embedded.now)
    allowing.undo_erasure(call.visit(), at=embedded.now)
    embedded.clock.pass_by(timedelta(hours=100))
    sweeping.sweep(at=embedded.now)
    assert can_open(embedded, call.refs[0], PROTECTION) and can_open(embedded, call.refs[1], OTHER_OFFICE)
    assert listed(embedded, PROTECTION) == {call.refs[0]}


def test_asking_again_does_not_put_it_off(embedded):
    call = embedded.call()
    allowing.ask_for_erasure(call.visit(), at=embedded.now)
    due = Dossier.objects.get(ref=call.ref).erase_after
    embedded.clock.pass_by(timedelta(hours=60))
    allowing.ask_for_erasure(call.visit(), at=embedded.now)
    assert Dossier.objects.get(ref=call.ref).erase_after == due


def test_after_72_hours_every_key_is_destroyed_and_only_empty_slips_are_left(embedded):
    call, kept = embedded.call(), embedded.call()
    before = Entry.objects.filter(dossier=call.ref).count()
    allowing.ask_for_erasure(call.visit(), at=embedded.now)
    embedded.clock.pass_by(timedelta(hours=74))
    assert sweeping.sweep(at=embedded.now).erased == 1
    for model in (EntryKey, Grant, CardNote, Progress):
        assert not model.objects.filter(dossier=call.ref).exists()
    assert Entry.objects.filter(dossier=call.ref).count() == before + 1
    slips = reading._opened(Dossier.objects.get(ref=call.ref), ())
    assert slips.broken_at is None
    assert all(isinstance(slip, EmptySlip) and slip.erased for slip in slips.entries)
    assert returning.look(call.visit()).offices == ()
    assert can_open(embedded, kept.ref, PROTECTION)


def test_destroyed_keys_are_in_no_file_on_the_disk(embedded):
    call = embedded.call()
    keys = [bytes(key.wrapped) for key in EntryKey.objects.filter(dossier=call.ref)]
    keys += [bytes(grant.wrapped)[-64:] for grant in Grant.objects.filter(dossier=call.ref)]
    embedded.case(call.ref)  # which writes one of the wraps anew
    wraps = [bytes(grant.wrapped)[-64:] for grant in Grant.objects.filter(dossier=call.ref)]
    assert len({*wraps} - {*keys}) == 1
    allowing.ask_for_erasure(call.visit(), at=embedded.now)
    stored = embedded.bytes_on_disk()
    assert [place for place, key in enumerate(wraps) if key not in stored] == []
    embedded.clock.pass_by(timedelta(hours=74))
    stored = embedded.bytes_after_sweeping([*keys, *wraps])
    assert [place for place, key in enumerate([*keys, *wraps]) if key in stored] == []


def test_erasing_one_dossier_leaves_the_other_s_files(embedded):
    gone = embedded.call(telling=a_telling(files=(embedded.file(b"first"),)))
    kept = embedded.call(telling=a_telling(files=(embedded.file(b"second"),)))
    allowing.ask_for_erasure(gone.visit(), at=embedded.now)
    embedded.clock.pass_by(timedelta(hours=74))
    sweeping.sweep(at=embedded.now)
    sweeping.sweep(at=embedded.now)
    assert list(StoredFile.objects.values_list("dossier", flat=True)) == [kept.ref]
    assert len(list(embedded.files.glob("??/*"))) == 1
