"""Which key an organisation tells the whole group under, and which of them who comes later is given."""

from dataclasses import replace

from safeconduct.coordination.for_all import key_for_all, keys_for_all
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.dossiers.scope import ScopeKey
from tests.rules.coordination.covering import GROUP, OURS, THEIRS, said

FIRST, SECOND, RED = (ScopeKey(mark * 16, "share", b"k" * 32) for mark in ("a1", "a2", "a3"))
MEMBERS = ScopeKey("a4" * 16, "coordination", b"k" * 32)
DOSSIER = OpenDossier(GROUP.ref, OURS, "c0" * 16, (), (FIRST, SECOND, RED, MEMBERS), None)


def told(key, by=OURS, owner=OURS):
    return replace(said("region_named", by, for_all=owner), scope_ref=key.ref)


def apart(key, by=OURS):
    return replace(said("trip_planned", by), scope_ref=key.ref)


LEFT = replace(said("group_left", THEIRS), scope_ref=MEMBERS.ref)


def test_the_newest_key_of_ones_own_is_used_again():
    assert key_for_all(DOSSIER, (told(FIRST), told(SECOND)), OURS) == SECOND
    assert key_for_all(DOSSIER, (told(FIRST), told(SECOND, THEIRS, THEIRS)), OURS) == FIRST
    assert key_for_all(DOSSIER, (apart(RED),), OURS) is None


def test_an_answer_under_the_key_of_another_makes_it_nobody_elses_own():
    assert key_for_all(DOSSIER, (told(FIRST), told(FIRST, THEIRS, OURS)), THEIRS) is None


def test_after_somebody_left_no_key_that_they_had_is_used_again():
    assert key_for_all(DOSSIER, (told(FIRST), LEFT), OURS) is None
    assert key_for_all(DOSSIER, (told(FIRST), LEFT, told(FIRST)), OURS) is None
    assert key_for_all(DOSSIER, (told(FIRST), LEFT, told(SECOND), told(FIRST)), OURS) == SECOND


def test_who_comes_later_is_given_the_keys_under_which_nothing_else_stands():
    known = (told(FIRST), told(FIRST, THEIRS, OURS), apart(RED), told(SECOND, THEIRS, THEIRS))
    assert set(keys_for_all(DOSSIER, known)) == {FIRST, SECOND}
    assert keys_for_all(DOSSIER, (*known, apart(FIRST))) == (SECOND,)
