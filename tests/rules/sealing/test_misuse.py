"""Whoever can write to the database moves, changes and cuts sealed rows: none of them opens where it is not at home."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import product

import pytest

from safeconduct.access import journal
from safeconduct.dossiers import card, entry, scope
from safeconduct.dossiers.entry import Author, NewEntry, Position
from safeconduct.dossiers.scope import ScopeKey
from safeconduct.intake import box, draft, progress
from safeconduct.sealing import passphrase
from safeconduct.sealing.chain import START
from safeconduct.sealing.keys import Identity, unwrap, wrap
from safeconduct.sealing.passphrase import new_slots, open_slots
from safeconduct.sealing.place import place
from safeconduct.sealing.record import new_key, seal, sealed_together, unseal, unseal_one, unwrap_key, wrap_key
from safeconduct.sealing.unopened import Unopened

AT = datetime(2030, 5, 1, 9, 30, tzinfo=UTC)
KEY, SECRET = b"k" * 32, b"s" * 32
ROWS = 48
HOLDERS = [Identity(bytes([number]) * 32) for number in range(3)]
DOSSIERS = ["d1", "d11", "1d"]


@dataclass(frozen=True)
class Row:
    """A sealed row and how the house opens whatever stands in its place."""

    sealed: bytes
    open: Callable[[bytes], object]


def entry_bodies():
    """All under one key, which is harder than the house has it: each entry has its own."""
    for dossier, seq, name in product(DOSSIERS, range(1, 5), ["story", "messages", "medical", "identity"]):
        new = NewEntry(name, "told", {"text": f"{dossier} {seq} {name}"})
        position = Position(dossier, seq, START, ScopeKey("s", name, bytes(32)))
        body = entry.sealed_body(KEY, position, new, by=Author("defender"), at=AT)
        yield Row(body, lambda sealed, position=position: entry.opened_body(KEY, position, sealed))


def entry_keys():
    for dossier, seq in product(DOSSIERS, range(1, 17)):
        at = entry.key_place(dossier, seq)
        yield Row(wrap_key(KEY, new_key(), at), lambda sealed, at=at: unwrap_key(KEY, sealed, at))


def compartment_wraps():
    """All to one recipient, so that only the place keeps them apart."""
    for compartment, epoch, member in product(["c1", "c11"], range(1, 5), ["m1", "m2", "m3", "1", "", "c1"]):
        at = place("compartment-secret", compartment, epoch, member)
        yield Row(
            wrap(HOLDERS[0].public_seal, SECRET, at),
            lambda sealed, at=at: unwrap(HOLDERS[0].seal_seed, sealed, at),
        )


def scope_wraps():
    for dossier, number, holder in product(DOSSIERS, range(16), [0]):
        key = replace(scope.new_scope_key("story"), ref=f"{number}")
        public = HOLDERS[holder].public_seal
        yield Row(
            scope.wrapped_for(public, dossier, key),
            lambda sealed, where=(HOLDERS[holder], public, dossier, key.ref): scope.unwrapped(*where, sealed),
        )


def member_slots():
    """Members who all chose one passphrase, swapped with their salt and verifier: only the member's name differs."""
    for number in range(ROWS):
        slots, _ = new_slots(f"member {number}", "zoo zebra you", SECRET)
        yield Row(slots, lambda moved, member=slots.member: _signed_in(replace(moved, member=member)))


def _signed_in(slots):
    opened = open_slots(slots, "zoo zebra you")
    if opened is None:
        raise Unopened
    return opened.secret


KINDS = {
    "entry bodies": entry_bodies,
    "entry keys": entry_keys,
    "compartment wraps": compartment_wraps,
    "scope wraps": scope_wraps,
    "member slots": member_slots,
}


@pytest.fixture(autouse=True)
def _quick_argon2id(monkeypatch):
    monkeypatch.setattr(passphrase, "_root", lambda typed, salt: sha256(typed.encode() + salt).digest())


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_no_sealed_row_opens_in_the_place_of_another_of_its_kind(kind):
    rows, refused = list(KINDS[kind]()), 0
    for here, there in product(range(len(rows)), repeat=2):
        if here == there:
            rows[here].open(rows[here].sealed)
            continue
        with pytest.raises(Unopened):
            rows[there].open(rows[here].sealed)
        refused += 1
    assert refused == ROWS * (ROWS - 1)


def test_the_swaps_are_at_least_ten_thousand():
    assert len(KINDS) * ROWS * (ROWS - 1) >= 10_000


def test_a_scope_wrap_opens_for_its_recipient_alone():
    key = scope.new_scope_key("messages")
    wraps = [scope.wrapped_for(holder.public_seal, "d1", key) for holder in HOLDERS]
    for (mine, holder), (theirs, wrapped) in product(enumerate(HOLDERS), enumerate(wraps)):
        if mine == theirs:
            assert scope.unwrapped(holder, holder.public_seal, "d1", key.ref, wrapped) == key
            with pytest.raises(Unopened):
                scope.unwrapped(holder, HOLDERS[mine - 1].public_seal, "d1", key.ref, wrapped)
            continue
        for claimed in (holder.public_seal, HOLDERS[theirs].public_seal):
            with pytest.raises(Unopened):
                scope.unwrapped(holder, claimed, "d1", key.ref, wrapped)


