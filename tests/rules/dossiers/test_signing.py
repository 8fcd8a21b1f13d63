"""Which entries are believed, and which scope keys a signature vouches for: in a dossier, and in a share of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from safeconduct.dossiers.entry import Author, Entry
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.dossiers.scope import SHARE, SOURCES, ScopeKey
from safeconduct.dossiers.signing import SOURCE, checked, checked_share, with_partners
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.record import new_key
from tests.builders import MORNING

HERE = {"organisation": "0f" * 16, "compartment": "c0" * 16}
CODE, OWN, NEW_CODE, STRANGER, MARA, AMAL = (Identity(new_key()) for _ in range(6))
DEFENDER = Author("defender")
MEMBERS = {"mara": MARA, "amal": AMAL}


def keys_of(*members):
    """The signing keys of these members, as they are certified on the day of the entries."""
    day = MORNING.date().isoformat()
    return lambda member, on: (MEMBERS[member].public_sign,) if member in members and on == day else ()


OURS, THEIRS = keys_of("mara"), keys_of("amal")


def signed(entry, identity):
    statement = repr((entry.seq, entry.scope_ref, entry.kind, entry.by, sorted(entry.data))).encode()
    return replace(entry, statement=statement, signature=identity.sign(statement) if identity else b"")


def put(seq, kind, identity=None, *, by=DEFENDER, scope="messages", scope_ref="", **data):
    return signed(Entry(seq, scope, scope_ref or scope, kind, MORNING, by, data, b"", b""), identity)


def keys(alone, own=None):
    pairs = {"alone": alone, **({"own": own} if own else {})}
    return {label: {"seal": one.public_seal.hex(), "sign": one.public_sign.hex()} for label, one in pairs.items()}


def arrived(seq=1, *, identity=OWN, by=DEFENDER, code=None, entries=0, **changes):
    given = {"keys": keys(CODE, OWN) if code is None else code, "entries": entries}
    return put(seq, "arrived", identity, by=by, **{**HERE, **given, **changes})


def imported(seq, kind="told", **data):
    return put(seq, kind, by=Author("import"), scope="story", **data)


def an_import(entries, **changes):
    return arrived(identity=None, by=Author("import"), code={}, entries=entries, **changes)


def dossier(*entries):
    scopes = {(entry.scope, entry.scope_ref): ScopeKey(entry.scope_ref, entry.scope, new_key()) for entry in entries}
    return OpenDossier("d0" * 16, HERE["organisation"], HERE["compartment"], entries, tuple(scopes.values()), None)


def by_member(seq, member, identity, kind="note", **where):
    return put(seq, kind, identity, by=Author("member", member), **{"scope": "coordination", **where})


BELIEVED = {
    "the defender, with the own word": (put(2, "word", OWN), True),
    "the defender, with the code alone": (put(2, "word", CODE), False),
    "the code alone, with its key": (put(2, "word", CODE, by=Author("code")), True),
    "the code alone, with the own word": (put(2, "word", OWN, by=Author("code")), False),
    "the defender, with another key": (put(2, "word", STRANGER), False),
    "the defender, unsigned": (put(2, "word"), False),
    "a member": (by_member(2, "mara", MARA), True),
    "a member, with another key": (by_member(2, "mara", STRANGER), False),
    "a member, unsigned": (by_member(2, "mara", None), False),
    "a member of another house": (by_member(2, "amal", AMAL), False),
    "an import into a call for help": (imported(2), False),
}


@pytest.mark.parametrize(("entry", "is_believed"), BELIEVED.values(), ids=list(BELIEVED))
def test_checked_believes_what_is_signed_by_whom_it_names(entry, is_believed):
    whole = dossier(arrived(), entry)
    found = checked(whole, member_keys=OURS)
    assert (found.believed(whole) == (arrived_in(whole), entry)) is is_believed
    assert (2 in found.unsigned) is not is_believed
    vouched = {key.ref for key in found.keys_for_writing(whole)}
    assert vouched == ({"messages", entry.scope_ref} if is_believed else {"messages"})


def arrived_in(whole):
    return whole.entries[0]


NOT_OF_HERE = {
    "of another house": (arrived(organisation="0e" * 16),),
    "of another compartment": (arrived(compartment="c1" * 16),),
    "no first entry": (),
    "one that arrived later": (arrived(2),),
}


@pytest.mark.parametrize("first", NOT_OF_HERE.values(), ids=list(NOT_OF_HERE))
def test_in_a_dossier_that_did_not_arrive_here_nothing_of_the_defender_is_checked_as_signed(first):
    """_is_at_home compares what the first entry says with the row beside it, which is not trusted."""
    whole = dossier(*first, put(3, "word", OWN))
    found = checked(whole, member_keys=OURS)
    assert found.unsigned == {entry.seq for entry in whole.entries}
    assert (found.vouched, found.own_seals) == (frozenset(), ())


def test_a_first_entry_that_is_not_signed_is_seen():
    assert 1 in checked(dossier(arrived(identity=None), put(2, "word", OWN)), member_keys=OURS).unsigned


# Codes that follow one another


def code_given(seq, identity, *, by=DEFENDER, own=None):
    return put(seq, "code_given", identity, by=by, keys=keys(NEW_CODE, own), replaces=CODE.public_seal.hex())


def test_a_code_counts_from_a_signed_entry_on_and_the_one_that_it_replaces_no_more():
    whole = dossier(
        arrived(),
        put(2, "word", OWN),
        code_given(3, MARA, by=Author("member", "mara")),
        put(4, "word", OWN),
        put(5, "word", NEW_CODE, by=Author("code")),
    )
    found = checked(whole, member_keys=OURS)
    assert found.unsigned == {4}
    assert found.own_seals == ()
    assert found.codes["alone"] == {CODE.public_sign, NEW_CODE.public_sign}


def test_the_own_word_of_every_code_in_use_is_known_and_one_without_has_none():
    assert checked(dossier(arrived()), member_keys=OURS).own_seals == (OWN.public_seal,)
    assert (
        checked(dossier(arrived(code=keys(CODE), identity=CODE, by=Author("code"))), member_keys=OURS).own_seals == ()
    )


def test_a_code_that_a_stranger_gave_or_that_is_none_signs_nothing():
    word = put(3, "word", NEW_CODE, by=Author("code"))
    for given in (code_given(2, STRANGER), put(2, "note", OWN, keys=keys(NEW_CODE), replaces="")):
        whole = dossier(arrived(), given, word)
        assert 3 in checked(whole, member_keys=OURS).unsigned


# Imports


def test_an_import_is_believed_as_far_as_it_came_and_vouches_for_no_key():
    whole = dossier(an_import(2), imported(2), imported(3))
    found = checked(whole, member_keys=OURS)
    assert found.unsigned == {3}
    assert found.vouched == frozenset()


def test_an_import_into_what_a_member_wrote_down_is_none():
    """_is_signed asks who put the first entry in; it names no code either."""
    first = arrived(identity=MARA, by=Author("member", "mara"), code={}, entries=2)
    assert checked(dossier(first, imported(2)), member_keys=OURS).unsigned == {2}


def test_an_import_with_a_code_is_none():
    whole = dossier(an_import(2, keys=keys(CODE, OWN)), imported(2))
    assert checked(whole, member_keys=OURS).unsigned == {1, 2}


def test_an_import_gives_no_code():
    given = imported(2, "code_given", keys=keys(NEW_CODE), replaces="")
    whole = dossier(an_import(2), given, put(3, "word", NEW_CODE, by=Author("code")))
    found = checked(whole, member_keys=OURS)
    assert found.unsigned == {3}
    assert found.codes["alone"] == frozenset()


# Partners


def test_with_partners_their_words_in_a_share_count_and_nothing_else_of_theirs():
    whole = dossier(
        arrived(),
        by_member(2, "amal", AMAL, "share_note", scope=SHARE),
        by_member(3, "amal", STRANGER, "share_note", scope=SHARE),
        by_member(4, "amal", AMAL, "share_note"),
        by_member(5, "amal", AMAL, "note", scope=SHARE),
        put(6, "share_note", STRANGER, scope=SHARE),
    )
    ours = checked(whole, member_keys=OURS)
    assert ours.unsigned == {2, 3, 4, 5, 6}
    assert with_partners(ours, whole, member_keys=THEIRS).unsigned == {3, 4, 5, 6}


def a_letter(identity=MARA, *, codes=True, **changes):
    named = {"alone": [CODE.public_sign.hex()], "own": [OWN.public_sign.hex()]} if codes else {"alone": [], "own": []}
    data = {"codes": named, "imported": 0, "scope_refs": ["story"], **changes}
    return by_member(9, "mara", identity, "share_letter", scope=SHARE, **data)


SHARED = {
    "the defender": (put(2, "told", OWN, scope="story"), True),
    "the defender, with another key": (put(2, "told", STRANGER, scope="story"), False),
    "a member who shares": (by_member(2, "mara", MARA), True),
    "a member who shares, with another key": (by_member(2, "mara", STRANGER), False),
    "words of who shares": (by_member(2, "mara", MARA, "share_note", scope=SHARE), True),
    "words of who receives": (by_member(2, "amal", AMAL, "share_note", scope=SHARE), True),
    "more than words of who receives": (by_member(2, "amal", AMAL, "told", scope=SHARE), False),
    "words of who receives, in the story": (by_member(2, "amal", AMAL, "share_note", scope="story"), False),
    "an import": (imported(2), False),
}


@pytest.mark.parametrize(("entry", "is_believed"), SHARED.values(), ids=list(SHARED))
def test_checked_share_believes_what_the_letter_vouches_for(entry, is_believed):
    whole = dossier(entry)
    found = checked_share(whole, [a_letter()], sharer_keys=OURS, recipient_keys=THEIRS)
    assert (found.unsigned == frozenset()) is is_believed
    assert found.vouched == {SHARE}


def test_checked_share_believes_nothing_for_a_letter_that_is_not_signed_by_who_shares():
    whole = dossier(put(2, "told", OWN, scope="story"), imported(3))
    for letter in (a_letter(STRANGER), a_letter(None), replace(a_letter(AMAL), by=Author("member", "amal"))):
        found = checked_share(whole, [letter], sharer_keys=OURS, recipient_keys=THEIRS)
        assert (found.unsigned, found.vouched) == ({2, 3}, frozenset())


@pytest.mark.parametrize(
    ("changes", "unsigned"),
    [({"imported": 3}, {4}), ({"imported": 1}, {2, 3, 4}), ({"imported": 4, "scope_refs": ["contact"]}, {2, 3, 4})],
    ids=["what came with it", "what came later", "parts that are not shared"],
)
def test_checked_share_believes_an_import_as_far_as_the_letter_says(changes, unsigned):
    whole = dossier(imported(2), imported(3), imported(4))
    found = checked_share(whole, [a_letter(**changes)], sharer_keys=OURS, recipient_keys=THEIRS)
    assert found.unsigned == unsigned


# Links for sources

LINK = Identity(new_key())
DAY = MORNING.date().isoformat()


def link_made(seq, *, by_whom=None, **changes):
    data = {"link": "11" * 16, "question": "22" * 16, "sign": LINK.public_sign.hex(), "until": DAY, **changes}
    if by_whom:
        return put(seq, "source_link_made", OWN, by=by_whom, **data)
    return by_member(seq, "mara", MARA, "source_link_made", scope=SOURCES, **data)


def link_answered(seq):
    by = Author(SOURCE, "11" * 16)
    return put(seq, "source_answered", LINK, by=by, scope=SOURCES, scope_ref="own", link="11" * 16, question="22" * 16)


def test_checked_believes_one_answer_by_a_link_that_a_member_made():
    """_is_answer_by_link is asked where _is_signed says no; the link vouches for no key."""
    found = checked(dossier(arrived(), link_made(2), link_answered(3), link_answered(4)), member_keys=OURS)
    assert found.unsigned == {4}
    assert "own" not in found.vouched


@pytest.mark.parametrize(
    "made_otherwise",
    [
        {"question": "33" * 16},
        {"until": (MORNING - timedelta(days=1)).date().isoformat()},
        {"sign": STRANGER.public_sign.hex()},
    ],
    ids=["another question", "over since yesterday", "another key"],
)
def test_is_answer_by_link_holds_only_for_its_question_its_time_and_its_key(made_otherwise):
    found = checked(dossier(arrived(), link_made(2, **made_otherwise), link_answered(3)), member_keys=OURS)
    assert found.unsigned == {3}


def test_follow_links_follows_none_that_a_member_did_not_make():
    """_follow_links: what the defender signed is believed, but makes no link."""
    found = checked(dossier(arrived(), link_made(2, by_whom=DEFENDER), link_answered(3)), member_keys=OURS)
    assert found.unsigned == {3}


@pytest.mark.parametrize("end", ["source_link_withdrawn", "link_held_back"])
def test_a_link_that_was_withdrawn_or_held_back_answers_no_more(end):
    """_follow_links."""
    over = by_member(3, "mara", MARA, end, scope=SOURCES, link="11" * 16)
    assert checked(dossier(arrived(), link_made(2), over, link_answered(4)), member_keys=OURS).unsigned == {4}


def test_an_answer_by_a_link_counts_as_what_that_link_is_for_and_as_nothing_else():
    by, asked = Author(SOURCE, "11" * 16), {"link": "11" * 16, "question": "22" * 16}
    made = {**asked, "sign": LINK.public_sign.hex(), "until": DAY}
    capital = by_member(2, "mara", MARA, "capital_link_made", scope="decisions", **made)
    right = put(3, "capital_answered", LINK, by=by, scope="decisions", scope_ref="own", **asked)
    other = put(3, "source_answered", LINK, by=by, scope=SOURCES, scope_ref="own", **asked)
    elsewhere = put(3, "capital_answered", LINK, by=by, scope=SOURCES, scope_ref="own", **asked)
    assert checked(dossier(arrived(), capital, right), member_keys=OURS).unsigned == frozenset()
    assert checked(dossier(arrived(), link_made(2), right), member_keys=OURS).unsigned == {3}
    for wrong in (other, elsewhere):
        assert checked(dossier(arrived(), capital, wrong), member_keys=OURS).unsigned == {3}
