"""Trainings and briefings of each person and post: when held, when they lapse, and what a new post still owes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from safeconduct.vocabulary.refusal import Refusal

SOON = timedelta(days=30)
OLDEST = timedelta(days=3653)


@dataclass(frozen=True)
class Course:
    """What everybody owes: within so many days after coming, then again after `lasts`, or never again (None). `at_each_post`:
    what was held at another post counts no more once these days have passed at the new one."""

    id: str
    within: timedelta
    lasts: timedelta | None = None
    at_each_post: bool = False


@dataclass(frozen=True)
class TrainingHeld:
    """A person took a course while holding a post."""

    member: str
    post: str
    course: str
    held_on: date


@dataclass(frozen=True)
class PostHolder:
    """`since`: when they came to the organisation; `vouched_on`: the newest day from which somebody vouched for them, as
    after each change of post."""

    member: str
    name: str
    post: str
    since: date
    vouched_on: date | None = None


@dataclass(frozen=True)
class TrainingStanding:
    """How a person at a post stands with a course. `state` is current, soon (it lapses), owed (not yet held, in time), or
    lapsed (held too long ago, or never held in time); `due_on` is the day that decides, None where none does."""

    person: PostHolder
    course: str
    state: str
    held_on: date | None
    due_on: date | None


def training_standing(
    person: PostHolder, course: Course, held: Iterable[TrainingHeld], *, today: date
) -> TrainingStanding:
    """What was held at another post of the person counts as long as it lasts, unless the course is owed at each post."""
    own = [one for one in held if (one.member, one.course) == (person.member, course.id)]
    here = [one for one in own if one.post == person.post]
    if course.at_each_post and own and not here:
        return _owed_anew(person, course, max(one.held_on for one in own), today=today)
    last = max((one.held_on for one in (here if course.at_each_post else own)), default=None)
    if last is None:
        due = person.since + course.within
        return TrainingStanding(person, course.id, "owed" if today <= due else "lapsed", None, due)
    lapses = last + course.lasts if course.lasts else None
    return TrainingStanding(person, course.id, _state(lapses, today), last, lapses)


def _owed_anew(person: PostHolder, course: Course, held_on: date, *, today: date) -> TrainingStanding:
    """After a change of post."""
    due = (person.vouched_on or person.since) + course.within
    return TrainingStanding(person, course.id, "owed" if today <= due else "lapsed", held_on, due)


def _state(due: date | None, today: date) -> str:
    if due is None or today + SOON < due:
        return "current"
    return "soon" if today <= due else "lapsed"


def refusal_to_recording_training(course: str, held_on: date, *, known: Iterable[str], today: date) -> Refusal | None:
    if course not in set(known):
        return Refusal("This training is not on the list. Choose one that is shown.")
    if not today - OLDEST <= held_on <= today:
        return Refusal("The day lies ahead or is more than ten years ago. Write the day on which it was held.")
    return None
