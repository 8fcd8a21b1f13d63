"""The refusals of enrolling and leaving, as a table of situations."""

from datetime import date

import pytest

from safeconduct.access import enrolment
from safeconduct.access.invitation import refusal_to_inviting

ASKED = {"signed_by": (), "asked_words": True, "words_match": True}
CERTIFYING = {
    "two registrars, right words": ("m", {"by": "r1", **ASKED}, None),
    "known keys need no words": ("m", {"by": "r1", **ASKED, "asked_words": False, "words_match": False}, None),
    "oneself": ("r1", {"by": "r1", **ASKED}, "Nobody certifies themself"),
    "twice": ("m", {"by": "r1", **ASKED, "signed_by": ("r1",)}, "certified this already"),
    "other words": ("m", {"by": "r1", **ASKED, "words_match": False}, "not the words"),
}


def said(refusal):
    return refusal.sentence if refusal else None


@pytest.mark.parametrize(("member", "situation", "wanted"), CERTIFYING.values(), ids=list(CERTIFYING))
def test_who_may_certify_whom(member, situation, wanted):
    refusal = said(enrolment.refusal_to_certifying(member, **situation))
    assert refusal is None if wanted is None else wanted in refusal


@pytest.mark.parametrize(("left", "refused"), [(1, True), (2, False), (0, True)])
def test_an_organisation_keeps_two_registrars(left, refused):
    assert bool(enrolment.refusal_to_ending_registrar(left=left)) is refused


@pytest.mark.parametrize(
    ("last", "confirmed", "refused"),
    [((), False, False), (("Visas",), False, True), (("Visas",), True, False)],
    ids=["others hold it too", "the last", "the last, confirmed"],
)
def test_the_last_holder_leaves_after_a_warning(last, confirmed, refused):
    refusal = enrolment.refusal_to_leaving("m", by="r1", last_holder_of=last, confirmed=confirmed)
    assert bool(refusal) is refused


def test_nobody_ends_themself_even_when_it_is_confirmed():
    assert enrolment.refusal_to_leaving("r1", by="r1", last_holder_of=(), confirmed=True)


@pytest.mark.parametrize(
    ("is_registrar", "has_proved"), [(False, True), (True, False), (False, False)], ids=["no registrar", "no proof", "neither"]
)  # fmt: skip
def test_a_change_needs_a_registrar_and_a_fresh_proof(is_registrar, has_proved):
    assert enrolment.refusal_to_acting(is_registrar=is_registrar, has_proved=has_proved)
    assert not enrolment.refusal_to_acting(is_registrar=True, has_proved=True)


LETTING = {"holds": True, "admitted": True, "stands": True, "waits_for_key": False}


@pytest.mark.parametrize("wrong", [{"holds": False}, {"admitted": False}, {"stands": False}, {"waits_for_key": True}])
def test_each_condition_of_letting_in_counts(wrong):
    assert enrolment.refusal_to_letting_in(**LETTING) is None
    assert enrolment.refusal_to_letting_in(**{**LETTING, **wrong})


@pytest.mark.parametrize(
    ("made_by_admitted", "is_signed", "own_key"), [(False, True, False), (True, False, False), (True, True, True)]
)
def test_each_condition_of_certifying_a_key_counts(made_by_admitted, is_signed, own_key):
    right = {"made_by_admitted": True, "is_signed": True, "own_key": False}
    assert enrolment.refusal_to_certifying_epoch(**right) is None
    given = {"made_by_admitted": made_by_admitted, "is_signed": is_signed, "own_key": own_key}
    assert enrolment.refusal_to_certifying_epoch(**given)


@pytest.mark.parametrize(
    ("name", "role", "has_post"),
    [
        ("", "officer", True),
        ("Mara ", "officer", True),
        ("x" * 65, "officer", True),
        ("noor", "registrar", True),
        ("noor", "officer", False),
    ],
    ids=["no name", "taken", "too long", "a registrar", "no post"],
)  # fmt: skip
def test_an_invitation_needs_a_free_name_a_role_and_a_post(name, role, has_post):
    assert refusal_to_inviting(name, role, taken={"mara"}, has_post=has_post)
    assert refusal_to_inviting("noor", "officer", taken={"mara"}, has_post=True) is None


@pytest.mark.parametrize("name", ["", "  ", "Protection", "protection ", "x" * 101])
def test_a_name_of_a_post_or_compartment_is_new_and_not_too_long(name):
    assert enrolment.refusal_to_naming(name, taken={"Protection"}, what="post")


