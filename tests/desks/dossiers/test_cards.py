"""Lists are made from sealed cards: notes are folded into segments by whoever can open them, and nothing is lost."""

from datetime import date

import pytest

from safeconduct.access import lookup
from safeconduct.cases.desk.opening import author
from safeconduct.dossiers import lookup as lookup_of_dossiers
from safeconduct.dossiers.card import NOTES_BEFORE_FOLDING
from safeconduct.dossiers.desk import ending, listing, reading, sharing, writing
from safeconduct.dossiers.models import CardNote, CardNoteKey, CardSegment, SegmentKey
from safeconduct.intake.desk import allowing
from safeconduct.jobs import sweeping
from safeconduct.sealing.unopened import Unopened
from tests.embedded import ADMINISTRATOR, COLLEAGUE, LIGHTHOUSE, OTHER_COMPARTMENT, OTHER_OFFICE, PROTECTION

pytestmark = pytest.mark.as_owner


def with_notes(embedded, call, number, **facts):
    for nth in range(number):
        writing.append(call.ref, (), {"nth": nth, **facts}, held=(), by=None, at=embedded.now)


def facts_by_dossier(embedded, name=PROTECTION):
    return {card.dossier: dict(card.facts) for card in listing.cards(embedded.keyring(name), on=embedded.now.date())}


@pytest.mark.parametrize("name", [ADMINISTRATOR, OTHER_COMPARTMENT, OTHER_OFFICE, "vera"])
def test_nobody_outside_the_compartment_has_a_card_of_it(embedded, name):
    embedded.call()
    assert listing.cards(embedded.keyring(name), on=embedded.now.date()) == ()
    assert len(listing.cards(embedded.keyring(COLLEAGUE), on=embedded.now.date())) == 1


def test_a_card_holds_no_word_of_the_story(embedded):
    embedded.call()
    assert "Karsa" not in repr(facts_by_dossier(embedded))


def test_many_notes_are_folded_into_a_segment_and_the_cards_stay_what_they_were(embedded):
    first, second = embedded.call(), embedded.call(LIGHTHOUSE, "harbour-desk")
    with_notes(embedded, first, NOTES_BEFORE_FOLDING - 2, waiting=True)
    before = facts_by_dossier(embedded)
    assert CardNote.objects.count() == NOTES_BEFORE_FOLDING + 1  # one of them is the lighthouse's
    assert not CardSegment.objects.exists()
    with_notes(embedded, first, 1, waiting=True)
    after = facts_by_dossier(embedded)
    assert after == {**before, first.ref: {**before[first.ref], "nth": 0}}
    assert (CardSegment.objects.count(), SegmentKey.objects.count()) == (1, 1)
    assert CardNote.objects.count() == CardNoteKey.objects.count() == 1
    assert facts_by_dossier(embedded) == after
    assert facts_by_dossier(embedded, COLLEAGUE) == after
    assert list(facts_by_dossier(embedded, OTHER_OFFICE)) == [second.refs[0]]


def test_each_compartment_folds_and_opens_its_own_segments(embedded):
    """_note_rows, _segment_rows with their keys, _all_words and _newest_words are each of one compartment."""
    ours, theirs = embedded.call(), embedded.call(LIGHTHOUSE)
    with_notes(embedded, ours, NOTES_BEFORE_FOLDING)
    with_notes(embedded, theirs, NOTES_BEFORE_FOLDING)
    for _again in range(2):
        assert list(facts_by_dossier(embedded)) == [ours.ref]
        assert list(facts_by_dossier(embedded, OTHER_OFFICE)) == [theirs.ref]
    assert CardSegment.objects.count() == SegmentKey.objects.count() == 2
    for name, call in ((PROTECTION, ours), (OTHER_OFFICE, theirs)):
        keyring, (_, compartment) = embedded.keyring(name), lookup_of_dossiers.holder(call.ref)
        for newest in (True, False):
            (words,) = listing.words_of_segments(compartment, keyring, newest=newest).values()
            assert words.position_of(call.ref) is not None


def test_segments_without_words_are_those_of_one_compartment(embedded, monkeypatch):
    """_without_words: what another has still to write again is no reason to write ours."""
    folded_early(monkeypatch)
    embedded.call(), embedded.call(LIGHTHOUSE)
    facts_by_dossier(embedded, OTHER_OFFICE)
    SegmentKey.objects.update(words=None)
    theirs = SegmentKey.objects.get().compartment
    ours = next(iter(embedded.keyring(PROTECTION).compartments))
    assert (listing._without_words(theirs), listing._without_words(ours)) == ({1}, frozenset())


def folded_early(monkeypatch):
    monkeypatch.setattr(listing, "NOTES_BEFORE_FOLDING", 0)


