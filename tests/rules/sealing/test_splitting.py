"""A secret in parts: every whole group opens it, nothing less does, and no part fits where it is not at home."""

from dataclasses import replace
from hashlib import sha256
from itertools import combinations
from math import comb

import pytest

from safeconduct.sealing.keys import Identity
from safeconduct.sealing.record import new_key
from safeconduct.sealing.splitting import (
    Part,
    groups,
    hand_over,
    joined,
    open_handed,
    open_part,
    split,
)
from safeconduct.sealing.unopened import Unopened

SECRET, NAME, CEREMONY = bytes(range(32)), "key/recovery", "c1"
HOLDERS = [Identity(bytes([number]) * 32) for number in range(1, 8)]
SIZES = [(2, 3), (3, 5), pytest.param(4, 7, marks=pytest.mark.long)]
ALL_SIZES = [(2, 2), (2, 3), (3, 3), (3, 5), (2, 7), (4, 7)]


def publics(holders):
    return tuple(one.public_seal for one in HOLDERS[:holders])


def what_they_know(parts, people):
    """Every part that these holders can open, by group."""
    known = {}
    for part in parts:
        if part.holder in people:
            known.setdefault(part.group, []).append(open_part(HOLDERS[part.holder - 1], NAME, part))
    return known


@pytest.mark.slow
@pytest.mark.parametrize(("needed", "holders"), SIZES)
def test_every_group_that_is_large_enough_has_the_secret(needed, holders):
    parts = split(SECRET, publics(holders), needed, NAME)
    for people in combinations(range(1, holders + 1), needed):
        assert joined(what_they_know(parts, people)[people]) == SECRET


@pytest.mark.slow
@pytest.mark.parametrize(("needed", "holders"), SIZES)
def test_no_smaller_group_has_it_however_they_join_what_they_have(needed, holders):
    parts = split(SECRET, publics(holders), needed, NAME)
    for people in combinations(range(1, holders + 1), needed - 1):
        known = what_they_know(parts, people)
        assert all(len(pieces) < needed for pieces in known.values())
        assert all(joined(pieces) != SECRET for pieces in known.values())
        pieces = [piece for group in known.values() for piece in group]
        assert all(joined(some) != SECRET for size in (1, 2) for some in combinations(pieces, size))


def test_less_than_a_whole_group_fits_every_secret():
    """The missing part decides: for any other secret there is one that would have led to it."""
    parts = split(SECRET, publics(3), 3, NAME)
    known = what_they_know(parts, (1, 2))[(1, 2, 3)]
    other = new_key()
    missing = joined([other, *known])
    assert joined([*known, missing]) == other


@pytest.mark.parametrize(("needed", "holders"), ALL_SIZES)
def test_there_are_as_many_parts_as_the_design_says(needed, holders):
    parts = split(SECRET, publics(holders), needed, NAME)
    assert len(parts) == comb(holders, needed) * needed
    assert len({part.digest for part in parts}) == len(parts)
    assert len(groups(holders, needed)) == comb(holders, needed)


def test_three_of_five_are_30_wraps_and_four_of_seven_140():
    assert len(split(SECRET, publics(5), 3, NAME)) == 30
    assert len(split(SECRET, publics(7), 4, NAME)) == 140


def test_two_splittings_of_one_secret_have_no_part_in_common():
    one, other = (split(SECRET, publics(3), 2, NAME) for _ in range(2))
    assert not {part.digest for part in one} & {part.digest for part in other}


def test_parts_of_two_splittings_do_not_join():
    one, other = (split(SECRET, publics(3), 2, NAME) for _ in range(2))
    mixed = [what_they_know(one, (1,))[(1, 2)][0], what_they_know(other, (2,))[(1, 2)][0]]
    assert joined(mixed) != SECRET


def test_a_part_opens_for_its_holder_alone_and_where_it_belongs():
    parts = split(SECRET, publics(3), 2, NAME)
    for part in parts:
        for number, holder in enumerate(HOLDERS[:3], start=1):
            if number != part.holder:
                with pytest.raises(Unopened):
                    open_part(holder, NAME, part)
        with pytest.raises(Unopened):
            open_part(HOLDERS[part.holder - 1], "key/rehearsal", part)


def test_a_swapped_part_is_noticed_in_the_drill():
    parts = split(SECRET, publics(3), 2, NAME)
    mine = [part for part in parts if part.holder == 1]
    for changed in (
        replace(mine[0], sealed=mine[1].sealed),
        replace(mine[0], group=mine[1].group),
        replace(mine[0], digest=mine[1].digest),
        replace(mine[0], sealed=mine[0].sealed[:-1]),
    ):
        with pytest.raises(Unopened):
            open_part(HOLDERS[0], NAME, changed)


def test_a_part_that_somebody_else_sealed_to_the_holder_is_noticed():
    """Whoever can write to the database can seal another content to the right place; the digest is signed, it is not."""
    part = split(SECRET, publics(3), 2, NAME)[0]
    forged = next(one for one in split(new_key(), publics(3), 2, NAME) if one.group == part.group)
    with pytest.raises(Unopened):
        open_part(HOLDERS[0], NAME, replace(part, sealed=forged.sealed))


def test_what_is_handed_in_opens_in_its_own_ceremony_for_its_own_key_alone():
    parts, key = split(SECRET, publics(3), 2, NAME), Identity(new_key())
    part, other = parts[0], parts[1]
    opened = open_part(HOLDERS[part.holder - 1], NAME, part)
    handed = hand_over(key.public_seal, CEREMONY, part, opened)
    assert open_handed(key, CEREMONY, NAME, part, handed) == opened
    for wrong in (
        lambda: open_handed(key, "c2", NAME, part, handed),
        lambda: open_handed(key, CEREMONY, NAME, other, handed),
        lambda: open_handed(key, CEREMONY, "key/rehearsal", part, handed),
        lambda: open_handed(HOLDERS[0], CEREMONY, NAME, part, handed),
        lambda: open_handed(key, CEREMONY, NAME, part, hand_over(key.public_seal, CEREMONY, part, new_key())),
    ):
        with pytest.raises(Unopened):
            wrong()


@pytest.mark.parametrize(("secret", "needed"), [(b"short", 2), (SECRET + b"x", 2), (SECRET, 1)])
def test_only_a_key_is_split_and_only_among_two_or_more(secret, needed):
    with pytest.raises(ValueError):
        split(secret, publics(3), needed, NAME)


def test_the_digest_does_not_lead_back_to_the_part():
    part = split(SECRET, publics(2), 2, NAME)[0]
    assert part.digest != sha256(open_part(HOLDERS[0], NAME, part)).digest()
    assert isinstance(part, Part) and "sealed" not in repr(part)
