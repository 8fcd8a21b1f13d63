"""A word that is owed: counted from the act, gone once it is given, neutral in what it says."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from safeconduct.cases.duty import TELL_WITHIN
from safeconduct.cases.word_owed import overdue_since, promise_of_word, step_told_by, word_kept
from tests.builders import MORNING, an_entry
from tests.rules.cases.protecting import TODAY

BY = TODAY + TELL_WITHIN


def promised(step="s1", *, acted_on=TODAY):
    return written(promise_of_word(step, acted_on=acted_on))


def written(new):
    return an_entry(new.kind, scope=new.scope, **new.data)


def test_a_word_is_overdue_after_its_day_and_not_on_it():
    assert overdue_since([promised()], on=BY) is None
    assert overdue_since([promised()], on=BY + timedelta(days=1)) == BY


def test_it_ends_with_a_telling_on_the_page_or_any_other_way():
    late = BY + timedelta(days=1)
    told = an_entry("feedback_given", scope="messages", steps=["s1"])
    for entry in (told, written(word_kept(["s1"]))):
        assert overdue_since([promised(), entry], on=late) is None
        assert overdue_since([promised(), promised("s2"), entry], on=late) == BY


def test_whoever_emptied_the_page_after_the_day_is_not_told_again():
    for days, expected in ((0, BY), (1, None)):
        emptied = replace(
            an_entry("emptied", scope="messages", upto=3), at=MORNING + TELL_WITHIN + timedelta(days=days)
        )
        assert overdue_since([promised(), emptied], on=BY + timedelta(days=3)) == expected


def test_the_entry_says_a_day_and_nothing_of_the_act():
    entry = promise_of_word("s1", acted_on=TODAY)
    assert (entry.scope, entry.data) == ("messages", {"step": "s1", "by": BY.isoformat()})


def test_a_duty_to_tell_names_its_step_and_no_other_duty_does():
    assert (step_told_by("s1:told"), step_told_by("s1:0:0"), step_told_by("d1:review")) == ("s1", "", "")


@given(st.lists(st.sampled_from("abc")), st.sets(st.sampled_from("abc")), st.integers(0, 20))
def test_what_is_overdue_is_what_was_promised_and_not_given(steps, told, days):
    entries = [promised(step) for step in steps] + [written(word_kept(sorted(told)))]
    overdue = overdue_since(entries, on=TODAY + timedelta(days=days))
    assert (overdue is not None) is (days > TELL_WITHIN.days and bool(set(steps) - told))
