"""One country summed up: its decided cases beside comparable ones of the country, and of other countries."""

from datetime import timedelta

from safeconduct.guidance.register import action_kinds
from safeconduct.reports.treated_alike import ALIKE, EXPLAINED, NONE_LIKE_IT, UNEXPLAINED, country_treatments
from tests.rules.cases.protecting import TODAY
from tests.rules.cases.test_like_case import PRIVATE, PUBLIC, a_case

KINDS = action_kinds()


def some(number, begins, *codes, **changes):
    return [a_case(f"{begins}{at:031}", *codes, **changes) for at in range(number)]


def parts(found):
    return {count.value[0]: count.number for count in found.counts}


def test_a_country_is_compared_inside_and_with_others_apart():
    here = (
        some(6, "a", PRIVATE)
        + some(1, "b", on=TODAY - timedelta(days=9))
        + some(1, "c", PUBLIC, explained=(PUBLIC, PRIVATE))
    )
    elsewhere = some(3, "d", PRIVATE, PUBLIC, country="GE")
    found = country_treatments("BY", [*here, *elsewhere], KINDS)
    assert (found.decided, found.first, found.last) == (8, TODAY - timedelta(days=9), TODAY)
    assert parts(found.inside) == {ALIKE: 6, EXPLAINED: 1, UNEXPLAINED: 1, NONE_LIKE_IT: 0}
    assert {(part, one.case.dossier[0]) for part, one in found.inside.compared} == {
        (ALIKE, "a"),
        (UNEXPLAINED, "b"),
        (EXPLAINED, "c"),
    }
    # Beside Georgia each case lacks something, and one says why.
    assert parts(found.across) == {ALIKE: 0, EXPLAINED: 1, UNEXPLAINED: 7, NONE_LIKE_IT: 0}
    assert {one.number for _part, one in found.across.compared} == {3}
    assert parts(country_treatments("GE", [*here, *elsewhere], KINDS).inside)[ALIKE] == 3


def test_small_numbers_keep_back_all_parts_of_their_whole():
    found = country_treatments("BY", some(6, "a", PRIVATE) + some(1, "b"), KINDS)
    assert all(count.is_kept_back for count in found.inside.counts)
    whole = country_treatments("BY", some(12, "a", PRIVATE), KINDS).inside
    assert [(count.value, count.share) for count in whole.counts if count.number] == [((ALIKE,), 100)]


def test_other_violations_are_not_compared_and_an_unknown_country_is_none():
    found = country_treatments(
        "BY", [*some(5, "a", PRIVATE), *some(5, "b", violation={"killing"}), *some(2, "c", country="")], KINDS
    )
    assert found.decided == 10 and parts(found.inside) == {ALIKE: 10, EXPLAINED: 0, UNEXPLAINED: 0, NONE_LIKE_IT: 0}
    assert parts(found.across)[NONE_LIKE_IT] == 10 and found.across.compared == ()
    assert country_treatments("BY", [], KINDS).first is None
