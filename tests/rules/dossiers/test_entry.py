"""Entries: bound to their place, signed by their author, and chained so that nothing is changed or left out unseen."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.dossiers.entry import (
    Author,
    EmptySlip,
    NewEntry,
    Position,
    SealedEntry,
    first_break,
    hash_of,
    key_place,
    opened_body,
    sealed_body,
)
from safeconduct.dossiers.opening import opened
from safeconduct.dossiers.scope import ScopeKey
from safeconduct.sealing.chain import START
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.record import new_key, wrap_key
from safeconduct.sealing.unopened import Unopened
from tests.builders import MORNING

OFFICER = Author("member", "m0", "amina", "p0", "First reader", identity=Identity(bytes(32)))
TOLD = NewEntry("story", "told", {"happened": "They came to the market in Karsa."})
KEY = bytes(range(32))


def at(*, dossier="d0", seq=1, before=START, scope="story", scope_ref="s0", scope_key=bytes(32)):
    return Position(dossier, seq, before, ScopeKey(scope_ref, scope, scope_key))


def sealed(new=TOLD, *, by=OFFICER, **position):
    return sealed_body(KEY, at(**position), new, by=by, at=MORNING)


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=9)
JSON = st.recursive(st.none() | st.booleans() | st.integers() | TEXT, st.lists, max_leaves=5)


@pytest.mark.slow
@given(kind=TEXT, data=st.dictionaries(st.just("text"), JSON))
def test_an_entry_opens_as_it_was_written(kind, data):
    entry = opened_body(KEY, at(), sealed(NewEntry("story", kind, data)))
    assert (entry.kind, entry.data, entry.seq, entry.scope) == (kind, data, 1, "story")
    assert (entry.by, entry.at) == (replace(OFFICER, identity=None), MORNING)


ELSEWHERE = {
    "another key": (bytes(32), at()),
    "another dossier": (KEY, at(dossier="d1")),
    "another number": (KEY, at(seq=2)),
    "another scope": (KEY, at(scope="messages")),
}


@pytest.mark.parametrize(("key", "position"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_an_entry_opens_nowhere_but_in_its_place(key, position):
    with pytest.raises(Unopened):
        opened_body(key, position, sealed())


MOVED = {
    "after another hash": at(before=bytes(31) + b"1"),
    "under another reference": at(scope_ref="s1"),
    "under another key of the scope": at(scope_key=bytes(31) + b"1"),
}


@pytest.mark.parametrize("position", MOVED.values(), ids=MOVED)
def test_the_signature_vouches_for_what_came_before_and_for_the_scope_s_key(position):
    assert OFFICER.identity
    entry = opened_body(KEY, position, sealed())
    assert not entry.signed_with(OFFICER.identity.public_sign)


def test_only_the_author_s_key_has_signed():
    entry = opened_body(KEY, at(), sealed())
    assert OFFICER.identity
    assert entry.signed_with(OFFICER.identity.public_sign)
    assert not entry.signed_with(Identity(new_key()).public_sign)
    unsigned = opened_body(KEY, at(), sealed(by=Author("import")))
    assert not unsigned.signed_with(OFFICER.identity.public_sign)


def test_a_signature_does_not_fit_another_entry():
    first, second = (opened_body(KEY, at(seq=seq), sealed(seq=seq)) for seq in (1, 2))
    assert OFFICER.identity
    assert not replace(second, signature=first.signature).signed_with(OFFICER.identity.public_sign)


def test_minutes_are_kept_and_seconds_are_not():
    body = sealed_body(KEY, at(), TOLD, by=OFFICER, at=MORNING + timedelta(seconds=31))
    assert opened_body(KEY, at(), body).at == MORNING


def test_the_size_of_a_body_says_little():
    assert len(sealed(NewEntry("story", "told", {"text": "a"}))) == len(
        sealed(NewEntry("story", "told", {"text": "a" * 99}))
    )


def a_chain(length, *, dossier="d0"):
    entries, before = [], START
    for seq in range(1, length + 1):
        body = b"sealed %d" % seq
        link = hash_of(dossier, seq, "s0", "2026-03-04", before, body)
        entries.append(SealedEntry(seq, "s0", "2026-03-04", body, before, link, b"wrapped"))
        before = link
    return tuple(entries)


@pytest.mark.parametrize("length", [0, 1, 2, 40])
def test_an_untouched_chain_holds(length):
    assert first_break("d0", a_chain(length)) is None


def test_a_chain_holds_when_the_key_of_an_entry_is_destroyed():
    chain = a_chain(4)
    assert first_break("d0", (chain[0], replace(chain[1], wrapped_key=None), *chain[2:])) is None


CHANGES = {
    "body": b"other",
    "day": "2026-03-05",
    "scope_ref": "s1",
    "seq": 99,
    "before": bytes(31) + b"1",
    "hash": bytes(32),
}


@pytest.mark.slow
@given(length=st.integers(1, 12), data=st.data())
@pytest.mark.parametrize(("column", "value"), CHANGES.items(), ids=list(CHANGES))
def test_any_change_of_any_column_is_found_where_it_is(column, value, length, data):
    chain = list(a_chain(length))
    position = data.draw(st.integers(0, length - 1))
    chain[position] = replace(chain[position], **{column: value})
    assert first_break("d0", tuple(chain)) == position + 1


@pytest.mark.slow
@given(length=st.integers(2, 12), data=st.data())
def test_a_swap_an_omission_and_a_doubling_are_found(length, data):
    chain = a_chain(length)
    first, second = sorted(data.draw(st.lists(st.integers(0, length - 1), min_size=2, max_size=2, unique=True)))
    swapped = list(chain)
    swapped[first], swapped[second] = chain[second], chain[first]
    assert first_break("d0", tuple(swapped)) == first + 1
    assert first_break("d0", chain[:first] + chain[first + 1 :]) == first + 1
    assert first_break("d0", (*chain[: first + 1], *chain[first:])) == first + 2


def test_a_chain_of_another_dossier_does_not_fit():
    assert first_break("d1", a_chain(3)) == 1


def a_row(seq, scope, *, key=True):
    body = sealed_body(KEY, Position("d0", seq, START, scope), NewEntry(scope.name, "note", {}), by=OFFICER, at=MORNING)
    return SealedEntry(
        seq,
        scope.ref,
        "2026-03-04",
        body,
        START,
        START,
        wrap_key(scope.key, KEY, key_place("d0", seq)) if key else None,
    )


def test_a_reader_sees_entries_of_their_scopes_and_slips_for_the_rest():
    story, contact = ScopeKey("s0", "story", new_key()), ScopeKey("s1", "contact", new_key())
    rows = (a_row(1, story), a_row(2, contact), a_row(3, story, key=False))
    dossier = opened("d0", "o0", "c0", rows, (story,))
    assert [entry.seq for entry in dossier.written()] == [1]
    assert dossier.entries[1:] == (EmptySlip(2, "2026-03-04", erased=False), EmptySlip(3, "2026-03-04", erased=True))
    assert dossier.broken_at == 1
    assert (dossier.key_of("story"), dossier.key_of("contact")) == (story, None)
