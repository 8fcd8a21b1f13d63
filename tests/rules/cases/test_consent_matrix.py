"""Which answer stands: the newest one, unless it is wider and speaks of all where an older one spoke of one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from safeconduct.cases.consent_matrix import ASK_FIRST, NO, YES, matrix, waiting
from safeconduct.dossiers.entry import Author
from safeconduct.intake.consent import Terms
from tests.builders import MORNING, an_entry

TODAY = date(2026, 3, 10)
DEFENDER, MARA, TOMAS = Author("defender"), Author("member", "m1"), Author("member", "m2")
PURPOSE = "raise_private_named"


def entry(kind, seq, by=DEFENDER, **data):
    return replace(an_entry(kind, seq=seq, at=MORNING + timedelta(minutes=seq), **data), by=by)


def answered(seq, word, recipient="", by=DEFENDER, **changes):
    blank = {"channel": "", "person": "", "scopes": ["story"], "until": "", "given_by": "self", "informed": {}}
    data = {**blank, "ref": f"r{seq}", "purpose": PURPOSE, "recipient": recipient, "word": word, **changes}
    return entry("answered", seq, by, **data)


def confirmed(seq, ref, by=TOMAS):
    return entry("answer_confirmed", seq, by, ref=ref)


def word(*entries, recipient="", on=TODAY, **more):
    asked = {"purpose": PURPOSE, "recipient": recipient, **more}
    standing = matrix(entries, on=on).answer(asked.pop("purpose"), **asked)
    return standing and standing.word


# What stands

X = "The company"


@pytest.mark.parametrize(
    ("said", "of_one", "of_all"),
    [
        ([], None, None),
        ([(YES, "")], YES, YES),
        ([(YES, X)], YES, None),
        ([(YES, ""), (NO, X)], NO, YES),
        ([(NO, X), (YES, "")], NO, YES),
        ([(ASK_FIRST, X), (YES, "")], ASK_FIRST, YES),
        ([(YES, X), (NO, "")], NO, NO),
        ([(YES, X), (ASK_FIRST, "")], ASK_FIRST, ASK_FIRST),
        ([(NO, ""), (YES, X)], YES, NO),
        ([(NO, X), (NO, ""), (YES, "")], NO, YES),
        ([(NO, X), (YES, X)], YES, None),
    ],
    ids=[
        "never asked",
        "yes for all",
        "yes for one",
        "yes for all but one",
        "no for one is not lifted by a yes for all",
        "nor is ask me first",
        "no for all ends the yes for one",
        "ask me first for all narrows the yes for one",
        "no for all but one",
        "no for one stays through a no and a yes for all",
        "no for one is lifted by a yes for the same one",
    ],
)
def test_the_newest_answer_stands_and_a_word_for_all_never_lifts_a_word_for_one(said, of_one, of_all):
    entries = [answered(seq, said_word, recipient) for seq, (said_word, recipient) in enumerate(said, start=1)]
    assert (word(*entries, recipient=X), word(*entries)) == (of_one, of_all)


def test_a_recipient_is_the_same_however_it_is_written():
    assert word(answered(1, YES), answered(2, NO, "the  Company "), recipient=X) == NO


def test_only_a_yes_allows():
    for said, allowed in ((YES, True), (ASK_FIRST, False), (NO, False)):
        assert matrix([answered(1, said)], on=TODAY).allows(PURPOSE) is allowed
    assert not matrix([], on=TODAY).allows(PURPOSE)
    assert not matrix([answered(1, YES)], on=TODAY).allows("publish_named")


def test_an_answer_is_gone_after_its_last_day():
    said = answered(1, YES, until="2026-03-10")
    assert word(said) == YES
    assert word(said, on=TODAY + timedelta(days=1)) is None


def test_what_was_said_of_one_until_a_day_is_asked_again_and_not_taken_from_an_older_word_for_all():
    entries = [answered(1, YES), answered(2, YES, X, until="2026-03-10")]
    later = TODAY + timedelta(days=1)
    assert (word(*entries, recipient=X, on=later), word(*entries, on=later)) == (None, YES)
    assert word(*entries, answered(3, YES), recipient=X, on=later) == YES


def test_a_member_who_repeats_a_yes_for_all_alone_does_not_prolong_a_yes_of_one():
    entries = [answered(1, YES), answered(2, YES, X, until="2026-03-10"), answered(3, YES, by=MARA)]
    later = TODAY + timedelta(days=1)
    assert (word(*entries, recipient=X, on=later), word(*entries, on=later)) == (None, YES)
    assert word(*entries, answered(4, YES), recipient=X, on=later) == YES


def test_a_no_stays_a_no_when_a_yes_beside_it_has_ended():
    entries = [answered(1, NO, channel="letter"), answered(2, YES, X, until="2026-03-10")]
    assert word(*entries, recipient=X, channel="letter", on=TODAY + timedelta(days=1)) == NO


def test_a_no_has_no_last_day_so_that_no_older_or_wider_yes_comes_back_by_itself():
    entries = [answered(1, YES), answered(2, NO, X), answered(3, NO, X, by=MARA, until="2026-03-10"), answered(4, YES)]
    assert word(*entries, recipient=X, on=TODAY + timedelta(days=1)) == NO


def test_another_person_has_lines_of_their_own():
    assert word(answered(1, YES), person="p1") is None
    said = answered(2, YES, by=MARA, person="p1")
    assert word(said, confirmed(3, "r2"), person="p1") == YES
    assert word(said, confirmed(3, "r2")) is None


def test_the_defender_says_no_for_somebody_else_and_never_yes():
    assert word(answered(1, YES, person="p1"), person="p1") is None
    assert word(answered(1, NO, person="p1"), person="p1") == NO


@pytest.mark.parametrize(
    ("confidential", "public_report", "both"),
    [(YES, YES, YES), (YES, NO, NO), (YES, None, None), (YES, ASK_FIRST, ASK_FIRST)],
)
def test_the_two_parts_of_a_reprisals_report_are_two_answers(confidential, public_report, both):
    said = {"confidential": confidential, "public_report": public_report}
    entries = [
        answered(seq, said_word, purpose="reprisal_report", channel=part)
        for seq, (part, said_word) in enumerate(said.items(), start=1)
        if said_word
    ]
    assert word(*entries, purpose="reprisal_report") == both
    assert word(*entries, purpose="reprisal_report", channel="confidential") == YES


# What members write down


@pytest.mark.parametrize(
    ("before", "said", "counts"),
    [(None, YES, None), (None, NO, NO), (NO, ASK_FIRST, NO), (ASK_FIRST, YES, ASK_FIRST), (YES, ASK_FIRST, ASK_FIRST)],
)
def test_what_one_member_writes_down_counts_only_where_it_allows_no_more(before, said, counts):
    first = [answered(1, before)] if before else []
    told = answered(2, said, by=MARA)
    assert word(*first, told) == counts
    assert word(*first, told, confirmed(3, "r2", MARA)) == counts
    assert word(*first, told, confirmed(3, "r2", DEFENDER)) == counts
    assert word(*first, told, confirmed(3, "r2", TOMAS)) == said


@pytest.mark.parametrize("change", [{"until": "2026-12-31"}, {"scopes": ["story", "identity"]}])
def test_a_longer_time_or_more_parts_are_more(change):
    first = answered(1, YES, until="2026-03-31")
    told = answered(2, YES, by=MARA, **{"until": "2026-03-31", **change})
    assert [one.answer.ref for one in waiting([first, told])] == ["r2"]


def test_a_confirmation_brings_back_nothing_that_was_said_no_to_since():
    told = answered(1, YES, X, by=MARA)
    assert word(told, answered(2, NO, X), confirmed(3, "r1"), recipient=X) == NO
    assert word(told, answered(2, NO), confirmed(3, "r1"), recipient=X) == NO
    assert waiting([told, answered(2, NO, X)]) == ()


# Who speaks for somebody


def test_who_speaks_for_somebody_needs_a_reason_why_the_person_cannot_be_asked():
    told = answered(2, YES, by=MARA, given_by="representative")
    assert word(answered(1, NO), told, confirmed(3, "r2")) == NO
    grounded = replace(told, data={**told.data, "ground": "detained"})
    assert word(answered(1, NO), grounded, confirmed(3, "r2")) == YES


def test_who_speaks_for_somebody_never_goes_beyond_the_advance_wish():
    wish = answered(1, NO, by=MARA, given_by="advance_wish")
    told = answered(2, YES, by=MARA, given_by="representative", ground="detained")
    assert word(wish, told, confirmed(3, "r2")) == NO
    assert word(wish, replace(told, data={**told.data, "word": NO})) == NO


def test_a_group_says_yes_for_itself_and_not_for_names():
    told = {"by": MARA, "given_by": "group", "ground": "decided"}
    named = answered(1, YES, **told)
    assert word(named, confirmed(2, "r1")) is None
    together = answered(1, YES, purpose="collective", **told)
    assert word(together, confirmed(2, "r1"), purpose="collective") == YES


# The first form and consents to share


def form(seq, *given, by=DEFENDER):
    return entry("consent", seq, by, given=list(given), language="en")


def arrived(about="me"):
    return entry("arrived", 1, about=about)


def test_the_ticks_of_the_first_form_are_answers_and_a_tick_taken_away_is_a_no():
    assert word(arrived(), form(2, PURPOSE, "publish_unnamed")) == YES
    assert word(arrived(), form(2, PURPOSE), form(3)) == NO
    assert word(arrived(), form(2), form(3)) is None


def test_a_tick_that_stays_says_nothing_again():
    later = [form(2, PURPOSE), answered(3, NO), form(4, PURPOSE, "publish_named")]
    assert word(arrived(), *later) == NO
    assert word(arrived(), *later, purpose="publish_named") == YES


def test_a_later_tick_counts_when_the_defender_set_it():
    assert word(arrived(), form(2), form(3, PURPOSE, by=MARA)) is None


def test_ticks_of_somebody_else_cover_a_share_and_are_asked_first_for_the_rest():
    entries = [arrived("someone"), form(2, PURPOSE, "share_network", by=Author("relay"))]
    assert word(*entries) == ASK_FIRST
    assert word(*entries, purpose="share_network") == YES
    (given_by,) = {answer.given_by for answer in matrix(entries, on=TODAY).answers}
    assert given_by == "representative"


def test_nobody_answers_for_a_person_who_does_not_know():
    entries = [arrived("unaware"), form(2, PURPOSE), answered(3, YES), answered(4, YES, by=MARA), confirmed(5, "r4")]
    assert matrix(entries, on=TODAY).answers == ()
    assert waiting(entries) == ()


TERMS = Terms("0a" * 16, "Lighthouse Network", ("story", "files"), "support", "TLP:AMBER", "2026-03-31")


def test_a_consent_to_share_is_a_line_for_that_office_until_it_is_taken_back():
    asked = entry("consent_asked", 2, MARA, consent="c1", recipient_kind="network", **TERMS.as_data())
    yes = entry("consent_answered", 3, consent="c1", yes=True)
    (line,) = matrix([arrived(), asked, yes], on=TODAY).answers
    assert (line.purpose, line.recipient, line.scopes, line.word, line.until) == (
        *("share_network", "Lighthouse Network", ("story", "files"), YES, "2026-03-31"),
    )
    taken_back = entry("consent_withdrawn", 4, consent="c1")
    assert word(arrived(), asked, yes, taken_back, purpose="share_network", recipient="Lighthouse Network") == NO
    assert matrix([arrived(), asked], on=TODAY).answers == ()
