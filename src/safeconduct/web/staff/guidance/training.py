"""Trainings and briefings: how each person stands, what lapses, writing down one's own, and quizzes that give feedback."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from safeconduct.access import lookup
from safeconduct.access.desk import training as desk
from safeconduct.access.keyring import Keyring
from safeconduct.access.training import Course, TrainingStanding, training_standing
from safeconduct.guidance.register import the_register
from safeconduct.guidance.training_course import BRIEFING, QuizFeedback, QuizQuestion, TrainingCourse, feedback_on
from safeconduct.vocabulary.refusal import NotFound, Refused
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.fields import Day
from safeconduct.web.staff.guidance.sheets import rests_on_in_words

MONTH = timedelta(days=30)
SHAPES = {
    "current": ("done", "Current"),
    "soon": ("soon", "Lapses soon"),
    "owed": ("ring", "Owed"),
    "lapsed": ("late", "Lapsed"),
}
NOT_CHOSEN = -1


class Taken(forms.Form):
    held_on = Day(_("Day on which you took it"), required=True)


class Quiz(forms.Form):
    def __init__(self, *given: Any, questions: tuple[QuizQuestion, ...], **named: Any) -> None:
        super().__init__(*given, **named)
        for one in questions:
            self.fields[one.id] = forms.TypedChoiceField(
                label=one.asks,
                choices=[(number, choice.says) for number, choice in enumerate(one.choices)],
                coerce=int,
                empty_value=NOT_CHOSEN,
                required=False,
                widget=forms.RadioSelect,
            )


@require_safe
@for_members
def trainings(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    standings = _standings(keyring)
    lapsed = sum(one.state == "lapsed" for one in standings)
    context = {
        **frame(keyring, "cases"),
        "title": "Training",
        "sentence": f"{lapsed} lapsed or overdue in this office." if lapsed else "Nothing has lapsed in this office.",
        "back": {"text": "Guidance", "address": reverse("staff:guidance")},
        "sections": [
            {"title": "Yours", "rows": [_mine(one) for one in standings if one.person.member == keyring.member]},
            *(_of_all(course, standings, keyring) for course in the_register().trainings),
        ],
    }
    return render(request, "staff/guidance.html", context)


def _standings(keyring: Keyring) -> tuple[TrainingStanding, ...]:
    today = timezone.localdate()
    held = desk.trainings_held(keyring.organisation)
    people = desk.people_at_posts(keyring.organisation)
    courses = [_course(one) for one in the_register().trainings]
    return tuple(training_standing(person, course, held, today=today) for course in courses for person in people)


def _course(one: TrainingCourse) -> Course:
    lasts = MONTH * one.every_months if one.every_months else None
    return Course(one.id, timedelta(days=one.within_days), lasts, one.at_each_post)


def _title(course: str) -> str:
    return next(one.title for one in the_register().trainings if one.id == course)


def _state(one: TrainingStanding) -> dict[str, str]:
    shape, word = SHAPES[one.state]
    return {"state_shape": shape, "state_word": "Overdue" if one.state == "lapsed" and not one.held_on else word}


def _mine(one: TrainingStanding) -> dict[str, Any]:
    return {
        **_state(one),
        "sentence": _title(one.course),
        "reason": _days(one),
        "verb": "Open",
        "verb_about": _title(one.course),
        "verb_address": reverse("staff:training", args=[one.course]),
    }


def _days(one: TrainingStanding) -> str:
    parts = (
        f"Taken {_day(one.held_on)}." if one.held_on else "Not taken yet.",
        f"{_due(one)} {_day(one.due_on)}." if one.due_on else "",
    )
    return " ".join(part for part in parts if part)


def _due(one: TrainingStanding) -> str:
    if one.held_on and one.state == "owed":
        return "At another post; due at this one by"
    return "Lapses" if one.held_on else "Due"


def _of_all(course: TrainingCourse, standings: tuple[TrainingStanding, ...], keyring: Keyring) -> dict[str, Any]:
    """How many are current, and the others by post. Names are shown to administrators alone."""
    posts = lookup.post_names(keyring.organisation)
    of = [one for one in standings if one.course == course.id]
    current = sum(one.state in ("current", "soon") for one in of)
    rows = [
        {
            **_state(one),
            "sentence": posts.get(one.person.post, "") + (f": {one.person.name}" if keyring.is_registrar else ""),
            "reason": _days(one),
        }
        for one in of
        if one.state != "current"
    ]
    again = f"again every {course.every_months} months" if course.every_months else "once"
    again += ", and anew at each post" if course.at_each_post else ""
    basis = "our proposal" if course.basis == "proposed" else "as its source says"
    return {
        "title": course.title,
        "rule": f"Within {course.within_days} days, {again}; {basis}",
        "words": [f"{current} of {len(of)} people are current."],
        "rows": sorted(rows, key=lambda row: row["sentence"]),
        "empty": "Nobody is missing.",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def training(request: HttpRequest, keyring: Keyring, training_id: str) -> HttpResponse:
    """A post writes down that the reader took it, or with `go=quiz` gives feedback on what was chosen; that is not kept."""
    course = next((one for one in the_register().trainings if one.id == training_id), None)
    if course is None:
        raise NotFound
    questions = tuple(one for one in the_register().questions if one.training == training_id)
    go = request.POST.get("go", "")
    taken = Taken(request.POST if go == "taken" else None, initial={"held_on": timezone.localdate()})
    quiz = Quiz(request.POST if go == "quiz" else None, questions=questions)
    if taken.is_bound and taken.is_valid() and _is_written(taken, training_id, keyring):
        return HttpResponseRedirect(reverse("staff:trainings"))
    found = feedback_on(questions, quiz.cleaned_data) if quiz.is_bound and quiz.is_valid() else ()
    context = {
        **frame(keyring, "cases"),
        "title": course.title,
        "sentence": "Read it, then say so."
        if course.kind == BRIEFING
        else "What it is about. Who holds it, the office knows.",
        "back": {"text": "Training", "address": reverse("staff:trainings")},
        "sections": _sections(course, found, quiz if questions else None, taken),
    }
    return render(request, "staff/guidance.html", context)


def _is_written(taken: Taken, training_id: str, keyring: Keyring) -> bool:
    known = [one.id for one in the_register().trainings]
    today, held_on = timezone.localdate(), taken.cleaned_data["held_on"]
    try:
        desk.take_training(training_id, held_on, keyring, known=known, today=today, at=timezone.now())
    except Refused as refused:
        taken.add_error(None, str(refused))
        return False
    return True


def _sections(
    course: TrainingCourse, found: tuple[QuizFeedback, ...], quiz: Quiz | None, taken: Taken
) -> list[dict[str, Any]]:
    rests = [f"{rests_on_in_words(one)}." for one in course.rests_on]
    asked = {"form": quiz, "button": "Show what is said to it", "go": "quiz", "first": not found}
    said = [{"title": "To what you chose", "id": "said", "rows": [_said(one) for one in found]}] if found else []
    questions = [{"title": "Quiz", "rule": "Feedback and no grade; nothing is kept", "part": asked}] if quiz else []
    return [
        *said,
        {"title": "What it is about", "points": course.points, "doubts": rests},
        *questions,
        {
            "title": "I read it" if course.kind == BRIEFING else "I took it",
            "rule": "Kept with your post and the day",
            "part": {"form": taken, "button": "Write it down", "go": "taken"},
        },
    ]


def _said(one: QuizFeedback) -> dict[str, Any]:
    rests = "; ".join(rests_on_in_words(entry) for entry in one.question.rests_on)
    better = f"The texts lead to: {one.better.says} {one.better.feedback}" if one.better else ""
    reason = " ".join(part for part in (one.chosen.feedback, better, f"{rests}.") if part)
    word = "Look again" if one.better else "So it is"
    return {
        "state_shape": "half" if one.better else "done",
        "state_word": word,
        "sentence": f"{one.question.asks} You chose: {one.chosen.says}",
        "reason": reason,
    }


def _day(day: date) -> str:
    return date_format(day, "j F Y")