@pytest.mark.parametrize(("duty", "refused"), [("requests", True), ("other", False), ("auditors", False), ("", True)])
def test_there_is_one_compartment_for_each_of_two_duties(duty, refused):
    refusal = enrolment.refusal_to_opening_compartment("New", duty, names=(), duties={"requests"}, holder_stands=True)
    assert bool(refusal) is refused


CHANGING = {
    "another post": ({}, None),
    "one's own": ({"by": "tomas"}, "Nobody changes their own"),
    "while something waits": ({"waits": True}, "waits for this member already"),
    "a role that there is not": ({"role": "root"}, "no such role"),
    "a registrar's role": ({"role": "registrar"}, "no such role"),
    "twice on one day": ({"is_signed_today": True}, "signed today already"),
    "a post that there is not": ({"has_post": False}, "no open post"),
}


@pytest.mark.parametrize(("situation", "said"), CHANGING.values(), ids=list(CHANGING))
def test_who_may_be_given_which_certificate(situation, said):
    sound = {"by": "ines", "role": "officer", "has_post": True, "waits": False}
    given = {**sound, "is_signed_today": False, **situation}
    refusal = enrolment.refusal_to_changing("tomas", given.pop("role"), **given)
    assert refusal is None if said is None else said in refusal.sentence


@pytest.mark.parametrize(("members", "invited"), [(1, 0), (0, 1), (0, 0)])
def test_a_post_is_closed_when_nobody_holds_it_or_is_invited_to_it(members, invited):
    refusal = enrolment.refusal_to_closing_post(members=members, invited=invited, unsaid=())
    assert (refusal is None) == (members == invited == 0)


def test_a_post_is_closed_only_when_holders_of_every_compartment_said_that_it_holds_nothing():
    refusal = enrolment.refusal_to_closing_post(members=0, invited=0, unsaid=("Visas", "Protection"))
    assert "“Protection”, “Visas”" in refusal.sentence


SAYING_EMPTY = {
    "empty": ({}, None),
    "holds no key": ({"holds": False}, "You hold no compartment"),
    "closed already": ({"is_open": False}, "no such post"),
    "somebody is in it": ({"members": 1}, "Somebody holds this post"),
    "one case": ({"hangs": 1}, "One case hangs"),
    "more": ({"hangs": 3}, "3 cases hang"),
    "owes a group": ({"groups": 1}, "owes something to a group"),
    "owes groups": ({"groups": 2}, "owes something to 2 groups"),
}


@pytest.mark.parametrize(("situation", "said"), SAYING_EMPTY.values(), ids=list(SAYING_EMPTY))
def test_of_which_post_it_may_be_said_that_it_holds_nothing(situation, said):
    refusal = enrolment.refusal_to_saying_empty(
        **{"holds": True, "is_open": True, "members": 0, "hangs": 0, "groups": 0, **situation}
    )
    assert refusal is None if said is None else said in refusal.sentence


TODAY = date(2026, 4, 1)
LAST_DAY = {
    "today": ({"last_day": TODAY}, None),
    "later": ({}, None),
    "one's own": ({"by": "tomas"}, "Nobody ends their own"),
    "in the past": ({"last_day": date(2026, 3, 31)}, "in the past"),
    "of an administrator": ({"is_registrar": True}, "only the root key"),
    "of nobody certified": ({"is_certified": False}, "Nobody has vouched"),
    "of the last holder": ({"last_holder_of": ("Visas",)}, "Nobody else holds “Visas”"),
}


@pytest.mark.parametrize(("situation", "said"), LAST_DAY.values(), ids=list(LAST_DAY))
def test_which_last_day_may_be_signed(situation, said):
    given = {"last_day": date(2026, 4, 30), "by": "ines", "is_registrar": False, "is_certified": True}
    given = {**given, "last_holder_of": (), "on": TODAY, **situation}
    refusal = enrolment.refusal_to_signing_last_day("tomas", given.pop("last_day"), **given)
    assert refusal is None if said is None else said in refusal.sentence


@pytest.mark.parametrize("stands", [True, False])
def test_the_first_holder_of_a_compartment_is_certified(stands):
    refusal = enrolment.refusal_to_opening_compartment("Relocation", "other", names=(), duties=(), holder_stands=stands)
    assert (refusal is None) == stands
