"""Between two aims of the solver: what is free is taken, and handed to who carries less."""

from safeconduct.coordination.rota_filling import filled_up
from safeconduct.coordination.rota_sums import Load, Sums

# Two missions and two occasions: the first mission could have places 0 and 1, the second 2 and 3; both occasions at once is 0 and 1.
SUMS = Sums(
    places=4,
    locked=(),
    start=(),
    one_of=((0, 2), (1, 3)),
    at_most=(),
    beside=(),
    loads=(Load(4, 1, ((0, 2), (1, 2))), Load(0, 1, ((2, 2), (3, 2)))),
    aims={},
)


def changed(**changes):
    return Sums(**{name: getattr(SUMS, name) for name in Sums.__dataclass_fields__} | changes)


def test_what_is_free_goes_to_who_carries_least():
    assert filled_up((), SUMS, among=range(4)) == {2, 3}


def test_what_is_taken_stays_until_it_is_looked_at_again():
    assert filled_up((0, 1), SUMS, among=range(4)) == {0, 1}
    assert filled_up((0, 1), SUMS, among=range(4), again=1) == {2, 3}


def test_locks_and_limits_are_kept():
    assert filled_up((0,), changed(locked=(0,)), among=range(4), again=2) == {0, 3}
    assert filled_up((0, 1), changed(at_most=(((2, 3), 1),)), among=range(4), again=2) == {1, 2}


def test_a_guest_is_taken_only_beside_a_lead():
    alone = changed(one_of=((0, 2), (1,)), loads=(Load(0, 1, ((0, 2),)), Load(0, 1, ((2, 2),))), beside=((1, (2,)),))
    assert filled_up((0,), alone, among={1}) == {0}
    assert filled_up((2,), alone, among={1}) == {1, 2}
