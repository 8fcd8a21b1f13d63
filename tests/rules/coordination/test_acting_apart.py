"""Marks by which who holds a case of the same person knows it, and by which nobody else does."""

from safeconduct.coordination.acting_apart import is_of, marks_of
from safeconduct.sealing.keys import Identity

HERS, OTHERS = Identity(b"h" * 32).public_seal, Identity(b"o" * 32).public_seal


def test_a_mark_fits_the_keys_that_it_was_made_of_and_no_others():
    marks = marks_of([HERS])
    assert is_of(marks, [OTHERS, HERS])
    assert not is_of(marks, [OTHERS])
    assert not is_of(marks, []) and not is_of([], [HERS])


def test_a_person_without_a_code_leaves_no_mark():
    assert marks_of([]) == []


def test_two_marks_of_one_person_have_nothing_in_common():
    one, two = marks_of([HERS])[0], marks_of([HERS])[0]
    assert one["salt"] != two["salt"] and one["mark"] != two["mark"]
    assert HERS.hex() not in str(one)
