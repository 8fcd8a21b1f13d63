"""Private or public: each question is answered before anything public is decided, and kept with the choice."""

import pytest

from safeconduct.cases.benchmark import refusal_to_choosing_publicity, refusal_without_benchmarks
from safeconduct.cases.coded_list import choices_of
from tests.rules.cases.protecting import ANSWERED


def sentence(refusal):
    return refusal.sentence if refusal else None


@pytest.mark.parametrize(
    ("answers", "begins"),
    [
        (ANSWERED, None),
        ({**ANSWERED, "reprisals": "no"}, None),
        ({**ANSWERED, "partners": "unknown"}, None),
        ({}, "Private or public: “The person wants it to be public” is not answered."),
        ({**ANSWERED, "others_safe": ""}, "Private or public: “Others who could be harmed by it were asked”"),
        ({**ANSWERED, "others_safe": "perhaps"}, "Private or public: “Others who could be harmed by it were asked”"),
    ],
    ids=["all yes", "a no is an answer", "not known is an answer", "none", "one empty", "another word"],
)
def test_every_question_is_answered_and_no_answer_decides_alone(answers, begins):
    said = sentence(refusal_without_benchmarks(answers))
    assert said is None if begins is None else said.startswith(begins)


@pytest.mark.parametrize("value", [value for value, _label in choices_of("benchmarks")])
def test_no_question_can_be_left_out(value):
    assert refusal_without_benchmarks({name: answer for name, answer in ANSWERED.items() if name != value})


@pytest.mark.parametrize(
    ("choice", "reason", "answers", "begins"),
    [
        ("private", "She asked for quiet.", ANSWERED, None),
        ("", "She asked for quiet.", ANSWERED, "It is not chosen"),
        ("loud", "She asked for quiet.", ANSWERED, "It is not chosen"),
        ("publish", "  ", ANSWERED, "There is no reason yet."),
        ("later", "The hearing is near.", {}, "Private or public:"),
    ],
    ids=["kept private", "no choice", "another choice", "no reason", "no answers"],
)
def test_after_a_step_in_private_the_choice_has_its_reason_and_its_answers(choice, reason, answers, begins):
    said = sentence(refusal_to_choosing_publicity(choice, reason, answers))
    assert said is None if begins is None else said.startswith(begins)
