"""Places name one thing each, and chains notice every change."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from safeconduct.sealing.chain import START, link
from safeconduct.sealing.place import place

parts = st.one_of(st.text(max_size=6), st.integers(), st.binary(max_size=6))
places = st.tuples(st.text(max_size=6), st.lists(parts, max_size=4).map(tuple))


def as_bytes(named):
    return place(named[0], *named[1])


def written_out(named):
    # True is 1 and "a" is not b"a": compare what Python would call different together with its type.
    return named[0], tuple((type(part), part) for part in named[1])


@pytest.mark.slow
@given(places, places)
@example(("a", ("bc",)), ("ab", ("c",)))
@example(("a", ("b", "c")), ("a", ("bc",)))
@example(("a", ("", "b")), ("a", ("b", "")))
@example(("a", ()), ("a", ("",)))
@example(("a", ("1",)), ("a", (1,)))
@example(("a", (b"x",)), ("a", ("x",)))
@example(("a", ("i1",)), ("a", (1,)))
def test_two_places_give_the_same_bytes_only_when_they_are_one_place(one, other):
    assert (as_bytes(one) == as_bytes(other)) == (written_out(one) == written_out(other))


@given(places)
def test_a_place_can_be_read_back_so_nothing_is_lost_in_it(named):
    left, read = as_bytes(named), []
    while left:
        length = int.from_bytes(left[:4], "big")
        read.append(left[4 : 4 + length])
        left = left[4 + length :]
    kinds = {b"s": bytes.decode, b"i": int, b"b": bytes}
    assert read[:2] == [b"sc1", named[0].encode()]
    assert tuple(kinds[part[:1]](part[1:]) for part in read[2:]) == named[1]


links = st.tuples(st.binary(min_size=32, max_size=32), places)


@pytest.mark.slow
@given(links, links)
def test_a_link_of_a_chain_holds_what_came_before_and_what_it_is_made_of(one, other):
    def linked(parted):
        return link(parted[0], parted[1][0], *parted[1][1])

    same = one[0] == other[0] and written_out(one[1]) == written_out(other[1])
    assert (linked(one) == linked(other)) == same


def test_the_first_link_has_a_start_of_zeros_and_every_link_has_32_bytes():
    assert bytes(32) == START
    assert len(link(START, "entry", "ref", 1)) == 32