# Every place that the house seals to, made of the same parts wherever it takes them.
PLACES = {
    "entry": entry.body_place(Position("r", 1, START, ScopeKey("s", "story", KEY))),
    "entry key": entry.key_place("r", 1),
    "card note": card.note_place("r", "1"),
    "card segment": card.segment_place("r", 1),
    "journal": journal.where("r", 1),
    "box": box.box_place("r"),
    "progress": progress.progress_place("r"),
    "draft": draft.draft_place("r"),
    "scope key": scope._where("r", "1", HOLDERS[0].public_seal),
    "member secret": passphrase._at("r", "1"),
}


@pytest.mark.parametrize("kind", PLACES)
def test_what_is_sealed_to_one_kind_of_place_opens_in_no_other(kind):
    sealed, wrapped = seal(KEY, b"body", PLACES[kind]), wrap(HOLDERS[0].public_seal, SECRET, PLACES[kind])
    for other, at in PLACES.items():
        if other == kind:
            assert unseal(KEY, sealed, at) == b"body"
            assert HOLDERS[0].unwrap(wrapped, at) == SECRET
            continue
        with pytest.raises(Unopened):
            unseal(KEY, sealed, at)
        with pytest.raises(Unopened):
            HOLDERS[0].unwrap(wrapped, at)


NEW_KEY, (TOGETHER, _OTHER) = sealed_together([(b"body", b"here"), (b"other", b"there")])
SEALED = {
    "one of several": Row(TOGETHER, lambda sealed: unseal_one(NEW_KEY, sealed, b"here")),
    "record": Row(seal(KEY, b"body", b"here"), lambda sealed: unseal(KEY, sealed, b"here")),
    "key": Row(wrap_key(KEY, SECRET, b"here"), lambda sealed: unwrap_key(KEY, sealed, b"here")),
    "wrap": Row(wrap(HOLDERS[0].public_seal, SECRET, b"here"), lambda sealed: HOLDERS[0].unwrap(sealed, b"here")),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", SEALED)
def test_a_sealed_thing_with_any_byte_changed_does_not_open(kind):
    row = SEALED[kind]
    for position in range(len(row.sealed)):
        changed = bytearray(row.sealed)
        changed[position] ^= 1 << position % 8
        with pytest.raises(Unopened):
            row.open(bytes(changed))


@pytest.mark.slow
@pytest.mark.parametrize("kind", SEALED)
def test_a_sealed_thing_cut_at_any_length_does_not_open(kind):
    row = SEALED[kind]
    for length in range(len(row.sealed)):
        with pytest.raises(Unopened):
            row.open(row.sealed[:length])
        with pytest.raises(Unopened):
            row.open(row.sealed[len(row.sealed) - length :])


@pytest.mark.parametrize("kind", SEALED)
@pytest.mark.parametrize(
    "surplus", [lambda sealed: sealed + b"\0", lambda sealed: b"\0" + sealed, lambda sealed: sealed * 2]
)
def test_a_sealed_thing_with_more_around_it_does_not_open(kind, surplus):
    with pytest.raises(Unopened):
        SEALED[kind].open(surplus(SEALED[kind].sealed))


@pytest.mark.parametrize("kind", SEALED)
@pytest.mark.parametrize("zeros", [0, 1, 27, 28, 1120, 1136, 1168])
def test_zeros_do_not_open(kind, zeros):
    with pytest.raises(Unopened):
        SEALED[kind].open(bytes(zeros))


@pytest.mark.parametrize("kind", ["record", "key"])
def test_another_key_does_not_open(kind):
    open_with = {"record": unseal, "key": unwrap_key}[kind]
    for position in range(32):
        other = bytearray(KEY)
        other[position] ^= 1
        with pytest.raises(Unopened):
            open_with(bytes(other), SEALED[kind].sealed, b"here")


@pytest.mark.parametrize("x25519_share", [bytes(32), b"\1" + bytes(31), b"\xff" * 32], ids=["zero", "one", "ones"])
def test_a_wrap_with_a_weak_share_does_not_open(x25519_share):
    wrapped = SEALED["wrap"].sealed
    with pytest.raises(Unopened):
        SEALED["wrap"].open(wrapped[:1088] + x25519_share + wrapped[1120:])


def test_a_failure_never_says_why():
    said = set()
    for attempt in (
        lambda: unseal(KEY, SEALED["record"].sealed, b"elsewhere"),
        lambda: unseal(SECRET, SEALED["record"].sealed, b"here"),
        lambda: unseal(KEY, b"", b"here"),
        lambda: HOLDERS[1].unwrap(SEALED["wrap"].sealed, b"here"),
        lambda: HOLDERS[0].unwrap(SEALED["wrap"].sealed[:-1], b"here"),
    ):
        with pytest.raises(Unopened) as failure:
            attempt()
        said.add((str(failure.value), failure.value.__cause__, failure.value.__suppress_context__))
    assert said == {("This did not open.", None, True)}
