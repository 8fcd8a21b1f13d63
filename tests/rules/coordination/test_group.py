"""Who belongs to a group, and whose entries count in it: only what an organisation signed while it belonged."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.coordination.group import (
    ACCEPTED,
    DECLINED,
    LET_IN,
    believed,
    group_from,
    key_of_members,
    refusal_to_ending,
    refusal_to_founding,
    refusal_to_inviting,
    refusal_to_leaving,
    refusal_to_letting_in,
)
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.dossiers.scope import ScopeKey
from safeconduct.sealing.keys import Identity
from tests.builders import an_entry, by_member

OURS, THEIRS, STRANGER = "0a" * 16, "0b" * 16, "0c" * 16
IDENTITIES = {org: Identity(bytes.fromhex(org) * 2) for org in (OURS, THEIRS, STRANGER)}
PUBLIC = {org: identity.public_sign for org, identity in IDENTITIES.items()}
OFFICES = {OURS: "Harbour Desk", THEIRS: "Lighthouse Network", STRANGER: "Nobody we know"}
COMPARTMENTS = {OURS: "c0" * 16, THEIRS: "c1" * 16, STRANGER: "c2" * 16}
KEY = ScopeKey("5c" * 16, "coordination", b"k" * 32)


def keys_of(organisation):
    return lambda _member, _day: (PUBLIC[organisation],)


def signed(entry_kind, organisation, *, signer="", scope="coordination", **data):
    """As `organisation` says of itself; the signature is the signer's."""
    office = {"organisation": organisation, "office": OFFICES[organisation]}
    entry = by_member(replace(an_entry(entry_kind, scope=scope), data={**office, **data}))
    statement = repr((entry_kind, sorted(data.items()))).encode()
    return replace(entry, statement=statement, signature=IDENTITIES[signer or organisation].sign(statement))


def founded(organisation=OURS, **changes):
    data = {"compartment": COMPARTMENTS[organisation], "kind": "network", "name": "North", "grouping": "region"}
    return signed("group_founded", organisation, **{**data, **changes})


def invited(organisation=THEIRS, *, by=OURS, ref="i1", signer=""):
    data = {"invited_office": OFFICES[organisation], "invited_compartment": COMPARTMENTS[organisation]}
    return signed(
        "organisation_invited", by, signer=signer, invitation=ref, invited=organisation, kind="mission", **data
    )


def said(yes=True, *, organisation=THEIRS, ref="i1"):
    return signed("group_invitation_answered", organisation, scope="share", invitation=ref, yes=yes)


def let_in(organisation=THEIRS, *, by=OURS, ref="i1", signer=""):
    return signed("organisation_let_in", by, signer=signer, invitation=ref, let_in=organisation)


def left(organisation=THEIRS):
    return signed("group_left", organisation)


def ended(organisation=THEIRS, *, by=OURS):
    return signed("membership_ended", by, ended=organisation)


def a_word(organisation, *, signer=""):
    return signed("card_put_in", organisation, signer=signer, scope="share", item="x")


def read(*entries):
    numbered = tuple(replace(entry, seq=seq) for seq, entry in enumerate(entries, start=1))
    dossier = OpenDossier("9a" * 16, OURS, COMPARTMENTS[OURS], numbered, (KEY,), None)
    return dossier, believed(dossier, keys_of)


def group(*entries):
    _dossier, written = read(founded(), *entries)
    return group_from("9a" * 16, written)


def offices(*entries):
    return [seat.office for seat in group(*entries).seats]


ALL_IN = (invited(), said(), let_in())


def test_an_organisation_belongs_when_it_said_yes_and_was_let_in():
    assert offices(invited()) == ["Harbour Desk"]
    assert offices(invited(), said()) == ["Harbour Desk"]
    assert offices(*ALL_IN) == ["Harbour Desk", "Lighthouse Network"]
    assert [made.state for made in group(*ALL_IN).invitations] == [LET_IN]
    assert [made.state for made in group(invited(), said()).invitations] == [ACCEPTED]
    assert [made.state for made in group(invited(), said(False)).invitations] == [DECLINED]


@pytest.mark.parametrize("end", [left(), ended()], ids=["by itself", "by the holder"])
def test_who_left_belongs_no_more_and_is_remembered(end):
    assert offices(*ALL_IN, end) == ["Harbour Desk"]
    assert group(*ALL_IN, end).former == {THEIRS}


