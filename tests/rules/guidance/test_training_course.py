"""Quizzes: feedback to what was chosen, and no grade."""

from safeconduct.guidance.register import the_register
from safeconduct.guidance.training_course import QuizChoice, QuizQuestion, feedback_on

FIRST, SECOND = QuizChoice("Now.", "Too soon."), QuizChoice("After asking.", "Yes.")
ASKED = QuizQuestion("when", "guidelines", "When?", (FIRST, SECOND), 1, ("EU-10b",))


def test_each_choice_has_its_feedback_and_the_way_to_a_better_one():
    (found,) = feedback_on([ASKED], {"when": 0})
    assert (found.chosen, found.better) == (FIRST, SECOND)
    (found,) = feedback_on([ASKED], {"when": 1})
    assert (found.chosen, found.better) == (SECOND, None)


def test_what_was_not_answered_gets_no_feedback():
    assert feedback_on([ASKED], {}) == feedback_on([ASKED], {"when": -1}) == feedback_on([ASKED], {"when": 2}) == ()


def test_feedback_has_no_number():
    (found,) = feedback_on([ASKED], {"when": 0})
    assert set(vars(found)) == {"question", "chosen", "better"}


def test_every_training_with_points_and_every_question_belongs_to_one():
    courses = {one.id for one in the_register().trainings}
    assert all(one.points for one in the_register().trainings)
    assert {one.training for one in the_register().questions} <= courses
