"""A bill on civil society, checked against listed concerns. Nothing of it is kept: the answer stands on the page, to be copied."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.guidance.bill_concern import NO, NOT_READ, YES, BillConcern, checked_bill
from safeconduct.guidance.register import action_kinds, the_register
from safeconduct.guidance.source import doubt
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.guidance.sheets import rests_on_in_words

ANSWERS = {NOT_READ: _("Not read for it yet"), YES: _("Yes"), NO: _("No")}
NEXT = ("DIP-10", "DIP-03", "UN-01", "NGO-03")
"""Kinds of the catalogue that fit a bill."""
NO_ANALYSIS = "This opens eyes and is no legal analysis: ask a lawyer of that country before the vote. No lawyer has reviewed the list."


class BillAnswers(forms.Form):
    def __init__(self, *given: Any, concerns: tuple[BillConcern, ...], **named: Any) -> None:
        super().__init__(*given, **named)
        for one in concerns:
            self.fields[one.id] = forms.ChoiceField(
                label=one.asks, choices=list(ANSWERS.items()), required=False, initial=NOT_READ
            )


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def bill(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    concerns = the_register().concerns
    form = BillAnswers(request.POST if request.method == "POST" else None, concerns=concerns)
    found = _found(concerns, form.cleaned_data) if form.is_bound and form.is_valid() else []
    context = {
        **frame(keyring, "cases"),
        "title": "Check of a bill",
        "sentence": "On groups, money from abroad, meetings or words. Nothing that you answer is kept.",
        "back": {"text": "Guidance", "address": reverse("staff:guidance")},
        "sections": [
            *found,
            {
                "title": "The bill",
                "rule": "Read it for each",
                "part": {"form": form, "button": "Show the concerns", "first": True},
                "doubts": (NO_ANALYSIS,),
            },
        ],
    }
    return render(request, "staff/guidance.html", context)


def _found(concerns: tuple[BillConcern, ...], answers: dict[str, str]) -> list[dict[str, Any]]:
    checked = checked_bill(concerns, answers)
    actions = action_kinds()
    sections = [
        {
            "title": "Concerns",
            "id": "found",
            "rows": [_concern(one, "late", "Concern") for one in checked.found],
            "empty": "Nothing was answered with yes. That is no clean bill: the list is short, and what is below was not read."
            if checked.not_read
            else "Nothing was answered with yes. That is no clean bill: the list is short.",
            "doubts": (NO_ANALYSIS,),
        },
        {
            "title": "Not read for yet",
            "rows": [_concern(one, "gap", "Not read") for one in checked.not_read],
            "empty": "It was read for every concern of the list.",
        },
    ]
    if checked.found:
        note = "Write the analysis down for the office (offices.toml, kind law_analysed), so that the promise is seen kept."
        sections.append(
            {"title": "What can be done", "points": [actions[kind].name for kind in NEXT], "doubts": (note,)}
        )
    return sections


def _concern(one: BillConcern, shape: str, word: str) -> dict[str, Any]:
    register = the_register()
    doubts = {doubt(entry.verification) for entry in register.commitments if entry.id in one.rests_on} - {""}
    rests = "; ".join(rests_on_in_words(entry) for entry in one.rests_on)
    reason = " ".join((one.why, f"{rests}.", *sorted(doubts)))
    return {"state_shape": shape, "state_word": word, "sentence": one.asks, "reason": reason}