def test_the_key_of_the_list_is_fresh_after_somebody_left():
    assert key_of_members(*read(founded(), *ALL_IN)) == KEY
    assert key_of_members(*read(founded(), *ALL_IN, left())) is None


@pytest.mark.parametrize(
    "forged",
    [
        a_word(STRANGER),
        a_word(OURS, signer=STRANGER),
        invited(STRANGER, by=THEIRS),
        let_in(STRANGER, by=THEIRS, ref="i2"),
        let_in(STRANGER, signer=THEIRS, ref="i2"),
        ended(OURS, by=THEIRS),
        said(organisation=STRANGER),
    ],
    ids=[
        "by a stranger",
        "in the name of a member",
        "an invitation by a guest",
        "let in by a guest",
        "let in with a false signature",
        "ended by a guest",
        "an answer of nobody who was invited",
    ],
)
def test_what_nobody_of_the_group_signed_or_may_say_does_not_count(forged):
    _dossier, before = read(founded(), *ALL_IN)
    _dossier, after = read(founded(), *ALL_IN, forged)
    assert after == before


def test_what_was_signed_before_one_came_or_after_one_left_does_not_count():
    word = a_word(THEIRS)
    counted = [
        len(read(founded(), *entries)[1]) for entries in ((word, *ALL_IN), (*ALL_IN, word), (*ALL_IN, left(), word))
    ]
    assert counted == [4, 5, 5]


@pytest.mark.parametrize(
    "first",
    [
        founded(STRANGER),
        founded(compartment=COMPARTMENTS[THEIRS]),
        replace(founded(), signature=b"x" * 64),
        a_word(OURS),
    ],
    ids=["another holder", "another compartment", "a false signature", "no founding"],
)
def test_without_a_signed_founding_nothing_counts(first):
    assert read(first, *ALL_IN)[1] == ()


@given(
    st.lists(st.sampled_from([invited(), said(), said(False), let_in(), left(), ended(), a_word(THEIRS)]), max_size=12)
)
def test_whatever_is_written_the_holder_belongs_and_nobody_twice(entries):
    found = group(*entries)
    organisations = [seat.organisation for seat in found.seats]
    assert organisations[0] == OURS == found.holder
    assert len(set(organisations)) == len(organisations)


def sentence(refusal):
    return refusal.sentence if refusal else ""


def test_what_may_not_be_done_is_said():
    with_them, alone = group(*ALL_IN), group()
    assert "no name" in sentence(refusal_to_founding(" ", "region"))
    assert "comes together" in sentence(refusal_to_founding("North", "friends"))
    assert refusal_to_founding("North", "theme") is None
    assert refusal_to_inviting(alone, THEIRS, own=OURS) is None
    assert "founded the group" in sentence(refusal_to_inviting(with_them, STRANGER, own=THEIRS))
    assert "belongs to the group already" in sentence(refusal_to_inviting(with_them, THEIRS, own=OURS))
    assert "invited already" in sentence(refusal_to_inviting(group(invited()), THEIRS, own=OURS))
    assert "not given back" in sentence(refusal_to_inviting(group(*ALL_IN, left()), THEIRS, own=OURS))
    assert refusal_to_inviting(group(invited(), said(False)), THEIRS, own=OURS) is None
    made = group(invited()).invitations[0]
    assert "no yes" in sentence(refusal_to_letting_in(group(invited()), made, own=OURS))
    yes = group(invited(), said())
    assert refusal_to_letting_in(yes, yes.invitations[0], own=OURS) is None
    assert "lets others in" in sentence(refusal_to_letting_in(yes, yes.invitations[0], own=THEIRS))
    assert "holds it" in sentence(refusal_to_leaving(with_them, own=OURS))
    assert refusal_to_leaving(with_them, own=THEIRS) is None
    assert refusal_to_ending(with_them, THEIRS, own=OURS) is None
    assert "ends the reading" in sentence(refusal_to_ending(with_them, OURS, own=THEIRS))
    assert "as a guest" in sentence(refusal_to_ending(with_them, OURS, own=OURS))
    assert "as a guest" in sentence(refusal_to_ending(alone, THEIRS, own=OURS))
