"""What counts as a yes, who may give a second signature, and which shares stand on nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from safeconduct.dossiers.entry import Author
from safeconduct.intake.consent import (
    COLLECTIVE,
    WITHDRAWN,
    WITNESSED,
    YES,
    Terms,
    acts_together,
    before_groups,
    before_groups_without_consent,
    consents,
    covering,
    ending_before_group,
    following,
    group_items,
    shares,
    to_be_made,
    without_consent,
)
from tests.builders import MORNING, an_entry

TERMS = Terms("0a" * 16, "Lighthouse Network", ("story",), "support", "TLP:AMBER", "2026-03-31")
WITNESS, SECOND, DEFENDER = Author("member", "m1"), Author("member", "m2"), Author("defender")


def entry(kind, by=WITNESS, **data):
    return replace(an_entry(kind, **data), by=by)


def witnessed():
    return entry("consent_witnessed", consent="c1", way="call", **TERMS.as_data())


def confirmed(by=SECOND):
    return entry("consent_confirmed", by, consent="c1")


def state_of(*entries):
    (consent,) = consents(entries)
    return consent.state


def test_a_yes_that_one_member_witnessed_counts_when_a_second_one_confirms_it():
    assert state_of(witnessed()) == WITNESSED
    assert state_of(witnessed(), confirmed()) == YES


@pytest.mark.parametrize(
    "by",
    [WITNESS, DEFENDER, Author("code"), Author("relay", "m2"), Author("import")],
    ids=["the witness again", "the defender", "a code alone", "a relay", "an import"],
)
def test_nobody_else_confirms_it(by):
    assert state_of(witnessed(), confirmed(by)) == WITNESSED


def test_a_confirmation_brings_no_withdrawn_yes_back():
    withdrawn = entry("consent_withdrawn", DEFENDER, consent="c1")
    assert state_of(witnessed(), confirmed(), withdrawn, confirmed()) == WITHDRAWN
    assert state_of(witnessed(), withdrawn, confirmed()) == WITHDRAWN


def test_a_question_is_not_answered_by_confirming_it():
    asked = entry("consent_asked", consent="c1", **TERMS.as_data())
    assert state_of(asked, confirmed()) == "asked"
    assert state_of(asked, entry("consent_answered", SECOND, consent="c1", yes=True)) == "asked"


# Shares


def shared(**changes):
    made = {"share": "s1", "consent": "c1", "compartment": "k1", "scope_refs": ["r1"], **TERMS.as_data()}
    return entry("shared", **{**made, **changes})


def ended():
    return entry("share_ended", DEFENDER, share="s1")


@pytest.mark.parametrize(
    ("day", "reads"), [(date(2026, 3, 30), True), (date(2026, 3, 31), True), (date(2026, 4, 1), False)]
)
def test_a_share_is_read_through_its_last_day(day, reads):
    (share,) = shares([shared()])
    assert share.reads_on(day) is reads


def test_a_share_that_was_ended_is_not_read_on_any_day():
    (share,) = shares([shared(), ended()])
    assert not share.reads_on(MORNING.date())


def test_the_first_end_of_a_share_counts():
    later = replace(ended(), at=MORNING + timedelta(days=1))
    (share,) = shares([shared(), ended(), later])
    assert share.ended == MORNING


def test_a_share_whose_consent_was_taken_back_stands_on_nothing_until_it_is_ended():
    withdrawn = entry("consent_withdrawn", DEFENDER, consent="c1")
    agreed = (witnessed(), confirmed(), shared())
    assert without_consent(agreed) == ()
    assert [share.ref for share in without_consent((*agreed, withdrawn))] == ["s1"]
    assert without_consent((*agreed, withdrawn, ended())) == ()


def test_a_yes_waits_until_a_share_is_made_of_it():
    assert [consent.ref for consent in to_be_made((witnessed(), confirmed()))] == ["c1"]
    assert to_be_made((witnessed(), confirmed(), shared())) == ()
    assert to_be_made((witnessed(),)) == ()


# What a yes covers

NARROWER = {
    "the same": ({}, True),
    "a day less": ({"until": "2026-03-30"}, True),
    "a day more": ({"until": "2026-04-01"}, False),
    "another part too": ({"parts": ("story", "contact")}, False),
    "another part instead": ({"parts": ("contact",)}, False),
    "another organisation": ({"organisation": "0b" * 16}, False),
    "another purpose": ({"purpose": "advice"}, False),
    "another marking": ({"marking": "TLP:GREEN"}, False),
}


@pytest.mark.parametrize(("changes", "is_within"), NARROWER.values(), ids=list(NARROWER))
def test_terms_within_others_allow_nothing_that_those_do_not(changes, is_within):
    narrower = replace(TERMS, **changes)
    assert narrower.within(TERMS) is is_within
    agreed = (witnessed(), confirmed())
    assert covering(narrower, agreed, kind="network") == ("c1" if is_within else "")


def test_covering_needs_a_yes():
    assert covering(TERMS, (witnessed(),), kind="network") == ""
    assert (
        covering(TERMS, (witnessed(), confirmed(), entry("consent_withdrawn", DEFENDER, consent="c1")), kind="") == ""
    )


def ticked(*given):
    return entry("consent", DEFENDER, given=list(given))


TICKED = {
    "the tick of its kind": ((ticked("share_network"),), {}, "network", "share_network"),
    "the tick of another kind": ((ticked("share_network"),), {}, "mission", ""),
    "no tick": ((ticked("publish_named"),), {}, "network", ""),
    "a tick that was taken away": ((ticked("share_network"), ticked()), {}, "network", ""),
    "more than the story": ((ticked("share_network"),), {"parts": ("story", "contact")}, "network", ""),
    "something else than the story": ((ticked("share_network"),), {"parts": ("identity",)}, "network", ""),
}


@pytest.mark.parametrize(("entries", "changes", "kind", "wanted"), TICKED.values(), ids=list(TICKED))
def test_a_tick_is_covering_the_story_alone_for_its_kind(entries, changes, kind, wanted):
    assert covering(replace(TERMS, **changes), entries, kind=kind) == wanted


def answer(word="yes", by=DEFENDER, purpose="share_network", **changes):
    plain = {"recipient": "", "channel": "", "person": "", "until": ""}
    return entry("answered", by, purpose=purpose, word=word, **{**plain, **changes})


LIGHTHOUSE = "lighthouse  NETWORK"
REFUSED = {
    "a no to this office": ((answer("no", recipient=LIGHTHOUSE),), False),
    "ask me first": ((answer("ask_first", recipient=LIGHTHOUSE),), False),
    "a no that a member heard": ((answer("no", WITNESS, recipient=LIGHTHOUSE),), False),
    "a no and then a yes": ((answer("no", recipient=LIGHTHOUSE), answer(recipient=LIGHTHOUSE)), True),
    "a no and then a yes that a member heard": (
        (answer("no", recipient=LIGHTHOUSE), answer("yes", WITNESS, recipient=LIGHTHOUSE)),
        False,
    ),
    "a no to another office": ((answer("no", recipient="Quay House"),), True),
    "a no to something else": ((answer("no", purpose="publish_named", recipient=LIGHTHOUSE),), True),
    "a no to a letter": ((answer("no", recipient=LIGHTHOUSE, channel="letter"),), True),
    "a no of the brother": ((answer("no", recipient=LIGHTHOUSE, person="p1"),), True),
}


@pytest.mark.parametrize(("answers", "covers"), REFUSED.values(), ids=list(REFUSED))
def test_a_tick_is_not_covering_an_office_that_was_said_no_to(answers, covers):
    """_speaks_of_shares tells which answers do; what was shared because of the tick then stands on nothing."""
    tick = ticked("share_network")
    assert covering(TERMS, (tick, *answers), kind="network") == ("share_network" if covers else "")
    standing = without_consent((tick, shared(consent="share_network"), *answers))
    assert [share.ref for share in standing] == ([] if covers else ["s1"])


def test_without_consent_is_a_share_whose_tick_was_taken_away():
    made = (ticked("share_network"), shared(consent="share_network"))
    assert without_consent(made) == ()
    assert [share.ref for share in without_consent((*made, ticked()))] == ["s1"]


# Acting together

WHOLE = {"purpose": COLLECTIVE}
TOGETHER = {
    "nothing said": ((), False),
    "ticked": ((ticked(COLLECTIVE),), True),
    "a tick that was taken away": ((ticked(COLLECTIVE), ticked()), False),
    "an own yes": ((answer(**WHOLE),), True),
    "an own no after the tick": ((ticked(COLLECTIVE), answer("no", **WHOLE)), False),
    "an own yes after a no": ((answer("no", **WHOLE), answer(**WHOLE)), True),
    "a yes that a member heard": ((answer("yes", WITNESS, **WHOLE),), False),
    "a yes that a member heard after the tick": ((ticked(COLLECTIVE), answer("yes", WITNESS, **WHOLE)), True),
    "a no that a member heard": ((ticked(COLLECTIVE), answer("no", WITNESS, **WHOLE)), False),
    "until a day": ((answer(**WHOLE, until="2026-05-01"),), False),
    "with one office": ((answer(**WHOLE, recipient=LIGHTHOUSE),), False),
    "in a letter": ((answer(**WHOLE, channel="letter"),), False),
    "a yes of the brother": ((answer(**WHOLE, person="p1"),), False),
    "a no of the brother": ((ticked(COLLECTIVE), answer("no", **WHOLE, person="p1")), True),
    "another purpose": ((answer(),), False),
    "another word": ((ticked(COLLECTIVE), entry("message", DEFENDER, text="Thank you.")), True),
}


@pytest.mark.parametrize(("entries", "together"), TOGETHER.values(), ids=list(TOGETHER))
def test_who_acts_together_said_so_themself_without_an_end(entries, together):
    assert acts_together(entries) is together


# What an answer changes


def changed(answers, *before):
    """What `following` writes: (kind, what it names)."""
    written = following([one.data for one in answers], before)
    return [(new.kind, new.data.get("consent") or new.data["given"]) for new in written]


FOLLOWING = {
    "a yes to a kind is a tick": ((answer(),), (), [("consent", ["share_network"])]),
    "a no takes the tick away": ((answer("no"),), (ticked("share_network"),), [("consent", [])]),
    "the same again changes nothing": ((answer(),), (ticked("share_network"),), []),
    "an answer for one office is no tick": ((answer(recipient=LIGHTHOUSE),), (), []),
    "an answer for a letter is no tick": ((answer(channel="letter"),), (), []),
    "an answer of the brother is no tick": ((answer(person="p1"),), (), []),
    "what the form does not ask is no tick": ((answer(purpose="share_company"),), (), []),
}


@pytest.mark.parametrize(("answers", "before", "wanted"), FOLLOWING.values(), ids=list(FOLLOWING))
def test_following_an_answer_the_ticks_change(answers, before, wanted):
    assert changed(answers, *before) == wanted


def agreed_with(kind):
    return (entry("consent_witnessed", consent="c1", way="call", recipient_kind=kind, **TERMS.as_data()), confirmed())


TAKEN_BACK = {
    "a no to this office": (answer("no", recipient=LIGHTHOUSE), agreed_with("network"), True),
    "a no to another office": (answer("no", recipient="Quay House"), agreed_with("network"), False),
    "a no to its kind": (answer("no"), agreed_with("network"), True),
    "a no to another kind": (answer("no", purpose="share_mission"), agreed_with("network"), False),
    "a no to a kind, where none was written": (answer("no", purpose="share_mission"), agreed_with(""), True),
    "a yes": (answer(recipient=LIGHTHOUSE), agreed_with("network"), False),
    "a no to something else": (answer("no", purpose="publish_named"), agreed_with(""), False),
    "a no to a letter": (answer("no", channel="letter"), agreed_with("network"), False),
    "a no of the brother": (answer("no", person="p1"), agreed_with("network"), False),
    "what is withdrawn already": (
        answer("no", recipient=LIGHTHOUSE),
        (*agreed_with("network"), entry("consent_withdrawn", DEFENDER, consent="c1")),
        False,
    ),
    "what waits for an answer": (
        answer("no", recipient=LIGHTHOUSE),
        (entry("consent_asked", consent="c1", recipient_kind="network", **TERMS.as_data()),),
        True,
    ),
}


@pytest.mark.parametrize(("given", "before", "is_taken_back"), TAKEN_BACK.values(), ids=list(TAKEN_BACK))
def test_following_a_no_the_consents_that_it_takes_back_are_withdrawn(given, before, is_taken_back):
    assert (("consent_withdrawn", "c1") in changed([given], *before)) is is_taken_back


# What stands before groups


def put_in(*, seq=5, item="i1", purposes=("observe_trial", "share_network"), offices=("Lighthouse Network",)):
    data = {
        "group": "9a" * 16,
        "group_name": "North",
        "scope_ref": "5c" * 16,
        "hearing": "",
        "item": item,
        "until": "2026-05-01",
    }
    return entry("put_before_group", seq=seq, **data, purposes=list(purposes), offices=list(offices))


def said(purpose, word, *, seq=6, recipient="", until=""):
    return entry("answered", DEFENDER, seq=seq, purpose=purpose, word=word, recipient=recipient, until=until)


def tick_form(*given, seq):
    return entry("consent", DEFENDER, seq=seq, given=list(given))


def goes(*entries):
    return [item.ref for item in before_groups_without_consent(entries)]


@pytest.mark.parametrize(
    "narrower",
    [
        said("share_network", "no"),
        said("observe_trial", "ask_first"),
        said("share_network", "no", recipient="lighthouse  network"),
        said("share_network", "yes", until="2026-04-01"),
        entry("consent_withdrawn", seq=6, consent="c1"),
        entry("consent_answered", DEFENDER, seq=6, consent="c1", yes=False),
        tick_form("observe_trial", seq=6),
    ],
    ids=["no", "ask first", "no to a reader", "until a day", "taken back", "no to a question", "a tick taken away"],
)
def test_a_narrower_answer_takes_out_what_rests_on_it(narrower):
    before = (tick_form("observe_trial", "share_network", seq=1), witnessed(), put_in())
    assert goes(*before) == []
    assert goes(*before, narrower) == ["i1"]


@pytest.mark.parametrize(
    "other",
    [
        said("publish_named", "no"),
        said("share_network", "no", recipient="Another Network"),
        said("share_network", "yes"),
        said("share_network", "no", seq=4),
        entry("consent_answered", DEFENDER, seq=6, consent="c1", yes=True),
        entry("consent_withdrawn", seq=6, consent="c9"),
        tick_form("observe_trial", "share_network", "publish_named", seq=6),
    ],
    ids=["another purpose", "another office", "yes again", "before", "a yes", "another consent", "one more tick"],
)
def test_any_other_answer_leaves_it_where_it_is(other):
    assert goes(tick_form("observe_trial", "share_network", seq=1), witnessed(), put_in(), other) == []


def test_what_was_taken_out_is_not_taken_out_again_and_may_be_put_in_anew():
    taken = entry("taken_from_group", seq=7, item="i1")
    assert [item.ref for item in before_groups([put_in(), taken])] == []
    assert goes(put_in(), said("share_network", "no"), taken) == []
    assert [item.ref for item in before_groups([put_in(), taken, put_in(seq=8, item="i2")])] == ["i2"]


def test_each_reader_is_to_be_asked_to_delete_what_it_copied():
    (item,) = before_groups([put_in(offices=("Lighthouse Network", "Embassy of Norlund"))])
    written = ending_before_group(item)
    assert [one.kind for one in written] == ["taken_from_group", "deletion_asked", "deletion_asked"]
    assert [one.data["holder"] for one in written[1:]] == ["Lighthouse Network", "Embassy of Norlund"]
    assert {one.scope for one in written} == {"messages"}


def test_group_items_read_until_they_are_taken_out_or_their_last_day_is_over():
    """GroupItem.reads_on and group_items; what takes out an item that never stood there takes out nothing."""
    (item,) = group_items([put_in(), entry("taken_from_group", seq=6, item="another")])
    assert item.reads_on(date(2026, 5, 1)) and not item.reads_on(date(2026, 5, 2))
    (taken,) = group_items([put_in(), entry("taken_from_group", seq=6, item="i1")])
    assert not taken.reads_on(date(2026, 4, 1))
