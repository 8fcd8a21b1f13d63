"""Folding notes into cards: the same cards whatever the order and however often, and every card exactly once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.dossiers.card import (
    CARDS_IN_A_SEGMENT,
    Card,
    Note,
    Segment,
    folded,
    key_of_segments,
    note_as_bytes,
    note_facts,
    note_place,
    rewritten,
    segment_as_bytes,
    segment_from,
    segment_place,
)

FULL = CARDS_IN_A_SEGMENT
REFS = [f"d{number}" for number in range(6)]
FACTS = st.dictionaries(
    st.sampled_from(["stage", "urgency", "needs"]), st.text(max_size=3) | st.lists(st.text(max_size=2))
)
NOTES = st.lists(st.builds(Note, st.integers(1, 99), st.sampled_from(REFS), FACTS), unique_by=lambda note: note.number)

FOLDED = {
    "a first note makes the card": ([], [(1, {"stage": "received"})], (1, {"stage": "received"})),
    "the newest note counts": ([], [(1, {"stage": "received"}), (2, {"stage": "read"})], (2, {"stage": "read"})),
    "in whatever order it comes": ([], [(2, {"stage": "read"}), (1, {"stage": "received"})], (2, {"stage": "read"})),
    "facts that no note names stay": ([(1, {"stage": "received", "files": 2})], [(2, {"stage": "read"})],
        (2, {"stage": "read", "files": 2})),
    "a note that is folded in already": ([(5, {"stage": "read"})], [(5, {"stage": "received"})], (5, {"stage": "read"})),
    "an older note": ([(5, {"stage": "read"})], [(3, {"stage": "received", "files": 1})], (5, {"stage": "read"})),
    "an empty fact replaces": ([(1, {"urgency": "now"})], [(2, {"urgency": ""})], (2, {"urgency": ""})),
}  # fmt: skip


@pytest.mark.parametrize(("cards", "notes", "expected"), FOLDED.values(), ids=FOLDED)
def test_a_card_says_what_its_newest_notes_say(cards, notes, expected):
    result = folded([Card("d0", *card) for card in cards], [Note(number, "d0", facts) for number, facts in notes])
    assert result == {"d0": Card("d0", *expected)}


@pytest.mark.slow
@given(notes=NOTES, shuffle=st.randoms())
def test_the_order_in_which_notes_are_read_does_not_matter(notes, shuffle):
    shuffled = shuffle.sample(notes, len(notes))
    assert folded([], shuffled) == folded([], notes)


@pytest.mark.slow
@given(NOTES)
def test_folding_twice_is_folding_once(notes):
    once = folded([], notes)
    assert folded(once.values(), notes) == once


@pytest.mark.slow
@given(notes=NOTES, at=st.integers(0, 99))
def test_folding_in_two_goes_is_folding_in_one(notes, at):
    early, late = [n for n in notes if n.number <= at], [n for n in notes if n.number > at]
    assert folded(folded([], early).values(), late) == folded([], notes)
    # A note that was folded in and not yet swept away is in both.
    assert folded(folded([], early).values(), notes) == folded([], notes)


@pytest.mark.slow
@given(NOTES)
def test_a_note_touches_no_other_card(notes):
    together = folded([], notes)
    apart = {ref: folded([], [note for note in notes if note.dossier == ref]).get(ref) for ref in REFS}
    assert together == {ref: card for ref, card in apart.items() if card}


def segments_of(*sizes):
    starts = [sum(sizes[:position]) for position in range(len(sizes))]
    return tuple(
        Segment(number, tuple(Card(f"s{start + one}", 1, {"stage": "received"}) for one in range(size)))
        for number, (start, size) in enumerate(zip(starts, sizes, strict=True), start=1)
    )


def after(segments, notes, erased=frozenset()):
    """The segments as they stand when those that changed are written over the old ones."""
    by_number = {segment.number: segment for segment in segments}
    for segment in rewritten(segments, tuple(notes), erased=frozenset(erased)):
        by_number[segment.number] = segment
    return tuple(by_number.values())


def refs(segments):
    return [card.dossier for segment in segments for card in segment.cards]


@pytest.mark.slow
@given(
    sizes=st.lists(st.sampled_from([0, 1, 2, 200, FULL - 1, FULL]), max_size=3),
    arrived=st.sampled_from([0, 1, 2, 56, FULL + 1, 2 * FULL + 88]),
    news=st.sets(st.integers(0, 1600)),
    erased=st.sets(st.integers(0, 1600)),
)
def test_rewriting_keeps_every_card_exactly_once_and_drops_the_erased(sizes, arrived, news, erased):
    segments = segments_of(*sizes)
    known = [f"s{number}" for number in range(sum(sizes) + arrived)]
    new = [Note(10 + number, known[number], {"stage": "received"}) for number in range(sum(sizes), len(known))]
    changed = [Note(4000 + number, known[number], {"stage": "read"}) for number in news if number < len(known)]
    gone = {known[number] for number in erased if number < len(known)}
    result = after(segments, new + changed, gone)
    assert sorted(refs(result)) == sorted(set(known) - gone)
    assert all(len(segment.cards) <= CARDS_IN_A_SEGMENT for segment in result)
    stages = {card.dossier: card.facts["stage"] for segment in result for card in segment.cards}
    assert {ref for ref, stage in stages.items() if stage == "read"} == {note.dossier for note in changed} - gone
    # Folding the same notes again changes nothing: they may still lie there after a cut.
    assert rewritten(result, tuple(new + changed), erased=frozenset(gone)) == ()


REWRITTEN = {
    "nothing new": (segments_of(3, 3), [], (), []),
    "nothing at all": ((), [], (), []),
    "the very first card": ((), [Note(9, "n0", {})], (), [1]),
    "news for one card": (segments_of(FULL, FULL), [Note(9, f"s{FULL + 44}", {"stage": "read"})], (), [2]),
    "one is erased": (segments_of(FULL, 3), [], ("s0",), [1]),
    "one comes, the last has room": (segments_of(FULL, 3), [Note(9, "n0", {})], (), [2]),
    "one comes, the last is full": (segments_of(FULL), [Note(9, "n0", {})], (), [2]),
    "a note for an erased one": (segments_of(3), [Note(9, "n0", {})], ("n0",), []),
}


@pytest.mark.parametrize(("segments", "notes", "erased", "numbers"), REWRITTEN.values(), ids=REWRITTEN)
def test_only_segments_that_change_are_written_again(segments, notes, erased, numbers):
    changed = rewritten(segments, tuple(notes), erased=frozenset(erased))
    assert sorted(segment.number for segment in changed) == numbers


def test_what_was_erased_is_nowhere_in_the_bytes():
    (segment,) = rewritten(segments_of(3), (Note(9, "s1", {"codename": "canary"}),), erased=frozenset({"s1"}))
    assert b"canary" not in segment_as_bytes(segment)
    assert b"s1" not in segment_as_bytes(segment)


@pytest.mark.slow
@given(cards=st.lists(st.builds(Card, st.text(), st.integers(0), FACTS)), number=st.integers(1))
def test_a_segment_and_a_note_come_back_from_bytes_as_they_were(cards, number):
    segment = Segment(number, tuple(cards))
    assert segment_from(number, segment_as_bytes(segment)) == segment
    for card in cards:
        assert note_facts(note_as_bytes(card.facts)) == card.facts


def test_each_note_and_segment_has_a_place_and_each_compartment_a_key_of_its_own():
    places = {note_place("c0", "d0"), note_place("c0", "d1"), note_place("c1", "d0"), segment_place("c0", 1)}
    assert len(places | {segment_place("c0", 2), segment_place("c1", 1)}) == 6
    assert key_of_segments(bytes(32)) != key_of_segments(bytes(31) + b"1")
