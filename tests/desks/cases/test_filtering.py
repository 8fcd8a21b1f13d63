"""A member's saved filters: sealed to that member alone, and gone with them."""

import pytest

from safeconduct.access.desk import leaving
from safeconduct.access.models import MemberFilters
from safeconduct.cases.case_filter import CaseFilter
from safeconduct.cases.desk import filtering
from safeconduct.vocabulary.refusal import Refused
from tests.embedded import ADMINISTRATOR, COLLEAGUE, PROTECTION
from tests.organising import member_ref

SEVERE = CaseFilter("mill", stage="case", risk="severe")


def test_a_filter_is_kept_and_removed_and_nobody_else_sees_it(embedded):
    mara, tomas = embedded.keyring(PROTECTION), embedded.keyring(COLLEAGUE)
    filtering.save_filter(" The valley ", SEVERE, mara)
    filtering.save_filter("a first one", CaseFilter(unmet="visa"), mara)
    assert list(filtering.saved_filters(mara).items()) == [
        ("a first one", CaseFilter(unmet="visa")),
        ("The valley", SEVERE),
    ]
    assert filtering.saved_filters(tomas) == {}
    filtering.remove_filter("The valley", mara)
    filtering.remove_filter("The valley", mara)
    assert list(filtering.saved_filters(mara)) == ["a first one"]


def test_neither_the_name_nor_the_choice_is_readable_at_rest(embedded):
    filtering.save_filter("The heron valley", SEVERE, embedded.keyring(PROTECTION))
    stored = embedded.bytes_on_disk()
    assert b"heron valley" not in stored and b'"severe"' not in stored


def test_a_row_of_another_member_put_in_place_of_ones_own_opens_nothing(embedded):
    mara, tomas = embedded.keyring(PROTECTION), embedded.keyring(COLLEAGUE)
    filtering.save_filter("Mine", SEVERE, mara)
    body = MemberFilters.objects.get(member=mara.member).body
    MemberFilters.objects.create(member=tomas.member, body=body)
    assert filtering.saved_filters(tomas) == {}
    filtering.save_filter("Anew", SEVERE, tomas)
    assert list(filtering.saved_filters(tomas)) == ["Anew"]


def test_what_is_refused_changes_nothing(embedded):
    mara = embedded.keyring(PROTECTION)
    filtering.save_filter("Mine", SEVERE, mara)
    before = embedded.dump()
    with pytest.raises(Refused):
        filtering.save_filter(" ", SEVERE, mara)
    assert embedded.dump() == before


def test_the_filters_of_a_member_who_leaves_are_gone(embedded):
    filtering.save_filter("Mine", SEVERE, embedded.keyring(PROTECTION))
    leaving.leave(
        member_ref(PROTECTION),
        embedded.keyring(ADMINISTRATOR),
        confirmed=True,
        root_words="",
        has_proved=True,
        at=embedded.now,
    )
    assert not MemberFilters.objects.exists()