def test_a_segment_or_a_note_under_an_epoch_that_is_not_held_is_not_opened(embedded, monkeypatch):
    """Neither _note_facts nor key_in finds the keys of an epoch that is not in the keyring, or no key at all."""
    embedded.call()
    CardNote.objects.update(epoch=2)
    with pytest.raises(Unopened):
        facts_by_dossier(embedded)
    CardNote.objects.update(epoch=1)
    folded_early(monkeypatch)
    facts_by_dossier(embedded)
    SegmentKey.objects.update(epoch=2)
    with pytest.raises(Unopened):
        facts_by_dossier(embedded)
    SegmentKey.objects.all().delete()
    with pytest.raises(Unopened):
        facts_by_dossier(embedded)


def test_a_note_without_its_key_is_passed_over(embedded):
    """Of the notes_of a compartment, those whose key was destroyed say nothing any more."""
    kept, gone = embedded.call(), embedded.call()
    CardNoteKey.objects.filter(note__in=CardNote.objects.filter(dossier=gone.ref).values("pk")).delete()
    for epoch in (1, 2):
        CardNote.objects.filter(dossier=gone.ref).update(epoch=epoch)
        shown = facts_by_dossier(embedded)
        assert kept.ref in shown and gone.ref not in shown


def test_a_folded_card_of_a_share_stays_while_it_is_shared_and_is_stale_afterwards(embedded, monkeypatch):
    """What _stale names goes from the segment, and nothing else."""
    folded_early(monkeypatch)
    own, call, mara = embedded.call(LIGHTHOUSE), embedded.call(), embedded.keyring(PROTECTION)
    dossier = reading.open_with_keyring(call.ref, mara)
    story, channel = dossier.key_of("story"), sharing.new_channel()
    theirs = lookup.recipient_for(embedded.office(LIGHTHOUSE).ref, "requests")
    given = {"until": date(2026, 4, 4), "by": author(mara), "at": embedded.now}
    sharing.share(dossier, [story], channel, theirs, {}, {"shared_by": "Harbour Desk"}, **given)
    for _again in range(3):
        assert set(facts_by_dossier(embedded, OTHER_OFFICE)) == {own.ref, call.ref}
    assert not CardNote.objects.filter(compartment=theirs.compartment).exists()
    sharing.end_share(call.ref, theirs.compartment, [story.ref, channel.ref], at=embedded.now)
    assert set(facts_by_dossier(embedded, OTHER_OFFICE)) == {own.ref}
    assert set(facts_by_dossier(embedded)) == {call.ref}


def test_news_after_folding_go_onto_the_card_again(embedded):
    call = embedded.call()
    with_notes(embedded, call, NOTES_BEFORE_FOLDING)
    facts_by_dossier(embedded)
    with_notes(embedded, call, 1, stage="case")
    assert facts_by_dossier(embedded)[call.ref]["stage"] == "case"


def test_a_segment_says_nothing_on_the_disk(embedded):
    call = embedded.call()
    with_notes(embedded, call, NOTES_BEFORE_FOLDING, stage="canary-stage")
    codename = facts_by_dossier(embedded)[call.ref]["codename"]
    stored = embedded.bytes_on_disk()
    assert b"canary-stage" not in stored
    assert codename.encode() not in stored


@pytest.mark.parametrize("folded", [False, True], ids=["in notes", "in a segment"])
def test_a_hidden_dossier_has_no_card_and_an_erased_one_leaves_no_segment_with_it(embedded, folded):
    kept, gone = embedded.call(), embedded.call()
    if folded:
        with_notes(embedded, kept, NOTES_BEFORE_FOLDING)
        assert len(facts_by_dossier(embedded)) == 2
    allowing.ask_for_erasure(gone.visit(), at=embedded.now)
    assert list(facts_by_dossier(embedded)) == [kept.ref]
    old = {bytes(row.body) for row in CardSegment.objects.all()}
    embedded.clock.pass_by(ending.ERASED_AFTER * 2)
    sweeping.sweep(at=embedded.now)
    assert list(facts_by_dossier(embedded)) == [kept.ref]
    if folded:
        new = {bytes(row.body) for row in CardSegment.objects.all()}
        assert new and not new & old
        assert facts_by_dossier(embedded, COLLEAGUE).keys() == {kept.ref}


def test_a_dossier_whose_reading_was_ended_has_no_card(embedded):
    kept, ended = embedded.call(), embedded.call()
    with_notes(embedded, kept, NOTES_BEFORE_FOLDING)
    facts_by_dossier(embedded)
    allowing.end_reading(ended.visit(), ended.ref, at=embedded.now)
    assert list(facts_by_dossier(embedded)) == [kept.ref]
