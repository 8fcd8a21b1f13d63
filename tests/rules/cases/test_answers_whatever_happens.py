"""What holds of a matrix whatever was said in whichever order, by whomever."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from safeconduct.cases.consent_matrix import ASK_FIRST, NO, YES, matrix, waiting
from safeconduct.dossiers.entry import Author
from tests.builders import MORNING, an_entry

TODAY = date(2026, 3, 10)
WRITTEN_ON = MORNING.date()
PURPOSES, RECIPIENTS, PERSONS = ("publish_named", "media"), ("", "The company", "The paper"), ("", "p1")
MEMBERS = [Author("member", name) for name in ("m1", "m2", "m3")]
DEFENDER = Author("defender")
WIDENESS = {None: 0, NO: 0, ASK_FIRST: 1, YES: 2}

SAID = st.fixed_dictionaries(
    {
        "purpose": st.sampled_from(PURPOSES),
        "recipient": st.sampled_from(RECIPIENTS),
        "channel": st.sampled_from(("", "letter")),
        "person": st.sampled_from(PERSONS),
        "scopes": st.sampled_from((["story"], ["story", "identity"])),
        "word": st.sampled_from((YES, NO, ASK_FIRST)),
        "until": st.sampled_from(("", "2026-03-05", "2026-03-31")),
        "given_by": st.sampled_from(("self", "representative", "group", "advance_wish")),
        "ground": st.sampled_from(("", "detained")),
        "informed": st.just({}),
    }
)


def answered(data, by, seq):
    entry = an_entry("answered", seq=seq, at=MORNING + timedelta(hours=seq), **{**data, "ref": f"r{seq}"})
    return replace(entry, by=by)


def written(said):
    return [answered(data, by, seq) for seq, (data, by) in enumerate(said, start=1)]


def words(entries, on=TODAY):
    stands = matrix(entries, on=on)
    return {
        (purpose, recipient, channel, person): (answer.word if answer else None)
        for purpose in PURPOSES
        for recipient in RECIPIENTS
        for channel in ("", "letter")
        for person in PERSONS
        for answer in [stands.answer(purpose, recipient=recipient, channel=channel, person=person)]
    }


BY_ANYBODY = st.lists(st.tuples(SAID, st.sampled_from([DEFENDER, *MEMBERS])), max_size=8)
BY_ONE_MEMBER = st.lists(SAID, min_size=1, max_size=8)


@given(BY_ANYBODY, st.integers(min_value=0, max_value=7), st.booleans())
def test_the_matrix_is_the_same_in_whatever_order_the_entries_arrive(said, first, backwards):
    entries = written(said)
    shuffled = [*entries[first:], *entries[:first]][:: -1 if backwards else 1]
    assert matrix(shuffled, on=TODAY) == matrix(entries, on=TODAY)
    assert waiting(shuffled) == waiting(entries)


@given(BY_ANYBODY, BY_ONE_MEMBER)
def test_nothing_that_one_member_writes_down_allows_more_than_stood(said, more):
    before = written(said)
    told = [answered(data, MEMBERS[0], seq) for seq, data in enumerate(more, start=len(before) + 1)]
    own = [
        replace(
            an_entry("answer_confirmed", seq=len(before) + len(told) + 1 + number, ref=one.data["ref"]), by=MEMBERS[0]
        )
        for number, one in enumerate(told)
    ]
    after = [*before, *told, *own]
    stood, stands = words(before, on=WRITTEN_ON), words(after, on=WRITTEN_ON)
    assert {line for line in stood if WIDENESS[stands[line]] > WIDENESS[stood[line]]} == set()
    # Where "ask first" took the place of a yes, it stays when the last day of that yes has passed; it allows nothing.
    stood, stands = words(before), words(after)
    assert {line for line in stood if stands[line] == YES and stood[line] != YES} == set()
    assert {line for line in stood if stood[line] == NO and stands[line] != NO} == set()


@given(BY_ANYBODY, st.sampled_from(PURPOSES), st.sampled_from((NO, ASK_FIRST)))
def test_a_no_for_all_leaves_no_yes_of_that_purpose(said, purpose, word):
    data = {"purpose": purpose, "recipient": "", "channel": "", "person": "", "scopes": [], "until": ""}
    no = answered({**data, "word": word, "given_by": "self"}, DEFENDER, len(said) + 1)
    stands = matrix([*written(said), no], on=TODAY)
    assert not any(
        stands.allows(purpose, recipient=recipient, channel=channel)
        for recipient in RECIPIENTS
        for channel in ("", "letter")
    )


@given(BY_ANYBODY, st.integers(min_value=0, max_value=7))
def test_an_erased_answer_takes_nothing_from_the_lines_of_other_purposes_and_persons(said, which):
    entries = written(said)
    if which >= len(entries):
        return
    gone = entries[which]
    before, after = words(entries), words([entry for entry in entries if entry is not gone])
    others = [line for line in before if (line[0], line[3]) != (gone.data["purpose"], gone.data["person"])]
    assert {line: after[line] for line in others} == {line: before[line] for line in others}


@given(BY_ANYBODY)
def test_time_alone_allows_nothing_more(said):
    entries = written(said)
    now, later = words(entries), words(entries, on=TODAY + timedelta(days=60))
    assert {line for line in now if WIDENESS[later[line]] > WIDENESS[now[line]]} == set()
