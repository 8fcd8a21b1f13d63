"""Which support is wanted: told anew stage by stage, the medical kept apart, and never spoken for with the code alone."""

import pytest

from safeconduct.cases.coded_list import choices_of
from safeconduct.dossiers.entry import Author, foreseen
from safeconduct.intake.support_wanted import own_wishes, telling_of, wishes_with_the_code_alone
from safeconduct.vocabulary.telling import STAGES, SUPPORT
from tests.builders import an_entry


def told(stage, *kinds, words="", by="defender", seq=1):
    entries = telling_of(stage, kinds, words, scope="messages", ref=f"{seq:032x}")
    at = an_entry("word").at
    return [foreseen(one, seq=seq, by=Author(by), at=at) for one in entries]


def kinds_and_words(written):
    return [(one.stage, one.kinds, one.words) for one in own_wishes(written)]


def test_a_stage_stands_as_it_was_last_told_and_the_others_stay():
    written = [*told("work", "training"), *told("danger", "lawyer", "medical", seq=2), *told("danger", "visa", seq=3)]
    assert kinds_and_words(written) == [("danger", ("visa",), ""), ("work", ("training",), "")]


def test_what_is_medical_is_in_the_medical_scope_and_so_are_the_words():
    plain, medical = told("recovery", "housing", "psychosocial", words="Since the beating.")
    assert (plain.scope, plain.data["kinds"], plain.data["words"]) == ("messages", ["housing"], "")
    assert (medical.scope, medical.data["kinds"]) == ("medical", ["psychosocial"])
    assert kinds_and_words([plain, medical]) == [("recovery", ("psychosocial", "housing"), "Since the beating.")]
    assert kinds_and_words([plain]) == [("recovery", ("housing",), "")]


def test_with_the_code_alone_nobody_speaks_for_the_defender():
    written = [*told("danger", "lawyer"), *told("danger", "visa", by="code", seq=2)]
    assert kinds_and_words(written) == [("danger", ("lawyer",), "")]
    assert [one.kinds for one in wishes_with_the_code_alone(written)] == [("visa",)]


@pytest.mark.parametrize("ours, name", [(SUPPORT, "need_kinds"), (STAGES, "need_stages")])
def test_the_defender_chooses_from_what_the_office_notes(ours, name):
    assert list(ours) == [value for value, _ in choices_of(name)]
