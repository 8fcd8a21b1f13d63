"""How it went with a mechanism, as the defender tells it: replaced, taken back, and only in their own voice."""

from datetime import date

from safeconduct.dossiers.entry import Author, foreseen
from safeconduct.intake.experience import (
    Experience,
    experience_told,
    taking_back,
    told_experiences,
    told_fact,
    years,
)
from tests.builders import MORNING


def told(mechanism="", answered="yes", helped="helped", *, ref="1", **more):
    return experience_told(
        Experience(mechanism, more.get("name", ""), "2025", answered, helped, more.get("words", ""), ref)
    )


def as_read(*new, by="defender"):
    return [foreseen(one, seq=seq, by=Author(by), at=MORNING) for seq, one in enumerate(new, 1)]


def said(written):
    return [(one.mechanism or one.name, one.answered, one.helped) for one in told_experiences(written)]


def test_a_later_word_on_the_same_mechanism_replaces_the_earlier_one():
    written = as_read(
        told("fund", "none", "worse"),
        told(name="Night Line", ref="2"),
        told("fund", "late", "little", ref="3"),
        told(name=" night  LINE", answered="none", ref="4"),
    )
    assert said(written) == [("fund", "late", "little"), (" night  LINE", "none", "helped")]


def test_what_was_taken_back_is_gone_and_what_it_replaced_does_not_come_again():
    written = as_read(told("fund"), told("line", ref="2"), told("fund", "late", ref="3"), taking_back("3"))
    assert said(written) == [("line", "yes", "helped")]
    assert said(as_read(told("fund"), taking_back("9"))) == [("fund", "yes", "helped")]


def test_with_the_code_alone_nobody_tells_it_for_the_defender():
    assert said(as_read(told("fund"), by="code")) == []
    assert said([*as_read(told("fund")), *as_read(taking_back("1"), by="code")]) == [("fund", "yes", "helped")]


def test_the_card_carries_codes_of_the_register_and_no_name_year_or_word():
    written = as_read(told("line", "late", "little", words="Ask for Ana."), told(name="Night Line", ref="2"))
    assert told_fact(written) == {"mechanisms_told": [["line", "late", "little"]]}
    assert told_fact([]) == {"mechanisms_told": []}


def test_ten_years_are_offered_and_what_lies_before_them():
    offered = years(date(2026, 3, 4))
    assert (offered[0], offered[-2:], len(offered)) == ("2026", ("2017", "earlier"), 11)
