"""Trainings and briefings that people at a mission owe, and quizzes over them that give feedback and no grade."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

TRAINING, BRIEFING = "training", "briefing"


@dataclass(frozen=True)
class QuizChoice:
    """One answer that can be chosen, and what is said to whoever chose it."""

    says: str
    feedback: str


@dataclass(frozen=True)
class QuizQuestion:
    """`best` counts from 0 and says which choice the feedback leads to; `training` is the course it belongs to."""

    id: str
    training: str
    asks: str
    choices: tuple[QuizChoice, ...]
    best: int
    rests_on: tuple[str, ...]


@dataclass(frozen=True)
class TrainingCourse:
    """`within_days` after somebody comes; `every_months` again, 0 for once; `at_each_post` anew after each change of post.
    `points` are what it is about; of a briefing they are all of it. `basis`: published or proposed."""

    id: str
    title: str
    kind: str
    within_days: int
    every_months: int
    basis: str
    points: tuple[str, ...]
    rests_on: tuple[str, ...]
    at_each_post: bool = False


@dataclass(frozen=True)
class QuizFeedback:
    """What is said to one answer; `better` is the choice that the texts lead to, None where that one was chosen."""

    question: QuizQuestion
    chosen: QuizChoice
    better: QuizChoice | None


def feedback_on(questions: Iterable[QuizQuestion], answers: Mapping[str, int]) -> tuple[QuizFeedback, ...]:
    """By the number of the choice; questions without an answer are left out. Nothing is counted: there is no grade."""
    return tuple(
        QuizFeedback(
            one,
            one.choices[answers[one.id]],
            None if answers[one.id] == one.best else one.choices[one.best],
        )
        for one in questions
        if answers.get(one.id, -1) in range(len(one.choices))
    )
