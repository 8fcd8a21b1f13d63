"""Consent as a matrix: what stands and waits, ask the defender, write an answer down, confirm it, follow a no up."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safeconduct.access.keyring import Keyring
from safeconduct.cases.answering import NO_LANGUAGE, NO_RECIPIENT, NO_WORDS, Question, missing_of, questions
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.coded_list import label_of
from safeconduct.cases.concerned_person import concerned_persons
from safeconduct.cases.consent_matrix import Recorded, waiting
from safeconduct.cases.consent_purpose import purpose_named
from safeconduct.cases.desk import casework, consenting
from safeconduct.cases.withdrawal import Deletion, deletions
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff import wording
from safeconduct.web.staff.case import consent_wording
from safeconduct.web.staff.case.consent_form import (
    SAID_WORDS,
    WORD_WORDS,
    FreeCheck,
    GivenAnswer,
    NewPerson,
    SettledDeletion,
)
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.door import for_members

Bound = dict[str, forms.Form]
FIELDS = {NO_RECIPIENT: "recipient", NO_WORDS: "words", NO_LANGUAGE: "language"}
"""Where each sentence on what an answer lacks stands again."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    """A post asks the defender or writes an answer down, as the pressed button says."""
    if request.method != "POST":
        return _page(request, keyring, ref, {})
    now = timezone.now()
    case, _card = casework.open_case(ref, keyring, at=now)
    form = GivenAnswer(request.POST, persons=concerned_persons(case.written))

    def act() -> None:
        if request.POST.get("go") == "record":
            _record(ref, form, keyring, at=now)
        else:
            consenting.ask_answer(ref, form.line(), form.cleaned_data["text"], keyring, at=now)

    return _done_or_shown(request, keyring, ref, "answer", form, act)


def _record(ref: str, form: GivenAnswer, keyring: Keyring, *, at: datetime) -> None:
    line, told = form.line(), form.told()
    try:
        consenting.record_answer(ref, line, told, keyring, at=at)
    except Refused as refused:
        for also in missing_of(line, told):
            if also != str(refused):
                form.add_error(FIELDS[also], also)
        raise


@require_POST
@for_members
def confirm(request: HttpRequest, keyring: Keyring, ref: str, answer: str) -> HttpResponse:
    consenting.confirm_answer(ref, answer, keyring, at=timezone.now())
    return _back(ref)


@require_POST
@for_members
def add_person(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    form = NewPerson(request.POST, prefix="person")

    def act() -> None:
        typed = form.cleaned_data
        consenting.add_person(ref, typed["role"], typed["label"], typed["name"], keyring, at=timezone.now())

    return _done_or_shown(request, keyring, ref, "person", form, act, field="label")


@require_POST
@for_members
def settle(request: HttpRequest, keyring: Keyring, ref: str, deletion: str) -> HttpResponse:
    form = SettledDeletion(request.POST, prefix=deletion)

    def act() -> None:
        typed = form.cleaned_data
        consenting.settle_deletion(ref, deletion, typed["said"] or "silent", typed["words"], keyring, at=timezone.now())

    return _done_or_shown(request, keyring, ref, deletion, form, act, field="words")


@require_POST
@for_members
def check(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    form = FreeCheck(request.POST, prefix="check")

    def act() -> None:
        typed = form.cleaned_data
        consenting.note_check(ref, typed["found"] or "unknown", typed["words"], keyring, at=timezone.now())

    return _done_or_shown(request, keyring, ref, "check", form, act, field="words")


@require_safe
@for_members
def print_view(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    """What is allowed today, and what no withdrawal undoes: to take along, without a name."""
    now = timezone.now()
    case, _card = casework.open_case(ref, keyring, at=now)
    day = date_format(timezone.localtime(now), "j F Y")
    context = {
        **case_frame(
            case, keyring, "What is allowed", f"As it stands on {day}. It can change at any moment: look again."
        ),
        "tables": consent_wording.tables(case, on=now.date()),
        "lasting": consent_wording.lasting_in_words(case),
    }
    return render(request, "staff/case/consent_print.html", context)


def section(case: CaseFile, at: datetime) -> dict[str, Any]:
    """On the page of the case."""
    return {
        "template": "staff/case/consent_section.html",
        "tables": consent_wording.tables(case, on=at.date()),
        "waits": _waits(case),
        "address": reverse("staff:consent", args=[case.ref]),
    }


def _done_or_shown(
    request: HttpRequest,
    keyring: Keyring,
    ref: str,
    name: str,
    form: forms.Form,
    act: Callable[[], None],
    *,
    field: str | None = None,
) -> HttpResponse:
    """Back to the page when it is done; otherwise the page with this form, what was typed and why it was refused."""
    if form.is_valid():
        try:
            act()
            return _back(ref)
        except Refused as refused:
            form.add_error(FIELDS.get(str(refused), field), str(refused))
    return _page(request, keyring, ref, {name: form})


def _back(ref: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("staff:consent", args=[ref]))


# The page


def _page(request: HttpRequest, keyring: Keyring, ref: str, bound: Bound) -> HttpResponse:
    now = timezone.now()
    case, _card = casework.open_case(ref, keyring, at=now)
    sentence = "Who may know what, and what for. What is not listed is not allowed."
    context = {
        **case_frame(case, keyring, "Consent", sentence),
        "nobody": "The person does not know of this yet: nobody answers for them." if case.about == "unaware" else "",
        "tables": consent_wording.tables(case, on=now.date()),
        "print_address": reverse("staff:consent_print", args=[ref]),
        "share_address": reverse("staff:sharing", args=[ref]),
        "asked": [_asked(one, case) for one in questions(case.written)],
        "recorded": [_recorded(one, case, keyring) for one in waiting(case.written)],
        "wish": _wish(case),
        "form": bound.get("answer", GivenAnswer(persons=concerned_persons(case.written))),
        **_after_a_no(case, bound),
        "persons": [
            {"label": one.label, "role": label_of("person_roles", one.role)} for one in concerned_persons(case.written)
        ],
        "person": {
            "form": bound.get("person", NewPerson(prefix="person")),
            "address": reverse("staff:consent_person", args=[ref]),
            "button": "Add this person",
        },
    }
    return render(request, "staff/case/consent.html", context)


def _waits(case: CaseFile) -> str:
    asked, recorded = len(questions(case.written)), len(waiting(case.written))
    parts = [
        f"{asked} asked of the person" if asked else "",
        f"{recorded} waiting for a second member" if recorded else "",
    ]
    return "; ".join(part for part in parts if part)


def _asked(question: Question, case: CaseFile) -> dict[str, str]:
    return {
        "purpose": purpose_named(question.line.purpose).label,
        "what": consent_wording.line_in_words(question.line, case),
        "note": f"Asked {wording.moment(question.at)}",
    }


def _recorded(recorded: Recorded, case: CaseFile, keyring: Keyring) -> dict[str, str]:
    answer = recorded.answer
    words = next(
        (one.data["text"] for one in case.written if one.kind == "answer_words" and one.data["ref"] == answer.ref), ""
    )
    can_confirm = recorded.member != keyring.member
    return {
        "word": str(WORD_WORDS[answer.word]),
        "purpose": purpose_named(answer.purpose).label,
        "what": consent_wording.line_in_words(answer, case),
        "given": f"{label_of('answer_givers', answer.given_by)}; written down {wording.moment(answer.at)}",
        "words": words,
        "address": reverse("staff:confirm_answer", args=[case.ref, answer.ref]) if can_confirm else "",
    }


def _wish(case: CaseFile) -> list[dict[str, str]]:
    wish = case.advance_wish
    facts = {
        "If detained, missing or silent": wish.get("detained", ""),
        "Speaks for the defender": wish.get("speaks", ""),
        "Never speaks for the defender": wish.get("never_speaks", ""),
    }
    return [{"label": label, "text": text} for label, text in facts.items() if text]


def _after_a_no(case: CaseFile, bound: Bound) -> dict[str, Any]:
    """What a withdrawal leaves to do: deletions, the question whether it was free, and what lasts."""
    asked = deletions(case.written)
    has_no = bool(asked) or any(
        one.kind in ("consent_withdrawn", "answered") and one.data.get("word", "no") == "no" for one in case.written
    )
    return {
        "deletions": [_deletion(one, case, bound) for one in asked],
        "lasting": consent_wording.lasting_in_words(case),
        "check": {
            "form": bound.get("check", FreeCheck(prefix="check")),
            "address": reverse("staff:consent_check", args=[case.ref]),
            "button": "Keep what I found",
        }
        if has_no
        else None,
    }


def _deletion(deletion: Deletion, case: CaseFile, bound: Bound) -> dict[str, Any]:
    shapes = {"deleted": "done", "kept": "bar", "silent": "soon"}
    on = f", {wording.moment(deletion.on)}" if deletion.on else ""
    is_settled = deletion.said == "deleted"
    return {
        "shape": shapes.get(deletion.said, "soon"),
        "word": str(SAID_WORDS[deletion.said]) if deletion.said else "To be asked",
        "holder": deletion.holder,
        "note": f"Access ended {wording.moment(deletion.asked)}{on}",
        "is_open": deletion.ref in bound,
        "settle": None
        if is_settled
        else {
            "form": bound.get(deletion.ref, SettledDeletion(prefix=deletion.ref)),
            "address": reverse("staff:settle_deletion", args=[case.ref, deletion.ref]),
            "button": f"Keep what {deletion.holder} says",
        },
    }
