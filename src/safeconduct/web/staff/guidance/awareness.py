"""How well the guidelines are known: a short survey for each group, and its trend by quarter. Nobody's answer is kept as theirs."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access.awareness import ANSWERS, FEWEST, AwarenessCount, quarter_of, trend
from safeconduct.access.desk import surveying
from safeconduct.access.keyring import Keyring
from safeconduct.guidance.action_sheet import DEFENDERS, DIPLOMATS
from safeconduct.guidance.awareness_question import AwarenessQuestion
from safeconduct.guidance.register import the_register
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.door import for_members, frame

ANSWER_WORDS = {"yes": _("Yes"), "partly": _("Partly"), "no": _("No")}
TITLES = {DIPLOMATS: "People of this office", DEFENDERS: "Defenders"}
Questions = tuple[AwarenessQuestion, ...]


class OwnAnswers(forms.Form):
    def __init__(self, *given: Any, questions: Questions, **named: Any) -> None:
        super().__init__(*given, **named)
        for one in questions:
            self.fields[one.id] = forms.ChoiceField(
                label=one.asks, choices=list(ANSWER_WORDS.items()), required=False, widget=forms.RadioSelect
            )

    def numbers(self) -> dict[tuple[str, str], int]:
        return {(question, answer): 1 for question, answer in self.cleaned_data.items() if answer}


class CollectedAnswers(forms.Form):
    def __init__(self, *given: Any, questions: Questions, **named: Any) -> None:
        super().__init__(*given, **named)
        for one in questions:
            for answer in ANSWERS:
                self.fields[f"{one.id}:{answer}"] = forms.IntegerField(
                    label=f"{one.asks} {ANSWER_WORDS[answer]}",
                    required=False,
                    error_messages={"invalid": _("This is not a number. Type one like 7, or leave it empty.")},
                )

    def numbers(self) -> dict[tuple[str, str], int]:
        typed = {name: number for name, number in self.cleaned_data.items() if number is not None}
        return {(name.split(":")[0], name.split(":")[1]): number for name, number in typed.items()}


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def awareness(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    """A post adds the reader's own answers, or with `go=collected` how many defenders gave each."""
    known = the_register().awareness
    ours, theirs = (tuple(one for one in known if one.group == group) for group in (DIPLOMATS, DEFENDERS))
    go = request.POST.get("go", "")
    own = OwnAnswers(request.POST if go == "own" else None, questions=ours)
    collected = CollectedAnswers(request.POST if go == "collected" else None, questions=theirs)
    for form in (own, collected):
        if form.is_bound and form.is_valid() and _is_counted(form, known, keyring, has_line=form is collected):
            return HttpResponseRedirect(reverse("staff:awareness"))
    counts = surveying.awareness_counts(keyring.organisation)
    context = {
        **frame(keyring, "cases"),
        "title": "How well the guidelines are known",
        "sentence": "Asked again each quarter. Numbers alone are kept, and none of them belongs to anybody.",
        "back": {"text": "Guidance", "address": reverse("staff:guidance")},
        "sections": [
            *(
                _trends(TITLES[group], questions, counts)
                for group, questions in ((DIPLOMATS, ours), (DEFENDERS, theirs))
            ),
            {
                "title": "Your own answers",
                "rule": "Once a quarter; nothing remembers that you answered",
                "part": {"form": own, "button": "Add my answers", "go": "own", "first": True},
            },
            {
                "title": "Answers of defenders",
                "rule": "Collected on paper, at a meeting or in a call: how many gave each",
                "part": {"form": collected, "button": "Add these numbers", "go": "collected"},
            },
        ],
    }
    return render(request, "staff/guidance.html", context)


def _is_counted(form: OwnAnswers | CollectedAnswers, known: Questions, keyring: Keyring, *, has_line: bool) -> bool:
    today = timezone.localdate()
    try:
        surveying.count_answers(
            form.numbers(),
            quarter_of(today.year, today.month),
            keyring,
            known=[one.id for one in known],
            has_line=has_line,
            at=timezone.now(),
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _trends(title: str, questions: Questions, counts: tuple[AwarenessCount, ...]) -> dict[str, Any]:
    rows = [
        {
            "state_shape": "ring" if one.numbers else "gap",
            "state_word": _quarter(one.quarter),
            "sentence": question.asks,
            "reason": _numbers(one.numbers),
        }
        for question in questions
        for one in trend(counts, question.id)
    ]
    return {
        "title": title,
        "rule": "By question and quarter, oldest first",
        "rows": rows,
        "empty": "Nobody has answered yet.",
    }


def _quarter(quarter: str) -> str:
    year, number = quarter.split("-")
    return f"{year}, quarter {number}"


def _numbers(numbers: Any) -> str:
    if numbers is None:
        return f"Fewer than {FEWEST} answered; nothing of it is told."
    return ", ".join(f"{ANSWER_WORDS[answer]}: {numbers[answer]}" for answer in ANSWERS) + "."
